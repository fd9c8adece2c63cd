//! The two books agree to the last millionth.

use std::path::{Path, PathBuf};

use leadtime_network::load;
use leadtime_network::scenario::Files;
use leadtime_sim::engine::{CostTally, replicate};
use leadtime_sim::plan::Plan;

use super::plan;

/// Amounts that no sum of a few others equals by chance.
pub(super) const COSTS: &str = r#"
[costs]
currency = "USD"
late = 5.130007
late_hour = 0.370003
failed_attempt = 2.900011
undelivered = 41.000017
padding_hour = 0.050021
early_hour = 0.010037
"#;

/// Every mechanism at once, everything at a price of its own.
pub(super) fn everything() -> String {
    let text = include_str!("../../golden/everything.toml");
    let text = text
        .replace(
            "stage = \"",
            "cost = 0.310013\nwage = 19.000003\nstage = \"",
        )
        .replace(
            "transit = ",
            "cost_per_departure = 83.000009\ncost_per_parcel = 1.250007\ntransit = ",
        );
    let text = text.replace("wage = 19.000003\nstage = \"label\"", "stage = \"label\"");
    // On demand there is no departure to pay.
    let lanes: Vec<String> = text
        .split("[[lanes]]")
        .map(|lane| {
            if lane.contains("departures = ") {
                lane.to_owned()
            } else {
                lane.replace("cost_per_departure = 83.000009\n", "")
            }
        })
        .collect();
    lanes.join("[[lanes]]") + COSTS
}

fn balanced(tally: &CostTally, what: &str) {
    let (of_orders, ledger) = (tally.of_orders(), tally.ledger);
    assert_eq!(of_orders, ledger, "{what}");
    let places = tally.stages.iter().map(|place| place.parcel + place.fixed);
    assert_eq!(places.sum::<i128>(), ledger.handling, "{what}: handling");
    let places = tally.lanes.iter().map(|place| place.parcel + place.fixed);
    assert_eq!(places.sum::<i128>(), ledger.transport, "{what}: transport");
}

#[test]
fn every_mechanism_balances() {
    let plan = plan(&everything());
    for replication in 0..3 {
        let outcome = replicate(&plan, 7, replication);
        let tally = outcome.costs.as_ref().unwrap();
        balanced(tally, "everything");
        let parts = tally.ledger;
        for part in [
            parts.handling,
            parts.transport,
            parts.failure,
            parts.padding,
        ] {
            assert!(part > 0, "{parts:?}");
        }
        let orders: u64 = tally.cells.iter().map(|cell| cell.n).sum();
        let promised: u64 = outcome.sums.iter().map(|sums| sums.promised).sum();
        assert_eq!(orders, promised);
        let on_time: u64 = tally.cells.iter().map(|cell| cell.on_time).sum();
        let own: u64 = outcome.own.iter().map(|cell| u64::from(cell.on_time)).sum();
        assert_eq!(on_time, own);
    }
}

/// Folders with a scenario below a folder.
fn scenarios(below: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(below).unwrap() {
        let path = entry.unwrap().path();
        if path.join("scenario.toml").exists() {
            found.push(path);
        } else if path.is_dir() && !path.ends_with("invalid") {
            scenarios(&path, found);
        }
    }
}

#[test]
fn all_scenarios_balance() {
    let mut found = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
    scenarios(&root, &mut found);
    found.sort();
    assert!(found.len() > 50);
    let mut with_costs = 0;
    for path in found {
        let (mut network, _) = load(&Files::on_disk(&path)).unwrap();
        // A few thousand orders of each are enough.
        let whole = network.economy.costs.is_some();
        if !whole {
            price(&mut network);
        }
        let mut plan = Plan::compile(&network);
        if plan.estimate.visits > 40_000.0 {
            let share = 40_000.0 / plan.estimate.visits;
            let first = plan.warm_up / 86_400_000;
            let days = ((plan.horizon / 86_400_000 - first) as f64 * share).max(1.0);
            network.clock.horizon.0 = plan.warm_up + days as i64 * 86_400_000;
            plan = Plan::compile(&network);
        }
        if plan.estimate.visits > 400_000.0 {
            continue;
        }
        with_costs += u32::from(whole);
        balanced(
            replicate(&plan, 3, 0).costs.as_ref().unwrap(),
            &path.display().to_string(),
        );
    }
    assert!(with_costs >= 1, "no scenario has costs");
}

/// Puts a price on everything in a scenario that has none.
fn price(network: &mut leadtime_network::Network) {
    use leadtime_network::network::{Costs, Money, Node};
    network.economy.costs = Some(Costs {
        currency: String::new(),
        late: Money(5_130_007),
        late_hour: Money(370_003),
        failed_attempt: Money(2_900_011),
        undelivered: Money(41_000_017),
        per_return: Money(0),
        padding_hour: Money(50_021),
        early_hour: Money(10_037),
    });
    for node in network.graph.node_weights_mut() {
        if let Node::Facility(facility) = node {
            for (at, stage) in facility.stages.iter_mut().enumerate() {
                stage.cost = Money(310_013 + at as i64);
                stage.wage = Money(19_000_003);
            }
        }
    }
    for (at, lane) in network.graph.edge_weights_mut().enumerate() {
        lane.costs.parcel = Money(1_250_007 + at as i64);
        lane.costs.departure = Money(83_000_009);
    }
}
