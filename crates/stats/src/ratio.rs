//! A share of clustered trials: hits over trials, where trials of one replication depend on each other.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::proportion::exact_bounds;
use crate::wide::{U256, serde_wide, wide_schema};
use crate::{Confidence, Estimate, Mark, Method};

/// Replications below which an interval is marked.
pub const FEW_REPLICATIONS: u64 = 30;

/// Effective number of replications with the rarer outcome below which an interval is marked, see [`RatioSums::bad_periods`].
pub const FEW_BAD_PERIODS: u64 = 20;

/// The sums over replications from which a clustered share and its variance follow.
///
/// With X_r hits among N_r trials in replication r: R, sum X, sum N, sum X^2, sum N^2, sum XN, and how many replications
/// held a hit and a miss. All are integers, so sums merge by addition in any order and any grouping, to the same bytes.
///
/// ```
/// use leadtime_stats::{Confidence, RatioSums};
/// let mut sums = RatioSums::default();
/// for (hits, trials) in [(96, 100), (99, 100), (97, 110), (100, 105)] {
///     sums.record(hits, trials);
/// }
/// assert_eq!(sums.share(), Some(392.0 / 415.0));
/// let estimate = sums.estimate(Confidence::default()).expect("there were trials");
/// assert!(estimate.low < 392.0 / 415.0 && estimate.high <= 1.0);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RatioSums {
    /// Replications, with or without trials.
    pub replications: u64,
    /// Hits.
    pub hits: u64,
    /// Trials.
    pub trials: u64,
    /// Sum of squared hits.
    #[serde(with = "serde_wide")]
    #[schemars(schema_with = "wide_schema")]
    pub hits_squared: u128,
    /// Sum of squared trials.
    #[serde(with = "serde_wide")]
    #[schemars(schema_with = "wide_schema")]
    pub trials_squared: u128,
    /// Sum of hits times trials.
    #[serde(with = "serde_wide")]
    #[schemars(schema_with = "wide_schema")]
    pub hits_times_trials: u128,
    /// Replications with at least one hit.
    pub with_hit: u64,
    /// Replications with at least one miss.
    pub with_miss: u64,
}

impl RatioSums {
    /// Adds one replication with `hits` among `trials`; hits beyond the trials count as trials (a share stays a share).
    pub fn record(&mut self, hits: u64, trials: u64) {
        let hits = hits.min(trials);
        let (x, n) = (u128::from(hits), u128::from(trials));
        self.replications += 1;
        self.hits += hits;
        self.trials += trials;
        self.hits_squared += x * x;
        self.trials_squared += n * n;
        self.hits_times_trials += x * n;
        self.with_hit += u64::from(hits > 0);
        self.with_miss += u64::from(hits < trials);
    }

    /// Adds the replications of `other`.
    pub fn merge(&mut self, other: &Self) {
        self.replications = self.replications.saturating_add(other.replications);
        self.hits = self.hits.saturating_add(other.hits);
        self.trials = self.trials.saturating_add(other.trials);
        self.hits_squared = self.hits_squared.saturating_add(other.hits_squared);
        self.trials_squared = self.trials_squared.saturating_add(other.trials_squared);
        self.hits_times_trials = self
            .hits_times_trials
            .saturating_add(other.hits_times_trials);
        self.with_hit = self.with_hit.saturating_add(other.with_hit);
        self.with_miss = self.with_miss.saturating_add(other.with_miss);
    }

    /// The sums of the misses instead of the hits, exactly.
    #[must_use]
    pub fn complement(&self) -> Self {
        let crossed_once = self.trials_squared.saturating_sub(self.hits_times_trials);
        RatioSums {
            hits: self.trials.saturating_sub(self.hits),
            // sum (N - X)^2 = (sum N^2 - sum XN) - (sum XN - sum X^2)
            hits_squared: crossed_once
                .saturating_sub(self.hits_times_trials.saturating_sub(self.hits_squared)),
            hits_times_trials: crossed_once,
            with_hit: self.with_miss,
            with_miss: self.with_hit,
            ..*self
        }
    }

    /// Hits over trials, the ratio estimator; none without trials.
    pub fn share(&self) -> Option<f64> {
        (self.trials > 0).then(|| self.hits as f64 / self.trials as f64)
    }

    /// Sum over replications of (N X_r - X N_r)^2 / N^2, where X and N are the totals: the squared residuals.
    ///
    /// Expanded, the numerator is N^2 sum X_r^2 + X^2 sum N_r^2 - 2 X N sum X_r N_r, three numbers that agree in almost
    /// all their digits. Each is an integer below 2^256 and is formed exactly, so the difference is exact and the only
    /// roundings are the last conversion and division.
    fn squared_residuals(&self) -> f64 {
        let (x, n) = (u128::from(self.hits), u128::from(self.trials));
        let squares =
            U256::product(n * n, self.hits_squared).plus(U256::product(x * x, self.trials_squared));
        let cross = U256::product(x * n, self.hits_times_trials);
        squares.minus(cross.plus(cross)).to_f64() / (n as f64 * n as f64)
    }

    /// The delta-method variance of the share, clustered by replication (Cochran 1977, section 6.3):
    /// sum (X_r - p N_r)^2 / (R (R - 1) mean(N)^2). None below two replications or without trials.
    pub fn variance(&self) -> Option<f64> {
        if self.replications < 2 || self.trials == 0 {
            return None;
        }
        let (r, n) = (self.replications as f64, self.trials as f64);
        Some(self.squared_residuals() * (r / (r - 1.0)) / (n * n))
    }

    /// The square root of the variance.
    pub fn standard_error(&self) -> Option<f64> {
        self.variance().map(f64::sqrt)
    }

    /// How much larger the variance is than that of independent trials, Var / (p (1 - p) / N); none where a share of 0 or 1
    /// leaves it undefined.
    pub fn design_effect(&self) -> Option<f64> {
        let binomial = self.binomial_variance()?;
        (binomial > 0.0).then_some(self.variance()? / binomial)
    }

    /// p (1 - p) / N.
    fn binomial_variance(&self) -> Option<f64> {
        let (x, n) = (self.hits as f64, self.trials as f64);
        (self.trials > 0).then(|| x * (self.trials.saturating_sub(self.hits) as f64) / (n * n * n))
    }

    /// The number of independent trials that would be as informative, min(N, p (1 - p) / Var); none where it is undefined.
    pub fn effective_trials(&self) -> Option<f64> {
        let n = self.trials as f64;
        self.design_effect().map(|effect| (n / effect).min(n))
    }

    /// The share with its Korn-Graubard interval, or, where one outcome was never seen, with the assumption-free bound.
    ///
    /// The interval is Clopper-Pearson's at the effective number of trials, times (z / t)^2 with R - 1 degrees of freedom
    /// (Korn and Graubard 1998, Survey Methodology 24, 193); it never leaves `[0, 1]`. A single replication with both
    /// outcomes gives `[0, 1]` and a mark. None without trials.
    ///
    /// A plain t interval would miss on the optimistic side: its coverage is .78 to .93 where lateness is rare and shocked.
    pub fn estimate(&self, confidence: Confidence) -> Option<Estimate> {
        let value = self.share()?;
        let (low, high, method) = self.interval(confidence);
        Some(Estimate {
            value,
            low,
            high,
            n: self.trials,
            method,
            confidence,
            marks: self.marks(),
        })
    }

    fn interval(&self, confidence: Confidence) -> (f64, f64, Method) {
        if self.hits == self.trials {
            return (
                1.0 - self.never_seen_bound(confidence),
                1.0,
                Method::NeverSeen,
            );
        }
        if self.hits == 0 {
            return (0.0, self.never_seen_bound(confidence), Method::NeverSeen);
        }
        match self.degrees_of_freedom_trials(confidence) {
            None => (0.0, 1.0, Method::KornGraubard),
            Some(trials) => {
                let share = self.hits as f64 / self.trials as f64;
                let (low, high) = exact_bounds(
                    share * trials,
                    (1.0 - share) * trials,
                    0.5 * confidence.alpha(),
                );
                (low, high, Method::KornGraubard)
            }
        }
    }

    /// The effective number of trials times (z / t)^2; none below two replications.
    pub(crate) fn degrees_of_freedom_trials(&self, confidence: Confidence) -> Option<f64> {
        let effective = self.effective_trials()?;
        let factor =
            confidence.normal_factor() / confidence.t_factor((self.replications - 1) as f64);
        Some(effective * factor * factor)
    }

    /// 1 - alpha^(1/R): the largest probability that a replication contains an outcome not seen in any of R, and so the
    /// largest share of it.
    pub(crate) fn never_seen_bound(&self, confidence: Confidence) -> f64 {
        never_seen(self.replications as f64, confidence)
    }

    /// Both bounds of the miss share when no miss was seen; none if one was, or without trials.
    ///
    /// `design_effect` is that of a similar figure in which misses were seen often (the same curve at the largest padding
    /// with at least [`FEW_BAD_PERIODS`] replications holding one); values below 1 count as 1.
    pub fn no_miss_bounds(
        &self,
        design_effect: Option<f64>,
        confidence: Confidence,
    ) -> Option<NoMissBounds> {
        if self.trials == 0 || self.hits < self.trials {
            return None;
        }
        let trials = self.trials as f64;
        Some(NoMissBounds {
            assumption_free: self.never_seen_bound(confidence),
            model_based: design_effect
                .map(|effect| never_seen(trials / effect.max(1.0), confidence)),
        })
    }

    /// How many equally bad replications would be as informative as the misses seen, (sum M_r)^2 / sum M_r^2 with M_r the misses
    /// of a replication (Kong 1992); 0 without misses, never more than the replications that hold one.
    ///
    /// Not `with_miss`: where a trickle of misses runs through all replications and a few bad ones hold most of them, it is the
    /// number of the bad ones that says whether their frequency is known. Intervals cover at 93 % and more from 20 on; at
    /// 10 to 15 they cover at about 91 % (`docs/methods/coverage.md`).
    pub fn bad_periods(&self) -> f64 {
        let misses = self.complement();
        effective(misses.hits, misses.hits_squared)
    }

    /// What a reader must know about the interval.
    pub fn marks(&self) -> Vec<Mark> {
        let few = self.replications < FEW_REPLICATIONS;
        let enough = FEW_BAD_PERIODS as f64;
        let no_miss = self.hits == self.trials;
        let no_hit = self.hits == 0;
        let found = [
            (Mark::SingleReplication, self.replications < 2),
            (Mark::TooFewBadPeriods, few || self.bad_periods() < enough),
            (
                Mark::TooFewGoodPeriods,
                effective(self.hits, self.hits_squared) < enough && !few,
            ),
            (Mark::NoMiss, no_miss),
            (Mark::NoHit, no_hit),
        ];
        found
            .into_iter()
            .filter(|&(_, present)| present)
            .map(|(mark, _)| mark)
            .collect()
    }
}

/// (sum x)^2 / sum x^2; 0 if all are zero.
fn effective(sum: u64, squares: u128) -> f64 {
    if sum == 0 {
        0.0
    } else {
        sum as f64 * sum as f64 / squares as f64
    }
}

/// 1 - alpha^(1/n), without cancellation.
fn never_seen(n: f64, confidence: Confidence) -> f64 {
    -libm::expm1(libm::log(confidence.alpha()) / n)
}

/// Upper bounds of a miss share of which no case was seen.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NoMissBounds {
    /// 1 - alpha^(1/R): assumes only that replications are independent.
    pub assumption_free: f64,
    /// 1 - alpha^(1/n_eff) with a design effect borrowed from elsewhere: an assumption, to be labelled so.
    pub model_based: Option<f64>,
}
