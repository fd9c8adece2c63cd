//! The doors at which the last legs of a window end.

use crate::plan::Plan;
use crate::trace::Recorder;

use super::super::deliveries::{Delivery, count_deliveries};
use super::super::flow::Flow;
use super::super::parcels::{NOT_OPEN, Parcels};
use super::super::station::NEVER;

/// A parcel at the door, from a last leg, with what a verdict needs of its order.
#[derive(Clone, Copy)]
pub(crate) struct AtDoor {
    slot: u32,
    lane: u32,
    /// When the door can be opened.
    at: i64,
    placed: i64,
    promise: i64,
    /// The base promise of the first level.
    base: i64,
    zone: u32,
    day: i32,
    hour_of_week: u8,
    /// Its order is of the scoring window.
    scored: bool,
    /// The first instant of the zone's local day of delivery, once that is known.
    day_of_delivery: i64,
}

impl AtDoor {
    /// Of a parcel that a lane brings at an instant.
    #[inline(always)]
    pub(super) fn of(plan: &Plan, known: &Parcels, (slot, lane, time): (u32, u32, i64)) -> Self {
        let parcel = &known.parcels[slot as usize];
        let base = known.bases(slot).first();
        Self {
            slot,
            lane,
            at: plan.at_door(parcel.zone, usize::from(parcel.level), time),
            placed: parcel.placed,
            promise: parcel.promise,
            base: base.copied().unwrap_or(NOT_OPEN),
            zone: parcel.zone,
            day: parcel.day,
            hour_of_week: parcel.hour_of_week,
            scored: parcel.cohort,
            day_of_delivery: 0,
        }
    }

    /// As it is counted, in ticks since its placement.
    fn delivery(&self) -> Delivery {
        Delivery {
            lead: self.at - self.placed,
            day_of_delivery: self.day_of_delivery - self.placed,
            promise: self.promise - self.placed,
            base: self.base - self.placed,
            hour_of_week: self.hour_of_week,
            day: self.day,
        }
    }
}

impl<R: Recorder> Flow<'_, '_, R> {
    /// The end of those who have come to a door.
    #[inline]
    pub(super) fn open_doors(&mut self) {
        if !self.at_door.is_empty() {
            self.open_each();
        }
    }

    fn open_each(&mut self) {
        let mut at_door = std::mem::take(&mut self.at_door);
        let alike = self
            .plan
            .sweep
            .as_ref()
            .is_some_and(|plan| plan.doors_alike);
        if alike && !R::ON && !self.followed {
            self.deliver_all(&mut at_door);
        } else {
            for door in &at_door {
                self.knock(door.slot, door.scored, door.lane, door.at);
            }
        }
        at_door.clear();
        self.at_door = at_door;
    }

    /// Delivers them all, zone by zone, and each tally for all of a zone before the next: where there is but one level, whose paddings are
    /// lengths of time, and every parcel is taken at once.
    #[inline(never)]
    fn deliver_all(&mut self, doors: &mut Vec<AtDoor>) {
        let plan = self.plan;
        for door in &*doors {
            if door.at >= NEVER {
                self.stranded.push(door.slot);
                continue;
            }
            self.delivered += 1;
            self.parcels.leave(door.slot);
        }
        doors.retain(|door| door.scored && door.at < NEVER);
        self.open_cohort -= doors.len() as u64;
        for door in &mut *doors {
            self.outcome
                .count_quotes(0, (door.promise - door.placed, 1));
            door.day_of_delivery = self.almanac.delivery_day(plan, door.zone, door.at);
        }
        for of_zone in doors.chunk_by(|one, next| one.zone == next.zone) {
            let deliveries = of_zone.iter().map(AtDoor::delivery);
            count_deliveries(plan, &mut self.outcome, of_zone[0].zone, &deliveries);
        }
    }
}
