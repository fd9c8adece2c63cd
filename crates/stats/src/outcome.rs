//! What one period may bring: a range over replications that does not shrink with their number.
//!
//! This is not a confidence interval. The confidence interval of an expected share closes in as replications are added; the
//! range of outcomes of one day, week or season does not, and a reader of a promise usually means the latter.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::proportion::wilson;
use crate::ratio::FEW_REPLICATIONS;
use crate::{Confidence, Estimate, Mark};

/// The central range of the outcome of one period.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OutcomeRange {
    /// The outcome that one period in twenty falls below.
    pub low: f64,
    /// The median outcome.
    pub median: f64,
    /// The outcome that one period in twenty exceeds.
    pub high: f64,
    /// How many periods were seen.
    pub n: u64,
    /// Marks of doubt; left out when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Mark>,
}

/// The 5-95 % range of one value per period.
///
/// The p quantile is X at the fractional rank p (n + 1) (Hyndman and Fan 1996, type 6): the next period falls below it with
/// probability p, whatever the law, as far as n allows. Below 19 periods the ends are the least and greatest value. None
/// without values or with one that is NaN.
///
/// ```
/// use leadtime_stats::outcome::outcome_range;
/// let shares: Vec<f64> = (1..=99).map(|i| f64::from(i) / 100.0).collect();
/// let range = outcome_range(&shares).expect("there are periods");
/// assert!((range.low - 0.05).abs() < 1e-15 && range.median == 0.5 && (range.high - 0.95).abs() < 1e-15);
/// ```
pub fn outcome_range(values: &[f64]) -> Option<OutcomeRange> {
    if values.is_empty() || values.iter().any(|value| value.is_nan()) {
        return None;
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len() as u64;
    let marks = if n < FEW_REPLICATIONS {
        vec![Mark::TooFewBadPeriods]
    } else {
        Vec::new()
    };
    let [low, median, high] = [0.05, 0.5, 0.95].map(|p| predictive_quantile(&sorted, p));
    Some(OutcomeRange {
        low,
        median,
        high,
        n,
        marks,
    })
}

/// X at the fractional rank p (n + 1), within the data.
fn predictive_quantile(sorted: &[f64], p: f64) -> f64 {
    let n = sorted.len();
    let rank = (p * (n + 1) as f64).clamp(1.0, n as f64);
    let whole = libm::floor(rank) as usize;
    let (below, above) = (sorted[whole - 1], sorted[whole.min(n - 1)]);
    let fraction = rank - whole as f64;
    if fraction == 0.0 {
        below
    } else {
        below + fraction * (above - below)
    }
}

/// The shares of the periods that had trials, from (hits, trials) per period.
pub fn period_shares(periods: &[(u64, u64)]) -> Vec<f64> {
    periods
        .iter()
        .filter(|period| period.1 > 0)
        .map(|&(hits, trials)| hits as f64 / trials as f64)
        .collect()
}

/// P(one period's value >= `target`), with Wilson's interval: periods are independent, so this is a plain proportion. None
/// without values.
pub fn probability_at_least(
    values: &[f64],
    target: f64,
    confidence: Confidence,
) -> Option<Estimate> {
    let met = values.iter().filter(|&&value| value >= target).count();
    wilson(met as u64, values.len() as u64, confidence)
}
