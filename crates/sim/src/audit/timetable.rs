//! Questions about times: scheduled departures and open hours.

use super::ledger::TIME_LIMIT;
use crate::trace::Departures;

/// Whether departures are ascending and within range.
pub(super) fn is_regular(departures: &Departures) -> bool {
    let in_range = |time: &i64| (-TIME_LIMIT..=TIME_LIMIT).contains(time);
    match departures {
        Departures::OnDemand => true,
        Departures::Headway { every, offset } => *every > 0 && in_range(every) && in_range(offset),
        Departures::Timetable(times) => times.is_sorted_by(|a, b| a < b),
    }
}

/// The first scheduled departure at or after `t`; `None`: none is left, or the lane runs on demand.
pub(super) fn next_departure(departures: &Departures, t: i64) -> Option<i64> {
    match departures {
        Departures::OnDemand => None,
        Departures::Headway { every, offset } => {
            let missed = t.saturating_sub(*offset).max(0);
            Some(offset + (missed + every - 1) / every * every)
        }
        Departures::Timetable(times) => times.get(times.partition_point(|&time| time < t)).copied(),
    }
}

/// Whether a vehicle is scheduled to leave at exactly `t`.
pub(super) fn is_departure(departures: &Departures, t: i64) -> bool {
    next_departure(departures, t) == Some(t)
}

/// Intervals `[start, end)`, ascending and disjoint; `None`: always open.
pub(super) type Hours<'h> = Option<&'h [(i64, i64)]>;

/// The first open instant at or after `t`; `None`: closed for good.
pub(super) fn next_open(hours: Hours<'_>, t: i64) -> Option<i64> {
    let Some(intervals) = hours else {
        return Some(t);
    };
    let interval = intervals.get(intervals.partition_point(|&(_, end)| end <= t))?;
    Some(t.max(interval.0))
}

/// Whether `t` is open.
pub(super) fn is_open(hours: Hours<'_>, t: i64) -> bool {
    next_open(hours, t) == Some(t)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headway_starts_at_its_offset() {
        let headway = Departures::Headway {
            every: 10,
            offset: 3,
        };
        let next = |t| next_departure(&headway, t);
        assert_eq!(
            [next(-50), next(3), next(4), next(13)],
            [Some(3), Some(3), Some(13), Some(13)]
        );
        assert!(
            is_departure(&headway, 23)
                && !is_departure(&headway, 24)
                && !is_departure(&headway, -7)
        );
    }

    #[test]
    fn a_timetable_ends() {
        let timetable = Departures::Timetable(vec![5, 9]);
        assert_eq!(
            [5, 6, 9, 10].map(|t| next_departure(&timetable, t)),
            [Some(5), Some(9), Some(9), None]
        );
    }

    #[test]
    fn hours_are_open_at_their_start_and_closed_at_their_end() {
        let hours: Hours<'_> = Some(&[(10, 20), (20, 25), (40, 50)]);
        assert_eq!(
            [0, 19, 20, 25, 50].map(|t| next_open(hours, t)),
            [Some(10), Some(19), Some(20), Some(40), None]
        );
    }
}
