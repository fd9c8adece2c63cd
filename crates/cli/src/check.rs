//! `leadtime check`: everything that is wrong with a scenario, and how much work it is.

use leadtime_network::time::TICKS_PER_DAY;

use crate::arguments::CheckArguments;
use crate::console;
use crate::failure::{Exit, Failure};
use crate::scenario::{Instead, Prepared, Source};

pub(crate) fn check(arguments: &CheckArguments) -> Result<Exit, Failure> {
    let source = Source::named(arguments.scenario.as_deref());
    let mut prepared = Prepared::read(source, &Instead::default())?;
    prepared.heed_warnings(arguments.deny_warnings)?;
    console::print(&summary(&prepared))?;
    Ok(Exit::Done)
}

/// What the scenario holds, and what a replication takes, in a paragraph.
fn summary(prepared: &Prepared) -> String {
    let Prepared { network, plan, .. } = prepared;
    let days = plan.end as f64 / TICKS_PER_DAY as f64;
    let estimate = &plan.estimate;
    format!(
        "{}: {}, {}, {}, {}, {}; about {:.0} visits a day.\n\
         {} of {:.1} days with the drain; by estimate {} and {:.0} MB each on one core.\n",
        network.name,
        counted(network.facilities.len(), "facility", "facilities"),
        counted(plan.stations.len(), "stage", "stages"),
        counted(network.graph.edge_count(), "lane", "lanes"),
        counted(network.zones.len(), "zone", "zones"),
        counted(
            network.service_levels.len(),
            "service level",
            "service levels"
        ),
        estimate.visits / days,
        counted(
            network.study.replications as usize,
            "replication",
            "replications"
        ),
        days,
        seconds(estimate.seconds),
        (estimate.bytes / 1e6).max(1.0),
    )
}

fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

fn seconds(seconds: f64) -> String {
    match seconds {
        s if s < 0.1 => "less than 0.1 s".to_owned(),
        s if s < 120.0 => format!("{s:.1} s"),
        s => format!("{:.0} min", s / 60.0),
    }
}
