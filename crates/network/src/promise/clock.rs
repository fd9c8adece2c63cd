//! Promises in the civil time and on the delivery days of a zone.

use super::{DayOffset, PaddingAmount, Rounding};
use crate::calendar::{CalendarError, CivilDays, DayIndex, DayTime, OpenDays};
use crate::network::ServiceWindow;
use crate::time::{Instant, TICKS_PER_HOUR};

/// Hundredths of a percent in the whole.
pub(super) const WHOLE: i64 = 10_000;

/// The clock by which promises of a zone are made: its civil time and its delivery days.
///
/// One serves all zones with the same time zone and delivery calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromiseClock {
    days: CivilDays,
    delivery: OpenDays,
}

impl PromiseClock {
    /// A clock of civil days and delivery days.
    ///
    /// # Errors
    /// [`CalendarError::NeverOpen`] if there is no delivery day.
    pub fn new(days: CivilDays, delivery: OpenDays) -> Result<Self, CalendarError> {
        if delivery.ever_open() {
            Ok(Self { days, delivery })
        } else {
            Err(CalendarError::NeverOpen)
        }
    }

    /// Its civil days.
    #[must_use]
    pub fn days(&self) -> &CivilDays {
        &self.days
    }

    /// Its delivery days.
    #[must_use]
    pub fn delivery(&self) -> &OpenDays {
        &self.delivery
    }

    /// An instant moved by an offset: elapsed time, or the same clock time on another day.
    ///
    /// `n` delivery days lead to the n-th delivery day after the instant's day, whether that is one or not; no days leave
    /// the instant where it is.
    #[must_use]
    #[inline]
    pub fn add(&self, t: Instant, offset: DayOffset) -> Instant {
        match offset {
            DayOffset::Elapsed(length) => t + length,
            DayOffset::Days(days) => self.days.add_days(t, i64::from(days)),
            DayOffset::BusinessDays(days) => self.add_delivery_days(t, i64::from(days)),
        }
    }

    /// The base promise moved by a padding, before rounding.
    ///
    /// A percentage is one of the base quote (base - placement, at least 0), rounded down to a whole tick.
    #[must_use]
    #[inline]
    pub fn pad(&self, placement: Instant, base: Instant, padding: PaddingAmount) -> Instant {
        match padding {
            PaddingAmount::Elapsed(length) => base + length,
            PaddingAmount::Days(days) => self.days.add_days(base, i64::from(days)),
            PaddingAmount::BusinessDays(days) => self.add_delivery_days(base, i64::from(days)),
            PaddingAmount::Percent(hundredths) => {
                let quote = i128::from((base - placement).0.max(0));
                let share = (quote * i128::from(hundredths)).div_euclid(i128::from(WHOLE));
                Instant((i128::from(base.0) + share).min(i128::from(Instant::NEVER.0)) as i64)
            }
        }
    }

    /// The least instant at or after `t` that the rounding allows.
    #[must_use]
    #[inline]
    pub fn round(&self, rounding: Rounding, t: Instant) -> Instant {
        match rounding {
            Rounding::Instant => t,
            Rounding::Hours(hours) => self.end_of_window(hours, t),
            Rounding::EndOfDay => self.day_end(t),
            Rounding::EndOfDeliveryDay => self
                .days
                .end_of(self.delivery.next_open_day(self.days.day_of(t))),
        }
    }

    /// The promise: base promise, padded, not before placement, then rounded.
    #[must_use]
    #[inline]
    pub fn promise(
        &self,
        placement: Instant,
        base: Instant,
        padding: PaddingAmount,
        rounding: Rounding,
    ) -> Instant {
        self.round(rounding, self.pad(placement, base, padding).max(placement))
    }

    /// The last tick of the civil day in which an instant lies: the deadline of grain `day`.
    #[must_use]
    #[inline]
    pub fn day_end(&self, t: Instant) -> Instant {
        self.days.end_of(self.days.day_of(t))
    }

    /// The instant from which offsets count for an order that counts as placed `rolled` days later (see
    /// [`crate::calendar::CutoffClock::days_rolled`]): the first of that day, placement itself if `rolled` is 0.
    #[must_use]
    #[inline]
    pub fn counted_placement(&self, placement: Instant, rolled: i64) -> Instant {
        if rolled == 0 {
            return placement;
        }
        self.days.start_of(self.days.day_of(placement).plus(rolled))
    }

    /// The latest acceptable promise: the last tick of the day that lies `offset` after the day of `placement` (the counted
    /// one). Zero delivery days lead to the first delivery day from placement's on.
    #[must_use]
    #[inline]
    pub fn latest(&self, placement: Instant, offset: DayOffset) -> Instant {
        self.days.end_of(self.day_after(placement, offset))
    }

    /// The base promise of the `service` policy: the first window whose `until` is at or after placement's clock time (else
    /// the last one) names day and clock time; never before placement.
    ///
    /// `placement` is the counted one. [`Instant::NEVER`] if there is no window.
    #[must_use]
    pub fn service(&self, placement: Instant, windows: &[ServiceWindow]) -> Instant {
        let clock = self.days.clock(placement);
        let open = windows
            .iter()
            .find(|window| window.until.is_none_or(|until| clock <= until));
        let Some(window) = open.or(windows.last()) else {
            return Instant::NEVER;
        };
        self.days
            .deadline(self.day_after(placement, window.day), window.at)
            .max(placement)
    }

    /// The day that lies `offset` after the day of an instant.
    fn day_after(&self, t: Instant, offset: DayOffset) -> DayIndex {
        let day = self.days.day_of(t);
        match offset {
            DayOffset::Elapsed(length) => self.days.day_of(t + length),
            DayOffset::Days(days) => day.plus(i64::from(days)),
            DayOffset::BusinessDays(0) => self.delivery.next_open_day(day),
            DayOffset::BusinessDays(days) => self.delivery.add(day, i64::from(days)),
        }
    }

    /// The same clock time on the `n`-th delivery day after the instant's day.
    fn add_delivery_days(&self, t: Instant, n: i64) -> Instant {
        if n == 0 {
            return t;
        }
        let (day, clock) = self.days.split(t);
        self.days.at(self.delivery.add(day, n), clock)
    }

    /// The first end of a window of so many hours at or after `t`.
    fn end_of_window(&self, hours: u32, t: Instant) -> Instant {
        let day = self.days.day_of(t);
        let mut n = self
            .last_window_before(hours, day, t)
            .map_or(0, |(n, _)| n + 1);
        loop {
            let end = self.window_end(hours, day, n);
            if end >= t {
                return end;
            }
            n += 1;
        }
    }

    /// Number and end of the last window of a day that ends before `t`, an instant of that day; window 0 ends as the day
    /// begins.
    pub(super) fn last_window_before(
        &self,
        hours: u32,
        day: DayIndex,
        t: Instant,
    ) -> Option<(u32, Instant)> {
        // Right but for an end at `t` itself, and for a clock that was set back before `t`.
        let mut n = (i64::from(self.days.clock(t).0) / window_ticks(hours)) as u32;
        let mut end = self.window_end(hours, day, n);
        while end >= t {
            n = n.checked_sub(1)?;
            end = self.window_end(hours, day, n);
        }
        loop {
            let next = self.window_end(hours, day, n + 1);
            if next >= t {
                return Some((n, end));
            }
            (n, end) = (n + 1, next);
        }
    }

    /// The end of the `n`-th window of a day: a clock time, or the day's last tick.
    fn window_end(&self, hours: u32, day: DayIndex, n: u32) -> Instant {
        let ticks = window_ticks(hours) * i64::from(n);
        if ticks >= i64::from(DayTime::END.0) {
            return self.days.end_of(day);
        }
        self.days.at(day, DayTime(ticks as u32))
    }
}

fn window_ticks(hours: u32) -> i64 {
    i64::from(hours.max(1)) * TICKS_PER_HOUR
}
