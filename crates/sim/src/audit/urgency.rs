//! How urgent a parcel is, from what the trace says of it.

use super::ledger::Ledger;
use super::leg::{Leg, UNKNOWN};
use super::planned::through_stages;
use super::rules::Rules;
use super::timetable::next_departure;
use crate::trace::Departures;

/// Smaller is more urgent; `None`: the trace does not tell.
///
/// * `fifo`: all alike;
/// * `priority`: that of the order's level;
/// * `earliest-due-date`: the promise as sold;
/// * `earliest-cpt`: the critical pull time of the first departure that the plan reaches from here.
pub(super) fn urgency(
    rules: &Rules<'_>,
    stage: u32,
    leg: &Leg,
    ledger: &Ledger,
    discipline: &str,
) -> Option<u64> {
    match discipline {
        "fifo" => Some(0),
        "priority" => {
            let level = ledger.order(leg.order)?.level?;
            Some(u64::from(
                rules.header.service_levels[level as usize].priority,
            ))
        }
        "earliest-due-date" => u64::try_from(ledger.order(leg.order)?.promise?.max(0)).ok(),
        "earliest-cpt" => u64::try_from(planned_cpt(rules, stage, leg, ledger)?.max(0)).ok(),
        _ => None,
    }
}

/// Walks the planned work of this stage and those after it, from the instant at which the parcel would have come had there been
/// room; on demand the instant at which it is ready.
fn planned_cpt(rules: &Rules<'_>, stage: u32, leg: &Leg, ledger: &Ledger) -> Option<i64> {
    if leg.onward == UNKNOWN {
        return None;
    }
    let plan = rules.header.plan.as_ref()?;
    let time = through_stages(rules, plan, Some(stage), leg.outside, |_| {})?;
    let lane = rules.lane(planned_lane(rules, leg, ledger));
    if lane.departures == Departures::OnDemand {
        return Some(time);
    }
    let departure = next_departure(&lane.departures, time.saturating_add(lane.load_lead))?;
    Some(departure - lane.load_lead)
}

/// The lane that a parcel is planned to leave on: of those between the same two places the first that it found full, or the one
/// that it took.
fn planned_lane(rules: &Rules<'_>, leg: &Leg, ledger: &Ledger) -> u32 {
    let between = |lane: u32| (&rules.lane(lane).from, &rules.lane(lane).to);
    let from = ledger
        .overflows
        .partition_point(|one| (one.order, one.at) < (leg.order, leg.begin));
    let mut mine = ledger.overflows[from..]
        .iter()
        .take_while(|one| one.order == leg.order);
    mine.find(|one| between(one.lane) == between(leg.onward))
        .map_or(leg.onward, |one| one.lane)
}
