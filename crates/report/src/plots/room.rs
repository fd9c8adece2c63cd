//! Finding room for a label: near what it names, clear of lines, dots and other labels.

use super::frame::Panel;

/// Distance between the places tried, pixels.
const STEP: f64 = 8.0;
/// How many pixels away from its anchor a label goes rather than cover one more point of a line.
const PER_POINT: f64 = 60.0;

/// What is drawn in a panel, as points a few pixels apart.
pub(crate) struct Room {
    panel: Panel,
    ink: Vec<(f64, f64)>,
}

impl Room {
    /// An empty panel.
    pub(crate) fn new(panel: &Panel) -> Self {
        Self {
            panel: *panel,
            ink: Vec::new(),
        }
    }

    /// Takes note of a line through the places.
    pub(crate) fn line(&mut self, places: &[(f64, f64)]) {
        for ends in places.windows(2) {
            let (a, b) = (ends[0], ends[1]);
            let steps = 1 + ((a.0 - b.0).abs().max((a.1 - b.1).abs()) / 4.0) as u32;
            self.ink.extend((0..=steps).map(|i| {
                let part = f64::from(i) / f64::from(steps);
                (a.0 + (b.0 - a.0) * part, a.1 + (b.1 - a.1) * part)
            }));
        }
    }

    /// Takes note of a dot or ring.
    pub(crate) fn dot(&mut self, (x, y): (f64, f64)) {
        self.ink.extend([
            (x, y),
            (x - 4.0, y),
            (x + 4.0, y),
            (x, y - 4.0),
            (x, y + 4.0),
        ]);
    }

    /// The upper left corner for a block of the size: the place that covers least and lies nearest to `anchor`. The block
    /// counts as drawn from now on.
    pub(crate) fn place(&mut self, (wide, high): (f64, f64), anchor: (f64, f64)) -> (f64, f64) {
        let p = &self.panel;
        let (across, down) = (
            (p.right - p.left - wide - 8.0).max(0.0),
            (p.bottom - p.top - high - 8.0).max(0.0),
        );
        let mut best = (f64::INFINITY, (p.left, p.top));
        for i in 0..=(across / STEP) as u32 {
            for j in 0..=(down / STEP) as u32 {
                let corner = (
                    p.left + 4.0 + STEP * f64::from(i),
                    p.top + 4.0 + STEP * f64::from(j),
                );
                let cost = self.cost(corner, (wide, high), anchor, best.0);
                if cost < best.0 {
                    best = (cost, corner);
                }
            }
        }
        let (left, top) = best.1;
        for j in 0..=(high / 4.0) as u32 {
            let y = top + 4.0 * f64::from(j);
            self.line(&[(left, y), (left + wide, y)]);
        }
        best.1
    }

    /// Distance to the anchor and what would be covered; stops counting beyond `enough`.
    fn cost(
        &self,
        (left, top): (f64, f64),
        (wide, high): (f64, f64),
        anchor: (f64, f64),
        enough: f64,
    ) -> f64 {
        let (dx, dy) = (
            (left - anchor.0).max(anchor.0 - left - wide).max(0.0),
            (top - anchor.1).max(anchor.1 - top - high).max(0.0),
        );
        let mut cost = (dx * dx + dy * dy).sqrt();
        if cost >= enough {
            return cost;
        }
        let covered = |p: &&(f64, f64)| {
            p.0 > left - 5.0 && p.0 < left + wide + 5.0 && p.1 > top - 3.0 && p.1 < top + high + 3.0
        };
        cost += PER_POINT * self.ink.iter().filter(covered).count() as f64;
        cost
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, missing_docs)]
    use super::*;

    fn panel() -> Panel {
        Panel {
            left: 0.0,
            top: 0.0,
            right: 400.0,
            bottom: 300.0,
            x: (0.0, 1.0),
            y: (0.0, 1.0),
        }
    }

    fn apart(a: (f64, f64), b: (f64, f64), (wide, high): (f64, f64)) -> bool {
        (a.0 - b.0).abs() >= wide || (a.1 - b.1).abs() >= high
    }

    #[test]
    fn a_label_stands_by_its_anchor_but_on_no_line_and_on_no_other_label() {
        let mut room = Room::new(&panel());
        room.line(&[(0.0, 150.0), (400.0, 150.0)]);
        let size = (80.0, 16.0);
        let first = room.place(size, (200.0, 150.0));
        assert!(
            first.1 + 16.0 < 150.0 || first.1 > 150.0,
            "not on the line: {first:?}"
        );
        assert!(
            (first.1 - 150.0).abs() < 40.0 && first.0 <= 200.0 && first.0 + 80.0 >= 200.0,
            "near: {first:?}"
        );
        let second = room.place(size, (200.0, 150.0));
        assert!(apart(first, second, size), "{first:?} {second:?}");
    }

    #[test]
    fn a_label_stays_inside_even_if_its_anchor_is_in_the_corner() {
        let (left, top) = Room::new(&panel()).place((80.0, 16.0), (400.0, 300.0));
        assert!(left >= 0.0 && left + 80.0 <= 400.0 && top >= 0.0 && top + 16.0 <= 300.0);
    }
}
