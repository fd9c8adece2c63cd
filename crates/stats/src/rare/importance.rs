//! Importance sampling: bad days are drawn more often than they happen, and each weighs what it is worth.

use super::effective::Share;
use crate::mean::Total;
use crate::ratio::FEW_BAD_PERIODS;
use crate::{Confidence, Estimate, Mark, Method};

/// A share from replications whose factors were drawn from another law g than the true f.
///
/// `totals[r].sum` is the likelihood ratio f / g of the replication times its outcomes (late orders), `totals[r].count` its
/// orders, **not** weighted: how many there are must not depend on the factors drawn otherwise. The estimate is sum / count, the
/// plain mean of weighted hits where every count is 1; it is not divided by the sum of the weights, so it stays unbiased
/// however rare the outcome (Asmussen and Glynn 2007, section V.1).
///
/// Likelihood ratios should be bounded: draw from a mixture in which the true law has a part (a share d of it keeps them below
/// 1/d). Under 20 [`effective_hits`] the estimate is marked: a few heavy replications decide it, and others as heavy may not
/// have been met. Interval as for [`conditional_share`](super::conditional_share). None without orders, or with a sum that is
/// negative or not finite.
///
/// ```
/// use leadtime_stats::{Confidence, Total, rare::importance_share};
/// // a storm day (1 in 1000) makes all orders late; drawn with probability 1/2: weights .002 and 1.998
/// let days: Vec<Total> = (0..100)
///     .map(|r| Total { sum: if r % 2 == 0 { 0.002 * 50.0 } else { 0.0 }, count: 50.0 })
///     .collect();
/// let late = importance_share(&days, Confidence::P95).expect("orders");
/// assert!((late.value - 0.001).abs() < 1e-15 && late.half_width() < 0.000_25 && late.marks.is_empty());
/// ```
pub fn importance_share(totals: &[Total], confidence: Confidence) -> Option<Estimate> {
    let mut estimate = Share::of(totals)?.estimate(Method::ImportanceSampling, confidence);
    if estimate.is_marked(Mark::NoHit) {
        // a bound on how often a hit is drawn says nothing of what it would have weighed
        estimate.high = 1.0;
    }
    if effective_hits(totals) < FEW_BAD_PERIODS as f64 {
        estimate.marks.push(Mark::FewEffectiveHits);
    }
    Some(estimate)
}

/// How many equal hits would be as informative as the weighted ones, (sum w)^2 / sum w^2 (Kong 1992) over the weighted sums of the
/// replications; 0 if there are none.
pub fn effective_hits(totals: &[Total]) -> f64 {
    let greatest = totals
        .iter()
        .fold(0.0_f64, |most, total| most.max(total.sum));
    if greatest == 0.0 {
        return 0.0;
    }
    // scaled, so that the squares of tiny weights do not vanish
    let (sum, squares) = totals.iter().fold((0.0, 0.0), |(sum, squares), total| {
        let weight = total.sum / greatest;
        (sum + weight, squares + weight * weight)
    });
    sum * sum / squares
}
