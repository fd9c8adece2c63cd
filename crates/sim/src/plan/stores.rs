//! Counted stocks compiled.

use leadtime_network::network::{Kept, Replenishment, Stock, StockCosts, StockPolicy, WhenOut};

use crate::random::name_key;

use super::compile::{Compiler, facility};
use super::{Departures, HOUR};
use crate::engine::StockTally;
use crate::sampling::Sampler;

/// A counted stock of a SKU at a facility.
#[derive(Clone, Debug)]
pub struct StorePlan {
    /// Position of its facility.
    pub facility: u32,
    /// Position of its SKU.
    pub sku: u32,
    /// Name of the SKU.
    pub sku_name: String,
    /// Names its random numbers.
    pub(crate) key: u64,
    pub(crate) policy: StockPolicy,
    /// When the position is looked at; `None`: after all demands of an instant.
    pub(crate) review: Option<Departures>,
    pub(crate) initial: u32,
    pub(crate) capacity: Option<u32>,
    pub(crate) lead_time: Sampler,
    /// The stock that supplies; `None`: from outside, without limit.
    pub(crate) supplier: Option<u32>,
    /// Its place among the reviews of an instant: after all that it supplies.
    pub(crate) turn: u32,
    pub(crate) when_out: WhenOut,
    pub(crate) costs: StockCosts,
}

/// What a stock cost, in units of money.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StockMoney {
    /// Units on hand, by the day.
    pub holding: f64,
    /// Units owed, by the day.
    pub backorder: f64,
    /// Units received.
    pub purchase: f64,
    /// Orders placed.
    pub ordering: f64,
}

impl StockMoney {
    /// All of it.
    #[must_use]
    pub fn total(self) -> f64 {
        self.holding + self.backorder + self.purchase + self.ordering
    }
}

impl StorePlan {
    /// What it cost, by its counts.
    #[must_use]
    pub fn money(&self, tally: &StockTally) -> StockMoney {
        let day = (24 * HOUR) as f64;
        let costs = self.costs;
        StockMoney {
            holding: costs.holding * (tally.on_hand as f64 / day),
            backorder: costs.backorder * (tally.owed as f64 / day),
            purchase: costs.unit * tally.received.1 as f64,
            ordering: costs.order * tally.ordered.0 as f64,
        }
    }
}

impl Compiler<'_> {
    /// All counted stocks, in file order.
    pub(super) fn stores(&mut self) -> Vec<StorePlan> {
        let network = self.network;
        let counted: Vec<(&Stock, &Replenishment)> = network
            .stock
            .iter()
            .filter_map(|stock| match &stock.kept {
                Kept::Counted(counted) => Some((stock, counted.as_ref())),
                _ => None,
            })
            .collect();
        let store_at = |facility: usize, sku: usize| {
            let at = counted
                .iter()
                .position(|(stock, _)| stock.facility == facility && stock.sku == sku);
            at.map(|at| at as u32)
        };
        let mut stores = Vec::with_capacity(counted.len());
        for &(stock, rules) in &counted {
            let place = facility(network, stock.facility);
            let sku_name = network.skus[stock.sku].name.clone();
            let mut timetables = std::collections::BTreeMap::new();
            let review = rules
                .review
                .as_ref()
                .map(|review| self.departures(review, None, &place.time_zone, &mut timetables));
            stores.push(StorePlan {
                facility: stock.facility as u32,
                sku: stock.sku as u32,
                key: name_key(&format!("stock:{}/{sku_name}", place.name)),
                sku_name,
                policy: rules.policy,
                review,
                initial: rules.initial,
                capacity: rules.capacity,
                lead_time: self.tables.sampler(&rules.lead_time),
                // What is always there at the supplier comes without limit.
                supplier: rules.supplier.and_then(|of| store_at(of, stock.sku)),
                turn: 0,
                when_out: rules.when_out,
                costs: rules.costs,
            });
        }
        set_turns(&mut stores);
        stores
    }
}

/// Reviews go up the chains of suppliers, so that whoever supplies has seen all orders of the instant; stocks as far up as each
/// other in file order. Chains end: the network is validated.
fn set_turns(stores: &mut [StorePlan]) {
    for store in 0..stores.len() {
        let mut turn = stores[store].turn;
        let mut next = stores[store].supplier;
        while let Some(supplier) = next {
            let supplier = &mut stores[supplier as usize];
            turn = supplier.turn.max(turn + 1);
            supplier.turn = turn;
            next = supplier.supplier;
        }
    }
}
