//! Late shares from replications in which bad days are drawn more often than they happen.

use std::sync::atomic::AtomicBool;

use leadtime_stats::rare::{effective_hits, importance_share};
use leadtime_stats::{Confidence, Total};

use super::figures::{figure, total};
use super::levels::level_name;
use super::workers::Workers;
use super::{StudyOptions, StudyOutcome};
use crate::engine::{ReplicationOutcome, replicate};
use crate::outcome::{ImportanceFigures, ImportanceLevel, Unit};
use crate::plan::Plan;

/// Changes the seed, so that these replications are independent of those of the study.
const OTHER: u64 = 0x5851_F42D_4C95_7F2D;

/// How many replications are run for it.
pub(super) fn planned(plan: &Plan, options: &StudyOptions) -> u32 {
    plan.importance.as_ref().map_or(0, |asked| {
        // In pairs: half of them draw shocks as they happen.
        let asked = asked.replications.unwrap_or(options.replications).max(2);
        asked - asked % 2
    })
}

/// Per replication and level, all levels last: weighted late orders, and orders.
pub(super) fn weighted(
    plan: &Plan,
    options: &StudyOptions,
    stop: &AtomicBool,
    workers: &Workers,
    progress: &mut dyn FnMut(),
) -> Vec<Vec<Total>> {
    let Some(asked) = plan.importance.as_deref() else {
        return Vec::new();
    };
    let seed = options.seed ^ OTHER;
    let mut rows = Vec::new();
    let mut merge = |outcome: &ReplicationOutcome| {
        if outcome.is_void() {
            rows.clear();
            return false;
        }
        let weight = asked.weight(plan, seed, outcome.replication);
        rows.push(late(plan, outcome, weight));
        progress();
        true
    };
    let simulate = |replication| replicate(asked.of(plan, replication), seed, replication);
    workers.run(0..planned(plan, options), &simulate, stop, &mut merge);
    // What is left of a pair would count one of the laws more than the other.
    rows.truncate(rows.len() - rows.len() % 2);
    rows
}

/// Late orders times the weight, and orders: per level, then all together.
fn late(plan: &Plan, outcome: &ReplicationOutcome, weight: f64) -> Vec<Total> {
    let zones = plan.zones.len();
    let level = |level: usize| {
        let cells = &outcome.own[level * zones..(level + 1) * zones];
        let (n, on_time) = cells.iter().fold((0.0, 0.0), |sum, cell| {
            (sum.0 + f64::from(cell.n), sum.1 + f64::from(cell.on_time))
        });
        let late = match outcome.conditional.get(level) {
            Some(cell) => cell.late(),
            None => n - on_time,
        };
        total(weight * late, n)
    };
    let mut rows: Vec<Total> = (0..plan.levels.len()).map(level).collect();
    let all = rows.iter().fold(total(0.0, 0.0), |sum, row| {
        total(sum.sum + row.sum, sum.count + row.count)
    });
    rows.push(all);
    rows
}

impl StudyOutcome {
    /// Where it is asked for.
    pub(super) fn importance(&self, plan: &Plan) -> Option<ImportanceFigures> {
        let asked = plan.importance.as_deref()?;
        let level = |row: usize| {
            let totals: Vec<Total> = self.weighted.iter().map(|rows| rows[row]).collect();
            ImportanceLevel {
                service_level: level_name(plan, row).unwrap_or_else(|| "all".to_owned()),
                late: figure(
                    importance_share(&totals, Confidence::P95),
                    Unit::Share,
                    "importance-sampling",
                ),
                effective_hits: effective_hits(&totals),
            }
        };
        Some(ImportanceFigures {
            shocks: asked.shocks.clone(),
            times: asked.times,
            replications: self.weighted.len() as u32,
            levels: (0..=plan.levels.len()).map(level).collect(),
        })
    }
}
