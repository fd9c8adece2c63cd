//! Which civil days a calendar is open: for counting dispatch, transit and delivery days.

use super::{Calendar, CivilDays, DayIndex};

/// The open days of a calendar: those on which an interval of its hours starts.
///
/// Open days are counted in whole weeks, less the closed ones among them, so that every query costs a few divisions and a
/// search among the closed days, and holds for any day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenDays {
    /// Open on this weekday, Monday first.
    weekdays: [bool; 7],
    /// Weekday of day 0.
    first: i64,
    /// Open days among the first so many of a week.
    before: [i64; 8],
    /// Weekday of the n-th open day of a week.
    nth: [i64; 7],
    /// Closed days that fall on open weekdays, ascending.
    closed: Vec<i64>,
}

impl OpenDays {
    /// The open days of `calendar` as its dates stand in `days`.
    #[must_use]
    pub fn new(calendar: &Calendar, days: &CivilDays) -> Self {
        let mut weekdays = [false; 7];
        for interval in &calendar.hours.intervals {
            weekdays[usize::from(interval.weekday % 7)] = true;
        }
        let closed = calendar.closed.iter().map(|&date| days.day_of_date(date));
        Self::of(weekdays, days.weekday(DayIndex(0)), closed)
    }

    /// Every day.
    #[must_use]
    pub fn every_day() -> Self {
        Self::of([true; 7], 0, std::iter::empty())
    }

    /// Open on `weekdays` (Monday first) but for the `closed` days; `first` is the weekday of day 0.
    #[must_use]
    pub fn of(weekdays: [bool; 7], first: u8, closed: impl IntoIterator<Item = DayIndex>) -> Self {
        let (mut before, mut nth) = ([0; 8], [0; 7]);
        for weekday in 0..7 {
            before[weekday + 1] = before[weekday] + i64::from(weekdays[weekday]);
            if weekdays[weekday] {
                nth[before[weekday] as usize] = weekday as i64;
            }
        }
        let mut days = Self {
            weekdays,
            first: i64::from(first),
            before,
            nth,
            closed: Vec::new(),
        };
        let mut closed: Vec<i64> = closed
            .into_iter()
            .filter(|&day| days.is_open(day))
            .map(|day| day.0)
            .collect();
        closed.sort_unstable();
        closed.dedup();
        days.closed = closed;
        days
    }

    /// The weekdays on which it is open (Monday first) if day 0 falls on the weekday `first`, and the closed days that fall on
    /// them, ascending.
    pub fn pattern(&self, first: u8) -> ([bool; 7], impl Iterator<Item = DayIndex>) {
        // [`Self::every_day`] does not know on which weekday day 0 falls.
        let shift = self.first - i64::from(first);
        let open = |weekday: i64| self.weekdays[(weekday + shift).rem_euclid(7) as usize];
        let weekdays = [0, 1, 2, 3, 4, 5, 6].map(open);
        (weekdays, self.closed.iter().map(|&day| DayIndex(day)))
    }

    /// Whether any day is open.
    #[must_use]
    pub fn ever_open(&self) -> bool {
        self.per_week() > 0
    }

    /// Whether a day is open.
    #[must_use]
    pub fn is_open(&self, day: DayIndex) -> bool {
        let weekday = (day.0 + self.first).rem_euclid(7);
        self.weekdays[weekday as usize] && self.closed.binary_search(&day.0).is_err()
    }

    /// The first open day from `day` on; [`DayIndex::NEVER`] if none is ever open.
    #[must_use]
    pub fn next_open_day(&self, day: DayIndex) -> DayIndex {
        if self.is_open(day) {
            day
        } else {
            self.nth_open(self.open_until(day) + 1, day)
        }
    }

    /// The last open day before `day`; [`DayIndex::NEVER`] if none is ever open.
    #[must_use]
    pub fn last_open_before(&self, day: DayIndex) -> DayIndex {
        self.nth_open(self.open_until(day.plus(-1)), day)
    }

    /// The `n`-th open day after `day`, before it if negative; `day` itself, open or not, if 0.
    ///
    /// [`DayIndex::NEVER`] if none is ever open and `n` is not 0.
    #[must_use]
    pub fn add(&self, day: DayIndex, n: i64) -> DayIndex {
        match n {
            0 => day,
            1.. => self.nth_open(self.open_until(day) + n, day),
            _ => self.nth_open(self.open_until(day.plus(-1)) + n + 1, day),
        }
    }

    /// Number of open days in `from..to`; negative if `to` is before `from`.
    #[must_use]
    pub fn between(&self, from: DayIndex, to: DayIndex) -> i64 {
        self.open_until(to.plus(-1)) - self.open_until(from.plus(-1))
    }

    fn per_week(&self) -> i64 {
        self.before[7]
    }

    /// Open days up to and including `day`, from an arbitrary day on.
    fn open_until(&self, day: DayIndex) -> i64 {
        let since_monday = day.0 + self.first;
        let weekly = since_monday.div_euclid(7) * self.per_week()
            + self.before[since_monday.rem_euclid(7) as usize + 1];
        weekly - self.closed.partition_point(|&closed| closed <= day.0) as i64
    }

    /// The day up to which `n` days are open: the inverse of [`Self::open_until`]. `asked` is the day that was asked about.
    fn nth_open(&self, n: i64, asked: DayIndex) -> DayIndex {
        if !self.ever_open() || asked >= DayIndex::NEVER {
            return DayIndex::NEVER;
        }
        // Closed days push it back, over further closed days perhaps.
        let mut closed = 0;
        loop {
            let place = n + closed - 1;
            let week = place.div_euclid(self.per_week());
            let day = 7 * week + self.nth[place.rem_euclid(self.per_week()) as usize] - self.first;
            let passed = self.closed.partition_point(|&closed| closed <= day) as i64;
            if passed == closed {
                return DayIndex(day);
            }
            closed = passed;
        }
    }
}
