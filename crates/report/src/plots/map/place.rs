//! Where a label on the map may stand.

use crate::plots::frame::Panel;

/// Room between a mark and the ground of a label, pixels.
pub(super) const GAP: f64 = 1.5;

/// Where a label beside a mark may begin, best first: beside, above, below, at the corners, then the same a little farther off.
pub(super) fn spots((x, y): (f64, f64), reach: f64, (wide, high): (f64, f64)) -> Vec<(f64, f64)> {
    let around = |off: f64| {
        let (right, left, middle) = (x + off + 2.0, x - off - 2.0 - wide, x - wide / 2.0);
        let (above, below) = (y - off - 0.62 * high, y + off + 0.62 * high);
        [
            (right, y),
            (left, y),
            (middle, above),
            (middle, below),
            (right, above),
            (right, below),
            (left, above),
            (left, below),
        ]
    };
    let nearest = reach + GAP + 0.5;
    [nearest, nearest + 5.0, nearest + 10.0]
        .into_iter()
        .flat_map(around)
        .collect()
}

/// A rectangle already taken by a mark or a label.
pub(super) struct Block {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Block {
    pub(super) fn around((x, y): (f64, f64), r: f64) -> Self {
        Self {
            left: x - r,
            right: x + r,
            top: y - r,
            bottom: y + r,
        }
    }

    /// The ground of a label that begins at the spot, centred on its height, as it is drawn.
    pub(super) fn of_label((x, y): (f64, f64), (wide, high): (f64, f64)) -> Self {
        Self {
            left: x - 2.0,
            right: x + wide + 2.0,
            top: y - 0.62 * high,
            bottom: y + 0.62 * high,
        }
    }

    /// Distance of a point, 0 inside.
    pub(super) fn distance(&self, (x, y): (f64, f64)) -> f64 {
        let dx = (self.left - x).max(x - self.right).max(0.0);
        let dy = (self.top - y).max(y - self.bottom).max(0.0);
        (dx * dx + dy * dy).sqrt()
    }

    pub(super) fn meets(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    pub(super) fn inside(&self, panel: &Panel) -> bool {
        self.left >= panel.left
            && self.right <= panel.right
            && self.top >= panel.top
            && self.bottom <= panel.bottom
    }
}
