//! Designs compared on common random numbers.
//!
//! ```text
//! Plan, StudyOutcome  per design, all with the same seed: the k-th visit of a zone is the same customer in each
//!   -> Comparison     paired differences with simultaneous intervals, realised correlations, winners where the intervals allow it
//! ```

mod comparison;

pub use comparison::{Comparison, Design, DesignSummary, MeasureRow, PairFigure, compare};
