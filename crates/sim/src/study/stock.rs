//! Figures of stock and baskets.

use leadtime_stats::Total;

use super::StudyOutcome;
use super::figures::{mean_of, ratio_mean, total};
use crate::engine::{BasketTally, ReturnTally, StockTally};
use crate::outcome::{BasketFigures, Figure, ReturnFigures, StockCostFigures, StockFigures, Unit};
use crate::plan::{Plan, StockMoney, StorePlan};

/// Of the baskets and the visits of a replication: how many, of how many.
type Parts = fn(&(BasketTally, u64)) -> (u64, u64);

impl StudyOutcome {
    /// Per counted stock, in file order.
    pub(super) fn stock(&self, plan: &Plan) -> Vec<StockFigures> {
        let stores = plan.stores.iter().enumerate();
        stores
            .map(|(at, store)| self.of_store(plan, at, store))
            .collect()
    }

    fn of_store(&self, plan: &Plan, at: usize, store: &StorePlan) -> StockFigures {
        let tallies: Vec<StockTally> = self.sums.stock.iter().map(|stock| stock[at]).collect();
        let window = (plan.horizon - plan.warm_up) as f64;
        let each = |value: &dyn Fn(&StockTally) -> f64, unit: Unit| -> Figure {
            mean_of(&tallies.iter().map(value).collect::<Vec<_>>(), unit)
        };
        let count = |value: &dyn Fn(&StockTally) -> f64| each(value, Unit::Count);
        let ratio = |value: &dyn Fn(&StockTally) -> Total, unit: Unit, factor: f64| {
            ratio_mean(&tallies.iter().map(value).collect::<Vec<_>>(), unit, factor)
        };
        let part = |(all, some): (u64, u64)| total(some as f64, all as f64);
        StockFigures {
            facility: plan.facilities[store.facility as usize].name.clone(),
            sku: store.sku_name.clone(),
            lines: count(&|tally| tally.lines.0 as f64),
            line_fill_rate: ratio(&|tally| part(tally.lines), Unit::Share, 1.0),
            unit_fill_rate: ratio(&|tally| part(tally.units), Unit::Share, 1.0),
            stock_out_delay: ratio(
                &|tally| total(tally.waited as f64, tally.units.0 as f64),
                Unit::Seconds,
                1e-3,
            ),
            on_hand: count(&|tally| tally.on_hand as f64 / window),
            owed: count(&|tally| tally.owed as f64 / window),
            end: count(&|tally| tally.end as f64),
            orders: count(&|tally| tally.ordered.0 as f64),
            ordered: count(&|tally| tally.ordered.1 as f64),
            receipts: count(&|tally| tally.received.0 as f64),
            received: count(&|tally| tally.received.1 as f64),
            cost: costs(&tallies, store),
        }
    }

    /// Figures of baskets, where there are any.
    pub(super) fn baskets(&self, plan: &Plan) -> Option<BasketFigures> {
        plan.baskets.as_ref()?;
        let share = |parts: Parts| self.of_baskets(parts, Unit::Share);
        let mean = |parts: Parts| self.of_baskets(parts, Unit::Count);
        Some(BasketFigures {
            order_fill_rate: share(|(tally, _)| (tally.orders.1, tally.orders.0)),
            line_fill_rate: share(|(tally, _)| (tally.lines.1, tally.lines.0)),
            lines_per_order: mean(|(tally, _)| (tally.lines.0, tally.orders.0)),
            parcels_per_order: mean(|(tally, _)| (tally.parcels, tally.orders.0)),
            split_share: share(|(tally, _)| (tally.split, tally.orders.0)),
            refused_share: share(|&(tally, visits)| (tally.refused, visits)),
        })
    }

    /// Figures of what flowed back, where anything does.
    pub(super) fn returns(&self, plan: &Plan) -> Option<ReturnFigures> {
        plan.returns.as_ref()?;
        let tallies = &self.sums.returns;
        let count = |value: fn(&ReturnTally) -> u64| {
            let values = tallies.iter().map(|tally| value(tally) as f64);
            mean_of(&values.collect::<Vec<_>>(), Unit::Count)
        };
        let of_dealt_with = |value: fn(&ReturnTally) -> f64, unit: Unit, factor: f64| {
            let totals = tallies.iter();
            let totals = totals.map(|tally| total(value(tally), tally.finished as f64));
            ratio_mean(&totals.collect::<Vec<_>>(), unit, factor)
        };
        Some(ReturnFigures {
            parcels: count(|tally| tally.sent),
            undelivered: count(|tally| tally.undelivered),
            dealt_with: count(|tally| tally.finished),
            resellable_share: of_dealt_with(|tally| tally.resellable as f64, Unit::Share, 1.0),
            restocked: count(|tally| tally.units),
            time_back: of_dealt_with(|tally| tally.ticks as f64, Unit::Seconds, 1e-3),
        })
    }

    fn of_baskets(&self, parts: Parts, unit: Unit) -> Figure {
        let totals = self.sums.baskets.iter().map(parts);
        let totals: Vec<Total> = totals
            .map(|(some, all)| total(some as f64, all as f64))
            .collect();
        ratio_mean(&totals, unit, 1.0)
    }
}

fn costs(tallies: &[StockTally], store: &StorePlan) -> StockCostFigures {
    let money = |value: &dyn Fn(StockMoney) -> f64| -> Figure {
        let values = tallies.iter().map(|tally| value(store.money(tally)));
        mean_of(&values.collect::<Vec<_>>(), Unit::Money)
    };
    StockCostFigures {
        holding: money(&|money| money.holding),
        backorder: money(&|money| money.backorder),
        purchase: money(&|money| money.purchase),
        ordering: money(&|money| money.ordering),
        total: money(&StockMoney::total),
    }
}
