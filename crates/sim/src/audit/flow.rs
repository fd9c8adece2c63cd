//! Stages without servers: a pure delay, and starts spaced by a rate.

use super::leg::Leg;
use super::report::{Findings, Kind};
use super::timetable::next_open;
use crate::trace::Stage;

const TICKS_PER_HOUR: f64 = 3_600_000.0;

/// A pure delay starts everyone at once, as soon as it is open.
pub(super) fn check_unlimited(stage: &Stage, legs: &[Leg], end_at: i64, findings: &mut Findings) {
    for leg in legs {
        check_prompt(stage, leg, leg.begin, end_at, findings);
    }
}

/// Starts at least 1/rate apart, and no later than that allows. The trace does not say how a fraction of a tick is
/// rounded, so both neighbours are right.
pub(super) fn check_spaced(
    stage: &Stage,
    per_hour: f64,
    legs: &[Leg],
    end_at: i64,
    findings: &mut Findings,
) {
    let spacing = TICKS_PER_HOUR / per_hour;
    let (least, most) = (spacing.floor() as i64, spacing.ceil() as i64);
    let (pending, mut started): (Vec<&Leg>, Vec<&Leg>) = legs.iter().partition(|leg| leg.pending);
    started.sort_by_key(|leg| leg.start);
    let mut free = i64::MIN;
    let mut last: Option<&Leg> = None;
    for leg in started {
        if let Some(last) = last.filter(|last| leg.start < last.start.saturating_add(least)) {
            findings.add(
                Kind::Spacing,
                leg.start,
                Some(leg.order),
                &stage.name,
                || {
                    format!(
                        "starts {} ticks after order {}, spacing {least}",
                        leg.start - last.start,
                        last.order
                    )
                },
            );
        }
        check_prompt(stage, leg, leg.begin.max(free), end_at, findings);
        free = leg.start.saturating_add(most);
        last = Some(leg);
    }
    // Whoever never started could have been next.
    for leg in pending {
        check_prompt(stage, leg, leg.begin.max(free), end_at, findings);
    }
}

/// Nothing holds the leg after `free` but the opening hours.
fn check_prompt(stage: &Stage, leg: &Leg, free: i64, end_at: i64, findings: &mut Findings) {
    let Some(due) = next_open(stage.open.as_deref(), free) else {
        return;
    };
    if leg.pending && due < end_at {
        findings.add(Kind::Lost, due, Some(leg.order), &stage.name, || {
            "is never served".to_owned()
        });
    }
    if !leg.pending && leg.start > due {
        findings.add(Kind::Idle, due, Some(leg.order), &stage.name, || {
            format!("starts at {} where nothing held it after {due}", leg.start)
        });
    }
}
