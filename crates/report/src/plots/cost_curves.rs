//! What padding costs and saves: lateness falls, padding rises; the cheapest padding is marked with those that may be as cheap.

use leadtime_sim::outcome::{CheapestPadding, CostFigures, Outcome, PaddingCost};
use plotters::style::RGBColor;

use super::canvas::{Align, Canvas, draw, face};
use super::curve::{DASH, because};
use super::frame::{
    BOTTOM, MARGIN, Panel, SMALL, TOP, WIDTH, headings, hour_ticks, number_ticks, signed_ticks,
};
use super::palette::{GREEN, GREY, INK, ORANGE, VERMILLION};
use super::{Plot, Topic};
use crate::crossing::is_approximate;
use crate::error::ReportError;
use crate::wording;

/// Height of a panel with its axis and title.
const PANEL: f64 = 214.0;
/// Panels at most.
const MOST: usize = 8;
/// Room for the legend.
const LEGEND: f64 = 24.0;

/// One level's curve on one grid.
struct Curve<'a> {
    level: &'a str,
    unit: &'a str,
    points: Vec<&'a PaddingCost>,
    cheapest: &'a CheapestPadding,
}

pub(crate) fn plots(outcome: &Outcome) -> Result<Option<Plot>, ReportError> {
    let Some(costs) = &outcome.costs else {
        return Ok(None);
    };
    let curves = curves(costs);
    if curves.is_empty() {
        return Ok(None);
    }
    let lines = curves.len().div_ceil(2);
    let height = (TOP + LEGEND + PANEL * lines as f64 + BOTTOM) as u32;
    let (name, title) = ("cost-over-padding", "What padding costs, and what it saves");
    let reading = reading(costs, &curves);
    let subtitle = subtitle(&curves);
    let svg = draw(name, (WIDTH, height), title, &reading, |canvas| {
        headings(canvas, outcome, height, title, &subtitle)?;
        legend(canvas)?;
        let half = f64::from(WIDTH) / 2.0;
        for (at, curve) in curves.iter().enumerate() {
            let wide = curves.len() == 1;
            let left = if at % 2 == 0 { 0.0 } else { half };
            let right = if wide { f64::from(WIDTH) } else { left + half };
            let top = TOP + LEGEND + PANEL * (at / 2) as f64;
            paint(canvas, costs, curve, (left, right, top))?;
        }
        Ok(())
    })?;
    Ok(Some(Plot {
        name: name.to_owned(),
        title: title.to_owned(),
        topic: Topic::Money,
        reading,
        svg,
    }))
}

fn subtitle(curves: &[Curve<'_>]) -> String {
    let paddings = curves.iter().flat_map(|curve| &curve.points);
    let because = because(paddings.map(|point| &point.padding));
    let dashes = because.map_or_else(String::new, |words| {
        format!(" Dashed: {}.", words.join(" "))
    });
    format!(
        "Cost per order offered, of lateness and of padding; lines: means, grey band: 95 % confidence interval of their sum. Green: the \
         cheapest padding, and those that may be as cheap.{dashes}"
    )
}

/// Per level the grid with the most paddings at which orders are still offered; all levels together where there is just one.
fn curves(costs: &CostFigures) -> Vec<Curve<'_>> {
    let mut curves: Vec<Curve<'_>> = Vec::new();
    let mut levels: Vec<&Option<String>> = Vec::new();
    for row in &costs.cheapest {
        if row.service_level.is_some() && !levels.contains(&&row.service_level) {
            levels.push(&row.service_level);
        }
    }
    for level in levels.into_iter().take(MOST) {
        let of_level = costs
            .cheapest
            .iter()
            .filter(|row| row.service_level == *level);
        let best = of_level
            .map(|row| (row, kept(costs, row)))
            .filter(|(_, points)| points.len() > 1)
            .rev()
            .max_by_key(|(_, points)| points.len());
        if let Some((cheapest, points)) = best
            && points
                .iter()
                .any(|point| point.changing.value.is_some_and(|value| value > 0.0))
        {
            let level = level.as_deref().unwrap_or("all");
            curves.push(Curve {
                level,
                unit: &cheapest.padding.unit,
                points,
                cheapest,
            });
        }
    }
    curves
}

/// The points of the same curve at which nine tenths of the orders are still offered.
fn kept<'a>(costs: &'a CostFigures, row: &CheapestPadding) -> Vec<&'a PaddingCost> {
    let same = |point: &&PaddingCost| {
        point.service_level == row.service_level
            && point.padding.kind == row.padding.kind
            && point.changing.value.is_some()
    };
    let points = || costs.over_padding.iter().filter(same);
    let most = points().map(|point| point.total.n).max().unwrap_or(0);
    points()
        .filter(|point| 10 * point.total.n >= 9 * most)
        .collect()
}

fn scaled(value: f64, unit: &str) -> f64 {
    if unit == "s" { value / 3600.0 } else { value }
}

fn reading(costs: &CostFigures, curves: &[Curve<'_>]) -> String {
    let told: Vec<String> = curves
        .iter()
        .map(|curve| {
            format!(
                "{} {}",
                curve.level,
                wording::padding(&curve.cheapest.padding)
            )
        })
        .collect();
    let currency = wording::in_currency(costs);
    format!(
        "Cost of lateness and padding{currency}, over padding. Cheapest: {}.",
        told.join(", ")
    )
}

fn legend(canvas: &Canvas<'_>) -> Result<(), ReportError> {
    let (mut x, y) = (MARGIN + 4.0, TOP + 8.0);
    for (name, color) in [("lateness", VERMILLION), ("padding", ORANGE), ("both", INK)] {
        canvas.path(
            &[(x, y), (x + 20.0, y)],
            color,
            if name == "both" { 4.0 } else { 1.75 },
        )?;
        canvas.text(name, (x + 27.0, y), face(SMALL))?;
        x += 27.0 + canvas.width(name, face(SMALL))? + 22.0;
    }
    Ok(())
}

fn paint(
    canvas: &Canvas<'_>,
    costs: &CostFigures,
    curve: &Curve<'_>,
    (left, right, top): (f64, f64, f64),
) -> Result<(), ReportError> {
    let x_of = |point: &PaddingCost| scaled(point.padding.value.unwrap_or(0.0), curve.unit);
    let xs = curve.points.iter().map(|point| x_of(point));
    let span = xs.fold((f64::MAX, f64::MIN), |(a, b), x| (a.min(x), b.max(x)));
    let tops = curve
        .points
        .iter()
        .flat_map(|point| [point.changing.high, point.changing.value]);
    let most = tops.flatten().fold(0.0, f64::max).max(1e-9) * 1.12;
    let panel = Panel {
        left: left + 76.0,
        top: top + 26.0,
        right: right - 22.0,
        bottom: top + PANEL - 50.0,
        x: span,
        y: (0.0, most),
    };
    let name = canvas.fitted(curve.level, face(SMALL).bold(), panel.right - panel.left)?;
    canvas.text(&name, (panel.left, top + 13.0), face(SMALL).bold())?;
    marked(canvas, curve, &panel)?;
    let ticks = if curve.unit == "s" {
        hour_ticks(span.0, span.1, 7)
    } else {
        signed_ticks(span.0, span.1, 7)
    };
    let axis = format!("padding, {}", wording::padding_scale(curve.unit));
    panel.x_axis(canvas, &ticks, &axis)?;
    let axis = format!("per order{}", wording::in_currency(costs));
    panel.y_axis(canvas, &number_ticks(0.0, most, 4), &axis)?;
    let line = |of: &dyn Fn(&PaddingCost) -> Option<f64>| -> Vec<(f64, f64)> {
        let points = curve
            .points
            .iter()
            .filter_map(|point| Some(panel.at(x_of(point), of(point)?)));
        points.collect()
    };
    let mut band = line(&|point| point.changing.high);
    band.extend(
        line(&|point| point.changing.low.map(|low| low.max(0.0)))
            .into_iter()
            .rev(),
    );
    if band.len() > 2 {
        canvas.area(&band, GREY, 0.2)?;
    }
    // The sum lies below its parts: where one of them is nearly all of it, both are seen.
    let place = |point: &PaddingCost, value: f64| panel.at(x_of(point), value);
    stroke(
        canvas,
        curve,
        &place,
        &|point| point.changing.value,
        (INK, 4.0),
    )?;
    stroke(
        canvas,
        curve,
        &place,
        &|point| point.lateness,
        (VERMILLION, 1.75),
    )?;
    stroke(
        canvas,
        curve,
        &place,
        &|point| point.padding_cost,
        (ORANGE, 1.75),
    )?;
    cheapest_point(canvas, curve, &panel)
}

/// A line through the points, dashed to and from what is approximate.
fn stroke(
    canvas: &Canvas<'_>,
    curve: &Curve<'_>,
    place: &dyn Fn(&PaddingCost, f64) -> (f64, f64),
    of: &dyn Fn(&PaddingCost) -> Option<f64>,
    (color, width): (RGBColor, f64),
) -> Result<(), ReportError> {
    let mut stretches: Vec<(bool, Vec<(f64, f64)>)> = Vec::new();
    for pair in curve.points.windows(2) {
        let [Some(from), Some(to)] = [pair[0], pair[1]].map(|point| Some(place(point, of(point)?)))
        else {
            continue;
        };
        let dashed = pair.iter().any(|point| is_approximate(&point.padding));
        match stretches.last_mut() {
            Some((same, points)) if *same == dashed && points.last() == Some(&from) => {
                points.push(to);
            }
            _ => stretches.push((dashed, vec![from, to])),
        }
    }
    for (dashed, points) in &stretches {
        if *dashed {
            canvas.dashed_path(points, DASH, color, width)?;
        } else {
            canvas.path(points, color, width)?;
        }
    }
    Ok(())
}

/// The stretch of paddings that may be as cheap.
fn marked(canvas: &Canvas<'_>, curve: &Curve<'_>, panel: &Panel) -> Result<(), ReportError> {
    let Some(ends) = curve.cheapest.as_cheap else {
        return Ok(());
    };
    let [from, to] = ends.map(|end| panel.px(scaled(end, curve.unit)));
    let (from, to) = if to - from < 3.0 {
        (from - 1.5, to + 1.5)
    } else {
        (from, to)
    };
    canvas.block((from, panel.top), (to, panel.bottom), GREEN, 0.16)
}

fn cheapest_point(
    canvas: &Canvas<'_>,
    curve: &Curve<'_>,
    panel: &Panel,
) -> Result<(), ReportError> {
    let padding = &curve.cheapest.padding;
    let found = curve.points.iter().find(|point| point.padding == *padding);
    let Some(((x, value), cost)) = found
        .and_then(|point| Some((scaled(padding.value?, curve.unit), point.changing.value?)))
        .map(|(x, y)| ((panel.px(x), panel.py(y)), y))
    else {
        return Ok(());
    };
    canvas.disc((x, value), 4.5, GREEN)?;
    let text = format!(
        "{}: {}",
        wording::padding(padding),
        wording::amount(Some(cost))
    );
    let bold = face(SMALL).bold().color(GREEN);
    let wide = canvas.width(&text, bold)?;
    // Above the point where there is room, and never beyond the panel.
    let y = (value - 15.0).max(panel.top + 8.0);
    let align = if x + wide / 2.0 > panel.right {
        Align::Right
    } else if x - wide / 2.0 < panel.left {
        Align::Left
    } else {
        Align::Middle
    };
    let x = match align {
        Align::Right => panel.right,
        Align::Left => panel.left + 4.0,
        Align::Middle => x,
    };
    canvas.label(&text, (x, y), bold.align(align))
}
