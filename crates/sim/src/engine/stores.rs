//! The flow of stock: claims of parcels and of other stocks, receipts, and the orders that bring them.

use crate::plan::{Plan, StorePlan};
use crate::random::Purpose;
use crate::trace::Recorder;

use super::agenda::Phase;
use super::flow::Flow;
use super::store::{Claim, Claimant};

impl<R: Recorder> Flow<'_, '_, R> {
    /// Notes when the stocks want to be looked at first.
    pub(super) fn open_stores(&mut self) {
        for store in 0..self.stores.len() as u32 {
            self.note_wake(store);
        }
    }

    /// Somebody wants units of a stock. True: they are all there.
    pub(super) fn claim(&mut self, store: u32, claim: (Claimant, i64, i64)) -> bool {
        let plan = self.plan;
        let at = store as usize;
        let free = self.stores[at].free();
        let filled = self.stores[at].claim(&plan.stores[at], window(plan), claim);
        let (by, when, units) = claim;
        if matches!(by, Claimant::Parcel(_)) && plan.scores(when) {
            let tally = &mut self.outcome.stock[at];
            tally.lines.0 += 1;
            tally.lines.1 += u64::from(filled);
            tally.units.0 += units as u64;
            tally.units.1 += units.min(free) as u64;
        }
        self.note_wake(store);
        filled
    }

    /// Receipts and reviews.
    pub(super) fn wake_store(&mut self, store: u32, now: i64, phase: Phase) {
        let at = store as usize;
        let plan = self.plan;
        let rules = &plan.stores[at];
        if phase == Phase::Receipt {
            let mut filled = Vec::new();
            let (receipts, units) = self.stores[at].receive(window(plan), now, &mut filled);
            if receipts > 0 {
                self.recorder.received(store, now, units);
                if plan.scores(now) {
                    let tally = &mut self.outcome.stock[at];
                    tally.received.0 += receipts;
                    tally.received.1 += units as u64;
                }
            }
            for claim in filled {
                self.fill(store, claim, now);
            }
        } else {
            let units = self.stores[at].look(rules, now);
            if units > 0 {
                self.order(store, rules, units, now);
            }
        }
        self.note_wake(store);
    }

    /// Units come back from customers.
    pub(super) fn restock(&mut self, store: u32, units: i64, now: i64) {
        let mut filled = Vec::new();
        self.stores[store as usize].restock(window(self.plan), (now, units), &mut filled);
        for claim in filled {
            self.fill(store, claim, now);
        }
    }

    /// A claim that has waited is complete.
    fn fill(&mut self, store: u32, claim: Claim, now: i64) {
        match claim.by {
            Claimant::Parcel(slot) => {
                self.count_wait(store, &claim, now);
                let number = u64::from(self.parcels.parcels[slot as usize].number);
                self.recorder.filled(number, store, now);
                if self.orders.came(slot) {
                    self.walk(slot, now, Phase::Receipt, false);
                }
            }
            Claimant::Store(to) => self.ship(to, claim.units, (claim.at, now)),
        }
    }

    /// Orders units for a stock.
    fn order(&mut self, store: u32, rules: &StorePlan, units: i64, now: i64) {
        self.recorder.ordered(store, now, units);
        if self.plan.scores(now) {
            let tally = &mut self.outcome.stock[store as usize];
            tally.ordered.0 += 1;
            tally.ordered.1 += units as u64;
        }
        match rules.supplier {
            None => self.ship(store, units, (now, now)),
            Some(supplier) => {
                if self.claim(supplier, (Claimant::Store(store), now, units)) {
                    self.ship(store, units, (now, now));
                }
            }
        }
    }

    /// The units of an order leave their supplier. Their lead time is a draw of the review that ordered them.
    fn ship(&mut self, to: u32, units: i64, (ordered, now): (i64, i64)) {
        let rules = &self.plan.stores[to as usize];
        let draw = self.key.stream(rules.key).entity(ordered as u64);
        let arrives = now + rules.lead_time.ticks(draw.draw(Purpose::TRANSIT)).max(0);
        self.stores[to as usize].expect(arrives, units);
        self.recorder.shipped(to, now, units, arrives);
        self.note_wake(to);
    }

    fn count_wait(&mut self, store: u32, claim: &Claim, until: i64) {
        if self.plan.scores(claim.at) {
            let waited = i128::from(until - claim.at) * i128::from(claim.units);
            self.outcome.stock[store as usize].waited += waited;
        }
    }

    fn note_wake(&mut self, store: u32) {
        let number = self.centres.len() as u32 + store;
        let turn = self.plan.stores[store as usize].turn;
        let next = self.stores[store as usize].next_wake(turn);
        self.wake_at(number, next);
    }

    /// Closes the sums over time.
    pub(super) fn close_stores(&mut self, now: i64) {
        let plan: &Plan = self.plan;
        for (store, kernel) in std::mem::take(&mut self.stores).into_iter().enumerate() {
            let (meter, waiting) = kernel.close(window(plan), now);
            let tally = &mut self.outcome.stock[store];
            (tally.on_hand, tally.owed, tally.end) = (meter.on_hand, meter.owed, meter.end);
            for claim in &waiting {
                if matches!(claim.by, Claimant::Parcel(_)) {
                    self.count_wait(store as u32, claim, now.max(plan.horizon));
                }
            }
        }
    }
}

fn window(plan: &Plan) -> (i64, i64) {
    (plan.warm_up, plan.horizon)
}
