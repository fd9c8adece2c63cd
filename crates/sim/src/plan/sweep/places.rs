//! The places where parcels wait for their turn on their routes, and which follows on which.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::{DiGraph, NodeIndex};

use super::super::{Plan, Step};

/// The places of a plan.
pub(super) struct Places {
    /// From each place to those where who leaves it may wait next.
    pub(super) graph: DiGraph<Step, ()>,
    /// Per place: how many routes lead through it.
    pub(super) routes: Vec<usize>,
    stages: Vec<Option<NodeIndex>>,
    lanes: Vec<Option<NodeIndex>>,
}

impl Places {
    pub(super) fn new(plan: &Plan) -> Self {
        let mut graph = DiGraph::new();
        let mut node = |step, waits: bool| waits.then(|| graph.add_node(step));
        let stages = (0..).zip(&plan.stations);
        let stages = stages.map(|(at, station)| node(Step::Stage(at), station.is_ordered()));
        let stages = stages.collect();
        let lanes = (0..).zip(&plan.lanes);
        let lanes = lanes.map(|(at, lane)| node(Step::Lane(at), lane.is_ordered()));
        let lanes = lanes.collect();
        let mut places = Self {
            routes: vec![0; graph.node_count()],
            graph,
            stages,
            lanes,
        };
        places.connect(plan);
        places
    }

    /// Follows the routes.
    fn connect(&mut self, plan: &Plan) {
        let mut ways = BTreeSet::new();
        for (first, count) in firsts(plan) {
            for at in plan.steps_from(first) {
                if let Some(here) = self.of(plan.steps[at]) {
                    self.routes[here.index()] += count;
                    let next = waits_next(plan, at, |step| self.of(step));
                    ways.extend(next.into_iter().map(|there| (here, there)));
                }
            }
        }
        for (here, there) in ways {
            self.graph.add_edge(here, there, ());
        }
    }

    /// The place where parcels wait before a step.
    pub(super) fn of(&self, step: Step) -> Option<NodeIndex> {
        match step {
            Step::Stage(stage) => self.stages[stage as usize],
            Step::Lane(lane) => self.lanes[lane as usize],
            Step::Shelf => None,
        }
    }
}

/// The first steps of the routes, and of how many routes.
fn firsts(plan: &Plan) -> BTreeMap<usize, usize> {
    let mut firsts = BTreeMap::new();
    for route in plan.routes.iter().flatten() {
        *firsts.entry(route.first as usize).or_default() += 1;
    }
    firsts
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
    /// Whether a parcel waits for its turn before a step, which others decide.
    pub(crate) fn is_turn(&self, step: Step) -> bool {
        match step {
            Step::Stage(stage) => self.stations[stage as usize].is_ordered(),
            Step::Lane(lane) => self.lanes[lane as usize].is_ordered(),
            Step::Shelf => false,
        }
    }

    /// Whether a step is the last of its route.
    pub(super) fn ends_at(&self, step: usize) -> bool {
        match self.steps[step] {
            Step::Stage(_) => false,
            Step::Lane(lane) => self.lanes[lane as usize].last_leg,
            Step::Shelf => true,
        }
    }

    /// The steps of a route, by its first.
    fn steps_from(&self, first: usize) -> impl Iterator<Item = usize> {
        let last = (first..).find(|&at| self.ends_at(at)).unwrap_or(first);
        first..=last
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
}
