//! The planned path, walked again from the header: waves, hours, planned work, departures, time on the road.

use super::rules::Rules;
use super::timetable::{Hours, next_departure, next_open};
use crate::trace::{Departures, Lane, PlanTerms, PlannedLane};

/// A stage as the plan passes it.
#[derive(Clone, Copy, Debug)]
pub(super) struct PlannedVisit {
    pub(super) stage: u32,
    /// When its parcel comes.
    pub(super) comes: i64,
    /// The wave with which it is released, where there are waves.
    pub(super) wave: Option<i64>,
    /// When the work ends.
    pub(super) ends: i64,
}

/// Through the stages of a facility, from one of them on; `None`: one of them never opens again.
pub(super) fn through_stages(
    rules: &Rules<'_>,
    plan: &PlanTerms,
    first: Option<u32>,
    from: i64,
    mut visit: impl FnMut(PlannedVisit),
) -> Option<i64> {
    let (mut time, mut next) = (from, first);
    while let Some(stage) = next {
        let allowed = &plan.stages[stage as usize];
        let comes = time;
        let terms = rules.stage(stage).rules.as_ref();
        let waves = terms.and_then(|terms| terms.release.as_ref());
        let wave = match waves {
            Some(waves) => Some(next_departure(waves, time)?),
            None => None,
        };
        let open = next_open(allowed.open.as_deref(), wave.unwrap_or(time));
        // A wave is one of the plan even where its work never starts.
        time = open.map_or(i64::MAX, |open| open.saturating_add(allowed.work));
        visit(PlannedVisit {
            stage,
            comes,
            wave,
            ends: time,
        });
        open?;
        next = rules.stage_after(stage);
    }
    Some(time)
}

/// Through the stages ahead of a lane.
pub(super) fn to_lane(
    rules: &Rules<'_>,
    plan: &PlanTerms,
    lane: u32,
    from: i64,
    visit: impl FnMut(PlannedVisit),
) -> Option<i64> {
    let first = rules.first_stage(rules.lane_from(lane));
    through_stages(rules, plan, first, from, visit)
}

/// The first departure for what is ready at an instant; `None`: there is none.
pub(super) fn leaves(lane: &Lane, ready: i64) -> Option<i64> {
    match &lane.departures {
        Departures::OnDemand => next_open(lane.open.as_deref(), ready),
        departures => next_departure(departures, ready.saturating_add(lane.load_lead)),
    }
}

/// When the plan lets arrive what leaves at an instant.
pub(super) fn arrives(rules: &Rules<'_>, allowed: &PlannedLane, leaves: i64) -> Option<i64> {
    let at = on_the_road(allowed.open.as_deref(), leaves, allowed.ticks)?;
    match allowed.delivery {
        Some(clock) => rules.header.clocks[clock as usize].on_delivery_day(at),
        None => Some(at),
    }
}

/// When a parcel that is ready for the first of these lanes is planned to be at the end of the last one.
pub(super) fn arrival(
    rules: &Rules<'_>,
    plan: &PlanTerms,
    lanes: &[u32],
    ready: i64,
) -> Option<i64> {
    let mut time = ready;
    for (nth, &lane) in lanes.iter().enumerate() {
        if nth > 0 {
            time = to_lane(rules, plan, lane, time, |_| {})?;
        }
        let leaves = leaves(rules.lane(lane), time)?;
        time = arrives(rules, &plan.lanes[lane as usize], leaves)?;
    }
    Some(time)
}

/// When a vehicle has been moving for so long that stands still outside its hours; `None`: never.
fn on_the_road(hours: Hours<'_>, from: i64, mut ticks: i64) -> Option<i64> {
    let Some(intervals) = hours else {
        return Some(from.saturating_add(ticks));
    };
    if ticks <= 0 {
        return Some(from);
    }
    let next = intervals.partition_point(|&(_, end)| end <= from);
    for &(start, end) in &intervals[next..] {
        let start = start.max(from);
        if ticks <= end - start {
            return Some(start + ticks);
        }
        ticks -= end - start;
    }
    None
}
