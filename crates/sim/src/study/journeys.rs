//! The orders of a replication one by one: what was promised to each, and when it came.

use crate::engine::replicate_traced;
use crate::plan::Plan;
use crate::trace::Recorder;

/// A scored order that was promised something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Journey {
    /// Service level that it was sold.
    pub level: u32,
    /// Zone.
    pub zone: u32,
    /// Placement, ticks from the start.
    pub placed: i64,
    /// Base promise minus placement, ticks: what the policy said before padding and rounding.
    pub base_quote: i64,
    /// Delivery minus placement, ticks; `None`: it never came.
    pub lead_time: Option<i64>,
}

/// The scored orders of one replication in the order of their placement. Those without a base promise are left out.
#[must_use]
pub fn journeys(plan: &Plan, seed: u64, replication: u32) -> Vec<Journey> {
    let mut told = Told::default();
    let _ = replicate_traced(plan, seed, replication, &mut told);
    let scored = told.orders.iter().filter(|order| order.scored(plan));
    scored.filter_map(Order::journey).collect()
}

#[derive(Default)]
struct Told {
    /// By running number.
    orders: Vec<Order>,
}

#[derive(Clone, Copy, Default)]
struct Order {
    placed: i64,
    zone: u32,
    level: Option<u32>,
    base: Option<i64>,
    delivered: Option<i64>,
}

impl Order {
    fn scored(&self, plan: &Plan) -> bool {
        plan.scores(self.placed)
    }

    fn journey(&self) -> Option<Journey> {
        Some(Journey {
            level: self.level?,
            zone: self.zone,
            placed: self.placed,
            base_quote: self.base? - self.placed,
            lead_time: self.delivered.map(|at| at - self.placed),
        })
    }
}

impl Told {
    fn order(&mut self, number: u64) -> &mut Order {
        let at = usize::try_from(number).unwrap_or(usize::MAX);
        if at >= self.orders.len() {
            self.orders.resize(at + 1, Order::default());
        }
        &mut self.orders[at]
    }
}

impl Recorder for Told {
    const ON: bool = true;

    fn placed(
        &mut self,
        order: u64,
        at: i64,
        zone: u32,
        level: Option<u32>,
        base: Option<i64>,
        _: Option<i64>,
    ) {
        *self.order(order) = Order {
            placed: at,
            zone,
            level,
            base,
            delivered: None,
        };
    }

    fn delivered(&mut self, order: u64, at: i64) {
        self.order(order).delivered = Some(at);
    }

    fn stage(&mut self, _: u64, _: u32, _: i64, _: i64, _: i64) {}

    fn work(&mut self, _: u64, _: u32, _: i64, _: i64) {}

    fn batch(&mut self, _: u64, _: u32, _: u64, _: i64) {}

    fn lane(&mut self, _: u64, _: u32, _: i64, _: Option<i64>, _: i64, _: i64) {}

    fn attempt(&mut self, _: u64, _: i64, _: bool) {}

    fn exhausted(&mut self, _: u64) {}

    fn end(&mut self, _: i64, _: u64, _: u64, _: u64, _: u64) {}
}
