//! Marks on the curves of all levels: what is promised now, where targets are reached, and labels where there is room.

use leadtime_sim::outcome::Outcome;
use plotters::style::RGBColor;

use super::{Drawn, on_scale};
use crate::crossing::crossing;
use crate::error::ReportError;
use crate::plots::canvas::{Canvas, Face, face};
use crate::plots::curve::{OnTimeCurve, announced, own};
use crate::plots::frame::{Panel, SMALL};
use crate::plots::palette::{INK, WHITE};
use crate::plots::room::Room;
use crate::wording;

/// Height of a label.
const LINE: f64 = 15.0;

/// A ring still without its label.
struct Ring {
    place: (f64, f64),
    words: String,
    color: RGBColor,
}

/// Dots for the paddings promised now, rings where targets are reached, then the names of all, clear of everything drawn.
pub(super) fn marks(
    canvas: &Canvas<'_>,
    outcome: &Outcome,
    panel: &Panel,
    drawn: &[Drawn<'_>],
) -> Result<(), ReportError> {
    let mut room = Room::new(panel);
    let mut rings = Vec::new();
    for one in drawn {
        for stretch in &one.stretches {
            room.line(
                &stretch
                    .line
                    .iter()
                    .map(|&(x, y)| panel.at(x, y))
                    .collect::<Vec<_>>(),
            );
        }
        let own = own_place(outcome, panel, one.curve);
        if let Some(ring) = ring(outcome, panel, one) {
            // Around the dot where both are at one place.
            let radius = if own == Some(ring.place) { 8.0 } else { 4.5 };
            canvas.disc(ring.place, radius + 0.5, WHITE)?;
            canvas.ring(ring.place, radius, one.color, 2.0)?;
            room.dot(ring.place);
            rings.push(ring);
        }
        if let Some(place) = own {
            canvas.disc(place, 4.5, INK)?;
            canvas.dot(place, 2.5, one.color, 1.0)?;
            room.dot(place);
        }
    }
    for one in drawn {
        name(canvas, &mut room, panel, one)?;
    }
    for ring in rings {
        label(
            canvas,
            &mut room,
            &ring.words,
            face(11.0).color(ring.color),
            (ring.place.0 + 9.0, ring.place.1),
        )?;
    }
    Ok(())
}

/// The level's name where its curve ends; above the scale for a level that was never late.
fn name(
    canvas: &Canvas<'_>,
    room: &mut Room,
    panel: &Panel,
    one: &Drawn<'_>,
) -> Result<(), ReportError> {
    let bold = face(SMALL).bold().color(one.color);
    let name = canvas.fitted(&announced(one.curve.level), bold, 200.0)?;
    let end = one.points().last().map(|(x, y)| panel.at(x, y));
    let (words, anchor) = match end {
        Some((x, y)) if one.leaves => (format!("{name} ↑"), (x + 8.0, y + 6.0)),
        Some((x, y)) => (name, (x + 8.0, y + 6.0)),
        None => (
            format!("{name} ↑ at every padding"),
            (panel.left + 6.0, panel.top + 4.0),
        ),
    };
    label(canvas, room, &words, bold, anchor)
}

fn label(
    canvas: &Canvas<'_>,
    room: &mut Room,
    words: &str,
    look: Face,
    anchor: (f64, f64),
) -> Result<(), ReportError> {
    let (left, top) = room.place((canvas.width(words, look)?, LINE), anchor);
    canvas.label(words, (left, top + LINE / 2.0), look)
}

/// Where the curve first meets the level's target: the grid's point, on the curve. None where the grid begins there, since less
/// padding may do, and none where that point is beyond the scale.
fn ring(outcome: &Outcome, panel: &Panel, one: &Drawn<'_>) -> Option<Ring> {
    let curve = one.curve;
    let level = outcome
        .service_levels
        .iter()
        .find(|l| l.service_level == curve.level)?;
    let found = level
        .reaches_target_at
        .iter()
        .find(|c| c.kind == curve.kind && c.unit == curve.unit && c.grain == curve.grain)?;
    let at = crossing(outcome, curve.level, found)
        .by_value
        .filter(|at| !at.at_start)?;
    Some(Ring {
        place: one.place_at(panel, at.padding)?,
        words: format!(
            "{} from {}",
            wording::target(found.target),
            at.words(curve.unit)
        ),
        color: one.color,
    })
}

/// Where the padding promised now lies, if it is on the scale.
fn own_place(outcome: &Outcome, panel: &Panel, curve: &OnTimeCurve<'_>) -> Option<(f64, f64)> {
    let own = own(outcome, curve.level, curve.grain)?;
    let x = curve.own_x(own)?;
    let place = (panel.px(x), panel.py(on_scale(own.value?)?));
    (x >= panel.x.0 && x <= panel.x.1 && place.1 >= panel.top).then_some(place)
}
