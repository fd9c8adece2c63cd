//! SKUs, baskets and stock.

use crate::distribution::Distribution;
use crate::network::{Departures, WhenOut};
use crate::scenario::quantities::{PlainLaw, StockRule, WeightLaw, Words};
use crate::scenario::table::table;
use crate::scenario::value::Given;

table! {
    /// `[basket]`: what an order consists of.
    BasketTable, "the basket";
    /// Shares of orders with 1, 2, 3, ... lines, such as `[0.6, 0.3, 0.1]`; each line draws its SKU by share. Default: one line.
    optional lines: Vec<Given<f64>>,
    /// Baskets that are given as a whole, instead of `lines`.
    optional kinds: Vec<Given<BasketKindRow>>,
    /// A parcel holds so many lines at most. Default: any number.
    optional lines_per_parcel: u32,
    /// Weight of a parcel: a distribution or a constant such as `1.2kg`.
    optional weight: WeightLaw,
}

table! {
    /// A row of `basket.kinds`.
    BasketKindRow, "a basket";
    /// Share of the orders, relative to the other baskets. Default 1.
    optional share: f64,
    /// Names of SKUs, one a line.
    required skus: Words,
}

table! {
    /// A row of `skus`.
    SkuRow, "a SKU";
    /// Unique name of a class of articles.
    required name: String,
    /// Share of the lines, relative to the other SKUs. Default 1.
    optional share: f64,
    /// Units that a line wants: a number or a law such as `mixture(0.8: 1, 0.2: 2)`, rounded, at least 1. Default 1.
    optional units: PlainLaw,
}

table! {
    /// A row of `stock`: a SKU at a facility. A SKU without rows is always there at every fulfilment centre, one with rows only
    /// where they say.
    StockRow, "a stock";
    /// Name of the facility.
    required facility: String,
    /// Name of the SKU.
    required sku: String,
    /// `always` (default): always enough; `reorder-point` (r, Q), `order-up-to` (s, S), `base-stock` (S - 1, S), `fixed-order`
    /// (the same at every review).
    optional policy: StockRule,
    /// Instead of a policy: the probability that a line finds enough.
    optional availability: f64,
    /// r or s: an order is placed when the position (on hand + on order - owed) is at or below it.
    optional reorder_at: i64,
    /// Q: units of an order.
    optional order_quantity: u32,
    /// S: an order lifts the position to it.
    optional order_up_to: u32,
    /// When the position is looked at, such as `daily 06:00`. Default: after all demands of every instant.
    optional review: Departures,
    /// On hand at the start. Default: S, or r + Q.
    optional initial: u32,
    /// Units that the place holds; orders are cut to what will fit. Default: any number.
    optional capacity: u32,
    /// From order to receipt.
    optional lead_time: Distribution,
    /// Name of the facility whose stock supplies. Default: from outside, without limit.
    optional supplier: String,
    /// `backorder` (default): a line waits for the next receipts; `lost`: it goes elsewhere, or the level is not offered.
    optional when_out: WhenOut,
    /// Money per unit and day on hand.
    optional holding_cost: f64,
    /// Money per unit and day owed.
    optional backorder_cost: f64,
    /// Money per unit received.
    optional unit_cost: f64,
    /// Money per replenishment order.
    optional order_cost: f64,
}

table! {
    /// `[returns]`: what customers send back, and what nobody took at the door.
    ReturnsTable, "the returns";
    /// Share of the delivered parcels that are sent back, from 0 to 1. Of the parcels that nobody took all come back.
    required share: f64,
    /// How long the customer keeps a parcel, such as `lognormal(mean=6d, cv=0.8)`. Default: nothing. What nobody took waits for nobody.
    optional after: Distribution,
    /// From the customer to the facility. Default: nothing.
    optional transit: Distribution,
    /// Name of the facility to which parcels come back. Default: the one from which each was sent.
    optional to: String,
    /// Share of what comes back that can be sold again: where the SKU is counted, its units are on hand again. Default 1.
    optional resellable: f64,
}
