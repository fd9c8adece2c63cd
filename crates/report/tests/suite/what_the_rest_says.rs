//! What the plots and tables of slack, backlog and the map say.

use crate::support;
use crate::support::svg::{boxes, circles, named, shapes, words};
use leadtime_report::{plots, table};

// catches: a title about cutoffs where there is none; cutoffs of the customers on the clock of a building, unsaid
#[test]
fn the_backlog_speaks_of_cutoffs_only_where_there_are_some() {
    let mut outcome = support::network();
    let with = plots::draw(&outcome).unwrap();
    let said = words(named(&with, "backlog"));
    assert!(said.contains("what still waits at the cutoff"));
    assert!(
        said.contains("cutoffs on the customer's clock") && !said.contains('…'),
        "{said}"
    );
    for level in &mut outcome.service_levels {
        level.cutoff = None;
    }
    let without = plots::draw(&outcome).unwrap();
    let said = words(named(&without, "backlog"));
    assert!(!said.contains("cutoff"), "{said}");
}

// catches: a median in minutes over an axis in hours
#[test]
fn the_slack_plot_has_one_unit() {
    let mut outcome = support::network();
    let half = &mut outcome.service_levels[0].slack.p50;
    (half.value, half.low, half.high) = (Some(6060.0), Some(5940.0), Some(6180.0));
    let plots = plots::draw(&outcome).unwrap();
    let plot = named(&plots, "slack");
    let said = words(plot);
    assert!(said.contains("median 1.68 (1.65–1.72), hours"), "{said}");
    assert!(
        said.contains("slack, hours") && !said.contains("minutes"),
        "{said}"
    );
    assert!(
        plot.reading
            .contains("half of same-day arrive at least 1.68 hours early"),
        "{}",
        plot.reading
    );
}

// catches: a table of slack that shows the earliest orders and not the latest
#[test]
fn the_table_of_slack_shows_the_late_tail() {
    let outcome = support::network();
    let text = table::summary(&outcome);
    let table = &text[text.find("Slack, promise minus delivery").unwrap()..];
    let head: Vec<&str> = table.lines().nth(1).unwrap().split_whitespace().collect();
    assert_eq!(head, ["level", "p0.1", "p1", "p5", "p50", "p95"]);
    let same_day = table.lines().find(|l| l.starts_with("same-day")).unwrap();
    assert!(
        same_day.contains("−4.50 (−4.55…−4.45)"),
        "2.4 h − 6.9 scales: {same_day}"
    );
    let dir = tempfile::tempdir().unwrap();
    leadtime_report::csv::write_all(&outcome, dir.path()).unwrap();
    let csv = std::fs::read_to_string(dir.path().join("service_levels.csv")).unwrap();
    let tail = outcome.service_levels[0].slack_tail.as_ref().unwrap();
    for (name, figure) in [("p5", &tail.p5), ("p1", &tail.p1), ("p0.1", &tail.p0_1)] {
        let row = format!("same-day,slack_{name},{}", figure.value.unwrap());
        assert!(csv.contains(&row), "{row}");
    }
    // An outcome of an earlier version has no tail: dashes, no guess.
    let text = table::summary(&support::degenerate());
    let table = &text[text.find("Slack, promise minus delivery").unwrap()..];
    let row = table.lines().find(|l| l.starts_with("standard")).unwrap();
    let cells: Vec<&str> = row.split_whitespace().collect();
    assert_eq!(cells, ["standard", "[1]", "–", "–", "–", "18.0", "18.0"]);
}

// catches: a label on or against a neighbour's mark
#[test]
fn labels_on_the_map_keep_clear_of_marks() {
    let plots = plots::draw(&support::network()).unwrap();
    let map = named(&plots, "map");
    let mut marks: Vec<[f64; 4]> = circles(map)
        .iter()
        .map(|c| {
            [
                c.at.0 - c.radius,
                c.at.1 - c.radius,
                c.at.0 + c.radius,
                c.at.1 + c.radius,
            ]
        })
        .collect();
    for (_, corners) in shapes(map, "polygon") {
        let bound = |pick: fn(&(f64, f64)) -> f64, of: fn(f64, f64) -> f64| {
            corners.iter().map(pick).reduce(of).unwrap()
        };
        marks.push([
            bound(|c| c.0, f64::min),
            bound(|c| c.1, f64::min),
            bound(|c| c.0, f64::max),
            bound(|c| c.1, f64::max),
        ]);
    }
    let names: Vec<_> = support::network()
        .map_nodes
        .iter()
        .map(|n| n.name.clone())
        .collect();
    let labels: Vec<_> = boxes(&map.svg)
        .into_iter()
        .filter(|(_, t)| names.contains(t))
        .collect();
    assert!(labels.len() > 30, "{}", labels.len());
    for (place, name) in labels {
        // The box has the full height of a line: half of it on either side of the middle are letters.
        let middle = f64::from(place.top() + place.bottom()) / 2.0;
        let half = f64::from(place.height()) * 0.36;
        for [left, top, right, bottom] in &marks {
            let across = f64::from(place.right()).min(*right) - f64::from(place.left()).max(*left);
            let down = (middle + half).min(*bottom) - (middle - half).max(*top);
            assert!(
                across < 0.0 || down < 0.0,
                "`{name}` touches a mark at {left},{top}"
            );
        }
    }
}
