//! What is written into an on-time plot: its grains, its target and where it is reached, what is promised now.

use leadtime_sim::outcome::OnTime;
use plotters::style::RGBColor;

use super::View;
use crate::crossing::Crossing;
use crate::error::ReportError;
use crate::plots::canvas::{Canvas, Face, face};
use crate::plots::curve::{DASH, OnTimeCurve, own};
use crate::plots::frame::{Panel, SMALL};
use crate::plots::palette::{BLUE, GREEN, GREY, INK, VERMILLION};
use crate::plots::room::Room;
use crate::wording;

/// Height of a line of text.
const LINE: f64 = 16.0;

impl View<'_> {
    /// Everything written into the main panel: lines and dots first, then their labels where there is room.
    pub(super) fn annotate(&self, canvas: &Canvas<'_>, panel: &Panel) -> Result<(), ReportError> {
        let mut room = Room::new(panel);
        for curve in [Some(&self.curve), self.by_day.as_ref()]
            .into_iter()
            .flatten()
        {
            for run in curve.runs() {
                let places = run
                    .iter()
                    .filter_map(|p| Some(panel.at(curve.x(p)?, p.value?.max(panel.y.0))));
                room.line(&places.collect::<Vec<_>>());
            }
        }
        let reached = self.target_lines(canvas, panel, &mut room)?;
        let own = own(self.outcome, self.curve.level, self.curve.grain);
        let own = own.and_then(|own| Some((own, self.own_place(panel, own)?)));
        if let Some((_, place)) = own {
            canvas.disc(place, 5.0, INK)?;
            room.dot(place);
        }
        if let Some((own, place)) = own {
            own_label(canvas, &mut room, own, place)?;
        }
        self.target_labels(canvas, panel, &mut room, reached)?;
        self.key(canvas, panel, &mut room)
    }

    /// The target's line, and a drop from the point of the curve that first meets it; gives that place.
    fn target_lines(
        &self,
        canvas: &Canvas<'_>,
        panel: &Panel,
        room: &mut Room,
    ) -> Result<Option<(f64, f64)>, ReportError> {
        let Some(target) = self.target() else {
            return Ok(None);
        };
        let y = panel.py(target);
        canvas.dashes(
            (panel.left, y),
            (panel.right, y),
            (7.0, 4.0),
            VERMILLION,
            1.25,
        )?;
        room.line(&[(panel.left, y), (panel.right, y)]);
        let Some((x, y)) = self.reached_place(panel) else {
            return Ok(None);
        };
        canvas.dashes((x, y), (x, panel.bottom), (3.0, 3.0), VERMILLION, 1.25)?;
        canvas.disc((x, y), 4.0, VERMILLION)?;
        room.line(&[(x, y), (x, panel.bottom)]);
        Ok(Some((x, y)))
    }

    /// Where the curve first meets the target: the grid's point on the curve. None where the grid begins there, since it may be
    /// met by less.
    fn reached_place(&self, panel: &Panel) -> Option<(f64, f64)> {
        let at = self.crossing()?.by_value.filter(|at| !at.at_start)?;
        let point = self
            .curve
            .points
            .iter()
            .find(|p| p.padding.value == Some(at.padding))?;
        let (x, share) = (self.curve.x(point)?, point.value?);
        (x >= panel.x.0 && x <= panel.x.1).then(|| panel.at(x, share))
    }

    fn target_labels(
        &self,
        canvas: &Canvas<'_>,
        panel: &Panel,
        room: &mut Room,
        reached: Option<(f64, f64)>,
    ) -> Result<(), ReportError> {
        let Some(target) = self.target() else {
            return Ok(());
        };
        let red = face(SMALL).bold().color(VERMILLION);
        let name = format!("target {}", wording::target(target));
        block(
            canvas,
            room,
            &[(name, red)],
            (panel.right - 4.0, panel.py(target)),
        )?;
        let Some(crossing) = self.crossing() else {
            return Ok(());
        };
        if crossing.by_value.is_none() {
            let words = format!(
                "target out of reach on this grid: at most {}",
                wording::percent(crossing.curve.highest)
            );
            let corner = (panel.right - 6.0, panel.bottom - 14.0);
            return block(canvas, room, &[(words, red)], corner);
        }
        let [first, second] = crossing_words(&crossing, self.curve.unit);
        let lines = [(first, red), (second, face(SMALL).color(VERMILLION))];
        let x = reached.map_or(panel.left, |place| place.0);
        block(canvas, room, &lines, (x + 8.0, panel.bottom - 10.0))
    }

    /// Where the scenario's own padding lies on the curve, if it can be shown.
    fn own_place(&self, panel: &Panel, own: &OnTime) -> Option<(f64, f64)> {
        let (x, share) = (self.curve.own_x(own)?, own.value?);
        (x >= panel.x.0 && x <= panel.x.1 && share >= panel.y.0).then(|| panel.at(x, share))
    }

    /// Names what the lines are, at the right halfway up unless something is there.
    fn key(&self, canvas: &Canvas<'_>, panel: &Panel, room: &mut Room) -> Result<(), ReportError> {
        let lines = self.key_lines();
        if lines.is_empty() {
            return Ok(());
        }
        let bold = face(SMALL).bold();
        let mut wide: f64 = 0.0;
        for (text, ..) in &lines {
            wide = wide.max(canvas.width(text, bold)?);
        }
        let middle = panel.top + 0.5 * (panel.bottom - panel.top);
        let high = LINE * lines.len() as f64;
        let (left, top) = room.place((wide + 30.0, high), (panel.right - 4.0, middle));
        for (i, (text, color, sample)) in lines.into_iter().enumerate() {
            let y = top + LINE * (i as f64 + 0.5);
            canvas.label(text, (left + 30.0, y), bold.color(color))?;
            let ends = [(left, y), (left + 23.0, y)];
            match sample {
                Sample::Line(width) => canvas.path(&ends, color, width)?,
                Sample::Dashes => canvas.dashed_path(&ends, DASH, color, 1.5)?,
                Sample::Nothing => {}
            }
        }
        Ok(())
    }

    /// The key's lines: both grains if both are known, and what dashes mean if there are any.
    fn key_lines(&self) -> Vec<(&'static str, RGBColor, Sample)> {
        let mut lines = Vec::new();
        if self.by_day.is_some() {
            lines.push(("by the end of the promised day", GREEN, Sample::Line(1.5)));
            lines.push(("by the promised instant", BLUE, Sample::Line(2.25)));
        } else if self.alike {
            lines.push(("by instant and by day alike", BLUE, Sample::Line(2.25)));
        }
        let mut curves = [Some(&self.curve), self.by_day.as_ref()]
            .into_iter()
            .flatten();
        if let Some([first, second]) = curves.find_map(OnTimeCurve::approximate_because) {
            lines.push((first, GREY, Sample::Dashes));
            lines.push((second, GREY, Sample::Nothing));
        }
        lines
    }
}

/// What stands before a line of the key.
enum Sample {
    Line(f64),
    Dashes,
    Nothing,
}

/// The figure at the padding promised now, tied to its dot.
fn own_label(
    canvas: &Canvas<'_>,
    room: &mut Room,
    own: &OnTime,
    (x, y): (f64, f64),
) -> Result<(), ReportError> {
    let first = format!("as promised now, {}:", wording::padding(&own.padding));
    let second = wording::percent_interval(own.value, own.low, own.high);
    let bold = face(SMALL).bold();
    let (wide, high) = (
        canvas
            .width(&first, face(SMALL))?
            .max(canvas.width(&second, bold)?),
        2.0 * LINE,
    );
    let (left, top) = room.place((wide, high), (x + 24.0, y + 30.0));
    let near = (x.clamp(left, left + wide), y.clamp(top, top + high));
    let color: RGBColor = GREY;
    canvas.path(&[(x, y), near], color, 0.9)?;
    canvas.disc((x, y), 5.0, INK)?;
    canvas.label(&first, (left, top + 0.5 * LINE), face(SMALL))?;
    canvas.label(&second, (left, top + 1.5 * LINE), bold)
}

/// Lines of text as one block, placed near `anchor` where there is room.
fn block(
    canvas: &Canvas<'_>,
    room: &mut Room,
    lines: &[(String, Face)],
    anchor: (f64, f64),
) -> Result<(), ReportError> {
    let mut wide: f64 = 0.0;
    for (text, look) in lines {
        wide = wide.max(canvas.width(text, *look)?);
    }
    let (left, top) = room.place((wide, LINE * lines.len() as f64), anchor);
    for (i, (text, look)) in lines.iter().enumerate() {
        canvas.label(text, (left, top + LINE * (i as f64 + 0.5)), *look)?;
    }
    Ok(())
}

/// The padding that reaches the target, by the estimate and by its lower end.
fn crossing_words(crossing: &Crossing<'_>, unit: &str) -> [String; 2] {
    let target = wording::target(crossing.curve.target);
    let reached = crossing
        .by_value
        .map_or_else(String::new, |at| at.words(unit));
    let lower = match crossing.by_low {
        Some(at) if Some(at) == crossing.by_value => {
            "also by the lower end of the interval".to_owned()
        }
        Some(at) => format!("by the lower end of the interval: {}", at.words(unit)),
        None => "the lower end of the interval never reaches it".to_owned(),
    };
    [format!("{target} reached at {reached}"), lower]
}
