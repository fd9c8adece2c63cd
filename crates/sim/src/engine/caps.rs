//! Order caps: departures and waves on which only so many orders are promised (CTP, capable to promise).
//!
//! An order counts on the departures and waves of its planned path at placement, whatever becomes of it later. While one of them
//! is full, a service level whose plan needs it is closed; the plan of a later visit may move on to the next.

use std::collections::BTreeMap;

use leadtime_network::network::PaddingAt;
use leadtime_network::promise::PaddingAmount;
use leadtime_network::time::Instant;

use crate::plan::{Plan, RoutePlan, Step};
use crate::trace::{Place, Recorder};

use super::arrivals::Visit;
use super::flow::Flow;
use super::planned::PlannedWalk;
use super::sourcing::Source;

/// A departure or a wave that takes only so many orders: when, and the stage or lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Slot {
    pub(crate) leaves: i64,
    pub(crate) place: Place,
}

/// Orders that may be promised on a wave of a stage or a departure of a lane.
fn cap(plan: &Plan, place: Place) -> Option<u32> {
    match place {
        Place::Stage(stage) => plan.stations[stage as usize].order_cap(),
        Place::Lane(lane) => plan.lanes[lane as usize].order_cap,
    }
}

/// Whether a route leads through a place.
fn is_on(plan: &Plan, route: RoutePlan, place: Place) -> bool {
    let ends =
        |step: &Step| matches!(*step, Step::Lane(lane) if plan.lanes[lane as usize].last_leg);
    let steps = &plan.steps[route.first as usize..];
    let last = steps.iter().position(ends);
    let mut steps = steps.iter().take(last.map_or(0, |last| last + 1));
    steps.any(|step| match *step {
        Step::Stage(stage) => place == Place::Stage(stage),
        Step::Lane(lane) => place == Place::Lane(lane),
        Step::Shelf => false,
    })
}

/// Orders promised so far on the departures and waves that have not left.
#[derive(Default)]
pub(crate) struct Caps {
    promised: BTreeMap<Slot, u32>,
}

impl Caps {
    /// The departure or wave, if any, that closes a level to a visit whose parcels would travel these routes.
    #[inline(never)]
    pub(crate) fn closes(
        &self,
        plan: &Plan,
        paddings: &[PaddingAmount],
        visit: &Visit,
        level: usize,
        routes: &[RoutePlan],
    ) -> Option<Slot> {
        self.full(plan, &slots(plan, paddings, visit, level, routes))
    }

    /// The first of these that is full.
    fn full(&self, plan: &Plan, slots: &[Slot]) -> Option<Slot> {
        let is_full = |slot: &&Slot| {
            let promised = self.promised.get(slot).copied().unwrap_or(0);
            cap(plan, slot.place).is_some_and(|cap| promised >= cap)
        };
        slots.iter().find(is_full).copied()
    }

    /// An order is promised on these. What has left by `now` is forgotten.
    pub(crate) fn take(&mut self, slots: &[Slot], now: i64) {
        while let Some(first) = self.promised.first_entry()
            && first.key().leaves < now
        {
            first.remove();
        }
        for &slot in slots {
            *self.promised.entry(slot).or_insert(0) += 1;
        }
    }

    /// An order does not need one of these any more.
    pub(crate) fn give_back(&mut self, slot: Slot) {
        if let Some(promised) = self.promised.get_mut(&slot) {
            *promised -= 1;
        }
    }
}

/// The capped departures and waves on the planned path of an order whose parcels travel these routes, in order of time, each once.
/// Padding of the work before the first departure moves the plan as it moves the promise.
fn slots(
    plan: &Plan,
    paddings: &[PaddingAmount],
    visit: &Visit,
    level: usize,
    routes: &[RoutePlan],
) -> Vec<Slot> {
    let padding = paddings[level * plan.zones.len() + visit.zone as usize];
    let padded = plan.levels[level].padding_at == PaddingAt::Process;
    let mut slots = Vec::new();
    for route in routes {
        let walk = PlannedWalk::new(plan, route.first, visit.at);
        along(plan, walk, &mut slots, |ready| {
            if !padded {
                return ready;
            }
            let clock = &plan.zones[visit.zone as usize].clock;
            let placed = Instant(visit.at);
            clock.pad(placed, Instant(ready), padding).max(placed).0
        });
    }
    slots.sort_unstable();
    slots.dedup();
    slots
}

/// Walks along a planned path; `padded` gives the instant at which the parcel counts as ready for its first departure.
fn along(
    plan: &Plan,
    mut walk: PlannedWalk<'_>,
    slots: &mut Vec<Slot>,
    padded: impl Fn(i64) -> i64,
) {
    let mut first = true;
    loop {
        let mut arrives = walk.time;
        while let Some((stage, station, _)) = walk.stage() {
            let rules = station.centre.as_ref();
            let waves = rules.filter(|rules| rules.order_cap.is_some());
            let leaves = waves.map(|waves| waves.released(arrives));
            let place = Place::Stage(stage);
            let wave = leaves.filter(|&leaves| leaves < Instant::NEVER.0);
            slots.extend(wave.map(|leaves| Slot { leaves, place }));
            arrives = walk.time;
        }
        if walk.time >= Instant::NEVER.0 {
            return;
        }
        if std::mem::take(&mut first) {
            walk.time = padded(walk.time);
        }
        let Some(lane) = walk.reach_lane() else {
            return;
        };
        let lane = &plan.lanes[lane as usize];
        let Some(leaves) = walk.depart(lane) else {
            return;
        };
        if lane.order_cap.is_some() {
            let place = Place::Lane(lane.index);
            slots.push(Slot { leaves, place });
        }
        if lane.last_leg {
            return;
        }
    }
}

impl<R: Recorder> Flow<'_, '_, R> {
    /// Counts the levels that were closed to a visit.
    #[inline(never)]
    pub(super) fn note_closed(&mut self, number: u64, cohort: bool, closed: &[(usize, Slot)]) {
        for &(level, slot) in closed {
            self.outcome.sums[level].closed += u64::from(cohort);
            self.recorder
                .closed(number, level as u32, slot.place, slot.leaves);
        }
    }

    /// Promises an order on the departures and waves of its plan; which they are.
    #[inline(never)]
    pub(super) fn book(
        &mut self,
        number: u64,
        visit: &Visit,
        level: usize,
        routes: &[RoutePlan],
    ) -> Vec<Slot> {
        let slots = slots(self.plan, self.paddings, visit, level, routes);
        self.caps.take(&slots, visit.at);
        for slot in &slots {
            self.recorder.booked(number, slot.place, slot.leaves);
        }
        slots
    }

    /// An order is released from these sources: what it does not pass any more is open to others.
    pub(super) fn give_back(&mut self, order: u32, sources: &[Source], now: i64) {
        let number = u64::from(self.orders.sold(order).0.number);
        for slot in std::mem::take(&mut self.orders.state(order).slots) {
            let plan = self.plan;
            let mut routes = sources.iter().map(|source| source.route);
            if !routes.any(|route| is_on(plan, route, slot.place)) {
                self.caps.give_back(slot);
                self.recorder
                    .given_back(number, slot.place, slot.leaves, now);
            }
        }
    }
}
