//! Claims such as "at least 99.9 % on time": carried by the data, contradicted, or out of reach so far, and what it would take.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::skewed::Moments;
use crate::proportion::exact_bounds;
use crate::quantile::least_sample_for_bound;
use crate::ratio::FEW_REPLICATIONS;
use crate::{Confidence, RatioSums};

/// Replications beyond which a number is no advice any more.
const MOST: u64 = 1 << 53;

/// Bad periods that a claim must rest on.
pub const BAD_PERIODS_OF_CLAIM: u64 = 30;

/// Bad periods that a claim must rest on where only sums over replications are known. With 90 of unequal size Korn and Graubard's
/// one-sided bound at 95 % fails in 7.6 %, with 150 in 6.5 %.
pub const BAD_PERIODS_OF_SUMS: u64 = 150;

/// "The share is at least `level`", claimed with a one-sided confidence.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Claim {
    level: f64,
    confidence: Confidence,
}

/// A claim that no data could carry.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum InvalidClaim {
    /// The level is not strictly between 0 and 1.
    Level(f64),
    /// The confidence is not above one half.
    Confidence(Confidence),
}

impl core::fmt::Display for InvalidClaim {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            InvalidClaim::Level(level) => {
                write!(
                    f,
                    "a claim is about a share strictly between 0 and 1, not {level}"
                )
            }
            InvalidClaim::Confidence(confidence) => write!(
                f,
                "a claim needs a confidence above one half, not {}",
                confidence.level()
            ),
        }
    }
}

impl std::error::Error for InvalidClaim {}

/// Where a claim stands.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Standing {
    /// The share seen.
    pub value: f64,
    /// Its one-sided lower bound.
    pub low: f64,
    /// Its one-sided upper bound.
    pub high: f64,
    /// What follows.
    pub verdict: Verdict,
}

/// The bounds that a claim is judged by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// The share seen.
    pub value: f64,
    /// Its one-sided lower bound.
    pub low: f64,
    /// Its one-sided upper bound.
    pub high: f64,
    /// Whether the claim may be printed.
    pub carried: bool,
}

/// What the data say of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "verdict")]
pub enum Verdict {
    /// The lower bound reaches the level: the claim may be printed.
    Carried,
    /// The upper bound is below the level: the claim is false.
    Contradicted,
    /// Neither. If the share and its spread stay as seen, about so many replications in total would carry it (with an even
    /// chance: the next estimate may fall on either side of this one).
    NotYet {
        /// Replications in total, those at hand included.
        replications: u64,
    },
    /// Neither, and the share seen is not above the level: more replications are not expected to carry it.
    NotExpected,
}

impl Claim {
    /// The claim that a share is at least `level`.
    ///
    /// # Errors
    /// A level outside (0, 1), or a confidence of at most one half.
    pub fn new(level: f64, confidence: Confidence) -> Result<Self, InvalidClaim> {
        if !(level > 0.0 && level < 1.0) {
            return Err(InvalidClaim::Level(level));
        }
        if confidence.level() <= 0.5 {
            return Err(InvalidClaim::Confidence(confidence));
        }
        Ok(Claim { level, confidence })
    }

    /// The share that is claimed at least.
    pub fn level(&self) -> f64 {
        self.level
    }

    /// The one-sided confidence.
    pub fn confidence(&self) -> Confidence {
        self.confidence
    }

    /// Where the claim stands with the hits and trials of each replication. None without trials.
    ///
    /// It is carried where the lower of [`one_sided_bounds`] and [`skewed_bounds`](super::skewed_bounds) reaches the level **and** the
    /// bound rests on something: at least 30 replications and 30 [bad ones](RatioSums::bad_periods), or the share of replications
    /// without any miss is surely at least the level, which assumes nothing of the others (2995 of them without a miss for 99.9 %).
    /// Three misses in clusters say little of how large a cluster can be. Claims that are just not true were carried in 5 to 7 %
    /// of the studies in `docs/methods/coverage.md`.
    ///
    /// `design_effect` is that of a similar figure with more misses, for the case that no miss was seen; without it such a claim
    /// takes as many replications as the assumption-free bound needs.
    ///
    /// ```
    /// use leadtime_stats::Confidence;
    /// use leadtime_stats::rare::{Claim, Verdict};
    /// let claim = Claim::new(0.999, Confidence::P95).expect("a share");
    /// // 200,000 orders, none late, and yet: a bad day of one in a hundred may not have come
    /// let standing = claim.standing(&[(2000, 2000); 100], None).expect("orders");
    /// assert_eq!(standing.verdict, Verdict::NotYet { replications: 2995 });
    /// ```
    pub fn standing(&self, periods: &[(u64, u64)], design_effect: Option<f64>) -> Option<Standing> {
        self.judge(&Evidence::of(periods), design_effect)
    }

    /// The bounds of [`Self::standing`] and whether the claim is carried, without the search for what it would take: for claims about very
    /// many cells.
    pub fn bounds(&self, periods: &[(u64, u64)]) -> Option<Bounds> {
        self.weigh(&Evidence::of(periods))
    }

    /// Where the claim stands with nothing but sums over replications: as [`Self::standing`], with Korn and Graubard's bound alone, which
    /// does not see how unequal bad periods are. It must therefore rest on [`BAD_PERIODS_OF_SUMS`] of them.
    pub fn standing_of_sums(
        &self,
        sums: &RatioSums,
        design_effect: Option<f64>,
    ) -> Option<Standing> {
        let evidence = Evidence {
            sums: *sums,
            moments: None,
            enough: BAD_PERIODS_OF_SUMS as f64,
        };
        self.judge(&evidence, design_effect)
    }

    fn weigh(&self, evidence: &Evidence) -> Option<Bounds> {
        let sums = &evidence.sums;
        let value = sums.share()?;
        let (low, high) = evidence.bounds(self.confidence)?;
        let spotless = sums.replications.saturating_sub(sums.with_miss) as f64;
        let alpha = self.confidence.alpha();
        let assumption_free = exact_bounds(spotless, sums.with_miss as f64, alpha).0;
        let seen = sums.replications >= FEW_REPLICATIONS && sums.bad_periods() >= evidence.enough;
        Some(Bounds {
            value,
            low,
            high,
            carried: assumption_free >= self.level || (seen && low >= self.level),
        })
    }

    fn judge(&self, evidence: &Evidence, design_effect: Option<f64>) -> Option<Standing> {
        let sums = &evidence.sums;
        let Bounds {
            value,
            low,
            high,
            carried,
        } = self.weigh(evidence)?;
        let verdict = if carried {
            Verdict::Carried
        } else if high < self.level {
            Verdict::Contradicted
        } else if sums.hits == sums.trials {
            Verdict::NotYet {
                replications: self.needed_unseen(sums, design_effect),
            }
        } else if value > self.level {
            Verdict::NotYet {
                replications: self.needed(evidence),
            }
        } else {
            Verdict::NotExpected
        };
        Some(Standing {
            value,
            low,
            high,
            verdict,
        })
    }

    /// Replications without a miss: as many as the assumption-free bound needs.
    ///
    /// A borrowed design effect can only lengthen this: it says how many orders are as good as one, and if a whole replication
    /// is worth less than one, more are needed.
    fn needed_unseen(&self, sums: &RatioSums, design_effect: Option<f64>) -> u64 {
        let free = least_sample_for_bound(self.level, self.confidence).unwrap_or(MOST);
        let each = sums.trials as f64 / sums.replications.max(1) as f64;
        let worth = design_effect.map_or(1.0, |effect| (each / effect.max(1.0)).min(1.0));
        (libm::ceil(free as f64 / worth) as u64).min(MOST)
    }

    /// The least number of replications at which the bound reaches the level, share and spread as seen, and at which enough are
    /// bad.
    fn needed(&self, evidence: &Evidence) -> u64 {
        let sums = &evidence.sums;
        let per_period = evidence.enough / sums.bad_periods().max(1.0);
        let for_misses = libm::ceil(per_period * sums.replications as f64) as u64;
        let start = FEW_REPLICATIONS.max(for_misses).max(sums.replications + 1);
        let reaches = |replications| evidence.low_at(replications, self.confidence) >= self.level;
        let (mut low, mut high) = (start - 1, start);
        while !reaches(high) {
            (low, high) = (high, high.saturating_mul(2));
            if high > MOST {
                return MOST;
            }
        }
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if reaches(middle) {
                high = middle;
            } else {
                low = middle;
            }
        }
        high
    }
}

/// What a claim is judged by.
struct Evidence {
    sums: RatioSums,
    /// Spread and skewness, where replications are known one by one and both outcomes were seen.
    moments: Option<Moments>,
    /// Bad periods that a bound must rest on.
    enough: f64,
}

impl Evidence {
    fn of(periods: &[(u64, u64)]) -> Self {
        let mut sums = RatioSums::default();
        for &(hits, trials) in periods {
            sums.record(hits, trials);
        }
        Evidence {
            sums,
            moments: Moments::of(periods),
            enough: BAD_PERIODS_OF_CLAIM as f64,
        }
    }

    /// The lower of the lower bounds, the higher of the upper ones.
    fn bounds(&self, confidence: Confidence) -> Option<(f64, f64)> {
        let (low, high) = one_sided_bounds(&self.sums, confidence)?;
        let skewed = self
            .moments
            .and_then(|moments| moments.bounds_at(self.sums.replications, confidence));
        Some(skewed.map_or((low, high), |(l, h)| (low.min(l), high.max(h))))
    }

    /// The lower bound that so many replications like these would give; 0 where no spread was seen.
    fn low_at(&self, replications: u64, confidence: Confidence) -> f64 {
        let (Some(share), Some(effective)) = (self.sums.share(), self.sums.effective_trials())
        else {
            return 0.0;
        };
        let each = effective / self.sums.replications as f64;
        let plain = lower_bound(share, each, replications, confidence);
        let skewed = self
            .moments
            .and_then(|moments| moments.bounds_at(replications, confidence));
        skewed.map_or(plain, |(low, _)| plain.min(low))
    }
}

/// The Korn-Graubard lower bound at so many replications, each worth `each` independent trials.
fn lower_bound(share: f64, each: f64, replications: u64, confidence: Confidence) -> f64 {
    let two_sided = doubled(confidence);
    let factor = two_sided.normal_factor() / two_sided.t_factor((replications - 1) as f64);
    let trials = each * replications as f64 * factor * factor;
    exact_bounds(share * trials, (1.0 - share) * trials, confidence.alpha()).0
}

/// The two-sided level whose tails each hold alpha.
fn doubled(confidence: Confidence) -> Confidence {
    Confidence::try_from(1.0 - 2.0 * confidence.alpha()).unwrap_or_default()
}

/// One-sided Korn-Graubard bounds of a clustered share, each with the stated confidence by itself; where an outcome was never
/// seen, the assumption-free bound 1 - alpha^(1/R) on its side. None without trials or at a confidence of at most one half.
pub fn one_sided_bounds(sums: &RatioSums, confidence: Confidence) -> Option<(f64, f64)> {
    if confidence.level() <= 0.5 {
        return None;
    }
    let unseen = sums.never_seen_bound(confidence);
    let both = sums.estimate(doubled(confidence))?;
    Some(if sums.hits == sums.trials {
        (1.0 - unseen, 1.0)
    } else if sums.hits == 0 {
        (0.0, unseen)
    } else {
        (both.low, both.high)
    })
}

/// Independent trials for a relative half-width of `relative` on a share `p`: z^2 (1 - p) / (p relative^2). 383,762 for
/// p = .001, 10 % and 95 %; multiply by the design effect of clustered trials. None unless p is in (0, 1) and relative > 0.
pub fn trials_for_relative(p: f64, relative: f64, confidence: Confidence) -> Option<u64> {
    if !(p > 0.0 && p < 1.0 && relative > 0.0) {
        return None;
    }
    let z = confidence.normal_factor();
    Some(libm::ceil(z * z * (1.0 - p) / (p * relative * relative)) as u64)
}
