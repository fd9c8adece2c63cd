//! From estimates to figures.

use leadtime_stats::{ClusteredHistogram, Confidence, Estimate, RatioSums, Total, mean};

use crate::outcome::{Figure, LeadTimeFigures, Mark, SlackTail, Unit};

/// Ticks in a second.
const TICKS: f64 = 1_000.0;

/// A figure that could not be observed.
pub(super) fn unknown(unit: Unit, method: &str) -> Figure {
    Figure {
        value: None,
        low: None,
        high: None,
        n: 0,
        method: method.to_owned(),
        unit,
        marks: Vec::new(),
    }
}

/// An estimate with its unit.
pub(super) fn figure(estimate: Option<Estimate>, unit: Unit, method: &str) -> Figure {
    let Some(estimate) = estimate else {
        return unknown(unit, method);
    };
    let marks = marks(&estimate.marks);
    let bound =
        |bound: f64| (bound.is_finite() && !marks.contains(&Mark::OneReplication)).then_some(bound);
    Figure {
        value: estimate.value.is_finite().then_some(estimate.value),
        low: bound(estimate.low),
        high: bound(estimate.high),
        n: estimate.n,
        method: estimate.method.name().to_owned(),
        unit,
        marks,
    }
}

/// The caveats of an estimate in the outcome's words.
pub(super) fn marks(marks: &[leadtime_stats::Mark]) -> Vec<Mark> {
    let word = |mark: &leadtime_stats::Mark| match mark {
        leadtime_stats::Mark::SingleReplication => Some(Mark::OneReplication),
        leadtime_stats::Mark::TooFewBadPeriods | leadtime_stats::Mark::FewEffectiveHits => {
            Some(Mark::TooFewBadPeriods)
        }
        leadtime_stats::Mark::NoMiss => Some(Mark::ZeroLate),
        leadtime_stats::Mark::NoHit => Some(Mark::AllLate),
        _ => None,
    };
    marks.iter().filter_map(word).collect()
}

/// A share over replications.
pub(super) fn share(sums: &RatioSums) -> Figure {
    figure(sums.estimate(Confidence::P95), Unit::Share, "korn-graubard")
}

/// A length of time: sum over count, in ticks, per replication; as seconds.
pub(super) fn mean_length(totals: &[Total]) -> Figure {
    ratio_mean(totals, Unit::Seconds, 1.0 / TICKS)
}

/// Sum over count, per replication.
pub(super) fn ratio_mean(totals: &[Total], unit: Unit, factor: f64) -> Figure {
    figure(
        mean::ratio_mean(totals, Confidence::P95).map(|estimate| estimate.scaled(factor)),
        unit,
        "ratio-t",
    )
}

/// A value per replication.
pub(super) fn mean_of(values: &[f64], unit: Unit) -> Figure {
    figure(mean::mean(values, Confidence::P95), unit, "student-t")
}

/// A sum and a count of one replication.
pub(super) fn total(sum: f64, count: f64) -> Total {
    Total { sum, count }
}

/// Mean and quantiles of a length of time.
pub(super) fn lengths(totals: &[Total], histogram: &ClusteredHistogram) -> LeadTimeFigures {
    let quantile = |p: f64| quantile_figure(histogram, p, |ticks| ticks);
    LeadTimeFigures {
        mean: mean_length(totals),
        p50: quantile(0.5),
        p90: quantile(0.9),
        p95: quantile(0.95),
        p99: quantile(0.99),
        p99_9: quantile(0.999),
    }
}

/// The same of max(0, slack), whose quantiles are those of slack where positive.
pub(super) fn earliness(totals: &[Total], slack: &ClusteredHistogram) -> LeadTimeFigures {
    let quantile = |p: f64| quantile_figure(slack, p, |ticks| ticks.max(0.0));
    LeadTimeFigures {
        mean: mean_length(totals),
        p50: quantile(0.5),
        p90: quantile(0.9),
        p95: quantile(0.95),
        p99: quantile(0.99),
        p99_9: quantile(0.999),
    }
}

/// The same of max(0, -slack): the p-quantile of tardiness is that of slack at 1 - p, turned round.
pub(super) fn tardiness(totals: &[Total], slack: &ClusteredHistogram) -> LeadTimeFigures {
    let quantile = |p: f64| {
        let mut figure = quantile_figure(slack, 1.0 - p, |ticks| (-ticks).max(0.0));
        std::mem::swap(&mut figure.low, &mut figure.high);
        figure
    };
    LeadTimeFigures {
        mean: mean_length(totals),
        p50: quantile(0.5),
        p90: quantile(0.9),
        p95: quantile(0.95),
        p99: quantile(0.99),
        p99_9: quantile(0.999),
    }
}

/// Low quantiles of slack.
pub(super) fn slack_tail(slack: &ClusteredHistogram) -> SlackTail {
    let quantile = |p: f64| quantile_figure(slack, p, |ticks| ticks);
    SlackTail {
        p5: quantile(0.05),
        p1: quantile(0.01),
        p0_1: quantile(0.001),
    }
}

fn quantile_figure(histogram: &ClusteredHistogram, p: f64, change: impl Fn(f64) -> f64) -> Figure {
    let mut figure = figure(
        histogram.quantile(p, Confidence::P95),
        Unit::Seconds,
        "clustered-quantile",
    );
    for end in [&mut figure.value, &mut figure.low, &mut figure.high] {
        *end = end.map(|ticks| change(ticks) / TICKS);
    }
    figure
}
