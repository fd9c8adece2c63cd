//! What can never keep up, whatever chance does: stock that is sent less than it is asked for, work that no shift is long enough for.

use leadtime_network::network::{Network, Overtime, StockPolicy, WhenOut};
use leadtime_network::{Code, Diagnostic, Diagnostics};

use super::warnings::located;
use super::{DemandPlan, HOUR, Held, Plan, StationCapacity, StorePlan};

impl Plan {
    /// SKUs of which all facilities together are sent fewer units than orders want. What comes back, and who is turned away by order caps, is
    /// not known before the run: then nothing is said.
    pub(super) fn short_stocks(&self, network: &Network, orders: f64, found: &mut Diagnostics) {
        let Some(baskets) = &self.baskets else {
            return;
        };
        if self.returns.is_some() || self.capped {
            return;
        }
        // The rows of a log are those that there are.
        let run = match self.demand {
            DemandPlan::Replay(_) => 1.0,
            _ => self.horizon as f64 / (self.horizon - self.warm_up) as f64,
        };
        for (at, sku) in network.skus.iter().enumerate() {
            let held = (0..self.facilities.len()).map(|of| baskets.held(of as u32, at as u32));
            let counted: Vec<&StorePlan> = self
                .stores
                .iter()
                .filter(|store| {
                    let kind = self.facilities[store.facility as usize].kind;
                    store.sku as usize == at && kind == "fulfilment-centre"
                })
                .collect();
            let mut others = held.filter(|held| matches!(held, Held::Always | Held::Available(..)));
            if others.next().is_some() || counted.is_empty() {
                continue;
            }
            let asked = orders * run * lines_of(network, at) * sku.units.mean().max(1.0);
            let sent: f64 = counted.iter().map(|store| self.most_sent(store)).sum();
            if sent < asked {
                let message = format!(
                    "at most {sent:.0} units of `{}` are there or come within the run, and about {asked:.0} are wanted",
                    sku.name
                );
                let help = "order more, sooner, or more often";
                let diagnostic = Diagnostic::new(Code::StockShort, message).help(help);
                found.push(located(diagnostic, network.places.skus.get(at)));
            }
        }
    }

    /// Units that a stock has at the start and receives until the horizon, at the most.
    fn most_sent(&self, store: &StorePlan) -> f64 {
        let lead_time = store.lead_time.sample(0).max(1.0);
        let left = self.horizon as f64 - lead_time;
        let reviews = match &store.review {
            _ if left <= 0.0 => 0.0,
            Some(review) => (review.first_from(left as i64) - review.first_from(0)) as f64,
            None => f64::INFINITY,
        };
        let received = match store.policy {
            _ if reviews == 0.0 => 0.0,
            StockPolicy::FixedOrder { quantity } => reviews * f64::from(quantity),
            // What is owed is ordered as well.
            _ if store.when_out == WhenOut::Backorder => f64::INFINITY,
            // Within a lead time no more than the highest position can come.
            StockPolicy::ReorderPoint {
                reorder_at,
                quantity,
            } => {
                let highest = reorder_at as f64 + f64::from(quantity);
                highest * (left / lead_time).ceil().min(reviews)
            }
            StockPolicy::OrderUpTo { up_to, .. } => {
                f64::from(up_to) * (left / lead_time).ceil().min(reviews)
            }
        };
        // Chains of suppliers end.
        let supplier = store.supplier.map(|of| &self.stores[of as usize]);
        let supplied = supplier.map_or(f64::INFINITY, |supplier| self.most_sent(supplier));
        f64::from(store.initial) + received.min(supplied)
    }

    /// Stages where interrupted work begins again and even the shortest is longer than any shift.
    pub(super) fn endless_work(&self, network: &Network, found: &mut Diagnostics) {
        for (at, station) in self.stations.iter().enumerate() {
            let restarts = |centre: &super::CentrePlan| centre.overtime == Overtime::Restart;
            let (Some(true), StationCapacity::Staffed(steps)) =
                (station.centre.as_ref().map(restarts), &station.capacity)
            else {
                continue;
            };
            let shortest = station.service.sample(0);
            let longest = longest_shift(steps, self.end);
            if shortest > longest as f64 && longest > 0 {
                let facility = &self.facilities[station.facility as usize].name;
                let hours = |ticks: f64| ticks / HOUR as f64;
                let message = format!(
                    "work at {facility}/{} takes {:.1} h or more, and no shift is longer than {:.1} h: it begins again for ever",
                    station.stage,
                    hours(shortest),
                    hours(longest as f64)
                );
                let help = "let it finish or pause (`overtime`), or make shifts longer";
                let diagnostic = Diagnostic::new(Code::EndlessWork, message).help(help);
                found.push(located(diagnostic, self.place_of_stage(network, at)));
            }
        }
    }
}

/// Lines of a SKU in an order, on average.
fn lines_of(network: &Network, sku: usize) -> f64 {
    let basket = &network.basket;
    if !basket.kinds.is_empty() {
        let all: f64 = basket.kinds.iter().map(|kind| kind.share).sum();
        let lines = basket.kinds.iter().map(|kind| {
            let of_sku = kind.skus.iter().filter(|&&of| of == sku).count();
            kind.share * of_sku as f64
        });
        return lines.sum::<f64>() / all;
    }
    let shares: f64 = network.skus.iter().map(|sku| sku.share).sum();
    let all: f64 = basket.lines.iter().sum();
    let lines = if all > 0.0 {
        let weighed = (1..).zip(&basket.lines);
        weighed
            .map(|(lines, share)| f64::from(lines) * share)
            .sum::<f64>()
            / all
    } else {
        1.0
    };
    lines * network.skus[sku].share / shares
}

/// The longest time that somebody is there without a break.
fn longest_shift(steps: &[(i64, u32)], end: i64) -> i64 {
    let mut longest = 0;
    let mut since = None;
    for &(from, servers) in steps {
        match (servers > 0, since) {
            (true, None) => since = Some(from),
            (false, Some(began)) => {
                longest = longest.max(from - began);
                since = None;
            }
            _ => {}
        }
    }
    since.map_or(longest, |began| longest.max(end - began))
}
