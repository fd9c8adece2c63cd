//! One share of promises kept, whichever table tells it.

use leadtime_sim::engine::replicate;

use super::plan;

/// Windows before which nothing is on time, first attempts that count, and orders that nobody takes.
const SCENARIO: &str = r#"
schema = 1
name = "kept"
clock = { start = 2026-11-02, time_zone = "UTC", warm_up = "1d", horizon = "8d" }
demand.poisson.rate = "20/h"
facilities = [{ name = "Shop", kind = "fulfilment-centre" }]
zones = [{ name = "Town" }, { name = "Coast" }]
costs = { late = 5, late_hour = 1 }

[[lanes]]
from = "Shop"
to = "*"
transit = "lognormal(mean=20h, cv=0.4)"
draw = "per-parcel"
success = 0.8
attempts = 2

[[service_levels]]
name = "window"
share = 1
promise.constant = { after = "30h" }
window = "8h"
early_is_ok = false

[[service_levels]]
name = "attempt"
share = 1
promise.constant = { after = "30h" }
attempt_counts = true

[[service_levels]]
name = "delivery"
share = 1
promise.constant = { after = "30h" }
"#;

// catches: a share in the tables of costs that knows nothing of windows, of first attempts, or of orders without a delivery
#[test]
fn costs_keep_the_promises_that_the_verdict_keeps() {
    let text = SCENARIO.replace("to = \"*\"", "to = \"Town\"");
    let lane = &text[text.find("[[lanes]]").unwrap()..text.find("[[service_levels]]").unwrap()];
    let coast = lane.replace("\"Town\"", "\"Coast\"");
    let plan = plan(&text.replacen(
        "[[service_levels]]",
        &format!("{coast}[[service_levels]]"),
        1,
    ));
    let outcome = replicate(&plan, 3, 0);
    let cells = &outcome.costs.as_ref().unwrap().cells;
    let width = cells.len() / outcome.own.len();
    let mut shares = Vec::new();
    for (own, cells) in outcome.own.iter().zip(cells.chunks_exact(width)) {
        let sum =
            |of: fn(&leadtime_sim::engine::CostCell) -> u64| cells.iter().map(of).sum::<u64>();
        let kept = (sum(|cell| cell.n), sum(|cell| cell.on_time));
        assert_eq!(kept, (u64::from(own.n), u64::from(own.on_time)));
        shares.push(kept.1 as f64 / kept.0 as f64);
    }
    // The three levels differ, each in both zones.
    assert!(
        shares[0] < 0.6 && shares[2] > shares[4] + 0.05,
        "{shares:?}"
    );
}
