//! The interval of a share whose variance is known and whose trials are not: Clopper-Pearson's at the effective sample size.

use crate::mean::Total;
use crate::proportion::exact_bounds;
use crate::{Confidence, Estimate, Mark, Method};

/// Effective trials above which the binomial law is normal to rounding.
const NORMAL_ABOVE: f64 = 1e8;

/// A ratio of sums that is a share, with its delta-method variance over replications.
#[derive(Debug, Clone, Copy)]
pub(super) struct Share {
    pub(super) value: f64,
    pub(super) variance: f64,
    /// Degrees of freedom of the variance.
    pub(super) dof: f64,
    /// Independent replications.
    pub(super) replications: u64,
    /// The sum of the counts.
    pub(super) trials: f64,
}

impl Share {
    /// sum / count over replications, with the variance of [`ratio_mean`](crate::mean::ratio_mean).
    pub(super) fn of(totals: &[Total]) -> Option<Self> {
        let r = totals.len() as f64;
        let (sum, trials) = totals.iter().fold((0.0, 0.0), |(sum, count), total| {
            (sum + total.sum, count + total.count)
        });
        let usable = totals
            .iter()
            .all(|total| total.sum >= 0.0 && total.count >= 0.0);
        if !(usable && sum.is_finite() && trials.is_finite() && trials > 0.0) {
            return None;
        }
        let value = sum / trials;
        let squares: f64 = totals
            .iter()
            .map(|total| (total.sum - value * total.count) * (total.sum - value * total.count))
            .sum();
        Some(Share {
            value,
            variance: squares * r / (r - 1.0) / (trials * trials),
            dof: r - 1.0,
            replications: totals.len() as u64,
            trials,
        })
    }

    /// The interval with p (1 - p) / variance effective trials, times (z / t)^2, within [0, 1].
    ///
    /// What Korn and Graubard do for counts, for sums that are not counts. In the rare tail it is the interval of as many
    /// Poisson events as 1 / (relative variance): skewed to the right as the estimator is, and never below zero. Where no
    /// replication shows anything of one outcome, only the bound 1 - alpha^(1/R) is left.
    pub(super) fn estimate(self, method: Method, confidence: Confidence) -> Estimate {
        let Share { value, .. } = self;
        let unseen = -libm::expm1(libm::log(confidence.alpha()) / self.replications as f64);
        let (low, high) = if self.replications < 2 {
            (0.0, 1.0)
        } else if value <= 0.0 {
            (0.0, unseen)
        } else if value >= 1.0 {
            (1.0 - unseen, 1.0)
        } else {
            self.bounds(confidence)
        };
        let found = [
            (Mark::SingleReplication, self.replications < 2),
            (Mark::NoMiss, value >= 1.0),
            (Mark::NoHit, value <= 0.0),
        ];
        let marks = found.into_iter().filter(|&(_, present)| present);
        Estimate {
            value,
            low,
            high,
            n: self.trials as u64,
            method,
            confidence,
            marks: marks.map(|(mark, _)| mark).collect(),
        }
    }

    fn bounds(self, confidence: Confidence) -> (f64, f64) {
        let Share {
            value, variance, ..
        } = self;
        let t = confidence.t_factor(self.dof);
        let factor = confidence.normal_factor() / t;
        let trials = value * (1.0 - value) / variance * (factor * factor);
        if trials > NORMAL_ABOVE {
            let half = t * variance.sqrt();
            return ((value - half).max(0.0), (value + half).min(1.0));
        }
        let tail = 0.5 * confidence.alpha();
        exact_bounds(value * trials, (1.0 - value) * trials, tail)
    }
}
