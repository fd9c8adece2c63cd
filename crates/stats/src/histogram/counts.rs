//! Counts of values on the fixed layout.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::layout::{bin_bounds, bin_of};
use super::saved::SavedCounts;
use crate::quantile::rank_of;

/// Storage grows in blocks of this many bins, on block boundaries, so that it depends on the values alone and not on
/// their order.
const BLOCK: i32 = 64;

/// A histogram of signed whole values (durations in ticks) that merges exactly.
///
/// Only the touched range of bins is stored. Count, sum, least and greatest value are kept beside the bins, so the mean is
/// exact; quantiles are within one bin, at most 1/256 of their value, and exact from -255 to 256.
///
/// ```
/// use leadtime_stats::Histogram;
/// let mut lateness = Histogram::default();
/// for minutes in [-30, -5, 0, 4, 90] {
///     lateness.record(minutes * 60_000);
/// }
/// assert_eq!(lateness.count_at_most_zero(), 3);
/// assert_eq!(lateness.mean(), Some(59.0 * 60_000.0 / 5.0));
/// assert_eq!(lateness.quantile(0.5), Some(0));
/// ```
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(into = "SavedCounts", try_from = "SavedCounts")]
pub struct Histogram {
    /// The bin of `counts[0]`, a multiple of the block.
    first: i32,
    counts: Vec<u64>,
    total: u64,
    sum: i128,
    /// The least value; i64::MAX while there is none.
    least: i64,
    /// The greatest value; i64::MIN while there is none.
    greatest: i64,
}

impl Default for Histogram {
    fn default() -> Self {
        Histogram {
            first: 0,
            counts: Vec::new(),
            total: 0,
            sum: 0,
            least: i64::MAX,
            greatest: i64::MIN,
        }
    }
}

/// Equal counts, whatever room was reserved around them.
impl PartialEq for Histogram {
    fn eq(&self, other: &Self) -> bool {
        self.range() == other.range() && self.sum == other.sum && self.bins().eq(other.bins())
    }
}

impl Eq for Histogram {}

impl Histogram {
    /// Counts one value; two to three nanoseconds while the bins are in cache.
    #[inline]
    pub fn record(&mut self, value: i64) {
        *self.slot(bin_of(value)) += 1;
        self.total += 1;
        self.sum += i128::from(value);
        self.least = self.least.min(value);
        self.greatest = self.greatest.max(value);
    }

    /// Counts values one after the other, as many as the iterator says it has: each a little faster than by [`Self::record`].
    #[inline]
    pub fn record_all(&mut self, values: impl ExactSizeIterator<Item = i64>) {
        self.total += values.len() as u64;
        let mut sum = 0;
        let (mut least, mut greatest) = (self.least, self.greatest);
        for value in values {
            *self.slot(bin_of(value)) += 1;
            sum += i128::from(value);
            least = least.min(value);
            greatest = greatest.max(value);
        }
        self.sum += sum;
        (self.least, self.greatest) = (least, greatest);
    }

    /// Counts `times` equal values.
    pub fn record_many(&mut self, value: i64, times: u64) {
        if times == 0 {
            return;
        }
        *self.slot(bin_of(value)) += times;
        self.total += times;
        self.sum += i128::from(value) * i128::from(times);
        self.least = self.least.min(value);
        self.greatest = self.greatest.max(value);
    }

    /// The count of a bin, growing the storage when the bin lies outside.
    #[inline]
    fn slot(&mut self, bin: i32) -> &mut u64 {
        // a bin below the first wraps to a huge index, so one comparison finds both sides
        let index = (bin - self.first) as usize;
        if index >= self.counts.len() {
            return self.new_slot(bin);
        }
        &mut self.counts[index]
    }

    /// The count of a bin outside the storage.
    #[cold]
    fn new_slot(&mut self, bin: i32) -> &mut u64 {
        self.grow_to(bin, bin + 1);
        &mut self.counts[(bin - self.first) as usize]
    }

    /// Makes room for the bins in [from, to), in whole blocks.
    #[cold]
    fn grow_to(&mut self, from: i32, to: i32) {
        let start = from.div_euclid(BLOCK) * BLOCK;
        let end = (to + BLOCK - 1).div_euclid(BLOCK) * BLOCK;
        if self.counts.is_empty() {
            self.first = start;
        }
        if start < self.first {
            let missing = (self.first - start) as usize;
            self.counts.splice(0..0, std::iter::repeat_n(0, missing));
            self.first = start;
        }
        let length = (end - self.first) as usize;
        if length > self.counts.len() {
            self.counts.resize(length, 0);
        }
    }

    /// Adds the counts of `other`: exact, in any order.
    pub fn merge(&mut self, other: &Self) {
        if other.total == 0 {
            return;
        }
        self.grow_to(other.first, other.first + other.counts.len() as i32);
        let offset = (other.first - self.first) as usize;
        for (mine, theirs) in self.counts[offset..].iter_mut().zip(&other.counts) {
            *mine = mine.saturating_add(*theirs);
        }
        self.total = self.total.saturating_add(other.total);
        self.sum = self.sum.saturating_add(other.sum);
        self.least = self.least.min(other.least);
        self.greatest = self.greatest.max(other.greatest);
    }

    /// Forgets all values but keeps the storage, for the next replication.
    pub fn clear(&mut self) {
        self.counts.fill(0);
        (self.total, self.sum, self.least, self.greatest) = (0, 0, i64::MAX, i64::MIN);
    }

    /// How many values were counted.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// The exact sum of the values.
    pub fn sum(&self) -> i128 {
        self.sum
    }

    /// The exact mean; none without values.
    pub fn mean(&self) -> Option<f64> {
        (self.total > 0).then(|| self.sum as f64 / self.total as f64)
    }

    /// The least and greatest value; none without values.
    pub fn range(&self) -> Option<(i64, i64)> {
        (self.total > 0).then_some((self.least, self.greatest))
    }

    /// The bins from the first to the last touched one, in order, with their counts.
    pub fn bins(&self) -> impl Iterator<Item = (i32, u64)> + '_ {
        let (from, to) = self.touched();
        self.counts[from..to]
            .iter()
            .enumerate()
            .map(move |(i, &count)| (self.first + (from + i) as i32, count))
    }

    /// The touched part of the storage.
    fn touched(&self) -> (usize, usize) {
        let place = |value: i64| (bin_of(value) - self.first) as usize;
        self.range().map_or((0, 0), |(least, greatest)| {
            (place(least), place(greatest) + 1)
        })
    }

    /// How many values are at most `edge`, where `edge` is the upper edge of its bin; exact there, and else the count up to
    /// the end of the bin below.
    pub fn count_at_most(&self, edge: i64) -> u64 {
        let bin = bin_of(edge);
        let last = if bin_bounds(bin).1 == edge {
            bin
        } else {
            bin - 1
        };
        self.bins()
            .take_while(|&(bin, _)| bin <= last)
            .map(|(_, count)| count)
            .sum()
    }

    /// How many values are at most zero; always exact.
    pub fn count_at_most_zero(&self) -> u64 {
        self.count_at_most(0)
    }

    /// The `p` quantile, for p in [0, 1]: the value of rank ceil(p n), placed within its bin as if the bin were evenly
    /// filled, and within the range of the data. None without values or with p outside.
    pub fn quantile(&self, p: f64) -> Option<i64> {
        let (least, greatest) = self.range()?;
        if !(0.0..=1.0).contains(&p) {
            return None;
        }
        let rank = rank_of(p, self.total);
        let mut below = 0;
        for (bin, count) in self.bins() {
            if rank <= below + count {
                return Some(within_bin(bin, rank - below, count).clamp(least, greatest));
            }
            below += count;
        }
        Some(greatest)
    }

    pub(super) fn from_parts(
        first: i32,
        counts: &[u64],
        sum: i128,
        range: Option<(i64, i64)>,
    ) -> Self {
        let total = counts
            .iter()
            .fold(0, |sum: u64, &count| sum.saturating_add(count));
        let (least, greatest) = range.unwrap_or((i64::MAX, i64::MIN));
        let mut histogram = Histogram {
            sum,
            least,
            greatest,
            total,
            ..Histogram::default()
        };
        if !counts.is_empty() {
            histogram.grow_to(first, first + counts.len() as i32);
            let offset = (first - histogram.first) as usize;
            histogram.counts[offset..offset + counts.len()].copy_from_slice(counts);
        }
        histogram
    }
}

/// The value of the `rank`-th of `count` values spread evenly over a bin, rounded up to a whole value.
pub(super) fn within_bin(bin: i32, rank: u64, count: u64) -> i64 {
    let (low, high) = bin_bounds(bin);
    let width = i128::from(high) - i128::from(low);
    let offset = (width * i128::from(rank) + i128::from(count) - 1) / i128::from(count.max(1));
    i64::try_from(i128::from(low) + offset).unwrap_or(high)
}
