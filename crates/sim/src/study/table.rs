//! The outcome as a document, and the table of replications.

use std::borrow::Cow;
use std::fmt::Write;

use leadtime_network::Network;

use super::StudyOutcome;
use crate::outcome::{
    Cohort, NetworkCounts, Outcome, ReachedPrecision, SCHEMA, ScenarioSummary, Warning,
};
use crate::plan::Plan;

impl StudyOutcome {
    /// All figures.
    #[must_use]
    pub fn outcome(&self, plan: &Plan, network: &Network, warnings: Vec<Warning>) -> Outcome {
        let all = plan.levels.len();
        let service_levels = self.service_levels(plan);
        let of_all = service_levels[all].clone();
        let (map_nodes, map_edges) = self.map(plan);
        Outcome {
            schema: SCHEMA,
            scenario: summary(plan, network),
            seed: self.options.seed,
            replications: self.sums.replications,
            requested: self.options.replications,
            stopped: self.stopped,
            precision: self.precision(plan),
            uncapacitated: plan.is_uncapacitated(),
            orders_simulated: self.sums.visits,
            cohort: self.cohort(all),
            lead_time: of_all.lead_time,
            quote_length: of_all.quote_length,
            slack: of_all.slack,
            earliness: self.earliness(all),
            tardiness: self.tardiness(all),
            on_time: self.on_time(plan),
            service_levels,
            zones: self.zone_figures(plan),
            worst_zones: self.worst_zones(plan),
            stages: self.stages(plan),
            lanes: self.lanes(plan),
            stock: self.stock(plan),
            baskets: self.baskets(plan),
            returns: self.returns(plan),
            costs: self.costs(plan),
            blame: self.blame(plan),
            conditional: self.conditional(plan),
            importance: self.importance(plan),
            deadlines: self.deadlines(plan),
            map_nodes,
            map_edges,
            warnings,
        }
    }

    fn precision(&self, plan: &Plan) -> Vec<ReachedPrecision> {
        let reached = self.reached.iter().map(|one| ReachedPrecision {
            measure: one.goal.measure.name().to_owned(),
            service_level: plan.level_names.get(one.goal.level).cloned(),
            target: one.goal.target,
            achieved: one.achieved,
        });
        reached.collect()
    }

    fn cohort(&self, all: usize) -> Cohort {
        let rows = self.sums.level_sums.iter().map(|rows| rows[all].0);
        let (promised, delivered) = rows.fold((0, 0), |sum, row| {
            (sum.0 + row.promised, sum.1 + row.delivered)
        });
        Cohort {
            visits: self.sums.cohort_visits.trials,
            not_offered: self.sums.not_offered,
            promised,
            delivered,
            undecided: self.sums.undecided,
            exhausted: self.sums.exhausted,
        }
    }

    /// One row per (replication, level, padding), grain instant and day, and one per level with the means: enough to pair
    /// saved outcomes replication by replication. CSV with a header.
    #[must_use]
    pub fn replications_csv(&self, plan: &Plan) -> String {
        let mut text = String::from(
            "replication,service_level,promised,on_time,on_time_day,delivered,lead_mean_s,quote_mean_s,earliness_mean_s,tardiness_mean_s\n",
        );
        for (replication, rows) in self.sums.level_sums.iter().enumerate() {
            for (row, (sums, cell)) in rows.iter().enumerate() {
                let level = csv_cell(plan.level_names.get(row).map_or("all", String::as_str));
                let mean = |sum: i64, count: u64| {
                    if count > 0 {
                        sum as f64 / count as f64 / 1_000.0
                    } else {
                        0.0
                    }
                };
                // Writing to a string cannot fail.
                let _ = writeln!(
                    text,
                    "{replication},{level},{},{},{},{},{:.3},{:.3},{:.3},{:.3}",
                    cell.n,
                    cell.on_time,
                    cell.on_time_day,
                    sums.delivered,
                    mean(sums.lead, sums.delivered),
                    mean(sums.quote, sums.promised),
                    mean(sums.earliness, sums.delivered),
                    mean(sums.tardiness, sums.delivered),
                );
            }
        }
        text
    }
}

/// A name as a CSV cell: in quotation marks where a comma or a quotation mark would be misread.
pub(super) fn csv_cell(name: &str) -> Cow<'_, str> {
    if name.contains([',', '"', '\n', '\r']) {
        Cow::Owned(format!("\"{}\"", name.replace('"', "\"\"")))
    } else {
        Cow::Borrowed(name)
    }
}

fn summary(plan: &Plan, network: &Network) -> ScenarioSummary {
    let seconds = |ticks: i64| ticks as f64 / 1_000.0;
    ScenarioSummary {
        name: network.name.clone(),
        description: network.description.clone(),
        digest: network.digest.clone(),
        start: network.clock.start.to_string(),
        time_zone: network.clock.time_zone.clone(),
        warm_up: seconds(plan.warm_up),
        horizon: seconds(plan.horizon),
        drain: seconds(plan.end - plan.horizon),
        counts: NetworkCounts {
            facilities: plan.facilities.len() as u32,
            zones: plan.zones.len() as u32,
            lanes: plan.lanes.len() as u32,
            stages: plan.stations.len() as u32,
        },
    }
}
