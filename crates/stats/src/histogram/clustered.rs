//! The distribution function of clustered values, with an interval at every bin edge and for every quantile.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::counts::{Histogram, within_bin};
use super::layout::{bin_bounds, bin_of};
use super::saved::SavedClusters;
use crate::quantile::rank_of;
use crate::ratio::{FEW_BAD_PERIODS, FEW_REPLICATIONS};
use crate::special::{beta_i, beta_i_upper};
use crate::{Confidence, Estimate, Mark, Method, RatioSums};

/// What one bin edge needs beside the sums that all edges share: hits are the values at or below the edge.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct EdgeSums {
    pub(super) hits: u64,
    pub(super) hits_squared: u128,
    pub(super) hits_times_trials: u128,
    pub(super) with_hit: u64,
    pub(super) with_miss: u64,
}

impl EdgeSums {
    fn add(&mut self, other: &Self) {
        self.hits = self.hits.saturating_add(other.hits);
        self.hits_squared = self.hits_squared.saturating_add(other.hits_squared);
        self.hits_times_trials = self
            .hits_times_trials
            .saturating_add(other.hits_times_trials);
        self.with_hit = self.with_hit.saturating_add(other.with_hit);
        self.with_miss = self.with_miss.saturating_add(other.with_miss);
    }
}

/// Values of many replications: the cumulative count at every bin edge, as clustered sums.
///
/// Memory is 64 bytes for each bin in the touched range, a few thousand in practice; absorbing a replication costs one pass
/// over them. Sums are integers, so histograms merge by addition in any order to the same bytes.
///
/// ```
/// use leadtime_stats::{ClusteredHistogram, Confidence, Histogram};
/// let mut lead_times = ClusteredHistogram::default();
/// for replication in 0..40 {
///     let mut one = Histogram::default();
///     for order in 0..500 {
///         one.record((order * 7919 + replication * 104_729) % 1000);
///     }
///     lead_times.absorb(&one);
/// }
/// let median = lead_times.quantile(0.5, Confidence::default()).expect("there are values");
/// assert!((median.value - 500.0).abs() < 10.0 && median.low < median.value && median.value < median.high);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(into = "SavedClusters", try_from = "SavedClusters")]
pub struct ClusteredHistogram {
    /// The bin of `edges[0]`; the range is the hull of the touched bins.
    pub(super) first: i32,
    pub(super) edges: Vec<EdgeSums>,
    /// The sums at infinity, where every value is a hit.
    pub(super) whole: RatioSums,
    pub(super) sum: i128,
    pub(super) range: Option<(i64, i64)>,
}

impl ClusteredHistogram {
    /// Adds the values of one replication. A replication without values counts as a replication.
    pub fn absorb(&mut self, replication: &Histogram) {
        let trials = replication.total();
        if let Some((least, greatest)) = replication.range() {
            self.cover(bin_of(least), bin_of(greatest));
            self.add_cumulative(replication);
            self.extend_range(least, greatest);
        }
        self.whole.record(trials, trials);
        self.sum += replication.sum();
    }

    /// Adds the cumulative counts of a nonempty replication to edges that cover it.
    fn add_cumulative(&mut self, replication: &Histogram) {
        let trials = u128::from(replication.total());
        let mut bins = replication.bins().peekable();
        let mut hits = 0_u64;
        for (edge, bin) in self.edges.iter_mut().zip(self.first..) {
            if let Some((_, count)) = bins.next_if(|&(next, _)| next == bin) {
                hits += count;
            }
            let x = u128::from(hits);
            edge.add(&EdgeSums {
                hits,
                hits_squared: x * x,
                hits_times_trials: x * trials,
                with_hit: u64::from(x > 0),
                with_miss: u64::from(x < trials),
            });
        }
    }

    /// Widens the stored range to hold the bins from `low` to `high`: below it no value was a hit, above it all were.
    fn cover(&mut self, low: i32, high: i32) {
        let (nothing, everything) = self.outside();
        if self.edges.is_empty() {
            self.first = low;
        }
        if low < self.first {
            let missing = (self.first - low) as usize;
            self.edges
                .splice(0..0, std::iter::repeat_n(nothing, missing));
            self.first = low;
        }
        let length = (high + 1 - self.first) as usize;
        if length > self.edges.len() {
            self.edges.resize(length, everything);
        }
    }

    /// The sums of an edge below all values and of one at or above all.
    fn outside(&self) -> (EdgeSums, EdgeSums) {
        let nonempty = self.whole.with_hit;
        let nothing = EdgeSums {
            with_miss: nonempty,
            ..EdgeSums::default()
        };
        let everything = EdgeSums {
            hits: self.whole.trials,
            hits_squared: self.whole.trials_squared,
            hits_times_trials: self.whole.trials_squared,
            with_hit: nonempty,
            with_miss: 0,
        };
        (nothing, everything)
    }

    fn extend_range(&mut self, least: i64, greatest: i64) {
        self.range = Some(
            self.range
                .map_or((least, greatest), |(a, b)| (a.min(least), b.max(greatest))),
        );
    }

    /// Adds the replications of `other`: exact, in any order.
    pub fn merge(&mut self, other: &Self) {
        if let Some((least, greatest)) = other.range {
            self.cover(bin_of(least), bin_of(greatest));
            let (nothing, everything) = other.outside();
            for (mine, bin) in self.edges.iter_mut().zip(self.first..) {
                let theirs = match usize::try_from(bin - other.first) {
                    Err(_) => &nothing,
                    Ok(i) => other.edges.get(i).unwrap_or(&everything),
                };
                mine.add(theirs);
            }
            self.extend_range(least, greatest);
        }
        self.whole.merge(&other.whole);
        self.sum = self.sum.saturating_add(other.sum);
    }

    /// Replications absorbed.
    pub fn replications(&self) -> u64 {
        self.whole.replications
    }

    /// Values absorbed.
    pub fn total(&self) -> u64 {
        self.whole.trials
    }

    /// The exact mean of all values; none without values. Its interval comes from
    /// [`ratio_mean`](crate::mean::ratio_mean) over replications.
    pub fn mean(&self) -> Option<f64> {
        (self.whole.trials > 0).then(|| self.sum as f64 / self.whole.trials as f64)
    }

    /// The least and greatest value; none without values.
    pub fn range(&self) -> Option<(i64, i64)> {
        self.range
    }

    /// The clustered sums of "value at most the upper edge of `bin`", for any bin.
    pub fn sums_at(&self, bin: i32) -> RatioSums {
        let (nothing, everything) = self.outside();
        let edge = match usize::try_from(bin - self.first) {
            Err(_) => nothing,
            Ok(i) => self.edges.get(i).copied().unwrap_or(everything),
        };
        RatioSums {
            hits: edge.hits,
            hits_squared: edge.hits_squared,
            hits_times_trials: edge.hits_times_trials,
            with_hit: edge.with_hit,
            with_miss: edge.with_miss,
            ..self.whole
        }
    }

    /// The share of values at most the upper edge of the bin of `value`, with its interval, and that edge.
    pub fn share_at_most(&self, value: i64, confidence: Confidence) -> Option<(i64, Estimate)> {
        let bin = bin_of(value);
        Some((bin_bounds(bin).1, self.sums_at(bin).estimate(confidence)?))
    }

    /// The `p` quantile of all values pooled, with the interval of edges at which the clustered interval of the
    /// distribution function contains p (Woodruff 1952, by test inversion). In the unit of the values. None without values
    /// or unless 0 < p < 1.
    ///
    /// Both ends are bin edges, rounded outwards, at most 1/256 of their value beyond the exact inversion. An end is open
    /// (infinite, marked) if the data cannot bound it, as the upper end of a p99.9 seen in 200 independent values. Under
    /// [`FEW_REPLICATIONS`], or with under [`FEW_BAD_PERIODS`] (effective) that hold values beyond the quantile, it is
    /// marked as a share is.
    pub fn quantile(&self, p: f64, confidence: Confidence) -> Option<Estimate> {
        let (least, greatest) = self.range?;
        if !(p > 0.0 && p < 1.0) {
            return None;
        }
        let place = self.pooled_position(p);
        let value = self.pooled_value(place, p).clamp(least, greatest) as f64;
        let mut marks = self.quantile_marks(place);
        let (low, high) = self.quantile_bounds(p, place, confidence);
        let low = low.map_or(f64::NEG_INFINITY, |edge| edge.max(least) as f64);
        let high = high.map_or(f64::INFINITY, |edge| edge.min(greatest) as f64);
        marks.extend((low == f64::NEG_INFINITY).then_some(Mark::OpenBelow));
        marks.extend((high == f64::INFINITY).then_some(Mark::OpenAbove));
        let method = Method::ClusteredQuantile;
        Some(Estimate {
            value,
            low,
            high,
            n: self.whole.trials,
            method,
            confidence,
            marks,
        })
    }

    /// The position of the bin that holds the pooled quantile.
    fn pooled_position(&self, p: f64) -> usize {
        let rank = rank_of(p, self.whole.trials);
        self.edges
            .partition_point(|edge| edge.hits < rank)
            .min(self.edges.len().saturating_sub(1))
    }

    fn pooled_value(&self, place: usize, p: f64) -> i64 {
        let below = if place == 0 {
            0
        } else {
            self.edges[place - 1].hits
        };
        let count = self.edges[place].hits - below;
        within_bin(
            self.first + place as i32,
            rank_of(p, self.whole.trials) - below,
            count,
        )
    }

    /// Doubt about a quantile: few replications, or few with a value beyond it on either side.
    fn quantile_marks(&self, place: usize) -> Vec<Mark> {
        let replications = self.whole.replications;
        // the edge below the bin of the quantile: its misses are the values in the bin and beyond
        let edge = |place: usize| self.sums_at(self.first + place as i32 - 1);
        let (beyond, below) = (edge(place), edge(place + 1).complement());
        let few = replications < FEW_REPLICATIONS;
        let enough = FEW_BAD_PERIODS as f64;
        let found = [
            (Mark::SingleReplication, replications < 2),
            (Mark::TooFewBadPeriods, few || beyond.bad_periods() < enough),
            (
                Mark::TooFewGoodPeriods,
                !few && below.bad_periods() < enough,
            ),
        ];
        found
            .into_iter()
            .filter(|&(_, present)| present)
            .map(|(mark, _)| mark)
            .collect()
    }

    /// The last edge at which the distribution function is surely below p, and the first at which it is surely above.
    ///
    /// Beyond the data only the assumption-free bound of [`RatioSums`] speaks: a value below the least of R replications has
    /// a share of at most 1 - alpha^(1/R).
    fn quantile_bounds(
        &self,
        p: f64,
        place: usize,
        confidence: Confidence,
    ) -> (Option<i64>, Option<i64>) {
        let edge = |i: usize| bin_bounds(self.first + i as i32).1;
        let last = self.edges.len().saturating_sub(1);
        let unseen = self.whole.never_seen_bound(confidence);
        let below = partition(0, place, |i| self.side(i, p, confidence) == Side::Below);
        let above = partition(place, last, |i| self.side(i, p, confidence) != Side::Above);
        let low = if below > 0 {
            Some(edge(below - 1))
        } else {
            (p > unseen).then_some(i64::MIN)
        };
        let high = if above < last {
            Some(edge(above))
        } else {
            (p < 1.0 - unseen).then_some(i64::MAX)
        };
        (low, high)
    }

    /// On which side of p the interval of the distribution function at an edge lies: one incomplete beta function decides,
    /// the test that [`RatioSums::estimate`] inverts. An edge with no value beyond it decides nothing.
    fn side(&self, place: usize, p: f64, confidence: Confidence) -> Side {
        let sums = self.sums_at(self.first + place as i32);
        let (Some(share), Some(trials)) =
            (sums.share(), sums.degrees_of_freedom_trials(confidence))
        else {
            return Side::Undecided;
        };
        let (hits, misses) = (share * trials, (1.0 - share) * trials);
        let tail = 0.5 * confidence.alpha();
        if hits > 0.0 && beta_i(hits, misses + 1.0, p) < tail {
            Side::Above
        } else if misses > 0.0 && beta_i_upper(hits + 1.0, misses, p) < tail {
            Side::Below
        } else {
            Side::Undecided
        }
    }
}

/// Where the interval of a share lies with respect to a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Below,
    Undecided,
    Above,
}

/// The first index in [from, to] at which `holds` fails, for a property of a prefix.
fn partition(from: usize, to: usize, holds: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (from, to);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}
