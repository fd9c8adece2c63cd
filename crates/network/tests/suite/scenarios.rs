//! Every scenario that is shipped loads without errors.

use std::path::{Path, PathBuf};

use leadtime_network::network::{Capacity, Demand, Departures, PromisePolicy, TransitDraw};
use leadtime_network::promise::DayOffset;
use leadtime_network::time::Duration;
use leadtime_network::{Files, Network, load};

fn scenarios() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios")
}

fn loaded(name: &str) -> Network {
    let (network, warnings) =
        load(&Files::on_disk(&scenarios().join(name))).unwrap_or_else(|errors| panic!("{errors}"));
    assert!(warnings.is_empty(), "{name}: {warnings}");
    network
}

#[test]
fn the_tutorial_is_the_smallest_network() {
    let network = loaded("tutorial/two-node");
    assert_eq!(
        (
            network.facilities.len(),
            network.zones.len(),
            network.graph.edge_count()
        ),
        (1, 1, 1)
    );
    // No change of clocks within these days: civil days have 24 hours.
    assert_eq!(network.clock.warm_up, Duration::from_days(1));
    assert_eq!(network.clock.horizon, Duration::from_days(8));
    assert_eq!(network.service_levels[0].target, Some(0.95));
}

#[test]
fn the_reference_network_is_as_published() {
    for (name, servers, draw) in [
        ("reference", [50, 40, 60], TransitDraw::PerParcel),
        ("reference-tight", [45, 34, 53], TransitDraw::PerParcel),
        (
            "reference-departure",
            [50, 40, 60],
            TransitDraw::PerDeparture,
        ),
    ] {
        let network = loaded(name);
        let found: Vec<u32> = network
            .facilities()
            .flat_map(|(_, facility)| &facility.stages)
            .map(|stage| match stage.capacity {
                Capacity::Servers(servers) => servers,
                _ => panic!("{name}: {stage:?}"),
            })
            .collect();
        assert_eq!(found, servers, "{name}");
        assert!(
            matches!(
                network.demand,
                Demand::Poisson {
                    per_hour: 600.0,
                    ..
                }
            ),
            "{name}"
        );
        let (_, _, _, truck) = network.lanes().next().unwrap();
        assert_eq!(truck.draw, draw, "{name}");
        assert!(
            matches!(truck.departures, Departures::Headway { every, .. } if every == Duration::from_minutes(120))
        );
        let promise = &network.service_levels[0].promise;
        assert!(
            matches!(promise, PromisePolicy::Constant(DayOffset::Elapsed(d)) if *d == Duration::from_minutes(720))
        );
    }
}

#[test]
fn the_digest_depends_on_every_byte() {
    let text = std::fs::read_to_string(scenarios().join("reference/scenario.toml")).unwrap();
    let digest = |text: &str| load(&Files::from_text(text)).unwrap().0.digest;
    assert_eq!(digest(&text), loaded("reference").digest);
    assert_ne!(digest(&text), digest(&text.replace("seed = 1", "seed = 2")));
    assert_ne!(digest(&text), digest(&format!("{text}\n")));
}

#[test]
fn every_shipped_scenario_loads() {
    for name in ["us-next-day", "metro-same-day", "brazil-marketplace"] {
        if let Err(errors) = load(&Files::on_disk(&scenarios().join(name))) {
            panic!("{name}:\n{errors}");
        }
    }
}
