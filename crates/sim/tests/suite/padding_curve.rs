//! The curve of one run against runs made one padding at a time.

use std::sync::atomic::AtomicBool;

use leadtime_network::load;
use leadtime_network::scenario::Files;
use leadtime_sim::outcome::{OnTime, Outcome};
use leadtime_sim::plan::Plan;
use leadtime_sim::study::{self, StudyOptions};

/// Two levels; a padding beyond the end of the day withdraws the faster one. LANES says how they travel.
const SCENARIO: &str = r#"
schema = 1
name = "two-levels"
clock = { start = 2026-11-02, time_zone = "UTC", warm_up = "1d", horizon = "6d" }
demand.poisson.rate = "20/h"
offer.choose = "mix"
padding_grid = [{ from = "-4h", to = "16h", step = "2h" }]

[[service_levels]]
name = "same-day"
share = 0.5
latest = "same-day"
promise.constant = { after = "6h" }
padding = "PADDING"

[[service_levels]]
name = "two-day"
share = 0.5
promise.constant = { after = "20h" }
padding = "PADDING"

[[facilities]]
name = "FC"
kind = "fulfilment-centre"

[[stages]]
facility = "FC"
stage = "pick"
servers = 12
service = "exponential(mean=30min)"

[[zones]]
name = "City"
LANES
"#;

const SHARED: &str = r#"
[[lanes]]
from = "FC"
to = "City"
transit = "lognormal(mean=5h, cv=0.6)"
"#;

const OWN: &str = r#"
[[facilities]]
name = "Station"
kind = "delivery-station"

[[lanes]]
from = "FC"
to = "City"
transit = "lognormal(mean=5h, cv=0.6)"
service_levels = "same-day"

[[lanes]]
from = "FC"
to = "Station"
transit = "lognormal(mean=11h, cv=0.5)"
service_levels = "two-day"

[[lanes]]
from = "Station"
to = "City"
transit = "lognormal(mean=7h, cv=0.5)"
service_levels = "two-day"
"#;

fn run(lanes: &str, padding: &str) -> Outcome {
    simulated(&SCENARIO.replace("LANES", lanes).replace("PADDING", padding))
}

fn simulated(text: &str) -> Outcome {
    let (network, _) = load(&Files::from_text(text)).unwrap();
    let plan = Plan::compile(&network);
    let options = StudyOptions {
        seed: 5,
        replications: 3,
        threads: 1,
    };
    let stop = AtomicBool::new(false);
    study::run(&plan, &options, &stop, &mut |_, _| {}).outcome(&plan, &network, Vec::new())
}

/// Orders, on time, and the label of each (level, padding) of the curve, or at the scenario's own padding.
fn points(outcome: &Outcome, own: bool) -> Vec<&OnTime> {
    let wanted = |point: &&OnTime| {
        point.padding.own == own && point.zone.is_none() && point.grain == "instant"
    };
    outcome.on_time.iter().filter(wanted).collect()
}

/// How many points agree with a run at that padding alone, and how many do not; where the label says that the padding
/// changes only what is told, they must. In the text PADDING stands for the padding.
fn compare_text(text: &str) -> (usize, usize) {
    let at = |hours: i64| simulated(&text.replace("PADDING", &format!("{hours}h")));
    let curve = at(0);
    let (mut agree, mut differ) = (0, 0);
    for hours in (-4..=16).step_by(2) {
        let alone = at(hours);
        for own in points(&alone, true) {
            let point = *points(&curve, false)
                .iter()
                .find(|point| {
                    point.service_level == own.service_level
                        && point.padding.value == Some(hours as f64 * 3_600.0)
                })
                .unwrap();
            let same = (point.n, point.value) == (own.n, own.value);
            assert!(
                same || !(point.padding.passive || point.padding.simulated),
                "{:?} at {hours} h: {:?} of {}, alone {:?} of {}",
                own.service_level,
                point.value,
                point.n,
                own.value,
                own.n
            );
            agree += usize::from(same);
            differ += usize::from(!same);
        }
    }
    (agree, differ)
}

fn compare(lanes: &str) -> (usize, usize) {
    compare_text(&SCENARIO.replace("LANES", lanes))
}

#[test]
fn one_run_knows_every_padding_where_levels_travel_alike() {
    assert_eq!(compare(SHARED), (33, 0));
    let curve = run(SHARED, "0h");
    assert!(
        points(&curve, false)
            .iter()
            .all(|point| point.padding.passive)
    );
}

/// A withdrawn order would have travelled another way: the point is only an approximation, and says so.
#[test]
fn a_padding_that_reroutes_orders_is_not_called_passive() {
    let (agree, differ) = compare(OWN);
    assert!(
        agree >= 11 && differ >= 10,
        "{agree} agree, {differ} differ"
    );
}

/// Where the earliest promise is served first, a padding changes what happens: no point but the scenario's own is exact.
#[test]
fn a_padding_that_changes_the_order_of_service_is_not_called_passive() {
    let text = SCENARIO
        .replace("LANES", SHARED)
        .replace("PADDING", "0h")
        .replace(
            "servers = 12",
            "servers = 12\ndiscipline = \"earliest-due-date\"",
        );
    let outcome = simulated(&text);
    let curve = points(&outcome, false);
    assert!(!curve.is_empty() && curve.iter().all(|point| !point.padding.passive));
    assert!(
        points(&outcome, true)
            .iter()
            .all(|point| point.padding.passive)
    );
}

/// Padding before the first departure moves the plan to a later one: a staircase, whose every step must be that of its own run.
#[test]
fn one_run_knows_every_padding_of_the_process() {
    let departures = SHARED.replace("transit =", "departures = \"every 3h\"\ntransit =");
    let text = SCENARIO.replace("LANES", &departures).replacen(
        "promise.constant = { after = \"6h\" }",
        "promise.plan = { allowance = \"1h\" }\npadding_at = \"process\"",
        1,
    );
    assert_eq!(compare_text(&text), (33, 0));
    let curve = simulated(&text.replace("PADDING", "0h"));
    assert_eq!(points(&curve, false)[0].padding.place, "process");
    // Told times move in steps of three hours: more padding than none, but not as much as 2 h, may change nothing.
    let told = |hours: &str| {
        let outcome = simulated(&text.replacen("PADDING", hours, 1).replace("PADDING", "0h"));
        outcome.service_levels[0].quote_length.mean.value.unwrap()
    };
    let (none, hour) = (told("0h"), told("1h"));
    assert!(hour > none && hour < none + 3_600.0 * 3.0, "{none} {hour}");
}

/// An earlier cutoff takes orders from the level, and leaves the promises of the others as they are.
#[test]
fn one_run_knows_every_cutoff() {
    for after in ["close", "next-day"] {
        let text = SCENARIO.replace("LANES", SHARED).replacen(
            "latest = \"same-day\"",
            &format!(
                "latest = \"2d\"\ncutoff = \"12:00\"\nafter_cutoff = \"{after}\"\npadding_at = \"cutoff\""
            ),
            1,
        );
        assert_eq!(compare_text(&text), (33, 0), "{after}");
    }
}

/// With feedback off, simulating every padding by itself gives the curve of one run, to the bit.
#[test]
fn simulated_paddings_are_those_of_one_run() {
    let text = SCENARIO.replace("LANES", SHARED).replace("PADDING", "0h");
    let passive = simulated(&text);
    let mut active = simulated(&text.replace("step = \"2h\"", "step = \"2h\", simulate = true"));
    assert!(
        points(&active, false)
            .iter()
            .all(|point| point.padding.simulated)
    );
    for point in &mut active.on_time {
        point.padding.simulated = false;
        if let Some(at) = point
            .zero_late
            .as_mut()
            .and_then(|zero| zero.design_effect_at.as_mut())
        {
            at.simulated = false;
        }
    }
    assert_eq!(passive.on_time, active.on_time);
}

/// Where promises feed back, every point of a simulated grid is that of its own run.
#[test]
fn simulated_paddings_know_what_feeds_back() {
    let text = SCENARIO
        .replace("LANES", SHARED)
        .replace("step = \"2h\"", "step = \"2h\", simulate = true")
        .replace(
            "servers = 12",
            "servers = 12\ndiscipline = \"earliest-due-date\"",
        );
    assert_eq!(compare_text(&text), (33, 0));
}
