//! The table, the plot and the CSV of blame.

use crate::support;
use leadtime_report::{csv, plots, table};
use leadtime_sim::outcome::{BlameFigures, CauseFigures, CauseKind, Figure, Outcome, ToPlan, Unit};

fn share(value: f64) -> Figure {
    Figure {
        value: Some(value),
        low: Some((value - 0.02).max(0.0)),
        high: Some(value + 0.02),
        n: 20,
        method: "ratio-t".into(),
        unit: Unit::Share,
        marks: Vec::new(),
    }
}

fn cause(at: usize, of: f64) -> CauseFigures {
    CauseFigures {
        kind: [
            CauseKind::Stage,
            CauseKind::VehicleFull,
            CauseKind::LateDeparture,
        ][at % 3],
        name: format!("a rather long name of a lane number {at}"),
        share: share(of),
        charged: of * 3.6e6,
        given_back: 0.0,
        orders: 400,
        largest: (of * 1_000.0) as u64,
        to_plan: (at < 2).then(|| ToPlan {
            replications: 20,
            on_time: share(0.97),
            gain: share(0.012),
        }),
    }
}

/// Two hundred causes, each half as large as the one before, then all alike.
fn outcome() -> Outcome {
    let mut outcome = support::network();
    let shares = (0..200).map(|at| {
        if at < 9 {
            0.5_f64.powi(at + 1)
        } else {
            0.002 / 191.0
        }
    });
    outcome.blame = Some(BlameFigures {
        replications: 20,
        late_orders: 1_000,
        without_plan: 0,
        undelivered: 3,
        promised_before_plan: 7,
        late: 3e6,
        after_plan: 3.6e6,
        promise_gap: 100.0,
        causes: shares.enumerate().map(|(at, of)| cause(at, of)).collect(),
    });
    outcome
}

#[test]
fn the_table_tells_the_largest_causes_and_the_rest() {
    let text = table::summary(&outcome());
    let lines: Vec<&str> = text.lines().collect();
    let at = lines
        .iter()
        .position(|line| *line == "Why orders are late")
        .unwrap();
    assert!(
        lines[at + 3].contains("50.0 % (48.0–52.0)"),
        "{}",
        lines[at + 3]
    );
    assert!(
        lines[at + 3].contains("+1.2 (0.0 to +3.2)"),
        "{}",
        lines[at + 3]
    );
    assert!(
        lines[at + 13].contains("190 other causes"),
        "{}",
        lines[at + 13]
    );
    let told = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("7 of them were promised before their plan could end"));
}

#[test]
fn the_plot_shows_what_is_large_and_sums_up_the_rest() {
    let drawn = plots::draw(&outcome()).unwrap();
    let plot = drawn.iter().find(|plot| plot.name == "blame").unwrap();
    assert!(plot.svg.contains("other causes"));
    assert!(
        plot.reading.contains("1,000 late orders"),
        "{}",
        plot.reading
    );
    assert!(!plot.png().unwrap().is_empty());
    // Nothing is asked, nothing is drawn.
    let none = plots::draw(&support::network()).unwrap();
    assert!(none.iter().all(|plot| plot.name != "blame"));
}

#[test]
fn the_csv_has_every_cause() {
    let folder = tempfile::tempdir().unwrap();
    let files = csv::write_all(&outcome(), folder.path()).unwrap();
    assert!(files.contains(&"blame.csv".to_owned()));
    let text = std::fs::read_to_string(folder.path().join("blame.csv")).unwrap();
    assert_eq!(text.lines().count(), 201);
    let first = text.lines().nth(1).unwrap();
    assert!(
        first.starts_with("stage,a rather long name of a lane number 0,1800000,0.5,"),
        "{first}"
    );
}
