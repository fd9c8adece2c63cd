//! Clock times that a change of clocks skips or repeats within the run.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::clock::Clockwork;
use crate::calendar::DayTime;
use crate::diagnostics::Code;
use crate::network::{CutoffAt, Departures, Facility, Network, Node, PromisePolicy, ServiceLevel};
use crate::scenario::{Findings, Scenario, Span};

/// A stretch of clock time that is skipped or comes twice.
#[derive(Clone, Debug)]
struct Change {
    code: Code,
    from: DateTime,
    until: DateTime,
}

/// The changes of clocks during the run, by time zone.
struct Changes<'c> {
    clockwork: &'c Clockwork,
    known: BTreeMap<String, Vec<Change>>,
}

/// Warns about departures, cutoffs and promised clock times, once per row and time zone.
pub(super) fn check(
    scenario: &Scenario,
    network: &Network,
    clockwork: &Clockwork,
    findings: &mut Findings,
) {
    let mut changes = Changes {
        clockwork,
        known: BTreeMap::new(),
    };
    check_departures(scenario, network, &mut changes, findings);
    check_levels(scenario, network, &mut changes, findings);
}

fn check_departures(
    scenario: &Scenario,
    network: &Network,
    changes: &mut Changes<'_>,
    findings: &mut Findings,
) {
    // Without errors every row became a lane, in order.
    for (edge, row) in network.graph.edge_indices().zip(&scenario.lanes.rows) {
        let Departures::Timetable(entries) = &network.graph[edge].departures else {
            continue;
        };
        let Some((from, _)) = network.graph.edge_endpoints(edge) else {
            continue;
        };
        let span = row.departures.span().unwrap_or(row.span);
        for change in changes.of(network.graph[from].time_zone()) {
            let hit = |weekday: usize, time: DayTime| {
                entries
                    .iter()
                    .any(|entry| entry.weekdays[weekday] && entry.times.contains(&time))
            };
            let times = entries.iter().flat_map(|entry| &entry.times).copied();
            if let Some(time) = times
                .clone()
                .find(|time| change.hits(*time, |weekday| hit(weekday, *time)))
            {
                change.report("departure", time, span, findings);
            }
        }
    }
}

fn check_levels(
    scenario: &Scenario,
    network: &Network,
    changes: &mut Changes<'_>,
    findings: &mut Findings,
) {
    let zones: BTreeSet<&str> = network
        .graph
        .node_weights()
        .filter(|node| matches!(node, Node::Zone(_)))
        .map(Node::time_zone)
        .collect();
    let rows = scenario
        .root
        .service_levels
        .value()
        .map_or(&[][..], Vec::as_slice);
    for (level, row) in network.service_levels.iter().zip(rows) {
        let cutoff_span = row.value.cutoff.span().unwrap_or(row.span);
        for zone in cutoff_zones(network, level, &zones) {
            for change in changes.of(zone) {
                report_cutoff(level, change, cutoff_span, findings);
            }
        }
        let promise_span = row.value.promise.span().unwrap_or(row.span);
        let PromisePolicy::Service(windows) = &level.promise else {
            continue;
        };
        for zone in &zones {
            for change in changes.of(zone) {
                if let Some(window) = windows
                    .iter()
                    .find(|window| change.hits(window.at, |_| true))
                {
                    change.report("promise", window.at, promise_span, findings);
                }
            }
        }
    }
}

/// The time zones in which the cutoff of a level is read.
fn cutoff_zones<'n>(
    network: &'n Network,
    level: &ServiceLevel,
    zones: &BTreeSet<&'n str>,
) -> BTreeSet<&'n str> {
    match level.cutoff.as_ref().map(|cutoff| cutoff.at) {
        None => BTreeSet::new(),
        Some(CutoffAt::Zone) => zones.clone(),
        Some(CutoffAt::Origin) => network
            .facilities()
            .filter(|(_, facility)| facility.is_fulfilment_centre())
            .map(|(_, f)| f.time_zone.as_str())
            .collect(),
        Some(CutoffAt::Facility(at)) => network
            .facility(at)
            .map(|facility: &Facility| facility.time_zone.as_str())
            .into_iter()
            .collect(),
    }
}

fn report_cutoff(level: &ServiceLevel, change: &Change, span: Span, findings: &mut Findings) {
    let Some(cutoff) = &level.cutoff else { return };
    let times = cutoff.weekdays.iter().flatten().copied();
    if let Some(time) = times
        .clone()
        .find(|time| change.hits(*time, |weekday| cutoff.weekdays[weekday] == Some(*time)))
    {
        change.report("cutoff", time, span, findings);
    }
}

impl Change {
    /// Whether a clock time lies in the stretch on a weekday on which it counts.
    fn hits(&self, time: DayTime, counts_on: impl Fn(usize) -> bool) -> bool {
        let (hour, minute) = (time.0 / 3_600_000, time.0 / 60_000 % 60);
        let days = [self.from.date(), self.until.date()];
        days.iter().any(|day| {
            let Ok(hour) = i8::try_from(hour) else {
                return false;
            };
            // 24:00 is the midnight of the next day, which is looked at there.
            if hour > 23 {
                return false;
            }
            let at = day.at(hour, minute as i8, (time.0 / 1_000 % 60) as i8, 0);
            let weekday = usize::from(day.weekday().to_monday_zero_offset().unsigned_abs());
            self.from <= at && at < self.until && counts_on(weekday)
        })
    }

    fn report(&self, what: &str, time: DayTime, span: Span, findings: &mut Findings) {
        let date = self.from.date();
        let (message, help) = match self.code {
            Code::TimeSkipped => (
                format!("{what} at {time}: on {date} this clock time does not exist"),
                "on that day it is moved forward",
            ),
            _ => (
                format!("{what} at {time}: on {date} this clock time comes twice"),
                "on that day the first one counts",
            ),
        };
        findings.report_with(self.code, span, message, help);
    }
}

impl Changes<'_> {
    /// The changes of clocks of a time zone between start and end of the run.
    fn of(&mut self, zone: &str) -> &[Change] {
        let clockwork = self.clockwork;
        self.known
            .entry(zone.to_owned())
            .or_insert_with(|| changes(zone, clockwork))
    }
}

fn changes(zone: &str, clockwork: &Clockwork) -> Vec<Change> {
    let Ok(zone) = TimeZone::get(zone) else {
        return Vec::new();
    };
    let end = clockwork
        .start
        .as_millisecond()
        .saturating_add(clockwork.end().0);
    let transitions = zone
        .following(clockwork.start)
        .take_while(|change| change.timestamp().as_millisecond() < end);
    transitions
        .filter_map(|change| stretch(&zone, change.timestamp()))
        .collect()
}

/// The stretch of clock time between the offsets before and after an instant.
fn stretch(zone: &TimeZone, at: Timestamp) -> Option<Change> {
    let before = zone
        .to_offset(at.checked_sub(jiff::SignedDuration::from_secs(1)).ok()?)
        .to_datetime(at);
    let after = zone.to_offset(at).to_datetime(at);
    match before.cmp(&after) {
        std::cmp::Ordering::Less => Some(Change {
            code: Code::TimeSkipped,
            from: before,
            until: after,
        }),
        std::cmp::Ordering::Greater => Some(Change {
            code: Code::TimeRepeated,
            from: after,
            until: before,
        }),
        std::cmp::Ordering::Equal => None,
    }
}
