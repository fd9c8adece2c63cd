//! The doors at which the last legs of a window end.

use crate::plan::Plan;
use crate::trace::Recorder;

use super::super::flow::Flow;
use super::super::parcels::{NOBODY, NOT_OPEN, Parcels};
use super::super::station::NEVER;
use super::super::steady::SteadyQuote;
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
    fn deliver_all(&mut self, doors: &mut [AtDoor]) {
        let plan = self.plan;
        let light = self
            .sweep
            .as_ref()
            .is_some_and(|sweep| sweep.light.is_some());
        let mut ended = 0;
        for door in &mut *doors {
            if door.at >= NEVER {
                door.scored = false;
                self.never_open(door);
                continue;
            }
            self.delivered += 1;
            ended += u64::from(door.scored);
            if !light {
                self.parcels.leave(door.label.slot());
            }
        }
        self.open_cohort -= ended;
        let scored = || doors.iter().filter(|door| door.scored);
        let outcome = &mut self.outcome;
        outcome.lead[0].record_all(scored().map(|door| door.at - door.placed));
        outcome.slack[0].record_all(scored().map(|door| door.promise - door.at));
        let late = scored().map(|door| (door.at - door.promise).max(0));
        outcome.sums[0].tardiness += late.sum::<i64>();
        for door in scored() {
            let at = door.at;
            outcome.count_quote(0, door.promise - door.placed);
            let of_zone = &mut outcome.zone_lead[door.zone as usize];
            of_zone.0 += 1;
            of_zone.1 += at - door.placed;
            let day = self.almanac.delivery_day(plan, door.zone, at);
            let fate = Fate::Delivered {
                at,
                judged: at,
                day,
            };
            let kept = Kept::of(&plan.levels[0], door.promise, fate);
            let of = (door.zone, door.hour_of_week, door.day);
            count_kept(plan, outcome, 0, of, kept);
            let known = (door.placed, door.base);
            count_plain_curves(plan, outcome, (0, door.zone), known, [at, day]);
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
