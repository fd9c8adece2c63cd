//! The doors at which the last legs of a window end.

use crate::plan::Plan;
use crate::trace::Recorder;

use super::super::flow::Flow;
use super::super::parcels::{NOBODY, NOT_OPEN, Parcels};
use super::super::station::NEVER;
use super::super::steady::SteadyQuote;
use super::super::tally::ReplicationOutcome;
use super::super::verdict::{Fate, Kept, count_kept, count_plain_curves};
use super::inboxes::Turn;
use super::light::Label;

/// A parcel at the door, from a last leg, with what a verdict needs of its order.
#[derive(Clone, Copy)]
pub(crate) struct AtDoor {
    label: Label,
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
    pub(super) fn of(plan: &Plan, known: &Parcels, (label, lane, time): (Label, u32, i64)) -> Self {
        let slot = label.slot();
        let parcel = &known.parcels[slot as usize];
        let base = known.bases(slot).first();
        Self {
            label,
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

    /// Of a parcel that travels light to a zone whose orders are all quoted the same.
    #[inline(always)]
    pub(super) fn of_light(
        plan: &Plan,
        (zone, quote): (u32, SteadyQuote),
        (label, lane, time): (Label, u32, i64),
    ) -> Self {
        let order = label.order();
        Self {
            label,
            lane,
            at: plan.at_door(zone, 0, time),
            placed: order.placed,
            promise: order.placed + quote.promise,
            base: order.placed + quote.base,
            zone,
            day: order.day,
            hour_of_week: order.hour_of_week,
            scored: order.scored,
            day_of_delivery: 0,
        }
    }
}

impl<R: Recorder> Flow<'_, '_, R> {
    /// The end of those who have come to a door.
    pub(super) fn open_doors(&mut self) {
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
                self.knock(door.label.slot(), door.scored, door.lane, door.at);
            }
        }
        at_door.clear();
        self.at_door = at_door;
    }

    /// Delivers them all, each tally for all of them before the next: where there is but one level, whose paddings are lengths of time,
    /// and every parcel is taken at once.
    #[inline(never)]
    fn deliver_all(&mut self, doors: &mut Vec<AtDoor>) {
        let plan = self.plan;
        let light = self
            .sweep
            .as_ref()
            .is_some_and(|sweep| sweep.light.is_some());
        for door in &*doors {
            if door.at >= NEVER {
                self.never_open(door);
                continue;
            }
            self.delivered += 1;
            if !light {
                self.parcels.leave(door.label.slot());
            }
        }
        doors.retain(|door| door.scored && door.at < NEVER);
        self.open_cohort -= doors.len() as u64;
        let outcome = &mut self.outcome;
        outcome.lead[0].record_all(doors.iter().map(|door| door.at - door.placed));
        outcome.slack[0].record_all(doors.iter().map(|door| door.promise - door.at));
        for door in &mut *doors {
            outcome.count_quote(0, door.promise - door.placed);
            door.day_of_delivery = self.almanac.delivery_day(plan, door.zone, door.at);
        }
        for of_zone in doors.chunk_by(|one, next| one.zone == next.zone) {
            count_zone(plan, outcome, of_zone);
        }
    }

    /// A door that is never opened within the run.
    #[cold]
    fn never_open(&mut self, door: &AtDoor) {
        let Some(sweep) = &mut self.sweep else { return };
        let step = self.steady[door.zone as usize].map_or(0, |quote| quote.first);
        let turn = Turn {
            key: 0,
            entity: NOBODY.entity,
            label: door.label,
            step,
            loops: 0,
        };
        sweep.strand(&turn, &mut self.stranded);
    }
}

/// Counts deliveries of one zone by zone, hour of week and day, and on the curves.
fn count_zone(plan: &Plan, outcome: &mut ReplicationOutcome, doors: &[AtDoor]) {
    let Some(zone) = doors.first().map(|door| door.zone) else {
        return;
    };
    let late = doors.iter().map(|door| (door.at - door.promise).max(0));
    outcome.sums[0].tardiness += late.sum::<i64>();
    let of_zone = &mut outcome.zone_lead[zone as usize];
    of_zone.0 += doors.len() as u64;
    of_zone.1 += doors.iter().map(|door| door.at - door.placed).sum::<i64>();
    for door in doors {
        let fate = Fate::Delivered {
            at: door.at,
            judged: door.at,
            day: door.day_of_delivery,
        };
        let kept = Kept::of(&plan.levels[0], door.promise, fate);
        let of = (zone, door.hour_of_week, door.day);
        count_kept(plan, outcome, 0, of, kept);
    }
    let judged = doors
        .iter()
        .map(|door| (door.placed, door.base, [door.at, door.day_of_delivery]));
    count_plain_curves(plan, outcome, (0, zone), &judged);
}
