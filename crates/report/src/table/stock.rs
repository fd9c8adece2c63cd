//! Tables of stock and baskets.

use leadtime_sim::outcome::{BasketFigures, Outcome, StockFigures, Unit};

use super::content::{Notes, Sheet};
use crate::plots::Topic;
use crate::wording::{self, NOTHING};

/// Rows of the table of stock.
const SHOWN: usize = 12;

pub(crate) fn sheets(outcome: &Outcome, notes: &mut Notes) -> Vec<Sheet> {
    let mut sheets = Vec::new();
    sheets.extend(outcome.baskets.as_ref().map(|of| baskets(of, notes)));
    if !outcome.stock.is_empty() {
        sheets.push(stock(&outcome.stock, notes));
    }
    sheets
}

fn stock(all: &[StockFigures], notes: &mut Notes) -> Sheet {
    let costly = all
        .iter()
        .any(|stock| stock.cost.total.value.is_some_and(|cost| cost != 0.0));
    let mut heads = vec![
        "stock",
        "#lines filled (95 %)",
        "#units filled",
        "#delay",
        "#on hand",
        "#owed",
        "#orders",
        "#received",
    ];
    if costly {
        heads.push("#cost");
    }
    let mut sheet = Sheet::new(Topic::Stock, "Stock", &heads);
    let mut rows: Vec<&StockFigures> = all.iter().collect();
    let mut rest = String::new();
    if rows.len() > SHOWN {
        // What no customer asks for, such as a supplier's stock, comes last.
        let filled = |stock: &StockFigures| stock.line_fill_rate.value.unwrap_or(f64::INFINITY);
        rows.sort_by(|a, b| filled(a).total_cmp(&filled(b)));
        let more = rows.len() - SHOWN;
        rest = format!(" The lowest fill rates first; {more} more in stock.csv.");
    }
    for stock in rows.into_iter().take(SHOWN) {
        let lines = &stock.line_fill_rate;
        let share = wording::percent_of(lines);
        let mut cells = vec![
            format!("{} {}", stock.facility, stock.sku),
            notes.cell(share, &lines.marks),
            wording::percent(stock.unit_fill_rate.value),
            wording::length(stock.stock_out_delay.value),
            wording::quantity(stock.on_hand.value),
            wording::quantity(stock.owed.value),
            wording::quantity(stock.orders.value),
            wording::quantity(stock.received.value),
        ];
        if costly {
            cells.push(wording::amount(stock.cost.total.value));
        }
        sheet.rows.push(cells);
    }
    let money = if costly {
        " Cost: holding, backorders, purchase and ordering, per replication; it is no part of the cost of an order."
    } else {
        ""
    };
    sheet.caption = format!(
        "Filled: there at once, of what customers' orders took from here, with the 95 % interval. Delay: mean wait of a unit for \
         stock, those without a wait included. On hand, owed: units, mean over time. Orders placed, units received: of replenishment, per \
         replication.{money}{rest}"
    );
    sheet
}

fn baskets(of: &BasketFigures, notes: &mut Notes) -> Sheet {
    let heads = ["figure", "#value (95 % interval)", "#counted over"];
    let mut sheet = Sheet::new(Topic::Stock, "Baskets", &heads);
    let rows = [
        ("orders filled at once", &of.order_fill_rate, "orders"),
        ("lines filled at once", &of.line_fill_rate, "lines"),
        ("lines per order", &of.lines_per_order, "orders"),
        ("parcels per order", &of.parcels_per_order, "orders"),
        ("orders from several facilities", &of.split_share, "orders"),
        ("refused, out of stock", &of.refused_share, "visits"),
    ];
    // Where every order is one line, only whether it was filled is news.
    let lone = of.lines_per_order.value == Some(1.0);
    let told =
        |name: &str| !lone || name.starts_with("orders filled") || name.starts_with("refused");
    for (name, figure, over) in rows.into_iter().filter(|row| told(row.0)) {
        let value = match figure.unit {
            Unit::Share => wording::percent_of(figure),
            _ => wording::quantity_interval(figure),
        };
        let over = match figure.n {
            0 => NOTHING.to_owned(),
            n => format!("{} {over}", wording::count(n)),
        };
        sheet.rows.push(vec![
            name.to_owned(),
            notes.cell(value, &figure.marks),
            over,
        ]);
    }
    "Filled at once: everything was there when the order was sourced. Refused: visits that were offered nothing although a service \
     level reaches them, because something was out of stock."
        .clone_into(&mut sheet.caption);
    sheet
}
