//! The saved form of histograms: compact, checked when read.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::clustered::{ClusteredHistogram, EdgeSums};
use super::counts::Histogram;
use super::layout::{BIN_RANGE, bin_of};
use crate::RatioSums;
use crate::wide::{serde_wide, wide_schema};

/// A saved histogram that contradicts itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum CorruptHistogram {
    /// Bins outside the layout, or out of order.
    Bins,
    /// Least and greatest value do not lie in the first and last counted bin.
    Range,
    /// Cumulative sums that shrink, or exceed what they are part of.
    Sums,
}

impl core::fmt::Display for CorruptHistogram {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            CorruptHistogram::Bins => "histogram bins lie outside the layout or out of order",
            CorruptHistogram::Range => "least and greatest value contradict the histogram's bins",
            CorruptHistogram::Sums => "the histogram's sums contradict each other",
        })
    }
}

impl std::error::Error for CorruptHistogram {}

/// A histogram as saved: the touched bins.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SavedCounts {
    first: i32,
    counts: Vec<u64>,
    #[serde(with = "serde_wide")]
    #[schemars(schema_with = "wide_schema")]
    sum: i128,
    range: Option<(i64, i64)>,
}

impl From<Histogram> for SavedCounts {
    fn from(histogram: Histogram) -> Self {
        SavedCounts {
            first: histogram.bins().next().map_or(0, |(bin, _)| bin),
            counts: histogram.bins().map(|(_, count)| count).collect(),
            sum: histogram.sum(),
            range: histogram.range(),
        }
    }
}

impl TryFrom<SavedCounts> for Histogram {
    type Error = CorruptHistogram;

    fn try_from(saved: SavedCounts) -> Result<Self, CorruptHistogram> {
        let length = i32::try_from(saved.counts.len()).map_err(|_| CorruptHistogram::Bins)?;
        let ends_touched = saved.counts.first() != Some(&0) && saved.counts.last() != Some(&0);
        check_bins(saved.first, length, saved.range)?;
        if !ends_touched {
            return Err(CorruptHistogram::Range);
        }
        if saved
            .counts
            .iter()
            .try_fold(0_u64, |sum, &count| sum.checked_add(count))
            .is_none()
        {
            return Err(CorruptHistogram::Sums);
        }
        Ok(Histogram::from_parts(
            saved.first,
            &saved.counts,
            saved.sum,
            saved.range,
        ))
    }
}

/// Bins within the layout whose ends hold the least and greatest value.
fn check_bins(first: i32, length: i32, range: Option<(i64, i64)>) -> Result<(), CorruptHistogram> {
    let end = first.checked_add(length).ok_or(CorruptHistogram::Bins)?;
    match range {
        None if length == 0 => Ok(()),
        _ if first < BIN_RANGE.0 || end > BIN_RANGE.1 => Err(CorruptHistogram::Bins),
        Some((least, greatest))
            if least <= greatest && bin_of(least) == first && bin_of(greatest) == end - 1 =>
        {
            Ok(())
        }
        _ => Err(CorruptHistogram::Range),
    }
}

/// A clustered histogram as saved: one row per edge at which the sums change.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SavedClusters {
    whole: RatioSums,
    #[serde(with = "serde_wide")]
    #[schemars(schema_with = "wide_schema")]
    sum: i128,
    range: Option<(i64, i64)>,
    edges: Vec<SavedEdge>,
}

/// (bin, hits, hits squared, hits times trials, replications with a hit, with a miss).
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema)]
struct SavedEdge(
    i32,
    u64,
    #[serde(with = "serde_wide")]
    #[schemars(schema_with = "wide_schema")]
    u128,
    #[serde(with = "serde_wide")]
    #[schemars(schema_with = "wide_schema")]
    u128,
    u64,
    u64,
);

impl SavedEdge {
    fn sums(self) -> EdgeSums {
        let SavedEdge(_, hits, hits_squared, hits_times_trials, with_hit, with_miss) = self;
        EdgeSums {
            hits,
            hits_squared,
            hits_times_trials,
            with_hit,
            with_miss,
        }
    }
}

impl From<ClusteredHistogram> for SavedClusters {
    fn from(histogram: ClusteredHistogram) -> Self {
        let mut edges: Vec<SavedEdge> = Vec::new();
        for (edge, bin) in histogram.edges.iter().zip(histogram.first..) {
            if edges.last().map(|last| last.sums()) != Some(*edge) {
                let e = edge;
                edges.push(SavedEdge(
                    bin,
                    e.hits,
                    e.hits_squared,
                    e.hits_times_trials,
                    e.with_hit,
                    e.with_miss,
                ));
            }
        }
        SavedClusters {
            whole: histogram.whole,
            sum: histogram.sum,
            range: histogram.range,
            edges,
        }
    }
}

impl TryFrom<SavedClusters> for ClusteredHistogram {
    type Error = CorruptHistogram;

    fn try_from(saved: SavedClusters) -> Result<Self, CorruptHistogram> {
        let Some((least, greatest)) = saved.range else {
            let empty = saved.edges.is_empty() && saved.whole.trials == 0;
            let whole = saved.whole;
            return if empty {
                Ok(ClusteredHistogram {
                    whole,
                    ..Default::default()
                })
            } else {
                Err(CorruptHistogram::Range)
            };
        };
        let (Some(head), Some(last)) = (saved.edges.first(), saved.edges.last()) else {
            return Err(CorruptHistogram::Range);
        };
        let (first, end) = (bin_of(least), bin_of(greatest) + 1);
        if least > greatest || head.0 != first || last.0 != end - 1 || last.1 != saved.whole.trials
        {
            return Err(CorruptHistogram::Range);
        }
        let mut edges = Vec::with_capacity((end - first) as usize);
        for (i, row) in saved.edges.iter().enumerate() {
            let next = saved.edges.get(i + 1);
            check_edge(row, next, &saved.whole)?;
            let until = next.map_or(end, |next| next.0);
            edges.resize((until - first) as usize, row.sums());
        }
        Ok(ClusteredHistogram {
            first,
            edges,
            whole: saved.whole,
            sum: saved.sum,
            range: saved.range,
        })
    }
}

/// An edge whose counts stay within the whole and do not shrink to the next.
fn check_edge(
    row: &SavedEdge,
    next: Option<&SavedEdge>,
    whole: &RatioSums,
) -> Result<(), CorruptHistogram> {
    if next.is_some_and(|next| next.0 <= row.0) {
        return Err(CorruptHistogram::Bins);
    }
    let sums = row.sums();
    let grows = next.is_none_or(|next| next.1 >= row.1);
    let within = sums.hits <= whole.trials
        && sums.hits_squared <= sums.hits_times_trials
        && sums.hits_times_trials <= whole.trials_squared
        && sums.with_hit <= whole.replications
        && sums.with_miss <= whole.replications;
    if grows && within {
        Ok(())
    } else {
        Err(CorruptHistogram::Sums)
    }
}
