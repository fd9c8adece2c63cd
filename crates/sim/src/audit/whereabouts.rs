//! Where an order is that no visit tells of: where it was worked on, or put in a batch.

use crate::trace::{Batched, Work};

/// (order, stage, instant), ascending.
type Seen = Vec<(u64, u32, i64)>;

/// At which stages with rules something was done with an order, and when.
pub(super) struct AtWork {
    works: Seen,
    batched: Seen,
}

impl AtWork {
    pub(super) fn new(works: &[Work], batched: &[Batched]) -> Self {
        let works = works.iter().map(|work| (work.order, work.stage, work.from));
        let batched = batched.iter().map(|of| (of.order, of.stage, of.at));
        let sorted = |mut seen: Seen| {
            seen.sort_unstable();
            seen
        };
        Self {
            works: sorted(works.collect()),
            batched: sorted(batched.collect()),
        }
    }

    /// The first stage, by number, at which something was done with an order.
    pub(super) fn first(&self, order: u64) -> Option<u32> {
        let first = |seen: &Seen| {
            let at = seen.partition_point(|seen| seen.0 < order);
            seen.get(at)
                .filter(|seen| seen.0 == order)
                .map(|seen| seen.1)
        };
        let (work, batch) = (first(&self.works), first(&self.batched));
        work.into_iter().chain(batch).min()
    }

    /// How often it was put in a batch at a stage: once a visit.
    pub(super) fn batches(&self, order: u64, stage: u32) -> usize {
        count_since(&self.batched, (order, stage, i64::MIN))
    }

    /// How often work on it started or went on at a stage from an instant on.
    pub(super) fn works_since(&self, order: u64, stage: u32, from: i64) -> usize {
        count_since(&self.works, (order, stage, from))
    }
}

fn count_since(seen: &Seen, (order, stage, from): (u64, u32, i64)) -> usize {
    let first = seen.partition_point(|&seen| seen < (order, stage, from));
    let here = |seen: &&(u64, u32, i64)| (seen.0, seen.1) == (order, stage);
    seen[first..].iter().take_while(here).count()
}
