//! Comparisons: what common random numbers must achieve, and when a winner may be named.

use std::sync::atomic::AtomicBool;

use leadtime_experiment::{Comparison, Design, compare};
use leadtime_network::{Files, load};
use leadtime_sim::plan::Plan;
use leadtime_sim::study::{StudyOptions, StudyOutcome, run};

/// M/M/c with a deterministic last leg; the promise is a constant after placement.
fn scenario(servers: u32, promise: &str, padding: &str) -> (Plan, String) {
    let text = format!(
        r#"
schema = 1
name = "queue"
clock = {{ start = 2026-11-02, time_zone = "UTC", warm_up = "1d", horizon = "4d" }}
demand.poisson.rate = "50/h"
facilities = [{{ name = "FC", kind = "fulfilment-centre" }}]
stages = [{{ facility = "FC", stage = "pack", servers = {servers}, service = "exponential(mean=5min)" }}]
lanes = [{{ from = "FC", to = "city", transit = "1h" }}]
zones = [{{ name = "city" }}]
[[service_levels]]
name = "standard"
padding = "{padding}"
promise.constant = {{ after = "{promise}" }}
"#
    );
    let (network, _) = load(&Files::from_text(&text)).unwrap();
    (Plan::compile(&network), network.digest)
}

fn study(plan: &Plan, seed: u64, threads: usize) -> StudyOutcome {
    let options = StudyOptions {
        seed,
        replications: 40,
        threads,
    };
    run(plan, &options, &AtomicBool::new(false), &mut |_, _| {})
}

fn compared(designs: &[(u32, &str, &str)], threads: usize) -> Comparison {
    let made: Vec<_> = designs
        .iter()
        .map(|&(servers, promise, padding)| {
            let (plan, digest) = scenario(servers, promise, padding);
            let outcome = study(&plan, 7, threads);
            (plan, digest, outcome)
        })
        .collect();
    let names: Vec<String> = (0..made.len()).map(|at| format!("design {at}")).collect();
    let designs: Vec<Design<'_>> = made
        .iter()
        .zip(&names)
        .map(|((plan, digest, study), name)| Design {
            name,
            digest,
            plan,
            study,
        })
        .collect();
    compare(&designs).unwrap()
}

fn row<'c>(comparison: &'c Comparison, measure: &str) -> &'c leadtime_experiment::MeasureRow {
    let mut rows = comparison.rows.iter();
    rows.find(|row| row.measure == measure && row.service_level.is_none())
        .unwrap()
}

// catches: designs that do not see the same customers, or a difference told the wrong way round
#[test]
fn one_minute_more_padding_is_one_minute_longer_quoted_exactly() {
    let comparison = compared(&[(5, "75min", "0min"), (5, "75min", "1min")], 1);
    let quote = &row(&comparison, "quote_length").differences[0];
    assert_eq!(
        (quote.design.as_str(), quote.minus.as_str()),
        ("design 1", "design 0")
    );
    assert!((quote.difference.value - 60.0).abs() < 1e-9, "{quote:?}");
    let lead = &row(&comparison, "lead_time").differences[0];
    assert_eq!(lead.difference.value, 0.0);
    assert!((lead.correlation.unwrap() - 1.0).abs() < 1e-12);
    assert_eq!(row(&comparison, "lead_time").winner, None);
    assert_eq!(
        row(&comparison, "on_time").winner.as_deref(),
        Some("design 1")
    );
    assert_eq!(
        row(&comparison, "quote_length").winner.as_deref(),
        Some("design 0")
    );
}

// catches: intervals of the difference made from the two single ones; a correlation that common random numbers do not reach
#[test]
fn one_more_server_shows_in_the_difference_where_single_intervals_overlap() {
    let comparison = compared(&[(7, "70min", "0min"), (8, "70min", "0min")], 1);
    let lead = row(&comparison, "lead_time");
    let pair = &lead.differences[0];
    assert!(pair.difference.high < 0.0, "{pair:?}");
    assert!(pair.correlation.unwrap() > 0.9, "{pair:?}");
    let single = lead.values[0].half_width().min(lead.values[1].half_width());
    assert!(pair.difference.half_width() < 0.7 * single, "{lead:?}");
    assert_eq!(lead.winner.as_deref(), Some("design 1"));
}

// catches: a winner among equals
#[test]
fn between_equal_designs_nobody_wins() {
    let comparison = compared(
        &[
            (6, "70min", "0min"),
            (6, "70min", "0min"),
            (6, "70min", "0min"),
        ],
        1,
    );
    assert!(comparison.rows.iter().all(|row| row.winner.is_none()));
    assert!(comparison.rows.iter().all(|row| row.differences.len() == 3));
}

// catches: an order of merging that depends on who is done first
#[test]
fn the_comparison_is_the_same_for_any_threads() {
    let designs = [(5, "75min", "0min"), (6, "75min", "0min")];
    let one = compared(&designs, 1);
    assert_eq!(one, compared(&designs, 2));
    assert_eq!(one, compared(&designs, 8));
}

// catches: pairs that are none
#[test]
fn other_seeds_are_not_paired() {
    let (plan, digest) = scenario(5, "70min", "0min");
    let (a, b) = (study(&plan, 1, 1), study(&plan, 2, 1));
    let design = |study| Design {
        name: "a",
        digest: &digest,
        plan: &plan,
        study,
    };
    assert_eq!(compare(&[design(&a), design(&b)]), None);
    assert_eq!(compare(&[design(&a)]), None);
}

// catches: designs of other windows, zones or levels compared without a word
#[test]
fn what_should_be_alike_and_is_not_is_told() {
    let (plan, digest) = scenario(5, "70min", "0min");
    let mut other = plan.clone();
    other.zones[0].name = "village".to_owned();
    other.warm_up += 3_600_000 * 12;
    let (a, b) = (study(&plan, 1, 1), study(&other, 1, 1));
    let design = |name, plan, study| Design {
        name,
        digest: &digest,
        plan,
        study,
    };
    let told = compare(&[design("a", &plan, &a), design("b", &other, &b)]).unwrap();
    assert_eq!(
        told.warnings,
        [
            "warm-up of `b`: 1.5 d; of `a`: 1 d",
            "scoring window of `b`: 2.5 d; of `a`: 3 d",
            "zones: `b` alone has `village`; `a` alone has `city`",
        ]
    );
    assert_eq!(told.shared_orders[0].common_low, 0.0);
    let same = compare(&[design("a", &plan, &a), design("b", &plan, &a)]).unwrap();
    assert!(same.warnings.is_empty());
    let shared = &same.shared_orders[0];
    assert_eq!((shared.common_low, shared.common_high), (1.0, 1.0));
    assert!(shared.orders > 1_000 && shared.orders == shared.orders_minus);
}
