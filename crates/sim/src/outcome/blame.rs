//! Figures of blame: what made late orders late.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::figures::Figure;

/// Late orders of the scoring window by cause; present where the scenario asks for blame. The charges of an order add up to its
/// delivery less its planned delivery.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BlameFigures {
    /// Replications that were looked at, the first ones; all counts are over them.
    pub replications: u32,
    /// Orders delivered after their promise.
    pub late_orders: u64,
    /// Of these, without a planned delivery (no departure is left in the timetable): nothing is charged.
    pub without_plan: u64,
    /// Orders promised and not delivered: nothing is charged.
    pub undelivered: u64,
    /// Of the late orders, those whose planned delivery was after the promise already.
    pub promised_before_plan: u64,
    /// Seconds from promises to deliveries, over all late orders charged.
    pub late: f64,
    /// Seconds from planned deliveries to deliveries, over the same: what all causes add up to, given back included.
    pub after_plan: f64,
    /// Seconds from promises to planned deliveries where those were later.
    pub promise_gap: f64,
    /// What is charged, the most first.
    pub causes: Vec<CauseFigures>,
}

/// One cause.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CauseFigures {
    /// What kind of thing it is.
    pub kind: CauseKind,
    /// `facility/stage`, or the name of the lane; by kind, the name of the stage, or the leg and mode; empty where the kind says it all.
    pub name: String,
    /// Share of all time charged to late orders.
    pub share: Figure,
    /// Seconds charged to late orders.
    pub charged: f64,
    /// Seconds given back: late orders that it kept less long than planned.
    pub given_back: f64,
    /// Late orders to which something is charged.
    pub orders: u64,
    /// Late orders of which it is the largest cause. Orders that are late without exceeding their plan count with the plan.
    pub largest: u64,
    /// What would be on time if it ran to plan; absent where that was not simulated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_plan: Option<ToPlan>,
}

/// What late orders can be charged to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CauseKind {
    /// A stage: its queue, work and opening hours.
    Stage,
    /// The transit of a lane, its calendars included.
    Transit,
    /// The vehicles of a lane were full.
    VehicleFull,
    /// The drivers of a last leg had no room.
    FleetFull,
    /// Vehicles of a lane left late.
    LateDeparture,
    /// Departures of a lane were cancelled.
    CancelledDeparture,
    /// Waiting for stock, or to be sourced.
    Stock,
    /// Nobody took the parcel at the door.
    FailedAttempts,
    /// Nothing exceeded its allowance: the plan could not be kept, or the promise was before it.
    PlanInfeasible,
}

/// The study once more with one cause kept to plan, on the same random numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ToPlan {
    /// Replications that were run again.
    pub replications: u32,
    /// On time then, grain `instant`, at the scenario's own padding.
    pub on_time: Figure,
    /// That, less the on-time share of the same replications of the study.
    pub gain: Figure,
}
