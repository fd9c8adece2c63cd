//! The late share with the last leg integrated.

use leadtime_stats::rare::{conditional_share, trials_for_relative};
use leadtime_stats::{Confidence, Total};

use super::StudyOutcome;
use super::figures::{figure, total};
use super::levels::level_name;
use crate::engine::ConditionalCell;
use crate::outcome::{ConditionalFigures, ConditionalLevel, LeftOutLegs, Unit};
use crate::plan::Plan;

impl StudyOutcome {
    /// Where it is asked for.
    pub(super) fn conditional(&self, plan: &Plan) -> Option<ConditionalFigures> {
        let asked = plan.conditional.as_ref()?;
        let levels = (0..=plan.levels.len()).map(|row| self.conditional_level(plan, row));
        let reasons = asked.reasons(plan).into_iter();
        Some(ConditionalFigures {
            levels: levels.collect(),
            left_out: reasons
                .map(|(reason, lanes, example)| LeftOutLegs {
                    reason: reason.words().to_owned(),
                    lanes,
                    example,
                })
                .collect(),
        })
    }

    /// Per replication: the late orders of a level (all of them after the last) as a sum of probabilities. `None` where that is not asked.
    pub(super) fn conditional_totals(&self, plan: &Plan, row: usize) -> Option<Vec<Total>> {
        plan.conditional.as_ref()?;
        let cells = self.conditional_cells(row);
        Some(
            cells
                .map(|cell| total(cell.late(), cell.n as f64))
                .collect(),
        )
    }

    fn conditional_cells(&self, row: usize) -> impl Iterator<Item = ConditionalCell> {
        self.sums.conditional.iter().map(move |levels| {
            let mut all = ConditionalCell::default();
            levels.iter().for_each(|level| all.add(level));
            levels.get(row).copied().unwrap_or(all)
        })
    }

    fn conditional_level(&self, plan: &Plan, row: usize) -> ConditionalLevel {
        let totals = self.conditional_totals(plan, row).unwrap_or_default();
        let (n, integrated) = self.conditional_cells(row).fold((0, 0), |sum, cell| {
            (sum.0 + cell.n, sum.1 + cell.integrated)
        });
        let estimate = conditional_share(&totals, Confidence::P95);
        let trials = estimate.as_ref().and_then(|estimate| {
            let arm = 0.5 * (estimate.high - estimate.low);
            trials_for_relative(estimate.value, arm / estimate.value, Confidence::P95)
        });
        let each = n as f64 / totals.len().max(1) as f64;
        ConditionalLevel {
            service_level: level_name(plan, row).unwrap_or_else(|| "all".to_owned()),
            late: figure(estimate, Unit::Share, "conditional-monte-carlo"),
            integrated: if n > 0 {
                integrated as f64 / n as f64
            } else {
                0.0
            },
            plain_replications: trials.map(|trials| libm::ceil(trials as f64 / each) as u64),
        }
    }
}
