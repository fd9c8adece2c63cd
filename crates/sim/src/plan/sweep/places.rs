//! The places at which parcels stop on their routes, and which follows on which.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::graph::{DiGraph, NodeIndex};

use super::super::{Plan, StationCapacity, StationPlan, Step};

/// Of a stage from which more lanes lead than that, parcels gather before each, to travel together.
const FEW_LANES: usize = 8;

/// The places of a plan.
pub(super) struct Places {
    /// From each place to those where who leaves it may stop next.
    pub(super) graph: DiGraph<Step, ()>,
    /// Per place: how many routes lead through it.
    pub(super) routes: Vec<usize>,
    /// Lanes on which nobody waits, but parcels gather.
    gathers: BTreeSet<u32>,
    stages: Vec<Option<NodeIndex>>,
    lanes: Vec<Option<NodeIndex>>,
}

impl Places {
    pub(super) fn new(plan: &Plan) -> Self {
        let gathers = lanes_to_gather_at(plan);
        let mut graph = DiGraph::new();
        let mut node = |step, stops: bool| stops.then(|| graph.add_node(step));
        let stages = (0..).zip(&plan.stations);
        let stages = stages.map(|(at, station)| node(Step::Stage(at), waits_at(station)));
        let stages = stages.collect();
        let lanes = (0..).zip(&plan.lanes).map(|(at, lane)| {
            let stops = lane.is_ordered() || gathers.contains(&at);
            node(Step::Lane(at), stops)
        });
        let lanes = lanes.collect();
        let mut places = Self {
            routes: vec![0; graph.node_count()],
            graph,
            gathers,
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

    /// The place at which parcels stop before a step.
    pub(super) fn of(&self, step: Step) -> Option<NodeIndex> {
        match step {
            Step::Stage(stage) => self.stages[stage as usize],
            Step::Lane(lane) => self.lanes[lane as usize],
            Step::Shelf => None,
        }
    }

    /// Whether parcels only gather before a step.
    pub(super) fn is_to_gather(&self, step: Step) -> bool {
        matches!(step, Step::Lane(lane) if self.gathers.contains(&lane))
    }
}

/// Whether parcels wait at a stage for their turn.
fn waits_at(station: &StationPlan) -> bool {
    !matches!(station.capacity, StationCapacity::Unlimited)
}

/// The first steps of the routes, and of how many routes.
fn firsts(plan: &Plan) -> BTreeMap<usize, usize> {
    let mut firsts = BTreeMap::new();
    for route in plan.routes.iter().flatten() {
        *firsts.entry(route.first as usize).or_default() += 1;
    }
    firsts
}

/// Lanes before which parcels gather to travel together: many lead on from one stage, and most who leave it one after the other part.
fn lanes_to_gather_at(plan: &Plan) -> BTreeSet<u32> {
    let mut of_stages: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    for first in firsts(plan).into_keys() {
        let steps: Vec<Step> = plan.steps_from(first).map(|at| plan.steps[at]).collect();
        for pair in steps.windows(2) {
            if let [Step::Stage(stage), Step::Lane(lane)] = *pair
                && waits_at(&plan.stations[stage as usize])
                && !plan.lanes[lane as usize].is_ordered()
            {
                of_stages.entry(stage).or_default().insert(lane);
            }
        }
    }
    let many = |lanes: &BTreeSet<u32>| lanes.len() > FEW_LANES;
    of_stages.into_values().filter(many).flatten().collect()
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
