//! When is a study precise enough? Decided on fixed prefixes of the replications, never on a clock.
//!
//! A study runs blocks of replications. After each block, and only there, the estimates over *all* replications so far are
//! compared with their targets. The ends of the blocks are a function of the study alone ([`Blocks`]), so the same study
//! stops at the same replication on every machine and with any number of threads.
//!
//! A rule that stops when an interval happens to be short favours samples whose variance was underestimated. The first look
//! therefore comes after at least [`LEAST_FIRST_BLOCK`] replications; the coverage of stopped runs is then within two points
//! of the nominal one (Chow and Robbins 1965 for the limit; measured in `docs/methods/coverage.md`).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Confidence, Estimate};

/// Replications before the first look.
pub const LEAST_FIRST_BLOCK: u64 = 30;

/// The replications after which a study may stop: 30, 60, 90, ... or 30, 45, 68, ...; the last is the budget.
///
/// ```
/// use leadtime_stats::stopping::{Blocks, Growth};
/// let blocks = Blocks::new(30, Growth::Percent(50), 200).expect("a schedule");
/// assert_eq!(blocks.prefixes().collect::<Vec<_>>(), [30, 45, 67, 100, 150, 200]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Blocks {
    first: u64,
    growth: Growth,
    budget: u64,
}

/// How the prefixes of a schedule grow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Growth {
    /// By this many replications each time.
    Steps(u64),
    /// By this share of the replications so far, in percent, rounded down, at least one. 50 keeps the number of looks to
    /// about six per tenfold growth, at the price of at most half of the work in vain.
    Percent(u64),
}

/// A schedule that cannot be followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidBlocks {
    /// The first block is below [`LEAST_FIRST_BLOCK`].
    FirstTooSmall(u64),
    /// The budget ends before the first look.
    BudgetBelowFirst {
        /// The first block.
        first: u64,
        /// The budget.
        budget: u64,
    },
    /// Steps of zero replications, or growth by zero percent.
    NoGrowth,
}

impl core::fmt::Display for InvalidBlocks {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            InvalidBlocks::FirstTooSmall(first) => write!(
                f,
                "the first look comes after at least {LEAST_FIRST_BLOCK} replications, not after {first}"
            ),
            InvalidBlocks::BudgetBelowFirst { first, budget } => write!(
                f,
                "a budget of {budget} replications ends before the first look, after {first}"
            ),
            InvalidBlocks::NoGrowth => f.write_str("blocks must grow by at least one replication"),
        }
    }
}

impl std::error::Error for InvalidBlocks {}

impl Blocks {
    /// A schedule whose first look comes after `first` replications and whose last comes after `budget`.
    ///
    /// # Errors
    /// [`InvalidBlocks`]: a first block below [`LEAST_FIRST_BLOCK`], a budget below it, or no growth.
    pub fn new(first: u64, growth: Growth, budget: u64) -> Result<Self, InvalidBlocks> {
        if first < LEAST_FIRST_BLOCK {
            return Err(InvalidBlocks::FirstTooSmall(first));
        }
        if budget < first {
            return Err(InvalidBlocks::BudgetBelowFirst { first, budget });
        }
        if matches!(growth, Growth::Steps(0) | Growth::Percent(0)) {
            return Err(InvalidBlocks::NoGrowth);
        }
        Ok(Blocks {
            first,
            growth,
            budget,
        })
    }

    /// The most replications of the study.
    pub fn budget(&self) -> u64 {
        self.budget
    }

    /// The prefix after `replications`, none when the budget is spent.
    pub fn next_after(&self, replications: u64) -> Option<u64> {
        self.prefixes().find(|&prefix| prefix > replications)
    }

    /// True if a look is due after `replications`.
    pub fn looks_at(&self, replications: u64) -> bool {
        self.prefixes().any(|prefix| prefix == replications)
    }

    /// All prefixes, ascending, up to the budget.
    pub fn prefixes(&self) -> impl Iterator<Item = u64> {
        let Blocks {
            first,
            growth,
            budget,
        } = *self;
        core::iter::successors(Some(first), move |&prefix| {
            let step = match growth {
                Growth::Steps(step) => step,
                Growth::Percent(percent) => {
                    let grown = u128::from(prefix) * u128::from(percent) / 100;
                    u64::try_from(grown).unwrap_or(u64::MAX).max(1)
                }
            };
            (prefix < budget).then(|| prefix.saturating_add(step).min(budget))
        })
    }
}

/// How precise a figure shall be.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Precision {
    /// The half-width is at most this, in the unit of the figure.
    Absolute(f64),
    /// The relative error of the figure is at most this share of its true value.
    Relative(f64),
    /// The relative error of one minus the figure: of the late share, where the figure is the on-time share. Relative to the
    /// on-time share itself, a precision of 1 % would call 99.0 % and 99.9 % the same.
    RelativeToComplement(f64),
}

/// What precision was reached, and what was allowed, for one figure.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Achieved {
    /// The longer arm of the interval, in the unit of the figure; `null` when the interval is open.
    pub half_width: Option<f64>,
    /// The longest arm that meets the target, in the unit of the figure.
    pub allowed: f64,
    /// The relative error that the interval allows, arm / (size - arm); `null` for an absolute target, or where the arm
    /// reaches down to zero.
    pub relative: Option<f64>,
    /// True if the target is met.
    pub met: bool,
    /// True if the estimate carries a mark of doubt: the interval is short enough, and may be too short. A coarse target can be met
    /// before the bad periods have shown how frequent they are; print it so.
    pub marked: bool,
}

impl Precision {
    /// Compares an estimate with the target.
    ///
    /// The half-width is the longer of the two arms of the interval, value - low and high - value, so that it serves
    /// asymmetric intervals of shares as it serves t intervals. A relative target g is met where arm <= g / (1 + g) * |size|
    /// (Law 2015, section 9.4.1): the size is an estimate as well, and the error is meant relative to the truth. A share of
    /// which no case was seen has size zero and meets no relative target.
    pub fn achieved(self, estimate: &Estimate) -> Achieved {
        let arm = (estimate.value - estimate.low).max(estimate.high - estimate.value);
        let (allowed, size) = match self {
            Precision::Absolute(width) => (width, None),
            Precision::Relative(share) => relative(share, estimate.value),
            Precision::RelativeToComplement(share) => relative(share, 1.0 - estimate.value),
        };
        let relative = size.and_then(|size| (arm < size).then(|| arm / (size - arm)));
        // an exact figure of size zero (nothing is ever late, by construction) still has an arm of zero
        let met = arm <= allowed && (size != Some(0.0) || arm == 0.0);
        Achieved {
            half_width: arm.is_finite().then_some(arm),
            allowed,
            relative,
            met,
            marked: !estimate.marks.is_empty(),
        }
    }

    /// True if the target is a positive finite number.
    pub fn is_valid(self) -> bool {
        let (Precision::Absolute(bound)
        | Precision::Relative(bound)
        | Precision::RelativeToComplement(bound)) = self;
        bound > 0.0 && bound.is_finite()
    }
}

/// The allowed arm and the size that it is relative to.
fn relative(share: f64, value: f64) -> (f64, Option<f64>) {
    let size = value.abs();
    (share / (1.0 + share) * size, Some(size))
}

/// A named precision: how precise, and at which confidence the half-width is taken.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PrecisionTarget {
    /// How precise the figure shall be.
    pub precision: Precision,
    /// The confidence of the interval; left out when it is .95.
    #[serde(default)]
    pub confidence: Confidence,
}

/// What a study does after a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "decision")]
pub enum Decision {
    /// Run on, up to `next` replications in total.
    GoOn {
        /// Replications at the next look.
        next: u64,
    },
    /// Every target is met.
    Met,
    /// The budget is spent and a target is not met.
    BudgetSpent,
}

/// Decides after `replications` whether to go on, from what each figure achieved; `None` stands for a figure that the data
/// cannot give yet, and is not met.
///
/// Between looks the answer is to go on to the next one, whatever the figures say. The estimates must be made at the
/// confidence of their targets and from exactly the first `replications` replications.
///
/// ```
/// use leadtime_stats::stopping::{Blocks, Decision, Growth, Precision, decide};
/// use leadtime_stats::{Confidence, mean::mean};
/// let blocks = Blocks::new(30, Growth::Steps(30), 3000).expect("a schedule");
/// let waits: Vec<f64> = (0..60).map(|r| 5.0 + f64::from(r % 7)).collect();
/// let achieved = |n: usize| mean(&waits[..n], Confidence::P95).map(|wait| Precision::Relative(0.1).achieved(&wait));
/// // half-width .74 around 7.8: the relative error may be 10.5 %; with 60 it is .53, 7.1 %
/// assert_eq!(decide(&blocks, 30, &[achieved(30)]), Decision::GoOn { next: 60 });
/// assert_eq!(decide(&blocks, 60, &[achieved(60)]), Decision::Met);
/// ```
pub fn decide(blocks: &Blocks, replications: u64, figures: &[Option<Achieved>]) -> Decision {
    let met = figures
        .iter()
        .all(|figure| figure.is_some_and(|achieved| achieved.met));
    match blocks.next_after(replications) {
        Some(next) if !(met && blocks.looks_at(replications)) => Decision::GoOn { next },
        _ if met => Decision::Met,
        _ => Decision::BudgetSpent,
    }
}
