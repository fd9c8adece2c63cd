//! Rare, shocked lateness by the number of replications: where each interval begins to hold.

use leadtime_stats::mean::{paired_ratio_difference, ratio_mean};
use leadtime_stats::rare::{Claim, Standing, Verdict};
use leadtime_stats::special::{normal_quantile, normal_sf};
use leadtime_stats::{RatioSums, Total};

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
    for r in [300, 1000, 3000] {
        cases.push(claim(0.01, "1 %", r));
    }
    for r in [1000, 3000] {
        cases.push(claim(0.001, ".1 %", r));
    }
    cases
}

/// A claim whose level is exactly the truth: how often it is not carried, and how often not contradicted.
fn claim(late: f64, name: &str, replications: u64) -> Case {
    let claim = Claim::new(1.0 - late, LEVEL).expect("a share");
    let intercept = normal_quantile(late) * core::f64::consts::SQRT_2;
    let orders = DAYS * ORDERS;
    let trial = move |draws: &mut Draws| {
        let mut sums = RatioSums::default();
        let mut weeks = Vec::new();
        for _ in 0..replications {
            let on_time = orders - week(draws, intercept).0;
            sums.record(on_time, orders);
            weeks.push((on_time, orders));
        }
        let standing = claim.standing(&weeks, None).expect("orders");
        let of_sums = claim.standing_of_sums(&sums, None).expect("orders");
        let told = |of: &Standing, verdict: Verdict| Seen {
            covered: of.verdict != verdict,
            size: (of.value - of.low) / late,
            marked: false,
        };
        vec![
            told(&standing, Verdict::Carried),
            told(&standing, Verdict::Contradicted),
            told(&of_sums, Verdict::Carried),
        ]
    };
    Case {
        table: Table::Claims,
        methods: vec![
            ("carried", Needs::Claim),
            ("contradicted", Needs::Claim),
            ("carried by sums", Needs::Claim),
        ],
        what: format!("weeks with AR(1) shocks, {name} late and at most that claimed"),
        replications: Some(replications),
        trial: Box::new(trial),
    }
}

/// Late orders of one week under two designs.
type Week = fn(&mut Draws, f64) -> (u64, u64);

/// How much the second design moves the normal quantile of every day.
const BETTER: f64 = 0.3;

/// Late orders of a week: probability Phi(a + Z_d), Z an AR(1) process of correlation .9 from day to day, stationary; the second
/// design has a - .3 and the same shocks.
fn week(draws: &mut Draws, intercept: f64) -> (u64, u64) {
    const PHI: f64 = 0.9;
    let mut shock = draws.normal();
    let (mut late, mut better) = (0, 0);
    for _ in 0..DAYS {
        late += draws.binomial(ORDERS, normal_sf(-(intercept + shock)));
        better += draws.binomial(ORDERS, normal_sf(-(intercept - BETTER + shock)));
        shock = PHI * shock + (1.0 - PHI * PHI).sqrt() * draws.normal();
    }
    (late, better)
}

fn weeks(late: f64, name: &str, replications: u64) -> Case {
    let root = core::f64::consts::SQRT_2;
    let intercept = normal_quantile(late) * root;
    let better = normal_sf((BETTER - intercept) / root);
    let what = format!("{name} late, weeks with AR(1) shocks");
    table(what, [late, better], replications, week, intercept)
}

/// One week in thirty is bad, with 40 % late, 20 % under the second design; the others have .1 %.
fn bad_weeks(replications: u64) -> Case {
    let late = |bad: f64| bad / 30.0 + 0.001 * 29.0 / 30.0;
    let week = |draws: &mut Draws, bad: f64| {
        let (p, better) = if draws.chance(1.0 / 30.0) {
            (bad, 0.5 * bad)
        } else {
            (0.001, 0.001)
        };
        let orders = DAYS * ORDERS;
        (draws.binomial(orders, p), draws.binomial(orders, better))
    };
    let what = "1.4 % late: one week in 30 has 40 %".to_owned();
    table(what, [late(0.4), late(0.2)], replications, week, 0.4)
}

fn table(what: String, truth: [f64; 2], replications: u64, week: Week, parameter: f64) -> Case {
    let orders = DAYS * ORDERS;
    let late = truth[0];
    let trial = move |draws: &mut Draws| {
        let mut sums = RatioSums::default();
        let total = |late: u64| Total {
            sum: late as f64,
            count: orders as f64,
        };
        let mut pairs = Vec::new();
        for _ in 0..replications {
            let (hits, better) = week(draws, parameter);
            sums.record(orders - hits, orders);
            pairs.push((total(hits), total(better)));
        }
        let first: Vec<Total> = pairs.iter().map(|pair| pair.0).collect();
        let on_time = sums.estimate(LEVEL).expect("orders");
        let plain = ratio_mean(&first, LEVEL).expect("orders");
        let difference = paired_ratio_difference(&pairs, LEVEL).expect("orders");
        vec![
            Seen {
                size: on_time.half_width() / late,
                ..Seen::of(&on_time, 1.0 - late)
            },
            Seen::of(&plain, late),
            Seen::of(&difference, late - truth[1]),
        ]
    };
    // a t interval has no bound for what was never seen
    let told_below_100 = if replications < 100 {
        Needs::Told
    } else {
        Needs::Candid
    };
    Case {
        table: Table::Rare,
        methods: vec![
            ("Korn-Graubard", Needs::Candid),
            ("plain t", told_below_100),
            ("difference", told_below_100),
        ],
        what,
        replications: Some(replications),
        trial: Box::new(trial),
    }
}
