//! Event by event: whatever comes next happens next.

mod light;

use crate::trace::Recorder;

use super::agenda::{Phase, TIME_LIMIT, key, phase_of, time_of};
use super::flow::Flow;

impl<R: Recorder> Flow<'_, '_, R> {
    /// Handles every event and visit before `until`.
    pub(super) fn run_until(&mut self, until: i64) {
        let limit = key(until.min(TIME_LIMIT - 1), Phase::Completion, 0);
        while self.step(limit) {}
    }

    /// Goes on until the cohort has ended, but for so many that never will, or `stop` has come.
    pub(super) fn run_out(&mut self, stop: i64, stranded: u64) {
        let limit = key(stop.clamp(0, TIME_LIMIT - 1), Phase::Completion, 0);
        while self.open_cohort > stranded && self.step(limit) {}
    }

    /// Handles the next event or visit before the key `limit`; false if there is none, too many orders are under way,
    /// or stages wait for each other without end.
    #[inline]
    fn step(&mut self, limit: u64) -> bool {
        let event = self.next_event();
        if self.next_wake <= event.min(self.next_visit) && self.next_wake != u64::MAX {
            if self.next_wake >= limit {
                return false;
            }
            if self.outcome.deadlock.is_some() {
                return false;
            }
            self.wake_next();
        } else if self.next_visit < event {
            if self.next_visit >= limit {
                return false;
            }
            let visit = self.arrivals.next();
            self.last_event = visit.at;
            self.place(visit);
            if self.parcels.in_flight() > self.plan.most_in_flight {
                self.outcome.overflowed = Some(self.last_event);
                return false;
            }
            self.look_ahead();
        } else {
            if event >= limit {
                return false;
            }
            if let Some((key, slot)) = self.agenda.pop_before(limit) {
                self.last_event = time_of(key);
                self.walk(slot, time_of(key), phase_of(key), true);
            }
        }
        true
    }

    /// The key of the next event; `u64::MAX` when there is none.
    #[inline(always)]
    fn next_event(&mut self) -> u64 {
        let event = self.agenda.peek();
        if event < u64::MAX {
            return event;
        }
        self.agenda.advance();
        // All parcels of the bucket are fetched side by side, before the first has its turn.
        let due = self.agenda.due().iter();
        self.parcels.glance_at(due.map(|(_, slot)| *slot));
        self.agenda.peek()
    }

    /// The next event of a staff, a stock, the release of orders or a lane with drivers.
    #[inline(never)]
    fn wake_next(&mut self) {
        let Some((key, number)) = self.wakes.pop_first() else {
            return;
        };
        self.wake_of[number as usize] = u64::MAX;
        self.next_wake = self.wakes.first().map_or(u64::MAX, |wake| wake.0);
        let (now, phase) = (time_of(key), phase_of(key));
        self.last_event = now;
        let staffs = self.centres.len() as u32;
        let stores = self.plan.stores.len() as u32;
        match number.checked_sub(staffs) {
            None => self.wake_centre(number, now, phase),
            Some(store) if store < stores => self.wake_store(store, now, phase),
            Some(other) => match other.checked_sub(stores + 1) {
                None => self.release_orders(now),
                Some(lane) => self.close_departure(lane),
            },
        }
    }

    /// The key of the next visit.
    pub(in super::super) fn look_ahead(&mut self) {
        let next = self.arrivals.peek(&self.shocks);
        self.next_visit = next.map_or(u64::MAX, |at| {
            key(at, Phase::Placement, self.placed + self.further)
        });
    }
}
