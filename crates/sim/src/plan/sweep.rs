//! The order in which the sweep goes through the places where parcels wait for their turn.
//!
//! A stage with servers, or a lane with room for so many, serves its parcels in the order of their keys. Where nothing flows back, all
//! that comes to a place within a window of time is known once the places before it are through with the window; so the windows are
//! swept place by place. Places that parcels can come back to form one group (a strongly connected component) and are served together.

use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use super::{Plan, Policy, StationCapacity, Step};

/// Orders that are worked on side by side: enough that a sweep pays, few enough for the cache.
const ORDERS_A_WINDOW: f64 = 1_024.0;

/// Nobody waits here.
const NOWHERE: u32 = u32::MAX;

/// The groups, in the order in which they are swept.
#[derive(Clone, Debug)]
pub(crate) struct SweepPlan {
    /// Group of each stage, of each lane.
    stages: Vec<u32>,
    lanes: Vec<u32>,
    /// Per group: parcels can come back to it within it.
    pub(crate) returning: Vec<bool>,
    /// Length of a window, ticks.
    pub(crate) window: i64,
}

impl SweepPlan {
    /// The groups of a plan.
    ///
    /// # Errors
    /// Why it cannot be swept: what happens at one place depends on others at the same time.
    pub(crate) fn new(plan: &Plan) -> Result<Self, &'static str> {
        refusal(plan)?;
        let mut graph = DiGraph::<(), ()>::new();
        let mut node = |waits: bool| waits.then(|| graph.add_node(()));
        let stages: Vec<Option<NodeIndex>> = plan
            .stations
            .iter()
            .map(|station| node(!matches!(station.capacity, StationCapacity::Unlimited)))
            .collect();
        let lanes: Vec<Option<NodeIndex>> = plan
            .lanes
            .iter()
            .map(|lane| node(lane.is_ordered()))
            .collect();
        let of = |step: Step| match step {
            Step::Stage(stage) => stages[stage as usize],
            Step::Lane(lane) => lanes[lane as usize],
            Step::Shelf => None,
        };
        let mut firsts: Vec<u32> = plan
            .routes
            .iter()
            .flatten()
            .map(|route| route.first)
            .collect();
        firsts.sort_unstable();
        firsts.dedup();
        for first in firsts {
            let mut before = None;
            let mut at = first as usize;
            loop {
                let step = plan.steps[at];
                if let Some(here) = of(step) {
                    if let Some(before) = before {
                        graph.update_edge(before, here, ());
                    }
                    before = Some(here);
                }
                match step {
                    Step::Stage(stage) => {
                        if let Some((_, back)) = plan.stations[stage as usize].rework {
                            let again = plan.steps[at - back as usize..=at].iter();
                            let next = again.copied().find_map(of);
                            if let (Some(before), Some(next)) = (before, next) {
                                graph.update_edge(before, next, ());
                            }
                        }
                    }
                    Step::Lane(lane) if plan.lanes[lane as usize].last_leg => break,
                    Step::Lane(_) => {}
                    Step::Shelf => break,
                }
                at += 1;
            }
        }
        let mut group_of = vec![NOWHERE; graph.node_count()];
        let mut returning = Vec::new();
        for component in tarjan_scc(&graph).into_iter().rev() {
            for &node in &component {
                group_of[node.index()] = returning.len() as u32;
            }
            let first = component[0];
            returning.push(component.len() > 1 || graph.contains_edge(first, first));
        }
        let group = |node: Option<NodeIndex>| node.map_or(NOWHERE, |node| group_of[node.index()]);
        Ok(Self {
            stages: stages.into_iter().map(group).collect(),
            lanes: lanes.into_iter().map(group).collect(),
            returning,
            window: ((ORDERS_A_WINDOW / plan.visits_a_tick.max(1e-12)) as i64)
                .clamp(1_000, plan.end.max(1_000)),
        })
    }

    /// The group in which a parcel waits that stands before a step.
    #[inline]
    pub(crate) fn group_of(&self, step: Step) -> usize {
        let group = match step {
            Step::Stage(stage) => self.stages[stage as usize],
            Step::Lane(lane) => self.lanes[lane as usize],
            Step::Shelf => NOWHERE,
        };
        group as usize
    }
}

impl Plan {
    /// The plan, where it is swept, with windows of another length, ticks: only the speed depends on it.
    #[must_use]
    pub fn in_windows_of(mut self, ticks: i64) -> Self {
        if let Some(sweep) = &mut self.sweep {
            sweep.window = ticks.max(1);
        }
        self
    }
}

/// What ties places together within an instant.
fn refusal(plan: &Plan) -> Result<(), &'static str> {
    let looks = |policy: &Policy| matches!(policy, Policy::State(_));
    let reasons = [
        (
            plan.baskets.is_some(),
            "orders are sourced one after the other",
        ),
        (plan.returns.is_some(), "parcels flow back"),
        (plan.capped, "order caps look at all orders promised so far"),
        (
            plan.turns_away,
            "a stage that turns orders away is looked at when they are placed",
        ),
        (
            plan.levels.iter().any(|level| looks(&level.policy)),
            "a promise looks at the queues",
        ),
        (
            plan.stations.iter().any(|station| station.centre.is_some()),
            "at a stage those who come later matter (a discipline, batches, waves, shifts that pause work, finite room, a pool)",
        ),
        (
            plan.lanes.iter().any(|lane| lane.tour.is_some()),
            "tours are made up when a departure closes",
        ),
        (
            plan.lanes.iter().any(|lane| lane.overflow.is_some()),
            "what finds a departure full goes another way",
        ),
    ];
    match reasons.into_iter().find(|(holds, _)| *holds) {
        Some((_, reason)) => Err(reason),
        None => Ok(()),
    }
}
