//! The late share by importance sampling of shocks.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::figures::Figure;

/// Late shares from replications of their own, in half of which the bad regimes of some shocks come more often than they do; each weighs
/// what it is worth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportanceFigures {
    /// Names of the shocks.
    pub shocks: Vec<String>,
    /// How much shorter the spells of the usual regime were.
    pub times: f64,
    /// Replications.
    pub replications: u32,
    /// Per service level, then all levels together (`all`).
    pub levels: Vec<ImportanceLevel>,
}

/// The late share of a level.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportanceLevel {
    /// Service level.
    pub service_level: String,
    /// Share of promised orders that are late.
    pub late: Figure,
    /// How many equally bad replications would say as much, (sum w)^2 / sum w^2.
    pub effective_hits: f64,
}
