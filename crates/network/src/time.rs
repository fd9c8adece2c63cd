//! Integer time: ticks of one millisecond, counted from the scenario's start.
//!
//! No float is ever an event key. A sampled duration is rounded to the nearest tick, once, where it is drawn.

use std::ops::{Add, AddAssign, Neg, Sub};

use serde::{Deserialize, Serialize};

/// Ticks in one second.
pub const TICKS_PER_SECOND: i64 = 1_000;
/// Ticks in one minute.
pub const TICKS_PER_MINUTE: i64 = 60 * TICKS_PER_SECOND;
/// Ticks in one hour.
pub const TICKS_PER_HOUR: i64 = 60 * TICKS_PER_MINUTE;
/// Ticks in 24 elapsed hours (a civil day may be longer or shorter).
pub const TICKS_PER_DAY: i64 = 24 * TICKS_PER_HOUR;

/// A point in time, in ticks since the scenario's start (tick 0 is local midnight of `clock.start`).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Instant(pub i64);

/// An elapsed length of time, in ticks; may be negative (a lateness, a negative padding).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Duration(pub i64);

impl Instant {
    /// The scenario's start.
    pub const START: Self = Self(0);
    /// Later than anything that can happen.
    pub const NEVER: Self = Self(i64::MAX / 4);

    /// Seconds since the scenario's start.
    #[must_use]
    pub fn seconds(self) -> f64 {
        self.0 as f64 / TICKS_PER_SECOND as f64
    }
}

impl Duration {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// `n` elapsed seconds.
    #[must_use]
    pub const fn from_seconds(n: i64) -> Self {
        Self(n * TICKS_PER_SECOND)
    }

    /// `n` elapsed minutes.
    #[must_use]
    pub const fn from_minutes(n: i64) -> Self {
        Self(n * TICKS_PER_MINUTE)
    }

    /// `n` elapsed hours.
    #[must_use]
    pub const fn from_hours(n: i64) -> Self {
        Self(n * TICKS_PER_HOUR)
    }

    /// `n` times 24 elapsed hours.
    #[must_use]
    pub const fn from_days(n: i64) -> Self {
        Self(n * TICKS_PER_DAY)
    }

    /// The length in seconds.
    #[must_use]
    pub fn seconds(self) -> f64 {
        self.0 as f64 / TICKS_PER_SECOND as f64
    }
}

impl Add<Duration> for Instant {
    type Output = Self;
    fn add(self, rhs: Duration) -> Self {
        Self(self.0 + rhs.0)
    }
}

impl AddAssign<Duration> for Instant {
    fn add_assign(&mut self, rhs: Duration) {
        self.0 += rhs.0;
    }
}

impl Sub<Duration> for Instant {
    type Output = Self;
    fn sub(self, rhs: Duration) -> Self {
        Self(self.0 - rhs.0)
    }
}

impl Sub for Instant {
    type Output = Duration;
    fn sub(self, rhs: Self) -> Duration {
        Duration(self.0 - rhs.0)
    }
}

impl Add for Duration {
    type Output = Self;
    fn add(self, rhs: Self) -> Self {
        Self(self.0 + rhs.0)
    }
}

impl Sub for Duration {
    type Output = Self;
    fn sub(self, rhs: Self) -> Self {
        Self(self.0 - rhs.0)
    }
}

impl Neg for Duration {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}
