//! Amounts as specified: offsets, paddings, grids of paddings, roundings.

use crate::time::{Duration, Instant};

/// A length from an instant or a civil day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayOffset {
    /// Elapsed time.
    Elapsed(Duration),
    /// The same clock time so many civil days later.
    Days(i32),
    /// The same, counting delivery days only.
    BusinessDays(i32),
}

/// An amount of padding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaddingAmount {
    /// Elapsed time.
    Elapsed(Duration),
    /// The same clock time so many civil days later (or earlier).
    Days(i32),
    /// The same, counting delivery days only.
    BusinessDays(i32),
    /// Hundredths of a percent of the base quote.
    Percent(i64),
}

impl PaddingAmount {
    /// Its unit.
    #[must_use]
    #[inline]
    pub fn kind(self) -> PaddingKind {
        match self {
            Self::Elapsed(_) => PaddingKind::Elapsed,
            Self::Days(_) => PaddingKind::Days,
            Self::BusinessDays(_) => PaddingKind::BusinessDays,
            Self::Percent(_) => PaddingKind::Percent,
        }
    }

    /// Its value in the unit of [`Self::kind`].
    #[must_use]
    #[inline]
    pub fn value(self) -> i64 {
        match self {
            Self::Elapsed(length) => length.0,
            Self::Days(days) | Self::BusinessDays(days) => i64::from(days),
            Self::Percent(hundredths) => hundredths,
        }
    }
}

impl PaddingKind {
    /// The amount of `value` in this unit; days beyond the range of i32 become its ends.
    #[must_use]
    #[inline]
    pub fn amount(self, value: i64) -> PaddingAmount {
        let days = || value.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32;
        match self {
            Self::Elapsed => PaddingAmount::Elapsed(Duration(value)),
            Self::Days => PaddingAmount::Days(days()),
            Self::BusinessDays => PaddingAmount::BusinessDays(days()),
            Self::Percent => PaddingAmount::Percent(value),
        }
    }
}

impl PaddingGrid {
    /// The value at `index`, in the unit of `kind`.
    #[must_use]
    #[inline]
    pub fn value(&self, index: usize) -> i64 {
        self.from + self.step * index as i64
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
        let above = value.saturating_sub(self.from);
        if above <= 0 {
            return 0;
        }
        usize::try_from((above - 1) / self.step + 1).map_or(self.len, |index| index.min(self.len))
    }

    /// The required padding of an order where each padding of the grid is a length of time and moves an unrounded promise by it; see
    /// [`super::PromiseClock::required`].
    #[must_use]
    #[inline]
    pub fn required(&self, placement: Instant, base: Instant, delivery: Instant) -> usize {
        // No promise comes before the order: what is asked for by then is kept at any padding.
        if placement >= delivery {
            return 0;
        }
        self.first_at_or_above((delivery - base).0)
    }

    /// Index of `amount`, if the grid holds it.
    #[must_use]
    pub fn position(&self, amount: PaddingAmount) -> Option<usize> {
        let index = self.first_at_or_above(amount.value());
        (amount.kind() == self.kind && index < self.len && self.value(index) == amount.value())
            .then_some(index)
    }
}

/// The unit of a padding grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaddingKind {
    /// Values in ticks.
    Elapsed,
    /// Values in civil days.
    Days,
    /// Values in delivery days.
    BusinessDays,
    /// Values in hundredths of a percent of the base quote.
    Percent,
}

/// Paddings at which a curve is drawn: `from`, `from + step`, ... (`len` values), in the unit of `kind`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaddingGrid {
    /// Unit.
    pub kind: PaddingKind,
    /// First value.
    pub from: i64,
    /// Distance between values, positive.
    pub step: i64,
    /// Number of values, at least 1.
    pub len: usize,
}

/// Rounding of the padded promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// None.
    Instant,
    /// Up to the end of a window of so many whole hours of the zone's civil day; they divide 24. The last window of a day
    /// ends with the day's last tick.
    Hours(u32),
    /// Up to the last tick of the zone's civil day.
    EndOfDay,
    /// Up to the last tick of the first delivery day.
    EndOfDeliveryDay,
}
