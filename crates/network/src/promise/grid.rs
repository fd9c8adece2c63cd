//! Grids of paddings, and where an order's required padding lies in them.

use crate::time::Instant;

use super::{PaddingAmount, PaddingKind};

/// Paddings at which a curve is drawn: `from`, `from + step`, ... (`len` values), in the unit of `kind`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaddingGrid {
    /// Unit.
    pub kind: PaddingKind,
    /// First value.
    pub from: i64,
    /// Number of values, at least 1.
    pub len: usize,
    /// One step after the last value: whatever is greater is kept as little.
    beyond: i64,
    step: Step,
}

impl PaddingGrid {
    /// `len` values from `from` on, `step` apart; a step is at least 1. It does not reach further than an i64 from its first value.
    #[must_use]
    pub fn new(kind: PaddingKind, from: i64, step: i64, len: usize) -> Self {
        let reach = i64::try_from(len).map_or(i64::MAX, |len| len.saturating_mul(step.max(1)));
        Self {
            kind,
            from,
            len,
            beyond: from.saturating_add(reach),
            step: Step::new(step),
        }
    }

    /// Distance between values, positive.
    #[must_use]
    pub fn step(&self) -> i64 {
        self.step.length as i64
    }

    /// The value at `index`, in the unit of `kind`.
    #[must_use]
    #[inline]
    pub fn value(&self, index: usize) -> i64 {
        self.from + self.step() * index as i64
    }

    /// The padding at `index`.
    #[must_use]
    #[inline]
    pub fn amount(&self, index: usize) -> PaddingAmount {
        self.kind.amount(self.value(index))
    }

    /// Index of the least value at or above `value`: [`Self::len`] if there is none.
    #[must_use]
    #[inline]
    pub fn first_at_or_above(&self, value: i64) -> usize {
        let above = value.min(self.beyond).max(self.from) - self.from;
        self.step.steps_to(above as u64) as usize
    }

    /// The required padding of an order where each padding of the grid is a length of time and moves an unrounded promise by it; see
    /// [`super::PromiseClock::required`].
    #[must_use]
    #[inline]
    pub fn required(&self, placement: Instant, base: Instant, delivery: Instant) -> usize {
        // No promise comes before the order: what is asked for by then is kept at any padding.
        let padding = if delivery > placement {
            (delivery - base).0
        } else {
            self.from
        };
        self.first_at_or_above(padding)
    }

    /// Index of `amount`, if the grid holds it.
    #[must_use]
    pub fn position(&self, amount: PaddingAmount) -> Option<usize> {
        let index = self.first_at_or_above(amount.value());
        (amount.kind() == self.kind && index < self.len && self.value(index) == amount.value())
            .then_some(index)
    }
}

/// The distance between values, with what divides by it without a division: every order is looked up in every grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Step {
    length: u64,
    /// The greatest integer below 2^(64 + shift) / length, where 2^shift is the greatest power of two up to `length`.
    inverse: u64,
    shift: u32,
}

impl Step {
    fn new(length: i64) -> Self {
        let length = length.max(1) as u64;
        let shift = length.ilog2();
        let below = (1_u128 << (64 + shift)) - 1;
        Self {
            length,
            inverse: (below / u128::from(length)) as u64,
            shift,
        }
    }

    /// So many steps reach `above`, at most 2^63: its quotient by the length, rounded up.
    ///
    /// Exact. Of 0 it is 0. Above that, with k = 2^(64 + shift) and e = k - inverse x length, `above` x inverse / k is above / length
    /// less above x e / (k x length). As 0 < e <= length < 2 x 2^shift, and above <= 2^63, what is lacking is more than nothing and at
    /// most 1 / length. So it lies from (above - 1) / length to below above / length, and its whole part is that of the first.
    #[inline]
    fn steps_to(self, above: u64) -> u64 {
        let product = u128::from(above) * u128::from(self.inverse);
        let whole = (product >> 64) as u64 >> self.shift;
        whole + u64::from(above > 0)
    }
}

#[cfg(test)]
#[allow(missing_docs)]
mod tests {
    use super::*;

    // catches: a multiplier that is off by one, where a quotient is whole or nearly so
    #[test]
    fn steps_are_counted_as_a_division_counts_them() {
        let ends = [1, 2, 3, 5, 7, 1 << 20, 3_600_000, 1 << 62, i64::MAX];
        let around = |end: i64| [end.saturating_sub(1).max(1), end, end.saturating_add(1)];
        for length in ends.into_iter().flat_map(around) {
            let step = Step::new(length);
            let multiples = [0, 1, 2, 3, 1_000, 1 << 40].map(|many| length.saturating_mul(many));
            let values = multiples.into_iter().chain(ends).flat_map(around);
            for above in values.chain([0, 1 << 61]) {
                let expected = (above as u64).div_ceil(length as u64);
                assert_eq!(step.steps_to(above as u64), expected, "{above} / {length}");
            }
        }
    }

    // catches: a value far outside that wraps around to a place inside
    #[test]
    fn values_beyond_the_grid_stay_at_its_ends() {
        let grids = [
            (0, 7, 3),
            (i64::MIN, 1, 2),
            (i64::MIN, 1 << 62, 1),
            (i64::MAX - 20, 7, 3),
            (-5, i64::MAX, 1),
        ];
        for (from, step, len) in grids {
            let grid = PaddingGrid::new(PaddingKind::Elapsed, from, step, len);
            for index in 0..len {
                let value = grid.value(index);
                assert_eq!(grid.first_at_or_above(value), index);
                assert_eq!(grid.first_at_or_above(value.saturating_add(1)), index + 1);
            }
            let ends = [i64::MIN, i64::MAX].map(|value| grid.first_at_or_above(value));
            assert_eq!(ends, [0, len], "{grid:?}");
        }
    }
}
