//! Until when to order before a date: what is judged of the orders of each 24 hours, with its bounds, and the last safe instant.

use leadtime_sim::outcome::{DeadlineFigures, OrderBy, OrderByHour, Outcome};

use super::canvas::{Align, Canvas, draw, face};
use super::frame::{Panel, SMALL, TOP, Tick, WIDTH, apart, headings, share_ticks};
use super::palette::{CURVES, INK};
use super::{Plot, Topic, slug, unique};
use crate::error::ReportError;
use crate::wording;

const HEIGHT: u32 = 420;
const HOURS: f64 = 24.0;

pub(crate) fn plots(outcome: &Outcome) -> Result<Vec<Plot>, ReportError> {
    let mut plots = Vec::new();
    for deadline in &outcome.deadlines {
        let levels: Vec<Curve<'_>> = deadline.cells.iter().filter_map(Curve::of).collect();
        if !levels.is_empty() {
            plots.push(plot(outcome, deadline, &levels)?);
        }
    }
    unique(&mut plots);
    Ok(plots)
}

/// The hours of one level.
struct Curve<'o> {
    cell: &'o OrderBy,
    /// Hours since the first day of the calendar, and what is judged then.
    points: Vec<(f64, &'o OrderByHour)>,
}

impl<'o> Curve<'o> {
    fn of(cell: &'o OrderBy) -> Option<Self> {
        let at = |hour: &'o OrderByHour| Some((wording::hours(&hour.until)?, hour));
        let points: Vec<_> = cell.hours.iter().filter_map(at).collect();
        (points.len() > 1).then_some(Self { cell, points })
    }
}

/// What the judged value is to reach.
fn goal(deadline: &DeadlineFigures) -> f64 {
    deadline.probability.unwrap_or(deadline.target)
}

fn plot(
    outcome: &Outcome,
    deadline: &DeadlineFigures,
    levels: &[Curve<'_>],
) -> Result<Plot, ReportError> {
    let name = format!("order-by-{}", slug(&deadline.name));
    let date = wording::date(&deadline.date);
    let target = wording::target(deadline.target);
    let title = format!("Order by: {}, before {date}", deadline.name);
    let (judged, axis) = match deadline.probability {
        Some(_) => (
            format!(
                "Probability that {target} of the orders of the 24 hours up to an instant are delivered before {date}"
            ),
            "probability",
        ),
        None => (
            format!(
                "Share of the orders of the 24 hours up to an instant that is delivered before {date}"
            ),
            "delivered in time",
        ),
    };
    let subtitle = format!(
        "{judged}, with its bounds. Dashed: {} are wanted. Discs: the last instants that are surely safe.",
        wording::target(goal(deadline))
    );
    let reading = reading(levels);
    let svg = draw(&name, (WIDTH, HEIGHT), &title, &reading, |canvas| {
        headings(canvas, outcome, HEIGHT, &title, &subtitle)?;
        paint(canvas, levels, goal(deadline), axis)
    })?;
    Ok(Plot {
        name,
        title,
        topic: Topic::OrderBy,
        reading,
        svg,
    })
}

fn reading(levels: &[Curve<'_>]) -> String {
    let said = |curve: &Curve<'_>| {
        let until = wording::end_of_hour(curve.cell.safe.as_deref());
        format!("{} until {until}", curve.cell.service_level)
    };
    let said: Vec<String> = levels.iter().map(said).collect();
    format!(
        "Lines over the instant of the order, one per level; surely in time: {}.",
        said.join(", ")
    )
}

fn paint(
    canvas: &Canvas<'_>,
    levels: &[Curve<'_>],
    goal: f64,
    axis: &str,
) -> Result<(), ReportError> {
    let bold = face(SMALL).bold();
    let mut widest: f64 = 0.0;
    for curve in levels {
        widest = widest.max(canvas.width(&curve.cell.service_level, bold)?);
    }
    let points = || levels.iter().flat_map(|curve| &curve.points);
    let ends = points().fold((f64::MAX, f64::MIN), |ends, point| {
        (ends.0.min(point.0), ends.1.max(point.0))
    });
    let lowest = points().map(|point| point.1.value).fold(goal, f64::min);
    // Near the goal is where it is decided.
    let floor = lowest.max(1.0 - 40.0 * (1.0 - goal)).max(0.0);
    let room = 0.06 * (1.0 - floor);
    let panel = Panel {
        left: 92.0,
        top: TOP + 8.0,
        right: f64::from(WIDTH) - (widest + 40.0).clamp(80.0, 230.0),
        bottom: f64::from(HEIGHT) - 78.0,
        x: ends,
        y: ((floor - room).max(0.0), 1.0 + room),
    };
    panel.x_axis(
        canvas,
        &days(ends),
        "end of the 24 hours of placement, local time of the zone",
    )?;
    panel.y_axis(canvas, &share_ticks(panel.y.0, 1.0, 6), axis)?;
    let wanted = panel.py(goal);
    canvas.dashes(
        (panel.left, wanted),
        (panel.right, wanted),
        (4.0, 3.0),
        INK,
        1.0,
    )?;
    let inside = |value: f64| value.max(panel.y.0);
    let mut last = Vec::new();
    for (curve, &color) in levels.iter().zip(CURVES.iter().cycle()) {
        let line = |of: fn(&OrderByHour) -> f64| -> Vec<(f64, f64)> {
            let points = curve.points.iter();
            points
                .map(|(x, hour)| panel.at(*x, inside(of(hour))))
                .collect()
        };
        let mut band = line(|hour| hour.high);
        band.extend(line(|hour| hour.low).into_iter().rev());
        canvas.area(&band, color, 0.15)?;
        let value = line(|hour| hour.value);
        canvas.path(&value, color, 2.25)?;
        let safe = curve.cell.safe.as_ref();
        let at = curve
            .points
            .iter()
            .find(|point| safe == Some(&point.1.until));
        if let Some((x, hour)) = at {
            canvas.disc(panel.at(*x, inside(hour.value)), 4.5, color)?;
        }
        last.push(value.last().copied().unwrap_or((panel.right, wanted)));
    }
    let heights: Vec<f64> = last.iter().map(|point| point.1).collect();
    let heights = apart(&heights, 16.0, panel.top, panel.bottom);
    for ((curve, &color), (end, height)) in levels
        .iter()
        .zip(CURVES.iter().cycle())
        .zip(last.iter().zip(&heights))
    {
        canvas.path(&[*end, (panel.right + 12.0, *height)], color, 1.0)?;
        let name = canvas.fitted(&curve.cell.service_level, bold, 196.0)?;
        canvas.text(
            &name,
            (panel.right + 16.0, *height),
            bold.color(color).align(Align::Left),
        )?;
    }
    Ok(())
}

/// A tick at each local midnight, at most about eight.
fn days((from, to): (f64, f64)) -> Vec<Tick> {
    let (first, last) = ((from / HOURS).ceil() as i64, (to / HOURS).floor() as i64);
    let step = ((last - first) / 8 + 1).max(1) as usize;
    (first..=last)
        .step_by(step)
        .map(|day| Tick {
            value: day as f64 * HOURS,
            label: wording::day(day),
        })
        .collect()
}
