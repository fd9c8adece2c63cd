//! Amounts as specified: offsets, paddings, roundings.

use crate::time::Duration;

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
