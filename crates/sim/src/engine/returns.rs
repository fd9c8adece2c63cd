//! What flows back: parcels that customers send back, and those that nobody took.
//!
//! A parcel that comes back is a parcel like any other from its arrival at the facility on: it waits in the same queues for the same
//! staff. Its order has ended before, so no verdict and no count of orders knows of it.

use std::collections::BTreeMap;

use crate::random::{Purpose, unit};
use crate::trace::Recorder;

use super::agenda::Phase;
use super::flow::Flow;

/// The draws of a parcel that comes back, by index.
const WHETHER: u64 = 0;
const AFTER: u64 = 1;
const TRANSIT: u64 = 2;
const RESELLABLE: u64 = 3;

/// What is remembered for parcels that may come back.
#[derive(Debug, Default)]
pub(crate) struct Returns {
    /// Per slot: stocks and units in the parcel.
    contents: BTreeMap<u32, Vec<(u32, i64)>>,
    /// Parcels on their way back.
    pub(crate) under_way: u64,
}

impl Returns {
    /// A line is put in a parcel.
    pub(crate) fn pack(&mut self, slot: u32, stock: u32, units: i64) {
        self.contents.entry(slot).or_default().push((stock, units));
    }
}

impl<R: Recorder> Flow<'_, '_, R> {
    /// A parcel has ended at the door, delivered or not, and its slot is still its own. Whether it flows back is drawn; then so is
    /// when it arrives, and all that it costs is charged to its order.
    #[cold]
    #[inline(never)]
    pub(super) fn send_back(&mut self, slot: u32, ended: i64, delivered: bool) {
        let Some(returns) = &self.plan.returns else {
            return;
        };
        let contents = self.returns.contents.remove(&slot);
        let mut parcel = self.parcels.parcels[slot as usize];
        let draw = |index: u64| parcel.entity.draw_at(Purpose::RETURN, index);
        if delivered && unit(draw(WHETHER)) >= returns.share {
            return;
        }
        let kept = if delivered {
            returns.after.ticks(draw(AFTER)).max(0)
        } else {
            0
        };
        let leaves = ended + kept;
        let arrives = leaves + returns.transit.ticks(draw(TRANSIT)).max(0);
        let facility = returns.facility(parcel.step);
        self.recorder
            .returned(u64::from(parcel.number), facility, leaves, arrives);
        if self.plan.scores(leaves) {
            let tally = &mut self.outcome.returns;
            tally.sent += 1;
            tally.undelivered += u64::from(!delivered);
        }
        if let Some(accounts) = &mut self.accounts {
            accounts.returned(slot, &parcel);
        }
        parcel.step = returns.ways[facility as usize];
        (parcel.placed, parcel.loops) = (ended, 0);
        (parcel.cohort, parcel.back) = (false, true);
        // No promise is kept any more; the room for base promises is filled with whatever is at hand.
        let bases = std::mem::take(&mut self.bases);
        let back = self.parcels.enter(parcel, &bases);
        self.bases = bases;
        if let Some(contents) = contents {
            self.returns.contents.insert(back, contents);
        }
        self.returns.under_way += 1;
        self.walk(back, arrives, Phase::Receipt, false);
    }

    /// What came back has been dealt with: it is on the shelf again, or written off.
    #[cold]
    #[inline(never)]
    pub(super) fn shelve(&mut self, slot: u32, now: i64) {
        let plan = self.plan;
        let Some(returns) = &plan.returns else { return };
        let parcel = self.parcels.parcels[slot as usize];
        let draw = parcel.entity.draw_at(Purpose::RETURN, RESELLABLE);
        let resellable = unit(draw) < returns.resellable;
        self.recorder
            .restocked(u64::from(parcel.number), now, resellable);
        let contents = self.returns.contents.remove(&slot).unwrap_or_default();
        self.returns.under_way -= 1;
        self.parcels.leave(slot);
        let facility = returns.ends_at(parcel.step);
        let mut units_back = 0;
        if resellable {
            for (stock, units) in contents {
                if let Some(shelf) = returns.shelf(facility, stock) {
                    units_back += units as u64;
                    self.restock(shelf, units, now);
                }
            }
        }
        if plan.scores(now) {
            let tally = &mut self.outcome.returns;
            tally.finished += 1;
            tally.resellable += u64::from(resellable);
            tally.units += units_back;
            tally.ticks += now - parcel.placed;
        }
    }
}

/// Parcels that flow back, by what happens to them within the scoring window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReturnTally {
    /// Left their customers, or the door at which nobody took them.
    pub sent: u64,
    /// Of these, nobody took.
    pub undelivered: u64,
    /// Dealt with at a facility.
    pub finished: u64,
    /// Of these, can be sold again.
    pub resellable: u64,
    /// Units put back into counted stock.
    pub units: u64,
    /// From the delivery, or the last attempt, of those dealt with, ticks.
    pub ticks: i64,
}
