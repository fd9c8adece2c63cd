//! The doors at which the last legs of a window end.

use crate::plan::{Plan, Terms};
use crate::trace::Recorder;

use super::super::curves::count_plain_curves;
use super::super::flow::Flow;
use super::super::parcels::{NOT_OPEN, Parcels};
use super::super::station::NEVER;
use super::super::tally::{HOURS_OF_WEEK, ReplicationOutcome};
use super::super::verdict::{Fate, Kept, count_promised};

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

/// What is counted of an order that is delivered, in ticks since its placement.
#[derive(Clone, Copy)]
pub(super) struct Delivery {
    pub(super) lead: i64,
    /// The first instant of the zone's local day of delivery.
    pub(super) day_of_delivery: i64,
    pub(super) promise: i64,
    pub(super) base: i64,
    /// When it was placed: hour of the zone's week, day of the scoring window.
    pub(super) hour_of_week: u8,
    pub(super) day: i32,
}

/// Counts the orders of a zone that are delivered, all of the only level: how long they took, whether they kept their promise by hour of
/// week and day, and the curves.
#[inline(always)]
pub(super) fn count_deliveries(
    plan: &Plan,
    outcome: &mut ReplicationOutcome,
    zone: u32,
    deliveries: &(impl ExactSizeIterator<Item = Delivery> + Clone),
) {
    let each = || deliveries.clone();
    outcome.lead[0].record_all(each().map(|order| order.lead));
    outcome.slack[0].record_all(each().map(|order| order.promise - order.lead));
    let (mut lead, mut tardiness) = (0, 0);
    for order in each() {
        lead += order.lead;
        tardiness += (order.lead - order.promise).max(0);
    }
    outcome.sums[0].tardiness += tardiness;
    let of_zone = &mut outcome.zone_lead[zone as usize];
    of_zone.0 += deliveries.len() as u64;
    of_zone.1 += lead;
    let terms = plan.levels[0].terms;
    match terms.window {
        // Known beforehand, it need not be looked for in each order.
        None => count_kept(
            plan,
            outcome,
            zone,
            Terms {
                window: None,
                ..terms
            },
            each(),
        ),
        Some(_) => count_kept(plan, outcome, zone, terms, each()),
    }
    let judged = each().map(|order| (0, order.base, [order.lead, order.day_of_delivery]));
    count_plain_curves(plan, outcome, (0, zone), &judged);
}

/// Counts whether orders of a zone kept their promise, on the terms of the only level: by zone, hour of week and day.
#[inline(always)]
fn count_kept(
    plan: &Plan,
    outcome: &mut ReplicationOutcome,
    zone: u32,
    terms: Terms,
    deliveries: impl Iterator<Item = Delivery>,
) {
    let hours = &mut outcome.hours[..HOURS_OF_WEEK];
    let days = &mut outcome.days[..plan.days];
    // Kept at hand over the loop.
    let mut own = outcome.own[zone as usize];
    for order in deliveries {
        let fate = Fate::Delivered {
            at: order.lead,
            judged: order.lead,
            day: order.day_of_delivery,
        };
        let kept = Kept::of(terms, order.promise, fate);
        own.count(kept);
        count_promised(&mut hours[usize::from(order.hour_of_week)], kept);
        count_promised(&mut days[order.day as usize], kept);
    }
    outcome.own[zone as usize] = own;
}
