//! Lane kernels: which departure does a ready parcel take, and when does it arrive?
//!
//! Boarding is in the order of readiness, so the departure of a parcel is known when it is ready: nobody who comes later can
//! take its place. A lane without a vehicle capacity keeps no state at all. What a departure draws (its delay, whether it is
//! cancelled, the transit its parcels share) is a pure function of (lane, scheduled instant).

use std::collections::VecDeque;

use crate::plan::{Departures, LanePlan};
use crate::random::{EntityKey, Purpose, StreamKey};
use crate::sampling::Sampler;

use super::course::Course;
use super::shock::ShockValues;
use super::station::NEVER;

/// The state of one lane. What every trip needs comes first, and fills whole cache lines.
#[repr(C, align(64))]
pub(crate) struct Road {
    /// The vehicle looked at last; what is ready from `since` to its departure takes it, if there is room.
    vehicle: Vehicle,
    since: i64,
    pub(super) course: Course,
    /// Index of the first departure that the last parcel could take.
    pub(super) near: u64,
    stream: StreamKey,
    /// Index of the departure now loading, and how many parcels it has.
    loading: u64,
    loaded: u32,
    /// Cancelled departures before the one now loading that a parcel may still have been ready for, ascending.
    cancelled: VecDeque<u64>,
}

/// One departure.
#[derive(Clone, Copy)]
struct Vehicle {
    scheduled: i64,
    departed: i64,
    cancelled: bool,
    /// Transit shared by all its parcels (drawn per departure), or the factor that they share.
    transit: f64,
}

/// A parcel's trip.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Trip {
    /// The departure taken; `None`: on demand.
    pub(crate) scheduled: Option<i64>,
    /// When the vehicle really left; on demand, when the parcel's own did.
    pub(crate) departed: i64,
    /// When the parcel arrives.
    pub(crate) arrive: i64,
    /// Departures missed for want of room.
    pub(crate) left_behind: u32,
    /// The parcel is the first on its vehicle.
    pub(crate) first_aboard: bool,
    /// What it takes of the capacity: 1, or its grams.
    pub(crate) load: u32,
}

impl Road {
    /// An empty lane.
    pub(crate) fn new(lane: &LanePlan, stream: StreamKey) -> Self {
        let vehicle = Vehicle {
            scheduled: i64::MIN,
            departed: 0,
            cancelled: false,
            transit: 0.0,
        };
        Self {
            vehicle,
            since: i64::MAX,
            course: Course::new(lane),
            near: 0,
            stream,
            loading: 0,
            loaded: 0,
            cancelled: VecDeque::new(),
        }
    }

    /// Whether what is ready to be loaded takes the vehicle looked at last, if that has room.
    #[inline(always)]
    pub(super) fn is_loading_at(&self, loadable: i64) -> bool {
        loadable >= self.since && loadable <= self.vehicle.scheduled
    }

    /// When the vehicle looked at last departs, and what its parcels share of the transit.
    #[inline(always)]
    pub(super) fn vehicle_taken(&self) -> (i64, f64) {
        (self.vehicle.departed, self.vehicle.transit)
    }

    /// A departure that leaves as scheduled becomes the vehicle looked at last.
    #[inline(always)]
    pub(super) fn looks_at(&mut self, scheduled: i64, since: i64) {
        self.vehicle = Vehicle {
            scheduled,
            departed: scheduled,
            cancelled: false,
            transit: 1.0,
        };
        self.since = since;
    }

    /// The next departure that runs becomes the vehicle looked at last; `None` if none is left.
    #[inline(never)]
    pub(super) fn take_next(
        &mut self,
        lane: &LanePlan,
        loadable: i64,
        shocks: &ShockValues<'_>,
    ) -> Option<()> {
        self.board(lane, &lane.departures, loadable, 1, shocks)?;
        Some(())
    }

    /// The trip of a parcel that is ready at `ready`; `None` if no departure is left. With a capacity, calls must come in the
    /// order of the parcels' keys.
    #[inline(always)]
    pub(crate) fn trip(
        &mut self,
        lane: &LanePlan,
        ready: i64,
        parcel: EntityKey,
        load: u32,
        shocks: &ShockValues<'_>,
    ) -> Option<Trip> {
        let mut trip = Trip {
            scheduled: None,
            departed: ready,
            arrive: NEVER,
            left_behind: 0,
            first_aboard: false,
            load,
        };
        let shared = match &lane.departures {
            Departures::OnDemand => {
                trip.departed = on_demand(lane, ready, parcel, shocks)?;
                1.0
            }
            departures => {
                let loadable = ready + lane.load_lead;
                let has_room = |most| self.has_room(most, load);
                if !self.is_loading_at(loadable) || !lane.capacity.is_none_or(has_room) {
                    (trip.left_behind, trip.first_aboard) =
                        self.board(lane, departures, loadable, load, shocks)?;
                } else if lane.capacity.is_some() {
                    trip.first_aboard = self.load(load);
                }
                trip.scheduled = Some(self.vehicle.scheduled);
                trip.departed = self.vehicle.departed;
                self.vehicle.transit
            }
        };
        let mut transit = shared;
        if lane.per_parcel {
            transit = shared
                * match lane.constant {
                    Some(transit) => transit,
                    None => lane.transit.sample(parcel.draw(lane.purpose)),
                };
        }
        if lane.shocked {
            transit *= shocks.transit(lane.index, trip.departed);
        }
        if lane.spread > 0 {
            transit += lane.spread as f64 * crate::random::unit(parcel.draw_at(lane.purpose, 1));
        }
        // A transit takes at least one tick, so that no parcel can arrive before what sent it.
        let ticks = (transit + 0.5) as i64;
        trip.arrive = lane.after_transit(trip.departed, ticks.max(1));
        (trip.arrive < NEVER).then_some(trip)
    }

    /// Finds the departure that the parcel takes and loads it there: how many left it behind, and whether it is the first aboard.
    #[inline(never)]
    fn board(
        &mut self,
        lane: &LanePlan,
        departures: &Departures,
        loadable: i64,
        load: u32,
        shocks: &ShockValues<'_>,
    ) -> Option<(u32, bool)> {
        // Should no departure be left, the vehicle looked at last is nobody's.
        self.since = i64::MAX;
        let (index, left_behind) = self.find(lane, departures, loadable, load, shocks);
        let index = index?;
        if left_behind == 0 {
            self.since = loadable;
        }
        if lane.capacity.is_none() {
            return Some((left_behind, false));
        }
        if index > self.loading {
            self.loading = index;
            self.loaded = 0;
        }
        Some((left_behind, self.load(load)))
    }

    /// Loads the vehicle at hand; whether nothing was aboard.
    #[inline(always)]
    fn load(&mut self, load: u32) -> bool {
        let first_aboard = self.loaded == 0;
        self.loaded = self.loaded.saturating_add(load);
        first_aboard
    }

    /// Whether the departure that a parcel should take has no room for it.
    pub(crate) fn is_full(
        &mut self,
        lane: &LanePlan,
        ready: i64,
        load: u32,
        shocks: &ShockValues<'_>,
    ) -> bool {
        match &lane.departures {
            Departures::OnDemand => false,
            departures => {
                let loadable = ready + lane.load_lead;
                // What is found may be another vehicle than the one that is loading.
                self.since = i64::MAX;
                self.find(lane, departures, loadable, load, shocks).1 > 0
            }
        }
    }

    /// The departure that has room for a parcel, which then is the vehicle looked at last, and how many left it behind.
    fn find(
        &mut self,
        lane: &LanePlan,
        departures: &Departures,
        loadable: i64,
        load: u32,
        shocks: &ShockValues<'_>,
    ) -> (Option<u64>, u32) {
        let mut index = departures.first_from_near(loadable, self.near);
        self.near = index;
        let mut left_behind = 0;
        if lane.capacity.is_some() {
            while self.cancelled.front().is_some_and(|&passed| passed < index) {
                self.cancelled.pop_front();
            }
            if index < self.loading {
                // Whoever was ready before has gone on to a later departure: those in between had no room, or did not run.
                // What a parcel saw that found no departure at all lies beyond.
                let cancelled = self
                    .cancelled
                    .iter()
                    .take_while(|&&passed| passed < self.loading);
                left_behind = (self.loading - index) as u32 - cancelled.count() as u32;
                index = self.loading;
            }
        }
        while let Some(scheduled) = departures.at(index) {
            if self.vehicle.scheduled != scheduled {
                self.vehicle = self.vehicle_at(lane, scheduled, shocks);
            }
            let room = lane
                .capacity
                .is_none_or(|most| index > self.loading || self.has_room(most, load));
            if room && !self.vehicle.cancelled {
                return (Some(index), left_behind);
            }
            if !self.vehicle.cancelled {
                left_behind += 1;
            } else if lane.capacity.is_some()
                && self.cancelled.back().is_none_or(|&last| last < index)
            {
                self.cancelled.push_back(index);
            }
            index += 1;
        }
        (None, left_behind)
    }

    /// Whether the vehicle now loading has room; what alone is too heavy for any still travels alone.
    #[inline]
    fn has_room(&self, most: u32, load: u32) -> bool {
        self.loaded == 0 || self.loaded.saturating_add(load) <= most
    }

    /// Departures of [from, to) that run.
    pub(crate) fn running(
        &self,
        lane: &LanePlan,
        from: i64,
        to: i64,
        shocks: &ShockValues<'_>,
    ) -> u64 {
        if matches!(lane.departures, Departures::OnDemand) {
            return 0;
        }
        let indices = lane.departures.first_from(from)..lane.departures.first_from(to);
        if lane.cancel == 0.0 {
            return indices.end.saturating_sub(indices.start);
        }
        let runs = |&index: &u64| {
            let scheduled = lane.departures.at(index);
            scheduled.is_some_and(|at| !self.vehicle_at(lane, at, shocks).cancelled)
        };
        indices.filter(runs).count() as u64
    }

    /// What all parcels of a departure travel, ticks, where they share one transit.
    pub(crate) fn shared_transit(
        &self,
        lane: &LanePlan,
        scheduled: i64,
        shocks: &ShockValues<'_>,
    ) -> i64 {
        let vehicle = self.vehicle_at(lane, scheduled, shocks);
        let mut transit = vehicle.transit;
        if lane.shocked {
            transit *= shocks.transit(lane.index, vehicle.departed);
        }
        ((transit + 0.5) as i64).max(1)
    }

    /// Whether a departure is cancelled.
    pub(crate) fn is_cancelled(&self, lane: &LanePlan, scheduled: i64) -> bool {
        let draw = || {
            let departure = self.stream.entity(scheduled as u64);
            crate::random::unit(departure.draw(Purpose::CANCEL))
        };
        lane.cancel > 0.0 && draw() < lane.cancel
    }

    fn vehicle_at(&self, lane: &LanePlan, scheduled: i64, shocks: &ShockValues<'_>) -> Vehicle {
        let departure = self.stream.entity(scheduled as u64);
        let cancelled = self.is_cancelled(lane, scheduled);
        let mut departed = scheduled;
        if let Some(delay) = &lane.delay {
            let mut length = delay.sample(departure.draw(Purpose::DELAY));
            if lane.delay_shocked {
                length *= shocks.delay(lane.index, scheduled);
            }
            departed += (length + 0.5) as i64;
        }
        let transit = lane
            .vehicle_transit
            .as_ref()
            .map_or(1.0, |law| law.sample(departure.draw(Purpose::TRANSIT)));
        Vehicle {
            scheduled,
            departed,
            cancelled,
            transit,
        }
    }
}

/// When a parcel that is ready at `ready` leaves on a lane on demand: its vehicle is asked for at once, comes when the dispatch
/// calendar is open, and is late by a draw of the parcel's own. `None` if the calendar stays closed.
#[inline(always)]
fn on_demand(
    lane: &LanePlan,
    ready: i64,
    parcel: EntityKey,
    shocks: &ShockValues<'_>,
) -> Option<i64> {
    let due = lane.due_on_demand(ready);
    if due >= NEVER {
        return None;
    }
    match &lane.delay {
        None => Some(due),
        Some(delay) => Some(late(lane, due, delay, parcel, shocks)),
    }
}

#[inline(never)]
fn late(
    lane: &LanePlan,
    due: i64,
    delay: &Sampler,
    parcel: EntityKey,
    shocks: &ShockValues<'_>,
) -> i64 {
    let mut length = delay.sample(parcel.draw_at(lane.purpose, 2));
    if lane.delay_shocked {
        length *= shocks.delay(lane.index, due);
    }
    due + (length + 0.5) as i64
}
