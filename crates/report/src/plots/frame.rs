//! What every plot shares: title, subtitle, the line of provenance, panels with axes and light grids.

use leadtime_sim::outcome::Outcome;
use plotters::style::RGBColor;

use super::canvas::{Align, Canvas, face};
use super::palette::{AXIS, GREY, GRID};
use crate::error::ReportError;
use crate::wording;

/// Width of every plot, pixels.
pub const WIDTH: u32 = 860;
/// Left and right margin of texts.
pub const MARGIN: f64 = 18.0;
/// Where panels may begin, below title and subtitle.
pub(crate) const TOP: f64 = 72.0;
/// Height kept free below the panels for the line of provenance.
pub(crate) const BOTTOM: f64 = 26.0;
/// Size of tick labels and direct labels.
pub const SMALL: f64 = 12.0;

/// Title, subtitle and the line of provenance.
pub(crate) fn headings(
    canvas: &Canvas<'_>,
    outcome: &Outcome,
    height: u32,
    title: &str,
    subtitle: &str,
) -> Result<(), ReportError> {
    let note = wording::provenance(outcome);
    headings_over(canvas, &note, height, title, subtitle)
}

/// The same over another line of provenance.
pub(crate) fn headings_over(
    canvas: &Canvas<'_>,
    provenance: &str,
    height: u32,
    title: &str,
    subtitle: &str,
) -> Result<(), ReportError> {
    let room = f64::from(WIDTH) - 2.0 * MARGIN;
    let head = face(17.0).bold();
    canvas.text(&canvas.fitted(title, head, room)?, (MARGIN, 24.0), head)?;
    let sub = face(SMALL).color(GREY);
    let mut lines = wrap(canvas, subtitle, room)?;
    if lines.len() > 2 {
        // Never cut in silence: the dots show that a subtitle was written too long.
        let rest = lines.split_off(1).join(" ");
        lines.push(canvas.fitted(&rest, sub, room)?);
    }
    for (i, line) in lines.iter().enumerate() {
        canvas.text(line, (MARGIN, 45.0 + 15.0 * i as f64), sub)?;
    }
    let foot = face(10.0).color(GREY);
    let note = canvas.fitted(provenance, foot, room)?;
    canvas.text(&note, (MARGIN, f64::from(height) - 12.0), foot)
}

/// The text in lines that fit `room` pixels in the size of a subtitle.
fn wrap(canvas: &Canvas<'_>, text: &str, room: f64) -> Result<Vec<String>, ReportError> {
    let mut lines: Vec<String> = Vec::new();
    let text = text.replace(" %", "\u{a0}%");
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if canvas.width(&format!("{line} {word}"), face(SMALL))? <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    Ok(lines)
}

/// A tick: where, and what stands there.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// Where, in the unit of its axis.
    pub value: f64,
    /// What stands there.
    pub label: String,
}

/// A rectangle with two linear scales.
#[derive(Clone, Copy, Debug)]
pub struct Panel {
    /// Its left edge, pixels.
    pub left: f64,
    /// Its top edge, pixels.
    pub top: f64,
    /// Its right edge, pixels.
    pub right: f64,
    /// Its bottom edge, pixels.
    pub bottom: f64,
    /// Values at the left and right edge.
    pub x: (f64, f64),
    /// Values at the bottom and top edge.
    pub y: (f64, f64),
}

impl Panel {
    /// Where a value lies across.
    #[must_use]
    pub fn px(&self, x: f64) -> f64 {
        self.left + (x - self.x.0) / (self.x.1 - self.x.0) * (self.right - self.left)
    }

    /// Where a value lies in height.
    #[must_use]
    pub fn py(&self, y: f64) -> f64 {
        self.bottom - (y - self.y.0) / (self.y.1 - self.y.0) * (self.bottom - self.top)
    }

    /// Where a point lies.
    #[must_use]
    pub fn at(&self, x: f64, y: f64) -> (f64, f64) {
        (self.px(x), self.py(y))
    }

    /// Light vertical lines, tick labels below, the axis' name below them.
    ///
    /// # Errors
    /// [`ReportError::Draw`].
    pub fn x_axis(
        &self,
        canvas: &Canvas<'_>,
        ticks: &[Tick],
        name: &str,
    ) -> Result<(), ReportError> {
        for tick in ticks {
            let x = self.px(tick.value);
            canvas.path(&[(x, self.top), (x, self.bottom)], GRID, 0.75)?;
            canvas.path(&[(x, self.bottom), (x, self.bottom + 4.0)], AXIS, 1.0)?;
            canvas.text(
                &tick.label,
                (x, self.bottom + 13.0),
                face(SMALL).color(GREY).align(Align::Middle),
            )?;
        }
        canvas.path(
            &[(self.left, self.bottom), (self.right, self.bottom)],
            AXIS,
            1.0,
        )?;
        let middle = (self.left + self.right) / 2.0;
        canvas.text(
            name,
            (middle, self.bottom + 33.0),
            face(SMALL).align(Align::Middle),
        )
    }

    /// Light horizontal lines, tick labels at the left, the axis' name turned beside them.
    ///
    /// # Errors
    /// [`ReportError::Draw`].
    pub fn y_axis(
        &self,
        canvas: &Canvas<'_>,
        ticks: &[Tick],
        name: &str,
    ) -> Result<(), ReportError> {
        for tick in ticks {
            let y = self.py(tick.value);
            canvas.path(&[(self.left, y), (self.right, y)], GRID, 0.75)?;
            canvas.text(
                &tick.label,
                (self.left - 7.0, y),
                face(SMALL).color(GREY).align(Align::Right),
            )?;
        }
        let middle = (self.top + self.bottom) / 2.0;
        let mut widest: f64 = 0.0;
        for tick in ticks {
            widest = widest.max(canvas.width(&tick.label, face(SMALL))?);
        }
        let x = (self.left - 22.0 - widest).min(self.left - 58.0).max(9.0);
        canvas.text(
            name,
            (x, middle),
            face(SMALL).align(Align::Middle).upwards(),
        )
    }
}

/// Multiples of a step within [from, to].
fn multiples(from: f64, to: f64, step: f64) -> impl Iterator<Item = f64> {
    let (first, last) = (
        (from / step - 1e-9).ceil() as i64,
        (to / step + 1e-9).floor() as i64,
    );
    (first..=last).map(move |i| i as f64 * step)
}

/// The least of `steps` that gives at most `most` ticks; the last one otherwise.
fn step_for(span: f64, most: usize, steps: impl Iterator<Item = f64>) -> f64 {
    let mut last = span;
    for step in steps {
        last = step;
        if span / step <= most as f64 {
            break;
        }
    }
    last
}

/// Steps 1, 2, 5, 10, ... from a millionth up.
fn decimal_steps() -> impl Iterator<Item = f64> {
    (-6..=12).flat_map(|e| [1.0, 2.0, 5.0].map(|m| m * libm::exp10(f64::from(e))))
}

/// Ticks of a plain number, at most about `most`.
pub(crate) fn number_ticks(from: f64, to: f64, most: usize) -> Vec<Tick> {
    let step = step_for(to - from, most, decimal_steps());
    multiples(from, to, step)
        .map(|value| Tick {
            value,
            label: wording::quantity(Some(value)),
        })
        .collect()
}

/// Ticks of a share, labelled in percent with the digits that the step needs.
pub(crate) fn share_ticks(from: f64, to: f64, most: usize) -> Vec<Tick> {
    let step = step_for(to - from, most, decimal_steps());
    let digits = (0..4)
        .find(|&d| step * libm::exp10(f64::from(d) + 2.0) > 0.999)
        .unwrap_or(4) as usize;
    let label = |value: f64| format!("{:.digits$} %", value * 100.0);
    multiples(from, to, step)
        .map(|value| Tick {
            value,
            label: label(value),
        })
        .collect()
}

/// Ticks of signed hours at steps a clock knows: 1, 2, 3, 6, 12, 24 hours and whole days beyond.
pub(crate) fn hour_ticks(from: f64, to: f64, most: usize) -> Vec<Tick> {
    let clock = [
        0.25, 0.5, 1.0, 2.0, 3.0, 6.0, 12.0, 24.0, 48.0, 96.0, 168.0, 336.0,
    ];
    let step = step_for(to - from, most, clock.into_iter());
    multiples(from, to, step)
        .map(|value| Tick {
            value,
            label: wording::plain(value, true),
        })
        .collect()
}

/// Ticks of signed plain numbers.
pub(crate) fn signed_ticks(from: f64, to: f64, most: usize) -> Vec<Tick> {
    let step = step_for(to - from, most, decimal_steps().filter(|s| *s >= 1.0));
    multiples(from, to, step)
        .map(|value| Tick {
            value,
            label: wording::plain(value, true),
        })
        .collect()
}

/// Ticks of a signed number with the digits that the step needs.
pub(crate) fn difference_ticks(from: f64, to: f64, most: usize) -> Vec<Tick> {
    let step = step_for(to - from, most, decimal_steps());
    multiples(from, to, step)
        .map(|value| Tick {
            value,
            label: wording::difference(value, step),
        })
        .collect()
}

/// Heights for labels that want to stand at `wanted`, at least `gap` apart, within [top, bottom]; in the order given.
pub(crate) fn apart(wanted: &[f64], gap: f64, top: f64, bottom: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| wanted[a].total_cmp(&wanted[b]));
    let mut places = wanted.to_vec();
    let mut least = top;
    for &i in &order {
        places[i] = places[i].max(least);
        least = places[i] + gap;
    }
    let mut most = bottom;
    for &i in order.iter().rev() {
        places[i] = places[i].min(most);
        most = places[i] - gap;
    }
    places
}

/// A colour bar with its two ends named, right-aligned at `right`.
pub(crate) fn color_bar(
    canvas: &Canvas<'_>,
    ramp: impl Fn(f64) -> RGBColor,
    (right, y): (f64, f64),
    (from, to): (&str, &str),
) -> Result<(), ReportError> {
    let (steps, wide, high) = (40, 140.0, 10.0);
    let small = face(11.0).color(GREY);
    let end = right - canvas.width(to, small)? - 6.0;
    let start = end - wide;
    for i in 0..steps {
        let x = start + wide * f64::from(i) / f64::from(steps);
        // A little over the edge: renderers leave a light seam between blocks that merely touch.
        let next = (start + wide * f64::from(i + 1) / f64::from(steps) + 0.5).min(end);
        canvas.block(
            (x, y - high / 2.0),
            (next, y + high / 2.0),
            ramp((f64::from(i) + 0.5) / f64::from(steps)),
            1.0,
        )?;
    }
    let corners = [
        (start, y - 5.0),
        (end, y - 5.0),
        (end, y + 5.0),
        (start, y + 5.0),
        (start, y - 5.0),
    ];
    canvas.path(&corners, AXIS, 0.75)?;
    canvas.text(from, (start - 6.0, y), small.align(Align::Right))?;
    canvas.text(to, (end + 6.0, y), small)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, missing_docs)]
    use super::*;

    fn labels(ticks: &[Tick]) -> Vec<&str> {
        ticks.iter().map(|t| t.label.as_str()).collect()
    }

    #[test]
    fn ticks_stand_on_round_numbers() {
        assert_eq!(
            labels(&hour_ticks(-24.0, 72.0, 9)),
            ["−24", "−12", "0", "+12", "+24", "+36", "+48", "+60", "+72"]
        );
        assert_eq!(
            labels(&share_ticks(0.5, 1.0, 6)),
            ["50 %", "60 %", "70 %", "80 %", "90 %", "100 %"]
        );
        assert_eq!(
            labels(&share_ticks(0.992, 1.0, 5)),
            ["99.2 %", "99.4 %", "99.6 %", "99.8 %", "100.0 %"]
        );
        assert_eq!(
            labels(&number_ticks(0.0, 3000.0, 4)),
            ["0", "1,000", "2,000", "3,000"]
        );
    }

    #[test]
    fn labels_keep_their_distance_and_their_order() {
        let places = apart(&[10.0, 12.0, 11.0, 100.0], 14.0, 0.0, 110.0);
        assert_eq!(places, vec![10.0, 38.0, 24.0, 100.0]);
        let crowded = apart(&[100.0, 101.0], 14.0, 0.0, 105.0);
        assert_eq!(crowded, vec![91.0, 105.0]);
    }
}
