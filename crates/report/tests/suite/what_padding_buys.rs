//! What the plots, the tables and the page say of padding.

use crate::support;
use crate::support::shapes::HOUR;
use crate::support::svg::{circles, distance, named, shapes, words};
use leadtime_report::plots::{self, Topic};
use leadtime_report::{html, table};
use leadtime_sim::outcome::{Mark, OnTime, Outcome};

const BLACK: &str = "#202020";
const BLUE: &str = "#0072B2";
const VERMILLION: &str = "#D55E00";

fn page(outcome: &Outcome) -> String {
    html::page(outcome, &plots::draw(outcome).unwrap()).unwrap()
}

/// The terminal's text with its line breaks undone.
fn terminal(outcome: &Outcome) -> String {
    let text = table::summary(outcome);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn grid<'a>(
    outcome: &'a mut Outcome,
    level: &'a str,
    unit: &'a str,
) -> impl Iterator<Item = &'a mut OnTime> {
    outcome.on_time.iter_mut().filter(move |row| {
        row.service_level.as_deref() == Some(level) && row.padding.unit == unit && !row.padding.own
    })
}

// catches: the share of all visits told as a share of those that want the level
#[test]
fn the_offer_share_is_of_all_visits_everywhere() {
    let outcome = support::network();
    let plots = plots::draw(&outcome).unwrap();
    let plot = named(&plots, "on-time-by-padding-same-day");
    assert!(
        words(plot).contains("sold this level, % of all visits"),
        "{}",
        words(plot)
    );
    for text in [terminal(&outcome), page(&outcome)] {
        assert!(text.contains("sold this level, % of all visits"));
        assert!(!text.contains("want this level"));
    }
}

// catches: a reader who pads one level only and expects these curves
#[test]
fn everything_about_padding_says_that_all_levels_are_padded_alike() {
    let outcome = support::network();
    for plot in plots::draw(&outcome)
        .unwrap()
        .iter()
        .filter(|p| p.topic == Topic::Padding)
    {
        let words = words(plot).to_lowercase();
        assert!(words.contains("padded alike"), "{}: {words}", plot.name);
        assert!(!words.contains('…'), "{}: its subtitle is cut", plot.name);
    }
    assert!(terminal(&outcome).contains("All levels are padded alike"));
    assert!(page(&outcome).contains("all levels are padded alike"));
}

/// Next-day meets its target where the grid begins; its own padding lies below the grid.
fn met_at_the_start() -> Outcome {
    let mut outcome = support::network();
    let start = Some(-24.0 * HOUR);
    for row in grid(&mut outcome, "next-day", "s") {
        row.value = row.value.map(|share| 0.985 + share / 100.0);
        (row.low, row.high) = (Some(0.981), Some(0.9999));
    }
    for row in &mut outcome.on_time {
        if row.padding.own && row.service_level.as_deref() == Some("next-day") {
            row.padding.value = Some(-48.0 * HOUR);
        }
    }
    for curve in &mut outcome.service_levels[1].reaches_target_at {
        if curve.unit == "s" {
            (curve.by_value, curve.by_low) = (start, start);
        }
    }
    outcome
}

// catches: "98 % reached at −24 h" where −24 h is merely where the grid begins
#[test]
fn a_target_met_where_the_grid_begins_is_told_as_at_most() {
    let outcome = met_at_the_start();
    let plots = plots::draw(&outcome).unwrap();
    let plot = named(&plots, "on-time-by-padding-next-day");
    assert!(
        words(plot).contains("98 % reached at ≤ −24 h"),
        "{}",
        words(plot)
    );
    assert!(
        !circles(plot).iter().any(|c| c.color == VERMILLION),
        "no ring there"
    );
    let all = named(&plots, "on-time-all-levels");
    assert!(
        !circles(all)
            .iter()
            .any(|c| !c.filled && c.color == VERMILLION)
    );
    assert!(!words(all).contains("98 % from"));
    assert!(terminal(&outcome).contains("≤ −24 h"));
    assert!(page(&outcome).contains("98 % is reached at ≤ −24 h"));

    let found = plots::draw(&support::network()).unwrap();
    let plot = named(&found, "on-time-by-padding-next-day");
    assert!(words(plot).contains("98 % reached at +5 h"));
    assert!(circles(plot).iter().any(|c| c.color == VERMILLION));
}

// catches: a target that is met at a smaller padding than was simulated, told as saving exactly so much
#[test]
fn the_answer_says_at_least_where_the_grid_begins() {
    let mut outcome = met_at_the_start();
    for row in &mut outcome.on_time {
        if row.padding.own && row.service_level.as_deref() == Some("next-day") {
            row.padding.value = Some(0.0);
        }
    }
    let level = &mut outcome.service_levels[1];
    (level.on_time.value, level.on_time.low) = (Some(0.99), Some(0.985));
    assert!(terminal(&outcome).contains("is met, and would be with at least 24 h less."));
}

// catches: an axis that ends below dots and curves when no interval is to be trusted; rings beside their curves
#[test]
fn all_levels_show_every_dot_and_every_ring_on_its_curve() {
    let mut outcome = support::network();
    for row in &mut outcome.on_time {
        row.marks = vec![Mark::TooFewBadPeriods];
    }
    // Low targets: neither they nor a sound interval ask for an axis beyond 90 %.
    for level in &mut outcome.service_levels {
        level.target = level.target.map(|_| 0.5);
    }
    let plots = plots::draw(&outcome).unwrap();
    let plot = named(&plots, "on-time-all-levels");
    let dots: Vec<_> = circles(plot)
        .into_iter()
        .filter(|c| c.filled && c.color == BLACK)
        .collect();
    assert_eq!(dots.len(), 3, "same-day, next-day and two-day are promised");
    let rings: Vec<_> = circles(plot).into_iter().filter(|c| !c.filled).collect();
    assert_eq!(rings.len(), 3);
    let lines = shapes(plot, "polyline");
    for ring in rings {
        let curve = lines
            .iter()
            .filter(|(color, line)| *color == ring.color && line.len() > 10);
        let nearest = curve
            .map(|(_, line)| distance(ring.at, line))
            .fold(f64::INFINITY, f64::min);
        assert!(
            nearest < 0.5,
            "{} {:?} is {nearest} px off",
            ring.color,
            ring.at
        );
    }
    let drawn: usize = lines
        .iter()
        .filter(|(color, _)| color == BLUE)
        .map(|(_, l)| l.len())
        .sum();
    let known = outcome.on_time.iter().filter(|r| {
        r.service_level.as_deref() == Some("same-day")
            && r.padding.unit == "s"
            && r.grain == "instant"
    });
    let above_the_foot = known
        .filter(|r| !r.padding.own && r.value.is_some_and(|v| v >= 0.005))
        .count();
    assert!(
        drawn >= above_the_foot,
        "{drawn} of {above_the_foot} points of same-day"
    );
}

// catches: a ring of a level that has neither curve nor name
#[test]
fn a_level_that_is_never_late_has_a_name_and_no_ring() {
    let mut outcome = support::network();
    for row in grid(&mut outcome, "two-day", "s") {
        (row.value, row.low, row.high) = (Some(1.0), Some(0.47), Some(1.0));
    }
    let plots = plots::draw(&outcome).unwrap();
    let plot = named(&plots, "on-time-all-levels");
    assert!(
        words(plot).contains("Two-day ↑ at every padding"),
        "{}",
        words(plot)
    );
    assert!(!words(plot).contains("99.9 % from"), "{}", words(plot));
}

// catches: a frame with one point in it, "rises from 96.5 % to 96.5 %", "beyond +1 days" where nothing is sold at +1
#[test]
fn a_grid_with_orders_at_one_padding_gets_no_plot() {
    let mut outcome = support::network();
    for row in grid(&mut outcome, "same-day", "d") {
        if row.padding.value != Some(0.0) {
            (row.value, row.low, row.high, row.n) = (None, None, None, 0);
        }
    }
    for row in grid(&mut outcome, "next-day", "d") {
        if row.padding.value > Some(0.0) {
            (row.value, row.low, row.high, row.n) = (None, None, None, 0);
        }
    }
    let plots = plots::draw(&outcome).unwrap();
    assert!(
        !plots
            .iter()
            .any(|p| p.name == "on-time-by-padding-same-day-days")
    );
    let two = named(&plots, "on-time-by-padding-next-day-days");
    assert!(
        words(two).contains("Beyond 0 days it is never sold."),
        "{}",
        words(two)
    );
    assert!(!page(&outcome).contains("same-day, and of all other levels alike, grows from 0 to"));
}

#[test]
fn a_share_that_does_not_move_does_not_rise() {
    let mut outcome = support::network();
    for row in grid(&mut outcome, "two-day", "d") {
        (row.value, row.low, row.high) = (Some(1.0), Some(0.97), Some(1.0));
    }
    let plots = plots::draw(&outcome).unwrap();
    let reading = &named(&plots, "on-time-by-padding-two-day-days").reading;
    assert!(reading.contains("on time stays at 100 %"), "{reading}");
}

// catches: hours and days told apart by the unit in a cell only, a table twice as long with a second grid
#[test]
fn the_table_of_paddings_has_one_row_per_level_and_grid() {
    let text = table::summary(&support::network());
    let from = text.find("Padding needed for the target").unwrap();
    let lines: Vec<&str> = text[from..]
        .lines()
        .skip(1)
        .take_while(|l| !l.starts_with("Needed"))
        .collect();
    assert!(lines[0].starts_with("level      padded in"), "{}", lines[0]);
    let mut keys: Vec<Vec<&str>> = lines[2..]
        .iter()
        .map(|l| l.split_whitespace().take(2).collect())
        .collect();
    assert_eq!(keys.len(), 6);
    keys.dedup();
    assert_eq!(keys.len(), 6, "{keys:?}");
    assert!(keys.contains(&vec!["next-day", "days"]) && keys.contains(&vec!["next-day", "hours"]));
}

// catches: one line for two identical grains that does not say which it is
#[test]
fn one_line_for_both_grains_says_so() {
    let mut outcome = support::network();
    let twins: Vec<OnTime> = grid(&mut outcome, "next-day", "s")
        .filter(|r| r.grain == "instant")
        .map(|r| r.clone())
        .collect();
    for row in grid(&mut outcome, "next-day", "s").filter(|r| r.grain == "day") {
        let twin = twins.iter().find(|t| t.padding == row.padding).unwrap();
        *row = OnTime {
            grain: "day".into(),
            ..twin.clone()
        };
    }
    let plots = plots::draw(&outcome).unwrap();
    let said = words(named(&plots, "on-time-by-padding-next-day"));
    assert!(said.contains("by instant and by day alike"), "{said}");
    let two = words(named(&plots, "on-time-by-padding-same-day"));
    assert!(
        two.contains("by the promised instant") && !two.contains("alike by"),
        "{two}"
    );
}

// catches: points at which orders crossed to another route drawn and told as if exact
#[test]
fn what_is_approximate_is_dashed_named_and_marked() {
    let mut outcome = support::network();
    let exact = plots::draw(&outcome).unwrap();
    for unit in ["s", "d"] {
        for row in grid(&mut outcome, "next-day", unit) {
            row.padding.passive = row.padding.value < Some(0.5);
        }
    }
    let plots = plots::draw(&outcome).unwrap();
    let meaning = "approximate: orders are sold otherwise than was simulated";
    for name in [
        "on-time-all-levels",
        "on-time-by-padding-next-day",
        "on-time-by-padding-next-day-days",
    ] {
        let (before, after) = (named(&exact, name), named(&plots, name));
        let lines = |p| shapes(p, "polyline").len();
        assert!(lines(after) > lines(before) + 3, "{name}: no dashes");
        assert!(words(after).contains(meaning), "{name}: {}", words(after));
        assert!(!words(before).contains("approximate"), "{name}");
        assert!(after.reading.contains(meaning), "{name}: {}", after.reading);
    }
    let hollow = |p| {
        circles(p)
            .iter()
            .filter(|c| !c.filled && c.color == BLUE)
            .count()
    };
    assert_eq!(
        hollow(named(&plots, "on-time-by-padding-next-day-days")),
        3,
        "+1, +2, +3 days"
    );
    let text = terminal(&outcome);
    assert!(
        text.contains("to reach 98 % quote about 2 h longer"),
        "{text}"
    );
    assert!(text.contains("+5 h ["), "{text}");
    assert!(
        text.contains(
            "] approximate: this padding sells orders another level, whose route or hours"
        ),
        "{text}"
    );
    assert!(page(&outcome).contains("approximate: this padding sells orders another level"));
    assert!(!terminal(&support::network()).contains("approximate"));
}

// catches: a legend that speaks of withdrawn orders where promises decide who is served first
#[test]
fn what_is_approximate_says_why() {
    let mut outcome = support::network();
    for row in grid(&mut outcome, "next-day", "s") {
        (row.padding.passive, row.padding.feeds_back) = (false, true);
    }
    let plots = plots::draw(&outcome).unwrap();
    let meaning = "approximate: promises change the queues, which was not simulated";
    for name in ["on-time-all-levels", "on-time-by-padding-next-day"] {
        let plot = named(&plots, name);
        assert!(words(plot).contains(meaning), "{name}: {}", words(plot));
        assert!(plot.reading.contains(meaning), "{name}: {}", plot.reading);
        assert!(!words(plot).contains("otherwise"), "{name}");
    }
    assert!(terminal(&outcome).contains("] approximate: promises decide who is served first"));
}
