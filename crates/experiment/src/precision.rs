//! How precise figures shall be, and the rule that ends a study there.

use leadtime_network::study::Error;
use leadtime_sim::plan::Plan;
use leadtime_sim::study::{Goal, Measure, StoppingRule};
use leadtime_stats::Confidence;
use leadtime_stats::stopping::{Blocks, Growth, LEAST_FIRST_BLOCK, Precision, PrecisionTarget};

use crate::figures::Figure;

/// Growth of the blocks after which it is looked whether figures are precise, percent.
const GROWTH: u64 = 50;

/// The rule that ends a study when all figures are precise, looked at after 30, 45, 67, ... replications, and after the budget. A relative error
/// of an on-time share is one of the late share. `None` without goals.
#[must_use]
pub fn stopping_rule(goals: &[(Figure, Error)], plan: &Plan, budget: u32) -> Option<StoppingRule> {
    let goals = goals.iter().filter_map(|(figure, error)| {
        let rare = matches!(figure.measure, Measure::OnTime | Measure::OnTimeDay);
        let precision = match *error {
            Error::Absolute(width) => Precision::Absolute(width),
            Error::Relative(error) if rare => Precision::RelativeToComplement(error),
            Error::Relative(error) => Precision::Relative(error),
        };
        Some(Goal {
            measure: figure.measure,
            level: figure.row(plan)?,
            target: PrecisionTarget {
                precision,
                confidence: Confidence::P95,
            },
        })
    });
    let goals: Vec<Goal> = goals.collect();
    if goals.is_empty() {
        return None;
    }
    let budget = u64::from(budget).max(LEAST_FIRST_BLOCK);
    let blocks = Blocks::new(LEAST_FIRST_BLOCK, Growth::Percent(GROWTH), budget);
    Some(StoppingRule {
        blocks: blocks.ok()?,
        goals,
    })
}
