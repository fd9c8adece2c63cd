//! The order in which the sweep goes through the places where parcels wait for their turn.
//!
//! A stage with servers, or a lane with room for so many, serves its parcels in the order of their keys. Where nothing flows back, all
//! that comes to a place within a window of time is known once the places before it are through with the window; so the windows are
//! swept place by place. Places that parcels can come back to form one group (a strongly connected component) and are served together.
//!
//! In a large network a few places are busy, and thousands of quiet ones are passed by one parcel in thousands. Windows that suit the
//! ones are too long or too short for the others, so each kind has its own: a window of the quiet places is many of the busy ones.

mod places;
mod refusal;
mod windows;

use std::collections::BTreeSet;

use petgraph::algo::tarjan_scc;
use petgraph::graph::NodeIndex;

use super::{Plan, Step};
use places::Places;
use refusal::{refusal, ties};
use windows::{busy_first, log2, most_parcels, window_for};

/// So many lanes are few.
const FEW_LANES: usize = 8;

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

/// What becomes of those who leave a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fan {
    /// Few: parcels go on as they leave, for many in a row take the same.
    Few,
    /// All who leave wait at the next place: in this group; [`NOWHERE`]: there are several.
    Wait(u32),
    /// Many lanes, on which nobody waits. Most who leave one after the other part, so they gather, to travel together. The first group
    /// in which they may wait next; [`NOWHERE`]: all come to doors.
    Many(u32),
}

/// The groups, in the order in which they are swept.
#[derive(Clone, Debug)]
pub(crate) struct SweepPlan {
    /// Per step of the plan: the group in which a parcel waits that stands before it; [`NOWHERE`]: it does not wait.
    pub(crate) of_step: Vec<u32>,
    pub(crate) groups: Vec<Group>,
    /// Per group: before how many steps parcels wait in it.
    pub(crate) steps: Vec<u32>,
    /// Per group: what becomes of those who leave it.
    pub(crate) fans: Vec<Fan>,
    /// So many groups, the first, are of busy places; nobody comes back to them from a quiet one.
    pub(crate) busy: usize,
    /// log2 of the length of a window in ticks, of the busy places and of the quiet ones.
    pub(crate) windows: [u32; 2],
    /// So many parcels, or somewhat fewer, come to most of the quiet places in a window.
    pub(crate) a_quiet_place: usize,
    /// See [`Plan::doors_are_alike`].
    pub(crate) doors_alike: bool,
}

impl SweepPlan {
    /// The groups of a plan.
    ///
    /// # Errors
    /// Why it cannot be swept: what happens at one place depends on others at the same time.
    pub(crate) fn new(plan: &Plan) -> Result<Self, &'static str> {
        refusal(plan)?;
        let places = Places::new(plan);
        let mut components = tarjan_scc(&places.graph);
        components.reverse();
        let busy = busy_first(&places, &mut components, plan.routes.len());
        let mut group_of = vec![NOWHERE; places.graph.node_count()];
        for (group, component) in (0..).zip(&components) {
            for &place in component {
                group_of[place.index()] = group;
            }
        }
        let groups: Vec<Group> = components
            .iter()
            .map(|component| Group::of(&places, component))
            .collect();
        let group = |place: NodeIndex| group_of[place.index()];
        let group_at = |&step| places.of(step).map_or(NOWHERE, group);
        let of_step: Vec<u32> = plan.steps.iter().map(group_at).collect();
        let mut steps = vec![0; groups.len()];
        for group in of_step.iter().filter(|group| **group != NOWHERE) {
            steps[*group as usize] += 1;
        }
        let mut next = vec![NOWHERE; groups.len()];
        for way in places.graph.edge_indices() {
            if let Some((here, there)) = places.graph.edge_endpoints(way) {
                let next = &mut next[group(here) as usize];
                *next = (*next).min(group(there));
            }
        }
        let window = |places| window_for(plan, places);
        let quiet = groups.len() - busy;
        let windows = [window(busy), window(quiet).max(window(busy))];
        Ok(Self {
            steps,
            fans: fans(plan, (&groups, &of_step), &next),
            of_step,
            groups,
            busy,
            windows,
            a_quiet_place: most_parcels(plan, quiet, windows[1]),
            doors_alike: plan.doors_are_alike(),
        })
    }
}

impl Plan {
    /// Whether parcels flow one by one, each in one direction, and what is promised looks at none of them.
    pub(crate) fn parcels_are_apart(&self) -> bool {
        ties(self).is_ok()
    }

    /// One level, whose paddings are lengths of time, and no lane tries a door twice: all deliveries are counted alike.
    pub(crate) fn doors_are_alike(&self) -> bool {
        self.deadlines.is_empty()
            && matches!(&self.levels[..], [level] if level.by_elapsed_time)
            && self.lanes.iter().all(|lane| lane.attempts.is_none())
    }
}

impl Group {
    /// Of a strongly connected component of the places.
    fn of(places: &Places, component: &[NodeIndex]) -> Self {
        let first = component[0];
        if component.len() > 1 || places.graph.contains_edge(first, first) {
            return Self::Returning;
        }
        match places.graph[first] {
            Step::Lane(lane) => Self::Lane(lane),
            Step::Stage(stage) => Self::Stage(stage),
            Step::Shelf => Self::Returning,
        }
    }
}

/// Per group, what becomes of those who leave it; `next`: the first group in which they may wait.
fn fans(plan: &Plan, (groups, of_step): (&[Group], &[u32]), next: &[u32]) -> Vec<Fan> {
    let mut ways = vec![Onward::default(); next.len()];
    for (at, &group) in of_step.iter().enumerate().filter(|of| *of.1 != NOWHERE) {
        let ways = &mut ways[group as usize];
        match plan.steps.get(at + 1) {
            _ if plan.ends_at(at) => ways.doors = true,
            Some(_) if of_step[at + 1] != NOWHERE => ways.wait_in(of_step[at + 1]),
            Some(Step::Lane(lane)) => {
                ways.lanes.insert(*lane);
            }
            _ => ways.stages = true,
        }
    }
    let fans = ways.iter().zip(groups).zip(next);
    fans.map(|((ways, group), next)| ways.fan(*group, *next))
        .collect()
}

/// Where the steps of a group lead to.
#[derive(Clone, Default)]
struct Onward {
    doors: bool,
    /// To where everybody waits, as in [`Fan::Wait`].
    waits: Option<u32>,
    /// To stages at which nobody waits.
    stages: bool,
    /// Lanes on which nobody waits.
    lanes: BTreeSet<u32>,
}

impl Onward {
    fn wait_in(&mut self, group: u32) {
        let alike = self.waits.is_none_or(|before| before == group);
        self.waits = Some(if alike { group } else { NOWHERE });
    }

    fn fan(&self, group: Group, next: u32) -> Fan {
        let straight = !self.doors && !self.stages;
        match group {
            // Who leaves a place that he may come back to goes on at once.
            Group::Returning => Fan::Few,
            _ if !straight => Fan::Few,
            _ if self.lanes.is_empty() => self.waits.map_or(Fan::Few, Fan::Wait),
            Group::Stage(_) if self.waits.is_none() && self.lanes.len() > FEW_LANES => {
                Fan::Many(next)
            }
            _ => Fan::Few,
        }
    }
}

impl SweepPlan {
    /// The groups of a plan, if it can be swept.
    pub(crate) fn of(plan: &Plan) -> Option<Box<Self>> {
        Self::new(plan).ok().map(Box::new)
    }

    /// Whether the place of a group is a quiet one.
    #[inline(always)]
    pub(crate) fn is_quiet(&self, group: usize) -> bool {
        group >= self.busy
    }

    /// Whether those who gather after a group travel on as soon as it is through with its window: they may wait in the same one. Else
    /// they have time until the window of the quiet places ends.
    pub(crate) fn travel_at_once(&self, group: usize) -> bool {
        match self.fans[group] {
            Fan::Few | Fan::Wait(_) => false,
            Fan::Many(next) => self.is_quiet(group) || !self.is_quiet(next as usize),
        }
    }
}

impl Plan {
    /// The plan, where it is swept, with windows of other lengths, about so many ticks, for the first half of the places and for the
    /// others: only the speed depends on it.
    #[must_use]
    pub fn in_windows_of(mut self, busy: i64, quiet: i64) -> Self {
        if let Some(sweep) = &mut self.sweep {
            sweep.busy = sweep.groups.len().div_ceil(2);
            sweep.windows = [busy, quiet.max(busy)].map(|ticks| log2(ticks.clamp(2, 1 << 37)));
        }
        self
    }
}
