//! Figures along an axis of numbers: curves with 95 % bands, one panel a measure.

use leadtime_experiment::Sweep;

use super::axis::{Numbers, title as axis_title};
use super::measured::{Measured, Series, all};
use super::{Headings, page};
use crate::error::ReportError;
use crate::plots::Plot;
use crate::plots::canvas::{Canvas, face};
use crate::plots::frame::{BOTTOM, MARGIN, Panel, SMALL, TOP, Tick, WIDTH, apart};
use crate::wording;

/// Height of the panel of on time, of those below it, and of the gap between.
const FIRST: f64 = 270.0;
const NEXT: f64 = 130.0;
const GAP: f64 = 24.0;
/// Room for the axis below the last panel.
const FOOT: f64 = 46.0;
/// Designs of which every one has a dot.
const DOTTED: usize = 48;

/// A point of a curve: number on the axis, value, interval.
type Point = (f64, f64, Option<(f64, f64)>);

pub(super) fn plot(
    found: &Sweep,
    axis: usize,
    numbers: &Numbers,
) -> Result<Option<Plot>, ReportError> {
    let (measured, same) = all(found);
    if measured.is_empty() || found.designs.len() < 2 {
        return Ok(None);
    }
    let name = &found.axes[axis].name;
    let title = format!("What {name} does");
    let mut subtitle = "Lines: means; bands: 95 % intervals. All met the same random numbers: differences are surer than the bands suggest."
        .to_owned();
    if !same.is_empty() {
        subtitle.push_str(&format!(" The same throughout: {}.", same.join(", ")));
    }
    let below = (measured.len() - 1) as f64 * (NEXT + GAP);
    let headings = Headings {
        name: "sweep",
        title: &title,
        subtitle: &subtitle,
        reading: reading(found, axis, &measured[0]),
        height: (TOP + 10.0 + FIRST + below + FOOT + BOTTOM) as u32,
    };
    let name = axis_title(&found.axes[axis]);
    page(found, headings, |canvas| {
        paint(canvas, (found, axis, numbers), &name, &measured)
    })
    .map(Some)
}

fn paint(
    canvas: &Canvas<'_>,
    (found, axis, numbers): (&Sweep, usize, &Numbers),
    name: &str,
    measured: &[Measured<'_>],
) -> Result<(), ReportError> {
    let mut labels: f64 = 20.0;
    for series in measured.iter().flat_map(|measured| &measured.series) {
        labels = labels.max(canvas.width(series.label, face(SMALL))?);
    }
    let right = f64::from(WIDTH) - MARGIN - labels.min(130.0) - 12.0;
    let mut top = TOP + 10.0;
    for (at, measured_here) in measured.iter().enumerate() {
        let high = if at == 0 { FIRST } else { NEXT };
        let (from, to) = numbers.span();
        // Dots at the ends stand clear of the axis.
        let air = (to - from) * 0.02;
        let panel = Panel {
            left: MARGIN + 70.0,
            top,
            right,
            bottom: top + high,
            x: (from - air, to + air),
            y: measured_here.span(),
        };
        let last = at + 1 == measured.len();
        let mut ticks = numbers.ticks(canvas, right - panel.left)?;
        if !last {
            ticks.iter_mut().for_each(|tick| tick.label.clear());
        }
        panel.x_axis(canvas, &ticks, if last { name } else { "" })?;
        let wanted = if at == 0 { 7 } else { 5 };
        let ticks: Vec<Tick> = measured_here.ticks(panel.y, wanted);
        panel.y_axis(canvas, &ticks, &measured_here.name)?;
        let lines = lines((found, axis, numbers), measured_here);
        curves(canvas, measured_here, &lines, &panel)?;
        // One level needs its name only once.
        if at == 0 || lines.len() > 1 {
            name_lines(canvas, measured_here, &lines, &panel)?;
        }
        top = panel.bottom + GAP;
    }
    Ok(())
}

/// A curve of points by their place on the axis; a gap where nothing was observed.
type Line = Vec<Option<Point>>;

fn lines((found, axis, numbers): (&Sweep, usize, &Numbers), measured: &Measured<'_>) -> Vec<Line> {
    let mut order: Vec<(f64, usize)> = found
        .designs
        .iter()
        .enumerate()
        .map(|(at, design)| (numbers.at(design.at[axis]), at))
        .collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    let of = |series: &Series<'_>| {
        let point = |&(x, at): &(f64, usize)| {
            let (value, ends) = measured.scaled(series.values[at]?);
            Some((x, value, ends))
        };
        order.iter().map(point).collect()
    };
    measured.series.iter().map(of).collect()
}

fn curves(
    canvas: &Canvas<'_>,
    measured: &Measured<'_>,
    lines: &[Line],
    panel: &Panel,
) -> Result<(), ReportError> {
    let runs = || {
        let lines = measured.series.iter().zip(lines);
        lines.flat_map(|(series, line)| {
            let runs = line.split(Option::is_none);
            runs.map(move |run| {
                (
                    series,
                    run.iter().copied().flatten().collect::<Vec<Point>>(),
                )
            })
        })
    };
    for (series, run) in runs() {
        band(canvas, &run, series, panel)?;
    }
    let dotted = lines.iter().all(|line| line.len() <= DOTTED);
    for (series, run) in runs() {
        let places: Vec<(f64, f64)> = run.iter().map(|point| panel.at(point.0, point.1)).collect();
        if places.len() > 1 {
            canvas.path(&places, series.color, 2.0)?;
        }
        if dotted || places.len() == 1 {
            for place in places {
                canvas.disc(place, 3.2, series.color)?;
            }
        }
    }
    Ok(())
}

/// The band around a run of neighbours; an interval alone is a bar.
fn band(
    canvas: &Canvas<'_>,
    run: &[Point],
    series: &Series<'_>,
    panel: &Panel,
) -> Result<(), ReportError> {
    // Where nothing was late the interval is a bound of another kind: joined with its neighbours' it would make a wedge that means nothing.
    let bound = |point: &Point| point.1 <= 0.0 || point.1 >= 1.0;
    let alike = |a: &Point, b: &Point| a.2.is_some() && b.2.is_some() && bound(a) == bound(b);
    for part in run.chunk_by(alike) {
        let ends: Vec<(f64, (f64, f64))> = part
            .iter()
            .filter_map(|point| Some((point.0, point.2?)))
            .collect();
        if let [(x, (low, high))] = ends[..] {
            canvas.faint_path(
                &[panel.at(x, low), panel.at(x, high)],
                series.color,
                0.5,
                2.0,
            )?;
        } else if ends.len() > 1 {
            let upper = ends.iter().map(|(x, (_, high))| panel.at(*x, *high));
            let lower = ends.iter().rev().map(|(x, (low, _))| panel.at(*x, *low));
            let around: Vec<(f64, f64)> = upper.chain(lower).collect();
            canvas.area(&around, series.color, 0.16)?;
        }
    }
    Ok(())
}

/// Service levels at the right ends of their lines.
fn name_lines(
    canvas: &Canvas<'_>,
    measured: &Measured<'_>,
    lines: &[Line],
    panel: &Panel,
) -> Result<(), ReportError> {
    let ends: Vec<(usize, f64)> = lines
        .iter()
        .enumerate()
        .filter_map(|(at, line)| Some((at, panel.py(line.iter().flatten().last()?.1))))
        .collect();
    let wanted: Vec<f64> = ends.iter().map(|(_, y)| *y).collect();
    let places = apart(&wanted, 15.0, panel.top + 6.0, panel.bottom - 6.0);
    for ((at, _), y) in ends.iter().zip(places) {
        let series = &measured.series[*at];
        let look = face(SMALL).color(series.color);
        let label = canvas.fitted(series.label, look, 130.0)?;
        canvas.text(&label, (panel.right + 10.0, y), look)?;
    }
    Ok(())
}

fn reading(found: &Sweep, axis: usize, on_time: &Measured<'_>) -> String {
    let told = on_time.series.last().map_or_else(String::new, |series| {
        let values = found.designs.iter().zip(&series.values);
        let told: Vec<String> = values
            .filter_map(|(design, value)| {
                let label = found.axes[axis].values.get(design.at[axis])?;
                let share = wording::percent(Some(value.as_ref()?.value));
                Some(format!("{share} at {label}"))
            })
            .collect();
        match &told[..] {
            [] => String::new(),
            [only] => format!(" On time, {}: {only}.", series.label),
            [first, .., last] => format!(" On time, {}: {first}, {last}.", series.label),
        }
    });
    format!(
        "Figures over the values of {}, with 95 % intervals.{told}",
        found.axes[axis].name
    )
}
