//! What an order costs: four stacked parts per way, service level and carrier, with the interval of their sum.

use leadtime_sim::outcome::{CostFigures, Figure, OrderCost, Outcome};
use plotters::style::RGBColor;

use super::canvas::{Align, Canvas, draw, face};
use super::frame::{BOTTOM, MARGIN, Panel, SMALL, TOP, WIDTH, headings, number_ticks};
use super::palette::{AXIS, BLUE, GREY, INK, ORANGE, SKY, VERMILLION};
use super::{Plot, Topic};
use crate::error::ReportError;
use crate::wording;

const ROW: f64 = 25.0;
/// Height of the heading of a group of rows.
const GROUP: f64 = 24.0;
/// Room for the legend.
const LEGEND: f64 = 24.0;
/// Rows of one group at most.
const MOST: usize = 12;

/// The parts, from the left.
type Part = (&'static str, fn(&OrderCost) -> &Figure, RGBColor);
const PARTS: [Part; 4] = [
    ("handling", |row| &row.handling, BLUE),
    ("transport", |row| &row.transport, SKY),
    ("failure", |row| &row.failure, VERMILLION),
    ("padding", |row| &row.padding, ORANGE),
];

/// A heading and its rows.
struct Group<'a> {
    title: &'static str,
    rows: Vec<&'a OrderCost>,
}

pub(crate) fn plots(outcome: &Outcome) -> Result<Option<Plot>, ReportError> {
    let Some(costs) = &outcome.costs else {
        return Ok(None);
    };
    let groups = groups(costs);
    if groups.is_empty() {
        return Ok(None);
    }
    let rows: usize = groups.iter().map(|group| group.rows.len()).sum();
    let body = LEGEND + GROUP * groups.len() as f64 + ROW * rows as f64;
    let height = (TOP + body + 56.0 + BOTTOM) as u32;
    let (name, title) = ("cost-per-order", "What an order costs");
    let reading = reading(costs, &groups);
    let subtitle = "Mean cost of a promised order, shares of wages and departures included. Whiskers: 95 % confidence interval of \
                    the sum of the four parts.";
    let svg = draw(name, (WIDTH, height), title, &reading, |canvas| {
        headings(canvas, outcome, height, title, subtitle)?;
        paint(canvas, costs, &groups)
    })?;
    Ok(Some(Plot {
        name: name.to_owned(),
        title: title.to_owned(),
        topic: Topic::Money,
        reading,
        svg,
    }))
}

fn groups(costs: &CostFigures) -> Vec<Group<'_>> {
    let rows = |by: &str| -> Vec<&OrderCost> {
        let rows = costs.per_order.iter().filter(|row| row.by == by);
        rows.filter(|row| row.total.value.is_some())
            .take(MOST)
            .collect()
    };
    let groups = [
        ("by way", rows("way"), 1),
        ("by service level", rows("service-level"), 1),
        ("by carrier of the last leg", rows("carrier"), 2),
    ];
    groups
        .into_iter()
        .filter(|(_, rows, least)| rows.len() >= *least)
        .map(|(title, rows, _)| Group { title, rows })
        .collect()
}

fn name_of(row: &OrderCost) -> &str {
    wording::whose(&row.name)
}

fn reading(costs: &CostFigures, groups: &[Group<'_>]) -> String {
    let rows = groups.first().map_or(&[][..], |group| &group.rows);
    let told: Vec<String> = rows
        .iter()
        .map(|row| format!("{} {}", name_of(row), wording::amount(row.total.value)))
        .collect();
    let currency = wording::in_currency(costs);
    format!(
        "Cost per order in four parts{currency}: {}.",
        told.join(", ")
    )
}

fn paint(
    canvas: &Canvas<'_>,
    costs: &CostFigures,
    groups: &[Group<'_>],
) -> Result<(), ReportError> {
    let all = || groups.iter().flat_map(|group| &group.rows);
    let ends = all()
        .flat_map(|row| [row.total.value, row.total.high])
        .flatten();
    let most = ends.fold(0.0, f64::max).max(1e-9);
    let small = face(SMALL);
    let mut widest: f64 = 60.0;
    for row in all() {
        widest = widest.max(canvas.width(name_of(row), small)?);
    }
    let height: f64 = groups
        .iter()
        .map(|group| GROUP + ROW * group.rows.len() as f64)
        .sum();
    let panel = Panel {
        left: MARGIN + widest.min(210.0) + 16.0,
        top: TOP + LEGEND,
        right: f64::from(WIDTH) - 190.0,
        bottom: TOP + LEGEND + height,
        x: (0.0, most * 1.04),
        y: (0.0, 1.0),
    };
    legend(canvas, panel.left)?;
    let axis = format!("cost per order{}", wording::in_currency(costs));
    panel.x_axis(canvas, &number_ticks(0.0, panel.x.1, 7), &axis)?;
    canvas.path(
        &[(panel.left, panel.top), (panel.left, panel.bottom)],
        AXIS,
        1.0,
    )?;
    let mut y = panel.top;
    for group in groups {
        let head = face(SMALL).bold().color(GREY);
        canvas.label(group.title, (MARGIN, y + GROUP * 0.55), head)?;
        y += GROUP;
        for row in &group.rows {
            bar(canvas, &panel, row, y + ROW / 2.0)?;
            y += ROW;
        }
    }
    Ok(())
}

fn legend(canvas: &Canvas<'_>, left: f64) -> Result<(), ReportError> {
    let mut x = left;
    let y = TOP + 8.0;
    for (name, _, color) in PARTS {
        canvas.block((x, y - 5.0), (x + 14.0, y + 5.0), color, 1.0)?;
        canvas.text(name, (x + 20.0, y), face(SMALL))?;
        x += 20.0 + canvas.width(name, face(SMALL))? + 22.0;
    }
    Ok(())
}

fn bar(canvas: &Canvas<'_>, panel: &Panel, row: &OrderCost, y: f64) -> Result<(), ReportError> {
    let small = face(SMALL);
    let name = canvas.fitted(name_of(row), small, 210.0)?;
    canvas.text(&name, (panel.left - 10.0, y), small.align(Align::Right))?;
    let mut passed = 0.0;
    for (_, of, color) in PARTS {
        let part = of(row).value.unwrap_or(0.0);
        let corners = (panel.px(passed), panel.px(passed + part));
        if corners.1 - corners.0 > 0.05 {
            canvas.block((corners.0, y - 8.0), (corners.1, y + 8.0), color, 1.0)?;
        }
        passed += part;
    }
    if let (Some(low), Some(high)) = (row.total.low, row.total.high) {
        let ends = [panel.px(low), panel.px(high)];
        canvas.path(&[(ends[0], y), (ends[1], y)], INK, 1.75)?;
        for end in ends {
            canvas.path(&[(end, y - 4.5), (end, y + 4.5)], INK, 1.5)?;
        }
    }
    let figure = wording::amount_interval(&row.total);
    canvas.text(&figure, (panel.right + 16.0, y), small.bold())
}
