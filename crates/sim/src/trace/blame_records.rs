//! What a trace tells of causes.

use serde::{Deserialize, Serialize};

use crate::engine::Cause;

/// One cause of the time between the planned delivery and the delivery of an order of the scoring window, where blame is asked for.
/// An order has a line per cause, in the order in which the causes came first; none for causes without ticks. Written ahead of its
/// `delivered` line; of an order that may be several parcels behind that of the last one to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Blame {
    /// The order.
    pub order: u64,
    /// What it is charged to.
    pub cause: BlameCause,
    /// Ticks charged; negative: given back.
    pub ticks: i64,
}

/// What a delay is charged to, with the index of the stage or lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BlameCause {
    /// A stage took longer than planned.
    Stage(u32),
    /// A lane took longer than planned.
    Transit(u32),
    /// The vehicles of a lane were full.
    Full(u32),
    /// A vehicle left late.
    LateDeparture(u32),
    /// Departures were cancelled.
    Cancelled(u32),
    /// Waiting for stock, or to be sourced.
    Stock,
    /// Failed attempts.
    Attempts,
    /// No step exceeded its allowance.
    Plan,
}

impl From<Cause> for BlameCause {
    fn from(cause: Cause) -> Self {
        match cause {
            Cause::Stage(stage) => Self::Stage(stage),
            Cause::Transit(lane) => Self::Transit(lane),
            Cause::Full(lane) => Self::Full(lane),
            Cause::LateDeparture(lane) => Self::LateDeparture(lane),
            Cause::Cancelled(lane) => Self::Cancelled(lane),
            Cause::Stock => Self::Stock,
            Cause::Attempts => Self::Attempts,
            Cause::Plan => Self::Plan,
        }
    }
}
