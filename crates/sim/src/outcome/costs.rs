//! Figures of money.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::figures::{Figure, Padding};

/// What the orders of the scoring window cost; present where the scenario gives costs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CostFigures {
    /// What amounts are counted in; empty if the scenario does not say.
    pub currency: String,
    /// The books of all replications, to the last millionth of a unit.
    pub balance: Balance,
    /// Cost per order: of all orders, by service level, by zone, by carrier of the last leg.
    pub per_order: Vec<OrderCost>,
    /// Cost per parcel of facilities and lanes that cost anything.
    pub per_parcel: Vec<ParcelCost>,
    /// Cost per order at every padding of the grids, per service level and for all, without departures and wages, which no padding
    /// changes.
    pub over_padding: Vec<PaddingCost>,
    /// The cheapest padding of each curve.
    pub cheapest: Vec<CheapestPadding>,
}

/// Two books that must agree: what was charged when it happened, and the sum over the orders. Exact decimals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Balance {
    /// Charged as it happened; wages and departures of the scoring window included.
    pub ledger: ExactParts,
    /// The sum over all orders, their shares of wages and departures included, and what no order used.
    pub of_orders: ExactParts,
    /// In both: wages and departures of the scoring window that no order of it used.
    pub unused: ExactParts,
}

/// Amounts as exact decimals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ExactParts {
    /// Work at stages, and wages.
    pub handling: String,
    /// Parcels carried, and departures.
    pub transport: String,
    /// Lateness, failed attempts, orders never delivered.
    pub failure: String,
    /// Hours quoted beyond the base promise, and hours early.
    pub padding: String,
}

/// Cost per promised order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OrderCost {
    /// `all`, `service-level`, `zone`, `carrier` or `way`.
    pub by: String,
    /// Whose: of the carriers, empty for orders whose last leg names none or that were on none.
    pub name: String,
    /// Of a way: share of its orders that are sold its first level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_level: Option<Figure>,
    /// On time at the scenario's own padding, grain `instant`.
    pub on_time: Figure,
    /// All four parts.
    pub total: Figure,
    /// Work at stages, and wages.
    pub handling: Figure,
    /// Parcels carried, and departures.
    pub transport: Figure,
    /// Lateness, failed attempts, orders never delivered.
    pub failure: Figure,
    /// Hours quoted beyond the base promise, and hours early.
    pub padding: Figure,
    /// Of handling and transport: shares of wages and departures, which are paid whether used or not.
    pub shared: Figure,
}

/// Cost per parcel of the scoring window's orders at a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ParcelCost {
    /// `stage` or `lane`.
    pub place: String,
    /// `facility/stage` or `from->to`.
    pub name: String,
    /// Carrier of a lane; empty if it names none.
    pub carrier: String,
    /// Parcels, per replication.
    pub parcels: Figure,
    /// Cost per parcel, wages and departures included.
    pub cost: Figure,
    /// Of it: wages and departures.
    pub shared: Figure,
    /// Parcels that found their departure full and went with another carrier, per replication.
    pub overflowed: Figure,
}

/// Cost per order offered at a padding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PaddingCost {
    /// Service level; null: all.
    pub service_level: Option<String>,
    /// The padding.
    pub padding: Padding,
    /// All of it.
    pub total: Figure,
    /// What the padding changes: lateness, and padding.
    pub changing: Figure,
    /// What no padding changes: work, transport, failed attempts, refunds.
    pub fixed: Option<f64>,
    /// Lateness.
    pub lateness: Option<f64>,
    /// Hours quoted beyond the base promise, and hours early.
    pub padding_cost: Option<f64>,
}

/// The cheapest padding of a curve.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CheapestPadding {
    /// Service level; null: all.
    pub service_level: Option<String>,
    /// Kind and unit of the paddings; the one whose orders cost least.
    pub padding: Padding,
    /// Cost per order there.
    pub cost: Figure,
    /// Least and greatest padding that may be as cheap: the 95 % interval of the difference on the same random numbers reaches 0. Null
    /// with one replication.
    pub as_cheap: Option<[f64; 2]>,
}
