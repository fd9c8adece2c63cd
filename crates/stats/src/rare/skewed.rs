//! One-sided bounds of a clustered share that allow for clusters of unequal size.

use crate::Confidence;
use crate::special::{gamma_quantile, gamma_quantile_upper};

/// Skewness below which the Poisson law is normal for every purpose.
const SYMMETRIC: f64 = 1e-4;

/// One-sided bounds of hits / trials over replications, from (hits, trials) of each: the estimate plus and minus standard errors,
/// as many as a Poisson variable of the **same skewness** has.
///
/// Korn and Graubard's interval takes the misses for Poisson clusters of equal size, so that the variance alone fixes how skewed
/// the estimate is. Where bad periods differ in how bad they are it is more skewed, and the lower bound of an on-time share too
/// high: at 99.9 % and 1000 shocked weeks it fails in 9.5 % of the studies in place of 5 %. With g the skewness of the late share, from
/// the third moment of the residuals, and k = 1 / g^2, its upper bound is late + se (U - k) / sqrt k, where U is the exact upper
/// bound of a Poisson mean of which k events were seen; the first term of that is Johnson's (1978, JASA 73, 536) correction of the t
/// statistic, g (1 + 2 z^2) / 6. The standard errors are widened by t / z for R - 1 degrees of freedom.
///
/// None below two replications, without trials, without a hit or without a miss, or at a confidence of at most one half.
///
/// ```
/// use leadtime_stats::{Confidence, rare::skewed_bounds};
/// // bad weeks with 10, 20 or 100 late orders among good ones with none
/// let weeks: Vec<(u64, u64)> = (0..200)
///     .map(|w| (500 - if w % 20 == 0 { [10, 20, 100][w / 20 % 3] } else { 0 }, 500))
///     .collect();
/// let (low, high) = skewed_bounds(&weeks, Confidence::P95).expect("both outcomes");
/// // .9961 on time; the bound below is farther away than the one above
/// assert!(0.9961 - low > 1.8 * (high - 0.9961));
/// ```
pub fn skewed_bounds(periods: &[(u64, u64)], confidence: Confidence) -> Option<(f64, f64)> {
    let moments = Moments::of(periods)?;
    moments.bounds_at(moments.replications, confidence)
}

/// A share and the spread and skewness of its estimate.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moments {
    share: f64,
    error: f64,
    skewness: f64,
    replications: u64,
}

impl Moments {
    /// None below two replications, or unless both outcomes were seen.
    pub(super) fn of(periods: &[(u64, u64)]) -> Option<Self> {
        let r = periods.len() as f64;
        let hits: u64 = periods.iter().map(|period| period.0.min(period.1)).sum();
        let trials: u64 = periods.iter().map(|period| period.1).sum();
        if periods.len() < 2 || hits == 0 || hits >= trials {
            return None;
        }
        let share = hits as f64 / trials as f64;
        let (squares, cubes) = periods.iter().fold((0.0, 0.0), |(squares, cubes), period| {
            let residual = period.0.min(period.1) as f64 - share * period.1 as f64;
            let square = residual * residual;
            (squares + square, cubes + square * residual)
        });
        Some(Moments {
            share,
            error: (squares * r / (r - 1.0)).sqrt() / trials as f64,
            // sum e^3 / (sum e^2)^(3/2): the skewness of the sum of R residuals
            skewness: if squares > 0.0 {
                cubes / (squares * squares.sqrt())
            } else {
                0.0
            },
            replications: periods.len() as u64,
        })
    }

    /// The bounds that so many replications like these would give. None at a confidence of at most one half.
    pub(super) fn bounds_at(
        &self,
        replications: u64,
        confidence: Confidence,
    ) -> Option<(f64, f64)> {
        let alpha = confidence.alpha();
        let two_sided = Confidence::try_from(1.0 - 2.0 * alpha).ok()?;
        let shrink = (self.replications as f64 / replications as f64).sqrt();
        let z = two_sided.normal_factor();
        let widened = self.error * shrink * two_sided.t_factor(replications as f64 - 1.0) / z;
        let (long, short) = arms(self.skewness.abs() * shrink, alpha, z);
        let (below, above) = if self.skewness < 0.0 {
            (long, short)
        } else {
            (short, long)
        };
        let low = (self.share - widened * below).max(0.0);
        let high = (self.share + widened * above).min(1.0);
        Some((low, high))
    }
}

/// Standard errors from a Poisson count of this skewness to the upper and lower bound of its mean.
fn arms(skewness: f64, alpha: f64, z: f64) -> (f64, f64) {
    if skewness < SYMMETRIC {
        return (z, z);
    }
    let k = 1.0 / (skewness * skewness);
    let long = (gamma_quantile_upper(k + 1.0, alpha) - k) * skewness;
    let short = (k - gamma_quantile(k, alpha)) * skewness;
    (long, short)
}
