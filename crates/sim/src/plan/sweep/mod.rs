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

use petgraph::algo::tarjan_scc;
use petgraph::graph::NodeIndex;

use super::{Plan, Step};
use places::Places;
use refusal::refusal;
use windows::{busy_first, log2, window_for};

/// Nobody waits here.
pub(crate) const NOWHERE: u32 = u32::MAX;

/// Places that are served together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    Stage(u32),
    Lane(u32),
    /// A lane with room for everybody: nobody waits, but they travel together.
    Gather(u32),
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
    /// Per group: whether all who leave it gather.
    pub(crate) fans_out: Vec<bool>,
    /// So many groups, the first, are of busy places; nobody comes back to them from a quiet one.
    pub(crate) busy: usize,
    /// log2 of the length of a window in ticks, of the busy places and of the quiet ones.
    pub(crate) windows: [u32; 2],
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
        let group = |&step| {
            let group = places
                .of(step)
                .map_or(NOWHERE, |place| group_of[place.index()]);
            // Where parcels come back nobody gathers.
            let passes = places.is_to_gather(step) && groups[group as usize] == Group::Returning;
            if passes { NOWHERE } else { group }
        };
        let of_step: Vec<u32> = plan.steps.iter().map(group).collect();
        let mut steps = vec![0; groups.len()];
        for group in of_step.iter().filter(|group| **group != NOWHERE) {
            steps[*group as usize] += 1;
        }
        let window = |places| window_for(plan, places);
        let windows = [window(busy), window(groups.len() - busy).max(window(busy))];
        Ok(Self {
            steps,
            fans_out: fans_out(&groups, &of_step),
            of_step,
            groups,
            busy,
            windows,
            doors_alike: plan.deadlines.is_empty()
                && matches!(&plan.levels[..], [level] if level.by_elapsed_time)
                && plan.lanes.iter().all(|lane| lane.attempts.is_none()),
        })
    }
}

impl Group {
    /// Of a strongly connected component of the places.
    fn of(places: &Places, component: &[NodeIndex]) -> Self {
        let first = component[0];
        let step = places.graph[first];
        if component.len() > 1 || places.graph.contains_edge(first, first) {
            return Self::Returning;
        }
        match step {
            Step::Lane(lane) if places.is_to_gather(step) => Self::Gather(lane),
            Step::Lane(lane) => Self::Lane(lane),
            Step::Stage(stage) => Self::Stage(stage),
            Step::Shelf => Self::Returning,
        }
    }
}

/// Per group: whether all who leave it gather.
fn fans_out(groups: &[Group], of_step: &[u32]) -> Vec<bool> {
    let gather = |step: usize| {
        let group = of_step.get(step).map(|group| groups.get(*group as usize));
        matches!(group, Some(Some(Group::Gather(_))))
    };
    let mut fans_out = vec![true; groups.len()];
    for (step, group) in of_step.iter().enumerate() {
        if let Some(fans_out) = fans_out.get_mut(*group as usize) {
            *fans_out &= gather(step + 1);
        }
    }
    fans_out
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
