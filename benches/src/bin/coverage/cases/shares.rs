//! On-time shares: clustered by day, never seen late, and by variance reduction.

use leadtime_stats::rare::{
    Stratum, conditional_share, importance_share, one_sided_bounds, stratified_share,
};
use leadtime_stats::special::{normal_quantile, normal_sf};
use leadtime_stats::{RatioSums, Total};

use super::{LEVEL, interval};
use crate::draws::Draws;
use crate::study::{Case, Needs, Seen};

pub(super) fn cases() -> Vec<Case> {
    let mut cases = vec![
        interval(
            "on-time share, Korn-Graubard",
            Needs::Exact,
            "90 % on time, days of 50 to 150 orders with normal shocks",
            100,
            |draws| {
                let mut sums = RatioSums::default();
                for _ in 0..100 {
                    let orders = draws.whole(50, 150);
                    let late = shocked_late(draws, orders, 0.1, 0.5);
                    sums.record(orders - late, orders);
                }
                Seen::of(&sums.estimate(LEVEL).expect("orders"), 0.9)
            },
        ),
        interval(
            "on-time share, Korn-Graubard",
            Needs::Exact,
            "busy days are late days: 160 orders 15 % late, else 80 orders 1 %",
            100,
            |draws| {
                let mut sums = RatioSums::default();
                for _ in 0..100 {
                    let (orders, p) = if draws.chance(0.3) {
                        (160, 0.15)
                    } else {
                        (80, 0.01)
                    };
                    sums.record(orders - draws.binomial(orders, p), orders);
                }
                let late = (0.7 * 0.8 + 0.3 * 24.0) / (0.7 * 80.0 + 0.3 * 160.0);
                Seen::of(&sums.estimate(LEVEL).expect("orders"), 1.0 - late)
            },
        ),
        conditional(100, Needs::Told, "transit normal given the day, 2 % late"),
        conditional(400, Needs::Exact, "the same, 400 days"),
    ];
    cases.extend(storms());
    cases.extend(never_late());
    cases
}

/// Transit = day + own, sd .6 and .8; late beyond the 98 % point of the standard normal law.
fn conditional(days: u64, needs: Needs, what: &str) -> Case {
    let quote = -normal_quantile(0.02);
    interval(
        "late share, conditional Monte Carlo",
        needs,
        what,
        days,
        move |draws| {
            let day = |_| Total {
                sum: 50.0 * normal_sf((quote - 0.6 * draws.normal()) / 0.8),
                count: 50.0,
            };
            let totals: Vec<Total> = (0..days).map(day).collect();
            Seen::of(&conditional_share(&totals, LEVEL).expect("orders"), 0.02)
        },
    )
}

/// Late orders among `orders` of one day: probability Phi(a + b Z) with Z the shock of the day, `p` on average.
pub(super) fn shocked_late(draws: &mut Draws, orders: u64, p: f64, b: f64) -> u64 {
    let a = normal_quantile(p) * (1.0 + b * b).sqrt();
    let shock = draws.normal();
    draws.binomial(orders, normal_sf(-(a + b * shock)))
}

/// Storms (1 in 500) make 60 % late, other days have .1 %.
const STORM: f64 = 0.002;
const STORM_LATE: f64 = STORM * 0.6 + (1.0 - STORM) * 0.001;

fn storms() -> [Case; 2] {
    let importance = |draws: &mut Draws| {
        let days: Vec<Total> = (0..400)
            .map(|_| {
                let storm = draws.chance(0.2);
                let (ratio, p) = if storm {
                    (STORM / 0.2, 0.6)
                } else {
                    ((1.0 - STORM) / 0.8, 0.001)
                };
                Total {
                    sum: ratio * draws.binomial(50, p) as f64,
                    count: 50.0,
                }
            })
            .collect();
        Seen::of(&importance_share(&days, LEVEL).expect("orders"), STORM_LATE)
    };
    let strata = |draws: &mut Draws| {
        let mut stratum = |probability: f64, p: f64, days: u64| Stratum {
            probability,
            totals: (0..days)
                .map(|_| Total {
                    sum: draws.binomial(50, p) as f64,
                    count: 50.0,
                })
                .collect(),
        };
        let strata = [stratum(1.0 - STORM, 0.001, 360), stratum(STORM, 0.6, 40)];
        Seen::of(
            &stratified_share(&strata, LEVEL).expect("orders"),
            STORM_LATE,
        )
    };
    [
        interval(
            "late share, importance sampling",
            Needs::Exact,
            "storms of 1 in 500 drawn 1 in 5",
            400,
            importance,
        ),
        interval(
            "late share, strata",
            Needs::Exact,
            "storms of 1 in 500 in a stratum of their own, 40 of 400",
            400,
            strata,
        ),
    ]
}

/// Bad days with all orders late, just too rare for the bound of 59 good ones: the worst case of the bound 1 - alpha^(1/R).
fn never_late() -> [Case; 2] {
    let bad = 1.0 - libm::pow(0.05, 1.0 / 59.0) + 1e-9;
    let study = move |draws: &mut Draws| {
        let mut sums = RatioSums::default();
        for _ in 0..59 {
            sums.record(if draws.chance(bad) { 0 } else { 80 }, 80);
        }
        sums
    };
    [
        interval(
            "zero-late bound, one-sided",
            Needs::Conservative,
            "bad day: all late, 1 in 20.2, worst case for the bound",
            59,
            move |draws| {
                let (low, _) = one_sided_bounds(&study(draws), LEVEL).expect("orders");
                Seen {
                    covered: low <= 1.0 - bad,
                    size: (1.0 - low) / bad,
                    marked: true,
                }
            },
        ),
        interval(
            "on-time share or zero-late bound, as printed",
            Needs::Told,
            "bad day: all late, 1 in 20.2, worst case for the printed interval",
            59,
            move |draws| Seen::of(&study(draws).estimate(LEVEL).expect("orders"), 1.0 - bad),
        ),
    ]
}
