//! When a calendar is open, as intervals of ticks.

use super::{Calendar, CivilDays, DayIndex, WeeklyHours};
use crate::time::{Duration, Instant};

/// Intervals are compiled from so many days before the start to so many after the end.
const MARGIN_DAYS: i64 = 15;

/// The open intervals [open, close) of a calendar, sorted and disjoint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OpenIntervals {
    intervals: Vec<Interval>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Interval {
    open: i64,
    close: i64,
    /// Open ticks before this interval.
    before: i64,
}

impl OpenIntervals {
    /// The open intervals of `calendar` in the civil time of `days`, from 15 days before the start to 15 days after
    /// `until`; closed beyond, unless it is open without a break in all that time.
    #[must_use]
    pub fn new(calendar: &Calendar, days: &CivilDays, until: Instant) -> Self {
        let closed: Vec<DayIndex> = calendar
            .closed
            .iter()
            .map(|&date| days.day_of_date(date))
            .collect();
        Self::of_hours(&calendar.hours, &closed, days, until)
    }

    /// As [`Self::new`], from weekly hours and the days on which no interval starts.
    #[must_use]
    pub fn of_hours(
        hours: &WeeklyHours,
        closed: &[DayIndex],
        days: &CivilDays,
        until: Instant,
    ) -> Self {
        let first = DayIndex(days.day_of(Instant::START).0 - MARGIN_DAYS);
        let last = days.day_of(until).plus(MARGIN_DAYS);
        let mut spans = Vec::new();
        for day in first.0..=last.0 {
            let day = DayIndex(day);
            if !closed.contains(&day) {
                let today = hours
                    .intervals
                    .iter()
                    .filter(|interval| interval.weekday == days.weekday(day));
                spans.extend(today.map(|interval| {
                    let close = if interval.to > interval.from {
                        day
                    } else {
                        day.plus(1)
                    };
                    (days.at(day, interval.from).0, days.at(close, interval.to).0)
                }));
            }
        }
        let mut merged = merge(spans);
        if let [(open, close)] = &mut merged[..]
            && *open <= days.start_of(first).0
            && *close > days.end_of(last).0
        {
            (*open, *close) = (-Instant::NEVER.0, Instant::NEVER.0);
        }
        Self::of_disjoint(merged)
    }

    /// Open at all times.
    #[must_use]
    pub fn always() -> Self {
        Self::of_disjoint(vec![(-Instant::NEVER.0, Instant::NEVER.0)])
    }

    /// From sorted, disjoint, nonempty intervals.
    fn of_disjoint(spans: Vec<(i64, i64)>) -> Self {
        let mut before = 0;
        let numbered = spans.into_iter().map(|(open, close)| {
            let interval = Interval {
                open,
                close,
                before,
            };
            before += close - open;
            interval
        });
        Self {
            intervals: numbered.collect(),
        }
    }

    /// The intervals [open, close) in order of time.
    pub fn iter(&self) -> impl Iterator<Item = (Instant, Instant)> + '_ {
        self.intervals
            .iter()
            .map(|interval| (Instant(interval.open), Instant(interval.close)))
    }

    /// Whether it is open at an instant.
    #[must_use]
    pub fn is_open(&self, t: Instant) -> bool {
        self.last_opened(t)
            .is_some_and(|interval| t.0 < interval.close)
    }

    /// The first open instant from `t` on; [`Instant::NEVER`] if there is none.
    #[must_use]
    pub fn next_open(&self, t: Instant) -> Instant {
        let next = self
            .intervals
            .partition_point(|interval| interval.close <= t.0);
        self.intervals
            .get(next)
            .map_or(Instant::NEVER, |interval| Instant(interval.open.max(t.0)))
    }

    /// When work begun at `t` ends if it pauses while closed: the first instant from `t` on with `work` open ticks since.
    ///
    /// Work that ends exactly at closing ends then; no work ends at once. [`Instant::NEVER`] if there is too little open time.
    #[must_use]
    pub fn advance(&self, t: Instant, work: Duration) -> Instant {
        if work <= Duration::ZERO {
            return t;
        }
        let end = self.open_until(t).saturating_add(work.0);
        let i = self
            .intervals
            .partition_point(|interval| interval.before + (interval.close - interval.open) < end);
        self.intervals.get(i).map_or(Instant::NEVER, |interval| {
            Instant(interval.open + (end - interval.before))
        })
    }

    /// Open time within [from, to].
    #[must_use]
    pub fn open_between(&self, from: Instant, to: Instant) -> Duration {
        Duration(self.open_until(to) - self.open_until(from))
    }

    /// The last interval that opened at or before `t`.
    fn last_opened(&self, t: Instant) -> Option<&Interval> {
        let opened = self
            .intervals
            .partition_point(|interval| interval.open <= t.0);
        self.intervals[..opened].last()
    }

    /// Open ticks before `t`, from the first interval on.
    fn open_until(&self, t: Instant) -> i64 {
        self.last_opened(t).map_or(0, |interval| {
            interval.before + t.0.min(interval.close) - interval.open
        })
    }
}

/// Sorted, disjoint, nonempty intervals that cover the same instants; touching ones are joined.
fn merge(mut spans: Vec<(i64, i64)>) -> Vec<(i64, i64)> {
    spans.sort_unstable();
    let mut merged: Vec<(i64, i64)> = Vec::with_capacity(spans.len());
    for (open, close) in spans.into_iter().filter(|(open, close)| open < close) {
        match merged.last_mut() {
            Some(last) if open <= last.1 => last.1 = last.1.max(close),
            _ => merged.push((open, close)),
        }
    }
    merged
}
