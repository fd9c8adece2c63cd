//! Experiments: designs compared, swept and solved for on common random numbers.
//!
//! ```text
//! Plan, StudyOutcome  per design, all with the same seed: the k-th visit of a zone is the same customer in each
//!   -> Comparison     paired differences with simultaneous intervals, realised correlations, winners where the intervals allow it
//!
//! study.toml -> Study (network)
//!   -> CheckedStudy   every design read and validated, every figure known; all problems at once
//!   -> Trial          the figures of one design, replication by replication; passive paddings come from one run
//!   -> Sweep          figures of all designs, their Pareto front, verdicts on the assertions
//!   -> Answers        what was solved for, estimated again on fresh replications
//!
//! Network             one scenario
//!   -> Sensitivity    what each of its stages, lanes and shocks does to the on-time share, and which fix is worth its money
//! ```

mod assertions;
mod checked;
mod comparison;
mod draws;
mod figures;
mod pareto;
mod passive;
mod precision;
mod required;
mod requirement;
mod segments;
mod selection;
pub mod sensitivity;
mod solve;
mod sweep;
mod trial;
mod uncertainty;
mod warm_up;
mod zone_columns;

pub use assertions::AssertionVerdict;
pub use checked::{CheckedStudy, Open, Refused, check};
pub use comparison::{
    Comparison, Design, DesignSummary, MeasureRow, PairFigure, SharedOrders, compare,
};
pub use figures::{Figure, FigureSummary};
pub use pareto::{Front, Objective};
pub use precision::stopping_rule;
pub use requirement::Standing;
pub use selection::{Contest, Contestant, NotSelected, Selected, select};
pub use solve::{Answer, Answers, Cause, Corner, Saturation, SegmentAnswer, solve};
pub use sweep::{AxisSummary, Sweep, SweptDesign, WorstZone, sweep};
pub use trial::{Interrupted, Run, Trial, Trials};
pub use uncertainty::{Parameter, UncertainFigure, Uncertainty, uncertainty};
pub use warm_up::{WarmUpFound, warm_up};
pub use zone_columns::ZoneColumn;
