//! Who goes with another carrier: those whose departure is full, and nobody else. Loads by weight are counted in grams.

use std::collections::{BTreeMap, BTreeSet};

use super::costs::grams;
use super::ledger::Ledger;
use super::leg::{Leg, Place};
use super::report::{Findings, Kind};
use super::timetable::next_departure;
use crate::trace::{Header, Lane, LaneEconomy};

/// Checks every lane with an overflow or a limit by weight. Only while the legs are sorted by order.
pub(super) fn check(header: &Header, ledger: &Ledger, findings: &mut Findings) {
    let Some(economy) = &header.economy else {
        return;
    };
    for (at, lane) in economy.lanes.iter().enumerate() {
        if lane.overflow.is_some() || lane.by_weight {
            Loads::new(&header.lanes[at], at, lane, ledger).check(ledger, findings);
        }
    }
    check_targets(header, &economy.lanes, ledger, findings);
}

/// What each departure of a lane carried.
struct Loads<'h, 'l> {
    lane: &'h Lane,
    economy: &'h LaneEconomy,
    at: u32,
    legs: Vec<&'l Leg>,
    /// By scheduled departure: parcels, and what they take of the capacity.
    carried: BTreeMap<i64, (u32, i64)>,
}

fn departure(leg: &Leg) -> i64 {
    leg.scheduled.unwrap_or(leg.start)
}

impl<'h, 'l> Loads<'h, 'l> {
    fn new(lane: &'h Lane, at: usize, economy: &'h LaneEconomy, ledger: &'l Ledger) -> Self {
        let at = at as u32;
        let legs = ledger.legs.iter();
        let legs = legs.filter(|leg| leg.place == Place::Lane(at) && !leg.pending);
        let mut loads = Self {
            lane,
            economy,
            at,
            legs: legs.collect(),
            carried: BTreeMap::new(),
        };
        for leg in &loads.legs {
            let carried = loads.carried.entry(departure(leg)).or_default();
            carried.0 += 1;
            carried.1 += load(economy, ledger, leg.order);
        }
        loads
    }

    fn capacity(&self) -> i64 {
        self.lane.capacity.map_or(i64::MAX, i64::from)
    }

    /// The first departure for what is ready at `ready` that may have run.
    fn first_for(&self, ready: i64) -> Option<i64> {
        let mut found = next_departure(&self.lane.departures, ready + self.lane.load_lead)?;
        // Where departures may be cancelled, one that carried nobody may be one of those.
        while self.lane.cancel > 0.0 && !self.carried.contains_key(&found) {
            found = next_departure(&self.lane.departures, found + 1)?;
        }
        Some(found)
    }

    /// Whether nothing ever takes a parcel that is ready at an instant: all departures are full, or the one that it takes is told only
    /// when it has closed, which the run does not see.
    fn keeps_waiting(&self, ledger: &Ledger, order: u64, ready: i64) -> bool {
        let load = load(self.economy, ledger, order);
        let mut next = self.first_for(ready);
        while let Some(at) = next {
            let carried = self.carried.get(&at).map_or(0, |carried| carried.1);
            if carried == 0 || self.capacity() - carried >= load {
                return self.lane.tour.is_some() && at - self.lane.load_lead >= ledger.end.at;
            }
            next = self.first_for(at + 1 - self.lane.load_lead);
        }
        true
    }

    fn check(&self, ledger: &Ledger, findings: &mut Findings) {
        for (&scheduled, &(parcels, load)) in &self.carried {
            if self.economy.by_weight && parcels > 1 && load > self.capacity() {
                let name = &self.lane.name;
                findings.add(Kind::VehicleCapacity, scheduled, None, name, || {
                    format!("{load} g on a vehicle that takes {} g", self.capacity())
                });
            }
        }
        if self.economy.overflow.is_some() {
            self.check_waiting(findings);
            self.check_going(ledger, findings);
        }
    }

    /// Nobody waits for a later departure.
    fn check_waiting(&self, findings: &mut Findings) {
        for leg in &self.legs {
            let taken = departure(leg);
            if self.first_for(leg.begin).is_some_and(|first| first < taken) {
                let name = &self.lane.name;
                findings.add(Kind::Overflow, taken, Some(leg.order), name, || {
                    "waits for a later departure on a lane that overflows".to_owned()
                });
            }
        }
    }

    /// Nobody goes with another carrier while there is room.
    fn check_going(&self, ledger: &Ledger, findings: &mut Findings) {
        for one in ledger.overflows.iter().filter(|one| one.lane == self.at) {
            let Some(first) = self.first_for(one.at) else {
                continue;
            };
            let carried = self.carried.get(&first).map_or(0, |carried| carried.1);
            let room = self.capacity().saturating_sub(carried);
            if room >= load(self.economy, ledger, one.order) {
                let name = &self.lane.name;
                findings.add(Kind::Overflow, one.at, Some(one.order), name, || {
                    format!("goes with another carrier though the departure has room for {room}")
                });
            }
        }
    }
}

fn load(economy: &LaneEconomy, ledger: &Ledger, order: u64) -> i64 {
    if economy.by_weight {
        grams(ledger, order)
    } else {
        1
    }
}

/// What overflows goes along the lane that is named for it, at that instant, and nowhere else.
fn check_targets(header: &Header, lanes: &[LaneEconomy], ledger: &Ledger, findings: &mut Findings) {
    let mut targets: BTreeMap<u32, Loads<'_, '_>> = BTreeMap::new();
    let full = ledger
        .overflows
        .iter()
        .map(|one| (one.order, one.lane, one.at));
    let full: BTreeSet<(u64, u32, i64)> = full.collect();
    // By now the legs stand by place.
    let gone = ledger.legs.iter().filter_map(|leg| match leg.place {
        Place::Lane(lane) => Some((leg.order, lane, leg.begin)),
        Place::Stage(_) => None,
    });
    let gone: BTreeSet<(u64, u32, i64)> = gone.collect();
    for one in &ledger.overflows {
        let target = lanes[one.lane as usize].overflow;
        let goes = target.is_some_and(|lane| gone.contains(&(one.order, lane, one.at)));
        let on = target.is_some_and(|lane| full.contains(&(one.order, lane, one.at)));
        if goes || on || one.at >= ledger.end.at {
            continue;
        }
        let waits = target.is_some_and(|at| {
            let loads = targets.entry(at).or_insert_with(|| {
                let (lane, economy) = (&header.lanes[at as usize], &lanes[at as usize]);
                Loads::new(lane, at as usize, economy, ledger)
            });
            loads.keeps_waiting(ledger, one.order, one.at)
        });
        if !waits {
            findings.add(Kind::Overflow, one.at, Some(one.order), "", || {
                "does not go along the lane that takes its overflow".to_owned()
            });
        }
    }
}
