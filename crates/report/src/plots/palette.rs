//! Colours: Okabe and Ito's, which colour-blind readers tell apart and which differ in grey, and two ramps for heat maps.
//!
//! Source: M. Okabe, K. Ito, "Color Universal Design" (2008).

use plotters::style::RGBColor;

pub(crate) const WHITE: RGBColor = RGBColor(255, 255, 255);
/// Text and the strongest marks.
pub const INK: RGBColor = RGBColor(32, 32, 32);
/// Secondary text.
pub const GREY: RGBColor = RGBColor(95, 95, 95);
/// Axis lines.
pub(crate) const AXIS: RGBColor = RGBColor(140, 140, 140);
/// Grid lines.
pub(crate) const GRID: RGBColor = RGBColor(228, 228, 228);
/// Cells without an observation.
pub(crate) const EMPTY: RGBColor = RGBColor(240, 240, 240);

/// Of the first curve.
pub const BLUE: RGBColor = RGBColor(0, 114, 178);
pub(crate) const SKY: RGBColor = RGBColor(86, 180, 233);
pub(crate) const GREEN: RGBColor = RGBColor(0, 158, 115);
pub(crate) const ORANGE: RGBColor = RGBColor(230, 159, 0);
/// Of what is not as it should be.
pub const VERMILLION: RGBColor = RGBColor(213, 94, 0);
pub(crate) const PURPLE: RGBColor = RGBColor(204, 121, 167);

/// Colours of several curves in one plot, in order. Yellow is left out: it does not print as a line.
pub(crate) const CURVES: [RGBColor; 6] = [BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY];

/// A ramp from light to dark, monotone in lightness so that it prints in grey.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ramp(&'static [(u8, u8, u8)]);

/// From harmless to bad: white, sand, orange, vermillion, dark brown.
pub(crate) const WARM: Ramp = Ramp(&[
    (255, 253, 245),
    (253, 224, 176),
    (236, 160, 62),
    (196, 84, 8),
    (104, 38, 6),
]);
/// From little to much: white, sky blue, blue, navy.
pub(crate) const COOL: Ramp = Ramp(&[
    (250, 252, 255),
    (189, 221, 243),
    (86, 160, 214),
    (0, 100, 165),
    (4, 44, 92),
]);

impl Ramp {
    /// The colour at `share` of the ramp, 0 light to 1 dark; clamped.
    pub(crate) fn at(self, share: f64) -> RGBColor {
        let steps = self.0.len() - 1;
        let place = share.clamp(0.0, 1.0) * steps as f64;
        let left = (place as usize).min(steps - 1);
        let part = place - left as f64;
        let mix =
            |a: u8, b: u8| (f64::from(a) + part * (f64::from(b) - f64::from(a))).round() as u8;
        let (a, b) = (self.0[left], self.0[left + 1]);
        RGBColor(mix(a.0, b.0), mix(a.1, b.1), mix(a.2, b.2))
    }
}

/// Black or white, whichever reads better on the colour (relative luminance by ITU-R BT.709 weights).
pub(crate) fn text_on(background: RGBColor) -> RGBColor {
    let RGBColor(r, g, b) = background;
    let light = 0.2126 * f64::from(r) + 0.7152 * f64::from(g) + 0.0722 * f64::from(b);
    if light > 140.0 { INK } else { WHITE }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, missing_docs)]
    use super::*;

    #[test]
    fn ramps_darken_monotonically() {
        for ramp in [WARM, COOL] {
            let light = |i: u32| {
                let RGBColor(r, g, b) = ramp.at(f64::from(i) / 100.0);
                0.2126 * f64::from(r) + 0.7152 * f64::from(g) + 0.0722 * f64::from(b)
            };
            assert!((0..100).all(|i| light(i) > light(i + 1)));
        }
    }
}
