//! Servers that are away.

use crate::diagnostics::Code;
use crate::network::{Capacity, OutageTime};
use crate::scenario::{Field, Findings, Outages, StageRow};

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

/// Nobody is away at no time at all.
pub(super) fn check_hours(outages: &Field<Outages>, findings: &mut Findings) {
    let Some(given) = outages.given() else { return };
    let never =
        |time: &OutageTime| matches!(time, OutageTime::Weekly(hours) if hours.intervals.is_empty());
    if given.value.0.iter().any(|outage| never(&outage.when)) {
        findings.report(Code::NeverOpen, given.span, "nobody is ever away");
    }
}
