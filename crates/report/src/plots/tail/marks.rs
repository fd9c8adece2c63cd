//! Marks on the curves of all levels: what is promised now, where targets are reached, and labels where there is room.

use leadtime_sim::outcome::{Curve, Outcome};
use plotters::style::RGBColor;

use super::{Drawn, decades};
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
        room.line(&one.places(panel));
        if let Some(ring) = ring(outcome, panel, one.curve, one.color) {
            canvas.disc(ring.place, 5.0, WHITE)?;
            canvas.ring(ring.place, 4.5, one.color, 2.0)?;
            room.dot(ring.place);
            rings.push(ring);
        }
        if let Some(place) = own_place(outcome, panel, one.curve) {
            canvas.disc(place, 4.5, INK)?;
            canvas.dot(place, 2.5, one.color, 1.0)?;
            room.dot(place);
        }
    }
    for one in drawn {
        let Some(&(x, y)) = one.line.last() else {
            continue;
        };
        let (x, y) = panel.at(x, y);
        let up = if one.leaves { " ↑" } else { "" };
        let bold = face(SMALL).bold().color(one.color);
        let name = canvas.fitted(&announced(one.curve.level), bold, 200.0)?;
        label(
            canvas,
            &mut room,
            &format!("{name}{up}"),
            bold,
            (x + 8.0, y + 6.0),
        )?;
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

/// Where the level's target is reached, at the target's height over the padding needed.
fn ring(
    outcome: &Outcome,
    panel: &Panel,
    curve: &OnTimeCurve<'_>,
    color: RGBColor,
) -> Option<Ring> {
    let level = outcome
        .service_levels
        .iter()
        .find(|l| l.service_level == curve.level)?;
    let same = |c: &&Curve| c.kind == curve.kind && c.unit == curve.unit && c.grain == curve.grain;
    let crossing = level.reaches_target_at.iter().find(same)?;
    let (needed, target) = (crossing.by_value?, crossing.target);
    let x = curve.scaled(needed);
    let place = (panel.px(x), panel.py(decades(1.0 - target)));
    let inside = x >= panel.x.0 && x <= panel.x.1 && place.1 >= panel.top;
    let words = format!(
        "{} at {}",
        wording::target(target),
        wording::padding_amount(needed, curve.unit)
    );
    inside.then_some(Ring {
        place,
        words,
        color,
    })
}

/// Where the padding promised now lies, if it is on the scale.
fn own_place(outcome: &Outcome, panel: &Panel, curve: &OnTimeCurve<'_>) -> Option<(f64, f64)> {
    let own = own(outcome, curve.level, curve.grain)?;
    let (x, share) = (curve.own_x(own)?, own.value?);
    let place = (panel.px(x), panel.py(decades(1.0 - share)));
    (x >= panel.x.0 && x <= panel.x.1 && place.1 >= panel.top).then_some(place)
}
