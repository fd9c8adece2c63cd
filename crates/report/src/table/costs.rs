//! Tables of money: what an order costs, and the cheapest padding.

use leadtime_sim::outcome::{CostFigures, OrderCost, Outcome};

use super::content::{Notes, Sheet};
use super::needed::why_approximate;
use crate::crossing::is_approximate;
use crate::plots::Topic;
use crate::wording::{self, ALL, NOTHING};

pub(crate) fn sheets(outcome: &Outcome, notes: &mut Notes) -> Vec<Sheet> {
    let Some(costs) = &outcome.costs else {
        return Vec::new();
    };
    let mut sheets = Vec::new();
    if costs.per_order.iter().any(|row| row.by == "way") {
        sheets.push(ways(costs, notes));
    }
    sheets.push(orders(costs, notes));
    sheets.push(cheapest(outcome, costs, notes));
    sheets
}

/// The four parts, and how much of them is shared.
fn parts(row: &OrderCost) -> Vec<String> {
    [&row.handling, &row.transport, &row.failure, &row.padding]
        .into_iter()
        .map(|figure| wording::amount(figure.value))
        .collect()
}

fn on_time(row: &OrderCost, notes: &mut Notes) -> String {
    let figure = &row.on_time;
    let share = wording::percent_interval(figure.value, figure.low, figure.high);
    notes.cell(share, &figure.marks)
}

fn ways(costs: &CostFigures, notes: &mut Notes) -> Sheet {
    let heads = [
        "way",
        "#first level",
        "#on time (95 % interval)",
        "#cost (95 % interval)",
        "#handling",
        "#transport",
        "#failure",
        "#padding",
    ];
    let title = format!(
        "What each way costs and keeps{}",
        wording::in_currency(costs)
    );
    let mut sheet = Sheet::new(Topic::Money, &title, &heads);
    for row in costs.per_order.iter().filter(|row| row.by == "way") {
        let first = row.first_level.as_ref().and_then(|figure| figure.value);
        let mut cells = vec![
            row.name.clone(),
            wording::percent(first),
            on_time(row, notes),
            wording::amount_interval(&row.total),
        ];
        cells.extend(parts(row));
        sheet.rows.push(cells);
    }
    "First level: share of the way's orders that were offered its fastest level, where they asked and when they asked."
        .clone_into(&mut sheet.caption);
    sheet
}

fn orders(costs: &CostFigures, notes: &mut Notes) -> Sheet {
    let heads = [
        "per order of",
        "#orders",
        "#on time (95 % interval)",
        "#cost (95 % interval)",
        "#handling",
        "#transport",
        "#failure",
        "#padding",
        "#shared",
    ];
    let title = format!("What an order costs{}", wording::in_currency(costs));
    let mut sheet = Sheet::new(Topic::Money, &title, &heads);
    let carriers = costs
        .per_order
        .iter()
        .filter(|row| row.by == "carrier")
        .count();
    for row in &costs.per_order {
        let name = match row.by.as_str() {
            "all" => "all levels".to_owned(),
            "service-level" => row.name.clone(),
            "carrier" if carriers > 1 => format!("by {}", wording::whose(&row.name)),
            _ => continue,
        };
        let mut cells = vec![
            name,
            wording::count(row.total.n),
            on_time(row, notes),
            wording::amount_interval(&row.total),
        ];
        cells.extend(parts(row));
        cells.push(wording::amount(row.shared.value));
        sheet.rows.push(cells);
    }
    "Shared: the part of handling and transport that is paid by the shift or departure, used or not. By carrier: of the last leg. \
     Zones, stages and lanes: costs.csv."
        .clone_into(&mut sheet.caption);
    sheet
}

fn cheapest(outcome: &Outcome, costs: &CostFigures, notes: &mut Notes) -> Sheet {
    let heads = [
        "level",
        "padded in",
        "#cheapest padding",
        "#as cheap",
        "#cost per order (95 % interval)",
        "#of it lateness",
        "#padding",
    ];
    let title = format!("The cheapest padding{}", wording::in_currency(costs));
    let mut sheet = Sheet::new(Topic::Money, &title, &heads);
    let costly = |level: &Option<String>| {
        let mut points = costs
            .over_padding
            .iter()
            .filter(|p| p.service_level == *level);
        points.any(|point| point.changing.value.is_some_and(|value| value > 0.0))
    };
    for row in costs
        .cheapest
        .iter()
        .filter(|row| costly(&row.service_level))
    {
        // A single level is all of them.
        if row.service_level.is_none() && outcome.service_levels.len() <= 2 {
            continue;
        }
        let unit = &row.padding.unit;
        let range = row.as_cheap.map_or_else(
            || NOTHING.to_owned(),
            |[from, to]| {
                let [from, to] = [from, to].map(|value| wording::padding_amount(value, unit));
                if from == to {
                    from
                } else {
                    format!("{from} to {to}")
                }
            },
        );
        let point = costs
            .over_padding
            .iter()
            .find(|point| point.service_level == row.service_level && point.padding == row.padding);
        let cheapest = wording::padding(&row.padding);
        let cheapest = match point.filter(|point| is_approximate(&point.padding)) {
            Some(_) => notes.noted(cheapest, &[why_approximate(outcome)]),
            None => cheapest,
        };
        sheet.rows.push(vec![
            row.service_level
                .clone()
                .unwrap_or_else(|| format!("{ALL} levels")),
            wording::padding_scale(unit).to_owned(),
            cheapest,
            range,
            wording::amount_interval(&row.cost),
            wording::amount(point.and_then(|point| point.lateness)),
            wording::amount(point.and_then(|point| point.padding_cost)),
        ]);
    }
    "Without wages and departures, which no padding changes. As cheap: paddings whose difference from the cheapest, on the same \
     random numbers, may be nothing (95 %). Only paddings that keep nine tenths of the orders offered are compared."
        .clone_into(&mut sheet.caption);
    sheet
}
