//! Drivers on routes. How long a tour is depends on how many parcels are on it, so what has boarded waits for the critical pull time
//! of its departure; after everything else of that instant nobody can board any more, and every delivery is known. None is
//! earlier: a vehicle leaves no sooner, and a transit takes a tick.

use std::collections::VecDeque;

use leadtime_network::network::Tour;

use crate::trace::Recorder;

use super::agenda::{MAX_IN_FLIGHT, Phase, TIME_LIMIT, key};
use super::flow::Flow;
use super::road::Trip;

/// What waits on the departures of one lane, by scheduled instant; departures load one after the other.
pub(crate) type Loads = VecDeque<Load>;

/// A departure before its tours are made up.
pub(crate) struct Load {
    scheduled: i64,
    departed: i64,
    /// Slots and when they were ready, in load order.
    aboard: Vec<(u32, i64)>,
}

/// When the parcel loaded as number `rank`, from 0, of `aboard` is delivered, ticks after the transit. Parcels are dealt to the drivers
/// in turn: driver `rank mod drivers` has it as its stop `rank / drivers + 1`, and stop k of n comes at k / n of the tour.
fn stop_time(tour: &Tour, rank: u32, aboard: u32) -> i64 {
    let driver = rank % tour.drivers;
    let stops = (aboard - driver).div_ceil(tour.drivers);
    let stop = rank / tour.drivers + 1;
    (f64::from(stop) / f64::from(stops) * tour.length(stops) + 0.5) as i64
}

impl<R: Recorder> Flow<'_, '_, R> {
    /// A parcel has boarded a departure of drivers.
    #[inline(never)]
    pub(super) fn board_tour(&mut self, slot: u32, lane: u32, ready: i64, trip: Trip) {
        let plan = self.plan;
        let Some(scheduled) = trip.scheduled.filter(|&at| at < TIME_LIMIT) else {
            return self.strand(slot);
        };
        let sold = &self.parcels.parcels[slot as usize];
        self.outcome.lanes[lane as usize].count(plan, ready, &trip);
        self.outcome.deadline(plan, lane, &trip, sold);
        let loads = &mut self.tours[lane as usize];
        match loads.back_mut().filter(|load| load.scheduled == scheduled) {
            Some(load) => load.aboard.push((slot, ready)),
            None => loads.push_back(Load {
                scheduled,
                departed: trip.departed,
                aboard: vec![(slot, ready)],
            }),
        }
        self.await_departure(lane);
    }

    /// Wakes the lane at the end of the critical pull time of the departure that closes next.
    fn await_departure(&mut self, lane: u32) {
        let plan = self.plan;
        let last = MAX_IN_FLIGHT as u64 - 1;
        let wake = self.tours[lane as usize].front().map_or(u64::MAX, |load| {
            let closes = load.scheduled - plan.lanes[lane as usize].load_lead;
            key(closes.max(0), Phase::Decision, last)
        });
        let others = (self.centres.len() + plan.stores.len() + 1) as u32;
        self.wake_at(others + lane, wake);
    }

    /// The doors close: the tours of a departure are made up.
    pub(super) fn close_departure(&mut self, lane: u32) {
        let plan = self.plan;
        let lane_plan = &plan.lanes[lane as usize];
        let load = self.tours[lane as usize].pop_front();
        self.await_departure(lane);
        let (Some(load), Some(tour)) = (load, &lane_plan.tour) else {
            return;
        };
        let road = &self.roads[lane as usize];
        let transit = road.shared_transit(lane_plan, load.scheduled, &self.shocks);
        // The tours begin on a delivery day.
        let begin = lane_plan.after_transit(load.departed, transit);
        let aboard = load.aboard.len() as u32;
        for (rank, (slot, ready)) in (0..).zip(load.aboard) {
            let arrive = lane_plan.after_transit(begin, stop_time(tour, rank, aboard));
            if begin >= super::station::NEVER || arrive >= super::station::NEVER {
                self.strand(slot);
                continue;
            }
            let parcel = self.parcels.parcels[slot as usize];
            let number = u64::from(parcel.number);
            let scheduled = Some(load.scheduled);
            self.recorder
                .lane(number, lane, ready, scheduled, load.departed, arrive);
            if let Some(accounts) = &mut self.accounts {
                accounts.lane(slot, &parcel, lane);
            }
            if self.witness.is_some() {
                // Whoever boards a tour had to wait its turn, so its step is known.
                let times = (scheduled, load.departed, arrive);
                self.saw_trip(slot, (parcel.step, lane), ready, times);
            }
            self.arrive_at_door(slot, lane, arrive);
        }
    }

    /// Slots of the parcels that have boarded and whose departure has not closed.
    pub(super) fn on_tours(&self) -> impl Iterator<Item = u32> {
        let loads = self.tours.iter().flatten();
        loads.flat_map(|load| load.aboard.iter().map(|parcel| parcel.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use leadtime_network::time::Duration;

    const MINUTE: i64 = 60_000;

    fn times(tour: &Tour, aboard: u32) -> Vec<f64> {
        let times = (0..aboard).map(|rank| stop_time(tour, rank, aboard));
        times.map(|time| time as f64 / MINUTE as f64).collect()
    }

    #[test]
    fn parcels_are_dealt_in_turn() {
        // Three drivers, 20 stops an hour, eight parcels: stops of 3 min, the first two drivers have three.
        let mut tour = Tour {
            drivers: 3,
            per_stop: 3.0 * MINUTE as f64,
            per_root: 0.0,
            hours: Duration(480 * MINUTE),
        };
        let dealt = times(&tour, 8);
        assert_eq!(dealt, [3.0, 3.0, 3.0, 6.0, 6.0, 6.0, 9.0, 9.0]);
        // 2 n + 6 sqrt(n): a tour of four takes 20 min, one of one stop 8. The longer one is not passed over.
        (tour.drivers, tour.per_stop, tour.per_root) =
            (2, 2.0 * MINUTE as f64, 6.0 * MINUTE as f64);
        assert_eq!(times(&tour, 1), [8.0]);
        assert_eq!(
            times(&tour, 8),
            [5.0, 5.0, 10.0, 10.0, 15.0, 15.0, 20.0, 20.0]
        );
        // Five parcels: tours of three (6 + 6 sqrt(3) = 16.392 min) and two (4 + 6 sqrt(2) = 12.485 min).
        let expected = [5.46410, 6.24263, 10.92820, 12.48527, 16.39230];
        for (time, expected) in times(&tour, 5).iter().zip(expected) {
            assert!((time - expected).abs() < 2e-5, "{time} {expected}");
        }
    }
}
