//! Finite room in front of stages, and stages that may wait for each other without end.

use super::facilities::stage_rows;
use super::names::Names;
use crate::diagnostics::Code;
use crate::network::{Buffer, Capacity, Facility, FacilityKind, WhenFull};
use crate::scenario::{Findings, Scenario, Span, StageRow};

/// The room in front of one stage.
pub(super) fn buffer(row: &StageRow, findings: &mut Findings) -> Option<Buffer> {
    if let (Some(span), true) = (row.when_full.span(), row.buffer.is_absent()) {
        findings.report(Code::Conflict, span, "`when_full` needs `buffer`");
    }
    let given = row.buffer.given()?;
    let size = given.value;
    if let Some(batch) = row.batch.value()
        && size < *batch
    {
        let message = format!("a batch of {batch} never comes together where {size} may wait");
        let help = "make `buffer` at least as large as `batch`";
        findings.report_with(Code::Conflict, given.span, message, help);
    } else if size == 0 && !row.release.is_absent() {
        let message = "nobody may wait for the next wave: `buffer` is 0";
        findings.report(Code::Conflict, given.span, message);
    }
    Some(Buffer {
        size,
        when_full: row.when_full.cloned().unwrap_or_default(),
    })
}

/// All that shows only when the stages of a facility are put together.
pub(super) fn check(
    scenario: &Scenario,
    names: &Names<'_>,
    facilities: &[Facility],
    findings: &mut Findings,
) {
    for (facility, rows) in facilities.iter().zip(stage_rows(scenario, names)) {
        if rows.len() != facility.stages.len() {
            continue;
        }
        for (stage, row) in rows.iter().enumerate() {
            if let Some(span) = row.buffer.span() {
                check_stage(facility, stage, row, span, findings);
            }
        }
        if let Some((stage, others)) = facility.blocking_cycle() {
            let names = others.iter().map(|&at| facility.stages[at].name.as_str());
            let others = names.collect::<Vec<_>>().join(", ");
            let span = rows[stage].buffer.span().unwrap_or(rows[stage].span);
            let message = format!(
                "stages of {} can wait for each other without end: {others}",
                facility.name
            );
            let help = "leave out the `buffer` on the way back or within the pool, or make it so large that it never fills";
            findings.report_with(Code::BlockingCycle, span, message, help);
        }
    }
}

fn check_stage(
    facility: &Facility,
    stage: usize,
    row: &StageRow,
    span: Span,
    findings: &mut Findings,
) {
    let of = &facility.stages[stage];
    if matches!(of.capacity, Capacity::Unlimited) && row.servers.given().is_some() {
        let message = "nobody waits for unlimited servers: `buffer` has nothing to hold";
        findings.report(Code::Conflict, span, message);
    }
    for before in facility.feeders(stage) {
        let name = &facility.stages[before].name;
        let holds = match facility.stages[before].capacity {
            Capacity::Servers(_) | Capacity::Staffing(_) => continue,
            Capacity::Unlimited => "has unlimited servers",
            Capacity::Throughput { .. } => "has a throughput",
        };
        let message =
            format!("nothing is held up by `buffer`: `{name}`, from which parcels come, {holds}");
        findings.report(Code::Conflict, span, message);
    }
    let turns_away = of
        .queueing
        .buffer
        .is_some_and(|buffer| buffer.when_full == WhenFull::TurnAway);
    if let (true, Some(span)) = (turns_away, row.when_full.span())
        && (stage > 0 || facility.kind != FacilityKind::FulfilmentCentre)
    {
        let message =
            "only orders are turned away: this is not the first stage of a fulfilment centre";
        findings.report(Code::Conflict, span, message);
    }
}
