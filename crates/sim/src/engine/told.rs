//! What a customer is told at a padding, wherever the padding sits.
//!
//! What is remembered of a level is enough to say it for every padding: the base promise where padding is added to it; the
//! instant at which the parcel is planned to be ready for its first departure where padding is added to the work before; the
//! base promise of an order before the cutoff where the cutoff moves.

use leadtime_network::network::PaddingAt;
use leadtime_network::promise::{PaddingAmount, PaddingGrid};
use leadtime_network::time::{Duration, Instant};

use crate::plan::{Plan, Policy, Step};

use super::arrivals::Visit;
use super::offer::base_promise;
use super::planned::planned_delivery;

/// What is known of a level for an order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Told {
    pub(crate) zone: u32,
    pub(crate) level: usize,
    pub(crate) placed: i64,
    /// What is remembered of the level.
    pub(crate) base: i64,
}

impl Told {
    /// The promise at a padding; `None`: at this padding the level is not offered.
    #[inline(always)]
    pub(crate) fn promise(&self, plan: &Plan, padding: PaddingAmount) -> Option<i64> {
        let level = &plan.levels[self.level];
        let clock = &plan.zones[self.zone as usize].clock;
        let placed = Instant(self.placed);
        let promise = match level.padding_at {
            PaddingAt::Promise => {
                clock.promise(placed, Instant(self.base), padding, level.rounding)
            }
            _ => clock.round(level.rounding, self.unrounded(plan, padding)?.max(placed)),
        };
        let latest = level.latest.map(|latest| clock.latest(placed, latest));
        latest
            .is_none_or(|latest| promise <= latest)
            .then_some(promise.0)
    }

    /// The promise before rounding, padding included.
    #[inline(never)]
    pub(crate) fn unrounded(&self, plan: &Plan, padding: PaddingAmount) -> Option<Instant> {
        let level = &plan.levels[self.level];
        let clock = &plan.zones[self.zone as usize].clock;
        let (placed, base) = (Instant(self.placed), Instant(self.base));
        match level.padding_at {
            PaddingAt::Promise => Some(clock.pad(placed, base, padding)),
            PaddingAt::Process => {
                let ready = clock.pad(placed, base, padding).max(placed);
                let delivery = after_ready(plan, self.zone, self.level, ready.0)?;
                let Some(least) = level.at_least else {
                    return Some(delivery.max(placed));
                };
                let rolled = self.rolled(plan, PaddingAmount::Elapsed(Duration::ZERO))?;
                let counted = clock.counted_placement(placed, rolled);
                Some(delivery.max(clock.add(counted, least)).max(placed))
            }
            PaddingAt::Cutoff => {
                let rolled = self.rolled(plan, padding)?;
                if rolled == 0 {
                    return Some(base);
                }
                let visit = Visit::imagined(self.placed, self.zone);
                let route = plan.route(self.zone, self.level)?;
                let counted = clock.counted_placement(placed, rolled);
                base_promise(plan, &visit, self.level, &[route], counted, None)
            }
        }
    }

    /// The base promise, from which money for longer quotes is counted.
    pub(crate) fn at_no_padding(&self, plan: &Plan) -> i64 {
        match plan.levels[self.level].padding_at {
            PaddingAt::Promise => self.base,
            _ => {
                let none = PaddingAmount::Elapsed(Duration::ZERO);
                let base = self.unrounded(plan, none);
                base.map_or(self.placed, |base| base.0)
            }
        }
    }

    /// How many days later the order counts as placed when the cutoff is earlier by a padding.
    pub(crate) fn rolled(&self, plan: &Plan, padding: PaddingAmount) -> Option<i64> {
        let cutoffs = &plan.levels[self.level].cutoffs;
        let Some(cutoff) = cutoffs.get(self.zone as usize) else {
            return Some(0);
        };
        let clock = &plan.zones[self.zone as usize].clock;
        let placed = Instant(self.placed);
        cutoff.days_rolled_from(placed, clock.pad(placed, placed, padding))
    }

    /// How many leading paddings of a grid offer the level, and the first of them that is kept by a delivery at each of the
    /// instants; for padding that is not added to the promise itself.
    pub(crate) fn on_grid<const N: usize>(
        &self,
        plan: &Plan,
        grid: &PaddingGrid,
        deliveries: [i64; N],
    ) -> (usize, [usize; N]) {
        let promise = |at: usize| self.promise(plan, grid.amount(at));
        let to = first(grid.len, |at| promise(at).is_none());
        let kept = |delivery: i64| {
            let on_time = |promise: i64| promise >= delivery;
            first(to, |at| promise(at).is_some_and(on_time))
        };
        (to, deliveries.map(kept))
    }
}

/// The least index below `len` for which something holds that holds for all above it too; `len` if there is none.
fn first(len: usize, holds: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, len);
    while low < high {
        let middle = (low + high) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// The planned delivery of a parcel that is ready for its first departure at an instant, with what the policy adds.
fn after_ready(plan: &Plan, zone: u32, level: usize, ready: i64) -> Option<Instant> {
    let route = plan.route(zone, level)?;
    let mut lane = route.first;
    while matches!(plan.steps[lane as usize], Step::Stage(_)) {
        lane += 1;
    }
    let delivery = planned_delivery(plan, lane, ready);
    let added = match plan.levels[level].policy {
        Policy::Plan(allowance) => allowance,
        Policy::State(policy) => policy.safety,
        _ => 0,
    };
    if delivery >= Instant::NEVER.0 {
        return None;
    }
    Some(Instant(plan.at_door(zone, level, delivery + added)))
}
