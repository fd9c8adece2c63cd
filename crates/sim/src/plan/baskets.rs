//! Baskets and sourcing compiled: what an order consists of, and where each SKU is.

use leadtime_network::Network;
use leadtime_network::network::{Demand, Kept, ReplayRow, Sourcing};

use super::compile::Compiler;
use super::{Departures, FacilityPlan};
use crate::random::{Purpose, name_key};
use crate::sampling::Sampler;

/// What orders consist of.
#[derive(Clone, Debug)]
pub(crate) struct BasketPlan {
    /// Cumulative shares of orders with 1, 2, 3, ... lines.
    pub(crate) lines: Vec<f64>,
    /// Baskets given as a whole: cumulative share, SKUs. Then `lines` is not looked at.
    pub(crate) kinds: Vec<(f64, Vec<u32>)>,
    /// Units of a line per SKU.
    pub(crate) units: Vec<Sampler>,
    /// Cumulative shares of the SKUs among the lines.
    pub(crate) shares: Vec<f64>,
    /// Lines of a parcel at most.
    pub(crate) lines_per_parcel: usize,
    /// Per (facility, SKU).
    pub(crate) held: Vec<Held>,
    pub(crate) rule: SourcingPlan,
    /// Lines of replayed orders, by row of the log: SKU and units, 0 where they are drawn. Empty: all are drawn.
    pub(crate) logged: Vec<Vec<(u32, u32)>>,
    /// Orders are sourced at these instants, not at placement.
    pub(crate) release: Option<Departures>,
}

/// A SKU at a facility.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Held {
    Nowhere,
    Always,
    /// With this probability, drawn for each line.
    Available(f64, Purpose),
    /// Position of the counted stock.
    Store(u32),
}

/// In which order facilities are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SourcingPlan {
    /// As laid: the nearest first.
    Nearest,
    Fastest,
    FewestSplits,
    LeastLoaded,
    CheapestThatMeets,
}

impl BasketPlan {
    /// A SKU at a facility.
    pub(crate) fn held(&self, facility: u32, sku: u32) -> Held {
        self.held[facility as usize * self.units.len() + sku as usize]
    }
}

/// Whether the origin is chosen order by order: where something may be lacking, or by a rule that looks at the moment.
pub(super) fn chooses(network: &Network) -> bool {
    let looks = !matches!(network.sourcing, Sourcing::Nearest | Sourcing::Table(_));
    looks || network.sourced_at.is_some() || !network.skus.is_empty()
}

impl Compiler<'_> {
    /// What orders consist of; `None`: one parcel each, from the facility of its (zone, level).
    pub(super) fn baskets(&mut self, facilities: &[FacilityPlan]) -> Option<Box<BasketPlan>> {
        if !self.chooses {
            return None;
        }
        let network = self.network;
        let rule = match network.sourcing {
            Sourcing::Nearest | Sourcing::Table(_) => SourcingPlan::Nearest,
            Sourcing::Fastest => SourcingPlan::Fastest,
            Sourcing::FewestSplits => SourcingPlan::FewestSplits,
            Sourcing::LeastLoaded => SourcingPlan::LeastLoaded,
            Sourcing::CheapestThatMeets => SourcingPlan::CheapestThatMeets,
        };
        let release = network.sourced_at.as_ref().map(|instants| {
            let mut timetables = std::collections::BTreeMap::new();
            let time_zone = network.clock.time_zone.clone();
            self.departures(instants, None, &time_zone, &mut timetables)
        });
        let one = leadtime_network::distribution::Distribution::Constant(1.0);
        let laws: Vec<_> = network.skus.iter().map(|sku| &sku.units).collect();
        let laws = if laws.is_empty() { vec![&one] } else { laws };
        let basket = &network.basket;
        let kinds = cumulative(basket.kinds.iter().map(|kind| kind.share));
        let skus = |at: usize| basket.kinds[at].skus.iter().map(|&sku| sku as u32);
        Some(Box::new(BasketPlan {
            lines: cumulative(basket.lines.iter().copied()),
            kinds: kinds
                .into_iter()
                .enumerate()
                .map(|(at, share)| (share, skus(at).collect()))
                .collect(),
            units: laws.iter().map(|law| self.tables.sampler(law)).collect(),
            shares: cumulative(network.skus.iter().map(|sku| sku.share)),
            lines_per_parcel: basket
                .lines_per_parcel
                .map_or(usize::MAX, |lines| lines as usize),
            held: self.held(facilities, laws.len()),
            rule,
            logged: logged_lines(network),
            release,
        }))
    }

    /// Per (facility, SKU).
    fn held(&self, facilities: &[FacilityPlan], skus: usize) -> Vec<Held> {
        let mut held = vec![Held::Always; facilities.len() * skus];
        for row in &self.network.stock {
            for facility in 0..facilities.len() {
                held[facility * skus + row.sku] = Held::Nowhere;
            }
        }
        let mut stores = 0;
        for row in &self.network.stock {
            let purpose = || {
                Purpose::named(name_key(&format!(
                    "stock:{}",
                    facilities[row.facility].name
                )))
            };
            held[row.facility * skus + row.sku] = match row.kept {
                Kept::Always => Held::Always,
                Kept::Available(share) => Held::Available(share, purpose()),
                Kept::Counted(_) => {
                    stores += 1;
                    Held::Store(stores - 1)
                }
            };
        }
        held
    }
}

fn logged_lines(network: &Network) -> Vec<Vec<(u32, u32)>> {
    let Demand::Replay { rows } = &network.demand else {
        return Vec::new();
    };
    let lines = |row: &ReplayRow| {
        let lines = row.lines.iter();
        lines.map(|&(sku, units)| (sku as u32, units)).collect()
    };
    rows.iter().map(lines).collect()
}

/// Running sums of shares, the last 1.
fn cumulative(shares: impl Iterator<Item = f64> + Clone) -> Vec<f64> {
    let total: f64 = shares.clone().sum();
    let mut passed = 0.0;
    shares
        .map(|share| {
            passed += share;
            passed / total
        })
        .collect()
}
