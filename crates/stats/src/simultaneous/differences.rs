//! Paired differences of more than two designs on common random numbers, with intervals that all hold together.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::bonferroni;
use crate::mean::{Total, paired_difference, paired_ratio_difference};
use crate::selection::Goal;
use crate::{Confidence, Estimate};

/// Which designs are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Comparison {
    /// Every pair (a, b) with a before b, as a - b: k (k - 1) / 2 intervals.
    AllPairs,
    /// Every other design minus this one: k - 1 intervals.
    Versus(usize),
}

impl Comparison {
    /// The pairs (a, b) of `designs` designs, in the order of the results. Empty if the baseline is not among them.
    pub fn pairs(self, designs: usize) -> Vec<(usize, usize)> {
        match self {
            Comparison::AllPairs => (0..designs)
                .flat_map(|a| (a + 1..designs).map(move |b| (a, b)))
                .collect(),
            Comparison::Versus(baseline) if baseline < designs => (0..designs)
                .filter(|&a| a != baseline)
                .map(|a| (a, baseline))
                .collect(),
            Comparison::Versus(_) => Vec::new(),
        }
    }
}

/// The difference of two designs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Difference {
    /// The design subtracted from, counted from 0.
    pub a: usize,
    /// The design subtracted.
    pub b: usize,
    /// a - b. Its `confidence` is the level of this one interval, alpha / m for m intervals; all hold together with the
    /// confidence asked for.
    pub estimate: Estimate,
}

impl Difference {
    /// The better of the two, where the interval allows a name: it must not hold 0.
    pub fn better(&self, goal: Goal) -> Option<usize> {
        let Estimate { low, high, .. } = self.estimate;
        let (more, less) = (low > 0.0, high < 0.0);
        let a_better = (goal == Goal::Most && more) || (goal == Goal::Least && less);
        if a_better {
            Some(self.a)
        } else {
            (more || less).then_some(self.b)
        }
    }
}

/// Differences of means, `values[design][replication]`, replications on common random numbers: paired t intervals at
/// Bonferroni's level, so that all hold together with `confidence` whatever the dependence between designs.
///
/// (Dunnett's and Tukey's factors are a little narrower, but hold for independent designs of equal variance only.) None for
/// fewer than two designs, a baseline that is not among them, designs of different lengths, or a value that is not finite.
///
/// ```
/// use leadtime_stats::Confidence;
/// use leadtime_stats::selection::Goal;
/// use leadtime_stats::simultaneous::{Comparison, paired_differences, winner};
/// let day = |r: u32| f64::from(r * 37 % 41); // what the replication brings to all designs
/// let noise = |r: u32| f64::from(r % 5);
/// let waits: Vec<Vec<f64>> = vec![
///     (0..40).map(|r| 20.0 + day(r)).collect(),
///     (0..40).map(|r| 15.0 + day(r) + noise(r)).collect(),
///     (0..40).map(|r| 18.0 + day(r) + noise(r)).collect(),
/// ];
/// let all = paired_differences(&waits, Comparison::AllPairs, Confidence::P95).expect("three designs");
/// assert_eq!(winner(&all, 3, Goal::Least), Some(1));
/// // single intervals overlap by far: the days differ more than the designs
/// assert!(all[0].estimate.value == 3.0 && all[0].estimate.half_width() < 0.6);
/// ```
pub fn paired_differences(
    values: &[impl AsRef<[f64]>],
    comparison: Comparison,
    confidence: Confidence,
) -> Option<Vec<Difference>> {
    let columns: Vec<&[f64]> = values.iter().map(AsRef::as_ref).collect();
    compare(&columns, comparison, confidence, paired_difference)
}

/// Differences of ratios of sums (late shares, mean waits per order), `totals[design][replication]`: as [`paired_differences`],
/// with the linearised residuals of [`paired_ratio_difference`].
pub fn paired_ratio_differences(
    totals: &[impl AsRef<[Total]>],
    comparison: Comparison,
    confidence: Confidence,
) -> Option<Vec<Difference>> {
    let columns: Vec<&[Total]> = totals.iter().map(AsRef::as_ref).collect();
    compare(&columns, comparison, confidence, paired_ratio_difference)
}

fn compare<T: Copy>(
    columns: &[&[T]],
    comparison: Comparison,
    confidence: Confidence,
    difference: impl Fn(&[(T, T)], Confidence) -> Option<Estimate>,
) -> Option<Vec<Difference>> {
    let replications = columns.first()?.len();
    let pairs = comparison.pairs(columns.len());
    if pairs.is_empty() || columns.iter().any(|column| column.len() != replications) {
        return None;
    }
    let level = bonferroni(confidence, pairs.len() as u64);
    pairs
        .into_iter()
        .map(|(a, b)| {
            let both = columns[a].iter().zip(columns[b]);
            let paired: Vec<(T, T)> = both.map(|(&x, &y)| (x, y)).collect();
            let estimate = difference(&paired, level)?;
            Some(Difference { a, b, estimate })
        })
        .collect()
}

/// The design that is better than each of the others, every one of those intervals excluding 0; none where one does not, or a
/// pair was not compared.
///
/// As all intervals hold together, naming the winner errs with probability at most alpha.
pub fn winner(differences: &[Difference], designs: usize, goal: Goal) -> Option<usize> {
    let beats = |a: usize, b: usize| {
        differences.iter().any(|difference| {
            let these = (difference.a, difference.b);
            (these == (a, b) || these == (b, a)) && difference.better(goal) == Some(a)
        })
    };
    let wins = |&a: &usize| designs > 1 && (0..designs).all(|b| a == b || beats(a, b));
    (0..designs).find(wins)
}
