//! What a curve calls exact is exact: every point that is marked as passive is that of a run of its own at that padding, to the bit,
//! in networks in which paddings withdraw levels, and withdrawn orders meet others.

use std::sync::atomic::AtomicBool;

use leadtime_network::load;
use leadtime_network::scenario::Files;
use leadtime_sim::outcome::{OnTime, Outcome};
use leadtime_sim::plan::Plan;
use leadtime_sim::study::{self, StudyOptions};

const SCENARIO: &str = r#"
schema = 1
name = "marks"
clock = { start = 2026-11-02, time_zone = "UTC", warm_up = "1d", horizon = "4d" }
demand.poisson.rate = "130/d"
offer.choose = "mix"
padding_grid = [{ from = "-2h", to = "6h", step = "2h" }]
zones = [{ name = "City" }]
costs = { late = 1, late_hour = 2, padding_hour = 3 }

[[facilities]]
name = "FC"
kind = "fulfilment-centre"

[[stages]]
facility = "FC"
stage = "pick"
service = "lognormal(mean=10min, cv=1)"
STAGE

[[lanes]]
from = "FC"
to = "City"
departures = "daily 12:00 15:00 18:00"
transit = "lognormal(mean=3h, cv=0.4)"
draw = "per-parcel"
LANE
"#;

const FIRST: [&str; 6] = [
    "promise.constant = { after = \"6h\" }\nlatest = \"same-day\"",
    "promise.service = { day = 0, at = \"20:00\" }\ncutoff = \"14:00\"\npadding_at = \"cutoff\"",
    "promise.service = { day = 0, at = \"20:00\" }\ncutoff = \"14:00\"\nafter_cutoff = \"next-day\"\npadding_at = \"cutoff\"",
    "promise.plan = {}\nlatest = \"same-day\"\npadding_at = \"process\"",
    "promise.state = { safety = \"2h\" }\nlatest = \"same-day\"",
    "promise.state = { service = 0.9 }",
];

const SECOND: [&str; 5] = [
    "",
    "promise.plan = {}",
    "promise.constant = { after = \"16h\" }\nlatest = \"same-day\"",
    "promise.state = {}\nlatest = \"next-delivery-day\"",
    "promise.plan = {}\ndelivery_window = \"09:00-17:00\"",
];

const STAGES: [&str; 4] = [
    "servers = \"unlimited\"",
    "servers = 1",
    "servers = 1\ndiscipline = \"priority\"",
    "servers = \"3 @ daily 08:00-20:00\"",
];

fn scenario(first: &str, second: &str, own: &str, [stage, lane]: [&str; 2]) -> String {
    let level = |name: &str, terms: &str| {
        format!(
            "\n[[service_levels]]\nname = \"{name}\"\nshare = 1\npadding = \"{own}\"\n{terms}\n"
        )
    };
    let mut text = SCENARIO.replace("STAGE", stage).replace("LANE", lane);
    text += &level("first", first);
    if !second.is_empty() {
        text += &level("second", second);
    }
    text
}

fn run(text: &str) -> Outcome {
    let (network, _) =
        load(&Files::from_text(text)).unwrap_or_else(|found| panic!("{found}\n{text}"));
    let plan = Plan::compile(&network);
    let options = StudyOptions {
        seed: 5,
        replications: 2,
        threads: 1,
    };
    let stop = AtomicBool::new(false);
    study::run(&plan, &options, &stop, &mut |_, _| {}).outcome(&plan, &network, Vec::new())
}

/// What a point says, its label and what it borrows from others apart.
fn said(point: &OnTime) -> OnTime {
    let mut point = point.clone();
    (
        point.padding.simulated,
        point.padding.feeds_back,
        point.padding.passive,
    ) = (false, false, false);
    point.zero_late = None;
    point
}

/// Points of the curves that are marked as exact, that are not but agree, and that do not.
fn compare(text: &str) -> [usize; 3] {
    let curve = run(text);
    let simulated = run(&text.replace("step = \"2h\"", "step = \"2h\", simulate = true"));
    let mut counts = [0; 3];
    for (point, alone) in curve.on_time.iter().zip(&simulated.on_time) {
        if point.padding.own {
            continue;
        }
        let same = said(point) == said(alone);
        assert!(
            same || !point.padding.passive,
            "{text}\n{point:?}\n{alone:?}"
        );
        counts[if point.padding.passive {
            0
        } else {
            1 + usize::from(!same)
        }] += 1;
    }
    let costs = |outcome: &Outcome| outcome.costs.clone().unwrap().over_padding;
    for (mut point, mut alone) in costs(&curve).into_iter().zip(costs(&simulated)) {
        let passive = point.padding.passive;
        point.padding = alone.padding.clone();
        alone.padding.simulated = point.padding.simulated;
        assert!(!passive || point == alone, "{text}\n{point:?}\n{alone:?}");
    }
    counts
}

// catches: visits that another padding would have sold; orders that it would not have sold, and the queue that they leave; other
// priorities, delivery hours, and promises by a queue in which others stand
#[test]
fn points_marked_as_exact_are() {
    let mut all = [0; 3];
    for first in FIRST {
        for second in SECOND {
            // A priority needs two classes.
            let alone = |stage: &&str| !(second.is_empty() && stage.contains("priority"));
            for stage in STAGES.into_iter().filter(|stage| alone(stage)) {
                for own in ["0h", "4h"] {
                    let counts = compare(&scenario(first, second, own, [stage, ""]));
                    (0..3).for_each(|at| all[at] += counts[at]);
                }
            }
        }
    }
    // A point may be marked in vain: those who wait less may ride the same departure.
    assert!(
        all[0] > 4_000 && all[1] < 1_500 && all[2] > 1_000,
        "{all:?}"
    );
}

/// Full vehicles are a queue as well.
#[test]
fn orders_that_leave_a_vehicle_make_room_in_it() {
    let lane = "capacity = 40";
    let counts = compare(&scenario(FIRST[0], SECOND[0], "0h", [STAGES[0], lane]));
    assert!(counts[2] > 0, "{counts:?}");
}

// catches: points marked although nothing but what is told changes
#[test]
fn without_competition_only_visits_that_were_not_sold_are_unknown() {
    // Nothing more is sold at a padding above the scenario's own: all are exact.
    let text = scenario(FIRST[0], "", "0h", [STAGES[0], ""]);
    let curve = run(&text);
    let points = curve.on_time.iter().filter(|point| !point.padding.own);
    for point in points {
        let value = point.padding.value.unwrap();
        assert_eq!(point.padding.passive, value >= 0.0, "{value}");
        assert!(!point.padding.feeds_back);
    }
    // Where some level is always open, and both fare alike, all are, whatever is withdrawn and whoever waits.
    for stage in [STAGES[0], STAGES[1], STAGES[3]] {
        let counts = compare(&scenario(FIRST[0], SECOND[1], "4h", [stage, ""]));
        assert_eq!(counts[1..], [0, 0], "{stage}");
    }
    // Unless the one goes ahead of the other.
    let counts = compare(&scenario(FIRST[0], SECOND[1], "4h", [STAGES[2], ""]));
    assert!(counts[2] > 10, "{counts:?}");
}
