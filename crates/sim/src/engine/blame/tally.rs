//! What the late orders of one replication were charged with.

use std::collections::BTreeMap;

use super::charges::{Cause, Charges};

/// Late orders of the scoring window that were delivered, by cause. Integers only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BlameTally {
    /// Late orders that were charged.
    pub orders: u64,
    /// Late orders whose path had no planned end: nothing can be charged.
    pub without_plan: u64,
    /// Of those charged, the ones whose promise was before the planned delivery, and by how many ticks in all.
    pub promised_before_plan: (u64, i64),
    /// Ticks that they were late, after their promises.
    pub late: i64,
    /// Ticks from planned deliveries to deliveries: what the causes add up to.
    pub after_plan: i64,
    /// Per cause.
    pub causes: BTreeMap<Cause, CauseCell>,
}

/// What one cause was charged with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CauseCell {
    /// Ticks charged.
    pub charged: i64,
    /// Ticks given back by orders to which it lent time.
    pub given_back: i64,
    /// Orders charged.
    pub orders: u64,
    /// Orders of which it is the largest cause.
    pub largest: u64,
}

impl BlameTally {
    /// Counts a late order, delivered at `delivered`.
    pub(super) fn count(
        &mut self,
        charges: &Charges,
        (planned, promise, delivered): (i64, i64, i64),
    ) {
        self.orders += 1;
        self.late += (delivered - promise).max(0);
        self.after_plan += delivered - planned;
        if planned > promise {
            self.promised_before_plan.0 += 1;
            self.promised_before_plan.1 += planned - promise;
        }
        for (cause, ticks) in charges.iter() {
            let cell = self.causes.entry(cause).or_default();
            cell.charged += ticks.max(0);
            cell.given_back += (-ticks).max(0);
            cell.orders += u64::from(ticks > 0);
        }
        // Late although nothing took longer than planned: it was promised too early.
        let largest = charges.largest().unwrap_or(Cause::Plan);
        self.causes.entry(largest).or_default().largest += 1;
    }
}
