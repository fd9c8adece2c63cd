//! What is drawn of every design: on time, quote length and cost, by service level and all together.

use leadtime_experiment::Sweep;
use leadtime_sim::outcome::Unit;
use leadtime_stats::Estimate;
use plotters::style::RGBColor;

use crate::error::ReportError;
use crate::plots::canvas::{Align, Canvas, face};
use crate::plots::frame::{MARGIN, SMALL, Tick, WIDTH, number_ticks, share_ticks};
use crate::plots::palette::{CURVES, INK};
use crate::wording::{self, TimeUnit};

/// The measures drawn, in their order.
const MEASURES: [&str; 3] = ["on_time", "quote_length", "cost"];
/// Service levels that are drawn by themselves; of more, only all together.
const MOST_LEVELS: usize = 5;

/// One measure of all designs.
pub(super) struct Measured<'s> {
    /// Name of its axis, with its unit.
    pub(super) name: String,
    pub(super) unit: Unit,
    /// Its values are multiplied by this.
    pub(super) factor: f64,
    pub(super) series: Vec<Series<'s>>,
}

/// A measure of one service level.
pub(super) struct Series<'s> {
    pub(super) label: &'s str,
    pub(super) color: RGBColor,
    /// One per design.
    pub(super) values: Vec<Option<&'s Estimate>>,
}

/// The place of a measure of all levels together, or of the only one.
pub(super) fn of_all(found: &Sweep, measure: &str) -> Option<usize> {
    found
        .figures
        .iter()
        .rposition(|figure| figure.measure == measure)
}

/// All measures that differ between designs, and in words those that are the same throughout.
pub(super) fn all(found: &Sweep) -> (Vec<Measured<'_>>, Vec<String>) {
    let (mut kept, mut same) = (Vec::new(), Vec::new());
    for measure in MEASURES {
        let Some(measured) = measured(found, measure) else {
            continue;
        };
        if measured.same() && measure != "on_time" {
            same.push(wording::measure(measure).to_owned());
        } else {
            kept.push(measured);
        }
    }
    (kept, same)
}

fn measured<'s>(found: &'s Sweep, measure: &str) -> Option<Measured<'s>> {
    let figures = found.figures.iter().enumerate();
    let figures: Vec<_> = figures
        .filter(|(_, figure)| figure.measure == measure)
        .collect();
    let all = of_all(found, measure)?;
    let many = figures.len() > MOST_LEVELS + 1;
    let series = figures.iter().enumerate();
    let series = series
        .filter(|(_, (figure, _))| !many || *figure == all)
        .map(|(color, (figure, summary))| Series {
            label: summary.service_level.as_deref().unwrap_or("all levels"),
            color: match summary.service_level {
                Some(_) => CURVES[color % CURVES.len()],
                None => INK,
            },
            values: found
                .designs
                .iter()
                .map(|design| design.figures[*figure].as_ref())
                .collect(),
        });
    let series: Vec<Series<'_>> = series
        .filter(|series| series.values.iter().any(Option::is_some))
        .collect();
    let unit = found.figures[all].unit;
    let largest = series.iter().flat_map(|series| &series.values).flatten();
    let largest = largest
        .map(|found| found.value.abs())
        .reduce(f64::max)
        .filter(|value| value.is_finite())?;
    let words = wording::measure(measure);
    let (factor, name) = match unit {
        Unit::Seconds => {
            let unit = TimeUnit::for_largest(largest);
            (1.0 / unit.seconds(), format!("{words}, {}", unit.short()))
        }
        _ => (1.0, words.to_owned()),
    };
    Some(Measured {
        name,
        unit,
        factor,
        series,
    })
}

impl Measured<'_> {
    /// Whether every series has one value in all designs.
    fn same(&self) -> bool {
        self.series.iter().all(|series| {
            let mut values = series.values.iter().flatten().map(|found| found.value);
            let first = values.next();
            values.all(|value| Some(value) == first)
        })
    }

    /// Value and the ends of its interval in the unit of the axis; none where an end is open.
    pub(super) fn scaled(&self, found: &Estimate) -> (f64, Option<(f64, f64)>) {
        let known = found.low.is_finite() && found.high.is_finite();
        let ends = (found.low * self.factor, found.high * self.factor);
        (found.value * self.factor, known.then_some(ends))
    }

    /// What an axis spans: all intervals with a little air, shares never beyond 0 and 1.
    pub(super) fn span(&self) -> (f64, f64) {
        let values = self.series.iter().flat_map(|series| &series.values);
        let ends = values.flatten().flat_map(|found| {
            let (value, ends) = self.scaled(found);
            let (low, high) = ends.unwrap_or((value, value));
            [low, high, value]
        });
        let (from, to) = ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), x| {
            (a.min(x), b.max(x))
        });
        if self.unit == Unit::Share {
            let air = ((to - from) * 0.06).max(0.0005);
            return ((from - air).max(0.0), (to + air).min(1.0));
        }
        let air = ((to - from) * 0.08).max(to.abs().max(1e-6) * 0.01);
        (from - air, to + air)
    }

    /// Ticks of its axis.
    pub(super) fn ticks(&self, (from, to): (f64, f64), most: usize) -> Vec<Tick> {
        match self.unit {
            Unit::Share => share_ticks(from, to, most),
            _ => number_ticks(from, to, most),
        }
    }
}

/// Which colour is which service level, in one line that ends at the right.
pub(super) fn key(canvas: &Canvas<'_>, measured: &Measured<'_>, y: f64) -> Result<(), ReportError> {
    let small = face(SMALL);
    let mut x = f64::from(WIDTH) - MARGIN;
    for series in measured.series.iter().rev() {
        let label = canvas.fitted(series.label, small, 130.0)?;
        canvas.text(&label, (x, y), small.align(Align::Right))?;
        x -= canvas.width(&label, small)? + 10.0;
        canvas.disc((x, y), 4.0, series.color)?;
        x -= 22.0;
    }
    Ok(())
}
