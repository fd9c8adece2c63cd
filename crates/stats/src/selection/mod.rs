//! Which of several designs is best, with a stated probability of being right.
//!
//! | procedure | sampling | needs | place |
//! |---|---|---|---|
//! | Kim and Nelson | stage by stage, drops designs as soon as they are surely worse | common random numbers help | [`KimNelson`] |
//! | Nelson and Matejcik | two stages, the same number for all | common random numbers | [`NelsonMatejcik`] |
//! | Rinott | two stages, each design by its own variance | independent designs | [`Rinott`] |
//! | OCBA | a budget, spent where it separates best from good | independent designs; no guarantee | [`ocba`] |
//!
//! All but OCBA state: the design selected is the best with at least the given probability **if** the best is better than
//! every other by at least the *indifference* delta. If some are closer than that, what is selected is within delta of the best
//! with that probability (proved for Rinott and for Nelson and Matejcik; for Kim and Nelson it is observed, not proved). The
//! theory has normal observations: one observation should be the mean over a block of replications where a single one is
//! skewed, a share of late orders for instance.
//!
//! [`multiple_comparisons`] adds intervals for "each design minus the best of the others" that all hold together with the
//! same probability.

mod best;
mod kim_nelson;
mod nelson_matejcik;
pub mod ocba;
mod rinott;

pub use best::{VersusBest, multiple_comparisons};
pub use kim_nelson::KimNelson;
pub use nelson_matejcik::{NelsonMatejcik, Spread};
pub use rinott::{Rinott, rinott_constant};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Confidence;

/// Whether more or less of the figure is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Goal {
    /// The best design has the greatest mean.
    Most,
    /// The best design has the least mean.
    Least,
}

impl Goal {
    /// The value, turned so that more is better.
    pub(crate) fn gain(self, value: f64) -> f64 {
        match self {
            Goal::Most => value,
            Goal::Least => -value,
        }
    }

    /// The index of the best of `means`, the first of equals; none if there are none.
    pub fn best_of(self, means: &[f64]) -> Option<usize> {
        let better = |best: usize, i: usize| {
            if self.gain(means[i]) > self.gain(means[best]) {
                i
            } else {
                best
            }
        };
        (0..means.len()).reduce(better)
    }
}

/// What a selection is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Question {
    designs: usize,
    first_stage: u64,
    indifference: f64,
    confidence: Confidence,
    goal: Goal,
}

/// A selection that cannot be made.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum InvalidSelection {
    /// There are fewer than two designs.
    TooFewDesigns(usize),
    /// The first stage has fewer than [`LEAST_FIRST_STAGE`] observations.
    FirstStageTooSmall(u64),
    /// The indifference is not a positive finite number.
    Indifference(f64),
    /// The probability is not above 1 / designs, which a blind guess reaches.
    NoBetterThanGuessing(Confidence),
    /// A row or column has the wrong length.
    WrongLength {
        /// What there should be.
        wanted: usize,
        /// What there was.
        got: usize,
    },
    /// An observation is not a finite number.
    NotFinite {
        /// The design, counted from 0.
        design: usize,
    },
}

/// The least first stage: below it variances are so uncertain that the constants explode.
pub const LEAST_FIRST_STAGE: u64 = 5;

impl core::fmt::Display for InvalidSelection {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            InvalidSelection::TooFewDesigns(n) => {
                write!(f, "a selection needs at least two designs, not {n}")
            }
            InvalidSelection::FirstStageTooSmall(n) => write!(
                f,
                "the first stage needs at least {LEAST_FIRST_STAGE} observations of each design, not {n}"
            ),
            InvalidSelection::Indifference(delta) => {
                write!(f, "the indifference is a positive number, not {delta}")
            }
            InvalidSelection::NoBetterThanGuessing(level) => write!(
                f,
                "a probability of {} is no more than a blind guess would reach",
                level.level()
            ),
            InvalidSelection::WrongLength { wanted, got } => {
                write!(f, "{wanted} observations were expected and {got} given")
            }
            InvalidSelection::NotFinite { design } => {
                write!(
                    f,
                    "an observation of design {design} is not a finite number"
                )
            }
        }
    }
}

impl std::error::Error for InvalidSelection {}

impl Question {
    /// Asks for the best of `designs`, by their means, with probability at least `confidence` if the best leads by
    /// `indifference` or more. Variances are estimated from the first `first_stage` observations of each design; 20 to 50 are
    /// usual.
    ///
    /// # Errors
    /// [`InvalidSelection`], one per rule above.
    pub fn new(
        designs: usize,
        first_stage: u64,
        indifference: f64,
        confidence: Confidence,
        goal: Goal,
    ) -> Result<Self, InvalidSelection> {
        if designs < 2 {
            return Err(InvalidSelection::TooFewDesigns(designs));
        }
        if first_stage < LEAST_FIRST_STAGE {
            return Err(InvalidSelection::FirstStageTooSmall(first_stage));
        }
        if !(indifference > 0.0 && indifference.is_finite()) {
            return Err(InvalidSelection::Indifference(indifference));
        }
        if confidence.level() <= 1.0 / designs as f64 {
            return Err(InvalidSelection::NoBetterThanGuessing(confidence));
        }
        Ok(Question {
            designs,
            first_stage,
            indifference,
            confidence,
            goal,
        })
    }

    /// The number of designs.
    pub fn designs(&self) -> usize {
        self.designs
    }

    /// Observations of each design before variances are estimated.
    pub fn first_stage(&self) -> u64 {
        self.first_stage
    }

    /// The least difference worth detecting.
    pub fn indifference(&self) -> f64 {
        self.indifference
    }

    /// The least probability of a correct selection.
    pub fn confidence(&self) -> Confidence {
        self.confidence
    }

    /// Whether more or less is better.
    pub fn goal(&self) -> Goal {
        self.goal
    }

    /// Checks observations[design][replication]: as many designs as asked for, at least the first stage of each, all finite.
    fn check_columns(&self, columns: &[impl AsRef<[f64]>]) -> Result<(), InvalidSelection> {
        if columns.len() != self.designs {
            return Err(InvalidSelection::WrongLength {
                wanted: self.designs,
                got: columns.len(),
            });
        }
        for (design, column) in columns.iter().enumerate() {
            let column = column.as_ref();
            if (column.len() as u64) < self.first_stage {
                return Err(InvalidSelection::WrongLength {
                    wanted: self.first_stage as usize,
                    got: column.len(),
                });
            }
            if column.iter().any(|value| !value.is_finite()) {
                return Err(InvalidSelection::NotFinite { design });
            }
        }
        Ok(())
    }
}
