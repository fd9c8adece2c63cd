//! The curve of one run against runs made one padding at a time.
#![allow(clippy::unwrap_used, missing_docs)]

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
/// changes only what is told, they must.
fn compare(lanes: &str) -> (usize, usize) {
    let curve = run(lanes, "0h");
    let (mut agree, mut differ) = (0, 0);
    for hours in (-4..=16).step_by(2) {
        let alone = run(lanes, &format!("{hours}h"));
        for own in points(&alone, true) {
            let point = *points(&curve, false)
                .iter()
                .find(|point| {
                    point.service_level == own.service_level
                        && point.padding.value == Some(f64::from(hours) * 3_600.0)
                })
                .unwrap();
            let same = (point.n, point.value) == (own.n, own.value);
            assert!(
                same || !point.padding.passive,
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
