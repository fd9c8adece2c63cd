//! What the plan allows: the part of a header by which planned paths can be walked again, for promises, order caps and charges.

use serde::{Deserialize, Serialize};

use super::clocks::Clocks;
use super::compiled::planned_hours;
use crate::plan::{Plan, RoutePlan, Step};

/// The plan of all stages and lanes, and which of them orders pass.
///
/// A planned path begins at placement, or where the order counts as placed later at the start of that day; it waits at each stage for
/// its wave and its hours, works, and takes the first departure `load_lead` later, lane by lane.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanTerms {
    /// Per stage.
    pub stages: Vec<PlannedStage>,
    /// Per lane.
    pub lanes: Vec<PlannedLane>,
    /// The paths of all zones and levels.
    #[serde(default)]
    pub paths: Vec<PlannedPath>,
}

/// The plan of a stage: it waits for the next wave and the next open hour, then so long.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedStage {
    /// Ticks of work.
    pub work: i64,
    /// Intervals `[start, end)` in which the plan lets work start; `null`: always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open: Option<Vec<(i64, i64)>>,
    /// Orders that may be promised on a wave; `null`: any number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap: Option<u32>,
}

/// The plan of a lane.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedLane {
    /// Ticks from the departure to the arrival.
    pub ticks: i64,
    /// Intervals `[start, end)` in which transit goes on; `null`: always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open: Option<Vec<(i64, i64)>>,
    /// Index of the clock on whose delivery days it arrives, otherwise at the same clock time of the next one; `null`: on any day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery: Option<u32>,
    /// Orders that may be promised on a departure; `null`: any number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap: Option<u32>,
}

/// The lanes of a planned path; at each facility that it leaves, the parcel passes all its stages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedPath {
    /// Index of the zone.
    pub zone: u32,
    /// Index of the level.
    pub level: u32,
    /// Indices of the lanes; the last one ends in the zone.
    pub lanes: Vec<u32>,
}

impl PlanTerms {
    /// Those of a plan.
    pub(super) fn of(plan: &Plan, clocks: &mut Clocks) -> Self {
        let stages = plan.stations.iter().map(|station| PlannedStage {
            work: station.planned,
            open: planned_hours(station),
            cap: station.order_cap(),
        });
        let intervals = |open: &leadtime_network::calendar::OpenIntervals| {
            open.iter().map(|(from, to)| (from.0, to.0)).collect()
        };
        let lanes = plan.lanes.iter().map(|lane| PlannedLane {
            ticks: lane.planned,
            open: lane.transit_open.as_ref().map(|open| intervals(open)),
            delivery: lane
                .delivery
                .as_ref()
                .map(|(delivery, days)| clocks.index(days, delivery)),
            cap: lane.order_cap,
        });
        Self {
            stages: stages.collect(),
            lanes: lanes.collect(),
            paths: (0..plan.routes.len())
                .flat_map(|cell| paths(plan, cell))
                .collect(),
        }
    }
}

/// The paths of a (zone, level): one, or one per facility from which it may come.
fn paths(plan: &Plan, cell: usize) -> Vec<PlannedPath> {
    let path = |&route: &RoutePlan| PlannedPath {
        zone: (cell / plan.levels.len()) as u32,
        level: (cell % plan.levels.len()) as u32,
        lanes: lanes(plan, route),
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
