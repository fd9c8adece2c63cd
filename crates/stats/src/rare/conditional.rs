//! Conditional Monte Carlo: the probability of an outcome given all but the last step, in place of the outcome.

use super::effective::Share;
use super::effective_hits;
use crate::mean::Total;
use crate::ratio::FEW_BAD_PERIODS;
use crate::{Confidence, Estimate, Mark, Method};

/// A share as the average of conditional probabilities, clustered by replication.
///
/// `totals[r].sum` is the sum over the orders of replication r of P(outcome | everything but the last step), such as
/// 1 - F(q - t) for a last transit with distribution function F that starts t after the order and must end by q;
/// `totals[r].count` is the number of those orders. By the law of total variance the estimator never has a larger variance than
/// the share of outcomes itself (Asmussen and Glynn 2007, section V.4), and it is smooth in q.
///
/// The interval is Clopper-Pearson's at the effective number of trials p (1 - p) / Var, with the delta-method variance over
/// replications. The last step must be independent of the rest given what is conditioned on; transits shared by the parcels of
/// one departure are one draw, and still have the right mean, as every replication is one value here.
///
/// Where the probabilities of a few replications make up most of the sum (under 20 [`effective_hits`] of the rarer outcome) the
/// estimate is marked: others as bad may not have been met. None without orders, or with a sum that is negative or not finite.
///
/// ```
/// use leadtime_stats::{Confidence, Total, rare::conditional_share};
/// // 40 days; handling takes 1 to 4 h, the lane is exponential with mean 2 h, promised in 24 h
/// let late = |handling: f64| (-(24.0 - handling) / 2.0_f64).exp();
/// let days: Vec<Total> = (0..40)
///     .map(|r| Total { sum: late(1.0 + f64::from(r % 4)), count: 1.0 })
///     .collect();
/// let share = conditional_share(&days, Confidence::P95).expect("orders");
/// // 2.49e-5 from forty orders, to about a sixth
/// assert!((share.value - 2.4942e-5).abs() < 1e-9 && share.high < 1.3 * share.value && share.low > 0.7 * share.value);
/// ```
pub fn conditional_share(totals: &[Total], confidence: Confidence) -> Option<Estimate> {
    let mut estimate = Share::of(totals)?.estimate(Method::ConditionalMonteCarlo, confidence);
    let rarer = |total: &Total| {
        let misses = total.count - total.sum;
        let sum = if estimate.value > 0.5 {
            misses
        } else {
            total.sum
        };
        Total { sum, ..*total }
    };
    let rarer: Vec<Total> = totals.iter().map(rarer).collect();
    if effective_hits(&rarer) < FEW_BAD_PERIODS as f64 {
        estimate.marks.push(Mark::FewEffectiveHits);
    }
    Some(estimate)
}
