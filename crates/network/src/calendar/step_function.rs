//! A whole number that changes at instants: servers over time.

use super::{CivilDays, OpenIntervals};
use crate::network::Shift;
use crate::time::Instant;

/// Servers over time; 0 before the first step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepFunction {
    /// In order of time, the value changing at every step.
    steps: Vec<Step>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Step {
    at: i64,
    value: u32,
    /// Server-ticks before this step.
    before: i128,
}

impl StepFunction {
    /// The same value at all times.
    #[must_use]
    pub fn constant(value: u32) -> Self {
        Self::of_changes(vec![(-Instant::NEVER.0, i64::from(value))])
    }

    /// The servers of `shifts` in the civil time of `days`; overlapping shifts add up. Holds as long as
    /// [`OpenIntervals::new`].
    #[must_use]
    pub fn new(shifts: &[Shift], days: &CivilDays, until: Instant) -> Self {
        let mut changes = Vec::new();
        for shift in shifts {
            for (from, to) in OpenIntervals::of_hours(&shift.hours, &[], days, until).iter() {
                changes.push((from.0, i64::from(shift.servers)));
                changes.push((to.0, -i64::from(shift.servers)));
            }
        }
        Self::of_changes(changes)
    }

    /// The same value while `open`, 0 while closed.
    #[must_use]
    pub fn within(&self, open: &OpenIntervals) -> Self {
        let mut changes = Vec::new();
        for (from, to) in open.iter() {
            let mut value = i64::from(self.value_at(from));
            changes.push((from.0, value));
            let first = self.steps.partition_point(|step| step.at <= from.0);
            for step in self.steps[first..].iter().take_while(|step| step.at < to.0) {
                changes.push((step.at, i64::from(step.value) - value));
                value = i64::from(step.value);
            }
            changes.push((to.0, -value));
        }
        Self::of_changes(changes)
    }

    /// Less what is away: (from, to, how much); never below 0.
    #[must_use]
    pub fn without(&self, away: &[(Instant, Instant, u32)]) -> Self {
        let mut changes = Vec::new();
        let mut last = 0;
        for step in &self.steps {
            changes.push((step.at, i64::from(step.value) - last));
            last = i64::from(step.value);
        }
        for &(from, to, value) in away {
            changes.push((from.0, -i64::from(value)));
            changes.push((to.0, i64::from(value)));
        }
        Self::of_changes(changes)
    }

    /// From changes of the value at instants, in any order.
    fn of_changes(mut changes: Vec<(i64, i64)>) -> Self {
        changes.sort_unstable();
        let mut steps: Vec<Step> = Vec::new();
        let (mut value, mut i) = (0_i64, 0);
        while i < changes.len() {
            let at = changes[i].0;
            while i < changes.len() && changes[i].0 == at {
                value += changes[i].1;
                i += 1;
            }
            let now = value.clamp(0, i64::from(u32::MAX)) as u32;
            let (last, before) = steps
                .last()
                .map_or((0, 0), |last: &Step| (last.value, last.area_until(at)));
            if now != last {
                steps.push(Step {
                    at,
                    value: now,
                    before,
                });
            }
        }
        Self { steps }
    }

    /// The steps (instant, value from then on) in order of time.
    pub fn iter(&self) -> impl Iterator<Item = (Instant, u32)> + '_ {
        self.steps.iter().map(|step| (Instant(step.at), step.value))
    }

    /// The value at an instant.
    #[must_use]
    pub fn value_at(&self, t: Instant) -> u32 {
        self.last_step(t).map_or(0, |step| step.value)
    }

    /// The first instant after `t` at which the value changes; [`Instant::NEVER`] if it does not.
    #[must_use]
    pub fn next_change_after(&self, t: Instant) -> Instant {
        let next = self.steps.partition_point(|step| step.at <= t.0);
        self.steps
            .get(next)
            .map_or(Instant::NEVER, |step| Instant(step.at))
    }

    /// The greatest value ever taken.
    #[must_use]
    pub fn greatest(&self) -> u32 {
        self.steps.iter().map(|step| step.value).max().unwrap_or(0)
    }

    /// Server-ticks within [from, to).
    #[must_use]
    pub fn integral(&self, from: Instant, to: Instant) -> i128 {
        self.area_until(to) - self.area_until(from)
    }

    fn last_step(&self, t: Instant) -> Option<&Step> {
        let passed = self.steps.partition_point(|step| step.at <= t.0);
        self.steps[..passed].last()
    }

    fn area_until(&self, t: Instant) -> i128 {
        self.last_step(t).map_or(0, |step| step.area_until(t.0))
    }
}

impl Step {
    fn area_until(&self, t: i64) -> i128 {
        self.before + i128::from(self.value) * i128::from(t - self.at)
    }
}
