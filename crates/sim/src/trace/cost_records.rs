//! What a trace tells of weight, overflow and money.

use serde::{Deserialize, Serialize};

/// The weight of an order's parcel, where anything depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weight {
    /// The order.
    pub order: u64,
    /// Grams.
    pub grams: u32,
}

/// A parcel that was ready for a lane found the departure that it could have taken full, and goes along the lane's `overflow`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overflow {
    /// The order.
    pub order: u64,
    /// Index of the lane that was full.
    pub lane: u32,
    /// When the parcel was ready.
    pub at: i64,
}

/// What an order of the scoring window cost in its four parts, without shares of departures and wages; millionths of a unit.
/// Written when it has ended, or at the end of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cost {
    /// The order.
    pub order: u64,
    /// Work at stages.
    pub handling: i64,
    /// Trips along lanes.
    pub transport: i64,
    /// Lateness, failed attempts, the refund.
    pub failure: i64,
    /// Hours quoted beyond the base promise, and hours early.
    pub padding: i64,
}

/// The ledger of the run, written as things were charged, without wages and departures; millionths of a unit. The costs of all
/// orders add up to it. Written once, before the last line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Books {
    /// Work at stages.
    pub handling: i64,
    /// Trips along lanes.
    pub transport: i64,
    /// Lateness, failed attempts, refunds.
    pub failure: i64,
    /// Hours quoted beyond the base promise, and hours early.
    pub padding: i64,
}
