//! Late shares by importance sampling of shocks, against a case with a known answer.

use std::sync::atomic::AtomicBool;

use leadtime_network::load;
use leadtime_network::scenario::Files;
use leadtime_sim::outcome::{Mark, Outcome};
use leadtime_sim::plan::Plan;
use leadtime_sim::study::{StudyOptions, run};
use leadtime_stats::Confidence;
use leadtime_stats::rare::trials_for_relative;

/// Ten hours on the road, twenty on a bad day, promised in fifteen: late is who orders on a bad day, one day in a thousand.
const STORM: &str = r#"
schema = 1
name = "storm"
clock = { start = 2026-11-02, time_zone = "UTC", horizon = "1d", drain = "1d" }
demand.poisson.rate = "20/h"
facilities = [{ name = "FC", kind = "fulfilment-centre" }]
lanes = [{ from = "FC", to = "city", transit = "constant(10h)" }]
zones = [{ name = "city" }]
[[shocks]]
name = "storm"
target = "transit"
at = ["FC->city"]
law = "regimes(1.0 for 999d, 2.0 for 1d)"
[[service_levels]]
name = "standard"
promise.constant = { after = "15h" }
[study]
replications = 100
importance = { shocks = ["storm"], times = 300, replications = 6000 }
"#;

fn outcome_of(text: &str, threads: usize) -> Outcome {
    let (network, _) = load(&Files::from_text(text)).unwrap_or_else(|found| panic!("{found}"));
    let plan = Plan::compile(&network);
    let options = StudyOptions {
        seed: 7,
        replications: 100,
        threads,
    };
    let study = run(&plan, &options, &AtomicBool::new(false), &mut |_, _| {});
    study.outcome(&plan, &network, Vec::new())
}

// catches: a weight of the wrong law, of the wrong days or of other replications; an interval that does not hold
#[test]
fn one_bad_day_in_a_thousand_is_weighed_right() {
    let outcome = outcome_of(STORM, 2);
    let found = outcome.importance.as_ref().unwrap();
    assert_eq!((found.replications, found.times), (6000, 300.0));
    let late = &found.levels[0].late;
    let (value, low, high) = (late.value.unwrap(), late.low.unwrap(), late.high.unwrap());
    let error = (high - low) / 4.0;
    assert!((value - 0.001).abs() < 4.5 * error, "{late:?}");
    // A weight that is off by a fifth would show.
    assert!(error < 0.001 / 15.0, "{late:?}");
    assert!(found.levels[0].effective_hits > 50.0 && late.marks.is_empty());
    // All orders of a day share its weather: counted, each replication would be one trial.
    let plain = trials_for_relative(0.001, (high - low) / 2.0 / value, Confidence::P95).unwrap();
    assert!(plain > 100_000, "{plain}");
    // The rest of the outcome is that of shocks as they happen.
    assert_eq!(outcome.service_levels[0].on_time.value, Some(1.0));
}

// catches: a chain whose steps weigh wrong, days before the first or after the last
#[test]
fn spells_over_several_days_are_weighed_right() {
    let text = STORM
        .replace("horizon = \"1d\"", "warm_up = \"1d\", horizon = \"5d\"")
        .replace("2.0 for 1d", "2.0 for 2d")
        .replace(
            "times = 300, replications = 6000",
            "times = 60, replications = 4000",
        );
    let outcome = outcome_of(&text, 2);
    let late = &outcome.importance.as_ref().unwrap().levels[0].late;
    let (value, low, high) = (late.value.unwrap(), late.low.unwrap(), late.high.unwrap());
    let (exact, error) = (2.0 / 1_001.0, (high - low) / 4.0);
    assert!((value - exact).abs() < 4.5 * error, "{late:?}");
    assert!(error < exact / 12.0, "{late:?}");
}

// catches: bad days that were never met, told without a mark; a mixture without its defensive half
#[test]
fn shocks_that_are_left_alone_are_counted_plainly() {
    let text = STORM.replace(
        "times = 300, replications = 6000",
        "times = 1, replications = 60",
    );
    let outcome = outcome_of(&text, 1);
    let found = outcome.importance.as_ref().unwrap();
    let late = &found.levels[0].late;
    assert_eq!(late.value, Some(0.0));
    assert!(late.marks.contains(&Mark::TooFewBadPeriods), "{late:?}");
    assert_eq!(late.high, Some(1.0));
}

// catches: replications that share their numbers with those of the study, or depend on threads
#[test]
fn threads_agree_and_the_study_is_the_same() {
    let (one, three) = (outcome_of(STORM, 1), outcome_of(STORM, 3));
    assert_eq!(one.importance, three.importance);
    let mut plain = outcome_of(
        &STORM.replace(
            "importance = { shocks = [\"storm\"], times = 300, replications = 6000 }",
            "",
        ),
        1,
    );
    assert_eq!(plain.importance, None);
    plain.importance = one.importance.clone();
    plain.scenario.digest.clone_from(&one.scenario.digest);
    assert_eq!(plain, one);
}
