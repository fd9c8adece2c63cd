//! Run until figures are precise: decided at fixed prefixes of the replications, so that the answer is the same on any machine.

use leadtime_stats::stopping::{Achieved, Blocks, Decision, PrecisionTarget, decide};

use super::measures::Measure;
use super::sums::StudySums;
use crate::plan::Plan;

/// How precise a figure shall be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Goal {
    /// What is measured.
    pub measure: Measure,
    /// Of which service level: its place among the plan's levels; one past the last: all together.
    pub level: usize,
    /// How precise.
    pub target: PrecisionTarget,
}

/// When a study may end before its last replication.
#[derive(Clone, Debug, PartialEq)]
pub struct StoppingRule {
    /// When it is looked.
    pub blocks: Blocks,
    /// What must be met, all of it.
    pub goals: Vec<Goal>,
}

/// What a goal achieved when the study ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reached {
    /// The goal.
    pub goal: Goal,
    /// `None`: the figure was never observed, and is not met.
    pub achieved: Option<Achieved>,
}

impl StoppingRule {
    /// What every goal has achieved so far.
    pub(super) fn reached(&self, plan: &Plan, sums: &StudySums) -> Vec<Reached> {
        let goals = self.goals.iter();
        goals
            .map(|goal| {
                let totals = sums.measured(plan, goal.measure, goal.level);
                let estimate = totals
                    .and_then(|totals| goal.measure.estimate(&totals, goal.target.confidence));
                let achieved = estimate.map(|found| goal.target.precision.achieved(&found));
                Reached {
                    goal: *goal,
                    achieved,
                }
            })
            .collect()
    }

    /// Whether all is as precise as it shall be, at a replication after which it is looked.
    pub(super) fn is_met(&self, plan: &Plan, sums: &StudySums) -> bool {
        let replications = u64::from(sums.replications);
        if !self.blocks.looks_at(replications) {
            return false;
        }
        let reached = self.reached(plan, sums);
        let achieved: Vec<Option<Achieved>> = reached.iter().map(|one| one.achieved).collect();
        decide(&self.blocks, replications, &achieved) == Decision::Met
    }
}
