//! How designs, measures and their differences are said.

use leadtime_experiment::sensitivity::Sensitivity;
use leadtime_experiment::{Answers, Comparison, Sweep};
use leadtime_sim::outcome::Unit;
use leadtime_stats::Estimate;

use super::{TimeUnit, difference, replications};

/// A for the first design; numbers where letters run out.
pub(crate) fn letter(at: usize) -> String {
    u8::try_from(at).ok().filter(|at| *at < 26).map_or_else(
        || format!("#{}", at + 1),
        |at| char::from(b'A' + at).to_string(),
    )
}

/// The name of a measure in words.
pub(crate) fn measure(name: &str) -> &str {
    match name {
        "on_time" => "on time",
        "on_time_day" => "on time, by the day",
        "offer_share" => "offer share",
        "lead_time" => "lead time",
        "quote_length" => "quote length",
        "cost" => "cost per order",
        other => other,
    }
}

/// What a difference is told in: times this, and that name.
pub(crate) fn scale(unit: Unit, largest: f64) -> (f64, &'static str) {
    match unit {
        Unit::Share => (100.0, "points"),
        Unit::Seconds => {
            let unit = TimeUnit::for_largest(largest);
            (1.0 / unit.seconds(), unit.short())
        }
        _ => (1.0, ""),
    }
}

/// The largest finite amount of a difference and its ends.
pub(crate) fn largest(estimate: &Estimate) -> f64 {
    let ends = [estimate.value, estimate.low, estimate.high];
    let finite = ends.into_iter().filter(|end| end.is_finite());
    finite.fold(0.0, |most, end| most.max(end.abs()))
}

/// `+1.24 (+0.98…+1.50)`, in a scale; only the point where an end is open.
pub(crate) fn difference_interval(estimate: &Estimate, factor: f64) -> String {
    // A little finer than half the width: an end just beyond zero must not read as zero.
    let width = estimate.half_width() * factor / 2.5;
    let show = |value: f64| difference(value * factor, width);
    if !(estimate.low.is_finite() && estimate.high.is_finite()) {
        return show(estimate.value);
    }
    format!(
        "{} ({}…{})",
        show(estimate.value),
        show(estimate.low),
        show(estimate.high)
    )
}

/// Whether a difference is exactly nothing in every replication.
pub(crate) fn is_none(estimate: &Estimate) -> bool {
    estimate.value == 0.0 && estimate.half_width() == 0.0
}

/// `40 replications each · seed 1 · digests A 0123456789ab, B 0123456789ab`: stands under every plot of a comparison.
pub(crate) fn comparison_provenance(comparison: &Comparison) -> String {
    let digests = comparison.designs.iter().enumerate();
    let digests: Vec<String> = digests
        .map(|(at, design)| {
            let short: String = design.digest.chars().take(12).collect();
            format!("{} {short}", letter(at))
        })
        .collect();
    format!(
        "{} of each design · seed {} · scenarios {}",
        replications(comparison.replications),
        comparison.seed,
        digests.join(", ")
    )
}

/// What stands under every plot of a sensitivity study.
pub(crate) fn sensitivity_provenance(found: &Sensitivity) -> String {
    let digest: String = found.digest.chars().take(12).collect();
    format!(
        "{} of the scenario and of each lever · seed {} · scenario {} {digest}",
        replications(found.replications),
        found.seed,
        found.scenario
    )
}

/// What stands under every plot of a sweep.
pub(crate) fn sweep_provenance(found: &Sweep) -> String {
    let designs = found.designs.iter().filter(|design| !design.passive);
    let taken = designs.map(|design| design.replications);
    let (least, most) = taken.fold((u32::MAX, 0), |(a, b), n| (a.min(n), b.max(n)));
    let taken = match (least, most) {
        (least, most) if least >= most => replications(most),
        (least, most) => format!(
            "{} to {}",
            super::count(u64::from(least)),
            replications(most)
        ),
    };
    format!(
        "{} · {taken} of each · seed {} · study {}",
        super::counted(found.designs.len() as u32, "design", "designs"),
        found.seed,
        found.study
    )
}

/// What stands below the heading of what was solved for.
pub(crate) fn answers_provenance(found: &Answers) -> String {
    format!(
        "at most {} of each design · searched with seed {} · told from fresh replications, seed {} · study {}",
        replications(found.budget),
        found.seed,
        found.verify_seed,
        found.study
    )
}
