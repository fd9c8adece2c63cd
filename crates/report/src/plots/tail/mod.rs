//! The last percents: on time against padding of all levels in one plot, the late share on a logarithmic scale.

mod marks;

use leadtime_sim::outcome::{OnTime, Outcome};
use plotters::style::RGBColor;

use marks::marks;

use super::canvas::{Canvas, draw};
use super::curve::{OnTimeCurve, curves};
use super::frame::{Panel, TOP, Tick, WIDTH, headings, hour_ticks, signed_ticks};
use super::palette::{CURVES, GREY};
use super::{Plot, Topic};
use crate::error::ReportError;
use crate::wording::{self, ALL};

const HEIGHT: u32 = 480;
/// Smallest late share drawn: one in a million.
const FLOOR: f64 = 1e-6;

pub(crate) fn plots(outcome: &Outcome) -> Result<Option<Plot>, ReportError> {
    let all = curves(outcome);
    let Some(first) = all.iter().find(|c| c.grain == "instant") else {
        return Ok(None);
    };
    let kind = (first.kind, first.unit);
    let named =
        |c: &&OnTimeCurve<'_>| c.grain == "instant" && (c.kind, c.unit) == kind && c.level != ALL;
    let named: Vec<_> = all
        .iter()
        .filter(named)
        .cloned()
        .map(OnTimeCurve::without_foot)
        .collect();
    let mut shown: Vec<_> = named.iter().collect();
    if shown.is_empty() {
        shown.push(first);
    }
    shown.truncate(CURVES.len());
    // Without a late order there is no tail to show.
    if !shown.iter().any(|c| {
        c.points
            .iter()
            .any(|p| p.value.is_some_and(|share| share > 0.0 && share < 1.0))
    }) {
        return Ok(None);
    }
    let name = "on-time-all-levels";
    let title = "What padding buys: the last percents";
    let reading = reading(&shown);
    let svg = draw(name, (WIDTH, HEIGHT), title, &reading, |canvas| {
        let subtitle = "On time by the promised instant; every step up is as many times fewer late orders. Bands: 95 % \
                        confidence intervals. Dots: promised now. Rings: where targets are reached.";
        headings(canvas, outcome, HEIGHT, title, subtitle)?;
        paint(canvas, outcome, &shown)
    })?;
    Ok(Some(Plot {
        name: name.to_owned(),
        title: title.to_owned(),
        topic: Topic::Padding,
        reading,
        svg,
    }))
}

fn reading(shown: &[&OnTimeCurve<'_>]) -> String {
    let ends = shown.iter().filter_map(|c| {
        let last = c.points.iter().rev().find(|p| p.value.is_some())?;
        let at = wording::padding(&last.padding);
        Some(format!(
            "{} {} at {at}",
            wording::level(c.level),
            wording::percent(last.value)
        ))
    });
    format!(
        "Per service level, the on-time share against padding on a scale that spreads the last percents: {}.",
        ends.collect::<Vec<_>>().join(", ")
    )
}

/// Height on the scale: decades of the late share, 0 at 100 % late.
fn decades(late: f64) -> f64 {
    -libm::log10(late.max(FLOOR))
}

/// Upper end of the scale: what the paddings with trustworthy intervals reach, and the targets; without either, whatever
/// was seen, up to one late order in a thousand.
fn upper_end(outcome: &Outcome, shown: &[&OnTimeCurve<'_>]) -> f64 {
    let points = || shown.iter().flat_map(|c| &c.points);
    let late = |p: &OnTime| p.value.map(|share| 1.0 - share).filter(|late| *late > 0.0);
    let solid = points()
        .filter(|p| !OnTimeCurve::doubtful(p))
        .filter_map(|p| late(p));
    let targets = outcome
        .service_levels
        .iter()
        .filter_map(|l| Some(1.0 - l.target?));
    let least = solid
        .chain(targets.filter(|late| *late > 0.0))
        .reduce(f64::min);
    let seen = || {
        points()
            .filter_map(|p| late(p))
            .fold(0.1, f64::min)
            .max(0.001)
    };
    decades(least.map_or_else(seen, |least| least.min(0.1))) + 0.25
}

fn ticks(top: f64) -> Vec<Tick> {
    let late = [
        1.0, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 1e-4, 1e-5, 1e-6,
    ];
    let fine = top < 3.2;
    let round = |l: &f64| fine || [1.0, 0.5, 0.1, 0.01, 0.001, 1e-4, 1e-5, 1e-6].contains(l);
    let seen = late
        .iter()
        .copied()
        .filter(round)
        .filter(|&l| decades(l) <= top + 1e-9);
    seen.map(|l| Tick {
        value: decades(l),
        label: tick_label(l),
    })
    .collect()
}

fn tick_label(late: f64) -> String {
    format!("{} %", trimmed(100.0 - 100.0 * late))
}

/// Up to four digits after the point, without needless zeros.
fn trimmed(percent: f64) -> String {
    let text = format!("{percent:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A curve as drawn: (padding, decades) up to where it leaves the scale.
struct Drawn<'a> {
    curve: &'a OnTimeCurve<'a>,
    color: RGBColor,
    line: Vec<(f64, f64)>,
    leaves: bool,
}

impl<'a> Drawn<'a> {
    fn new(curve: &'a OnTimeCurve<'a>, color: RGBColor, top: f64) -> Self {
        let runs = curve.runs();
        let longest = runs.iter().max_by_key(|run| run.len());
        let points = longest.into_iter().flatten();
        let points = points.filter_map(|p| Some((curve.x(p)?, decades(1.0 - p.value?))));
        let (line, leaves) = below(&points.collect::<Vec<_>>(), top);
        Self {
            curve,
            color,
            line,
            leaves,
        }
    }

    /// The last padding drawn.
    fn last(&self) -> f64 {
        self.line.last().map_or(f64::NEG_INFINITY, |p| p.0)
    }

    fn places(&self, panel: &Panel) -> Vec<(f64, f64)> {
        self.line.iter().map(|&(x, y)| panel.at(x, y)).collect()
    }
}

fn paint(
    canvas: &Canvas<'_>,
    outcome: &Outcome,
    shown: &[&OnTimeCurve<'_>],
) -> Result<(), ReportError> {
    let top = upper_end(outcome, shown);
    let drawn: Vec<_> = shown
        .iter()
        .zip(&CURVES)
        .map(|(curve, &color)| Drawn::new(curve, color, top))
        .collect();
    let xs = || drawn.iter().flat_map(|d| &d.line).map(|p| p.0);
    let (from, to) = (
        xs().fold(f64::INFINITY, f64::min),
        xs().fold(f64::NEG_INFINITY, f64::max),
    );
    let span = if from < to {
        (from, to)
    } else {
        (from, from + 1.0)
    };
    let panel = Panel {
        left: 104.0,
        top: TOP + 8.0,
        right: f64::from(WIDTH) - 34.0,
        bottom: f64::from(HEIGHT) - 78.0,
        x: span,
        y: (0.0, top),
    };
    let hours = shown.first().is_some_and(|c| c.unit == "s");
    let across = if hours {
        hour_ticks(span.0, span.1, 13)
    } else {
        signed_ticks(span.0, span.1, 13)
    };
    panel.x_axis(
        canvas,
        &across,
        &shown.first().map_or_else(String::new, |c| c.axis()),
    )?;
    panel.y_axis(canvas, &ticks(top), "on time, % (log scale of late)")?;
    for one in &drawn {
        band(canvas, &panel, one)?;
    }
    for one in &drawn {
        canvas.path(&one.places(&panel), one.color, 2.25)?;
    }
    marks(canvas, outcome, &panel, &drawn)
}

/// The interval around a curve, as far as the curve is drawn.
fn band(canvas: &Canvas<'_>, panel: &Panel, drawn: &Drawn<'_>) -> Result<(), ReportError> {
    let height = |share: f64| panel.py(decades(1.0 - share).min(panel.y.1));
    for run in drawn.curve.runs() {
        for pair in run.windows(2) {
            if drawn.curve.x(pair[1]).is_none_or(|x| x > drawn.last()) {
                break;
            }
            let doubt = pair.iter().any(|p| OnTimeCurve::doubtful(p));
            let edge = |p: &OnTime, v: Option<f64>| Some((panel.px(drawn.curve.x(p)?), height(v?)));
            let corners = [
                edge(pair[0], pair[0].low),
                edge(pair[1], pair[1].low),
                edge(pair[1], pair[1].high),
                edge(pair[0], pair[0].high),
            ];
            if let Some(corners) = corners.into_iter().collect::<Option<Vec<_>>>() {
                canvas.area(&corners, if doubt { GREY } else { drawn.color }, 0.18)?;
            }
        }
    }
    Ok(())
}

/// The points up to where they first rise above `top`, cut there; and whether they do.
fn below(points: &[(f64, f64)], top: f64) -> (Vec<(f64, f64)>, bool) {
    let Some(first) = points.iter().position(|p| p.1 > top) else {
        return (points.to_vec(), false);
    };
    let mut kept = points[..first].to_vec();
    if let Some(&(x, y)) = kept.last() {
        let (next_x, next_y) = points[first];
        kept.push((x + (next_x - x) * (top - y) / (next_y - y), top));
    }
    (kept, true)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, missing_docs)]
    use super::*;

    #[test]
    fn the_scale_has_readable_ticks() {
        let labels: Vec<String> = ticks(3.05).into_iter().map(|t| t.label).collect();
        let wanted = [
            "0 %", "50 %", "80 %", "90 %", "95 %", "98 %", "99 %", "99.5 %", "99.8 %", "99.9 %",
        ];
        assert_eq!(labels, wanted);
        assert!((decades(0.01) - 2.0).abs() < 1e-12);
        assert!(
            (decades(0.0) - 6.0).abs() < 1e-9,
            "no late order: the end of the scale, not infinity"
        );
    }

    #[test]
    fn a_curve_ends_where_it_leaves_the_scale() {
        let rising = [(0.0, 1.0), (1.0, 2.0), (2.0, 4.0), (3.0, 4.0)];
        assert_eq!(
            below(&rising, 3.0),
            (vec![(0.0, 1.0), (1.0, 2.0), (1.5, 3.0)], true)
        );
        assert_eq!(below(&rising, 5.0), (rising.to_vec(), false));
    }
}
