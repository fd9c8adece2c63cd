//! Means, ratios of sums, paired and simultaneous differences, two-level means.

use leadtime_stats::Total;
use leadtime_stats::mean::{mean, paired_difference, paired_ratio_difference, ratio_mean};
use leadtime_stats::simultaneous::{Comparison, paired_ratio_differences};
use leadtime_stats::two_level::two_level;

use super::{LEVEL, interval};
use crate::draws::Draws;
use crate::study::{Case, Needs, Seen};

pub(super) fn cases() -> Vec<Case> {
    vec![
        interval("mean, t", Needs::Exact, "normal values", 10, |draws| {
            let values: Vec<f64> = (0..10).map(|_| 3.0 + draws.normal()).collect();
            Seen::of(&mean(&values, LEVEL).expect("values"), 3.0)
        }),
        interval(
            "mean, t",
            Needs::Exact,
            "mean wait of 50 orders, exponential",
            30,
            |draws| {
                let wait =
                    |draws: &mut Draws| (0..50).map(|_| draws.exponential(4.0)).sum::<f64>() / 50.0;
                let values: Vec<f64> = (0..30).map(|_| wait(draws)).collect();
                Seen::of(&mean(&values, LEVEL).expect("values"), 4.0)
            },
        ),
        interval(
            "mean per order, ratio t",
            Needs::Exact,
            "100 to 160 orders a day, day effect",
            30,
            |draws| {
                let days: Vec<Total> = (0..30).map(|_| day(draws).0).collect();
                Seen::of(&ratio_mean(&days, LEVEL).expect("orders"), 5.0)
            },
        ),
        interval(
            "paired difference, t",
            Needs::Exact,
            "common day effect, correlation .9",
            30,
            |draws| {
                let pair = |draws: &mut Draws| {
                    let common = 3.0 * draws.normal();
                    (
                        10.5 + common + draws.normal(),
                        10.0 + common + draws.normal(),
                    )
                };
                let pairs: Vec<_> = (0..30).map(|_| pair(draws)).collect();
                Seen::of(&paired_difference(&pairs, LEVEL).expect("values"), 0.5)
            },
        ),
        interval(
            "paired difference of ratios, t",
            Needs::Exact,
            "100 to 160 orders a day, common day effect",
            30,
            |draws| {
                let days: Vec<_> = (0..30).map(|_| day(draws)).collect();
                Seen::of(&paired_ratio_difference(&days, LEVEL).expect("orders"), 0.5)
            },
        ),
        interval(
            "paired differences of three designs together, Bonferroni",
            Needs::Conservative,
            "common day effect, all three at once",
            30,
            together,
        ),
        interval(
            "two-level mean, t over draws",
            Needs::Exact,
            "20 draws of the parameters, 5 replications each",
            100,
            |draws| {
                let draw = |draws: &mut Draws| {
                    let expected = 7.0 + draws.normal();
                    (0..5).map(|_| expected + 2.0 * draws.normal()).collect()
                };
                let values: Vec<Vec<f64>> = (0..20).map(|_| draw(draws)).collect();
                Seen::of(&two_level(&values, LEVEL).expect("balanced").mean, 7.0)
            },
        ),
    ]
}

/// Total wait and orders of two designs on one day: means 5.0 and 4.5.
fn day(draws: &mut Draws) -> (Total, Total) {
    let effect = draws.normal();
    let count = draws.whole(100, 160) as f64;
    let total = |mean: f64, count: f64, draws: &mut Draws| Total {
        sum: count * mean + 5.0 * draws.normal(),
        count,
    };
    (
        total(5.0 + 0.5 * effect, count, draws),
        total(4.5 + 0.4 * effect, count + 7.0, draws),
    )
}

fn together(draws: &mut Draws) -> Seen {
    let mut designs: Vec<Vec<Total>> = vec![Vec::new(); 3];
    for _ in 0..30 {
        let effect = draws.normal();
        let count = draws.whole(100, 160) as f64;
        for (place, design) in designs.iter_mut().enumerate() {
            let mean = 5.0 + 0.2 * place as f64 + effect + 0.3 * draws.normal();
            design.push(Total {
                sum: mean * count,
                count,
            });
        }
    }
    let all = paired_ratio_differences(&designs, Comparison::AllPairs, LEVEL).expect("designs");
    let truth = |a: usize, b: usize| 0.2 * (a as f64 - b as f64);
    let covered = all.iter().all(|d| d.estimate.covers(truth(d.a, d.b)));
    Seen {
        covered,
        size: all[0].estimate.half_width() / 0.2,
        marked: false,
    }
}
