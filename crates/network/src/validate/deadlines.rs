//! Deadlines of the calendar: what they ask, and whether the run can answer it.

use std::collections::{BTreeMap, BTreeSet};

use super::ranges::{self, Allowed};
use crate::calendar::CivilDays;
use crate::diagnostics::Code;
use crate::network::{Deadline, DeadlineOf, Network, Node};
use crate::scenario::{DeadlineKind, DeadlineRow, Findings, Given, Scenario};
use crate::time::{Instant, TICKS_PER_HOUR};

/// More days before a date than a year has say nothing about it.
const MOST_DAYS: u32 = 366;

fn rows(scenario: &Scenario) -> &[Given<DeadlineRow>] {
    scenario
        .root
        .deadlines
        .value()
        .map_or(&[][..], Vec::as_slice)
}

/// All deadlines, in the order of the file.
pub(super) fn deadlines(scenario: &Scenario, findings: &mut Findings) -> Vec<Deadline> {
    let mut names = BTreeSet::new();
    for name in rows(scenario)
        .iter()
        .filter_map(|row| row.value.name.given())
    {
        if !names.insert(name.value.as_str()) {
            let message = format!("there is already a deadline `{}`", name.value);
            findings.report(Code::NameTwice, name.span, message);
        }
    }
    let all = rows(scenario).iter();
    all.filter_map(|row| deadline(&row.value, findings))
        .collect()
}

fn deadline(row: &DeadlineRow, findings: &mut Findings) -> Option<Deadline> {
    let target = ranges::number(&row.target, "target", Allowed::InnerShare, findings);
    let probability = ranges::number(
        &row.probability,
        "probability",
        Allowed::InnerShare,
        findings,
    );
    let days = ranges::count(&row.days, "days", findings).unwrap_or(7);
    if let (true, Some(span)) = (days > MOST_DAYS, row.days.span()) {
        let message = format!("`days` is {days}, it must be at most {MOST_DAYS}");
        findings.report(Code::OutOfRange, span, message);
    }
    let of = match (row.of.cloned(), row.probability.span()) {
        (Some(DeadlineKind::Mean), None) => DeadlineOf::Mean,
        (Some(DeadlineKind::Mean), Some(span)) => {
            let message = "an expected share has no probability: leave `probability`, or write `of = \"period\"`";
            findings.report(Code::Conflict, span, message);
            DeadlineOf::Mean
        }
        _ => DeadlineOf::Period {
            probability: probability.unwrap_or(0.9),
        },
    };
    Some(Deadline {
        name: row.name.cloned().unwrap_or_default(),
        date: row.date.cloned()?,
        days,
        target: target.unwrap_or(0.999),
        of,
    })
}

/// Whether orders of at least one day before each date are scored, and followed up to it, wherever they go.
pub(super) fn check(scenario: &Scenario, network: &Network, findings: &mut Findings) {
    if network.deadlines.is_empty() {
        return;
    }
    // Without errors every row became a deadline, in order.
    for (deadline, row) in network.deadlines.iter().zip(rows(scenario)) {
        let span = row.value.date.span().unwrap_or(row.span);
        if let Some((message, help)) = outside(network, deadline) {
            findings.report_with(Code::DeadlineOutside, span, message, help);
        }
    }
}

/// What is the matter, and what to do.
fn outside(network: &Network, deadline: &Deadline) -> Option<(String, String)> {
    let (warm_up, horizon) = (network.clock.warm_up.0, network.clock.horizon.0);
    let date = deadline.date;
    for (time_zone, zone) in time_zones(network) {
        let Ok(civil) = CivilDays::new(
            network.clock.start,
            &network.clock.time_zone,
            time_zone,
            Instant(horizon),
        ) else {
            continue;
        };
        let day = civil.day_of_date(date);
        let (before, at) = (civil.start_of(day.plus(-1)).0, civil.start_of(day).0);
        if before < warm_up {
            let message = format!(
                "no order is scored that is placed on a whole day before {date} in `{zone}`"
            );
            let help =
                "begin earlier, or warm up for less long: the day before the date must be scored"
                    .to_owned();
            return Some((message, help));
        }
        if at > horizon {
            let hours = (at - horizon + TICKS_PER_HOUR - 1) / TICKS_PER_HOUR;
            let message = format!("{date} begins {hours} h after the horizon in `{zone}`");
            return Some((message, "let the horizon be a later day".to_owned()));
        }
    }
    None
}

/// Each time zone of the zones, with the name of its first zone.
fn time_zones(network: &Network) -> BTreeMap<&str, &str> {
    let mut found = BTreeMap::new();
    for node in network.graph.node_weights() {
        if let Node::Zone(zone) = node {
            found
                .entry(zone.time_zone.as_str())
                .or_insert(zone.name.as_str());
        }
    }
    found
}
