//! Intervals and tests that shall hold together: the worst of many segments, the differences of more than two designs.

mod differences;
mod holm;

pub use differences::{
    Comparison, Difference, paired_differences, paired_ratio_differences, winner,
};
pub use holm::holm;

use crate::Confidence;

/// The level each of `intervals` needs so that all hold together with `confidence`, whatever their dependence (Bonferroni):
/// 1 - alpha / k.
pub fn bonferroni(confidence: Confidence, intervals: u64) -> Confidence {
    from_alpha(confidence.alpha() / intervals.max(1) as f64)
}

/// The level each of `intervals` independent (or positively dependent) intervals needs so that all hold together with
/// `confidence` (Sidak 1967): level^(1/k). A little narrower than Bonferroni.
pub fn sidak(confidence: Confidence, intervals: u64) -> Confidence {
    from_alpha(-libm::expm1(
        libm::log(confidence.level()) / intervals.max(1) as f64,
    ))
}

/// The level 1 - alpha, or the greatest below 1 when alpha is too small to be seen.
fn from_alpha(alpha: f64) -> Confidence {
    const GREATEST: f64 = 1.0 - 0.5 * f64::EPSILON;
    Confidence::try_from((1.0 - alpha).min(GREATEST)).unwrap_or_default()
}
