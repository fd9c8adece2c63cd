//! Money: by hand, in balance, and over the paddings.

mod audited;
mod by_hand;
mod curve;
mod kept;
mod ledger;

use leadtime_network::load;
use leadtime_network::scenario::Files;
use leadtime_sim::engine::{CostTally, replicate};
use leadtime_sim::plan::Plan;

/// The compiled plan of a scenario.
fn plan(text: &str) -> Plan {
    let (network, _) = load(&Files::from_text(text)).unwrap_or_else(|found| panic!("{found}"));
    Plan::compile(&network)
}

/// The money of one replication.
fn costs(plan: &Plan, seed: u64, replication: u32) -> CostTally {
    *replicate(plan, seed, replication).costs.unwrap()
}
