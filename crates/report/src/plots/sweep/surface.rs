//! On time over two axes: a heat map with a number in every cell that has room for it.

use leadtime_experiment::{Sweep, SweptDesign};
use leadtime_stats::Estimate;

use super::axis::{Numbers, title as axis_title};
use super::measured::of_all;
use super::{Headings, held, page};
use crate::error::ReportError;
use crate::plots::Plot;
use crate::plots::canvas::{Align, Canvas, face};
use crate::plots::frame::{BOTTOM, MARGIN, SMALL, TOP, WIDTH, color_bar};
use crate::plots::palette::{EMPTY, GREY, WARM, text_on};
use crate::wording;

/// Values of an axis from which on cells would be too small to see.
const MOST: usize = 150;
/// Room for the values of the second axis at most.
const NAMES: f64 = 150.0;
/// Height of all cells, as far as a cell may be as low and as high as this.
const ROOM: f64 = 380.0;
const LOWEST: f64 = 4.0;
const HIGHEST: f64 = 56.0;
const HEAD: f64 = 10.0;
const FOOT: f64 = 78.0;
/// Pixels that a number needs.
const NUMBER: (f64, f64) = (46.0, 17.0);
/// Columns and rows up to which cells have room for an interval below the number.
const INTERVALS: (usize, usize) = (7, 9);

/// What is drawn: one value per pair of places, `[first axis, second axis]`.
struct Surface<'s> {
    found: &'s Sweep,
    axes: [usize; 2],
    /// Places of the axes in the order in which they are drawn: columns to the right, rows downwards.
    columns: Vec<usize>,
    rows: Vec<usize>,
    figure: usize,
    least: f64,
    most: f64,
}

pub(super) fn plot(
    found: &Sweep,
    axes: [usize; 2],
    rest: &[usize],
) -> Result<Option<Plot>, ReportError> {
    let Some(surface) = Surface::of(found, axes, rest) else {
        return Ok(None);
    };
    let [first, second] = axes.map(|axis| &found.axes[axis].name);
    let held = held(found, rest);
    let title = format!("On time by {first} and {second}{held}");
    let mut subtitle = match found.figures[surface.figure].service_level.as_deref() {
        Some(level) => format!("Share of {level} delivered by the promise."),
        None => "Share of all orders, whatever their service level, delivered by the promise."
            .to_owned(),
    };
    if surface.tells_intervals() {
        subtitle.push_str(" Small: 95 % intervals, each by itself.");
    }
    if !rest.is_empty() {
        subtitle.push_str(" The other values are in designs.csv.");
    }
    if surface.shown(rest).any(|design| design.failure.is_some()) {
        subtitle.push_str(" Grey: drowns in a backlog without bound.");
    }
    let high = surface.cell_height() * surface.rows.len() as f64;
    let headings = Headings {
        name: "sweep",
        title: &title,
        subtitle: &subtitle,
        reading: surface.reading(rest, &held),
        height: (TOP + HEAD + high + FOOT + BOTTOM) as u32,
    };
    page(found, headings, |canvas| surface.paint(canvas, rest)).map(Some)
}

impl<'s> Surface<'s> {
    fn of(found: &'s Sweep, axes: [usize; 2], rest: &[usize]) -> Option<Self> {
        let order = |axis: usize| {
            let axis = &found.axes[axis];
            let mut order: Vec<usize> = (0..axis.values.len()).collect();
            if let Some(numbers) = Numbers::of(axis) {
                order.sort_by(|&a, &b| numbers.at(a).total_cmp(&numbers.at(b)));
            }
            order
        };
        let (columns, mut rows) = (order(axes[0]), order(axes[1]));
        if columns.len() > MOST || rows.len() > MOST {
            return None;
        }
        if Numbers::of(&found.axes[axes[1]]).is_some() {
            // More is higher, as on any axis.
            rows.reverse();
        }
        let mut surface = Self {
            found,
            axes,
            columns,
            rows,
            figure: of_all(found, "on_time")?,
            least: 0.0,
            most: 0.0,
        };
        let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
        for design in surface.shown(rest) {
            let Some(value) = surface.value(design) else {
                continue;
            };
            (least, most) = (least.min(value.value), most.max(value.value));
        }
        // The colours span a point at least, so that chance is not painted as a landscape.
        surface.most = most;
        surface.least = least.min(most - 0.01).max(0.0);
        most.is_finite().then_some(surface)
    }

    /// The designs with the further axes at their first values.
    fn shown<'a>(&'a self, rest: &'a [usize]) -> impl Iterator<Item = &'s SweptDesign> + 'a {
        let first = |design: &&SweptDesign| rest.iter().all(|&axis| design.at[axis] == 0);
        self.found.designs.iter().filter(first)
    }

    fn value(&self, design: &'s SweptDesign) -> Option<&'s Estimate> {
        design.figures[self.figure].as_ref()
    }

    fn tells_intervals(&self) -> bool {
        self.columns.len() <= INTERVALS.0 && self.rows.len() <= INTERVALS.1
    }

    fn cell_height(&self) -> f64 {
        (ROOM / self.rows.len() as f64).clamp(LOWEST, HIGHEST)
    }

    fn paint(&self, canvas: &Canvas<'_>, rest: &[usize]) -> Result<(), ReportError> {
        let [first, second] = self.axes.map(|axis| &self.found.axes[axis]);
        let small = face(SMALL).color(GREY);
        let mut names: f64 = 20.0;
        for value in &second.values {
            names = names.max(canvas.width(value, small)?);
        }
        let left = MARGIN + 22.0 + names.min(NAMES) + 10.0;
        let (top, high) = (TOP + HEAD, self.cell_height());
        let wide = (f64::from(WIDTH) - MARGIN - left) / self.columns.len() as f64;
        let bottom = top + high * self.rows.len() as f64;
        for design in self.shown(rest) {
            let place = |order: &[usize], axis: usize| {
                let at = order.iter().position(|&at| at == design.at[axis]);
                at.unwrap_or(0) as f64
            };
            let x = left + wide * place(&self.columns, self.axes[0]);
            let y = top + high * place(&self.rows, self.axes[1]);
            self.cell(canvas, self.value(design), (x, y), (wide, high))?;
        }
        let every = (15.0 / high).ceil().max(1.0) as usize;
        // Counted from the lower end, where the axes begin.
        for (row, &at) in self.rows.iter().enumerate() {
            if (self.rows.len() - 1 - row).is_multiple_of(every) {
                let text = canvas.fitted(&second.values[at], small, NAMES)?;
                let y = top + high * (row as f64 + 0.5);
                canvas.text(&text, (left - 9.0, y), small.align(Align::Right))?;
            }
        }
        let mut widest: f64 = 20.0;
        for value in &first.values {
            widest = widest.max(canvas.width(value, small)?);
        }
        let every = ((widest.min(90.0) + 10.0) / wide).ceil().max(1.0) as usize;
        for (column, &at) in self.columns.iter().enumerate().step_by(every) {
            let room = wide * every as f64 - 6.0;
            let text = canvas.fitted(&first.values[at], small, room)?;
            let x = left + wide * (column as f64 + 0.5);
            canvas.text(&text, (x, bottom + 14.0), small.align(Align::Middle))?;
        }
        self.names(canvas, (left, top, bottom))
    }

    /// What the axes and the colours are.
    fn names(
        &self,
        canvas: &Canvas<'_>,
        (left, top, bottom): (f64, f64, f64),
    ) -> Result<(), ReportError> {
        let right = f64::from(WIDTH) - MARGIN;
        let [first, second] = self.axes.map(|axis| axis_title(&self.found.axes[axis]));
        let look = face(SMALL).align(Align::Middle);
        let across = canvas.fitted(&first, look, right - left)?;
        canvas.text(&across, ((left + right) / 2.0, bottom + 34.0), look)?;
        let upwards = canvas.fitted(&second, look, bottom - top + 40.0)?;
        let middle = (top + bottom) / 2.0;
        canvas.text(&upwards, (MARGIN + 4.0, middle), look.upwards())?;
        let ends = (
            wording::percent(Some(self.most)),
            format!("{} on time", wording::percent(Some(self.least))),
        );
        let at = (right, bottom + 62.0);
        color_bar(
            canvas,
            |share| WARM.at(share * DARKEST),
            at,
            (&ends.0, &ends.1),
        )
    }

    fn cell(
        &self,
        canvas: &Canvas<'_>,
        value: Option<&Estimate>,
        (x, y): (f64, f64),
        (wide, high): (f64, f64),
    ) -> Result<(), ReportError> {
        let seam = if wide.min(high) > 12.0 { 1.5 } else { 0.0 };
        let corner = (x + wide - seam, y + high - seam);
        let Some(value) = value else {
            return canvas.block((x, y), corner, EMPTY, 1.0);
        };
        let share = (self.most - value.value) / (self.most - self.least);
        let color = WARM.at(share * DARKEST);
        canvas.block((x, y), corner, color, 1.0)?;
        let middle = (x + (wide - seam) / 2.0, y + (high - seam) / 2.0);
        let ink = face(SMALL).color(text_on(color)).align(Align::Middle);
        if wide < NUMBER.0 || high < NUMBER.1 {
            return Ok(());
        }
        let known = value.low.is_finite() && value.high.is_finite();
        if !(known && self.tells_intervals()) {
            let number = wording::percent(Some(value.value));
            return canvas.text(&number, middle, ink);
        }
        let (low, high) = (Some(value.low), Some(value.high));
        let both = wording::percent_interval(Some(value.value), low, high);
        let (number, range) = both.split_once(" (").unwrap_or((&both, ""));
        canvas.text(number, (middle.0, middle.1 - 7.5), ink.bold())?;
        let small = face(10.5).color(text_on(color)).align(Align::Middle);
        let range = range.trim_end_matches(')');
        canvas.text(range, (middle.0, middle.1 + 8.5), small)
    }

    fn reading(&self, rest: &[usize], held: &str) -> String {
        let seen = || {
            let designs = self.shown(rest);
            designs.filter_map(|design| Some((design, self.value(design)?.value)))
        };
        let told = |found: Option<(&SweptDesign, f64)>| {
            found.map_or_else(String::new, |(design, share)| {
                format!("{} at {}", wording::percent(Some(share)), design.name)
            })
        };
        let [first, second] = self.axes.map(|axis| &self.found.axes[axis].name);
        format!(
            "Heat map of the on-time share over {first} and {second}{held}, darker is worse: from {} to {}.",
            told(seen().min_by(|a, b| a.1.total_cmp(&b.1))),
            told(seen().max_by(|a, b| a.1.total_cmp(&b.1)))
        )
    }
}

/// How far into the ramp the worst cell goes: numbers stay readable on it.
const DARKEST: f64 = 0.8;
