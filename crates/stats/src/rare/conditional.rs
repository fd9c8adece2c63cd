//! Conditional Monte Carlo: the probability of an outcome given all but the last step, in place of the outcome.

use super::claim::{Claim, Standing, Verdict};
use super::effective::Share;
use super::effective_hits;
use crate::mean::Total;
use crate::ratio::{FEW_BAD_PERIODS, FEW_REPLICATIONS};
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

impl Claim {
    /// Where the claim stands with the misses of each replication as sums of conditional probabilities ([`conditional_share`]):
    /// `sum` the expected misses, `count` the trials.
    ///
    /// It is carried where the one-sided bound of the share of hits reaches the level and rests on 30 replications and 20
    /// [`effective_hits`] of the misses. What it takes is told from the interval as it is: its arm shrinks with the root of the number of
    /// replications. None without trials, or with a sum that is negative or not finite.
    ///
    /// ```
    /// use leadtime_stats::{Confidence, Total};
    /// use leadtime_stats::rare::{Claim, Verdict};
    /// let claim = Claim::new(0.9999, Confidence::P95).expect("a share");
    /// // no order was late in 40 days of 100, and each might have been with 2 to 8 in 100,000
    /// let days: Vec<Total> = (0..40)
    ///     .map(|r| Total { sum: 100.0 * (2e-5 + 2e-5 * f64::from(r % 4)), count: 100.0 })
    ///     .collect();
    /// assert_eq!(claim.standing_of_misses(&days).expect("orders").verdict, Verdict::Carried);
    /// ```
    pub fn standing_of_misses(&self, misses: &[Total]) -> Option<Standing> {
        // Each bound holds with the confidence of the claim by itself.
        let two_sided = Confidence::try_from(1.0 - 2.0 * self.confidence().alpha()).ok()?;
        let missed = conditional_share(misses, two_sided)?;
        let standing = |verdict| Standing {
            value: 1.0 - missed.value,
            low: 1.0 - missed.high,
            high: 1.0 - missed.low,
            verdict,
        };
        let allowed = 1.0 - self.level();
        let replications = misses.len() as u64;
        let hits = effective_hits(misses);
        let enough = replications >= FEW_REPLICATIONS && hits >= FEW_BAD_PERIODS as f64;
        // Nothing can miss: the bound assumes nothing.
        let enough = enough || missed.value <= 0.0;
        Some(standing(if enough && missed.high <= allowed {
            Verdict::Carried
        } else if missed.low > allowed {
            Verdict::Contradicted
        } else if missed.value < allowed {
            let arm = (missed.high - missed.value) / (allowed - missed.value);
            let scale = arm * arm;
            let scale = scale.max(FEW_BAD_PERIODS as f64 / hits.max(1.0));
            let total = libm::ceil(scale.min(1e15) * replications as f64) as u64;
            Verdict::NotYet {
                replications: total.max(FEW_REPLICATIONS).max(replications + 1),
            }
        } else {
            Verdict::NotExpected
        }))
    }
}
