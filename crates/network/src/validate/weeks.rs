//! Windows that are not whole weeks while something repeats every week.

use crate::diagnostics::Code;
use crate::network::{Capacity, Demand, Departures, Network, Node};
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

fn repeats_weekly(network: &Network) -> bool {
    let timetable = network
        .graph
        .edge_weights()
        .any(|lane| matches!(lane.departures, Departures::Timetable(_)));
    let staffing = network.graph.node_weights().any(|node| match node {
        Node::Facility(facility) => facility
            .stages
            .iter()
            .any(|stage| matches!(stage.capacity, Capacity::Staffing(_))),
        Node::Zone(_) => false,
    });
    let cutoffs = network
        .service_levels
        .iter()
        .filter_map(|level| level.cutoff.as_ref());
    let uneven = cutoffs
        .into_iter()
        .any(|cutoff| cutoff.weekdays.iter().any(|day| *day != cutoff.weekdays[0]));
    // A replayed log is what it is: its window is not chosen for its weekdays.
    let shaped = !matches!(network.demand, Demand::Replay { .. }) && !network.profiles.is_empty();
    timetable || staffing || uneven || shaped || !network.calendars.is_empty()
}
