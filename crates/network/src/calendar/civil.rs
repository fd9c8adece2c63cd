//! The civil days and clock times of one time zone.

use std::ops::Range;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::DayTime;
use crate::time::{Instant, TICKS_PER_DAY, TICKS_PER_HOUR};

/// Clock changes are compiled from so long before the start, before which the clock goes on unchanged.
const EARLIER: i64 = 40 * TICKS_PER_DAY;
/// Clock changes are compiled to so long after the end, after which the clock goes on unchanged.
const LATER: i64 = 800 * TICKS_PER_DAY;
/// Nothing is compiled beyond a hundred years after the start.
const LATEST: i64 = 36_525 * TICKS_PER_DAY;

/// A civil day, counted from the date of `clock.start` (day 0), in any time zone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DayIndex(pub i64);

impl DayIndex {
    /// Later than any day that can come.
    pub const NEVER: Self = Self(Instant::NEVER.0 / TICKS_PER_DAY);

    /// The day `days` later (earlier if negative); [`Self::NEVER`] stays.
    #[must_use]
    pub fn plus(self, days: i64) -> Self {
        if self >= Self::NEVER {
            Self::NEVER
        } else {
            Self(self.0.saturating_add(days)).min(Self::NEVER)
        }
    }
}

/// What a clock change does to a clock time of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockChange {
    /// The clock jumps over it; it means the first instant after the jump.
    Skipped,
    /// The clock shows it twice; it means the first time.
    Repeated,
}

/// Why a calendar cannot be compiled.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CalendarError {
    /// The time zone database does not know the name.
    #[error("unknown time zone `{0}`")]
    UnknownTimeZone(String),
    /// The date is too close to the ends of the calendar (years -9999 to 9999).
    #[error("the date {0} is out of range")]
    DateOutOfRange(Date),
    /// A calendar has no open day.
    #[error("the calendar has no open day")]
    NeverOpen,
}

/// The time zone of an IANA name.
///
/// # Errors
/// The bundled database does not know it.
pub fn time_zone(name: &str) -> Result<TimeZone, CalendarError> {
    jiff::tz::db()
        .get(name)
        .map_err(|_| CalendarError::UnknownTimeZone(name.to_owned()))
}

/// The known time zone whose name is most like `name`, if one is alike enough to suggest.
#[must_use]
pub fn time_zone_like(name: &str) -> Option<String> {
    let alike = |other: &str| strsim::jaro_winkler(&name.to_lowercase(), &other.to_lowercase());
    let known = jiff::tz::db()
        .available()
        .map(|known| (alike(known.as_str()), known.as_str().to_owned()));
    // Ties go to the name that comes first in the alphabet.
    let best = known.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(&a.1)))?;
    (best.0 > 0.75).then_some(best.1)
}

/// Instants, civil days and clock times of one time zone.
///
/// Holds the offset between ticks and local time, and where it changes. Every query is a search among the few changes and
/// some integer arithmetic; any instant may be asked for.
///
/// A day on which the clock changes has 23 or 25 hours (or other lengths). A clock time that a change skips means the
/// first instant after the change, one that comes twice means its first time; [`Self::at`] is therefore nondecreasing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CivilDays {
    /// The date of day 0.
    start: Date,
    /// Its weekday, Monday is 0.
    weekday: u8,
    /// Local time - ticks before the first change; local time 0 is midnight of day 0.
    offset: i64,
    /// In order of time.
    changes: Vec<Change>,
    /// Whether a change sets the clock back over a midnight.
    recrosses_midnight: bool,
}

/// A change of the offset between local time and ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Change {
    at: i64,
    before: i64,
    after: i64,
}

impl CivilDays {
    /// The civil days of `own` zone for a clock that starts at midnight of `start` in `clock` zone, for instants up to
    /// `until` and well beyond it.
    ///
    /// # Errors
    /// A time zone is unknown, or the date is at the ends of the calendar.
    pub fn new(start: Date, clock: &str, own: &str, until: Instant) -> Result<Self, CalendarError> {
        let out_of_range = |_| CalendarError::DateOutOfRange(start);
        let origin = start
            .to_zoned(time_zone(clock)?)
            .map_err(out_of_range)?
            .timestamp();
        let midnight = start
            .to_zoned(TimeZone::UTC)
            .map_err(out_of_range)?
            .timestamp();
        let shift = origin.as_millisecond() - midnight.as_millisecond();
        let zone = time_zone(own)?;
        let first = shifted(origin, -EARLIER);
        let last = shifted(origin, until.0.clamp(0, LATEST) + LATER);
        let local = |seconds: i32| shift + i64::from(seconds) * 1_000;
        let offset = local(zone.to_offset(first).seconds());
        let mut changes: Vec<Change> = Vec::new();
        for change in zone
            .following(first)
            .take_while(|change| change.timestamp() <= last)
        {
            let before = changes.last().map_or(offset, |change| change.after);
            let after = local(change.offset().seconds());
            if after != before {
                changes.push(Change {
                    at: change.timestamp().as_millisecond() - origin.as_millisecond(),
                    before,
                    after,
                });
            }
        }
        let recrosses_midnight = changes.iter().any(Change::recrosses_midnight);
        let weekday = start.weekday().to_monday_zero_offset().unsigned_abs();
        Ok(Self {
            start,
            weekday,
            offset,
            changes,
            recrosses_midnight,
        })
    }

    /// Local time less ticks before the first clock change, and each change with the one that holds from then on. Local time
    /// 0 is midnight of day 0.
    pub fn offsets(&self) -> (i64, impl Iterator<Item = (Instant, i64)>) {
        let changes = self.changes.iter();
        let changes = changes.map(|change| (Instant(change.at), change.after));
        (self.offset, changes)
    }

    /// The civil day in which an instant lies.
    #[must_use]
    #[inline]
    pub fn day_of(&self, t: Instant) -> DayIndex {
        self.split(t).0
    }

    /// The civil day and the clock time of an instant.
    #[must_use]
    #[inline]
    pub fn split(&self, t: Instant) -> (DayIndex, DayTime) {
        let local = t.0 + self.offset_at(t);
        let day = DayIndex(local.div_euclid(TICKS_PER_DAY));
        // Where the clock is set back over midnight, the new day goes on, its clock standing at 00:00.
        if self.recrosses_midnight && t >= self.start_of(day.plus(1)) {
            return (day.plus(1), DayTime::MIDNIGHT);
        }
        (day, DayTime(local.rem_euclid(TICKS_PER_DAY) as u32))
    }

    /// The first instant of a day.
    #[must_use]
    #[inline]
    pub fn start_of(&self, day: DayIndex) -> Instant {
        self.instant(day, 0)
    }

    /// The last tick of a day.
    #[must_use]
    #[inline]
    pub fn end_of(&self, day: DayIndex) -> Instant {
        if day >= DayIndex::NEVER {
            return Instant::NEVER;
        }
        Instant(self.start_of(day.plus(1)).0 - 1)
    }

    /// Days among which an instant lies and between whose first and last the clock does not change, so that one begins every 24 hours; from
    /// the first instant of the first to the end of the last. Of those before day 0 only what is needed. `None`: the clock changes on the
    /// day of the instant, or where one begins or ends.
    #[must_use]
    pub fn usual_days(&self, t: Instant) -> Option<Range<Instant>> {
        let passed = self.changes.partition_point(|change| change.at <= t.0);
        let first = match passed.checked_sub(1) {
            Some(last) => self.day_of(Instant(self.changes[last].at)).plus(1),
            None => self.day_of(t).min(DayIndex(0)),
        };
        let end = match self.changes.get(passed) {
            Some(next) => self.start_of(self.day_of(Instant(next.at - 1))),
            None => Instant::NEVER,
        };
        let days = self.start_of(first)..end;
        days.contains(&t).then_some(days)
    }

    /// The instant at which the clock shows `time` on `day`; 24:00 is the first instant of the next day.
    #[must_use]
    #[inline]
    pub fn at(&self, day: DayIndex, time: DayTime) -> Instant {
        self.instant(day, i64::from(time.0))
    }

    /// As [`Self::at`], but 24:00 is the last tick of the day: a deadline belongs to its day.
    #[must_use]
    pub fn deadline(&self, day: DayIndex, time: DayTime) -> Instant {
        self.at(day, time).min(self.end_of(day))
    }

    /// The clock time of an instant.
    #[must_use]
    #[inline]
    pub fn clock(&self, t: Instant) -> DayTime {
        self.split(t).1
    }

    /// The hour of the local week, 0 (Monday 00-01) to 167.
    #[must_use]
    pub fn hour_of_week(&self, t: Instant) -> usize {
        let (day, clock) = self.split(t);
        usize::from(self.weekday(day)) * 24 + (i64::from(clock.0) / TICKS_PER_HOUR) as usize
    }

    /// The weekday of a day, Monday is 0.
    #[must_use]
    pub fn weekday(&self, day: DayIndex) -> u8 {
        (day.0 + i64::from(self.weekday)).rem_euclid(7) as u8
    }

    /// The date of a day; the last date of the calendar for days beyond it.
    #[must_use]
    pub fn date(&self, day: DayIndex) -> Date {
        self.start.saturating_add(jiff::SignedDuration::from_hours(
            day.0.clamp(-9_000_000, 9_000_000) * 24,
        ))
    }

    /// The day of a date.
    #[must_use]
    pub fn day_of_date(&self, date: Date) -> DayIndex {
        DayIndex(date.duration_since(self.start).as_hours() / 24)
    }

    /// The same clock time `days` civil days later (earlier if negative).
    #[must_use]
    pub fn add_days(&self, t: Instant, days: i64) -> Instant {
        if days == 0 {
            return t;
        }
        let (day, clock) = self.split(t);
        self.at(day.plus(days), clock)
    }

    /// Whether the clock skips `time` on `day`, or shows it twice.
    #[must_use]
    pub fn clock_change(&self, day: DayIndex, time: DayTime) -> Option<ClockChange> {
        let local = day
            .0
            .saturating_mul(TICKS_PER_DAY)
            .saturating_add(i64::from(time.0));
        self.changes.iter().find_map(|change| {
            let (from, to) = (change.at + change.before, change.at + change.after);
            if (from..to).contains(&local) {
                Some(ClockChange::Skipped)
            } else if (to..from).contains(&local) {
                Some(ClockChange::Repeated)
            } else {
                None
            }
        })
    }

    /// Local time - ticks at an instant.
    #[inline]
    fn offset_at(&self, t: Instant) -> i64 {
        // Few changes, the first ones needed most: a loop beats a binary search.
        let mut offset = self.offset;
        for change in &self.changes {
            if t.0 < change.at {
                break;
            }
            offset = change.after;
        }
        offset
    }

    /// The instant of a local time; see [`Self::at`].
    #[inline]
    fn instant(&self, day: DayIndex, time: i64) -> Instant {
        if day >= DayIndex::NEVER {
            return Instant::NEVER;
        }
        let local = day.0.saturating_mul(TICKS_PER_DAY).saturating_add(time);
        let mut offset = self.offset;
        for change in &self.changes {
            if local < change.at + change.before {
                break;
            }
            if local < change.at + change.after {
                return Instant(change.at);
            }
            offset = change.after;
        }
        Instant(local.saturating_sub(offset))
    }
}

impl Change {
    /// Whether the clock is set back from after a midnight to before it.
    fn recrosses_midnight(&self) -> bool {
        let last_shown = self.at + self.before - 1;
        last_shown.div_euclid(TICKS_PER_DAY) * TICKS_PER_DAY > self.at + self.after
    }
}

/// `origin` moved by ticks, or the end of the calendar.
fn shifted(origin: Timestamp, ticks: i64) -> Timestamp {
    let end = if ticks < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    };
    Timestamp::from_millisecond(origin.as_millisecond() + ticks).unwrap_or(end)
}
