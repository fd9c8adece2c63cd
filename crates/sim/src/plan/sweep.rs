//! The order in which the sweep goes through the places where parcels wait for their turn.
//!
//! A stage with servers, or a lane with room for so many, serves its parcels in the order of their keys. Where nothing flows back, all
//! that comes to a place within a window of time is known once the places before it are through with the window; so the windows are
//! swept place by place. Places that parcels can come back to form one group (a strongly connected component) and are served together.

use std::collections::BTreeSet;

use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use super::{Plan, Policy, StationCapacity, Step};

/// Orders that are worked on side by side: enough that a sweep pays, few enough for the cache.
const ORDERS_A_WINDOW: f64 = 1_024.0;
const MOST_ORDERS_A_WINDOW: f64 = 65_536.0;
/// Where there are more places than that, so many orders for each of them: what is known of a place is fetched once a window.
const ORDERS_A_PLACE: f64 = 8.0;

/// Nobody waits here.
pub(crate) const NOWHERE: u32 = u32::MAX;

/// Places that are served together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    Stage(u32),
    Lane(u32),
    /// Parcels can come back to it within it.
    Returning,
}

/// The groups, in the order in which they are swept.
#[derive(Clone, Debug)]
pub(crate) struct SweepPlan {
    /// Per step of the plan: the group in which a parcel waits that stands before it; [`NOWHERE`]: it does not wait.
    pub(crate) of_step: Vec<u32>,
    pub(crate) groups: Vec<Group>,
    /// Per group: before how many steps parcels wait in it.
    pub(crate) steps: Vec<u32>,
    /// log2 of the length of a window in ticks.
    pub(crate) window: u32,
    /// One level, whose paddings are lengths of time, and no lane tries a door twice: all deliveries are counted alike.
    pub(crate) doors_alike: bool,
}

impl SweepPlan {
    /// The groups of a plan.
    ///
    /// # Errors
    /// Why it cannot be swept: what happens at one place depends on others at the same time.
    pub(crate) fn new(plan: &Plan) -> Result<Self, &'static str> {
        refusal(plan)?;
        let mut graph = DiGraph::<Step, ()>::new();
        let mut node = |step, waits: bool| waits.then(|| graph.add_node(step));
        let stages: Vec<Option<NodeIndex>> = (0..)
            .zip(&plan.stations)
            .map(|(at, station)| {
                let waits = !matches!(station.capacity, StationCapacity::Unlimited);
                node(Step::Stage(at), waits)
            })
            .collect();
        let lanes: Vec<Option<NodeIndex>> = (0..)
            .zip(&plan.lanes)
            .map(|(at, lane)| node(Step::Lane(at), lane.is_ordered()))
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
        let mut ways = BTreeSet::new();
        for first in firsts {
            for at in first as usize.. {
                if let Some(here) = of(plan.steps[at]) {
                    let next = waits_next(plan, at, of);
                    ways.extend(next.into_iter().map(|there| (here, there)));
                }
                if plan.ends_at(at) {
                    break;
                }
            }
        }
        for (here, there) in ways {
            graph.add_edge(here, there, ());
        }
        let mut group_of = vec![NOWHERE; graph.node_count()];
        let mut groups = Vec::new();
        for component in tarjan_scc(&graph).into_iter().rev() {
            for &node in &component {
                group_of[node.index()] = groups.len() as u32;
            }
            let first = component[0];
            groups.push(match graph[first] {
                _ if component.len() > 1 || graph.contains_edge(first, first) => Group::Returning,
                Step::Stage(stage) => Group::Stage(stage),
                Step::Lane(lane) => Group::Lane(lane),
                Step::Shelf => Group::Returning,
            });
        }
        // A place costs something in each window, whether anybody comes to it or not.
        let orders =
            (ORDERS_A_PLACE * groups.len() as f64).clamp(ORDERS_A_WINDOW, MOST_ORDERS_A_WINDOW);
        let window = (orders / plan.visits_a_tick.max(1e-12)) as i64;
        let window = log2(window.clamp(1_000, plan.end.max(1_000)));
        let group = |&step| of(step).map_or(NOWHERE, |node| group_of[node.index()]);
        let of_step: Vec<u32> = plan.steps.iter().map(group).collect();
        let mut steps = vec![0; groups.len()];
        for group in of_step.iter().filter(|group| **group != NOWHERE) {
            steps[*group as usize] += 1;
        }
        Ok(Self {
            of_step,
            groups,
            steps,
            window,
            doors_alike: plan.deadlines.is_empty()
                && matches!(&plan.levels[..], [level] if level.by_elapsed_time)
                && plan.lanes.iter().all(|lane| lane.attempts.is_none()),
        })
    }
}

impl SweepPlan {
    /// The groups of a plan, if it can be swept.
    pub(crate) fn of(plan: &Plan) -> Option<Box<Self>> {
        Self::new(plan).ok().map(Box::new)
    }

    /// The first instant after a window.
    pub(crate) fn end_of(&self, window: usize) -> i64 {
        (window as i64 + 1) << self.window
    }
}

/// The power of two nearest to a positive number of ticks.
fn log2(ticks: i64) -> u32 {
    (ticks as u64 * 2 / 3).next_power_of_two().ilog2()
}

/// Where a parcel may wait next that has been served before a step; `of` tells where it waits before which step.
fn waits_next<T>(plan: &Plan, at: usize, of: impl Fn(Step) -> Option<T>) -> Vec<T> {
    let mut next = Vec::new();
    let mut seen = BTreeSet::new();
    let mut open = plan.after(at);
    while let Some(step) = open.pop() {
        if !seen.insert(step) {
            continue;
        }
        match of(plan.steps[step]) {
            Some(place) => next.push(place),
            None => open.append(&mut plan.after(step)),
        }
    }
    next
}

impl Plan {
    /// Whether a step is the last of its route.
    fn ends_at(&self, step: usize) -> bool {
        match self.steps[step] {
            Step::Stage(_) => false,
            Step::Lane(lane) => self.lanes[lane as usize].last_leg,
            Step::Shelf => true,
        }
    }

    /// The steps that may follow one: the next, and where its work may have to be done again one of those before.
    fn after(&self, step: usize) -> Vec<usize> {
        if self.ends_at(step) {
            return Vec::new();
        }
        let mut after = vec![step + 1];
        if let Step::Stage(stage) = self.steps[step]
            && let Some((_, back)) = self.stations[stage as usize].rework
        {
            after.push(step - back as usize);
        }
        after
    }

    /// The plan, where it is swept, with windows of another length, about so many ticks: only the speed depends on it.
    #[must_use]
    pub fn in_windows_of(mut self, ticks: i64) -> Self {
        if let Some(sweep) = &mut self.sweep {
            sweep.window = log2(ticks.clamp(2, 1 << 37));
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
