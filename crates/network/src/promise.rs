//! Promise arithmetic: offsets, padding, rounding, `latest`, and the required padding of an order.

use crate::time::Duration;

/// A length from an instant or a civil day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayOffset {
    /// Elapsed time.
    Elapsed(Duration),
    /// The same clock time so many civil days later.
    Days(i32),
    /// The same, skipping closed delivery days.
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
    /// Up to the end of a window of so many whole hours of the zone's civil day.
    Hours(u32),
    /// Up to the end of the zone's civil day.
    EndOfDay,
    /// Up to the end of the first delivery day.
    EndOfDeliveryDay,
}
