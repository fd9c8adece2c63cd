//! Tables of stock and baskets.

use leadtime_sim::outcome::Outcome;

use super::{Table, figure, with_figure};

/// One row per figure of a stock.
pub(super) fn stock(outcome: &Outcome) -> Table<'_> {
    let mut table = with_figure(&["facility", "sku"]);
    for stock in &outcome.stock {
        let cost = &stock.cost;
        let each = [
            ("lines", &stock.lines),
            ("line_fill_rate", &stock.line_fill_rate),
            ("unit_fill_rate", &stock.unit_fill_rate),
            ("stock_out_delay", &stock.stock_out_delay),
            ("on_hand", &stock.on_hand),
            ("owed", &stock.owed),
            ("end", &stock.end),
            ("orders", &stock.orders),
            ("ordered", &stock.ordered),
            ("receipts", &stock.receipts),
            ("received", &stock.received),
            ("cost_holding", &cost.holding),
            ("cost_backorder", &cost.backorder),
            ("cost_purchase", &cost.purchase),
            ("cost_ordering", &cost.ordering),
            ("cost", &cost.total),
        ];
        let of = [stock.facility.as_str(), stock.sku.as_str()];
        table
            .rows
            .extend(each.iter().map(|(name, f)| figure(&of, name, f)));
    }
    table
}

/// One row per figure of the baskets.
pub(super) fn baskets(outcome: &Outcome) -> Table<'_> {
    let mut table = with_figure(&[]);
    if let Some(of) = &outcome.baskets {
        let each = [
            ("order_fill_rate", &of.order_fill_rate),
            ("line_fill_rate", &of.line_fill_rate),
            ("lines_per_order", &of.lines_per_order),
            ("parcels_per_order", &of.parcels_per_order),
            ("split_share", &of.split_share),
            ("refused_share", &of.refused_share),
        ];
        table
            .rows
            .extend(each.iter().map(|(name, f)| figure(&[], name, f)));
    }
    table
}
