//! Servers that are away.

use super::clock::Clockwork;
use super::demand;
use crate::diagnostics::Code;
use crate::network::{Capacity, Outage, OutageTime};
use crate::scenario::{Field, Findings, Outages, Scenario, StageRow};

/// The outages of a stage of its own.
pub(super) fn check(row: &StageRow, capacity: &Capacity, findings: &mut Findings) {
    if let (Some(span), Capacity::Unlimited) = (row.outages.span(), capacity)
        && !row.servers.is_bad()
    {
        let message = "of unlimited servers none can be away: give a number, or a `calendar`";
        findings.report(Code::Conflict, span, message);
    }
    check_hours(&row.outages, findings);
}

/// Outages of stages and pools on dates that the run does not reach.
pub(super) fn check_dates(scenario: &Scenario, clockwork: &Clockwork, findings: &mut Findings) {
    let stages = scenario.stages.rows.iter().map(|row| &row.outages);
    let pools = scenario.pools.rows.iter().map(|row| &row.outages);
    for given in stages.chain(pools).filter_map(Field::given) {
        let outside = |outage: &Outage| match &outage.when {
            OutageTime::Weekly(_) => false,
            OutageTime::Once { from, to } => {
                !demand::within(from.date(), to.date(), Some(clockwork))
            }
        };
        if given.value.0.iter().any(outside) {
            let message = "nobody is away then: the dates are no days of the run";
            findings.report(Code::OutsideClock, given.span, message);
        }
    }
}

/// Nobody is away at no time at all.
pub(super) fn check_hours(outages: &Field<Outages>, findings: &mut Findings) {
    let Some(given) = outages.given() else { return };
    let never =
        |time: &OutageTime| matches!(time, OutageTime::Weekly(hours) if hours.intervals.is_empty());
    if given.value.0.iter().any(|outage| never(&outage.when)) {
        findings.report(Code::NeverOpen, given.span, "nobody is ever away");
    }
}
