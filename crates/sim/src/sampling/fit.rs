//! Building a quantile table from the exact quantile function.

use leadtime_network::distribution::Distribution;

use super::law::{self, Level};
use super::table::{
    CELLS, FLOOR, IN_PIECES, MIDDLE, Parabola, Piece, QuantileTable, Side, cell_bounds,
};

/// Allowed error over max(|q|, NEAR_ZERO spread), half of what is promised.
const TOLERANCE: f64 = 5e-5;

/// Allowed error over max(|q - median|, NEAR_MEDIAN spread), for the sake of the variance of narrow laws.
const CENTRAL_TOLERANCE: f64 = 2e-5;

/// How many times larger errors may be nearer to the ends than [`FAR`].
const FAR_FACTOR: f64 = 10.0;

/// Position (tail probability times 2^64) of 2^-24.
const FAR: f64 = (1u64 << 40) as f64;

/// See [`TOLERANCE`].
const NEAR_ZERO: f64 = 0.01;

/// See [`CENTRAL_TOLERANCE`].
const NEAR_MEDIAN: f64 = 0.1;

/// Pieces narrower than this part of their position are straight lines whatever their error: what is left there is a jump.
const NARROWEST: f64 = 1.0 / (1u64 << 20) as f64;

/// At a kink the quantile is taken this part of the width inside, so that a jump belongs to the right side.
const INSIDE: f64 = 1.0 / (1u64 << 20) as f64;

/// Values are kept within this, so that no coefficient overflows.
const GREATEST: f64 = 1e200;

/// The table of a law.
pub(super) fn table(law: &Distribution) -> QuantileTable {
    let scale = Scale::of(law);
    let kinks = law::kinks(law);
    let (lower_cells, lower_pieces) = Half::new(law, Side::Lower, &scale, &kinks).build();
    let (upper_cells, upper_pieces) = Half::new(law, Side::Upper, &scale, &kinks).build();
    QuantileTable {
        cells: core::array::from_fn(|place| {
            let of_side = [&lower_cells, &upper_cells][place % 2];
            of_side.get(place / 2).copied().unwrap_or(IN_PIECES)
        }),
        pieces: [lower_pieces, upper_pieces],
    }
}

/// What errors are measured against.
struct Scale {
    median: f64,
    spread: f64,
}

impl Scale {
    fn of(law: &Distribution) -> Self {
        let sd = law.variance().sqrt();
        let range = law::at(law, Level::upper(0.05)) - law::at(law, Level::lower(0.05));
        // a law with rare events has no range to speak of, one with a wild tail no standard deviation
        let spread = if sd.is_finite() {
            range.min(sd).max(1e-3 * sd)
        } else {
            range
        };
        Self {
            median: law::median(law),
            spread,
        }
    }

    fn tolerance(&self, position: f64, value: f64) -> f64 {
        let factor = if position < FAR { FAR_FACTOR } else { 1.0 };
        let from_zero = value.abs().max(NEAR_ZERO * self.spread);
        let from_median = (value - self.median).abs().max(NEAR_MEDIAN * self.spread);
        factor * (TOLERANCE * from_zero).min(CENTRAL_TOLERANCE * from_median)
    }
}

/// One side of the quantile function: from the end at position 0 to the median at [`MIDDLE`].
struct Half<'a> {
    law: &'a Distribution,
    side: Side,
    scale: &'a Scale,
    /// Positions of kinks, ascending.
    kinks: Vec<f64>,
}

impl<'a> Half<'a> {
    fn new(law: &'a Distribution, side: Side, scale: &'a Scale, kinks: &[Level]) -> Self {
        let position = |level: &Level| match side {
            Side::Lower => level.lower * 2.0 * MIDDLE,
            Side::Upper => level.upper * 2.0 * MIDDLE,
        };
        let mut kinks: Vec<f64> = kinks
            .iter()
            .map(position)
            .filter(|&at| at <= MIDDLE)
            .collect();
        kinks.sort_by(f64::total_cmp);
        kinks.dedup();
        Self {
            law,
            side,
            scale,
            kinks,
        }
    }

    fn build(&self) -> ([Parabola; CELLS + 1], Vec<Piece>) {
        let mut pieces = Vec::new();
        let first_cell = cell_bounds(0).0;
        let mut octave = FLOOR;
        while octave < first_cell {
            self.cover(octave, 2.0 * octave, &mut pieces);
            octave *= 2.0;
        }
        let mut cells = [[self.exact(MIDDLE), 0.0, 0.0]; CELLS + 1];
        for (number, cell) in cells.iter_mut().enumerate().take(CELLS) {
            let (from, to) = cell_bounds(number);
            *cell = self
                .parabola(from, to)
                .map_or(IN_PIECES, |local| at_origin(local, from));
            if cell.iter().any(|c| c.is_nan()) {
                self.cover(from, to, &mut pieces);
            }
        }
        (cells, pieces)
    }

    /// Exact quantile at a position.
    fn exact(&self, position: f64) -> f64 {
        let tail = position / (2.0 * MIDDLE);
        let level = match self.side {
            Side::Lower => Level::lower(tail),
            Side::Upper => Level::upper(tail),
        };
        law::at(self.law, level).clamp(-GREATEST, GREATEST)
    }

    /// Appends pieces from `from` to `to`, halved, or cut at a kink, until each is within its tolerance.
    fn cover(&self, from: f64, to: f64, into: &mut Vec<Piece>) {
        if let Some(parabola) = self.parabola(from, to) {
            into.push(Piece {
                start: from,
                parabola,
            });
        } else if to - from <= NARROWEST * from {
            into.push(Piece {
                start: from,
                parabola: self.line(from, to),
            });
        } else {
            let middle = 0.5 * (from + to);
            let cut = self.kink_nearest(middle, from, to).unwrap_or(middle);
            self.cover(from, cut, into);
            self.cover(cut, to, into);
        }
    }

    /// The parabola, or else the line, that follows the quantile function between two positions, in (position - from).
    fn parabola(&self, from: f64, to: f64) -> Option<Parabola> {
        let [start, end] = self.ends(from, to);
        let width = to - from;
        let middle = self.exact(from + 0.5 * width);
        let bend = 2.0 * (start + end) - 4.0 * middle;
        let slope = end - start - bend;
        let curve = [start, slope / width, bend / (width * width)];
        let line = [start, (end - start) / width, 0.0];
        let direction = if self.side == Side::Lower { 1.0 } else { -1.0 };
        let monotone = direction * slope >= 0.0 && direction * (slope + 2.0 * bend) >= 0.0;
        if monotone && self.follows(curve, from, to) {
            Some(curve)
        } else {
            self.follows(line, from, to).then_some(line)
        }
    }

    fn line(&self, from: f64, to: f64) -> Parabola {
        let [start, end] = self.ends(from, to);
        [start, (end - start) / (to - from), 0.0]
    }

    /// The quantiles at both ends, at a kink as seen from inside.
    fn ends(&self, from: f64, to: f64) -> [f64; 2] {
        let is_kink = |at: f64| {
            self.kinks
                .binary_search_by(|kink| kink.total_cmp(&at))
                .is_ok()
        };
        let step = INSIDE * (to - from);
        let start = if is_kink(from) { from + step } else { from };
        let end = if is_kink(to) { to - step } else { to };
        [self.exact(start), self.exact(end)]
    }

    /// Is the error within the tolerance at the quarters, the middle and on both sides of each kink between?
    fn follows(&self, [c0, c1, c2]: Parabola, from: f64, to: f64) -> bool {
        let width = to - from;
        let quarters = [0.25, 0.5, 0.75].map(|share| from + share * width);
        let step = INSIDE * width;
        let kinks = self
            .kinks_between(from, to)
            .iter()
            .flat_map(|&kink| [kink - step, kink + step]);
        quarters
            .into_iter()
            .chain(kinks.filter(|&at| from < at && at < to))
            .all(|position| {
                let along = position - from;
                let exact = self.exact(position);
                let error = (c0 + along * (c1 + along * c2) - exact).abs();
                error.is_nan() || error <= self.scale.tolerance(position, exact)
            })
    }

    fn kinks_between(&self, from: f64, to: f64) -> &[f64] {
        let first = self.kinks.partition_point(|&kink| kink <= from);
        let end = self.kinks.partition_point(|&kink| kink < to).max(first);
        &self.kinks[first..end]
    }

    fn kink_nearest(&self, middle: f64, from: f64, to: f64) -> Option<f64> {
        let near = |a: &&f64, b: &&f64| (**a - middle).abs().total_cmp(&(**b - middle).abs());
        self.kinks_between(from, to).iter().min_by(near).copied()
    }
}

/// A parabola in (position - from) as one in the position.
fn at_origin([c0, c1, c2]: Parabola, from: f64) -> Parabola {
    [c0 - from * (c1 - from * c2), c1 - 2.0 * from * c2, c2]
}
