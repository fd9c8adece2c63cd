//! The late share by conditional Monte Carlo.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::figures::Figure;

/// Late shares with the last leg integrated: each order counts with the probability that it is late, given all that happened before
/// its last leg, in place of whether it was.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConditionalFigures {
    /// Per service level, then all levels together (`all`).
    pub levels: Vec<ConditionalLevel>,
    /// Last legs that are counted by their outcome.
    pub left_out: Vec<LeftOutLegs>,
}

/// The late share of a level.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConditionalLevel {
    /// Service level.
    pub service_level: String,
    /// Share of promised orders that are late.
    pub late: Figure,
    /// Share of the orders whose last leg was integrated.
    pub integrated: f64,
    /// Replications that plain counting would take for an interval as narrow, were its orders independent: at least so many. Null where
    /// nothing can be late.
    pub plain_replications: Option<u64>,
}

/// Last legs that are not integrated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeftOutLegs {
    /// Why.
    pub reason: String,
    /// How many lanes.
    pub lanes: u32,
    /// The first of them.
    pub example: String,
}
