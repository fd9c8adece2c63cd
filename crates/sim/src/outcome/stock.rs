//! Figures of stock and baskets.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::figures::Figure;

/// Figures of one counted stock, over the scoring window. Units are the SKU's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StockFigures {
    /// Facility.
    pub facility: String,
    /// SKU.
    pub sku: String,
    /// Lines of customers sourced here, per replication.
    pub lines: Figure,
    /// Share of these lines that found all they wanted. Where what is out is lost, nobody else is sourced here: see `refused_share`.
    pub line_fill_rate: Figure,
    /// Share of the units that were there at once.
    pub unit_fill_rate: Figure,
    /// Stock-out delay: mean time from demand until the line was complete, over all units.
    pub stock_out_delay: Figure,
    /// Mean on hand.
    pub on_hand: Figure,
    /// Mean owed to customers and other stocks.
    pub owed: Figure,
    /// On hand at the end of the window.
    pub end: Figure,
    /// Replenishment orders placed, per replication.
    pub orders: Figure,
    /// Their units.
    pub ordered: Figure,
    /// Replenishment orders received, per replication.
    pub receipts: Figure,
    /// Their units.
    pub received: Figure,
    /// Money per replication; parts without a cost are 0.
    pub cost: StockCostFigures,
}

/// Money of one stock per replication, over the scoring window.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StockCostFigures {
    /// Units on hand, by the day.
    pub holding: Figure,
    /// Units owed, by the day.
    pub backorder: Figure,
    /// Units received.
    pub purchase: Figure,
    /// Orders placed.
    pub ordering: Figure,
    /// All of these.
    pub total: Figure,
}

/// Figures of orders that are baskets, over the scoring window.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BasketFigures {
    /// Share of the orders whose every line was there at once.
    pub order_fill_rate: Figure,
    /// Share of the lines that were there at once.
    pub line_fill_rate: Figure,
    /// Lines of an order.
    pub lines_per_order: Figure,
    /// Parcels of an order.
    pub parcels_per_order: Figure,
    /// Share of the orders sent from more than one facility.
    pub split_share: Figure,
    /// Share of the visits to whom nothing was offered although a level reaches them: something was out of stock.
    pub refused_share: Figure,
}

/// What flowed back, by what happened within the scoring window.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReturnFigures {
    /// Parcels that left their customers, or the door at which nobody took them, per replication.
    pub parcels: Figure,
    /// Of these, nobody took; per replication.
    pub undelivered: Figure,
    /// Parcels dealt with at a facility, per replication.
    pub dealt_with: Figure,
    /// Share of those dealt with that can be sold again.
    pub resellable_share: Figure,
    /// Units put back into counted stock, per replication.
    pub restocked: Figure,
    /// From the delivery, or the last attempt, until a parcel was dealt with.
    pub time_back: Figure,
}
