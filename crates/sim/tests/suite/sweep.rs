//! Swept place by place or event by event, seen or not: every order is served, carried and delivered at the same instants, and all tallies agree.
use std::path::{Path, PathBuf};

use leadtime_network::time::Duration;
use leadtime_network::{Files, Network, load};
use leadtime_sim::engine::{replicate, travels_light};
use leadtime_sim::plan::Plan;

use crate::support::orders;

/// So many orders are placed, unless that takes longer than so many days.
const ORDERS: f64 = 20_000.0;
const DAYS: i64 = 4;

/// All scenarios of the repository that are valid.
fn scenarios() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
    let folders = [root.clone(), root.join("validation"), root.join("tutorial")];
    let mut found: Vec<PathBuf> = folders
        .iter()
        .flat_map(|folder| std::fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("scenario.toml").exists())
        .collect();
    found.sort();
    found
}

/// The plan of a shorter run, in which no replication is left to the events because late orders are charged.
fn shortened(mut network: Network) -> Plan {
    network.blame = None;
    let clock = &mut network.clock;
    clock.horizon = clock.horizon.min(clock.warm_up + Duration::from_days(DAYS));
    let plan = Plan::compile(&network);
    let long = ORDERS / plan.estimate.visits * plan.end as f64;
    if long >= network.clock.horizon.0 as f64 {
        return plan;
    }
    let clock = &mut network.clock;
    clock.horizon = Duration(long as i64);
    clock.warm_up = clock.warm_up.min(Duration(clock.horizon.0 / 4));
    Plan::compile(&network)
}

// catches: a turn out of the order of keys, a parcel lost between windows, a kernel that looks at another place, a run that ends elsewhere
#[test]
fn every_scenario_that_can_be_swept_ends_as_event_by_event() {
    let (mut swept, mut placed) = (0, 0);
    for path in scenarios() {
        let Ok((network, _)) = load(&Files::on_disk(&path)) else {
            continue;
        };
        match orders::compare(&shortened(network), None) {
            None => {}
            Some(Ok(orders)) => (swept, placed) = (swept + 1, placed + orders),
            Some(Err(unlike)) => panic!("{}: {unlike}", path.display()),
        }
    }
    assert!(swept > 40, "{swept} scenarios were swept");
    assert!(
        placed > 2_000 * swept,
        "{placed} orders in {swept} scenarios"
    );
}

/// More than so many orders end as event by event, in windows of minutes as in such of half a day.
fn assert_alike_in_any_window(plan: &Plan, least: usize) {
    for window in [
        None,
        Some((60_000, 60_000)),
        Some((60_000, 40_000_000)),
        Some((40_000_000, 40_000_000)),
    ] {
        let orders = orders::compare(plan, window);
        assert!(
            matches!(orders, Some(Ok(orders)) if orders > least),
            "{window:?}: {orders:?}"
        );
    }
}

/// Two zones whose orders are always quoted the same. Lanes run once a week, so that most who come after are never carried; the other
/// zone is two days away, so that whole windows are under way when the scored days are over.
const FEW_DEPARTURES: &str = r#"
schema = 1
name = "few departures"
clock = { start = 2026-11-02, time_zone = "America/New_York", warm_up = "6h", horizon = "3d" }
demand.poisson = { rate = "2/min" }
facilities = [{ name = "FC", kind = "fulfilment-centre" }]
[[stages]]
facility = "FC"
stage = "pack"
servers = 9
service = "lognormal(mean=4min, cv=0.5)"
[[lanes]]
from = "FC"
to = "near"
departures = "tue 12:00"
transit = "gamma(mean=6h, cv=0.25)"
[[lanes]]
from = "FC"
to = "far"
transit = "gamma(mean=2d, cv=0.1)"
[[zones]]
name = "near"
weight = 0.4
[[zones]]
name = "far"
weight = 0.6
[[service_levels]]
name = "standard"
promise.constant = { after = "12h" }
"#;

// catches: an order lost that is stranded or on its way when the scored days end, while nothing was kept of it but its turn
#[test]
fn parcels_that_travel_light_are_all_accounted_for() {
    let (network, _) =
        load(&Files::from_text(FEW_DEPARTURES)).unwrap_or_else(|found| panic!("{found}"));
    let plan = Plan::compile(&network);
    assert_alike_in_any_window(&plan, 8_000);
    let outcome = replicate(&plan, 11, 0);
    let delivered: u64 = outcome.sums.iter().map(|sums| sums.delivered).sum();
    let never = outcome.sums[0].promised - delivered;
    assert!(never > 1_000 && delivered > 2_000, "{never} of {delivered}");
}

/// One centre, one zone, and what is said of the stage of the centre.
fn one_stage(stage: &str) -> String {
    format!(
        r#"
schema = 1
name = "one stage"
clock = {{ start = 2026-11-02, time_zone = "UTC", warm_up = "6h", horizon = "3d" }}
demand.poisson = {{ rate = "1/min" }}
facilities = [{{ name = "FC", kind = "fulfilment-centre" }}]
lanes = [{{ from = "FC", to = "city", transit = "gamma(mean=3h, cv=0.25)" }}]
zones = [{{ name = "city" }}]
[[stages]]
facility = "FC"
stage = "pack"
service = "exponential(mean=4min)"
{stage}
[[service_levels]]
name = "standard"
promise.constant = {{ after = "4h" }}
"#
    )
}

/// Two centres, each of which is on the way of the other: their stages are served together, turn by turn.
const TO_AND_FRO: &str = r#"
schema = 1
name = "to and fro"
clock = { start = 2026-11-02, time_zone = "UTC", warm_up = "6h", horizon = "3d" }
demand.poisson = { rate = "1/min" }
facilities = [{ name = "A", kind = "fulfilment-centre" }, { name = "B", kind = "fulfilment-centre" }]
stages = [
  { facility = "A", stage = "pack", servers = 6, service = "exponential(mean=4min)" },
  { facility = "B", stage = "pack", servers = 6, service = "exponential(mean=4min)" },
]
lanes = [
  { from = "A", to = "B", transit = "1h" },
  { from = "B", to = "A", transit = "1h" },
  { from = "A", to = "near A", transit = "2h" },
  { from = "B", to = "near B", transit = "2h" },
]
routes = [{ path = "A>B>near B", zone = "near B" }, { path = "B>A>near A", zone = "near A" }]
zones = [{ name = "near A" }, { name = "near B" }]
[[service_levels]]
name = "standard"
promise.constant = { after = "4h" }
"#;

// catches: a slot that is looked at of a parcel that has none
#[test]
fn wherever_a_slot_is_looked_at_no_parcel_travels_light() {
    let breaks = "breakdown = \"1h\"\nrepair = \"exponential(mean=2min)\"";
    let wanted = [
        one_stage(&format!("servers = \"unlimited\"\n{breaks}")),
        one_stage(&format!("servers = 6\n{breaks}")),
        one_stage("servers = 6\nrework = 0.1"),
        one_stage("servers = \"unlimited\"\nrework = 0.1"),
        TO_AND_FRO.to_owned(),
    ];
    for text in wanted {
        let (network, _) = load(&Files::from_text(&text)).unwrap_or_else(|found| panic!("{found}"));
        for plan in [
            Plan::compile(&network),
            Plan::compile(&network).uncapacitated(),
        ] {
            let orders = orders::compare(&plan, None);
            assert!(
                matches!(orders, Some(Ok(orders)) if orders > 4_000),
                "{orders:?}\n{text}"
            );
        }
    }
}

/// Three centres of three stages each, more than have lists of their own, for five zones with clocks of their own.
const FAR_APART: &str = r#"
schema = 1
name = "far apart"
clock = { start = 2026-10-23, time_zone = "Europe/Berlin", warm_up = "7h 31m", horizon = "101h 17m" }
demand.poisson = { rate = "2/min" }
facilities = [
  { name = "A", kind = "fulfilment-centre" }, { name = "B", kind = "fulfilment-centre" }, { name = "C", kind = "fulfilment-centre" },
]
stages = [
  { facility = "A", stage = "pick", servers = 5, service = "exponential(mean=4min)" },
  { facility = "A", stage = "pack", servers = 5, service = "exponential(mean=4min)" },
  { facility = "A", stage = "load", servers = 5, service = "exponential(mean=4min)" },
  { facility = "B", stage = "pick", servers = "unlimited", service = "exponential(mean=4min)" },
  { facility = "B", stage = "pack", servers = 5, service = "exponential(mean=4min)" },
  { facility = "B", stage = "load", servers = 5, service = "exponential(mean=4min)" },
  { facility = "C", stage = "pick", servers = 5, service = "exponential(mean=4min)" },
  { facility = "C", stage = "pack", servers = 5, service = "exponential(mean=4min)" },
  { facility = "C", stage = "load", servers = 5, service = "exponential(mean=4min)" },
]
lanes = [
  { from = "A", to = "Lisbon", transit = "gamma(mean=9h, cv=0.5)" },
  { from = "A", to = "Auckland", transit = "gamma(mean=30h, cv=0.25)" },
  { from = "B", to = "New York", departures = "daily 06:00 18:00", transit = "gamma(mean=9h, cv=0.5)" },
  { from = "B", to = "Chatham", transit = "30h" },
  { from = "C", to = "Berlin", transit = "gamma(mean=3h, cv=0.5)" },
]
zones = [
  { name = "Lisbon", time_zone = "Europe/Lisbon" },
  { name = "Auckland", time_zone = "Pacific/Auckland" },
  { name = "New York", time_zone = "America/New_York" },
  { name = "Chatham", time_zone = "Pacific/Chatham" },
  { name = "Berlin" },
]
[[service_levels]]
name = "standard"
promise.constant = { after = "12h" }
"#;

// catches: an order written down in the hour or the day of another zone's clock, turns dealt to the list of another place
#[test]
fn orders_of_zones_far_apart_travel_light_by_their_own_clocks() {
    let (network, _) = load(&Files::from_text(FAR_APART)).unwrap_or_else(|found| panic!("{found}"));
    assert_alike_in_any_window(&Plan::compile(&network), 11_000);
}

/// Small vans; who finds one full goes with a carrier, who is slower and leaves once a day.
const VANS: &str = r#"
schema = 1
name = "vans"
clock = { start = 2026-11-02, time_zone = "UTC", warm_up = "6h", horizon = "5d" }
demand.poisson = { rate = "2/min" }
facilities = [{ name = "FC", kind = "fulfilment-centre" }]
stages = [{ facility = "FC", stage = "pack", servers = 9, service = "exponential(mean=4min)" }]
[[lanes]]
from = "FC"
to = "city"
carrier = "van"
departures = "daily 09:00 12:00 15:00"
capacity = 400
transit = "gamma(mean=1h, cv=0.25)"
overflow = "post"
[[lanes]]
from = "FC"
to = "city"
carrier = "post"
departures = "daily 18:00"
transit = "gamma(mean=9h, cv=0.25)"
[[zones]]
name = "city"
[[service_levels]]
name = "standard"
promise.constant = { after = "12h" }
"#;

// catches: a parcel that travels light on a lane that is full
#[test]
fn what_overflows_travels_light_event_by_event() {
    let (network, _) = load(&Files::from_text(VANS)).unwrap_or_else(|found| panic!("{found}"));
    let plan = Plan::compile(&network);
    assert!(travels_light(&plan) && !plan.is_swept());
    let outcome = orders::compare_unseen(&plan).unwrap_or_else(|unlike| panic!("{unlike}"));
    let [van, post] = &outcome.lanes[..] else {
        panic!("{} lanes", outcome.lanes.len());
    };
    assert!(van.overflowed > 1_000 && van.parcels > 2_000 && post.parcels == van.overflowed);
}

/// One centre, so many hubs, and so many stations and zones of each hub: thousands of parcels part at few places.
fn wide(hubs: usize, stations: usize) -> String {
    let mut text = r#"
schema = 1
name = "wide"
clock = { start = 2026-11-02, time_zone = "UTC", warm_up = "6h", horizon = "3d" }
demand.poisson = { rate = "4/min" }
[[service_levels]]
name = "standard"
promise.constant = { after = "16h" }
[[facilities]]
name = "FC"
kind = "fulfilment-centre"
[[stages]]
facility = "FC"
stage = "pack"
servers = 18
service = "lognormal(mean=4min, cv=0.5)"
"#
    .to_owned();
    let mut facility = |name: &str, from: &str, lane: &str, service: &str| {
        text += &format!(
            r#"
[[facilities]]
name = "{name}"
kind = "delivery-station"
[[stages]]
facility = "{name}"
stage = "sort"
servers = 1
service = "exponential(mean={service})"
[[lanes]]
from = "{from}"
to = "{name}"
{lane}
"#
        );
    };
    for hub in 0..hubs {
        let road = "departures = \"every 2h\"\ntransit = \"gamma(mean=5h, cv=0.3)\"\ndraw = \"per-parcel\"";
        facility(&format!("hub {hub}"), "FC", road, "2min");
        for station in 0..stations {
            let (name, from) = (format!("station {hub}.{station}"), format!("hub {hub}"));
            // From some stations parcels leave once a week, when the scored days are over or before.
            let road = match station {
                0 => "departures = \"wed 12:00\"\ntransit = \"1h\"",
                1 => "departures = \"sun 12:00\"\ntransit = \"1h\"",
                _ => "transit = \"gamma(mean=2h, cv=0.5)\"",
            };
            facility(&name, &from, road, "9min");
        }
    }
    for (hub, station) in (0..hubs).flat_map(|hub| (0..stations).map(move |at| (hub, at))) {
        text += &format!(
            "[[lanes]]\nfrom = \"station {hub}.{station}\"\nto = \"zone {hub}.{station}\"\ntransit = \"20min\"\n\
             [[zones]]\nname = \"zone {hub}.{station}\"\n"
        );
    }
    text
}

// catches: a parcel that gathers and is left behind, a quiet place swept before those that lead to it, a window of one kind of places
// that does not end with those of the other
#[test]
fn parcels_part_at_few_places_for_many() {
    for (hubs, stations) in [(12, 11), (3, 60), (140, 1)] {
        let text = wide(hubs, stations);
        let (network, _) = load(&Files::from_text(&text)).unwrap_or_else(|found| panic!("{found}"));
        assert_alike_in_any_window(&Plan::compile(&network), 15_000);
    }
}

// catches: a window as long as all time in which keys are told apart, which a sparse run of many years has
#[test]
fn sparse_orders_of_many_years_are_swept_in_one_window() {
    let before = "[[stages]]\nfacility = \"FC\"\nstage = \"pick\"\nservers = \"unlimited\"\nservice = \"gamma(mean=30d, cv=0.5)\"\n[[stages]]";
    let text = one_stage("servers = 9")
        .replace("[[stages]]", before)
        .replace("horizon = \"3d\"", "horizon = \"2500d\"")
        .replace("1/min", "0.3/d")
        .replace("4min", "9d");
    let (network, _) = load(&Files::from_text(&text)).unwrap_or_else(|found| panic!("{found}"));
    let orders = orders::compare(&Plan::compile(&network), None);
    assert!(
        matches!(orders, Some(Ok(orders)) if orders > 500),
        "{orders:?}"
    );
}
