//! What counts as one cause of lateness: a place, or all places of a kind.

use leadtime_network::network::{Blame, BlameBy};

use super::Plan;
use crate::engine::Cause;

/// What is asked about late orders.
#[derive(Clone, Debug)]
pub(crate) struct BlamePlan {
    /// How many of the largest causes are run again as if they ran to plan.
    pub(crate) rerun: u32,
    /// How many replications, the first ones, are looked at and run again, at most.
    pub(crate) replications: u32,
    pub(crate) by: BlameBy,
    /// Per stage and per lane: the first one that is the same cause.
    stages: Vec<u32>,
    lanes: Vec<u32>,
}

impl Plan {
    /// The same plan, asked for no blame: the same orders in less time, where nobody reads who is to blame.
    #[must_use]
    pub fn without_blame(mut self) -> Self {
        self.blame = None;
        self
    }
}

impl BlamePlan {
    /// The stages and lanes of a plan, grouped.
    pub(super) fn new(asked: Blame, plan: &Plan) -> Self {
        let same_stage = |a: usize, b: usize| plan.stations[a].stage == plan.stations[b].stage;
        let same_lane = |a: usize, b: usize| {
            let (a, b) = (&plan.lanes[a], &plan.lanes[b]);
            let kind = |lane: &super::LanePlan| (lane.last_leg, lane.tour.is_some());
            kind(a) == kind(b) && a.mode == b.mode
        };
        let firsts = |count: usize, same: &dyn Fn(usize, usize) -> bool| -> Vec<u32> {
            let mut firsts: Vec<u32> = Vec::new();
            let first = |at: usize| match asked.by {
                BlameBy::Place => at as u32,
                BlameBy::Kind => {
                    let known = firsts.iter().find(|&&first| same(first as usize, at));
                    known.copied().unwrap_or_else(|| {
                        firsts.push(at as u32);
                        at as u32
                    })
                }
            };
            (0..count).map(first).collect()
        };
        Self {
            rerun: asked.rerun,
            replications: asked.replications,
            by: asked.by,
            stages: firsts(plan.stations.len(), &same_stage),
            lanes: firsts(plan.lanes.len(), &same_lane),
        }
    }

    /// The cause under which a cause is counted.
    pub(crate) fn counted(&self, cause: Cause) -> Cause {
        let lane = |lane: u32| self.lanes[lane as usize];
        match cause {
            Cause::Stage(stage) => Cause::Stage(self.stages[stage as usize]),
            Cause::Transit(at) => Cause::Transit(lane(at)),
            Cause::Full(at) => Cause::Full(lane(at)),
            Cause::LateDeparture(at) => Cause::LateDeparture(lane(at)),
            Cause::Cancelled(at) => Cause::Cancelled(lane(at)),
            Cause::Stock | Cause::Attempts | Cause::Plan => cause,
        }
    }

    /// All causes that are counted under a cause.
    pub(super) fn members(&self, cause: Cause) -> Vec<Cause> {
        let all = |firsts: &[u32], of: fn(u32) -> Cause| -> Vec<Cause> {
            let all = (0..firsts.len() as u32).map(of);
            all.filter(|&one| self.counted(one) == cause).collect()
        };
        match cause {
            Cause::Stage(_) => all(&self.stages, Cause::Stage),
            Cause::Transit(_) => all(&self.lanes, Cause::Transit),
            Cause::Full(_) => all(&self.lanes, Cause::Full),
            Cause::LateDeparture(_) => all(&self.lanes, Cause::LateDeparture),
            Cause::Cancelled(_) => all(&self.lanes, Cause::Cancelled),
            Cause::Stock | Cause::Attempts | Cause::Plan => vec![cause],
        }
    }
}
