//! What the plan allows: the part of a header by which the auditor recomputes planned deliveries, where late orders are charged to
//! their causes.

use leadtime_network::calendar::DayIndex;
use leadtime_network::network::PaddingAt;
use serde::{Deserialize, Serialize};

use super::{Clock, Padding};
use crate::plan::{LanePlan, Plan};

/// What the plan allows for lanes, and before the first departure. What it allows for stages is with them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanTerms {
    /// Per lane.
    pub lanes: Vec<PlannedTransit>,
    /// Per (level, zone): what is added to the planned work before the first departure, counted from the placement; empty where nothing
    /// is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub before_departure: Vec<Padding>,
}

/// What the plan allows for a lane.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedTransit {
    /// Ticks from the departure to the arrival.
    pub ticks: i64,
    /// Intervals `[start, end)` in which transit goes on; `null`: always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open: Option<Vec<(i64, i64)>>,
    /// Arrivals are on its delivery days, otherwise at the same clock time of the next one; `null`: on any day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery: Option<Clock>,
}

impl PlanTerms {
    /// Those of a plan, where blame is asked for.
    pub(super) fn of(plan: &Plan, padding: impl Fn(usize, usize) -> Padding) -> Option<Self> {
        plan.blame.as_ref()?;
        let in_process = |level: usize| plan.levels[level].padding_at == PaddingAt::Process;
        let levels = 0..plan.levels.len();
        let segments = levels
            .clone()
            .flat_map(|level| (0..plan.zones.len()).map(move |zone| (level, zone)));
        let padding = |(level, zone)| match in_process(level) {
            true => padding(level, zone),
            false => Padding::Elapsed(0),
        };
        let before_departure = if levels.clone().any(in_process) {
            segments.map(padding).collect()
        } else {
            Vec::new()
        };
        Some(Self {
            lanes: plan.lanes.iter().map(transit).collect(),
            before_departure,
        })
    }
}

fn transit(lane: &LanePlan) -> PlannedTransit {
    let open = lane.transit_open.as_ref();
    PlannedTransit {
        ticks: lane.planned,
        open: open.map(|open| open.iter().map(|(from, to)| (from.0, to.0)).collect()),
        delivery: lane.delivery.as_ref().map(|(delivery, days)| {
            let (offset, changes) = days.offsets();
            let (delivers, closed) = delivery.pattern(days.weekday(DayIndex(0)));
            Clock {
                offset,
                changes: changes.map(|(at, offset)| (at.0, offset)).collect(),
                weekday: days.weekday(DayIndex(0)),
                delivery: delivers,
                closed: closed.map(|day| day.0).collect(),
            }
        }),
    }
}
