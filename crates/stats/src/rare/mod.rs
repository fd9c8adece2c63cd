//! Rare lateness: what a claim of 99.9 % takes, and estimators that get there with less work.
//!
//! A plain share of late orders needs 384 late ones for a relative half-width of 10 % at 95 %: a million orders at 99.96 %, times
//! the design effect. The estimators here replace the yes or no of an order by something that varies less, and never touch
//! the promise: they are all unbiased (or ratios of unbiased sums).
//!
//! | idea | place |
//! |---|---|
//! | is the claim carried by the data, and if not, how many replications would do | [`Claim`], [`skewed_bounds`] |
//! | average P(late given all but the last step) in place of the indicator | [`conditional_share`] |
//! | make the bad days frequent and weigh them down | [`importance_share`] |
//! | give every kind of day its share of the work, weigh by its known probability | [`stratified_share`] |
//! | the tail of a queue: walk the other way and weigh | [`first_passage`], [`lundberg_root`] |

mod claim;
mod conditional;
mod effective;
mod importance;
mod queue_tail;
mod skewed;
mod stratified;

pub use claim::{
    BAD_PERIODS_OF_CLAIM, BAD_PERIODS_OF_SUMS, Bounds, Claim, InvalidClaim, Standing, Verdict,
    one_sided_bounds, trials_for_relative,
};
pub use conditional::conditional_share;
pub use importance::{effective_hits, importance_share};
pub use queue_tail::{Walk, first_passage, lundberg_root};
pub use skewed::skewed_bounds;
pub use stratified::{Allocation, Stratum, allocate, stratified_share};
