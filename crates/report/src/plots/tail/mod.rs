//! The last percents: on time against padding of all levels in one plot, the late share on a logarithmic scale.

mod marks;

use leadtime_sim::outcome::{OnTime, Outcome};
use plotters::style::RGBColor;

use marks::marks;

use super::canvas::{Canvas, draw};
use super::curve::{DASH, OnTimeCurve, curves, stretches};
use super::frame::{Panel, TOP, Tick, WIDTH, headings, hour_ticks, signed_ticks};
use super::palette::{CURVES, GREY};
use super::{Plot, Topic};
use crate::error::ReportError;
use crate::wording::{self, ALL};

const HEIGHT: u32 = 480;
/// Smallest late share drawn: one in a million. Rounding of the share must not take it away.
const FLOOR: f64 = 0.999_999e-6;

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
    let levels = shown.len();
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
        headings(canvas, outcome, HEIGHT, title, &subtitle(&shown, levels))?;
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

fn subtitle(shown: &[&OnTimeCurve<'_>], levels: usize) -> String {
    let all = if shown.len() < levels {
        format!("The first {} of {levels} levels", shown.len())
    } else {
        "All levels".to_owned()
    };
    let because = shown.iter().find_map(|c| c.approximate_because());
    let dashes = because.map_or_else(String::new, |words| {
        format!(" Dashed: {}.", words.join(" "))
    });
    format!(
        "{all}, padded alike. Bands: 95 % intervals, grey where too few bad periods were seen. Dots: promised now. Rings: \
         least padding on the grid for the target. ↑: under one late in a million.{dashes}"
    )
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
    let because = shown.iter().find_map(|c| c.approximate_because());
    let dashes = because.map_or_else(String::new, |words| {
        format!(". Dashed: {}", words.join(" "))
    });
    format!(
        "Per service level, the on-time share against padding, all levels padded alike, on a scale that spreads the last percents: \
         {}{dashes}.",
        ends.collect::<Vec<_>>().join(", ")
    )
}

/// Height of a late share on the scale, in decades, 0 at 100 % late.
fn decades(late: f64) -> f64 {
    -libm::log10(late)
}

/// Height of an on-time share; none where fewer than one order in a million is late, which is beyond every scale.
fn on_scale(share: f64) -> Option<f64> {
    let late = 1.0 - share;
    (late >= FLOOR).then(|| decades(late))
}

/// Upper end of the scale: above everything that was late at least once, and above the targets of the levels shown.
fn upper_end(outcome: &Outcome, shown: &[&OnTimeCurve<'_>]) -> f64 {
    let points = shown.iter().flat_map(|c| &c.points);
    let seen = points.filter_map(|p| p.value);
    let levels = outcome.service_levels.iter();
    let targets = levels
        .filter(|l| shown.iter().any(|c| c.level == l.service_level))
        .filter_map(|l| l.target);
    let heights = seen.chain(targets).filter_map(on_scale);
    heights.fold(1.0, f64::max) + 0.25
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

/// A curve as drawn.
struct Drawn<'a> {
    curve: &'a OnTimeCurve<'a>,
    color: RGBColor,
    /// What lies on the scale.
    stretches: Vec<Stretch>,
    /// Whether its end lies beyond the scale: none or next to none late.
    leaves: bool,
}

/// A line of (padding, decades) on the scale.
#[derive(Debug, PartialEq)]
struct Stretch {
    approximate: bool,
    line: Vec<(f64, f64)>,
}

impl<'a> Drawn<'a> {
    fn new(curve: &'a OnTimeCurve<'a>, color: RGBColor, top: f64) -> Self {
        let height = |share: f64| on_scale(share).unwrap_or(top + 1.0);
        let place = |p: &OnTime| Some((curve.x(p)?, height(p.value?)));
        let mut drawn = Vec::new();
        for (approximate, points) in curve.runs().iter().flat_map(|run| stretches(run)) {
            let points: Vec<_> = points.into_iter().filter_map(place).collect();
            drawn.extend(
                below(&points, top)
                    .into_iter()
                    .map(|line| Stretch { approximate, line }),
            );
        }
        let last = curve.points.iter().rev().find_map(|p| p.value);
        Self {
            curve,
            color,
            stretches: drawn,
            leaves: last.is_some_and(|share| on_scale(share).is_none()),
        }
    }

    /// The points drawn.
    fn points(&self) -> impl Iterator<Item = (f64, f64)> {
        self.stretches.iter().flat_map(|s| s.line.iter().copied())
    }

    /// Where the point of the curve at a padding of the grid lies, if it is on the scale.
    fn place_at(&self, panel: &Panel, padding: f64) -> Option<(f64, f64)> {
        let points = &self.curve.points;
        let point = points.iter().find(|p| p.padding.value == Some(padding))?;
        Some(panel.at(self.curve.x(point)?, on_scale(point.value?)?))
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
    let xs = || drawn.iter().flat_map(Drawn::points).map(|p| p.0);
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
    panel.y_axis(
        canvas,
        &ticks(top),
        "on time by the instant, % (log scale of late)",
    )?;
    for one in &drawn {
        band(canvas, &panel, one)?;
    }
    for one in &drawn {
        for stretch in &one.stretches {
            let places: Vec<_> = stretch.line.iter().map(|&(x, y)| panel.at(x, y)).collect();
            if stretch.approximate {
                canvas.dashed_path(&places, DASH, one.color, 1.75)?;
            } else {
                canvas.path(&places, one.color, 2.25)?;
            }
        }
    }
    marks(canvas, outcome, &panel, &drawn)
}

/// The interval around a curve where orders were late and not all of them: elsewhere it is a bound of another kind.
fn band(canvas: &Canvas<'_>, panel: &Panel, drawn: &Drawn<'_>) -> Result<(), ReportError> {
    let height = |share: f64| panel.py(on_scale(share).unwrap_or(panel.y.1).min(panel.y.1));
    let seen = |p: &OnTime| p.value.is_some_and(|share| on_scale(share).is_some());
    let sound =
        |pair: &&[&OnTime]| OnTimeCurve::banded(pair[0], pair[1]) && seen(pair[0]) && seen(pair[1]);
    for run in drawn.curve.runs() {
        for pair in run.windows(2).filter(sound) {
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

/// The parts of a line that lie on the scale, cut where they leave or enter it.
fn below(points: &[(f64, f64)], top: f64) -> Vec<Vec<(f64, f64)>> {
    let cut = |a: (f64, f64), b: (f64, f64)| (a.0 + (b.0 - a.0) * (top - a.1) / (b.1 - a.1), top);
    let mut parts: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut inside = false;
    for (i, &point) in points.iter().enumerate() {
        let before = i.checked_sub(1).map(|i| points[i]);
        if point.1 <= top {
            if !inside {
                let entry = before.map(|before| cut(before, point));
                parts.push(entry.into_iter().collect());
            }
            parts
                .last_mut()
                .into_iter()
                .for_each(|part| part.push(point));
        } else if inside {
            let exit = before.map(|before| cut(before, point));
            parts
                .last_mut()
                .into_iter()
                .for_each(|part| part.extend(exit));
        }
        inside = point.1 <= top;
    }
    parts
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
        assert_eq!(on_scale(1.0), None, "no late order: beyond every scale");
        assert_eq!(on_scale(1.0 - 1e-7), None);
        assert!(on_scale(0.999_999).is_some_and(|h| (h - 6.0).abs() < 1e-4));
    }

    #[test]
    fn a_curve_is_cut_where_it_leaves_the_scale_and_where_it_comes_back() {
        let rising = [(0.0, 1.0), (1.0, 2.0), (2.0, 4.0), (3.0, 4.0), (4.0, 2.0)];
        assert_eq!(
            below(&rising, 3.0),
            vec![
                vec![(0.0, 1.0), (1.0, 2.0), (1.5, 3.0)],
                vec![(3.5, 3.0), (4.0, 2.0)]
            ]
        );
        assert_eq!(below(&rising, 5.0), vec![rising.to_vec()]);
        assert!(below(&rising, 0.5).is_empty());
    }
}
