//! A network of 1,000 facilities, 10,000 zones and 100,000 lanes loads; the time is printed, not asserted
//! (`cargo test --release --test suite scale -- --nocapture`).
#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    missing_docs
)]

use std::borrow::Cow;
use std::fmt::Write as _;
use std::time::Instant;

use leadtime_network::{Code, Files, load};

const FACILITIES: usize = 1_000;
const ZONES: usize = 10_000;
const LANES: usize = 100_000;

const SCENARIO: &str = r#"
schema = 1
name = "scale"
[clock]
start = 2026-11-02
time_zone = "America/New_York"
horizon = "7d"
[tables]
facilities = "facilities.csv"
stages = "stages.csv"
lanes = "lanes.csv"
zones = "zones.csv"
[demand.poisson]
rate = "1000000/d"
[[service_levels]]
name = "next-day"
promise.service = { day = 1, at = "21:00" }
[[service_levels]]
name = "standard"
promise.plan = {}
"#;

/// Fulfilment centres 0..200 feed stations 200..1000, which serve zones; `end` renames the ends of lanes.
fn files(end: impl Fn(String) -> String) -> Files {
    let mut facilities = String::from("name,kind,lat,lon\n");
    let mut stages = String::from("facility,stage,servers,service\n");
    for f in 0..FACILITIES {
        let kind = if f < 200 {
            "fulfilment-centre"
        } else {
            "delivery-station"
        };
        writeln!(
            facilities,
            "F{f},{kind},{},{}",
            30.0 + (f % 17) as f64,
            -120.0 + (f % 50) as f64
        )
        .unwrap();
        writeln!(stages, "F{f},sort,50,\"lognormal(mean=4min, cv=0.5)\"").unwrap();
    }
    let mut zones = String::from("name,weight,time_zone\n");
    for z in 0..ZONES {
        writeln!(zones, "Z{z},{},America/Chicago", 1 + z % 7).unwrap();
    }
    let mut lanes = String::from("from,to,departures,transit,service_levels\n");
    for l in 0..LANES {
        // The first lanes connect everything, the rest are alternatives.
        let (from, to) = if l < 20_000 {
            (l % 200, format!("F{}", 200 + l % 800))
        } else {
            (200 + l % 800, end(format!("Z{}", l % ZONES)))
        };
        writeln!(
            lanes,
            "F{from},{to},mon-sat 04:00 18:30,\"gamma(mean=8h, cv=0.25)\",next-day standard"
        )
        .unwrap();
    }
    let scenario = SCENARIO.to_owned();
    Files::in_memory(
        [
            ("scenario.toml", scenario),
            ("facilities.csv", facilities),
            ("stages.csv", stages),
            ("lanes.csv", lanes),
            ("zones.csv", zones),
        ]
        .map(|(name, text)| (name.to_owned(), Cow::Owned(text.into_bytes()))),
    )
}

#[test]
fn a_large_network_loads() {
    let files = files(|zone| zone);
    let start = Instant::now();
    let (network, _) = load(&files).unwrap_or_else(|errors| panic!("{errors}"));
    eprintln!("loaded {LANES} lanes in {:.2?}", start.elapsed());
    assert_eq!(network.graph.edge_count(), LANES);
    assert_eq!(network.graph.node_count(), FACILITIES + ZONES);
}

#[test]
fn every_mistake_of_a_large_network_is_found() {
    let files = files(|zone| zone.replace('Z', "Y"));
    let start = Instant::now();
    let problems = load(&files).unwrap_err();
    eprintln!(
        "found {} problems in {:.2?}",
        problems.len(),
        start.elapsed()
    );
    let unknown = problems
        .iter()
        .filter(|problem| problem.code == Code::UnknownName)
        .count();
    assert_eq!(unknown, LANES - 20_000);
}
