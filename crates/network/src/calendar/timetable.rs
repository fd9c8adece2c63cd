//! Scheduled departures of a lane.

use super::{CivilDays, DayIndex, OpenDays};
use crate::network::{Departures, TimetableEntry};
use crate::time::{Duration, Instant};

/// The scheduled departures of a lane within [from, to], ascending; none for a lane on demand.
///
/// `days` are the origin's civil days; departures on days that are closed in `dispatch` do not run. A headway counts
/// from [its first departure](first_of_headway), before which it has none. A clock time that the clock skips means the first instant after
/// the change, one that comes twice its first time.
#[must_use]
pub fn scheduled_departures(
    departures: &Departures,
    days: &CivilDays,
    dispatch: &OpenDays,
    from: Instant,
    to: Instant,
) -> Vec<Instant> {
    match departures {
        Departures::OnDemand => Vec::new(),
        Departures::Headway { every, offset } => {
            let first = first_of_headway(days, *offset);
            let mut scheduled = headway(*every, first, from, to);
            scheduled.retain(|&departure| dispatch.is_open(days.day_of(departure)));
            scheduled
        }
        Departures::Timetable(entries) => timetable(entries, days, dispatch, from, to),
    }
}

/// The first departure of a headway with this offset: so long after midnight of the scenario's first date, in the local time of
/// `days`, the origin's. From there on it is elapsed time, whatever the clock does.
#[must_use]
pub fn first_of_headway(days: &CivilDays, offset: Duration) -> Instant {
    days.start_of(DayIndex(0)) + offset
}

fn headway(every: Duration, first: Instant, from: Instant, to: Instant) -> Vec<Instant> {
    let every = every.0.max(1);
    let skipped = ((from.0 - first.0).max(0) + every - 1) / every;
    let mut scheduled = Vec::new();
    let mut next = first.0 + skipped * every;
    while next <= to.0 {
        scheduled.push(Instant(next));
        next += every;
    }
    scheduled
}

fn timetable(
    entries: &[TimetableEntry],
    days: &CivilDays,
    dispatch: &OpenDays,
    from: Instant,
    to: Instant,
) -> Vec<Instant> {
    let mut scheduled = Vec::new();
    // A departure at 24:00 belongs to the day before.
    let range = days.day_of(from).0 - 1..=days.day_of(to).0;
    for day in range.map(DayIndex).filter(|&day| dispatch.is_open(day)) {
        let weekday = usize::from(days.weekday(day));
        for entry in entries.iter().filter(|entry| entry.weekdays[weekday]) {
            scheduled.extend(entry.times.iter().map(|&time| days.at(day, time)));
        }
    }
    scheduled.retain(|departure| (from..=to).contains(departure));
    scheduled.sort_unstable();
    scheduled.dedup();
    scheduled
}
