//! Overflow: the lane that takes what finds a departure full.

use super::lanes::Connection;
use super::names::Names;
use crate::diagnostics::Code;
use crate::network::LoadLimit;
use crate::scenario::{Findings, Given, LaneRow, Scenario};

/// Finds the lane of each `overflow`; `rows` gives the row of each connection.
pub(super) fn overflow(
    scenario: &Scenario,
    names: &Names<'_>,
    connections: &mut [Connection],
    findings: &mut Findings,
) {
    let found: Vec<Option<usize>> = (0..connections.len())
        .map(|at| {
            let row = &scenario.lanes.rows[connections[at].row];
            target(row, at, names, connections, findings)
        })
        .collect();
    for (connection, target) in connections.iter_mut().zip(&found) {
        connection.lane.overflow = *target;
    }
    for (at, connection) in connections.iter().enumerate() {
        let row = &scenario.lanes.rows[connection.row];
        if let Some(span) = row.overflow.span()
            && runs_in_a_circle(at, &found)
        {
            let message = format!(
                "what overflows from `{}` comes back to it",
                connection.lane.name
            );
            findings.report(Code::OverflowCircle, span, message);
        }
    }
}

fn target(
    row: &LaneRow,
    at: usize,
    names: &Names<'_>,
    connections: &[Connection],
    findings: &mut Findings,
) -> Option<usize> {
    let Given { value: name, span } = row.overflow.given()?;
    let from = &connections[at];
    if names.carriers.len() > 0 {
        names.carriers.find_text(name, *span, findings)?;
    }
    if from.lane.capacity.is_none() && row.capacity.is_absent() {
        let message = "without `capacity` no departure is ever full: nothing overflows";
        findings.report(Code::Conflict, *span, message);
    }
    let same = |other: &Connection| {
        other.from == from.from && other.to == from.to && other.lane.carrier == *name
    };
    let found = (0..connections.len()).find(|&other| other != at && same(&connections[other]));
    let Some(found) = found else {
        let message = format!(
            "`{name}` has no lane between the two places of `{}`",
            from.lane.name
        );
        findings.report(Code::UnknownName, *span, message);
        return None;
    };
    let serves = |level| connections[found].lane.serves(level);
    let closed = (0..names.levels.len()).find(|&level| from.lane.serves(level) && !serves(level));
    if closed.is_some() {
        let message = format!(
            "`{}` is closed to a service level that may overflow to it",
            connections[found].lane.name
        );
        findings.report(Code::Conflict, *span, message);
    }
    Some(found)
}

fn runs_in_a_circle(start: usize, targets: &[Option<usize>]) -> bool {
    let mut at = targets[start];
    for _ in 0..targets.len() {
        match at {
            Some(next) if next == start => return true,
            Some(next) => at = targets[next],
            None => return false,
        }
    }
    false
}

/// A limit by weight needs weights.
pub(super) fn check_weights(scenario: &Scenario, weighed: bool, findings: &mut Findings) {
    for row in &scenario.lanes.rows {
        if let Some(Given { value, span }) = row.capacity.given()
            && matches!(value.0, LoadLimit::Grams(_))
            && !weighed
        {
            let help = "write `[basket]` with `weight = \"1.2kg\"`, or a distribution";
            let message = "a capacity by weight needs the weights of parcels";
            findings.report_with(Code::Conflict, *span, message, help);
        }
    }
}
