//! The kernel of a counted stock: what is on hand, who waits for it, and what has been ordered.
//!
//! It has events of its own: receipts, and reviews, which look at the position once an instant, after all its demands. The flow
//! hands claims in, wakes it at [`Store::next_wake`], and sends on whose claim is complete.

use std::collections::{BTreeMap, VecDeque};

use leadtime_network::network::StockPolicy;

use crate::plan::StorePlan;

use super::agenda::{Phase, TIME_LIMIT, key};
use super::station::NEVER;

/// Who wants units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Claimant {
    /// A line of the parcel in this slot.
    Parcel(u32),
    /// A stock that is supplied from here.
    Store(u32),
}

/// Units wanted, first come, first served.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Claim {
    pub(crate) by: Claimant,
    /// When.
    pub(crate) at: i64,
    pub(crate) units: i64,
    /// Of these, not yet set aside.
    missing: i64,
}

/// The state of one stock.
#[derive(Debug)]
pub(crate) struct Store {
    on_hand: i64,
    /// Ordered, not received.
    on_order: i64,
    /// Owed to those who wait.
    owed: i64,
    waiting: VecDeque<Claim>,
    /// Receipts to come: (instant, order of entry) and units.
    coming: BTreeMap<(i64, u64), i64>,
    entered: u64,
    /// The next review; [`NEVER`]: none is due.
    review: i64,
    meter: StockMeter,
}

/// Sums over time: units times ticks.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct StockMeter {
    since: i64,
    pub(crate) on_hand: i128,
    pub(crate) owed: i128,
    /// On hand at the last instant within the window.
    pub(crate) end: i64,
}

impl Store {
    /// A stock at the start.
    pub(crate) fn new(plan: &StorePlan) -> Self {
        Self {
            on_hand: i64::from(plan.initial),
            on_order: 0,
            owed: 0,
            waiting: VecDeque::new(),
            coming: BTreeMap::new(),
            entered: 0,
            review: match &plan.review {
                Some(reviews) => reviews.at(reviews.first_from(0)).unwrap_or(NEVER),
                // What begins below its reorder point orders at once.
                None => 0,
            },
            meter: StockMeter::default(),
        }
    }

    /// On hand and not set aside for anybody.
    pub(crate) fn free(&self) -> i64 {
        self.on_hand
    }

    /// Takes units, or waits for what is missing. True: they are all set aside.
    pub(crate) fn claim(
        &mut self,
        plan: &StorePlan,
        window: (i64, i64),
        (by, at, units): (Claimant, i64, i64),
    ) -> bool {
        self.measure(window, at);
        let now = if self.waiting.is_empty() {
            units.min(self.on_hand)
        } else {
            0
        };
        self.on_hand -= now;
        if plan.review.is_none() {
            self.review = at;
        }
        if now == units {
            return true;
        }
        self.owed += units - now;
        self.waiting.push_back(Claim {
            by,
            at,
            units,
            missing: units - now,
        });
        false
    }

    /// Notes a receipt to come.
    pub(crate) fn expect(&mut self, at: i64, units: i64) {
        self.coming.insert((at, self.entered), units);
        self.entered += 1;
    }

    /// Receives what is due; claims that are complete now are added to `filled`. Returns (receipts, units).
    pub(crate) fn receive(
        &mut self,
        window: (i64, i64),
        now: i64,
        filled: &mut Vec<Claim>,
    ) -> (u64, i64) {
        self.measure(window, now);
        let (mut receipts, mut received) = (0, 0);
        while let Some((&(at, entry), &units)) = self.coming.first_key_value()
            && at <= now
        {
            self.coming.remove(&(at, entry));
            receipts += 1;
            received += units;
        }
        self.on_order -= received;
        self.put(received, filled);
        (receipts, received)
    }

    /// Units come back from customers; claims that are complete now are added to `filled`.
    pub(crate) fn restock(
        &mut self,
        window: (i64, i64),
        (now, units): (i64, i64),
        filled: &mut Vec<Claim>,
    ) {
        self.measure(window, now);
        self.put(units, filled);
    }

    /// Units are there: those who wait come first.
    fn put(&mut self, units: i64, filled: &mut Vec<Claim>) {
        self.on_hand += units;
        while let Some(first) = self.waiting.front_mut() {
            let given = first.missing.min(self.on_hand);
            first.missing -= given;
            self.on_hand -= given;
            self.owed -= given;
            if first.missing > 0 {
                break;
            }
            filled.extend(self.waiting.pop_front());
        }
    }

    /// Looks at the position if a review is due. Returns the units to order; 0: none.
    pub(crate) fn look(&mut self, plan: &StorePlan, now: i64) -> i64 {
        if self.review > now {
            return 0;
        }
        self.review = match &plan.review {
            Some(reviews) => reviews.at(reviews.first_from(now + 1)).unwrap_or(NEVER),
            None => NEVER,
        };
        let position = self.on_hand + self.on_order - self.owed;
        let wanted = match plan.policy {
            StockPolicy::ReorderPoint {
                reorder_at,
                quantity,
            } if position <= reorder_at => {
                let quantity = i64::from(quantity);
                ((reorder_at - position) / quantity + 1) * quantity
            }
            StockPolicy::OrderUpTo { reorder_at, up_to } if position <= reorder_at => {
                i64::from(up_to) - position
            }
            StockPolicy::FixedOrder { quantity } => i64::from(quantity),
            _ => 0,
        };
        let room = plan
            .capacity
            .map_or(i64::MAX, |capacity| i64::from(capacity) - position);
        let units = wanted.min(room).max(0);
        self.on_order += units;
        units
    }

    /// The key of the next event of its own; `u64::MAX`: none. `turn`: its place among the reviews of an instant.
    ///
    /// Receipts come ahead of every parcel of their phase: parcels that several of them complete join queues by number.
    pub(crate) fn next_wake(&self, turn: u32) -> u64 {
        let at = |time: i64, phase: Phase, number: u64| {
            if time >= TIME_LIMIT {
                u64::MAX
            } else {
                key(time, phase, number)
            }
        };
        let receipt = self.coming.first_key_value().map_or(NEVER, |next| next.0.0);
        let review = at(self.review, Phase::Decision, u64::from(turn));
        at(receipt, Phase::Receipt, 0).min(review)
    }

    /// Adds what was on hand and owed since the last change, within the scoring window.
    pub(crate) fn measure(&mut self, (from, to): (i64, i64), now: i64) {
        let meter = &mut self.meter;
        let ticks = i128::from((now.min(to) - meter.since.max(from)).max(0));
        meter.on_hand += ticks * i128::from(self.on_hand);
        meter.owed += ticks * i128::from(self.owed);
        if meter.since < to {
            meter.end = self.on_hand;
        }
        meter.since = now;
    }

    /// The sums over time, once the run is over; and those who still wait.
    pub(crate) fn close(mut self, window: (i64, i64), now: i64) -> (StockMeter, VecDeque<Claim>) {
        self.measure(window, now.max(window.1));
        (self.meter, self.waiting)
    }
}
