//! Windows that are not whole weeks while something repeats every week.

use crate::calendar::{DayTime, WeeklyHours};
use crate::diagnostics::Code;
use crate::network::{Capacity, Demand, Departures, Network, Node, TimetableEntry};
use crate::promise::DayOffset;
use crate::scenario::{Findings, Scenario};
use crate::time::{Duration, TICKS_PER_DAY};

/// Warns where weekdays would count unequally.
pub(super) fn check(scenario: &Scenario, network: &Network, findings: &mut Findings) {
    if !repeats_weekly(network) {
        return;
    }
    let Some(clock) = scenario.root.clock.value() else {
        return;
    };
    let horizon = clock.horizon.given();
    let warm_up = clock.warm_up.given();
    let days = |given: Option<DayOffset>| match given {
        None => Some(0),
        Some(DayOffset::Days(days)) => Some(i64::from(days)),
        Some(DayOffset::Elapsed(Duration(ticks))) if ticks % TICKS_PER_DAY == 0 => {
            Some(ticks / TICKS_PER_DAY)
        }
        Some(_) => None,
    };
    let before = days(warm_up.map(|given| given.value));
    let until = days(horizon.map(|given| given.value));
    if let (Some(before), Some(until)) = (before, until)
        && (until - before) % 7 == 0
    {
        return;
    }
    let help = "make the horizon the warm-up and a number of whole weeks, such as 7d and 35d";
    let span = horizon.map_or(clock.span, |given| given.span);
    let message = "demand, calendars or timetables repeat every week, but the scoring window is not whole weeks";
    findings.report_with(Code::PartialWeeks, span, message, help);
}

/// Whether something in a network is the same every week and not every day: demand, calendars, shifts, timetables or cutoffs.
#[must_use]
pub fn repeats_weekly(network: &Network) -> bool {
    let timetable = network.graph.edge_weights().any(|lane| {
        matches!(&lane.departures, Departures::Timetable(entries) if uneven(|day| departures(entries, day)))
    });
    let staffing = network.graph.node_weights().any(|node| match node {
        Node::Facility(facility) => facility.stages.iter().any(|stage| {
            matches!(&stage.capacity, Capacity::Staffing(shifts) if uneven(|day| {
                shifts.iter().map(|shift| (shift.servers, open(&shift.hours, day))).collect::<Vec<_>>()
            }))
        }),
        Node::Zone(_) => false,
    });
    let mut cutoffs = network
        .service_levels
        .iter()
        .filter_map(|level| level.cutoff.as_ref());
    let cutoff = cutoffs.any(|cutoff| uneven(|day| cutoff.weekdays[day]));
    // A replayed log is what it is: its window is not chosen for its weekdays.
    let replayed = matches!(network.demand, Demand::Replay { .. });
    let mut profiles = network.profiles.iter().filter(|_| !replayed);
    let shaped =
        profiles.any(|profile| uneven(|day| profile.week.chunks(24).nth(day).map(<[f64]>::to_vec)));
    let mut calendars = network.calendars.iter();
    let closed = calendars.any(|calendar| uneven(|day| open(&calendar.hours, day)));
    timetable || staffing || cutoff || shaped || closed
}

/// Whether some weekday is not as Monday is.
fn uneven<T: PartialEq>(of: impl Fn(usize) -> T) -> bool {
    (1..7).any(|day| of(day) != of(0))
}

fn departures(entries: &[TimetableEntry], day: usize) -> Vec<DayTime> {
    let entries = entries.iter().filter(|entry| entry.weekdays[day]);
    let mut times: Vec<DayTime> = entries.flat_map(|entry| entry.times.clone()).collect();
    times.sort_unstable();
    times
}

fn open(hours: &WeeklyHours, day: usize) -> Vec<(DayTime, DayTime)> {
    let intervals = hours.intervals.iter();
    let own = intervals.filter(|interval| usize::from(interval.weekday) == day);
    own.map(|interval| (interval.from, interval.to)).collect()
}
