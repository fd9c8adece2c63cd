//! What is bought and where it lies: SKUs, baskets, stock and its replenishment.

use super::Departures;
use crate::distribution::Distribution;

/// A class of articles that are stocked alike.
#[derive(Clone, Debug, PartialEq)]
pub struct Sku {
    /// Unique name.
    pub name: String,
    /// Share of the lines of random baskets, not normalised.
    pub share: f64,
    /// Units that a line wants: a plain number, rounded to the nearest whole one, at least 1.
    pub units: Distribution,
}

/// What an order consists of. Without SKUs every order is one line of something that is always there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Basket {
    /// Shares of orders with 1, 2, 3, ... lines, not normalised; each line draws its SKU by share.
    pub lines: Vec<f64>,
    /// Baskets that are given as a whole, instead of `lines`.
    pub kinds: Vec<BasketKind>,
    /// A parcel holds so many lines at most; `None`: any number.
    pub lines_per_parcel: Option<u32>,
}

/// A basket that is bought as a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct BasketKind {
    /// Share of the orders, not normalised.
    pub share: f64,
    /// One line each: positions in [`super::Network::skus`].
    pub skus: Vec<usize>,
}

/// A SKU at a facility. A SKU without any such row is always there at every fulfilment centre; one with rows only where they say.
#[derive(Clone, Debug)]
pub struct Stock {
    /// Position in [`super::Network::facilities`].
    pub facility: usize,
    /// Position in [`super::Network::skus`].
    pub sku: usize,
    /// How much there is.
    pub kept: Kept,
}

/// How much of a SKU a facility has.
#[derive(Clone, Debug)]
pub enum Kept {
    /// Always enough.
    Always,
    /// Enough for a line with this probability, independently of all others: a fill rate where stock itself is not known.
    Available(f64),
    /// A stock that is counted.
    Counted(Box<Replenishment>),
}

/// A counted stock and how it is replenished. Unit: the SKU's.
#[derive(Clone, Debug)]
pub struct Replenishment {
    /// When what is ordered.
    pub policy: StockPolicy,
    /// When the position is looked at; `None`: after all demands of every instant.
    pub review: Option<Departures>,
    /// On hand at the start.
    pub initial: u32,
    /// What the place holds; an order is cut to what will fit. `None`: any number.
    pub capacity: Option<u32>,
    /// From the order, or from the instant at which the supplying facility has all of it, to the receipt.
    pub lead_time: Distribution,
    /// The facility whose stock of the same SKU supplies; `None`: from outside, without limit.
    pub supplier: Option<usize>,
    /// What a customer's line does that finds too little.
    pub when_out: WhenOut,
    /// Money.
    pub costs: StockCosts,
}

/// When how much is ordered. The inventory position is on hand + on order - owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StockPolicy {
    /// (r, Q): at or below r, as many times Q as lift the position above r.
    ReorderPoint {
        /// r.
        reorder_at: i64,
        /// Q.
        quantity: u32,
    },
    /// (s, S): at or below s, up to S. Base stock: s = S - 1.
    OrderUpTo {
        /// s.
        reorder_at: i64,
        /// S.
        up_to: u32,
    },
    /// The same quantity at every review.
    FixedOrder {
        /// How much.
        quantity: u32,
    },
}

/// What happens to a line that finds too little.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WhenOut {
    /// It waits for the next receipts, first come, first served.
    #[default]
    Backorder,
    /// The facility does not take it: another does, or the level is not offered.
    Lost,
}

/// Costs of keeping stock, in units of money.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct StockCosts {
    /// Per unit and day on hand.
    pub holding: f64,
    /// Per unit and day owed to customers.
    pub backorder: f64,
    /// Per unit received.
    pub unit: f64,
    /// Per replenishment order.
    pub order: f64,
}
