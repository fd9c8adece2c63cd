//! A deterministic case, every amount worked by hand.

use leadtime_sim::engine::{CostCell, Parts};

use super::{costs, plan};

/// Four orders on Monday between 08:00 and 08:30, each picked in 15 minutes by one packer who is there from 08:00 to 16:00. The
/// van leaves at 10:00 and takes three parcels of 1.5 kg (5 kg); the fourth finds it full and goes by ground at once.
const SCENARIO: &str = r#"
schema = 1
name = "by-hand"
clock = { start = 2026-11-02, time_zone = "UTC", horizon = "1d", drain = "3d" }
demand.replay.log = "orders.csv"
basket = { weight = "1.5kg" }
facilities = [{ name = "Shop", kind = "fulfilment-centre", lat = 0, lon = 0 }]
zones = [{ name = "Town", lat = 0, lon = 0.5 }]
padding_grid = [{ from = "0h", to = "24h", step = "4h" }]

[costs]
currency = "EUR"
late = 4
late_hour = 0.5
failed_attempt = 3
undelivered = 50
padding_hour = 0.1
early_hour = 0.02

[[carriers]]
name = "van"
kind = "own-fleet"
pickups = "daily 10:00 15:00"

[[carriers]]
name = "ground"
kind = "3pl"

[[stages]]
facility = "Shop"
stage = "pack"
servers = "1 @ daily 08:00-16:00"
service = "15min"
cost = 0.25
wage = 18

[[lanes]]
from = "Shop"
to = "Town"
carrier = "van"
capacity = "5kg"
transit = "2h"
draw = "per-parcel"
cost_per_departure = 30
cost_per_parcel = 0.4
cost_per_km = 0.2
overflow = "ground"

[[lanes]]
from = "Shop"
to = "Town"
carrier = "ground"
transit = "30h"

[[rates]]
carrier = "ground"
up_to = "1kg"
cost = 6

[[rates]]
carrier = "ground"
zone = "T*"
up_to = "1kg"
cost = 5

[[rates]]
carrier = "ground"
zone = "T*"
up_to = "1.5kg"
cost = 7.5

[[service_levels]]
name = "standard"
promise.constant = { after = "6h" }
padding = "2h"
"#;

const ORDERS: &str = "time,zone\n2026-11-02T08:00:00Z,Town\n2026-11-02T08:10:00Z,Town\n2026-11-02T08:20:00Z,Town\n2026-11-02T08:30:00Z,Town\n";

#[test]
fn each_part_is_what_it_is_by_hand() {
    let files = [("scenario.toml", SCENARIO), ("orders.csv", ORDERS)];
    let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().into()));
    let files = leadtime_network::Files::in_memory(files);
    let (network, _) = leadtime_network::load(&files).unwrap_or_else(|found| panic!("{found}"));
    let plan = leadtime_sim::plan::Plan::compile(&network);
    let tally = costs(&plan, 1, 0);

    // Packed at 08:15, 08:30, 08:45 and 09:00. Three by van: 10:00 + 2 h = 12:00. The fourth by ground: 09:00 + 30 h = Tuesday 15:00.
    // Promised 8 h after 08:00, 08:10, 08:20, 08:30: early by 4 h, 4 h 10 min, 4 h 20 min; the fourth (16:30) is 22.5 h late.
    let [van, ground, none] = tally.cells[..] else {
        panic!()
    };
    assert_eq!(none, CostCell::default());
    let early = 80_000 + 83_333 + 86_667;
    let own = Parts {
        handling: 750_000,
        transport: 1_200_000,
        failure: 0,
        padding: 600_000 + early,
    };
    assert_eq!((van.n, van.on_time, van.own), (3, 3, own));
    let own = Parts {
        handling: 250_000,
        transport: 7_500_000,
        failure: 4_000_000 + 11_250_000,
        padding: 200_000,
    };
    assert_eq!((ground.n, ground.on_time, ground.own), (1, 0, own));

    // Eight hours of wages; both departures and their kilometres: half a degree on the equator.
    let km = (6_371.008_8_f64 * std::f64::consts::PI / 360.0 * 200_000.0).round() as i128;
    assert_eq!(tally.stages[0].fixed, 8 * 18_000_000);
    assert_eq!(tally.lanes[0].fixed, 2 * (30_000_000 + km));
    assert_eq!(van.shared.handling + ground.shared.handling, 8 * 18_000_000);
    assert_eq!(van.shared.handling, 6 * 18_000_000);
    // What a segment used is shared among its carriers by their orders.
    assert_eq!(
        van.shared.transport + ground.shared.transport,
        tally.lanes[0].fixed
    );
    assert_eq!(tally.unshared, Parts::default());
    assert_eq!(tally.of_orders(), tally.ledger);
}

/// A band that is too light is paid as often as it takes.
#[test]
fn a_parcel_beyond_the_last_band_pays_it_several_times() {
    let text = SCENARIO
        .replace(
            "demand.replay.log = \"orders.csv\"",
            "demand.renewal = { interarrival = \"1h\" }",
        )
        .replace("weight = \"1.5kg\"", "weight = \"3.1kg\"")
        .replace("capacity = \"5kg\"\n", "")
        .replace("overflow = \"ground\"\n", "")
        .replacen("carrier = \"van\"\n", "carrier = \"ground\"\n", 1)
        .replace(
            "carrier = \"ground\"\ntransit = \"30h\"",
            "carrier = \"van\"\ntransit = \"30h\"",
        )
        .replace(
            "transit = \"2h\"",
            "departures = \"daily 10:00 15:00\"\ntransit = \"2h\"",
        );
    let plan = plan(&text);
    let tally = costs(&plan, 1, 0);
    let lane = tally.lanes[0];
    assert!(lane.parcels > 5);
    assert_eq!(
        lane.parcel,
        i128::from(lane.parcels) * (400_000 + 3 * 7_500_000)
    );
}
