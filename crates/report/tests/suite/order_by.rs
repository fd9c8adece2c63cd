//! "Order by", claims and rare lateness as they are told: in the summary, in CSV tables, and drawn.

use crate::support;
use leadtime_sim::outcome::*;

fn hour(until: &str, value: f64, carried: bool) -> OrderByHour {
    OrderByHour {
        until: until.into(),
        orders: 1_200,
        in_time: 0.999_8,
        value,
        low: value - 0.05,
        high: (value + 0.02).min(1.0),
        carried,
    }
}

fn cell(level: &str, zone: Option<&str>, safe: Option<&str>) -> OrderBy {
    OrderBy {
        service_level: level.into(),
        zone: zone.map(Into::into),
        orders: 48_000,
        verdict: if safe.is_some() {
            Verdict::Carried
        } else {
            Verdict::NotYet
        },
        replications: safe.is_none().then_some(2_995),
        safe: safe.map(Into::into),
        estimate: Some("2026-12-22T20:00".into()),
        possible: Some("2026-12-23T00:00".into()),
        hours: Vec::new(),
    }
}

fn outcome() -> Outcome {
    let mut together = cell("next-day", None, Some("2026-12-22T18:00"));
    together.hours = vec![
        hour("2026-12-21T00:00", 1.0, true),
        hour("2026-12-22T18:00", 0.97, true),
        hour("2026-12-22T20:00", 0.91, false),
        hour("2026-12-23T00:00", 0.88, false),
        hour("2026-12-24T00:00", 0.05, false),
    ];
    let mut outcome = support::network();
    outcome.deadlines = vec![DeadlineFigures {
        name: "Christmas".into(),
        date: "2026-12-24".into(),
        target: 0.999,
        of: "period".into(),
        probability: Some(0.9),
        days: 6,
        cells: vec![
            together,
            cell("next-day", Some("Boston"), Some("2026-12-22T00:00")),
            cell("next-day", Some("El Paso"), None),
        ],
    }];
    let level = &mut outcome.service_levels[0];
    level.target = Some(0.999);
    level.claim = Some(ClaimFigures {
        target: 0.999,
        value: 0.999_6,
        low: 0.998_1,
        high: 0.999_9,
        verdict: Verdict::NotYet,
        replications: Some(412),
        conditional: false,
    });
    outcome
}

// catches: an instant of another day, zones in the wrong order, a claim that is not told
#[test]
fn the_summary_says_until_when_and_what_is_not_sure() {
    let text = leadtime_report::table::summary(&outcome());
    for said in [
        "Order by: Christmas, 99.9 % delivered before Thu 24 Dec, with a probability of 90 %",
        "Tue 22 Dec 18:00",
        "1 of 2",
        "Tue 22 Dec 24:00",
        "would take 2,995 replications",
        "would take 412 replications",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
    // What is not sure comes first.
    let at = |name: &str| text.rfind(&format!("\n{name}")).unwrap();
    assert!(at("El Paso") < at("Boston  "), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 120));
}

// catches: a table or plot that is left out, or there without a deadline
#[test]
fn tables_and_plot_are_there_only_where_there_is_a_deadline() {
    let dir = tempfile::tempdir().unwrap();
    let names = leadtime_report::csv::write_all(&outcome(), dir.path()).unwrap();
    for name in ["order_by.csv", "order_by_hours.csv", "claims.csv"] {
        assert!(names.iter().any(|other| other == name), "{name}");
    }
    let rows = std::fs::read_to_string(dir.path().join("order_by.csv")).unwrap();
    assert!(rows.contains(
        "Christmas,2026-12-24,0.999,period,0.9,next-day,El Paso,48000,not-yet,2995,,2026-12-22T20:00,2026-12-23T00:00"
    ));
    let hours = std::fs::read_to_string(dir.path().join("order_by_hours.csv")).unwrap();
    assert_eq!(hours.lines().count(), 6);
    let plots = leadtime_report::plots::draw(&outcome()).unwrap();
    let plot = plots.iter().find(|plot| plot.name == "order-by-christmas");
    assert!(
        plot.unwrap()
            .reading
            .contains("next-day until Tue 22 Dec 18:00")
    );
    let names = leadtime_report::csv::write_all(&support::network(), dir.path()).unwrap();
    assert!(!names.iter().any(|name| name.starts_with("order_by")));
    let plots = leadtime_report::plots::draw(&support::network()).unwrap();
    assert!(!plots.iter().any(|plot| plot.name.starts_with("order-by")));
}
