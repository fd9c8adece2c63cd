//! The plots: drawn as SVG with plotters, and rendered to PNG with resvg and the same embedded font.
//!
//! Each carries its own line of provenance (replications, orders, seed, scenario digest), an interval wherever the
//! outcome has one, axes with units, and direct labels. A plot without data is left out.

mod backlog;
mod blame;
mod canvas;
mod cost_curves;
mod costs;
mod curve;
mod dashes;
mod differences;
mod forest;
mod frame;
mod hours;
mod map;
mod order_by;
mod padding;
mod palette;
mod png;
mod room;
mod slack;
mod sweep;
mod tail;
mod tornado;
mod utilisation;
mod warm_up;
mod zones;

use std::fs;
use std::path::Path;

use leadtime_sim::outcome::Outcome;

use crate::error::ReportError;
use crate::font;

pub use differences::comparison;
pub use sweep::sweep;
pub use tornado::sensitivity;
pub use warm_up::warm_up;

/// What plots are drawn with, for those that are not about an outcome.
pub mod page {
    pub use super::canvas::{Align, Canvas, Face, draw, face};
    pub use super::frame::{MARGIN, Panel, SMALL, Tick, WIDTH};
    pub use super::palette::{BLUE, GREY, INK, VERMILLION};
}

/// What a plot or a table is about: the chapters of the HTML page, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Topic {
    /// How well promises are kept.
    Promises,
    /// Until when to order before a date.
    OrderBy,
    /// What padding buys.
    Padding,
    /// How early, how late, how long.
    Lengths,
    /// By hour of the order.
    Hours,
    /// By zone.
    Zones,
    /// Why orders are late.
    Blame,
    /// Stock and baskets.
    Stock,
    /// What orders cost.
    Money,
    /// Facilities and lanes at work.
    Network,
}

/// A drawn plot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plot {
    /// File name without extension: `<name>.svg` and `<name>.png`.
    pub name: String,
    /// Title.
    pub title: String,
    /// What it is about.
    pub topic: Topic,
    /// One sentence that says how to read it and what it shows; the alternative text.
    pub reading: String,
    /// The picture, one complete SVG document.
    pub svg: String,
}

/// Draws every plot that the outcome has data for, in the order in which a report shows them.
///
/// # Errors
/// [`ReportError::Draw`] or [`ReportError::MissingFont`].
pub fn draw(outcome: &Outcome) -> Result<Vec<Plot>, ReportError> {
    let mut plots = Vec::new();
    plots.extend(tail::plots(outcome)?);
    plots.extend(order_by::plots(outcome)?);
    plots.extend(padding::plots(outcome)?);
    plots.extend(slack::plots(outcome)?);
    plots.extend(hours::plots(outcome)?);
    plots.extend(zones::plots(outcome)?);
    plots.extend(blame::plots(outcome)?);
    plots.extend(costs::plots(outcome)?);
    plots.extend(cost_curves::plots(outcome)?);
    plots.extend(utilisation::plots(outcome)?);
    plots.extend(backlog::plots(outcome)?);
    plots.extend(map::plots(outcome)?);
    Ok(plots)
}

/// Draws every plot and writes `<name>.svg` and `<name>.png` into `dir`, which is made if needed.
///
/// # Errors
/// As [`draw`] and [`Plot::png`], and [`ReportError::Write`].
pub fn draw_all(outcome: &Outcome, dir: &Path) -> Result<Vec<Plot>, ReportError> {
    let plots = draw(outcome)?;
    write_all(&plots, dir)?;
    Ok(plots)
}

/// Writes `<name>.svg` and `<name>.png` of each plot into `dir`, which is made if needed.
///
/// # Errors
/// As [`Plot::png`], and [`ReportError::Write`].
pub fn write_all(plots: &[Plot], dir: &Path) -> Result<(), ReportError> {
    fs::create_dir_all(dir).map_err(ReportError::write(dir))?;
    for plot in plots {
        let file = |extension: &str| dir.join(format!("{}.{extension}", plot.name));
        fs::write(file("svg"), &plot.svg).map_err(ReportError::write(file("svg")))?;
        fs::write(file("png"), plot.png()?).map_err(ReportError::write(file("png")))?;
    }
    Ok(())
}

impl Plot {
    /// The plot as a PNG at twice its nominal size.
    ///
    /// # Errors
    /// [`ReportError::MissingFont`], [`ReportError::LostText`] if a text would not appear, [`ReportError::Draw`].
    pub fn png(&self) -> Result<Vec<u8>, ReportError> {
        png::render(&self.name, &self.svg, font::database())
    }
}

/// A name that is safe in a file name: lower-case letters, digits and hyphens.
fn slug(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        match c.to_ascii_lowercase() {
            c if c.is_ascii_alphanumeric() => out.push(c),
            _ if out.ends_with('-') || out.is_empty() => {}
            _ => out.push('-'),
        }
    }
    let out = out.trim_end_matches('-').to_owned();
    if out.is_empty() {
        "level".to_owned()
    } else {
        out
    }
}

/// Makes names unique by numbering repeats, so that no plot overwrites another.
fn unique(plots: &mut [Plot]) {
    for i in 1..plots.len() {
        let repeats = plots[..i]
            .iter()
            .filter(|p| p.name == plots[i].name)
            .count();
        if repeats > 0 {
            plots[i].name = format!("{}-{}", plots[i].name, i + 1);
        }
    }
}

/// The on-time row of a level at the scenario's own padding, grain `instant`.
pub(crate) fn own_row<'a>(
    outcome: &'a Outcome,
    level: &str,
) -> Option<&'a leadtime_sim::outcome::OnTime> {
    curve::own(outcome, level, "instant")
}

pub(crate) use zones::worst as worst_zones;
