//! What a study asks of its designs.

use super::figure::{FigureName, Requirement};
use crate::scenario::{Given, Span};

/// Which share a target is about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Of {
    /// The expected figure: sums over all replications.
    Mean,
    /// The figure of one scoring window: it must keep the bound with this probability.
    Period {
        /// Least probability.
        probability: f64,
    },
}

/// `mean` or `period`, as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfWord {
    /// `mean`.
    Mean,
    /// `period`.
    Period,
}

/// What has an answer of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PerWord {
    /// `zone`: every zone.
    Zone,
    /// `state`: every length of the base quote, which is what the promise knew of the queues at placement.
    State,
}

/// Where a share must be kept when segments have answers of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FloorWord {
    /// `segment`: in every one of them.
    Segment,
    /// `aggregate`: over all of them together, with the shortest quotes on average; then some may be given up.
    Aggregate,
}

/// What is held against a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The figure.
    Value,
    /// The end of its 95 % interval that is nearer to failing.
    Bound,
}

/// Which of the values that keep a target is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Find {
    /// The first along the axis.
    Smallest,
    /// The last along the axis.
    Largest,
}

/// How precise a figure shall be.
#[derive(Clone, Debug)]
pub struct PrecisionGoal {
    /// The figure.
    pub figure: Given<FigureName>,
    /// How large the error may be, relative or in its unit.
    pub error: Error,
}

/// How large an error may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Error {
    /// Half-width in the unit of the figure.
    Absolute(f64),
    /// Relative; of a share: of what is missing to one.
    Relative(f64),
}

/// What must hold in some designs.
#[derive(Clone, Debug)]
pub struct Assertion {
    /// The requirement.
    pub that: Given<Requirement>,
    /// Of which designs: a pattern of names.
    pub design: Given<String>,
    /// Of the expected figure or of that of one window.
    pub of: Of,
    /// Value or bound.
    pub by: By,
}

/// What is solved for: a value of an axis.
#[derive(Clone, Debug)]
pub struct Question {
    /// What it is called.
    pub name: String,
    /// Number of the axis.
    pub axis: usize,
    /// What is looked for.
    pub goal: Goal,
    /// What has an answer of its own. `None`: all orders have one together.
    pub per: Option<PerWord>,
    /// Where the share must be kept then.
    pub floor: FloorWord,
    /// One-sided confidence.
    pub confidence: f64,
    /// Where it stands.
    pub span: Span,
}

/// What is looked for along an axis.
#[derive(Clone, Debug)]
pub enum Goal {
    /// The first or last value at which a requirement holds.
    Keep {
        /// Which end.
        find: Find,
        /// The requirement.
        that: Given<Requirement>,
        /// Of the expected figure or of that of one window.
        of: Of,
    },
    /// The value at which a figure is best.
    Best {
        /// The most (true) or the least of it.
        most: bool,
        /// The figure; `profit` where the study says what an order brings.
        figure: Given<FigureName>,
    },
}

/// Which design is best, and how surely.
#[derive(Clone, Debug)]
pub struct Selection {
    /// The figure that is to be best.
    pub figure: Given<FigureName>,
    /// The least difference worth knowing, in the unit of the figure.
    pub indifference: f64,
    /// Probability of a correct selection where the best leads by that much.
    pub confidence: f64,
    /// How.
    pub method: SelectionMethod,
    /// Replications of every design before anything is decided.
    pub first: u32,
    /// Where it stands.
    pub span: Span,
}

/// How the best design is selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SelectionMethod {
    /// Kim and Nelson (2001).
    KimNelson,
    /// Nelson and Matejcik (1995).
    NelsonMatejcik,
    /// Rinott (1978).
    Rinott,
    /// Optimal computing budget allocation (Chen et al. 2000).
    Ocba,
}

/// What an order brings, and how demand answers the quote.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Profit {
    /// What an order brings before the costs of the scenario.
    pub revenue: f64,
    /// How demand answers.
    pub demand: Response,
}

/// How demand answers the quoted lead time q in hours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Response {
    /// max(0, a + b q) orders.
    Linear {
        /// Orders at a quote of zero.
        at_zero: f64,
        /// What an hour adds; usually negative.
        per_hour: f64,
    },
    /// 1 / (1 + exp(-(u + b q))) of all visitors.
    Logit {
        /// Utility at a quote of zero.
        utility: f64,
        /// What an hour adds to it; usually negative.
        per_hour: f64,
    },
}

impl Response {
    /// Demand at a quote of so many hours: orders, or the share of visitors.
    #[must_use]
    pub fn at(self, hours: f64) -> f64 {
        match self {
            Self::Linear { at_zero, per_hour } => (at_zero + per_hour * hours).max(0.0),
            Self::Logit { utility, per_hour } => {
                1.0 / (1.0 + libm::exp(-(utility + per_hour * hours)))
            }
        }
    }
}
