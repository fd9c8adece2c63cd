//! Studies that run until their figures are precise, and measures at other paddings.

use std::sync::atomic::AtomicBool;

use leadtime_network::scenario::{Change, Changes, How, Span, Written, read_changed};
use leadtime_network::{Files, promise::PaddingAmount, time::Duration, validate};
use leadtime_sim::outcome::Stopped;
use leadtime_sim::plan::Plan;
use leadtime_sim::study::{
    Goal, Measure, StoppingRule, StudyOptions, StudyOutcome, extend, run, run_until, verify_seed,
};
use leadtime_stats::Confidence;
use leadtime_stats::stopping::{Blocks, Growth, Precision, PrecisionTarget};

const SCENARIO: &str = r#"
schema = 1
name = "test"
clock = { start = 2026-11-02, time_zone = "UTC", horizon = "2d" }
demand.poisson.rate = "600/d"
facilities = [{ name = "FC", kind = "fulfilment-centre" }]
stages = [{ facility = "FC", stage = "pack", servers = 3, service = "exponential(mean=6min)" }]
lanes = [{ from = "FC", to = "city", transit = "lognormal(mean=8h, cv=0.4)" }]
zones = [{ name = "city" }]
padding_grid = [{ from = "-2h", to = "6h", step = "1h" }]
[costs]
late_hour = 3
padding_hour = 1
[[service_levels]]
name = "standard"
promise.constant = { after = "10h" }
padding = "1h"
"#;

fn plan(padding: &str) -> Plan {
    let change = Change {
        path: "service_levels.standard.padding".parse().unwrap(),
        how: How::Set(Written::text(padding)),
        span: Span::default(),
        address: Span::default(),
    };
    let changes = Changes {
        list: vec![change],
        source: None,
    };
    let scenario = read_changed(&Files::from_text(SCENARIO), &changes).unwrap();
    Plan::compile(&validate::validate(scenario).unwrap().0)
}

fn options(replications: u32, threads: usize) -> StudyOptions {
    StudyOptions {
        seed: 7,
        replications,
        threads,
    }
}

fn until(half_width: f64, threads: usize) -> StudyOutcome {
    let rule = StoppingRule {
        blocks: Blocks::new(30, Growth::Steps(10), 200).unwrap(),
        goals: vec![Goal {
            measure: Measure::OnTime,
            level: 0,
            target: PrecisionTarget {
                precision: Precision::Absolute(half_width),
                confidence: Confidence::P95,
            },
        }],
    };
    let never = AtomicBool::new(false);
    run_until(
        &plan("1h"),
        &options(200, threads),
        Some(&rule),
        &never,
        &mut |_, _| {},
    )
}

// catches: a stop that depends on threads, between the looks, before the figure is precise, or after it was
#[test]
fn a_study_ends_at_the_first_look_at_which_it_is_precise() {
    let one = until(0.0045, 1);
    assert_eq!(one.stopped, Stopped::Precise);
    let n = one.replications();
    assert!(n > 30 && n < 200 && n.is_multiple_of(10), "{n}");
    let reached = one.reached[0].achieved.unwrap();
    assert!(reached.met && reached.half_width.unwrap() <= 0.0045);
    for threads in [2, 8] {
        assert_eq!(until(0.0045, threads).replications(), n);
    }
    let shorter = run(
        &plan("1h"),
        &options(n - 10, 1),
        &AtomicBool::new(false),
        &mut |_, _| {},
    );
    let totals = shorter.measured(&plan("1h"), Measure::OnTime, 0).unwrap();
    let before = Measure::OnTime.estimate(&totals, Confidence::P95).unwrap();
    assert!(before.half_width() > 0.0040, "{before:?}");
    let spent = until(1e-6, 2);
    assert_eq!(
        (spent.stopped, spent.replications()),
        (Stopped::BudgetSpent, 200)
    );
    assert!(!spent.reached[0].achieved.unwrap().met);
    assert_ne!(verify_seed(7), verify_seed(8));
}

// catches: a curve that is read at the wrong place, a quote that moves the wrong way, a cost in another unit
#[test]
fn a_passive_padding_measured_on_the_curve_is_the_run_with_it() {
    let never = AtomicBool::new(false);
    let base = plan("1h");
    let study = run(&base, &options(5, 1), &never, &mut |_, _| {});
    for hours in [-2, 0, 1, 4] {
        let other = plan(&format!("{hours}h"));
        let run_with_it = run(&other, &options(5, 1), &never, &mut |_, _| {});
        let padding = PaddingAmount::Elapsed(Duration(hours * 3_600_000));
        assert!(study.is_passive_at(&base, 0, padding));
        for measure in Measure::ALL {
            for level in [0, 1] {
                let Some(curve) = study.measured_at(&base, measure, level, padding) else {
                    // A negative padding may move a promise by less, up to the placement.
                    let short = hours < 0 && measure == Measure::QuoteLength;
                    assert!(measure == Measure::Tardiness || short, "{measure:?}");
                    continue;
                };
                let run = run_with_it.measured(&other, measure, level).unwrap();
                for (curve, run) in curve.iter().zip(&run) {
                    assert_eq!(curve.count, run.count, "{measure:?} at {hours} h");
                    let error = (curve.sum - run.sum).abs();
                    assert!(
                        error <= 1e-6 * run.sum.abs(),
                        "{measure:?} at {hours} h: {curve:?} {run:?}"
                    );
                }
            }
        }
    }
    let between = PaddingAmount::Elapsed(Duration(1_800_000));
    assert!(
        study
            .measured_at(&base, Measure::OnTime, 0, between)
            .is_none()
    );
}

// catches: a replication that is run twice or left out, sums that are begun anew
#[test]
fn an_extended_study_is_the_longer_run() {
    let never = AtomicBool::new(false);
    let plan = plan("1h");
    let long = run(&plan, &options(9, 1), &never, &mut |_, _| {});
    for threads in [1, 2] {
        let short = run(&plan, &options(4, threads), &never, &mut |_, _| {});
        let longer = extend(&plan, short, 9, &never, &mut |_, _| {});
        assert_eq!(longer.replications(), 9);
        let table = |study: &StudyOutcome| study.replications_csv(&plan);
        assert_eq!(table(&longer), table(&long));
    }
}
