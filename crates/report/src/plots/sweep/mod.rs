//! The plots of a sweep: figures along one axis, a heat map over two, and what a longer quote buys.

mod axis;
mod curves;
mod front;
mod measured;
mod rows;
mod surface;

use leadtime_experiment::Sweep;

use super::canvas::{Canvas, draw};
use super::frame::{WIDTH, headings_over};
use super::{Plot, Topic};
use crate::error::ReportError;
use crate::wording;

/// Draws what the designs of a sweep have to show: curves over an axis of numbers, rows over names or listed designs, a heat map over two
/// axes, and the Pareto front where quotes differ. A sweep of one design has no plots.
///
/// # Errors
/// As [`super::draw`].
pub fn sweep(found: &Sweep) -> Result<Vec<Plot>, ReportError> {
    let axes = 0..found.axes.len();
    let varied: Vec<usize> = axes
        .filter(|&axis| found.axes[axis].values.len() > 1)
        .collect();
    let mut plots = Vec::new();
    plots.extend(match varied[..] {
        [] => rows::plot(found, None)?,
        [only] => match axis::Numbers::of(&found.axes[only]) {
            Some(numbers) => curves::plot(found, only, &numbers)?,
            None => rows::plot(found, Some(only))?,
        },
        [first, second, ref rest @ ..] => surface::plot(found, [first, second], rest)?,
    });
    plots.extend(front::plot(found)?);
    Ok(plots)
}

/// What stands above a plot of a sweep.
struct Headings<'t> {
    /// File name without extension.
    name: &'static str,
    title: &'t str,
    subtitle: &'t str,
    reading: String,
    height: u32,
}

/// A page with its headings, and below them what `paint` draws.
fn page(
    found: &Sweep,
    headings: Headings<'_>,
    paint: impl FnOnce(&Canvas<'_>) -> Result<(), ReportError>,
) -> Result<Plot, ReportError> {
    let Headings {
        name,
        title,
        subtitle,
        reading,
        height,
    } = headings;
    let note = wording::sweep_provenance(found);
    let svg = draw(name, (WIDTH, height), title, &reading, |canvas| {
        headings_over(canvas, &note, height, title, subtitle)?;
        paint(canvas)
    })?;
    Ok(Plot {
        name: name.to_owned(),
        title: title.to_owned(),
        topic: Topic::Promises,
        reading,
        svg,
    })
}

/// `, with padding 0h and cutoff 18:00`: the axes that are not drawn, at their first values.
fn held(found: &Sweep, rest: &[usize]) -> String {
    let first = rest.iter().map(|&axis| {
        let axis = &found.axes[axis];
        format!("{} {}", axis.name, axis.values[0])
    });
    let first: Vec<String> = first.collect();
    if first.is_empty() {
        return String::new();
    }
    format!(", with {}", first.join(" and "))
}
