//! How a precision that was asked for is said.

use leadtime_sim::outcome::ReachedPrecision;
use leadtime_stats::stopping::Precision;

/// `precise: on_time("next-day") to 10 % of its late share (8.4 %)`, `not precise: ... (14.2 %)`.
pub(crate) fn reached(reached: &ReachedPrecision) -> String {
    let figure = match &reached.service_level {
        Some(level) => format!("{}(\"{level}\")", reached.measure),
        None => reached.measure.clone(),
    };
    let asked = match reached.target.precision {
        Precision::Absolute(width) => format!("a half-width of {width}"),
        Precision::Relative(share) => format!("{} %", 100.0 * share),
        Precision::RelativeToComplement(share) => format!("{} % of its late share", 100.0 * share),
    };
    let Some(achieved) = &reached.achieved else {
        return format!("not precise: {figure} was never observed");
    };
    let word = if achieved.met {
        "precise"
    } else {
        "not precise"
    };
    let is = match (
        reached.target.precision,
        achieved.relative,
        achieved.half_width,
    ) {
        (Precision::Absolute(_), _, Some(width)) => format!("{width:.5}"),
        (_, Some(share), _) => format!("{:.1} %", 100.0 * share),
        _ => "its interval holds zero".to_owned(),
    };
    format!("{word}: {figure} to {asked} ({is})")
}
