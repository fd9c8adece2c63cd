//! Estimates that carry their interval, sample size and method.
//!
//! The crate knows counts, sums and replications; it knows nothing of orders, lanes or promises. Three rules shape it:
//!
//! - **The replication is the unit.** What happens within one run shares its weather, its staffing and its queues; only runs
//!   are independent. A share of orders is therefore a ratio of sums over replications, never a binomial proportion.
//! - **Tallies are integers.** Counts, squares and cross products merge by addition, in any order, to the same bytes; floats
//!   appear only when an estimate is made, and are folded in replication order.
//! - **A figure is never alone.** An [`Estimate`] holds point, interval, n and method, and [`Mark`]s of doubt as data. Zero
//!   misses is a normal answer with a bound.
//!
//! ```text
//!   one replication            all replications                 a figure
//!   hits, trials ───────────>  RatioSums           ──────────>  Estimate   share, Korn-Graubard
//!   Histogram    ──absorb───>  ClusteredHistogram  ──────────>  Estimate   quantile, Woodruff
//!   sum, count   ───────────>  [Total]             ──────────>  Estimate   mean per order, t
//!   hits / trials ──────────>  [f64]               ──────────>  OutcomeRange, P(period >= target)
//! ```
//!
//! # A tour
//!
//! Forty weeks of a hundred orders; in one week of four, ten orders come late.
//!
//! ```
//! use leadtime_stats::outcome::{outcome_range, period_shares, probability_at_least};
//! use leadtime_stats::{Confidence, Mark, Method, RatioSums};
//!
//! let weeks: Vec<(u64, u64)> = (0..40).map(|week| if week % 4 == 0 { (90, 100) } else { (100, 100) }).collect();
//! let mut sums = RatioSums::default();
//! for &(on_time, promised) in &weeks {
//!     sums.record(on_time, promised);
//! }
//!
//! // the expected share, 97.5 %, and how sure we are of it
//! let estimate = sums.estimate(Confidence::default()).expect("orders were promised");
//! assert_eq!((estimate.value, estimate.n, estimate.method), (0.975, 4000, Method::KornGraubard));
//! // lateness comes in clusters: 4000 orders say as much as 507 independent ones would (design effect 7.9)
//! assert!((sums.design_effect().expect("some were late") - 7.8895).abs() < 1e-4);
//! assert!((estimate.low - 0.95664).abs() < 1e-5 && (estimate.high - 0.98706).abs() < 1e-5);
//! // only ten weeks hold a late order: the reader is told
//! assert_eq!(estimate.marks, [Mark::TooFewBadPeriods]);
//!
//! // what one week may bring is another question, and its range does not shrink with more weeks
//! let shares = period_shares(&weeks);
//! let range = outcome_range(&shares).expect("there are weeks");
//! assert_eq!((range.low, range.high), (0.9, 1.0));
//! let met = probability_at_least(&shares, 0.95, Confidence::default()).expect("there are weeks");
//! assert_eq!((met.value, met.method), (0.75, Method::Wilson));
//! assert!((met.low - 0.5981).abs() < 1e-4 && (met.high - 0.8581).abs() < 1e-4);
//! ```
//!
//! # Where to look
//!
//! | question | place |
//! |---|---|
//! | share of trials that cluster by replication | [`ratio`]: [`RatioSums`] |
//! | share of independent yes/no outcomes | [`proportion`]: Wilson, Clopper-Pearson |
//! | mean over replications, mean per order, difference of two designs | [`mean`] |
//! | quantiles and distribution functions of durations | [`histogram`]: [`Histogram`], [`ClusteredHistogram`] |
//! | quantile of independent values | [`quantile`] |
//! | what one day, week or season may bring | [`outcome`] |
//! | the worst of many segments, differences of more than two designs | [`simultaneous`] |
//! | is a study precise enough to stop | [`stopping`] |
//! | which of several designs is best | [`selection`] |
//! | where the warm-up ends | [`warm_up`] |
//! | 99.9 %: is a claim carried, and estimators for rare lateness | [`rare`] |
//! | doubt from parameters or from replications | [`two_level`] |
//! | does a sample follow a law, does a run hit an exact value | [`goodness`] |
//! | distribution functions and their inverses | [`special`] |
//!
//! All mathematics runs on `libm` and exactly rounded operations, so results have the same bits on every machine.

mod confidence;
mod estimate;
pub mod goodness;
pub mod histogram;
pub mod mean;
pub mod outcome;
pub mod proportion;
pub mod quantile;
pub mod rare;
pub mod ratio;
pub mod selection;
pub mod simultaneous;
pub mod special;
pub mod stopping;
pub mod two_level;
pub mod warm_up;
mod wide;

pub use confidence::{Confidence, InvalidConfidence};
pub use estimate::{Estimate, Mark, Method};
pub use histogram::{ClusteredHistogram, Histogram};
pub use mean::Total;
pub use outcome::OutcomeRange;
pub use ratio::{NoMissBounds, RatioSums};
