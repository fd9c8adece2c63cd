//! Order caps: what the header says of them, and the records of orders promised on departures and waves.

use serde::{Deserialize, Serialize};

use leadtime_network::network::PaddingAt;

use super::Padding;
use super::compiled::{amount, planned_hours};
use crate::plan::{Plan, RoutePlan, Step};

/// A stage or a lane, by its position in the header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// A stage.
    Stage(u32),
    /// A lane.
    Lane(u32),
}

/// What order caps count by: the planned path of every order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderCaps {
    /// Per stage.
    pub stages: Vec<CappedStage>,
    /// Per lane.
    pub lanes: Vec<CappedLane>,
    /// The paths of all zones and levels.
    pub paths: Vec<PlannedPath>,
}

/// The plan of a stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CappedStage {
    /// Orders that may be promised on a wave; `null`: any number.
    pub cap: Option<u32>,
    /// Planned ticks of work.
    pub work: i64,
    /// Intervals `[start, end)` in which the plan lets work start; `null`: always.
    pub open: Option<Vec<(i64, i64)>>,
}

/// The plan of a lane.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CappedLane {
    /// Orders that may be promised on a departure; `null`: any number.
    pub cap: Option<u32>,
    /// Planned ticks on the road.
    pub transit: i64,
    /// Intervals `[start, end)` in which the vehicle moves; `null`: always.
    pub open: Option<Vec<(i64, i64)>>,
}

/// The lanes of a planned path; at each facility that it leaves, the parcel passes all its stages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedPath {
    /// Index of the zone.
    pub zone: u32,
    /// Index of the level.
    pub level: u32,
    /// Indices of the lanes; the last one ends in the zone.
    pub lanes: Vec<u32>,
    /// Padding of the planned work before the first departure.
    pub padding: Padding,
}

impl OrderCaps {
    /// What a plan says of order caps; `None`: there are none.
    pub(super) fn of(plan: &Plan) -> Option<Self> {
        plan.capped.then(|| Self {
            stages: plan
                .stations
                .iter()
                .map(|station| CappedStage {
                    cap: station.order_cap(),
                    work: station.planned,
                    open: planned_hours(station),
                })
                .collect(),
            lanes: plan
                .lanes
                .iter()
                .map(|lane| CappedLane {
                    cap: lane.order_cap,
                    transit: lane.planned,
                    open: lane
                        .transit_open
                        .as_ref()
                        .map(|open| open.iter().map(|(from, to)| (from.0, to.0)).collect()),
                })
                .collect(),
            paths: (0..plan.routes.len())
                .flat_map(|cell| paths(plan, cell))
                .collect(),
        })
    }
}

/// The paths of a (zone, level): one, or one per facility from which it may come.
fn paths(plan: &Plan, cell: usize) -> Vec<PlannedPath> {
    let (zone, level) = (cell / plan.levels.len(), cell % plan.levels.len());
    let padding = match plan.levels[level].padding_at {
        PaddingAt::Process => amount(plan.paddings[level * plan.zones.len() + zone]),
        _ => Padding::Elapsed(0),
    };
    let path = |&route: &RoutePlan| PlannedPath {
        zone: zone as u32,
        level: level as u32,
        lanes: lanes(plan, route),
        padding,
    };
    match plan.choices.get(cell) {
        Some(choices) => choices.iter().map(path).collect(),
        None => plan.routes[cell].iter().map(path).collect(),
    }
}

fn lanes(plan: &Plan, route: RoutePlan) -> Vec<u32> {
    let mut lanes = Vec::new();
    for step in &plan.steps[route.first as usize..] {
        if let &Step::Lane(lane) = step {
            lanes.push(lane);
            if plan.lanes[lane as usize].last_leg {
                break;
            }
        }
    }
    lanes
}

/// An order was promised on a departure or a wave that takes only so many; written after its placement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Booked {
    /// The order.
    pub order: u64,
    /// Which lane or stage.
    pub place: Place,
    /// The scheduled departure, or the wave.
    pub leaves: i64,
}

/// A level was not offered to a visit because a departure or wave of its plan was full; written after its placement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closed {
    /// The visit.
    pub order: u64,
    /// Index of the level.
    pub level: u32,
    /// Which lane or stage.
    pub place: Place,
    /// The scheduled departure, or the wave.
    pub leaves: i64,
}

/// An order that is sourced elsewhere at its release does not need a departure or wave on which it was promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GivenBack {
    /// The order.
    pub order: u64,
    /// Which lane or stage.
    pub place: Place,
    /// The scheduled departure, or the wave.
    pub leaves: i64,
    /// When it is given back.
    pub at: i64,
}
