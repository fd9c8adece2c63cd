//! How a promise is told and kept: as a window, by the first attempt.

use super::ranges;
use crate::diagnostics::Code;
use crate::network::PaddingAt;
use crate::scenario::{Findings, Scenario, ServiceLevelRow};
use crate::time::Duration;

/// What decides whether a promise is kept.
pub(super) struct Told {
    pub(super) window: Option<Duration>,
    pub(super) early_is_ok: bool,
    pub(super) attempt_counts: bool,
}

/// Reads and checks it.
pub(super) fn told(
    row: &ServiceLevelRow,
    padding_at: PaddingAt,
    scenario: &Scenario,
    findings: &mut Findings,
) -> Told {
    let window = ranges::length(&row.window);
    if let (Some(Duration::ZERO), Some(span)) = (window, row.window.span()) {
        findings.report(Code::OutOfRange, span, "the window has no length");
    }
    if let Some(span) = row.early_is_ok.span() {
        let strict = row.early_is_ok.value() == Some(&false);
        if row.window.is_absent() {
            let message = "without `window` nothing is early: `early_is_ok` has no effect";
            findings.report(Code::Conflict, span, message);
        } else if strict && padding_at != PaddingAt::Promise {
            let message = "padding that is not added to the promise moves no window: leave `early_is_ok`, or `padding_at`";
            findings.report(Code::Conflict, span, message);
        }
    }
    let attempt_counts = row.attempt_counts.cloned().unwrap_or(false);
    let lanes = &scenario.lanes;
    let sure = lanes.complete && lanes.rows.iter().all(|lane| lane.success.is_absent());
    if let (true, true, Some(span)) = (attempt_counts, sure, row.attempt_counts.span()) {
        let message = "no lane has a `success`: the first attempt is the delivery";
        findings.report(Code::Conflict, span, message);
    }
    Told {
        window,
        early_is_ok: row.early_is_ok.cloned().unwrap_or(true),
        attempt_counts,
    }
}
