//! Quantiles of independent values, with distribution-free intervals from order statistics.
//!
//! Values of one replication are not independent; their quantiles belong to
//! [`ClusteredHistogram`](crate::ClusteredHistogram).

use crate::special::{binomial_cdf, binomial_sf};
use crate::{Confidence, Estimate, Mark, Method};

/// Two order statistics between which a quantile lies.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RankInterval {
    /// The 1-based rank of the lower end; none when no order statistic is low enough.
    pub low: Option<u64>,
    /// The 1-based rank of the upper end; none when no order statistic is high enough.
    pub high: Option<u64>,
    /// The exact probability that the quantile lies in [X_(low), X_(high)), for continuous values.
    pub coverage: f64,
}

/// The ranks of the equal-tailed distribution-free interval for the `p` quantile of `n` independent values (David and
/// Nagaraja 2003, section 7.1). None unless 0 < p < 1 and n > 0.
///
/// The number of values at or below the quantile is binomial(n, p). The lower rank is the greatest l with P(B < l) <=
/// alpha/2, the upper rank the least u with P(B >= u) <= alpha/2.
///
/// ```
/// use leadtime_stats::{Confidence, quantile::order_statistic_ranks};
/// let ranks = order_statistic_ranks(1000, 0.95, Confidence::P95).expect("valid");
/// assert_eq!((ranks.low, ranks.high), (Some(936), Some(964)));
/// assert!((ranks.coverage - 0.9580952682226541).abs() < 1e-12);
/// ```
pub fn order_statistic_ranks(n: u64, p: f64, confidence: Confidence) -> Option<RankInterval> {
    if n == 0 || !(p > 0.0 && p < 1.0) {
        return None;
    }
    let tail = 0.5 * confidence.alpha();
    // the greatest l in 0..=n with P(B <= l - 1) <= tail; l = 0 means open
    let low = last_where(0, n, |l| l == 0 || binomial_cdf(l - 1, n, p) <= tail);
    // the greatest rank that is still too low, P(B > rank - 1) > tail, then one more; n + 1 means open
    let high = 1 + last_where(0, n, |u| u == 0 || binomial_sf(u - 1, n, p) > tail);
    let below = if low == 0 {
        0.0
    } else {
        binomial_cdf(low - 1, n, p)
    };
    let above = if high > n {
        0.0
    } else {
        binomial_sf(high - 1, n, p)
    };
    let (low, high) = ((low > 0).then_some(low), (high <= n).then_some(high));
    Some(RankInterval {
        low,
        high,
        coverage: 1.0 - below - above,
    })
}

/// The greatest k in [from, to] for which `holds`, a property of a prefix that includes `from`.
fn last_where(from: u64, to: u64, holds: impl Fn(u64) -> bool) -> u64 {
    let (mut good, mut bad) = (from, to + 1);
    while bad - good > 1 {
        let middle = good + (bad - good) / 2;
        if holds(middle) {
            good = middle;
        } else {
            bad = middle;
        }
    }
    good
}

/// The least number of independent values whose maximum bounds the `p` quantile from above with the given confidence:
/// 59, 299, 2995, 29956 for p = .95, .99, .999, .9999 at 95 %. None unless 0 < p < 1.
pub fn least_sample_for_bound(p: f64, confidence: Confidence) -> Option<u64> {
    (p > 0.0 && p < 1.0).then(|| libm::ceil(libm::log(confidence.alpha()) / libm::log(p)) as u64)
}

/// The `p` quantile of independent values sorted ascending, X_(ceil(p n)), with its order-statistic interval.
///
/// None without values or unless 0 < p < 1. An end beyond the data is infinite and marked.
pub fn quantile_of_sorted(sorted: &[f64], p: f64, confidence: Confidence) -> Option<Estimate> {
    let n = sorted.len() as u64;
    let ranks = order_statistic_ranks(n, p, confidence)?;
    let at = |rank: u64| sorted[(rank - 1) as usize];
    let low = ranks.low.map_or(f64::NEG_INFINITY, at);
    let high = ranks.high.map_or(f64::INFINITY, at);
    let found = [
        (Mark::OpenBelow, ranks.low.is_none()),
        (Mark::OpenAbove, ranks.high.is_none()),
    ];
    let marks = found
        .into_iter()
        .filter(|&(_, present)| present)
        .map(|(mark, _)| mark)
        .collect();
    Some(Estimate {
        value: at(rank_of(p, n)),
        low,
        high,
        n,
        method: Method::OrderStatistics,
        confidence,
        marks,
    })
}

/// ceil(p n), at least 1 and at most n > 0, where a product one rounding above a whole number counts as that number.
pub(crate) fn rank_of(p: f64, n: u64) -> u64 {
    (libm::ceil(p * n as f64 * (1.0 - 2.0 * f64::EPSILON)) as u64).clamp(1, n.max(1))
}
