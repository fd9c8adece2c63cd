//! Civil calendars: as specified here, compiled to ticks in the submodules.
//!
//! ```text
//! Date, time zone, weekly hours, holidays          as specified
//!   -> CivilDays      instants <-> days and clock times of one time zone
//!   -> OpenDays       which civil days a calendar is open: dispatch, transit and delivery days
//!   -> OpenIntervals  when it is open: stages, vehicles that stand still
//!   -> StepFunction   servers over time
//!   -> CutoffClock    cutoff of each day
//!   -> Vec<Instant>   scheduled departures
//! ```
//!
//! The compiled forms are plain integers; no query allocates or can fail. Days are numbered from `clock.start`, the same
//! date having the same number in every time zone, so that days of different zones can be compared and counted.

mod civil;
mod cutoff;
mod open_days;
mod open_intervals;
mod step_function;
mod timetable;

use jiff::civil::Date;

pub use self::civil::{CalendarError, CivilDays, ClockChange, DayIndex, time_zone, time_zone_like};
pub use self::cutoff::CutoffClock;
pub use self::open_days::OpenDays;
pub use self::open_intervals::OpenIntervals;
pub use self::step_function::StepFunction;
pub use self::timetable::{first_of_headway, scheduled_departures};

/// A clock time of a civil day, in milliseconds since local midnight, 0 to 24:00 inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DayTime(pub u32);

impl DayTime {
    /// 00:00.
    pub const MIDNIGHT: Self = Self(0);
    /// 24:00: the midnight that ends the day.
    pub const END: Self = Self(24 * 60 * 60 * 1_000);
}

/// Intervals of clock time per weekday; may cross midnight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeeklyHours {
    /// Ordered by weekday and start.
    pub intervals: Vec<WeeklyInterval>,
}

/// One interval of clock time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeeklyInterval {
    /// Day on which it starts, Monday is 0.
    pub weekday: u8,
    /// Start.
    pub from: DayTime,
    /// End, exclusive; at or before `from`: on the next day.
    pub to: DayTime,
}

/// Open hours with holidays.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// Unique name.
    pub name: String,
    /// Open hours of a normal week.
    pub hours: WeeklyHours,
    /// Days on which no interval starts.
    pub closed: Vec<Date>,
}
