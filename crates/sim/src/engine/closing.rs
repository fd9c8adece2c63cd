//! The end of a replication: when it may stop, and the verdict on what is still open.

use crate::trace::Recorder;

use super::flow::Flow;
use super::offer::greatest_promise;
use super::tally::ReplicationOutcome;
use super::turn::Turn;
use super::verdict::{Fate, judge};

impl<R: Recorder> Flow<'_, '_, R> {
    /// Cohort orders that are never delivered.
    pub(super) fn stranded_cohort(&self) -> u64 {
        if self.plan.baskets.is_some() {
            return self.orders.stranded_cohort();
        }
        self.stranded
            .iter()
            .filter(|&&slot| self.parcels.parcels[slot as usize].cohort)
            .count() as u64
    }

    /// Slots that have an event.
    fn pending(&self) -> Vec<u32> {
        let mut slots: Vec<u32> = self.agenda.pending().map(|(_, slot)| *slot).collect();
        slots.sort_unstable();
        slots
    }

    /// When every cohort order still under way is late at the largest padding.
    pub(super) fn all_decided_by(&mut self) -> i64 {
        if self.plan.baskets.is_some() {
            let open = self
                .orders
                .open()
                .map(|(_, sold, bases)| greatest_promise(self.plan, sold.zone, sold.placed, bases));
            return open.max().unwrap_or(0);
        }
        let mut working = self.pending();
        working.append(&mut self.at_centres());
        working.extend(self.on_tours());
        if let Some(sweep) = &self.sweep {
            working.extend(sweep.waiting().map(Turn::slot));
        }
        let under_way = working.iter().chain(&self.stranded);
        let parcels = &self.parcels.parcels;
        let out = under_way.filter(|&&slot| !parcels[slot as usize].back);
        let latest = out.map(|&slot| {
            let sold = &parcels[slot as usize];
            greatest_promise(self.plan, sold.zone, sold.placed, self.parcels.bases(slot))
        });
        latest.max().unwrap_or(0)
    }

    /// Judges what is still open, and closes the tallies.
    pub(super) fn finish(mut self) -> ReplicationOutcome {
        let now = self.last_event;
        let open = if self.plan.baskets.is_some() {
            self.judge_open_orders(now)
        } else {
            self.judge_open_parcels(now)
        };
        for (stage, meter) in (0..).zip(&mut self.meters) {
            self.outcome.read(meter, stage);
        }
        for (road, tally) in self.roads.iter_mut().zip(&mut self.outcome.lanes) {
            road.read(tally);
        }
        self.close_centres(now);
        self.close_stores(now);
        if let Some(mut accounts) = self.accounts.take() {
            self.recorder.books(&accounts.tally.ledger);
            accounts.close(&self.roads, &self.shocks);
            self.outcome.costs = Some(accounts.tally);
        }
        if let Some(conditional) = self.conditional.take() {
            self.outcome.conditional = conditional.cells;
        }
        self.outcome.blame = self.witness.take().map(|witness| witness.tally);
        self.outcome.visits = self.placed;
        self.outcome.close(self.plan);
        self.recorder
            .end(now, self.placed, self.delivered, open, self.not_offered);
        self.outcome
    }

    /// Judges the orders still open where each is one parcel; their number.
    fn judge_open_parcels(&mut self, now: i64) -> u64 {
        let mut left = self.pending();
        left.append(&mut self.at_centres());
        left.extend(self.on_tours());
        left.append(&mut self.stranded);
        for slot in left {
            let sold = self.parcels.parcels[slot as usize];
            if sold.cohort {
                // A stranded parcel never arrives; of the others we know only that they have not by now.
                let fate = Fate::Open(now.max(self.plan.horizon));
                let bases = self.parcels.bases(slot);
                judge(
                    self.plan,
                    &mut self.outcome,
                    &mut self.ladders,
                    &sold,
                    bases,
                    fate,
                );
                self.settle(slot, &sold, fate);
            }
        }
        self.parcels.in_flight() as u64 - self.returns.under_way
    }
}
