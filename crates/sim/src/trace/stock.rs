//! What the header says of baskets and counted stock.

use serde::{Deserialize, Serialize};

use super::Departures;

/// How orders are sourced that may be several parcels. With it, every parcel has a `parcel` record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baskets {
    /// Lines of a parcel at most; `null`: any number.
    pub lines_per_parcel: Option<u32>,
    /// Orders are sourced at the first of these instants at or after their placement, or later where a line can come from
    /// nowhere then; `null`: at placement.
    pub release: Option<Departures>,
    /// What is promised is asked of other facilities than those that send: a cheaper one is looked for once the promise is known.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sourced_again: bool,
}

/// What flows back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Returns {
    /// Names of all facilities.
    pub facilities: Vec<String>,
    /// Index of the facility to which everything comes back; `null`: to that from which it was sent.
    pub to: Option<u32>,
    /// Delivered parcels are sent back.
    pub share: f64,
    /// Of what comes back some, or all, can be sold again.
    pub resellable: f64,
}

/// A counted stock: one SKU at one facility. Quantities are units of the SKU.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stock {
    /// `facility/SKU`, for messages.
    pub name: String,
    /// Index of its facility.
    pub facility: u32,
    /// Name of its SKU.
    pub sku: String,
    /// When how much is ordered.
    pub policy: StockPolicy,
    /// When the position is looked at; `null`: at tick 0, and after all demands of every instant that has some.
    pub review: Option<Departures>,
    /// On hand at tick 0.
    pub initial: u32,
    /// Units that the place holds: an order lifts the position no higher; `null`: any number.
    pub capacity: Option<u32>,
    /// Index of the stock that supplies; `null`: from outside, without limit.
    pub supplier: Option<u32>,
    /// What a line does that finds too little.
    pub when_out: WhenOut,
}

/// When how much is ordered. The inventory position is on hand + on order - owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum StockPolicy {
    /// At or below r, as many times Q as lift the position above r.
    ReorderPoint {
        /// r.
        reorder_at: i64,
        /// Q, positive.
        quantity: u32,
    },
    /// At or below s, up to S.
    OrderUpTo {
        /// s.
        reorder_at: i64,
        /// S.
        up_to: u32,
    },
    /// The same at every review.
    FixedOrder {
        /// How much.
        quantity: u32,
    },
}

/// What a line does that finds too little.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WhenOut {
    /// It takes what is there and waits for the rest.
    Backorder,
    /// It is never sourced here.
    Lost,
}
