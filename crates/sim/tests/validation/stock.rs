//! Figures of counted stocks and of baskets.
//!
//! | text | what it is |
//! |---|---|
//! | `stock_unit_fill`, `stock_line_fill` | share of the units, of the lines that were there at once |
//! | `stock_delay` | mean time from demand until the line was complete, over all units |
//! | `stock_owed`, `stock_on_hand`, `stock_end` | mean owed, mean on hand, on hand at the end |
//! | `stock_orders`, `stock_ordered`, `stock_receipts`, `stock_received`, `stock_lines` | counts and their units |
//! | `stock_holding`, `stock_purchase`, `stock_ordering`, `stock_cost_per_day` | money of a replication; of a day |
//! | `stock_transport`, `stock_total` | of a replication, deliveries to customers included |
//! | `returns_sent`, `returns_restocked`, `returns_time` | parcels that flowed back, units on hand again, mean time until then |
//! | `baskets_order_fill`, `baskets_parcels`, `baskets_split` | orders complete at once, parcels an order, orders split |

use leadtime_sim::engine::{ReplicationOutcome, StockTally};
use leadtime_sim::outcome::Outcome;
use leadtime_sim::plan::Plan;
use leadtime_stats::Total;

const DAY: f64 = 86_400_000.0;

/// Figures between 0 and 1.
pub(crate) const SHARES: [&str; 4] = [
    "stock_unit_fill",
    "stock_line_fill",
    "baskets_order_fill",
    "baskets_split",
];

/// Position of the stock that is meant; 0 for baskets.
pub(crate) fn position(kind: &str, name: &str, plan: &Plan) -> Option<usize> {
    if kind.starts_with("baskets_") || kind.starts_with("returns_") {
        return (name == "all").then_some(0);
    }
    if !kind.starts_with("stock_") {
        return None;
    }
    plan.stores.iter().position(|store| {
        let facility = &plan.facilities[store.facility as usize].name;
        format!("{facility}/{}", store.sku_name) == name
    })
}

/// Sum and count in one replication.
pub(crate) fn total(
    kind: &str,
    at: usize,
    plan: &Plan,
    outcome: &ReplicationOutcome,
) -> Option<Total> {
    let baskets = outcome.baskets;
    let count = |sum: u64, count: u64| {
        Some(Total {
            sum: sum as f64,
            count: count as f64,
        })
    };
    match kind {
        "baskets_order_fill" => return count(baskets.orders.1, baskets.orders.0),
        "baskets_parcels" => return count(baskets.parcels, baskets.orders.0),
        "baskets_split" => return count(baskets.split, baskets.orders.0),
        "returns_sent" => return count(outcome.returns.sent, 1),
        "returns_restocked" => return count(outcome.returns.units, 1),
        "returns_time" => return count(outcome.returns.ticks as u64, outcome.returns.finished),
        _ => {}
    }
    let tally: &StockTally = outcome.stock.get(at)?;
    let money = plan.stores[at].money(tally);
    let window = (plan.horizon - plan.warm_up) as f64;
    let (sum, count) = match kind {
        "stock_unit_fill" => (tally.units.1 as f64, tally.units.0 as f64),
        "stock_line_fill" => (tally.lines.1 as f64, tally.lines.0 as f64),
        "stock_delay" => (tally.waited as f64, tally.units.0 as f64),
        "stock_owed" => (tally.owed as f64, window),
        "stock_on_hand" => (tally.on_hand as f64, window),
        "stock_end" => (tally.end as f64, 1.0),
        "stock_lines" => (tally.lines.0 as f64, 1.0),
        "stock_orders" => (tally.ordered.0 as f64, 1.0),
        "stock_ordered" => (tally.ordered.1 as f64, 1.0),
        "stock_receipts" => (tally.received.0 as f64, 1.0),
        "stock_received" => (tally.received.1 as f64, 1.0),
        "stock_holding" => (money.holding, 1.0),
        "stock_purchase" => (money.purchase, 1.0),
        "stock_ordering" => (money.ordering, 1.0),
        "stock_transport" => (money.ordering + deliveries(outcome), 1.0),
        "stock_total" => (money.total() + deliveries(outcome), 1.0),
        "stock_cost_per_day" => (money.total(), window / DAY),
        _ => return None,
    };
    Some(Total { sum, count })
}

/// What it cost to send orders to their customers.
fn deliveries(outcome: &ReplicationOutcome) -> f64 {
    let tally = outcome.costs.as_ref().unwrap();
    let transport = tally.cells.iter().map(|cell| cell.own.transport);
    transport.sum::<i128>() as f64 / 1e6
}

/// The figure in `outcome.json`; `None` where it has none like it.
pub(crate) fn in_outcome(kind: &str, at: usize, outcome: &Outcome) -> Option<Option<f64>> {
    if let (true, Some(baskets)) = (kind.starts_with("baskets_"), &outcome.baskets) {
        return Some(match kind {
            "baskets_order_fill" => baskets.order_fill_rate.value,
            "baskets_parcels" => baskets.parcels_per_order.value,
            "baskets_split" => baskets.split_share.value,
            _ => return None,
        });
    }
    if let (true, Some(returns)) = (kind.starts_with("returns_"), &outcome.returns) {
        return Some(match kind {
            "returns_sent" => returns.parcels.value,
            "returns_restocked" => returns.restocked.value,
            "returns_time" => returns.time_back.value.map(|seconds| seconds * 1e3),
            _ => return None,
        });
    }
    let stock = outcome.stock.get(at)?;
    Some(match kind {
        "stock_unit_fill" => stock.unit_fill_rate.value,
        "stock_line_fill" => stock.line_fill_rate.value,
        "stock_delay" => stock.stock_out_delay.value,
        "stock_owed" => stock.owed.value,
        "stock_on_hand" => stock.on_hand.value,
        "stock_end" => stock.end.value,
        "stock_lines" => stock.lines.value,
        "stock_orders" => stock.orders.value,
        "stock_ordered" => stock.ordered.value,
        "stock_receipts" => stock.receipts.value,
        "stock_received" => stock.received.value,
        "stock_holding" => stock.cost.holding.value,
        "stock_purchase" => stock.cost.purchase.value,
        "stock_ordering" => stock.cost.ordering.value,
        _ => return None,
    })
}
