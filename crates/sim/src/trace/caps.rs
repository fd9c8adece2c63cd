//! Order caps: the records of orders promised on departures and waves.

use serde::{Deserialize, Serialize};

/// A stage or a lane, by its position in the header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// A stage.
    Stage(u32),
    /// A lane.
    Lane(u32),
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
