//! Civil time as a clock of the header states it: local days, clock times, delivery days.

use crate::trace::Clock;

pub(super) const HOUR: i64 = 3_600_000;
pub(super) const DAY: i64 = 24 * HOUR;

/// Days looked through for a delivery day: closed ones in a row end within the calendars that can be written.
const MOST_DAYS: i64 = 100_000;

impl Clock {
    /// The offset that holds at an instant.
    fn offset_at(&self, t: i64) -> i64 {
        let passed = self.changes.partition_point(|change| change.0 <= t);
        passed
            .checked_sub(1)
            .map_or(self.offset, |last| self.changes[last].1)
    }

    /// The first instant at which the clock shows `local` or later: after the gap where it is skipped, the first time where it
    /// comes twice.
    fn first_showing(&self, local: i64) -> i64 {
        let mut offset = self.offset;
        let mut from = i64::MIN;
        for &(at, next) in &self.changes {
            let shown = from.max(local.saturating_sub(offset));
            if shown < at {
                return shown;
            }
            (from, offset) = (at, next);
        }
        from.max(local.saturating_sub(offset))
    }

    /// The first instant of a local day.
    pub(super) fn start_of(&self, day: i64) -> i64 {
        self.first_showing(day.saturating_mul(DAY))
    }

    /// The last tick of a local day.
    pub(super) fn end_of(&self, day: i64) -> i64 {
        self.start_of(day + 1) - 1
    }

    /// The instant at which the clock shows `time` on a day.
    fn at(&self, day: i64, time: i64) -> i64 {
        self.first_showing(day.saturating_mul(DAY).saturating_add(time))
    }

    /// The local day of an instant and the time that the clock shows. A day that has begun goes on at 00:00 where the clock is
    /// set back into the day before.
    pub(super) fn split(&self, t: i64) -> (i64, i64) {
        let local = t.saturating_add(self.offset_at(t));
        let day = local.div_euclid(DAY);
        if t >= self.start_of(day + 1) {
            return (day + 1, 0);
        }
        (day, local.rem_euclid(DAY))
    }

    fn delivers(&self, day: i64) -> bool {
        let weekday = (day + i64::from(self.weekday)).rem_euclid(7);
        self.delivery[weekday as usize] && self.closed.binary_search(&day).is_err()
    }

    /// The instant at which the clock shows `time` on a day; 24:00 is its last tick.
    pub(super) fn deadline(&self, day: i64, time: i64) -> i64 {
        self.at(day, time).min(self.end_of(day))
    }

    /// The `n`-th delivery day after a day, before it if negative; the day itself, whatever it is, if 0.
    pub(super) fn nth_delivery_day(&self, mut day: i64, n: i64) -> Option<i64> {
        for _ in 0..n.unsigned_abs() {
            day = self.delivery_day(day + n.signum(), n.signum())?;
        }
        Some(day)
    }

    /// The first delivery day from `day` on, going by `step`; `None`: there is none.
    pub(super) fn delivery_day(&self, day: i64, step: i64) -> Option<i64> {
        (0..MOST_DAYS)
            .map(|n| day + n * step)
            .find(|&day| self.delivers(day))
    }

    /// The same clock time so many days later; no days leave the instant where it is.
    pub(super) fn add_days(&self, t: i64, days: i64) -> i64 {
        if days == 0 {
            return t;
        }
        let (day, time) = self.split(t);
        self.at(day + days, time)
    }

    /// The same clock time on the `n`-th delivery day after the instant's day, before it if negative.
    pub(super) fn add_delivery_days(&self, t: i64, n: i64) -> Option<i64> {
        let (day, time) = self.split(t);
        if n == 0 {
            return Some(t);
        }
        Some(self.at(self.nth_delivery_day(day, n)?, time))
    }

    /// The same clock time on the first delivery day from the instant's own on.
    pub(super) fn on_delivery_day(&self, t: i64) -> Option<i64> {
        let (day, _) = self.split(t);
        let open = self.delivery_day(day, 1)?;
        Some(self.add_days(t, open - day))
    }

    /// The first instant at or after `t` within hours of a delivery day, both ends included.
    pub(super) fn within_hours(&self, t: i64, from: i64, to: i64) -> Option<i64> {
        let (mut day, _) = self.split(t);
        if self.delivers(day) {
            let last = if to >= DAY {
                self.end_of(day)
            } else {
                self.at(day, to)
            };
            if t <= last {
                return Some(t.max(self.at(day, from)));
            }
        }
        day = self.delivery_day(day + 1, 1)?;
        Some(self.at(day, from))
    }

    /// The last tick of the local day.
    pub(super) fn day_end(&self, t: i64) -> i64 {
        self.end_of(self.split(t).0)
    }

    /// The last tick of the first delivery day.
    pub(super) fn delivery_day_end(&self, t: i64) -> Option<i64> {
        Some(self.end_of(self.delivery_day(self.split(t).0, 1)?))
    }

    /// The first end of a window of so many hours of the local day; the last one ends with the day's last tick.
    pub(super) fn window_end(&self, t: i64, hours: u32) -> i64 {
        let length = i64::from(hours.max(1)) * HOUR;
        let (day, _) = self.split(t);
        let ends = (0..).map(|n| n * length).take_while(|&time| time < DAY);
        ends.map(|time| self.at(day, time))
            .find(|&end| end >= t)
            .unwrap_or_else(|| self.end_of(day))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Starts at local midnight; on day 1 the clock jumps from 02:00 to 03:00, on day 8 from 03:00 back to 02:00.
    fn clock() -> Clock {
        Clock {
            offset: 0,
            changes: vec![(DAY + 2 * HOUR, HOUR), (8 * DAY + 2 * HOUR, 0)],
            weekday: 0,
            delivery: [true, true, true, true, true, false, false],
            closed: vec![7],
        }
    }

    #[test]
    fn days_have_23_and_25_hours() {
        let clock = clock();
        assert_eq!(clock.end_of(1) + 1 - clock.start_of(1), 23 * HOUR);
        assert_eq!(clock.end_of(8) + 1 - clock.start_of(8), 25 * HOUR);
        // 02:30 is skipped on day 1, and comes twice on day 8.
        assert_eq!(clock.add_days(2 * HOUR + HOUR / 2, 1), DAY + 2 * HOUR);
        assert_eq!(
            clock.split(clock.add_days(2 * HOUR + HOUR / 2, 8)),
            (8, 2 * HOUR + HOUR / 2)
        );
        assert_eq!(
            clock.add_days(2 * HOUR + HOUR / 2, 8),
            8 * DAY + HOUR + HOUR / 2
        );
        assert_eq!(clock.add_days(12 * HOUR, 1), DAY + 11 * HOUR);
    }

    #[test]
    fn delivery_days_are_counted_over_closed_ones() {
        let clock = clock();
        // From Friday: Monday is closed.
        assert_eq!(
            clock
                .add_delivery_days(4 * DAY, 1)
                .map(|t| clock.split(t).0),
            Some(8)
        );
        assert_eq!(
            clock
                .add_delivery_days(8 * DAY, -1)
                .map(|t| clock.split(t).0),
            Some(4)
        );
        assert_eq!(clock.delivery_day_end(5 * DAY), Some(clock.end_of(8)));
    }

    #[test]
    fn windows_end_by_the_clock() {
        let clock = clock();
        assert_eq!(clock.window_end(13 * HOUR, 6), 18 * HOUR);
        assert_eq!(clock.window_end(18 * HOUR, 6), 18 * HOUR);
        assert_eq!(clock.window_end(18 * HOUR + 1, 6), DAY - 1);
        assert_eq!(clock.window_end(DAY + 2 * HOUR + 1, 6), DAY + 5 * HOUR);
    }
}
