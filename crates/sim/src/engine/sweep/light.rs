//! Parcels that travel light: all that must be known of their order is written on their turns, and nothing is kept of them elsewhere.
//!
//! An order is fetched twice in its life, when it is placed and when it is judged. With thousands under way it is in no near cache by
//! then. Where every order of a zone is quoted the same, its zone and the instant of its placement tell all of it.

use crate::plan::{Group, Plan, Step, SweepPlan};
use crate::trace::Recorder;

use super::super::agenda::{Phase, key, number_of};
use super::super::flow::Flow;
use super::super::parcels::{NOBODY, Parcel};
use super::inboxes::Turn;

/// What is written on a parcel: the slot in which all is kept that is known of it, or, when it travels light, what must be known of its
/// order.
#[derive(Clone, Copy)]
pub(crate) struct Label(u64);

/// Bits of an instant (see [`super::super::agenda`]), of the hour of a week, and of a day of the scoring window.
const TIME_BITS: u32 = 38;
const HOUR_BITS: u32 = 8;
const DAY_BITS: u32 = 17;
const HOUR_AT: u32 = TIME_BITS;
const DAY_AT: u32 = HOUR_AT + HOUR_BITS;
const SCORED_AT: u32 = DAY_AT + DAY_BITS;

/// What is known of an order whose parcel travels light.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LightOrder {
    pub(crate) placed: i64,
    /// Hour of the zone's local week in which it was placed.
    pub(crate) hour_of_week: u8,
    /// Day of the scoring window on which it was placed; 0 before it.
    pub(crate) day: i32,
    pub(crate) scored: bool,
}

impl Label {
    /// All is kept in a slot.
    #[inline(always)]
    pub(crate) fn of_slot(slot: u32) -> Self {
        Self(u64::from(slot))
    }

    #[inline(always)]
    pub(crate) fn slot(self) -> u32 {
        self.0 as u32
    }

    /// The order itself.
    #[inline(always)]
    pub(super) fn of_order(order: LightOrder) -> Self {
        let day = order.day.max(0) as u64;
        debug_assert!(order.placed >> TIME_BITS == 0 && day >> DAY_BITS == 0);
        Self(
            order.placed as u64
                | u64::from(order.hour_of_week) << HOUR_AT
                | day << DAY_AT
                | u64::from(order.scored) << SCORED_AT,
        )
    }

    #[inline(always)]
    pub(super) fn order(self) -> LightOrder {
        let bits = |at: u32, count: u32| (self.0 >> at) & ((1 << count) - 1);
        LightOrder {
            placed: bits(0, TIME_BITS) as i64,
            hour_of_week: bits(HOUR_AT, HOUR_BITS) as u8,
            day: bits(DAY_AT, DAY_BITS) as i32,
            scored: bits(SCORED_AT, 1) == 1,
        }
    }
}

/// The zone to which each step leads; of what no zone's route takes, that does not matter.
pub(super) fn zones_of_steps(plan: &Plan) -> Vec<u32> {
    let mut zones = vec![0; plan.steps.len()];
    for zone in 0..plan.zones.len() as u32 {
        let Some(route) = plan.route(zone, 0) else {
            continue;
        };
        let first = route.first as usize;
        for (step, of_step) in plan.steps[first..].iter().zip(&mut zones[first..]) {
            *of_step = zone;
            if matches!(step, Step::Lane(lane) if plan.lanes[*lane as usize].last_leg) {
                break;
            }
        }
    }
    zones
}

impl<R: Recorder> Flow<'_, '_, R> {
    /// Whether parcels may travel light: all orders of a zone are quoted the same, and nobody on the way looks at a slot. Those do who
    /// follow parcels or ask what was sold, those who note that work must be done again, and whoever serves turn by turn.
    pub(super) fn may_travel_light(&self, sweep: &SweepPlan) -> bool {
        let plan = self.plan;
        let looked_at = R::ON
            || self.followed
            || sweep.groups.contains(&Group::Returning)
            || plan.lanes.iter().any(|lane| lane.meets_cutoffs)
            || plan.stations.iter().any(|station| station.rework.is_some());
        sweep.doors_alike && !looked_at && self.steady.iter().all(Option::is_some)
    }

    /// Places the orders of a window whose parcels travel light.
    #[inline(never)]
    pub(super) fn place_light(&mut self, to: i64) {
        let plan = self.plan;
        while let Some(visit) = self.arrivals.next_before(to, &self.shocks) {
            let Some(steady) = self.steady[visit.zone as usize] else {
                continue;
            };
            let scored = plan.scores(visit.at);
            let order = LightOrder {
                placed: visit.at,
                hour_of_week: self.almanac.hour_of_week(plan, visit.zone, visit.at),
                day: self.almanac.day(plan, visit.at),
                scored,
            };
            let turn = Turn {
                key: key(visit.at, Phase::Placement, self.placed),
                entity: visit.entity,
                label: Label::of_order(order),
                step: steady.first,
                loops: 0,
            };
            self.placed += 1;
            self.outcome.cohort_visits += u64::from(scored);
            self.open_cohort += u64::from(scored);
            self.last_event = self.last_event.max(visit.at);
            let waits = self.sweep.as_mut().is_some_and(|sweep| sweep.begin(turn));
            if !waits {
                self.send_off_with_others(turn, visit.at);
            }
        }
    }

    /// From now on a slot keeps what is known of each parcel that travelled light.
    pub(in super::super) fn end_light(&mut self) {
        let Some(mut sweep) = self.sweep.take() else {
            return;
        };
        if let Some(zones) = sweep.light.take() {
            for turn in sweep.waiting_mut() {
                turn.label = Label::of_slot(self.enter_light(turn, zones[turn.step as usize]));
            }
            for turn in sweep.lost.drain(..) {
                let slot = self.enter_light(&turn, zones[turn.step as usize]);
                self.stranded.push(slot);
            }
        }
        self.sweep = Some(sweep);
    }

    fn enter_light(&mut self, turn: &Turn, zone: u32) -> u32 {
        let order = turn.label.order();
        let quote = self.steady[zone as usize];
        let (base, promise) = quote.map_or((0, 0), |quote| (quote.base, quote.promise));
        let parcel = Parcel {
            entity: turn.entity,
            placed: order.placed,
            promise: order.placed + promise,
            step: turn.step,
            number: number_of(turn.key),
            zone,
            day: order.day,
            hour_of_week: order.hour_of_week,
            cohort: order.scored,
            ..NOBODY
        };
        self.parcels.enter_steady(parcel, order.placed + base)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::agenda::TIME_LIMIT;

    // catches: fields that run into each other
    #[test]
    fn a_label_holds_whatever_an_order_can_be() {
        let last_day = (TIME_LIMIT / 86_400_000) as i32;
        for placed in [0, 1, TIME_LIMIT - 1] {
            for (hour_of_week, day) in [(0, 0), (167, 0), (0, last_day), (167, last_day)] {
                for scored in [false, true] {
                    let order = LightOrder {
                        placed,
                        hour_of_week,
                        day,
                        scored,
                    };
                    assert_eq!(Label::of_order(order).order(), order);
                }
            }
        }
        assert_eq!(Label::of_slot(u32::MAX).slot(), u32::MAX);
    }
}
