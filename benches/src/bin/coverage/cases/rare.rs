//! Rare, shocked lateness by the number of replications: where each interval begins to hold.

use leadtime_stats::mean::{paired_ratio_difference, ratio_mean};
use leadtime_stats::special::{normal_quantile, normal_sf};
use leadtime_stats::{Estimate, RatioSums, Total};

use super::LEVEL;
use crate::draws::Draws;
use crate::study::{Case, Needs, Seen, Table};

/// Days per replication, and orders per day.
const DAYS: u64 = 7;
const ORDERS: u64 = 50;

pub(super) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (late, name) in [(0.01, "1 %"), (0.001, ".1 %")] {
        for r in [10, 30, 100, 300, 1000, 3000] {
            cases.push(weeks(late, name, r));
        }
    }
    for r in [10, 30, 100, 300, 1000] {
        cases.push(bad_weeks(r));
    }
    cases
}

/// Late orders of a week: probability Phi(a + b Z_d), Z an AR(1) process of correlation .9 from day to day, stationary.
fn week(draws: &mut Draws, intercept: f64, strength: f64) -> u64 {
    const PHI: f64 = 0.9;
    let mut shock = draws.normal();
    let mut late = 0;
    for _ in 0..DAYS {
        late += draws.binomial(ORDERS, normal_sf(-(intercept + strength * shock)));
        shock = PHI * shock + (1.0 - PHI * PHI).sqrt() * draws.normal();
    }
    late
}

fn weeks(late: f64, name: &str, replications: u64) -> Case {
    let strength = 1.0;
    let intercept = normal_quantile(late) * (1.0_f64 + strength * strength).sqrt();
    let what = format!("{name} late, weeks with AR(1) shocks");
    table(
        what,
        late,
        replications,
        move |draws| week(draws, intercept, strength),
        DAYS * ORDERS,
    )
}

/// One week in thirty is bad, with 40 % late; the others have .1 %.
fn bad_weeks(replications: u64) -> Case {
    let late = 0.4 / 30.0 + 0.001 * 29.0 / 30.0;
    let week = |draws: &mut Draws| {
        let p = if draws.chance(1.0 / 30.0) { 0.4 } else { 0.001 };
        draws.binomial(DAYS * ORDERS, p)
    };
    table(
        "1.4 % late: one week in 30 has 40 %".to_owned(),
        late,
        replications,
        week,
        DAYS * ORDERS,
    )
}

fn table(
    what: String,
    late: f64,
    replications: u64,
    week: impl Fn(&mut Draws) -> u64 + Sync + 'static,
    orders: u64,
) -> Case {
    let trial = move |draws: &mut Draws| {
        let mut sums = RatioSums::default();
        let (mut totals, mut pairs) = (Vec::new(), Vec::new());
        let total = |late: u64| Total {
            sum: late as f64,
            count: orders as f64,
        };
        for number in 0..replications {
            let hits = week(draws);
            sums.record(orders - hits, orders);
            totals.push(total(hits));
            // two independent halves, as a difference whose truth is zero
            if number % 2 == 1 {
                let n = totals.len();
                pairs.push((totals[n - 1], totals[n - 2]));
            }
        }
        let on_time = sums.estimate(LEVEL).expect("orders");
        let plain = ratio_mean(&totals, LEVEL).expect("orders");
        let difference = paired_ratio_difference(&pairs, LEVEL).expect("orders");
        vec![
            Seen {
                size: on_time.half_width() / late,
                ..Seen::of(&on_time, 1.0 - late)
            },
            Seen::of(&plain, late),
            zero_difference(&difference, late),
        ]
    };
    Case {
        table: Table::Rare,
        methods: vec![
            ("Korn-Graubard", Needs::Candid),
            ("plain t", Needs::Told),
            ("difference", Needs::Told),
        ],
        what,
        replications: Some(replications),
        trial: Box::new(trial),
    }
}

fn zero_difference(difference: &Estimate, late: f64) -> Seen {
    Seen {
        covered: difference.covers(0.0),
        size: difference.half_width() / late,
        marked: !difference.marks.is_empty(),
    }
}
