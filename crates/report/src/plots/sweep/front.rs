//! What a longer quote buys: mean quote length against on time, a point a design.

use leadtime_experiment::{Sweep, SweptDesign};
use plotters::style::RGBColor;

use super::measured::of_all;
use super::{Headings, page};
use crate::error::ReportError;
use crate::plots::Plot;
use crate::plots::canvas::{Canvas, face};
use crate::plots::frame::{
    BOTTOM, MARGIN, Panel, TOP, WIDTH, color_bar, number_ticks, share_ticks,
};
use crate::plots::palette::{AXIS, BLUE, COOL, GREY, INK};
use crate::plots::room::Room;
use crate::wording::{self, TimeUnit};

const HIGH: f64 = 380.0;
const HEAD: f64 = 14.0;
const FOOT: f64 = 46.0;
/// Room for the colours of costs.
const COSTS: f64 = 26.0;
/// Designs that are named at most, and how long a name may be.
const NAMED: usize = 5;
const LONGEST: f64 = 260.0;
/// How far a name may stand from its point: beyond, only those of the ends are told.
const FAR: f64 = 40.0;

/// A design as a point.
struct Point<'s> {
    design: &'s SweptDesign,
    /// Mean quote length in the unit of the axis.
    quote: f64,
    on_time: f64,
    /// The interval of on time; none where an end is open.
    ends: Option<(f64, f64)>,
    cost: Option<f64>,
    /// On the front of the sweep, which weighs the worst zone and cost as well.
    front: bool,
}

pub(super) fn plot(found: &Sweep) -> Result<Option<Plot>, ReportError> {
    let (Some(quote), Some(on_time)) = (of_all(found, "quote_length"), of_all(found, "on_time"))
    else {
        return Ok(None);
    };
    let level = found.figures[on_time].service_level.as_deref();
    let level = level.unwrap_or("all levels");
    let values = found.designs.iter();
    let largest = values.filter_map(|design| Some(design.figures[quote].as_ref()?.value.abs()));
    let unit = TimeUnit::for_largest(largest.fold(0.0, f64::max));
    let points = points(found, unit);
    let (least, most) = span(points.iter().map(|point| point.quote));
    // Where all designs quote alike, there is nothing to weigh.
    if points.len() < 2 || most - least <= 1e-6 * most.abs() {
        return Ok(None);
    }
    let best = best(&points);
    let costs = points.iter().filter_map(|point| point.cost);
    let costs = Some(span(costs)).filter(|(least, most)| least < most);
    let title = "What a longer quote buys";
    let headings = Headings {
        name: "quote-and-on-time",
        title,
        subtitle: &subtitle(found, &points, &best),
        reading: reading(&points, &best, unit),
        height: (TOP + HEAD + HIGH + FOOT + costs.map_or(0.0, |_| COSTS) + BOTTOM) as u32,
    };
    page(found, headings, |canvas| {
        paint(canvas, (&points, &best), costs, (unit, level))
    })
    .map(Some)
}

fn points(found: &Sweep, unit: TimeUnit) -> Vec<Point<'_>> {
    let place = |measure: &str| of_all(found, measure);
    let designs = found.designs.iter().enumerate();
    let point = |(at, design): (usize, &'_ SweptDesign)| {
        let of = |measure: &str| {
            let found = design.figures[place(measure)?].clone()?;
            found.value.is_finite().then_some(found)
        };
        let (quote, on_time) = (of("quote_length")?, of("on_time")?);
        let known = on_time.low.is_finite() && on_time.high.is_finite();
        Some(Point {
            design: &found.designs[at],
            quote: quote.value / unit.seconds(),
            on_time: on_time.value,
            ends: known.then_some((on_time.low, on_time.high)),
            cost: of("cost").map(|cost| cost.value),
            front: found.pareto.designs.contains(&at),
        })
    };
    designs.filter_map(point).collect()
}

/// The points that no other beats in these two, the shortest quote first.
fn best(points: &[Point<'_>]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by(|&a, &b| {
        let (a, b) = (&points[a], &points[b]);
        a.quote
            .total_cmp(&b.quote)
            .then(b.on_time.total_cmp(&a.on_time))
    });
    let mut most = f64::NEG_INFINITY;
    order.retain(|&at| {
        let better = points[at].on_time > most;
        most = most.max(points[at].on_time);
        better
    });
    order
}

fn span(values: impl Iterator<Item = f64>) -> (f64, f64) {
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), x| {
        (a.min(x), b.max(x))
    })
}

fn paint(
    canvas: &Canvas<'_>,
    (points, best): (&[Point<'_>], &[usize]),
    costs: Option<(f64, f64)>,
    (unit, level): (TimeUnit, &str),
) -> Result<(), ReportError> {
    let quotes = span(points.iter().map(|point| point.quote));
    let bars = best.iter().filter_map(|&at| points[at].ends);
    let shares = points.iter().map(|point| point.on_time);
    let shares = span(shares.chain(bars.flat_map(|(low, high)| [low, high])));
    let air = (
        (quotes.1 - quotes.0) * 0.05,
        ((shares.1 - shares.0) * 0.06).max(0.0005),
    );
    let panel = Panel {
        left: MARGIN + 70.0,
        top: TOP + HEAD,
        right: f64::from(WIDTH) - MARGIN - 8.0,
        bottom: TOP + HEAD + HIGH,
        x: (quotes.0 - air.0, quotes.1 + air.0),
        // Room above the line for names.
        y: ((shares.0 - air.1).max(0.0), shares.1 + 2.0 * air.1),
    };
    let axis = format!("mean quote length, {}", unit.name());
    let on_time = format!("on time, {level}");
    panel.x_axis(canvas, &number_ticks(panel.x.0, panel.x.1, 8), &axis)?;
    let mut ticks = share_ticks(panel.y.0, panel.y.1, 7);
    ticks.retain(|tick| tick.value < 1.0 + 1e-9);
    panel.y_axis(canvas, &ticks, &on_time)?;
    let line: Vec<(f64, f64)> = best
        .iter()
        .map(|&at| panel.at(points[at].quote, points[at].on_time))
        .collect();
    for point in best.iter().map(|&at| &points[at]) {
        if let Some((low, high)) = point.ends {
            let bar = [panel.at(point.quote, low), panel.at(point.quote, high)];
            canvas.faint_path(&bar, INK, 0.4, 1.25)?;
        }
    }
    canvas.path(&line, INK, 1.25)?;
    dots(canvas, points, costs, &panel)?;
    names(canvas, (points, best), &line, &panel)?;
    let Some((least, most)) = costs else {
        return Ok(());
    };
    let ends = (
        wording::amount(Some(least)),
        format!("{} cost per order", wording::amount(Some(most))),
    );
    let at = (f64::from(WIDTH) - MARGIN, panel.bottom + 56.0);
    color_bar(canvas, costly, at, (&ends.0, &ends.1))
}

/// The colour of a cost: 0 the least, 1 the most of all designs.
fn costly(share: f64) -> RGBColor {
    COOL.at(0.25 + 0.75 * share)
}

fn dots(
    canvas: &Canvas<'_>,
    points: &[Point<'_>],
    costs: Option<(f64, f64)>,
    panel: &Panel,
) -> Result<(), ReportError> {
    let color = |point: &Point<'_>| {
        let cost = costs.zip(point.cost);
        cost.map(|((least, most), cost)| costly((cost - least) / (most - least)))
    };
    for point in points.iter().filter(|point| !point.front) {
        let at = panel.at(point.quote, point.on_time);
        canvas.disc(at, 3.2, color(point).unwrap_or(AXIS))?;
    }
    for point in points.iter().filter(|point| point.front) {
        let at = panel.at(point.quote, point.on_time);
        canvas.disc(at, 5.0, color(point).unwrap_or(BLUE))?;
        if costs.is_some() {
            canvas.ring(at, 5.0, INK, 1.25)?;
        }
    }
    Ok(())
}

/// The ends of the line and some between them by the names of their designs.
fn names(
    canvas: &Canvas<'_>,
    (points, best): (&[Point<'_>], &[usize]),
    line: &[(f64, f64)],
    panel: &Panel,
) -> Result<(), ReportError> {
    let mut room = Room::new(panel);
    room.line(line);
    for point in points {
        room.dot(panel.at(point.quote, point.on_time));
    }
    for point in best.iter().map(|&at| &points[at]) {
        if let Some((low, high)) = point.ends {
            room.line(&[panel.at(point.quote, low), panel.at(point.quote, high)]);
        }
    }
    for at in named(best.len()) {
        let look = face(11.0);
        let text = canvas.fitted(&points[best[at]].design.name, look, LONGEST)?;
        let size = (canvas.width(&text, look)?, 14.0);
        let anchor = line[at];
        let corner = room.place(size, anchor);
        // The point of the label that is nearest to its design.
        let near = (
            anchor.0.clamp(corner.0, corner.0 + size.0),
            anchor.1.clamp(corner.1, corner.1 + size.1),
        );
        let (dx, dy) = (near.0 - anchor.0, near.1 - anchor.1);
        let distance = (dx * dx + dy * dy).sqrt();
        if distance > FAR && at > 0 && at + 1 < best.len() {
            continue;
        }
        if distance > 14.0 {
            canvas.path(&[anchor, near], GREY, 0.75)?;
            room.line(&[anchor, near]);
        }
        canvas.text(&text, (corner.0, corner.1 + size.1 / 2.0), look)?;
    }
    Ok(())
}

/// Which of so many in a row are named: the ends first, which find the best places, then some between them.
fn named(all: usize) -> Vec<usize> {
    let named = all.min(NAMED);
    let last = all.saturating_sub(1);
    let mut places: Vec<usize> = (0..named)
        .map(|i| i * last / named.saturating_sub(1).max(1))
        .collect();
    if !places.is_empty() {
        places.rotate_right(1);
    }
    places
}

fn subtitle(found: &Sweep, points: &[Point<'_>], best: &[usize]) -> String {
    let mut text = "A point is a design. Line: designs that no other one beats in quote length and on time, by the values seen; bars: 95 % intervals."
        .to_owned();
    let more = points
        .iter()
        .enumerate()
        .any(|(at, point)| point.front && !best.contains(&at));
    if more && found.pareto.objectives.len() > 2 {
        text.push_str(" Large points beside the line are better in the worst zone or in cost.");
    }
    text
}

fn reading(points: &[Point<'_>], best: &[usize], unit: TimeUnit) -> String {
    let told = |at: &usize| {
        let point = &points[*at];
        format!(
            "{} on time with quotes of {} {} ({})",
            wording::percent(Some(point.on_time)),
            wording::quantity(Some(point.quote)),
            unit.short(),
            point.design.name
        )
    };
    let ends: Vec<String> = match best {
        [] => Vec::new(),
        [only] => vec![told(only)],
        [first, .., last] => vec![told(first), told(last)],
    };
    format!(
        "On time against the mean quote length of {}, {} of them on the front: {}.",
        wording::counted(points.len() as u32, "design", "designs"),
        best.len(),
        ends.join("; ")
    )
}
