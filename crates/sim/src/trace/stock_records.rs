//! What a trace tells of parcels, their lines, and stock.

use serde::{Deserialize, Serialize};

/// A parcel of an order. The first has the number of its order, others have numbers of their own in the same count; from here
/// on `order` in a record is the parcel. Only in traces with baskets, where every parcel has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParcelMade {
    /// The parcel.
    pub order: u64,
    /// The order it belongs to.
    pub of: u64,
    /// Index of the facility from which it is sent.
    pub origin: u32,
    /// Lines in it, those of SKUs included that are not counted.
    pub lines: u32,
    /// When it is made: at the placement of its order, or at its release. Its way begins when all its lines are complete.
    pub at: i64,
}

/// A line of a parcel wants units of a counted stock, in the order in which they are served. Written before the records of the
/// parcel's way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineClaim {
    /// The parcel.
    pub order: u64,
    /// Index of the stock.
    pub stock: u32,
    /// Units wanted.
    pub units: i64,
    /// When.
    pub at: i64,
}

/// A line that found too little has all its units now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineFilled {
    /// The parcel.
    pub order: u64,
    /// Index of the stock.
    pub stock: u32,
    /// When.
    pub at: i64,
}

/// A stock was looked at, and ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StockOrdered {
    /// Index of the stock.
    pub stock: u32,
    /// When.
    pub at: i64,
    /// Units.
    pub units: i64,
}

/// The units of an order left: at once from outside, when all are there from another stock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StockShipped {
    /// Index of the stock that ordered.
    pub stock: u32,
    /// When.
    pub at: i64,
    /// Units.
    pub units: i64,
    /// When they are received.
    pub arrives: i64,
}

/// A stock received all that was due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StockReceived {
    /// Index of the stock.
    pub stock: u32,
    /// When.
    pub at: i64,
    /// Units.
    pub units: i64,
}
