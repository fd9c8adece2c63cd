//! The cutoff of a service level, day by day.

use super::{CivilDays, DayIndex, DayTime};
use crate::network::{AfterCutoff, Cutoff};
use crate::time::Instant;

/// Days are searched so far for one on which the level is offered.
const FURTHEST: i64 = 400;

/// A cutoff in the civil time of the place where it is declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CutoffClock {
    days: CivilDays,
    weekdays: [Option<DayTime>; 7],
    holiday: Option<Option<DayTime>>,
    holidays: Vec<DayIndex>,
    after: AfterCutoff,
}

impl CutoffClock {
    /// `cutoff` in the civil time of `days`: those of the zone, the origin or the facility that [`Cutoff::at`] names.
    #[must_use]
    pub fn new(cutoff: &Cutoff, days: CivilDays) -> Self {
        let mut holidays: Vec<DayIndex> = cutoff
            .holidays
            .iter()
            .map(|&date| days.day_of_date(date))
            .collect();
        holidays.sort_unstable();
        Self {
            days,
            weekdays: cutoff.weekdays,
            holiday: cutoff.holiday,
            holidays,
            after: cutoff.after,
        }
    }

    /// The civil time in which it holds.
    #[must_use]
    pub fn days(&self) -> &CivilDays {
        &self.days
    }

    /// The clock time of each weekday, Monday first; `None`: not offered that day.
    #[must_use]
    pub fn weekdays(&self) -> [Option<DayTime>; 7] {
        self.weekdays
    }

    /// The days on which another clock time holds, ascending, and that time; `None`: not offered on them.
    #[must_use]
    pub fn holidays(&self) -> (&[DayIndex], Option<DayTime>) {
        match self.holiday {
            Some(time) => (&self.holidays, time),
            None => (&[], None),
        }
    }

    /// Whether orders after it count as placed on the next day that has a cutoff.
    #[must_use]
    pub fn rolls(&self) -> bool {
        self.after == AfterCutoff::NextDay
    }

    /// The last instant of a day at which the level is offered; `None` if it is not offered that day. A cutoff at 24:00 is
    /// the day's last tick.
    #[must_use]
    pub fn of_day(&self, day: DayIndex) -> Option<Instant> {
        let weekly = self.weekdays[usize::from(self.days.weekday(day))];
        let time = match self.holiday {
            Some(holiday) if self.holidays.binary_search(&day).is_ok() => holiday,
            _ => weekly,
        };
        time.map(|time| self.days.deadline(day, time))
    }

    /// How many days later an order placed at `placed` counts as placed; `None` if the level is not offered.
    ///
    /// 0 up to and including the cutoff of its day. After it the level is closed, or, with [`AfterCutoff::NextDay`], the
    /// order counts as placed on the next day that has a cutoff.
    #[must_use]
    pub fn days_rolled(&self, placed: Instant) -> Option<i64> {
        let today = self.days.day_of(placed);
        if self.of_day(today).is_some_and(|cutoff| placed <= cutoff) {
            return Some(0);
        }
        match self.after {
            AfterCutoff::Close => None,
            AfterCutoff::NextDay => (1..=FURTHEST).find(|&n| self.of_day(today.plus(n)).is_some()),
        }
    }

    /// As [`Self::days_rolled`], but every cutoff is compared with `reached` instead of the placement: with placement + p it is as
    /// if all cutoffs were earlier by p.
    #[must_use]
    pub fn days_rolled_from(&self, placed: Instant, reached: Instant) -> Option<i64> {
        let today = self.days.day_of(placed);
        let open = |n: i64| {
            self.of_day(today.plus(n))
                .is_some_and(|cutoff| reached <= cutoff)
        };
        if open(0) {
            return Some(0);
        }
        match self.after {
            AfterCutoff::Close => None,
            AfterCutoff::NextDay => (1..=FURTHEST).find(|&n| open(n)),
        }
    }

    /// The first cutoff at or after an instant; [`Instant::NEVER`] if there is none within 400 days.
    #[must_use]
    pub fn next_cutoff(&self, t: Instant) -> Instant {
        let today = self.days.day_of(t);
        let cutoffs = (0..=FURTHEST).filter_map(|n| self.of_day(today.plus(n)));
        cutoffs
            .into_iter()
            .find(|&cutoff| cutoff >= t)
            .unwrap_or(Instant::NEVER)
    }
}
