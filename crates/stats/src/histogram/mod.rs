//! Mergeable integer histograms of signed durations, on one fixed layout.
//!
//! [`Histogram`] counts the values of one replication (or of anything that merges by addition); [`ClusteredHistogram`]
//! absorbs one histogram per replication and keeps, per bin edge, the sums from which a clustered interval of the
//! distribution function, and so of every quantile, follows.

mod clustered;
mod counts;
mod layout;
mod saved;

pub use clustered::ClusteredHistogram;
pub use counts::Histogram;
pub use layout::{SUBDIVISIONS, bin_bounds, bin_of};
pub use saved::CorruptHistogram;
