//! Service levels: cutoffs, eligibility, promises.

use std::collections::BTreeSet;

use super::calendars::holidays;
use super::money;
use super::names::Names;
use super::promises;
use super::ranges::{self, Allowed};
use super::told_windows;
use crate::diagnostics::{Code, Place};
use crate::network::{
    AfterCutoff, Assign, Choose, Cutoff, CutoffAt, PaddingAt, PromisePolicy, ServiceLevel,
};
use crate::promise::{DayOffset, PaddingAmount, Rounding};
use crate::scenario::{Findings, Given, Scenario, ServiceLevelRow, SourcingRule};
use crate::time::Duration;

/// All service levels, and their places.
pub(super) fn levels(
    scenario: &Scenario,
    names: &Names<'_>,
    findings: &mut Findings,
) -> (Vec<ServiceLevel>, Vec<Place>) {
    let rows = scenario
        .root
        .service_levels
        .value()
        .map_or(&[][..], Vec::as_slice);
    let mut levels = Vec::with_capacity(rows.len());
    let mut places = Vec::with_capacity(rows.len());
    for (at, Given { value: row, span }) in rows.iter().enumerate() {
        places.extend(findings.place(row.name.span().unwrap_or(*span)));
        levels.push(level(at, row, scenario, names, findings));
    }
    (levels, places)
}

fn level(
    at: usize,
    row: &ServiceLevelRow,
    scenario: &Scenario,
    names: &Names<'_>,
    findings: &mut Findings,
) -> ServiceLevel {
    if row.name.value().is_some_and(|name| {
        name.trim() != name || name.is_empty() || name.chars().any(char::is_control)
    }) {
        let span = row.name.span().unwrap_or(row.span);
        findings.report(
            Code::BadName,
            span,
            "a name is not empty and does not begin or end with a blank",
        );
    }
    if let (Some(span), true, Some(true)) = (
        row.keep_label.span(),
        row.latest.is_absent(),
        row.keep_label.value(),
    ) {
        let message = "`keep_label` lifts `latest`, which is not given";
        findings.report(Code::Conflict, span, message);
    }
    let promise = promises::policy(at, row, scenario, names, findings);
    let padding_at = padding_at(row, promise.as_ref(), scenario, findings);
    let told = told_windows::told(row, padding_at, scenario, findings);
    ServiceLevel {
        window: told.window,
        early_is_ok: told.early_is_ok,
        attempt_counts: told.attempt_counts,
        delivery_window: row.delivery_window.cloned(),
        name: row.name.cloned().unwrap_or_default(),
        share: ranges::number(&row.share, "share", Allowed::NonNegative, findings).unwrap_or(1.0),
        priority: priority(at, row),
        cutoff: cutoff(row, scenario, names, findings),
        latest: row.latest.value().map(|latest| latest.0),
        keep_label: row.keep_label.cloned().unwrap_or(false),
        promise: promise.unwrap_or(PromisePolicy::Constant(DayOffset::Elapsed(Duration::ZERO))),
        padding: row
            .padding
            .cloned()
            .unwrap_or(PaddingAmount::Elapsed(Duration::ZERO)),
        padding_at,
        at_least: row.at_least.cloned(),
        fallback: row.fallback.cloned(),
        rounding: row.rounding.cloned().unwrap_or(Rounding::Instant),
        target: ranges::number(&row.target, "target", Allowed::Share, findings),
        beat_by: ranges::length(&row.beat_by).unwrap_or(Duration::from_days(1)),
        zones: zones(row, names, findings),
        assign: assign(row, scenario, findings),
        way: row.way.cloned(),
    }
}

fn priority(at: usize, row: &ServiceLevelRow) -> u32 {
    row.priority.cloned().unwrap_or(at as u32 + 1)
}

/// How many different priorities the levels have; one that cannot be read counts as another.
pub(super) fn classes(levels: &[Given<ServiceLevelRow>]) -> usize {
    let bad = levels.iter().filter(|row| row.value.priority.is_bad());
    let read = levels.iter().enumerate();
    let read = read.filter(|(_, row)| !row.value.priority.is_bad());
    let different: BTreeSet<u32> = read.map(|(at, row)| priority(at, &row.value)).collect();
    different.len() + bad.count()
}

/// The cheapest way needs something that costs.
fn assign(row: &ServiceLevelRow, scenario: &Scenario, findings: &mut Findings) -> Assign {
    let Some(&Given {
        value: assign,
        span,
    }) = row.assign.given()
    else {
        return Assign::default();
    };
    let by_cost = matches!(
        assign,
        Assign::Cheapest | Assign::CheapestThatMeetsThePromise
    );
    if by_cost {
        money::check_cheapest(scenario, span, "way", findings);
    }
    assign
}

/// Where padding sits, as far as the promise has such a place.
fn padding_at(
    row: &ServiceLevelRow,
    promise: Option<&PromisePolicy>,
    scenario: &Scenario,
    findings: &mut Findings,
) -> PaddingAt {
    let Some(&Given { value: at, span }) = row.padding_at.given() else {
        return PaddingAt::Promise;
    };
    let planned = matches!(
        promise,
        None | Some(PromisePolicy::Plan { .. } | PromisePolicy::State { .. })
    );
    let rolls = row.after_cutoff.value() == Some(&AfterCutoff::NextDay);
    let remembered = matches!(
        promise,
        Some(PromisePolicy::State { .. } | PromisePolicy::Log)
    );
    let by_plan = matches!(promise, Some(PromisePolicy::Plan { .. }));
    let bought = !scenario.skus.rows.is_empty();
    let chosen = bought || looks_at_the_moment(scenario);
    let message = match at {
        PaddingAt::Process if !planned => {
            "only a planned path has work before a departure: `promise.plan` or `promise.state`"
        }
        PaddingAt::Process if bought => {
            "an order of several parcels has several departures: padding sits at the promise or the cutoff"
        }
        PaddingAt::Process if !row.fallback.is_absent() => {
            "a longer `padding` in the process would lead to the `fallback`, which may be earlier: leave it out, or pad the promise"
        }
        PaddingAt::Process if chosen => {
            "the facility is chosen order by order, and each has departures of its own: padding sits at the promise or the cutoff"
        }
        PaddingAt::Cutoff if row.cutoff.is_absent() => "there is no `cutoff` to be earlier",
        PaddingAt::Cutoff if rolls && (remembered || (by_plan && chosen)) => {
            "what this promise would have been the next day is not known"
        }
        _ => return at,
    };
    findings.report(Code::Conflict, span, message);
    at
}

/// Whether sourcing looks at the moment, so that orders of one zone and level leave from different facilities.
fn looks_at_the_moment(scenario: &Scenario) -> bool {
    let Some(table) = scenario.root.sourcing.value() else {
        return false;
    };
    let by_rule =
        |rule: &SourcingRule| !matches!(rule, SourcingRule::Nearest | SourcingRule::Table);
    table.rule.value().is_some_and(by_rule) || table.release.given().is_some()
}

fn zones(row: &ServiceLevelRow, names: &Names<'_>, findings: &mut Findings) -> Option<Vec<usize>> {
    let Given { value: list, span } = row.zones.given()?;
    if list.is_empty() {
        findings.report(Code::EmptyTable, *span, "the level is offered nowhere");
    }
    let mut zones: Vec<usize> = list
        .iter()
        .filter_map(|zone| names.zones.find(zone, findings))
        .collect();
    zones.sort_unstable();
    zones.dedup();
    Some(zones)
}

fn cutoff(
    row: &ServiceLevelRow,
    scenario: &Scenario,
    names: &Names<'_>,
    findings: &mut Findings,
) -> Option<Cutoff> {
    let dates = holidays(&row.holidays, scenario, names, findings);
    let Some(Given { value: times, span }) = row.cutoff.given() else {
        if row.cutoff.is_absent() {
            without_cutoff(row, findings);
        }
        return None;
    };
    if times.weekdays.iter().all(Option::is_none) {
        findings.report(
            Code::NeverOpen,
            *span,
            "the level is closed on all days of the week",
        );
    }
    match (times.holiday, row.holidays.span()) {
        (Some(_), None) if row.holidays.is_absent() => {
            findings.report(
                Code::HolidayCutoff,
                *span,
                "there is a cutoff for holidays, but no `holidays`",
            );
        }
        (None, Some(holidays)) => {
            let help = "write `cutoff = { daily = \"17:00\", holiday = \"closed\" }`";
            findings.report_with(
                Code::HolidayCutoff,
                holidays,
                "there are holidays, but no cutoff for them",
                help,
            );
        }
        _ => {}
    }
    Some(Cutoff {
        weekdays: times.weekdays,
        holiday: times.holiday,
        holidays: dates,
        at: cutoff_at(row, names, findings),
        after: row.after_cutoff.cloned().unwrap_or(AfterCutoff::Close),
    })
}

/// Keys that mean nothing without a cutoff.
fn without_cutoff(row: &ServiceLevelRow, findings: &mut Findings) {
    if let Some(span) = row.holidays.span() {
        findings.report(
            Code::HolidayCutoff,
            span,
            "there are holidays, but no cutoff for them",
        );
    }
    for (key, span) in [
        ("cutoff_at", row.cutoff_at.span()),
        ("after_cutoff", row.after_cutoff.span()),
    ] {
        if let Some(span) = span {
            findings.report(
                Code::Conflict,
                span,
                format!("`{key}` is given, but no `cutoff`"),
            );
        }
    }
}

fn cutoff_at(row: &ServiceLevelRow, names: &Names<'_>, findings: &mut Findings) -> CutoffAt {
    let Some(at) = row.cutoff_at.given() else {
        return CutoffAt::Zone;
    };
    match at.value.as_str() {
        "zone" => CutoffAt::Zone,
        "origin" => CutoffAt::Origin,
        _ => names
            .facilities
            .find(at, findings)
            .map_or(CutoffAt::Zone, CutoffAt::Facility),
    }
}

/// Under `mix` somebody must want something, in every zone.
pub(super) fn check_shares(
    scenario: &Scenario,
    choose: Choose,
    levels: &[ServiceLevel],
    zone_count: usize,
    findings: &mut Findings,
) {
    let Some(first) = scenario
        .root
        .service_levels
        .value()
        .and_then(|rows| rows.first())
    else {
        return;
    };
    if choose != Choose::Mix {
        return;
    }
    if levels.iter().all(|level| level.share == 0.0) {
        let span = first.value.share.span().unwrap_or(first.span);
        findings.report(
            Code::NoShare,
            span,
            "the shares of all service levels are zero",
        );
        return;
    }
    let mut wanted = vec![false; zone_count];
    for level in levels.iter().filter(|level| level.share > 0.0) {
        match &level.zones {
            None => return,
            Some(zones) => zones.iter().for_each(|&zone| wanted[zone] = true),
        }
    }
    for (zone, _) in wanted.iter().enumerate().filter(|(_, wanted)| !**wanted) {
        let row = &scenario.zones.rows[zone];
        let span = row.name.span().unwrap_or(row.span);
        findings.report(
            Code::NoShare,
            span,
            "no service level with a share is offered in this zone",
        );
    }
}
