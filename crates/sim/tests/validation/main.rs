//! Validation: the simulator must reproduce published and exact numbers.
//!
//! Each folder of `scenarios/validation` holds a scenario and an `expected.toml` with figures that come from outside this
//! project. The protocol (`docs/methods/validation.md`): R >= 100 replications at a fixed seed, |z| < 4.5 for each figure,
//! a standard error small enough to see an error of `detect`, and one chi-square over one figure a scenario.
//!
//! `FAMILY=mm1 cargo test --release -p leadtime-sim --test validation -- --nocapture` runs some (a part of the name).
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

mod distribution;
mod expected;
mod markov;
mod money;
mod observer;
mod run;
mod selector;
mod shared_cases;
mod stock;
mod verdict;

use leadtime_stats::special::chi_square_sf;

use expected::Expected;
use verdict::Row;

/// A figure this far out has probability 7e-6 if the simulator is right.
const LIMIT: f64 = 4.5;
/// The same for the sum of squares over scenarios, in either direction: standard errors that are too large are wrong too.
const CHI_SQUARE_TAIL: f64 = 1e-5;

#[test]
fn every_figure_of_every_family() {
    let wanted = std::env::var("FAMILY").unwrap_or_default();
    let families = expected::families();
    assert!(
        families.len() >= 40,
        "only {} families were found",
        families.len()
    );
    let mut rows: Vec<Row> = Vec::new();
    println!("{}", verdict::HEADER);
    for family in families
        .iter()
        .filter(|family| family.name.contains(&wanted))
    {
        let from = rows.len();
        rows.extend(family_rows(family));
        rows[from..].iter().for_each(|row| println!("{row}"));
    }
    let failures: Vec<String> = rows.iter().filter_map(Row::failure).collect();
    assert!(
        failures.is_empty(),
        "{} of {} figures fail:\n{}",
        failures.len(),
        rows.len(),
        failures.join("\n")
    );
    let squares: Vec<f64> = rows
        .iter()
        .filter(|row| row.in_chi_square)
        .map(|row| row.z * row.z)
        .collect();
    if squares.is_empty() {
        return;
    }
    let sum: f64 = squares.iter().sum();
    let tail = chi_square_sf(sum, squares.len() as f64);
    println!(
        "chi-square {sum:.2} over {} scenarios, upper tail {tail:.4}",
        squares.len()
    );
    assert!(
        tail > CHI_SQUARE_TAIL && tail < 1.0 - CHI_SQUARE_TAIL,
        "chi-square {sum} over {}: {tail}",
        squares.len()
    );
}

fn family_rows(family: &Expected) -> Vec<Row> {
    let scenario = run::Scenario::load(family);
    let observed = scenario.run(family);
    let mut rows: Vec<Row> = family
        .figure
        .iter()
        .zip(&observed.figures)
        .map(|(figure, totals)| verdict::judge(&family.name, figure, totals))
        .collect();
    rows.extend(
        family
            .distribution
            .iter()
            .map(|law| verdict::judge_law(&family.name, law, &observed.leads)),
    );
    rows
}

/// Figures of one run depend on each other, so each scenario names one, beforehand; and no two share their random numbers.
#[test]
fn each_family_names_one_figure_and_has_its_own_seed() {
    let mut seeds = std::collections::BTreeMap::new();
    for family in expected::families() {
        let named = family
            .figure
            .iter()
            .filter(|figure| figure.chi_square)
            .count();
        let random = family.figure.iter().any(|figure| !figure.exactly);
        assert_eq!(
            named,
            usize::from(random),
            "{}: figures named for the chi-square",
            family.name
        );
        let study = run::Scenario::load(&family).study;
        if let Some(other) = seeds.insert(study.seed, family.name.clone()) {
            panic!("{} and {other} have the same seed", family.name);
        }
        assert!(
            study.replications >= 100 || !random,
            "{}: under 100 replications",
            family.name
        );
    }
}

/// `outcome.json` says the same as the replications that were judged.
#[test]
fn the_outcome_holds_the_figures_that_are_validated() {
    for family in expected::families() {
        run::Scenario::load(&family).compare_outcome(&family);
    }
}

/// Every family stands in the table of `docs/methods/validation.md`, and nothing else does.
#[test]
fn the_methods_page_lists_every_family() {
    let page =
        std::fs::read_to_string(expected::root().join("docs/methods/validation.md")).unwrap();
    let table = page
        .split("\n## ")
        .find(|section| section.starts_with("Families"))
        .unwrap();
    let listed: Vec<&str> = table
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
        .collect();
    let mut families: Vec<String> = expected::families()
        .into_iter()
        .map(|family| family.name)
        .collect();
    let mut sorted = listed.clone();
    sorted.sort_unstable();
    families.sort();
    assert_eq!(sorted, families);
}
