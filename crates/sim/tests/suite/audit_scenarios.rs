//! The scenarios that we ship keep the rules. `LEADTIME_ALL=1` (release) audits the large ones too: millions of records.

use std::path::Path;

use leadtime_network::{Files, load};
use leadtime_sim::audit::audit;
use leadtime_sim::plan::Plan;
use leadtime_sim::trace::record;

#[track_caller]
fn check(scenario: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../scenarios")
        .join(scenario);
    let (network, _) = load(&Files::on_disk(&folder)).unwrap();
    let plan = Plan::compile(&network);
    let (_, trace) = record(&plan, 1, 0, Vec::new()).unwrap();
    let report = audit(&trace[..]).unwrap();
    assert!(report.is_clean(), "{report}");
    assert!(
        2 * report.records.delivered > report.records.placed,
        "{report}"
    );
}

fn all() -> bool {
    std::env::var_os("LEADTIME_ALL").is_some()
}

#[test]
fn two_node() {
    check("tutorial/two-node");
}

#[test]
fn metro_same_day() {
    check("metro-same-day");
}

#[test]
fn large_scenarios() {
    for scenario in [
        "reference",
        "reference-tight",
        "reference-departure",
        "us-next-day",
        "brazil-marketplace",
    ] {
        if all() {
            check(scenario);
        }
    }
}
