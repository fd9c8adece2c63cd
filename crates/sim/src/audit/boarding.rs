//! Who boards which departure: first ready, first on board, and nobody stays behind while there is room.

use super::fifo::overtakings;
use super::leg::Leg;
use super::report::{Findings, Kind};
use super::timetable::next_departure;
use crate::trace::Lane;

/// The departure that takes a leg; a pending one has not left when the run ends, nor does a leg without a schedule
/// count (that is reported elsewhere).
fn boards(leg: &Leg) -> i64 {
    leg.scheduled.unwrap_or(leg.start)
}

/// First ready, first on board; legs by rank.
pub(super) fn check_order(lane: &Lane, legs: &[Leg], findings: &mut Findings) {
    let mut lost = None;
    overtakings(legs, boards, |ahead, behind| {
        if ahead.pending {
            if lost.replace(ahead.order) != Some(ahead.order) {
                findings.add(
                    Kind::Lost,
                    ahead.begin,
                    Some(ahead.order),
                    &lane.name,
                    || {
                        format!(
                            "stands ready and never boards; order {} overtakes it",
                            behind.order
                        )
                    },
                );
            }
            return;
        }
        findings.add(
            Kind::BoardingOrder,
            boards(behind),
            Some(behind.order),
            &lane.name,
            || {
                format!(
                    "ready at {} boards {}; order {}, ready at {}, boards {}",
                    behind.begin,
                    boards(behind),
                    ahead.order,
                    ahead.begin,
                    boards(ahead)
                )
            },
        );
    });
}

/// At every departure at which somebody waits, either all who wait board, or the vehicle is full, or (where the header
/// allows it) it was cancelled and nobody boards.
pub(super) fn check_room(lane: &Lane, legs: &[Leg], end_at: i64, findings: &mut Findings) {
    let mut boarded: Vec<i64> = legs.iter().filter(|leg| !leg.pending).map(boards).collect();
    boarded.sort_unstable();
    let capacity = lane
        .capacity
        .map_or(usize::MAX, |capacity| capacity as usize);
    for departure in departures_of_interest(lane, legs, &boarded) {
        if departure >= end_at {
            break;
        }
        let ready = legs.partition_point(|leg| leg.begin <= departure - lane.load_lead);
        let gone = boarded.partition_point(|&time| time < departure);
        let aboard = boarded.partition_point(|&time| time <= departure) - gone;
        let waiting = ready.saturating_sub(gone);
        let cancelled = aboard == 0 && lane.cancel > 0.0;
        if aboard >= waiting.min(capacity) || cancelled {
            continue;
        }
        report_left_behind(lane, &legs[..ready], departure, (aboard, waiting), findings);
    }
}

fn report_left_behind(
    lane: &Lane,
    ready: &[Leg],
    departure: i64,
    (aboard, waiting): (usize, usize),
    findings: &mut Findings,
) {
    let left = |pending: bool| {
        ready
            .iter()
            .find(|leg| leg.pending == pending && boards(leg) > departure)
    };
    let (kind, leg) = match left(false) {
        Some(leg) => (Kind::LeftBehind, Some(leg)),
        None => (Kind::Lost, left(true)),
    };
    findings.add(
        kind,
        departure,
        leg.map(|leg| leg.order),
        &lane.name,
        || format!("{aboard} of {waiting} waiting parcels board a vehicle with room"),
    );
}

/// The departures at which the rule can first be broken: the first one that a leg could have taken, those that took
/// some, and the ones right after these. At any other departure the same parcels wait as at the one before.
fn departures_of_interest(lane: &Lane, legs: &[Leg], boarded: &[i64]) -> Vec<i64> {
    let next = |time: i64| next_departure(&lane.departures, time);
    let first = legs
        .iter()
        .filter_map(|leg| next(leg.begin + lane.load_lead));
    let after = boarded.iter().filter_map(|&time| next(time + 1));
    let mut departures: Vec<i64> = boarded.iter().copied().chain(first).chain(after).collect();
    departures.sort_unstable();
    departures.dedup();
    departures
}
