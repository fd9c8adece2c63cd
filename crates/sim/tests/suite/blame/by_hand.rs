//! Cases without chance, charged by hand. All times from midnight of the first day.

use leadtime_sim::engine::Cause;
use leadtime_sim::trace::BlameCause::{self, Full, LateDeparture, Plan, Stage, Transit};

use crate::blame::{DAY, HOUR, MINUTE, traced};

/// Orders every EVERY, from a centre by a truck at six in the morning (two hours) to a station, and an hour to the door.
const SCENARIO: &str = r#"
schema = 1
name = "by-hand"
clock = { start = 2026-11-02, time_zone = "UTC", horizon = "HORIZON" }
blame = { rerun = 0 }
demand.renewal.interarrival = "EVERY"
facilities = [{ name = "FC", kind = "fulfilment-centre" }, { name = "DS", kind = "delivery-station" }]
stages = [STAGES]
zones = [{ name = "City" }]

[[lanes]]
from = "FC"
to = "DS"
departures = "daily 06:00"
transit = "constant(2h)"
TRUCK

[[lanes]]
from = "DS"
to = "City"
transit = "constant(1h)"
VAN

[[service_levels]]
name = "standard"
promise.plan = {}
LEVEL
"#;

/// The scenario with its gaps filled in, each by lines of TOML or nothing.
fn charged(gaps: &[(&str, &str)]) -> Vec<(u64, BlameCause, i64)> {
    traced(&filled(gaps)).0
}

fn filled(gaps: &[(&str, &str)]) -> String {
    let mut text = SCENARIO.to_owned();
    for (gap, lines) in gaps {
        text = text.replace(gap, lines);
    }
    for gap in ["STAGES", "TRUCK", "VAN", "LEVEL"] {
        text = text.replace(gap, "");
    }
    text
}

const PICK_AND_PACK: &str = r#"
    { facility = "FC", stage = "pick", servers = "unlimited", service = "constant(40min)", planned = "20min" },
    { facility = "FC", stage = "pack", servers = "unlimited", service = "constant(20min)", planned = "10min" },
"#;

/// Placed at 05:25, planned to be ready at 05:55; ready at 06:25 the truck is gone. A day, two thirds to the stage that exceeded by
/// twenty minutes, one third to that which exceeded by ten.
#[test]
fn a_missed_connection_is_charged_upstream_in_proportion() {
    let (charges, outcome) = traced(&filled(&[
        ("EVERY", "325min"),
        ("HORIZON", "6h"),
        ("STAGES", PICK_AND_PACK),
    ]));
    assert_eq!(charges, [(0, Stage(0), 16 * HOUR), (0, Stage(1), 8 * HOUR)]);
    let blame = outcome.blame.unwrap();
    assert_eq!((blame.orders, blame.late, blame.after_plan), (1, DAY, DAY));
    assert_eq!(blame.promised_before_plan, (0, 0));
    let cells: Vec<_> = blame.causes.iter().collect();
    assert_eq!(
        (*cells[0].0, cells[0].1.charged),
        (Cause::Stage(0), 16 * HOUR)
    );
    assert_eq!((cells[0].1.largest, cells[1].1.largest), (1, 0));
    assert_eq!((cells[0].1.orders, cells[1].1.orders), (1, 1));
}

/// Placed at 05:00 it is planned for 05:30 and ready at 06:00, the critical pull time: what was exceeded has cost nothing.
#[test]
fn a_departure_that_is_made_settles_what_came_before() {
    let gaps = [
        ("EVERY", "5h"),
        ("HORIZON", "6h"),
        ("STAGES", PICK_AND_PACK),
    ];
    assert_eq!(charged(&gaps), []);
}

/// The slower of two steps after each other: half an hour more on the road, of which the stage at the station works off twenty minutes.
#[test]
fn what_runs_ahead_is_given_back() {
    let sort = r#"{ facility = "DS", stage = "sort", servers = "unlimited", service = "constant(10min)", planned = "30min" }"#;
    let gaps = [
        ("EVERY", "5h"),
        ("HORIZON", "6h"),
        ("STAGES", sort),
        ("TRUCK", "planned = \"90min\""),
    ];
    assert_eq!(
        charged(&gaps),
        [(0, Transit(0), 30 * MINUTE), (0, Stage(0), -20 * MINUTE)]
    );
}

/// Both are ready in time, and the vehicle takes one.
#[test]
fn who_was_ready_in_time_is_charged_to_the_capacity() {
    let gaps = [
        ("EVERY", "2h"),
        ("HORIZON", "5h"),
        ("TRUCK", "capacity = 1"),
    ];
    assert_eq!(charged(&gaps), [(1, Full(0), DAY)]);
}

/// Two hours of overrun miss today's truck, and tomorrow's is full: the first day is the stage's, the second the truck's.
#[test]
fn of_two_departures_missed_each_has_its_own_cause() {
    let slow = r#"{ facility = "FC", stage = "pick", servers = "unlimited", service = "constant(2h)", planned = "0min" }"#;
    let gaps = [
        ("EVERY", "5h"),
        ("HORIZON", "11h"),
        ("STAGES", slow),
        ("TRUCK", "capacity = 1"),
    ];
    // The second order is placed at 10:00: planned for tomorrow's truck, which the first has filled.
    assert_eq!(charged(&gaps), [(0, Stage(0), DAY), (1, Full(0), DAY)]);
}

/// A truck that was full also makes its parcel miss the van; what the van's day costs is the truck's.
#[test]
fn a_connection_missed_downstream_is_charged_to_what_delayed_upstream() {
    let gaps = [
        ("EVERY", "2h"),
        ("HORIZON", "5h"),
        ("TRUCK", "capacity = 1"),
        ("VAN", "departures = \"mon,wed,fri 09:00\""),
    ];
    // On Wednesday at nine instead of on Monday.
    assert_eq!(charged(&gaps), [(1, Full(0), 2 * DAY)]);
}

/// Padding takes half an hour off the planned work: every step runs to plan, and the planned truck is gone.
#[test]
fn a_plan_that_nobody_exceeded_was_infeasible() {
    let pick = r#"{ facility = "FC", stage = "pick", servers = "unlimited", service = "constant(40min)" }"#;
    let gaps = [
        ("EVERY", "325min"),
        ("HORIZON", "6h"),
        ("STAGES", pick),
        ("LEVEL", "padding_at = \"process\"\npadding = \"-30min\""),
    ];
    assert_eq!(charged(&gaps), [(0, Plan, DAY)]);
}

/// The truck leaves half an hour late, and takes as much longer.
#[test]
fn late_departures_and_slow_transits_are_apart() {
    let gaps = [
        ("EVERY", "5h"),
        ("HORIZON", "6h"),
        ("TRUCK", "delay = \"constant(30min)\"\nplanned = \"105min\""),
    ];
    assert_eq!(
        charged(&gaps),
        [
            (0, LateDeparture(0), 30 * MINUTE),
            (0, Transit(0), 15 * MINUTE)
        ]
    );
}

/// Half an hour behind at the door, outside its hours: tomorrow at nine.
#[test]
fn delivery_hours_charge_what_made_the_parcel_miss_them() {
    let gaps = [
        ("EVERY", "5h"),
        ("HORIZON", "6h"),
        ("TRUCK", "planned = \"90min\""),
        ("LEVEL", "delivery_window = \"08:00-08:45\""),
    ];
    // Planned at 08:30, there at 09:00.
    assert_eq!(charged(&gaps), [(0, Transit(0), 23 * HOUR + 30 * MINUTE)]);
}

/// A promise before the plan: late, and nothing was exceeded.
#[test]
fn a_promise_before_the_plan_is_the_plans_fault() {
    let text = filled(&[("EVERY", "5h"), ("HORIZON", "6h")])
        .replace("promise.plan = {}", "promise.constant = { after = \"2h\" }");
    let (charges, outcome) = traced(&text);
    assert_eq!(charges, []);
    // Planned and delivered at nine, promised for seven.
    let blame = outcome.blame.unwrap();
    assert_eq!(
        (blame.orders, blame.late, blame.after_plan),
        (1, 2 * HOUR, 0)
    );
    assert_eq!(blame.promised_before_plan, (1, 2 * HOUR));
    assert_eq!(blame.causes[&Cause::Plan].largest, 1);
}
