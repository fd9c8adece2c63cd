//! Steps of orders, as the auditor looks at them.

use crate::trace::{LaneTrip, StageVisit};

/// A stage or a lane, by its position in the header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    Stage(u32),
    Lane(u32),
}

/// When, within one instant, something happens: the phases of the event order that a trace shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Phase {
    Completion,
    Receipt,
    Placement,
    Release,
}

/// One step of an order: a visit to a stage or a trip along a lane.
#[derive(Clone, Copy, Debug)]
pub(super) struct Leg {
    pub(super) order: u64,
    pub(super) place: Place,
    /// How the parcel came to the place; set from the step before.
    pub(super) phase: Phase,
    /// False when the step before took no time at all: then its place within the instant cannot be told.
    pub(super) ranked: bool,
    /// Not in the trace: the order stands here when the run ends.
    pub(super) pending: bool,
    /// Joins the queue, or is ready to be loaded.
    pub(super) begin: i64,
    /// Work starts, or the vehicle leaves.
    pub(super) start: i64,
    /// Work ends, or the parcel arrives.
    pub(super) end: i64,
    /// Scheduled departure, for timetabled lanes.
    pub(super) scheduled: Option<i64>,
    /// It leaves its server: later than `end` where there was no room elsewhere.
    pub(super) left: i64,
    /// It had not when the run ended.
    pub(super) held: bool,
    /// Since when it waited for room in front of the stage, and when it came in.
    pub(super) outside: i64,
    pub(super) entered: i64,
    /// The lane by which the parcel leaves the facility of a stage; [`UNKNOWN`]: it cannot be told.
    pub(super) onward: u32,
}

/// No lane is known.
pub(super) const UNKNOWN: u32 = u32::MAX;

impl Leg {
    /// Rank in a first-in-first-out queue; among equal `begin` it holds between ranked legs only.
    pub(super) fn rank(&self) -> (i64, Phase, u64) {
        (self.begin, self.phase, self.order % (1 << 23))
    }
}

impl From<StageVisit> for Leg {
    fn from(visit: StageVisit) -> Self {
        Self {
            order: visit.order,
            place: Place::Stage(visit.stage),
            phase: Phase::Placement,
            ranked: true,
            pending: false,
            begin: visit.arrive,
            start: visit.start,
            end: visit.end,
            scheduled: None,
            left: visit.end,
            held: false,
            outside: visit.arrive,
            entered: visit.arrive,
            onward: UNKNOWN,
        }
    }
}

impl From<LaneTrip> for Leg {
    fn from(trip: LaneTrip) -> Self {
        Self {
            order: trip.order,
            place: Place::Lane(trip.lane),
            phase: Phase::Placement,
            ranked: true,
            pending: false,
            begin: trip.ready,
            start: trip.departed,
            end: trip.arrive,
            scheduled: trip.scheduled,
            left: trip.arrive,
            held: false,
            outside: trip.ready,
            entered: trip.ready,
            onward: UNKNOWN,
        }
    }
}
