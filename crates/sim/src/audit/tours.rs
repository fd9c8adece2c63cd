//! Drivers: stops in the order in which parcels were dealt, at the pace that the header states, on tours that fit.

use super::leg::Leg;
use super::report::{Findings, Kind};
use crate::trace::{Lane, Tour};

/// Times are rounded to a tick twice.
const ROUNDING: f64 = 1.5;

/// Checks one departure; `loaded` by rank.
pub(super) fn check(
    lane: &Lane,
    tour: &Tour,
    scheduled: i64,
    loaded: &[&Leg],
    findings: &mut Findings,
) {
    let mut wrong = |order: Option<u64>, message: String| {
        findings.add(Kind::Tour, scheduled, order, &lane.name, || message);
    };
    let offsets = offsets(tour, loaded.len());
    let longest = offsets.iter().copied().fold(0.0, f64::max);
    if longest > tour.hours as f64 + ROUNDING {
        wrong(
            None,
            format!("a tour of {longest} where {} fit", tour.hours),
        );
    }
    // Ranks of parcels that came to the lane without taking any time cannot be told apart; their stops then only as a whole.
    let known = loaded.iter().all(|leg| leg.ranked);
    let mut stops: Vec<(f64, &Leg)> = offsets.into_iter().zip(loaded.iter().copied()).collect();
    if !known {
        let mut legs: Vec<&Leg> = loaded.to_vec();
        legs.sort_by_key(|leg| leg.end);
        stops.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (stop, leg) in stops.iter_mut().zip(legs) {
            stop.1 = leg;
        }
    }
    if lane.calendars {
        // Calendars only delay.
        for (offset, leg) in stops {
            if (leg.end as f64) < leg.start as f64 + 1.0 + offset - ROUNDING {
                wrong(Some(leg.order), "a stop before its time".to_owned());
            }
        }
        return;
    }
    let [first, ..] = stops[..] else { return };
    let transit = first.1.end as f64 - first.0;
    if transit < first.1.start as f64 + 1.0 - ROUNDING {
        wrong(Some(first.1.order), "a stop before its time".to_owned());
    }
    for (offset, leg) in stops {
        let due = transit + offset;
        if (leg.end as f64 - due).abs() > ROUNDING {
            wrong(
                Some(leg.order),
                format!("its stop is made at {}, due at {due:.0}", leg.end),
            );
        }
    }
}

/// When each parcel of a departure is due after the transit, in load order: each driver's parcels are every so-manieth.
fn offsets(tour: &Tour, parcels: usize) -> Vec<f64> {
    let mut due = vec![0.0; parcels];
    for driver in 0..(tour.drivers as usize).min(parcels) {
        let mine: Vec<usize> = (driver..parcels).step_by(tour.drivers as usize).collect();
        let stops = mine.len() as f64;
        let pace = tour.per_stop + tour.per_root / stops.sqrt();
        for (stop, parcel) in mine.into_iter().enumerate() {
            due[parcel] = pace * (stop + 1) as f64;
        }
    }
    due
}
