//! Designs that have names and no numbers: a row each, dots with 95 % intervals, one column a measure.

use leadtime_experiment::Sweep;

use super::measured::{Measured, all, key};
use super::{Headings, page};
use crate::error::ReportError;
use crate::plots::Plot;
use crate::plots::canvas::{Align, Canvas, face};
use crate::plots::frame::{BOTTOM, MARGIN, Panel, SMALL, TOP, WIDTH};
use crate::plots::palette::GRID;
use crate::wording;

/// Designs drawn at most.
const MOST: usize = 60;
/// Room for the names of designs at most.
const NAMES: f64 = 230.0;
/// Height of a dot with its interval, and of the air around those of a design.
const LINE: f64 = 11.0;
const AIR: f64 = 11.0;
const HEAD: f64 = 18.0;
const FOOT: f64 = 46.0;
const GAP: f64 = 26.0;

pub(super) fn plot(found: &Sweep, axis: Option<usize>) -> Result<Option<Plot>, ReportError> {
    let (measured, same) = all(found);
    let drawn = found.designs.len().min(MOST);
    if measured.is_empty() || drawn < 2 {
        return Ok(None);
    }
    let title = match axis {
        Some(axis) => format!("What {} does", found.axes[axis].name),
        None => "What the designs do".to_owned(),
    };
    let mut subtitle = "Dots: means; bars: 95 % intervals. All met the same random numbers: differences are surer than the bars suggest."
        .to_owned();
    if !same.is_empty() {
        subtitle.push_str(&format!(" The same throughout: {}.", same.join(", ")));
    }
    if found.designs.len() > drawn {
        let more = found.designs.len() - drawn;
        subtitle.push_str(&format!(" {more} more in designs.csv."));
    }
    let high = row_height(&measured) * drawn as f64;
    let headings = Headings {
        name: "sweep",
        title: &title,
        subtitle: &subtitle,
        reading: reading(found, axis, &measured[0], drawn),
        height: (TOP + HEAD + high + FOOT + BOTTOM) as u32,
    };
    page(found, headings, |canvas| {
        paint(canvas, (found, axis), &measured, drawn)
    })
    .map(Some)
}

fn row_height(measured: &[Measured<'_>]) -> f64 {
    let lines = measured.iter().map(|measured| measured.series.len()).max();
    AIR + LINE * lines.unwrap_or(1) as f64
}

fn name(found: &Sweep, axis: Option<usize>, design: usize) -> &str {
    let design = &found.designs[design];
    match axis {
        Some(axis) => &found.axes[axis].values[design.at[axis]],
        None => &design.name,
    }
}

fn paint(
    canvas: &Canvas<'_>,
    (found, axis): (&Sweep, Option<usize>),
    measured: &[Measured<'_>],
    drawn: usize,
) -> Result<(), ReportError> {
    let small = face(SMALL);
    let mut names: f64 = 40.0;
    for design in 0..drawn {
        names = names.max(canvas.width(name(found, axis, design), small)?);
    }
    let left = MARGIN + names.min(NAMES) + 14.0;
    let right = f64::from(WIDTH) - MARGIN - 8.0;
    if measured[0].series.len() > 1 {
        key(canvas, &measured[0], TOP + 8.0)?;
    }
    let (top, row) = (TOP + HEAD, row_height(measured));
    let bottom = top + row * drawn as f64;
    for design in 0..drawn {
        let y = top + row * design as f64;
        if design > 0 {
            canvas.path(&[(MARGIN, y), (right, y)], GRID, 1.0)?;
        }
        let name = canvas.fitted(name(found, axis, design), small, NAMES)?;
        let place = (left - 12.0, y + row / 2.0);
        canvas.text(&name, place, small.align(Align::Right))?;
    }
    // On time has twice the room of the others.
    let parts = measured.len() as f64 + 1.0;
    let part = (right - left - GAP * (parts - 2.0)) / parts;
    let mut at = left;
    for (place, measured) in measured.iter().enumerate() {
        let wide = if place == 0 { 2.0 * part } else { part };
        let panel = Panel {
            left: at,
            top,
            right: at + wide,
            bottom,
            x: measured.span(),
            y: (0.0, 1.0),
        };
        let ticks = measured.ticks(panel.x, if place == 0 { 6 } else { 3 });
        panel.x_axis(canvas, &ticks, &measured.name)?;
        dots(canvas, measured, &panel, (drawn, row))?;
        at = panel.right + GAP;
    }
    Ok(())
}

fn dots(
    canvas: &Canvas<'_>,
    measured: &Measured<'_>,
    panel: &Panel,
    (drawn, row): (usize, f64),
) -> Result<(), ReportError> {
    let lines = measured.series.len().saturating_sub(1) as f64;
    for (place, series) in measured.series.iter().enumerate() {
        for (design, value) in series.values.iter().take(drawn).enumerate() {
            let Some(value) = value else { continue };
            let (value, ends) = measured.scaled(value);
            let middle = panel.top + row * (design as f64 + 0.5);
            let y = middle + LINE * (place as f64 - lines / 2.0);
            if let Some((low, high)) = ends {
                let ends = [panel.px(low), panel.px(high)];
                canvas.path(&[(ends[0], y), (ends[1], y)], series.color, 1.75)?;
                for end in ends {
                    canvas.path(&[(end, y - 3.5), (end, y + 3.5)], series.color, 1.25)?;
                }
            }
            canvas.disc((panel.px(value), y), 3.8, series.color)?;
        }
    }
    Ok(())
}

fn reading(found: &Sweep, axis: Option<usize>, on_time: &Measured<'_>, drawn: usize) -> String {
    let told = on_time.series.last().map_or_else(String::new, |series| {
        let told = series.values.iter().take(drawn.min(6)).enumerate();
        let told = told.map(|(design, value)| {
            let share = wording::percent(value.map(|value| value.value));
            format!("{} {share}", name(found, axis, design))
        });
        let told: Vec<String> = told.collect();
        format!(" On time, {}: {}.", series.label, told.join("; "))
    });
    format!("Figures of each design with 95 % intervals.{told}")
}
