//! Quantiles: pooled over clusters, and by order statistics.

use leadtime_stats::quantile::quantile_of_sorted;
use leadtime_stats::special::normal_quantile;
use leadtime_stats::{ClusteredHistogram, Histogram};

use super::{LEVEL, interval};
use crate::draws::Draws;
use crate::study::{Case, Needs, Seen};

pub(super) fn cases() -> Vec<Case> {
    vec![
        clustered(
            0.5,
            "median of lead times, day effect: log-normal, sd .3 between and .4 within days",
        ),
        clustered(0.9, "p90 of the same"),
        order_statistics(1000, 0.95, "p95 of independent values"),
        order_statistics(100, 0.9, "p90 of independent values"),
        order_statistics(299, 0.99, "p99 of independent values, open above"),
    ]
}

fn clustered(p: f64, what: &str) -> Case {
    let truth = 100_000.0 * libm::exp(0.5 * normal_quantile(p));
    let study = move |draws: &mut Draws| {
        let mut pooled = ClusteredHistogram::default();
        for _ in 0..100 {
            let shock = 0.3 * draws.normal();
            let mut day = Histogram::default();
            for _ in 0..40 {
                let log = shock + 0.4 * draws.normal();
                day.record(libm::round(100_000.0 * libm::exp(log)) as i64);
            }
            pooled.absorb(&day);
        }
        Seen::of(&pooled.quantile(p, LEVEL).expect("values"), truth)
    };
    interval(
        "quantile, clustered Woodruff",
        Needs::Conservative,
        what,
        100,
        study,
    )
}

fn order_statistics(n: u64, p: f64, what: &str) -> Case {
    let study = move |draws: &mut Draws| {
        let mut values: Vec<f64> = (0..n).map(|_| draws.uniform()).collect();
        values.sort_by(f64::total_cmp);
        Seen::of(&quantile_of_sorted(&values, p, LEVEL).expect("values"), p)
    };
    interval(
        "quantile, order statistics",
        Needs::Conservative,
        what,
        n,
        study,
    )
}
