//! The auditor agrees with every order's cost and overflow, and finds faults planted in them.

use leadtime_network::{Files, load};
use leadtime_sim::audit::{Kind, audit};
use leadtime_sim::plan::Plan;
use leadtime_sim::trace::record;

use super::ledger::everything;
use super::plan;

/// A van of 5 kg and another of three parcels, each with an overflow, failing attempts, rates by weight.
const SHOP: &str = r#"
schema = 1
name = "shop"
clock = { start = 2026-11-02, time_zone = "UTC", warm_up = "1d", horizon = "4d", drain = "4d" }
demand.poisson.rate = "60/d"
basket = { weight = "lognormal(median=1kg, p95=4kg)" }
facilities = [{ name = "Shop", kind = "fulfilment-centre" }]
zones = [{ name = "Town" }, { name = "Coast" }]
costs = { late = 5.1, late_hour = 0.31, failed_attempt = 2.7, undelivered = 40.3, padding_hour = 0.07, early_hour = 0.013 }
stages = [{ facility = "Shop", stage = "pack", servers = 2, service = "exponential(mean=12min)", cost = 0.33, wage = 20 }]

[[carriers]]
name = "van"
kind = "own-fleet"
pickups = "daily 09:00 15:00"

[[carriers]]
name = "ground"
kind = "3pl"
pickups = "daily 18:00"

[[carriers]]
name = "courier"
kind = "3pl"

[[lanes]]
from = "Shop"
to = "Town"
carrier = "van"
capacity = "5kg"
transit = "uniform(1h, 3h)"
overflow = "ground"
cancel = 0.1
success = 0.7
attempts = 2
cost_per_departure = 31
cost_per_parcel = 0.21

[[lanes]]
from = "Shop"
to = "Town"
carrier = "ground"
capacity = 4
overflow = "courier"
transit = "gamma(mean=20h, cv=0.3)"

[[lanes]]
from = "Shop"
to = "Town"
carrier = "courier"
transit = "6h"

[[lanes]]
from = "Shop"
to = "Coast"
carrier = "ground"
transit = "gamma(mean=30h, cv=0.3)"

[[rates]]
carrier = "ground"
up_to = "1kg"
cost = 6.11

[[rates]]
carrier = "ground"
up_to = "2kg"
cost = 8.03

[[rates]]
carrier = "courier"
cost = 19.9

[[service_levels]]
name = "standard"
assign = "own-first"
promise.constant = { after = "24h" }
padding = "3h"
"#;

fn traced(plan: &Plan) -> String {
    let (_, bytes) = record(plan, 5, 0, Vec::new()).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn found(trace: &str) -> Vec<Kind> {
    let report = audit(trace.as_bytes()).unwrap();
    report
        .found
        .into_iter()
        .filter(|found| found.1 > 0)
        .map(|found| found.0)
        .collect()
}

#[test]
fn the_auditor_finds_the_same_costs() {
    for text in [SHOP.to_owned(), everything()] {
        let trace = traced(&plan(&text));
        let report = audit(trace.as_bytes()).unwrap();
        assert!(report.is_clean(), "{report}");
        assert!(trace.contains("{\"cost\":") && trace.contains("{\"books\":"));
    }
    let trace = traced(&plan(SHOP));
    // Both links of the chain of overflows are used.
    assert!(
        trace.contains("\"overflow\":{\"order\"") && trace.matches("\"lane\":1,\"at\"").count() > 3
    );
}

#[test]
fn planted_faults_are_found() {
    let trace = traced(&plan(SHOP));
    let line = |start: &str, nth: usize| {
        trace
            .lines()
            .filter(|line| line.starts_with(start))
            .nth(nth)
            .unwrap()
            .to_owned()
    };
    // One part of one order is a millionth off.
    let cost = line("{\"cost\":", 7);
    let (before, after) = cost.split_once("\"padding\":").unwrap();
    let padding: i64 = after.trim_end_matches("}}").parse().unwrap();
    let dearer = format!("{before}\"padding\":{}}}}}", padding + 1);
    assert_eq!(found(&trace.replace(&cost, &dearer)), [Kind::Cost]);
    // An order's cost is missing, or told twice.
    assert_eq!(
        found(&trace.replace(&format!("{cost}\n"), "")),
        [Kind::Cost]
    );
    assert_eq!(
        found(&trace.replace(&cost, &format!("{cost}\n{cost}"))),
        [Kind::Cost]
    );
    // The books do not add up.
    let books = line("{\"books\":", 0);
    assert_eq!(
        found(&trace.replace(&books, &books.replace("\"failure\":", "\"failure\":1"))),
        [Kind::Cost]
    );
    // A parcel that overflowed only says so: it is on another lane without reason, or a light one was sent away.
    let overflow = line("{\"overflow\":", 3);
    let elsewhere = overflow.replace("\"lane\":0", "\"lane\":3");
    assert!(found(&trace.replace(&overflow, &elsewhere)).contains(&Kind::Overflow));
    // The vans take more than the engine thought: nobody had to go elsewhere.
    let roomy = trace.replacen("\"capacity\":5000", "\"capacity\":9000000", 1);
    assert!(found(&roomy).contains(&Kind::Overflow));
    // And less: they were overloaded.
    let small = trace.replacen("\"capacity\":5000", "\"capacity\":2000", 1);
    assert!(found(&small).contains(&Kind::VehicleCapacity));
}

/// Each rule takes the carrier that it says.
#[test]
fn the_way_follows_the_rule() {
    let rule = |rule: &str| {
        let text = SHOP.replace("assign = \"own-first\"", &format!("assign = \"{rule}\""));
        let text = text
            .replace("capacity = \"5kg\"\n", "")
            .replace("capacity = 4\n", "");
        let text: String = text
            .lines()
            .filter(|line| !line.starts_with("overflow"))
            .map(|line| format!("{line}\n"))
            .collect();
        let (network, _) = load(&Files::from_text(&text)).unwrap_or_else(|found| panic!("{found}"));
        let tally = super::costs(&Plan::compile(&network), 5, 0);
        let parcels: Vec<bool> = tally.lanes.iter().map(|lane| lane.parcels > 0).collect();
        [parcels[0], parcels[1], parcels[2]]
    };
    assert_eq!(rule("own-first"), [true, false, false]);
    assert_eq!(rule("cheapest"), [true, false, false]);
    assert_eq!(rule("fastest"), [false, false, true]);
    // By 27 h after the order: the van keeps it.
    assert_eq!(
        rule("cheapest-that-meets-the-promise"),
        [true, false, false]
    );
}
