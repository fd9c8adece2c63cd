//! At the door: when somebody is there, and delivery attempts.

use leadtime_network::network::Attempts;
use leadtime_network::promise::DayOffset;
use leadtime_network::time::Instant;

use crate::random::{Purpose, unit};
use crate::trace::Recorder;

use super::flow::Flow;
use super::orders::ParcelEnd;
use super::station::NEVER;
use super::verdict::{Fate, judge};

impl<R: Recorder> Flow<'_, '_, R> {
    /// The end of a last leg.
    #[inline(always)]
    pub(super) fn arrive_at_door(&mut self, slot: u32, lane: u32, at: i64) {
        let parcel = &self.parcels.parcels[slot as usize];
        let at = self
            .plan
            .at_door(parcel.zone, usize::from(parcel.level), at);
        let scored = parcel.cohort;
        self.knock(slot, scored, lane, at);
    }

    /// A parcel is at a door when that can be opened; `scored`: its order is of the scoring window.
    #[inline(always)]
    pub(super) fn knock(&mut self, slot: u32, scored: bool, lane: u32, at: i64) {
        if at >= NEVER {
            return self.strand(slot);
        }
        match self.plan.lanes[lane as usize].attempts {
            None => self.deliver(slot, scored, at, at),
            Some(attempts) => self.attempt(slot, attempts, at),
        }
    }

    /// A parcel is at the door for the first time. A failed attempt is made again at the same clock time of the next delivery
    /// day; what nobody takes in the end has ended without a delivery.
    #[inline(never)]
    pub(super) fn attempt(&mut self, slot: u32, attempts: Attempts, first: i64) {
        let parcel = self.parcels.parcels[slot as usize];
        let number = u64::from(parcel.number);
        let clock = &self.plan.zones[parcel.zone as usize].clock;
        let mut at = first;
        for attempt in 0..attempts.most {
            let draw = parcel.entity.draw_at(Purpose::ATTEMPT, u64::from(attempt));
            let succeeds = unit(draw) < attempts.success;
            self.recorder.attempt(number, at, succeeds);
            if succeeds {
                return self.deliver(slot, parcel.cohort, at, first);
            }
            if let Some(accounts) = &mut self.accounts {
                accounts.failed_attempt(slot, &parcel);
            }
            if attempt + 1 < attempts.most {
                at = clock.add(Instant(at), DayOffset::BusinessDays(1)).0;
            }
        }
        self.exhaust(slot, number, at);
    }

    fn exhaust(&mut self, slot: u32, number: u64, last: i64) {
        if self.plan.returns.is_some() {
            self.send_back(slot, last, false);
        }
        if self.plan.baskets.is_some() {
            self.recorder.exhausted(number);
            return self.end_parcel(slot, ParcelEnd::Exhausted);
        }
        let sold = self.parcels.parcels[slot as usize];
        if sold.cohort {
            self.open_cohort -= 1;
            self.outcome.exhausted += 1;
            judge(
                self.plan,
                &mut self.outcome,
                &mut self.ladders,
                &sold,
                self.parcels.bases(slot),
                Fate::Exhausted,
            );
            self.settle(slot, &sold, Fate::Exhausted);
        }
        self.recorder.exhausted(number);
        self.parcels.leave(slot);
    }
}
