//! The last leg, worked by hand.

mod tours;
mod windows;

use leadtime_network::load;
use leadtime_network::scenario::Files;
use leadtime_sim::audit::audit;
use leadtime_sim::engine::ReplicationOutcome;
use leadtime_sim::plan::Plan;
use leadtime_sim::trace::{Record, TraceReader, record};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

/// One order every ten minutes, the first at 00:10 on a Monday; ready at once. LANE and ZONE are keys of theirs.
const SCENARIO: &str = r#"
schema = 1
name = "door"
clock = { start = 2026-11-02, time_zone = "UTC", horizon = "1d" }
demand.renewal.interarrival = "10min"
facilities = [{ name = "S", kind = "fulfilment-centre" }]
lanes = [{ from = "S", to = "City", LANE }]
zones = [{ name = "City", ZONE }]
service_levels = [{ name = "standard", LEVEL }]
"#;

struct Run {
    plan: Plan,
    outcome: ReplicationOutcome,
    /// When each order is delivered, by number.
    delivered: Vec<i64>,
}

/// One audited replication.
fn run(changes: &[(&str, &str)]) -> Run {
    let mut text = SCENARIO.to_owned();
    for (key, value) in changes {
        text = text.replace(key, value);
    }
    for key in [", LANE", ", ZONE"] {
        text = text.replace(key, "");
    }
    text = text.replace("LEVEL", r#"promise = { constant = { after = "1d" } }"#);
    let (network, _) = load(&Files::from_text(&text)).unwrap_or_else(|found| panic!("{found:?}"));
    let plan = Plan::compile(&network);
    let (outcome, trace) = record(&plan, 1, 0, Vec::new()).unwrap();
    let report = audit(&trace[..]).unwrap();
    assert!(report.is_clean(), "{report}");
    let records = TraceReader::new(&trace[..]).unwrap().map(Result::unwrap);
    let mut ends: Vec<(u64, i64)> = records
        .filter_map(|record| match record {
            Record::Delivered(end) => Some((end.order, end.at)),
            _ => None,
        })
        .collect();
    ends.sort_unstable();
    let delivered = ends.iter().map(|end| end.1).collect();
    Run {
        plan,
        outcome,
        delivered,
    }
}
