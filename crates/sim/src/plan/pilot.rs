//! Promises by quantile: runs made beforehand show how long the orders of each level and zone take.
//!
//! The runs have numbers that no study uses, so their random numbers are their own, and the seed is the scenario's: a promise
//! does not change with the seed of the study that tests it.

use std::collections::BTreeMap;

use leadtime_stats::Histogram;

use super::{Plan, Policy};
use crate::engine::replicate_traced;
use crate::trace::Recorder;

/// Number of the first run made beforehand.
const FIRST: u32 = 1 << 31;

/// A segment with fewer orders takes the quantile of its level.
const ENOUGH: u64 = 100;

impl Plan {
    /// Makes the runs that promises by quantile need.
    pub(super) fn settle_quantiles(&mut self, seed: u64) {
        let runs = self.levels.iter().map(|level| match level.policy {
            Policy::Quantile(_, runs, _) => runs,
            _ => 0,
        });
        let runs = runs.max().unwrap_or(0);
        if runs == 0 {
            return;
        }
        let mut seen = LeadTimes::new(self.levels.len(), self.zones.len());
        for run in 0..runs {
            replicate_traced(self, seed, FIRST + run, &mut seen);
            seen.close();
        }
        for (level, plan) in self.levels.iter_mut().enumerate() {
            if let Policy::Quantile(share, _, after) = &mut plan.policy {
                *after = seen.quantiles(level, *share);
            }
        }
    }
}

/// Lead times by level and zone, and of orders under way.
struct LeadTimes {
    zones: usize,
    /// Per (level, zone).
    segments: Vec<Histogram>,
    /// Order: its segment, its placement, the latest delivery of a parcel so far.
    orders: BTreeMap<u64, (usize, i64, Option<i64>)>,
    /// Further parcels: their order.
    parcels: BTreeMap<u64, u64>,
}

impl LeadTimes {
    fn new(levels: usize, zones: usize) -> Self {
        Self {
            zones,
            segments: vec![Histogram::default(); levels * zones],
            orders: BTreeMap::new(),
            parcels: BTreeMap::new(),
        }
    }

    /// Counts the orders of a run.
    fn close(&mut self) {
        for (segment, placed, delivered) in std::mem::take(&mut self.orders).into_values() {
            if let Some(delivered) = delivered {
                self.segments[segment].record(delivered - placed);
            }
        }
        self.parcels.clear();
    }

    /// The quantile per zone of a level.
    fn quantiles(&self, level: usize, share: f64) -> Vec<i64> {
        let segments = &self.segments[level * self.zones..(level + 1) * self.zones];
        let mut all = Histogram::default();
        for segment in segments {
            all.merge(segment);
        }
        let of_all = all.quantile(share).unwrap_or(0);
        let of = |segment: &Histogram| match segment.quantile(share) {
            Some(quantile) if segment.total() >= ENOUGH => quantile,
            _ => of_all,
        };
        segments.iter().map(of).collect()
    }
}

impl Recorder for LeadTimes {
    const ON: bool = true;

    fn placed(
        &mut self,
        order: u64,
        at: i64,
        zone: u32,
        level: Option<u32>,
        _: Option<i64>,
        _: Option<i64>,
    ) {
        if let Some(level) = level {
            let segment = level as usize * self.zones + zone as usize;
            self.orders.insert(order, (segment, at, None));
        }
    }

    fn parcel(&mut self, parcel: u64, of: u64, _: u32, _: u32, _: i64) {
        if parcel != of {
            self.parcels.insert(parcel, of);
        }
    }

    fn delivered(&mut self, order: u64, at: i64) {
        let of = self.parcels.get(&order).unwrap_or(&order);
        if let Some((_, _, last)) = self.orders.get_mut(of) {
            *last = Some(last.map_or(at, |last| last.max(at)));
        }
    }

    fn stage(&mut self, _: u64, _: u32, _: i64, _: i64, _: i64) {}

    fn work(&mut self, _: u64, _: u32, _: i64, _: i64) {}

    fn batch(&mut self, _: u64, _: u32, _: u64, _: i64) {}

    fn lane(&mut self, _: u64, _: u32, _: i64, _: Option<i64>, _: i64, _: i64) {}

    fn attempt(&mut self, _: u64, _: i64, _: bool) {}

    fn exhausted(&mut self, _: u64) {}

    fn end(&mut self, _: i64, _: u64, _: u64, _: u64, _: u64) {}
}
