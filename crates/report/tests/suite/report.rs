//! The whole report of synthetic outcomes: table, CSV, JSON, HTML.

use crate::support;
use std::collections::BTreeMap;
use std::path::Path;

use leadtime_report::{html, plots, table};
use leadtime_sim::outcome::{Outcome, Stopped, ZeroLate};

#[test]
fn golden_terminal_table_of_a_network() {
    insta::assert_snapshot!(table::summary(&support::network()));
}

#[test]
fn golden_terminal_table_of_a_degenerate_outcome() {
    insta::assert_snapshot!(table::summary(&support::degenerate()));
}

#[test]
fn the_terminal_table_is_plain_and_fits() {
    for outcome in [support::network(), support::degenerate()] {
        let text = table::summary(&outcome);
        assert!(!text.contains('\u{1b}'), "no escape codes");
        for line in text.lines() {
            assert!(line.chars().count() <= 120, "{line}");
            assert!(
                !["NaN", "null", "None"].iter().any(|bad| line.contains(bad)),
                "{line}"
            );
        }
    }
}

#[test]
fn the_answer_names_the_padding_that_is_missing() {
    let mut outcome = support::network();
    let text = unwrapped(&outcome);
    // Own padding of next-day: 3 h; its curve reaches the target at 5 h.
    assert!(
        text.contains(
            "next-day as promised is kept 94.6 % (94.2–94.9); to reach 98 % quote 2 h longer."
        ),
        "{text}"
    );
    let level = &mut outcome.service_levels[1];
    level.target = Some(0.90);
    for curve in &mut level.reaches_target_at {
        curve.target = 0.90;
        (curve.by_value, curve.by_low) = (Some(0.0), Some(3600.0));
    }
    assert!(unwrapped(&outcome).contains("; the target 90 % is met, and would be with 2 h less."));
    outcome.service_levels[1].on_time.low = Some(0.89);
    assert!(unwrapped(&outcome).contains("met by the estimate, but its interval reaches below."));
    for curve in &mut outcome.service_levels[1].reaches_target_at {
        curve.target = 0.999;
        (curve.by_value, curve.highest) = (None, Some(0.9951));
    }
    outcome.service_levels[1].target = Some(0.999);
    assert!(
        unwrapped(&outcome)
            .contains("; 99.9 % is out of reach of padding alone (at most 99.51 %).")
    );
    outcome.service_levels[1].on_time.value = None;
    assert!(unwrapped(&outcome).contains("next-day was never promised."));
}

/// The summary with its line breaks undone.
fn unwrapped(outcome: &Outcome) -> String {
    table::summary(outcome)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn read(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut file = csv::Reader::from_path(path).unwrap();
    file.deserialize().map(Result::unwrap).collect()
}

fn cell(value: Option<f64>) -> String {
    value.map(|v| v.to_string()).unwrap_or_default()
}

#[test]
fn csv_values_read_back_as_the_outcome() {
    let dir = tempfile::tempdir().unwrap();
    let outcome = support::network();
    let names = leadtime_report::csv::write_all(&outcome, dir.path()).unwrap();
    assert_eq!(names.len(), 11);
    let rows = read(&dir.path().join("on_time.csv"));
    assert_eq!(rows.len(), outcome.on_time.len());
    for (row, point) in rows.iter().zip(&outcome.on_time) {
        assert_eq!(row["on_time"].parse::<f64>().ok(), point.value);
        assert_eq!(row["low"].parse::<f64>().ok(), point.low);
        assert_eq!(row["padding"].parse::<f64>().ok(), point.padding.value);
        assert_eq!(row["n"].parse::<u64>().unwrap(), point.n);
        assert_eq!(row["zone"], point.zone.clone().unwrap_or_default());
    }
    let rows = read(&dir.path().join("service_levels.csv"));
    let level = &outcome.service_levels[1];
    let find = |figure: &str| {
        rows.iter()
            .find(|r| r["service_level"] == "next-day" && r["figure"] == figure)
            .unwrap()
    };
    assert_eq!(
        find("lead_time_p95")["value"],
        cell(level.lead_time.p95.value)
    );
    assert_eq!(find("slack_p99.9")["high"], cell(level.slack.p99_9.high));
    assert_eq!(find("beat_rate")["unit"], "share");
    let bins = read(&dir.path().join("slack.csv"));
    let orders: u64 = bins
        .iter()
        .map(|r| r["orders"].parse::<u64>().unwrap())
        .sum();
    assert_eq!(
        orders,
        outcome
            .service_levels
            .iter()
            .flat_map(|l| &l.slack_histogram)
            .map(|b| b.count)
            .sum::<u64>()
    );
    let hours = read(&dir.path().join("stage_hours.csv"));
    assert_eq!(
        hours.len(),
        outcome
            .stages
            .iter()
            .map(|s| s.utilisation_by_hour.len())
            .sum::<usize>()
    );
    assert_eq!(
        hours[9]["utilisation"],
        cell(Some(outcome.stages[0].utilisation_by_hour[9]))
    );
}

#[test]
fn what_was_not_observed_is_an_empty_cell() {
    let dir = tempfile::tempdir().unwrap();
    let mut outcome = support::degenerate();
    outcome.stages[0].backlog_by_hour[3] = f64::NAN;
    leadtime_report::csv::write_all(&outcome, dir.path()).unwrap();
    let rows = read(&dir.path().join("lanes.csv"));
    assert_eq!(
        rows.iter().find(|r| r["figure"] == "nsd").unwrap()["value"],
        ""
    );
    for entry in std::fs::read_dir(dir.path()).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        assert!(!text.contains("NaN") && !text.contains("null"), "{text}");
    }
}

#[test]
fn the_page_stands_alone() {
    for outcome in [support::network(), support::degenerate()] {
        let plots = plots::draw(&outcome).unwrap();
        let page = html::page(&outcome, &plots).unwrap();
        for outside in [
            "http:", "https:", "src=", "href=", "<script", "@import", "<iframe",
        ] {
            assert!(!page.contains(outside), "{outside}");
        }
        assert!(
            page.matches("url(").count() == page.matches("url(\"data:font/ttf;base64,").count()
        );
        assert_eq!(page.matches("<svg ").count(), plots.len());
        assert_eq!(page.matches("aria-label=").count(), plots.len());
        assert!(!page.contains("NaN") && !page.contains("undefined"));
        let body = &page[page.find("<body>").unwrap()..];
        assert!(
            !body.contains("null") && !body.contains("none)"),
            "nothing unobserved is printed"
        );
    }
}

#[test]
fn the_page_answers_first_and_says_how_to_repeat() {
    let outcome = support::network();
    let page = html::page(&outcome, &[]).unwrap();
    let answer = page.find("as promised is kept").unwrap();
    assert!(answer < page.find("<table>").unwrap());
    assert!(page.contains("leadtime run us-next-day --seed 42 --replications 100"));
    assert!(page.contains(&outcome.scenario.digest));
    assert!(page.contains("W503"));
}

#[test]
fn names_cannot_break_the_page() {
    let mut outcome = support::degenerate();
    outcome.scenario.name = "<script>alert(1)</script> & 'co'".into();
    outcome.scenario.description = "\"></p><img>".into();
    let plots = plots::draw(&outcome).unwrap();
    let page = html::page(&outcome, &plots).unwrap();
    assert!(!page.contains("<script") && !page.contains("<img"));
}

#[test]
fn an_interrupted_study_says_so_everywhere() {
    let outcome = support::degenerate();
    assert_eq!(outcome.stopped, Stopped::Interrupted);
    assert!(table::summary(&outcome).contains("interrupted: 10 replications were asked for"));
    assert!(html::page(&outcome, &[]).unwrap().contains("Interrupted."));
}

#[test]
fn writing_twice_gives_the_same_folder() {
    let (a, b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let outcome = support::degenerate();
    let files = leadtime_report::write(&outcome, a.path()).unwrap();
    assert_eq!(leadtime_report::write(&outcome, b.path()).unwrap(), files);
    assert!(
        files.contains(&"report.html".to_owned()) && files.contains(&"plots/slack.png".to_owned())
    );
    for file in &files {
        assert_eq!(
            std::fs::read(a.path().join(file)).unwrap(),
            std::fs::read(b.path().join(file)).unwrap(),
            "{file}"
        );
    }
    let json = std::fs::read_to_string(a.path().join("outcome.json")).unwrap();
    assert_eq!(serde_json::from_str::<Outcome>(&json).unwrap(), outcome);
}

#[test]
fn a_folder_that_cannot_be_written_is_an_error_with_its_path() {
    let dir = tempfile::tempdir().unwrap();
    let blocked = dir.path().join("file");
    std::fs::write(&blocked, "").unwrap();
    let error = leadtime_report::write(&support::degenerate(), &blocked).unwrap_err();
    assert!(error.to_string().contains("file"), "{error}");
}

// catches: a bound printed without its assumption, or none at all where nothing was late
#[test]
fn nothing_late_is_told_with_both_bounds_and_what_they_assume() {
    let mut outcome = support::degenerate();
    let free = "standard: no late order among 12 in 1 replication, so with 95 % confidence at most 3.0 % are late, assuming \
                only independent replications";
    let bounds = ZeroLate {
        assumption_free: 0.029_513,
        model_based: None,
        design_effect: None,
        design_effect_at: None,
    };
    outcome.on_time[0].zero_late = Some(bounds.clone());
    assert!(unwrapped(&outcome).contains(&format!("{free}.")));
    assert!(!unwrapped(&outcome).contains("model-based"));
    outcome.on_time[0].zero_late = Some(ZeroLate {
        model_based: Some(0.001_497),
        design_effect: Some(50.0),
        design_effect_at: Some(outcome.on_time[2].padding.clone()),
        ..bounds
    });
    let with_model = format!(
        "{free}, or at most 0.15 % (model-based: if orders depend on each other as they do at +1 h)."
    );
    assert!(
        unwrapped(&outcome).contains(&with_model),
        "{}",
        unwrapped(&outcome)
    );
    outcome.on_time[0].zero_late = None;
    assert!(!unwrapped(&outcome).contains("no late order among"));
}
