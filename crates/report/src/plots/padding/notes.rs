//! What is written into an on-time plot: its grains, its target and where it is reached, what is promised now.

use leadtime_sim::outcome::{Curve, OnTime};

use super::View;
use crate::error::ReportError;
use crate::plots::canvas::{Align, Canvas, Face, face};
use crate::plots::curve::own;
use crate::plots::frame::{Panel, SMALL};
use crate::plots::palette::{BLUE, GREEN, GREY, INK, VERMILLION};
use crate::wording;

/// Height of a line of text.
const LINE: f64 = 16.0;

impl View<'_> {
    /// Everything written into the main panel.
    pub(super) fn annotate(&self, canvas: &Canvas<'_>, panel: &Panel) -> Result<(), ReportError> {
        self.key(canvas, panel)?;
        if let Some(target) = self.target() {
            self.target_line(canvas, panel, target)?;
            self.crossing_point(canvas, panel, target)?;
        }
        match own(self.outcome, self.curve.level, self.curve.grain) {
            Some(own) => self.own_point(canvas, panel, own),
            None => Ok(()),
        }
    }

    /// Names both curves at the right, halfway up, where saturating curves leave room.
    fn key(&self, canvas: &Canvas<'_>, panel: &Panel) -> Result<(), ReportError> {
        if self.by_day.is_none() {
            return Ok(());
        }
        let middle = panel.top + 0.46 * (panel.bottom - panel.top);
        let lines = [
            ("by the end of the promised day", GREEN, 1.5),
            ("by the promised instant", BLUE, 2.25),
        ];
        let bold = face(SMALL).bold();
        let mut left = panel.right;
        for (text, ..) in lines {
            left = left.min(panel.right - canvas.width(text, bold)? - 6.0);
        }
        for (i, (text, color, width)) in lines.into_iter().enumerate() {
            let y = middle + LINE * i as f64;
            canvas.label(text, (left, y), bold.color(color))?;
            canvas.path(&[(left - 30.0, y), (left - 7.0, y)], color, width)?;
        }
        Ok(())
    }

    fn target_line(
        &self,
        canvas: &Canvas<'_>,
        panel: &Panel,
        target: f64,
    ) -> Result<(), ReportError> {
        let y = panel.py(target);
        canvas.dashes(
            (panel.left, y),
            (panel.right, y),
            (7.0, 4.0),
            VERMILLION,
            1.25,
        )?;
        let words = format!("target {}", wording::target(target));
        let below = y + 11.0;
        canvas.label(
            &words,
            (panel.right - 6.0, below),
            face(SMALL).bold().color(VERMILLION).align(Align::Right),
        )
    }

    fn crossing_point(
        &self,
        canvas: &Canvas<'_>,
        panel: &Panel,
        target: f64,
    ) -> Result<(), ReportError> {
        let Some(crossing) = self.crossing() else {
            return Ok(());
        };
        let red = face(SMALL).bold().color(VERMILLION);
        let Some(reached) = crossing.by_value else {
            let words = format!(
                "target out of reach on this grid: at most {}",
                wording::percent(crossing.highest)
            );
            return canvas.label(
                &words,
                (panel.right - 6.0, panel.bottom - 14.0),
                red.align(Align::Right),
            );
        };
        let (x, y) = panel.at(self.curve.scaled(reached), target);
        canvas.dashes((x, y), (x, panel.bottom), (3.0, 3.0), VERMILLION, 1.25)?;
        canvas.disc((x, y), 4.0, VERMILLION)?;
        let lines = crossing_words(crossing, self.curve.unit);
        let (left, _) = beside(canvas, panel, x, &lines, red)?;
        canvas.label(&lines[0], (left, panel.bottom - 14.0 - LINE), red)?;
        canvas.label(
            &lines[1],
            (left, panel.bottom - 14.0),
            face(SMALL).color(VERMILLION),
        )
    }

    /// The scenario's own padding: a dot on the curve, and its figure beside it.
    fn own_point(
        &self,
        canvas: &Canvas<'_>,
        panel: &Panel,
        own: &OnTime,
    ) -> Result<(), ReportError> {
        let (Some(x), Some(share)) = (self.curve.own_x(own), own.value) else {
            return Ok(());
        };
        if x < panel.x.0 || x > panel.x.1 || share < panel.y.0 {
            return Ok(());
        }
        let (px, py) = panel.at(x, share);
        canvas.disc((px, py), 5.0, INK)?;
        let lines = [
            format!("as promised now, {}:", wording::padding(&own.padding)),
            wording::percent_interval(own.value, own.low, own.high),
        ];
        let bold = face(SMALL).bold();
        // Clear of the vertical line below the crossing.
        let line = self
            .crossing()
            .and_then(|c| c.by_value)
            .map(|v| panel.px(self.curve.scaled(v)));
        let clear = line
            .filter(|line| *line > px && *line < px + 190.0)
            .unwrap_or(px + 14.0);
        let (left, leader) = beside(canvas, panel, clear, &lines, bold)?;
        let y = (py + 46.0).clamp(panel.top + 34.0, panel.bottom - 5.0 * LINE);
        let tip = (leader, y - 9.0);
        canvas.path(
            &[(px + if leader > px { 3.0 } else { -3.0 }, py + 6.0), tip],
            GREY,
            0.9,
        )?;
        canvas.label(&lines[0], (left, y), face(SMALL))?;
        canvas.label(&lines[1], (left, y + LINE), bold)
    }
}

/// Where lines of text beside a height start: to its right if there is room, else to its left; and their end nearest to it.
fn beside(
    canvas: &Canvas<'_>,
    panel: &Panel,
    x: f64,
    lines: &[String; 2],
    look: Face,
) -> Result<(f64, f64), ReportError> {
    let wide = canvas
        .width(&lines[0], look)?
        .max(canvas.width(&lines[1], look)?);
    if x + 7.0 + wide <= panel.right - 4.0 {
        return Ok((x + 7.0, x + 9.0));
    }
    let left = (x - 21.0 - wide).max(panel.left + 4.0);
    Ok((left, left + wide))
}

/// The padding that reaches the target, by the estimate and by its lower end.
fn crossing_words(crossing: &Curve, unit: &str) -> [String; 2] {
    let target = wording::target(crossing.target);
    let reached = crossing
        .by_value
        .map_or_else(String::new, |v| wording::padding_amount(v, unit));
    let lower = match crossing.by_low {
        Some(v) if Some(v) == crossing.by_value => {
            "also by the lower end of the interval".to_owned()
        }
        Some(v) => format!(
            "by the lower end of the interval: {}",
            wording::padding_amount(v, unit)
        ),
        None => "the lower end of the interval never reaches it".to_owned(),
    };
    [format!("{target} reached at {reached}"), lower]
}
