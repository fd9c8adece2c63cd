//! The hand-written simulator against the published answers of the reference network.

use leadtime_benches::reference_loop::{Answers, Parameters, simulate};

const REPLICATIONS: u64 = 30;
const ORDERS: u64 = 144_000;
/// P(|t_29| > 5.5) = P(|z| > 4.5) = 7e-6 per figure.
const T_LIMIT: f64 = 5.5;

/// A published figure, its standard error, and the relative mistake that the test claims to catch.
struct Figure {
    name: &'static str,
    value: f64,
    se: f64,
    detect: f64,
    of: fn(&Answers) -> f64,
}

const fn figure(
    name: &'static str,
    value: f64,
    se: f64,
    detect: f64,
    of: fn(&Answers) -> f64,
) -> Figure {
    Figure {
        name,
        value,
        se,
        detect,
        of,
    }
}

/// A server more or less moves the waits by 15 % and more: they are what shows that queues are simulated.
fn check(parameters: Parameters, figures: &[Figure; 5]) {
    let runs: Vec<Answers> = (0..REPLICATIONS)
        .map(|seed| simulate(parameters, ORDERS, 1000 + seed))
        .collect();
    for run in &runs {
        assert_eq!(run.orders, ORDERS);
        assert_eq!(run.padding.iter().sum::<u64>(), ORDERS);
        // The padding tally answers "on time without padding" exactly: bins up to 0 min, closed at the right.
        let on_time: u64 = run.padding[..=72].iter().sum();
        assert_eq!(on_time as f64 / ORDERS as f64, run.on_time);
    }
    for figure in figures {
        let (mean, se) = mean_and_error(&runs.iter().map(figure.of).collect::<Vec<_>>());
        let t = (mean - figure.value) / se.hypot(figure.se);
        let limit = figure.detect * figure.value / 6.0;
        assert!(
            se <= limit,
            "{}: standard error {se} above {limit}",
            figure.name
        );
        assert!(t.abs() < T_LIMIT, "{}: {mean} ({se}), t = {t}", figure.name);
    }
}

fn mean_and_error(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0);
    (mean, (variance / n).sqrt())
}

#[test]
fn reference() {
    check(
        Parameters::REFERENCE,
        &[
            figure("lead", 552.582, 0.005, 0.001, |a| a.lead_mean_min),
            figure("late", 1.0 - 0.90321, 0.00001, 0.03, |a| 1.0 - a.on_time),
            figure("wait pick", 0.07345, 0.0001, 0.15, |a| a.waits_min[0]),
            figure("wait pack", 0.02231, 0.00003, 0.15, |a| a.waits_min[1]),
            figure("wait station", 0.04142, 0.00007, 0.15, |a| a.waits_min[2]),
        ],
    );
}

#[test]
fn tight() {
    check(
        Parameters::TIGHT,
        &[
            figure("lead", 554.159, 0.004, 0.001, |a| a.lead_mean_min),
            figure("late", 1.0 - 0.90134, 0.00001, 0.03, |a| 1.0 - a.on_time),
            figure("wait pick", 0.6683, 0.0009, 0.15, |a| a.waits_min[0]),
            figure("wait pack", 0.4234, 0.0005, 0.15, |a| a.waits_min[1]),
            figure("wait station", 0.6205, 0.0009, 0.15, |a| a.waits_min[2]),
        ],
    );
}
