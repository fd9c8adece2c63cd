//! Marks on the curves of all levels: what is promised now, where targets are reached, and their labels where there is room.

use leadtime_sim::outcome::{Curve, Outcome};
use plotters::style::RGBColor;

use super::decades;
use crate::error::ReportError;
use crate::plots::canvas::{Canvas, face};
use crate::plots::curve::{OnTimeCurve, own};
use crate::plots::frame::Panel;
use crate::plots::palette::{CURVES, INK, WHITE};
use crate::wording;

/// Half the height of a label.
const HALF: f64 = 8.0;

/// A ring still without its label.
struct Ring {
    place: (f64, f64),
    words: String,
    color: RGBColor,
}

/// Dots for the paddings promised now, rings where targets are reached, then the rings' labels, clear of everything drawn.
pub(super) fn marks(
    canvas: &Canvas<'_>,
    outcome: &Outcome,
    panel: &Panel,
    shown: &[&OnTimeCurve<'_>],
) -> Result<(), ReportError> {
    let mut ink: Vec<(f64, f64)> = shown.iter().flat_map(|c| trail(panel, c)).collect();
    let mut rings = Vec::new();
    for (curve, &color) in shown.iter().zip(&CURVES) {
        if let Some(ring) = ring(outcome, panel, curve, color) {
            canvas.disc(ring.place, 5.0, WHITE)?;
            canvas.ring(ring.place, 4.5, color, 2.0)?;
            rings.push(ring);
        }
        if let Some(place) = own_place(outcome, panel, curve) {
            canvas.disc(place, 4.5, INK)?;
            canvas.dot(place, 2.5, color, 1.0)?;
            ink.extend(around(place));
        }
    }
    ink.extend(rings.iter().flat_map(|ring| around(ring.place)));
    for ring in &rings {
        let look = face(11.0).color(ring.color);
        let wide = canvas.width(&ring.words, look)?;
        let left = emptiest(ring.place, wide, &ink, panel);
        canvas.label(&ring.words, left, look)?;
        ink.extend((0..=8).map(|i| (left.0 + wide * f64::from(i) / 8.0, left.1)));
    }
    Ok(())
}

/// Points along a drawn curve, a few pixels apart.
fn trail(panel: &Panel, curve: &OnTimeCurve<'_>) -> Vec<(f64, f64)> {
    let places = curve.points.iter().filter_map(|p| {
        let height = panel.py(decades(1.0 - p.value?));
        Some((panel.px(curve.x(p)?), height.max(panel.top)))
    });
    let places: Vec<_> = places.collect();
    let between = |ends: &[(f64, f64)]| {
        let (a, b) = (ends[0], ends[1]);
        let steps = 1 + ((a.0 - b.0).abs().max((a.1 - b.1).abs()) / 4.0) as u32;
        (0..steps).map(move |i| {
            let part = f64::from(i) / f64::from(steps);
            (a.0 + (b.0 - a.0) * part, a.1 + (b.1 - a.1) * part)
        })
    };
    places.windows(2).flat_map(between).collect()
}

/// Points that stand for a dot or a ring.
fn around((x, y): (f64, f64)) -> [(f64, f64); 5] {
    [
        (x, y),
        (x - 4.0, y),
        (x + 4.0, y),
        (x, y - 4.0),
        (x, y + 4.0),
    ]
}

/// Where a label starts: the spot beside its ring with the least ink in it.
fn emptiest((x, y): (f64, f64), wide: f64, ink: &[(f64, f64)], panel: &Panel) -> (f64, f64) {
    let (right, left) = (x + 11.0, x - 11.0 - wide);
    let spots = [
        (right, y),
        (left, y),
        (right, y + 13.0),
        (left, y - 13.0),
        (right, y - 13.0),
        (left, y + 13.0),
    ];
    let cost = |spot: &(f64, f64)| {
        let outside =
            spot.0 < panel.left || spot.0 + wide > panel.right || spot.1 - HALF < panel.top;
        let under = ink.iter().filter(|p| {
            p.0 > spot.0 - 2.0 && p.0 < spot.0 + wide + 2.0 && (p.1 - spot.1).abs() < HALF
        });
        under.count() + if outside { 10_000 } else { 0 }
    };
    spots.into_iter().min_by_key(cost).unwrap_or((right, y))
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, missing_docs)]
    use super::*;

    #[test]
    fn a_label_goes_where_there_is_least_ink() {
        let panel = Panel {
            left: 0.0,
            top: 0.0,
            right: 400.0,
            bottom: 300.0,
            x: (0.0, 1.0),
            y: (0.0, 1.0),
        };
        let ring = (200.0, 150.0);
        assert_eq!(
            emptiest(ring, 60.0, &[], &panel),
            (211.0, 150.0),
            "beside the ring where nothing is in the way"
        );
        let line: Vec<_> = (0..100).map(|i| (200.0 + f64::from(i), 150.0)).collect();
        assert_eq!(emptiest(ring, 60.0, &line, &panel), (129.0, 150.0));
        assert_eq!(
            emptiest((20.0, 150.0), 60.0, &[(60.0, 150.0)], &panel),
            (31.0, 163.0),
            "never off the panel"
        );
    }
}
