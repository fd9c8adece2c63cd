//! leadtime-stats

mod confidence;
mod estimate;
pub mod histogram;
pub mod proportion;
pub mod quantile;
pub mod ratio;
pub mod special;
mod wide;

pub use confidence::{Confidence, InvalidConfidence};
pub use estimate::{Estimate, Mark, Method};
pub use histogram::{ClusteredHistogram, Histogram};
pub use ratio::{NoMissBounds, RatioSums};
