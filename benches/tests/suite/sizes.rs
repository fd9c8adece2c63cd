//! Networks of many sizes: valid, and the reference network where they should be it.

use std::path::Path;

use leadtime_benches::sizes::{Dimension, Size};
use leadtime_network::time::Duration;
use leadtime_network::{Files, load};
use leadtime_sim::engine::replicate;
use leadtime_sim::plan::Plan;

/// A day of orders.
const ORDERS: u64 = 14_400;

// catches: a size that differs from the reference network in more than its dimension
#[test]
fn with_the_sizes_of_the_reference_network_it_is_the_reference_network() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios/reference");
    let (mut written, _) = load(&Files::on_disk(&folder)).expect("a valid scenario");
    let sizes = [
        Size::new(Dimension::Orders, ORDERS),
        Size::new(Dimension::Lanes, 1),
    ];
    let mut generated = sizes.map(|size| size.network());
    for network in generated.iter_mut().chain([&mut written]) {
        network.clock.warm_up = Duration::from_hours(6);
        network.clock.horizon = Duration::from_days(1);
    }
    let wanted = replicate(&Plan::compile(&written), 1, 0);
    assert!(wanted.cohort_visits > ORDERS / 2);
    for network in &generated {
        assert_eq!(replicate(&Plan::compile(network), 1, 0), wanted);
    }
}

// catches: a size that no longer is a valid scenario
#[test]
fn sizes_are_valid() {
    for size in Size::all() {
        // Those of very many lanes take a second to read, and have the rows of those of fewer.
        if size.name.starts_with("lanes-10000") {
            continue;
        }
        let found = load(&size.files());
        assert!(found.is_ok(), "{}: {:?}", size.name, found.err());
    }
}

// catches: a dimension that does not reach what it is called after
#[test]
fn a_network_has_as_many_servers_lanes_and_parcels_as_its_name_says() {
    let network = Size::new(Dimension::Lanes, 100).network();
    assert_eq!((network.zones.len(), network.facilities.len()), (100, 101));
    let plan = Plan::compile(&Size::new(Dimension::InFlight, 10_000).network());
    let outcome = replicate(&plan, 1, 0);
    // Little's law: parcels in flight are the rate of orders times their lead time, here in ticks.
    let (orders, lead) = outcome
        .zone_lead
        .iter()
        .fold((0, 0), |(n, sum), zone| (n + zone.0, sum + zone.1));
    let minutes = lead as f64 / orders as f64 / 60_000.0;
    assert!((10.0 * minutes - 10_000.0).abs() < 100.0, "{minutes} min");
}
