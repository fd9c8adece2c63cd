//! Everything that can delay a parcel, charged by the engine and again by the auditor.

use leadtime_sim::engine::CauseCell;
use leadtime_sim::trace::BlameCause::{Attempts, Cancelled, Full, LateDeparture, Stock};

use crate::blame::{study, traced};

/// Scenarios of other tests, with what each of them is looked at for.
const OTHERS: [(&str, &str); 11] = [
    (
        "attempts",
        include_str!("../../../../../scenarios/validation/attempts/scenario.toml"),
    ),
    (
        "batches",
        include_str!("../../../../../scenarios/validation/batch-formation/scenario.toml"),
    ),
    (
        "breakdowns",
        include_str!("../../../../../scenarios/validation/breakdown/scenario.toml"),
    ),
    (
        "buffers",
        include_str!("../../../../../scenarios/validation/blocking-tandem/scenario.toml"),
    ),
    (
        "next day",
        include_str!("../../../../../scenarios/validation/next-day/scenario.toml"),
    ),
    (
        "order fill",
        include_str!("../../../../../scenarios/validation/order-fill/scenario.toml"),
    ),
    (
        "opening hours",
        include_str!("../../../../../scenarios/validation/opening-hours/scenario.toml"),
    ),
    (
        "rework",
        include_str!("../../../../../scenarios/validation/rework/scenario.toml"),
    ),
    (
        "tours",
        include_str!("../../../../../scenarios/validation/tours/scenario.toml"),
    ),
    (
        "uneven trucks",
        include_str!("../../../../../scenarios/validation/truck-uneven/scenario.toml"),
    ),
    (
        "waves",
        include_str!("../../../../../scenarios/validation/waves/scenario.toml"),
    ),
];

/// Full vans with an overflow, cancelled and late departures, attempts, stock, transit and delivery days, delivery hours, orders
/// that are split and sourced in waves.
const SHOP: &str = r#"
schema = 1
name = "shop"
clock = { start = 2026-11-02, time_zone = "Europe/Berlin", warm_up = "1d", horizon = "15d", drain = "30d" }
blame = { by = "BY", rerun = 2, replications = 3 }
study = { replications = 4 }
demand.poisson.rate = "80/d"
basket = { lines = [0.6, 0.3, 0.1] }
skus = [{ name = "A", share = 3 }, { name = "B", share = 1 }]
facilities = [
    { name = "North", kind = "fulfilment-centre" },
    { name = "South", kind = "fulfilment-centre" },
    { name = "Hub", kind = "sort-centre" },
]
stages = [
    { facility = "North", stage = "pick", servers = "3 @ mon-sat 07:00-19:00", service = "exponential(mean=18min)" },
    { facility = "South", stage = "pick", servers = 3, service = "exponential(mean=18min)", planned = "10min" },
    { facility = "Hub", stage = "sort", servers = "unlimited", service = "lognormal(median=20min, p95=90min)", release = "every 2h" },
]
zones = [{ name = "Town" }, { name = "Coast" }]

[calendars.weekdays]
open = ["mon-fri 05:00-23:00"]

[[stock]]
facility = "North"
sku = "A"
policy = "order-up-to"
order_up_to = 60
reorder_at = 40
review = "daily 08:00"
lead_time = "constant(2d)"

[[stock]]
facility = "South"
sku = "B"
policy = "always"

[[lanes]]
from = "North"
to = "Hub"
departures = "daily 10:00 16:00 22:00"
load_lead = "30min"
capacity = 12
cancel = 0.2
delay = "exponential(mean=20min)"
transit = "gamma(mean=3h, cv=0.4)"
transit_calendar = "weekdays"

[[lanes]]
from = "South"
to = "Hub"
departures = "every 5h"
cancel = 0.1
transit = "gamma(mean=5h, cv=0.3)"

[[lanes]]
from = "Hub"
to = "Town"
departures = "daily 06:00"
transit = "uniform(1h, 5h)"
spread = "6h"
attempts = 3
success = 0.7

[[lanes]]
from = "Hub"
to = "Coast"
departures = "daily 06:00"
drivers = 2
stops_per_hour = 5
route_hours = "4h"
transit = "uniform(1h, 2h)"

[[service_levels]]
name = "express"
share = 40
promise.plan = {}
delivery_window = "08:00-13:00"

[[service_levels]]
name = "standard"
share = 60
promise.constant = { after = "40h" }
"#;

#[test]
fn the_auditor_agrees_wherever_parcels_are_delayed() {
    let mut charged = 0;
    for (name, text) in OTHERS {
        let (charges, outcome) = traced(&format!("{text}\n[blame]\n"));
        let blame = outcome.blame.unwrap();
        charged += charges.len();
        let add = |sum: i64, cell: &CauseCell| sum + cell.charged - cell.given_back;
        assert_eq!(
            blame.causes.values().fold(0, add),
            blame.after_plan,
            "{name}"
        );
    }
    assert!(charged > 10_000, "{charged}");
}

#[test]
fn every_kind_of_cause_is_charged_and_audited() {
    let (charges, outcome) = traced(&SHOP.replace("BY", "place"));
    for cause in [
        Stock,
        Attempts,
        Full(0),
        Cancelled(0),
        Cancelled(1),
        LateDeparture(0),
        Full(3),
    ] {
        let some = charges.iter().any(|charge| charge.1 == cause);
        assert!(some, "{cause:?}");
    }
    let blame = outcome.blame.unwrap();
    assert!(blame.orders > 100, "{}", blame.orders);
    let largest: u64 = blame.causes.values().map(|cell| cell.largest).sum();
    assert_eq!(largest, blame.orders);
}

/// Kinds are sums of places, and the bits do not depend on the threads.
#[test]
fn places_add_up_to_kinds_for_any_number_of_threads() {
    let [places, kinds] = ["place", "kind"].map(|by| {
        let one = study(&SHOP.replace("BY", by), (4, 1));
        for threads in [2, 5] {
            assert_eq!(study(&SHOP.replace("BY", by), (4, threads)), one);
        }
        one.blame.unwrap()
    });
    assert!(places.causes.len() > kinds.causes.len());
    assert_eq!(places.late_orders, kinds.late_orders);
    assert_eq!(places.after_plan, kinds.after_plan);
    for blame in [&places, &kinds] {
        let sum: f64 = blame.causes.iter().map(|cause| cause.charged).sum();
        let shares: f64 = blame
            .causes
            .iter()
            .filter_map(|cause| cause.share.value)
            .sum();
        assert!((shares - 1.0).abs() < 1e-9, "{shares}");
        assert!(sum > 0.0);
        assert!(blame.causes.is_sorted_by(|a, b| a.charged >= b.charged));
        let rerun: Vec<u32> = blame
            .causes
            .iter()
            .filter_map(|cause| Some(cause.to_plan.as_ref()?.replications))
            .collect();
        assert_eq!(rerun, [3, 3]);
    }
}

/// Blame looks on: it changes nothing.
#[test]
fn nothing_else_depends_on_it() {
    let with = study(&SHOP.replace("BY", "place"), (3, 1));
    let text = SHOP.replace("blame = { by = \"BY\", rerun = 2, replications = 3 }", "");
    let mut without = study(&text, (3, 1));
    assert_eq!(without.blame, None);
    without.blame = with.blame.clone();
    without.scenario.digest = with.scenario.digest.clone();
    assert_eq!(without, with);
}
