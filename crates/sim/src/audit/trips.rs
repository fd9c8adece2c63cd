//! A lane: when vehicles leave, and who arrives together.

use super::boarding;
use super::leg::Leg;
use super::report::{Findings, Kind};
use super::rules::Rules;
use super::timetable::{is_departure, next_open};
use super::tours;
use crate::trace::{Departures, Draw, Lane};

/// Checks all trips along one lane, given by rank.
pub(super) fn check(
    rules: &Rules<'_>,
    lane: u32,
    legs: &[Leg],
    end_at: i64,
    findings: &mut Findings,
) {
    let (at, lane) = (lane, rules.lane(lane));
    if lane.departures == Departures::OnDemand {
        legs.iter()
            .for_each(|leg| check_on_demand(lane, leg, end_at, findings));
        return;
    }
    legs.iter()
        .filter(|leg| !leg.pending)
        .for_each(|leg| check_scheduled(lane, leg, findings));
    let mut by_departure: Vec<&Leg> = legs.iter().filter(|leg| leg.scheduled.is_some()).collect();
    by_departure.sort_by_key(|leg| leg.scheduled);
    for loaded in by_departure.chunk_by(|a, b| a.scheduled == b.scheduled) {
        check_vehicle(lane, loaded, findings);
    }
    boarding::check_order(lane, legs, findings);
    if !rules.by_weight(at) {
        boarding::check_room(lane, legs, end_at, findings);
    }
}

fn check_on_demand(lane: &Lane, leg: &Leg, end_at: i64, findings: &mut Findings) {
    let mut wrong = |kind, message: String| {
        findings.add(kind, leg.begin, Some(leg.order), &lane.name, || message);
    };
    let due = next_open(lane.open.as_deref(), leg.begin);
    if leg.pending {
        if due.is_some_and(|due| due < end_at) {
            wrong(Kind::Lost, "stands ready, and nobody takes it".to_owned());
        }
        return;
    }
    if let Some(scheduled) = leg.scheduled {
        wrong(
            Kind::NotScheduled,
            format!("a departure at {scheduled} on a lane that runs on demand"),
        );
    }
    match due {
        None => wrong(
            Kind::Closed,
            "leaves after the last dispatch hours".to_owned(),
        ),
        Some(due) if leg.start < due => wrong(
            Kind::Closed,
            format!("leaves at {}, closed until {due}", leg.start),
        ),
        Some(due) if !lane.delay && leg.start > due => {
            wrong(
                Kind::DepartureTime,
                format!("leaves at {} where {due} was due", leg.start),
            );
        }
        Some(_) => {}
    }
}

fn check_scheduled(lane: &Lane, leg: &Leg, findings: &mut Findings) {
    let mut wrong = |kind, message: String| {
        findings.add(kind, leg.start, Some(leg.order), &lane.name, || message);
    };
    let Some(scheduled) = leg.scheduled else {
        return wrong(
            Kind::NotScheduled,
            "leaves on demand on a lane with a timetable".to_owned(),
        );
    };
    if !is_departure(&lane.departures, scheduled) {
        wrong(
            Kind::NotScheduled,
            format!("no departure is scheduled for {scheduled}"),
        );
    }
    let cpt = scheduled - lane.load_lead;
    if leg.begin > cpt {
        wrong(
            Kind::AfterCpt,
            format!("ready at {}, after the critical pull time {cpt}", leg.begin),
        );
    }
    if leg.start < scheduled {
        wrong(
            Kind::DepartureTime,
            format!("leaves at {}, scheduled for {scheduled}", leg.start),
        );
    } else if leg.start > scheduled && !lane.delay {
        wrong(
            Kind::DepartureTime,
            format!("leaves late at {}, scheduled for {scheduled}", leg.start),
        );
    }
}

/// All parcels of one vehicle.
fn check_vehicle(lane: &Lane, loaded: &[&Leg], findings: &mut Findings) {
    let [first, ..] = loaded else { return };
    let scheduled = first.scheduled.unwrap_or(first.start);
    if let Some(capacity) = lane
        .capacity
        .filter(|&capacity| loaded.len() > capacity as usize)
    {
        findings.add(
            Kind::VehicleCapacity,
            scheduled,
            Some(first.order),
            &lane.name,
            || {
                format!(
                    "{} parcels on a vehicle that takes {capacity}",
                    loaded.len()
                )
            },
        );
    }
    if let Some(other) = loaded.iter().find(|leg| leg.start != first.start) {
        findings.add(
            Kind::DepartureTime,
            scheduled,
            Some(other.order),
            &lane.name,
            || {
                format!(
                    "leaves at {}, order {} of the same vehicle at {}",
                    other.start, first.order, first.start
                )
            },
        );
    }
    let apart = |leg: &&&Leg| (leg.end - first.end).abs() > lane.spread;
    if let Some(tour) = &lane.tour {
        return tours::check(lane, tour, scheduled, loaded, findings);
    }
    let shared = lane.draw == Draw::PerDeparture && (lane.spread == 0 || !lane.calendars);
    if let Some(other) = loaded.iter().find(apart).filter(|_| shared) {
        findings.add(
            Kind::Together,
            scheduled,
            Some(other.order),
            &lane.name,
            || {
                format!(
                    "arrives at {}, order {} of the same vehicle at {}",
                    other.end, first.order, first.end
                )
            },
        );
    }
}
