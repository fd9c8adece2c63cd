//! The kinds of promises.

use std::collections::BTreeSet;

use super::names::Names;
use super::ranges::{self, Allowed};
use crate::calendar::DayTime;
use crate::diagnostics::Code;
use crate::network::{PromisePolicy, ServiceWindow, StaticTable};
use crate::promise::DayOffset;
use crate::scenario::{
    Findings, Given, QuantileTable, Scenario, ServiceLevelRow, ServiceTable, StateTable,
    StaticTableTable, WindowRow,
};
use crate::time::Duration;

/// The promise of the level at position `at`, if exactly one kind is given and readable.
pub(super) fn policy(
    at: usize,
    row: &ServiceLevelRow,
    scenario: &Scenario,
    names: &Names<'_>,
    findings: &mut Findings,
) -> Option<PromisePolicy> {
    let Given { value: table, span } = row.promise.given()?;
    let absent = [
        table.constant.is_absent(),
        table.service.is_absent(),
        table.plan.is_absent(),
        table.state.is_absent(),
        table.static_table.is_absent(),
        table.quantile.is_absent(),
        table.log.is_absent(),
    ];
    let given = absent.iter().filter(|absent| !**absent).count();
    if given != 1 {
        findings.report(
            Code::PromiseKinds,
            *span,
            format!("{given} kinds of promise are given, one is due"),
        );
        return None;
    }
    if let Some(constant) = table.constant.value() {
        return constant.after.cloned().map(PromisePolicy::Constant);
    }
    if let Some(service) = table.service.given() {
        return windows(service, findings).map(PromisePolicy::Service);
    }
    if let Some(plan) = table.plan.value() {
        let allowance = plan
            .allowance
            .value()
            .map_or(Duration::ZERO, |allowance| allowance.0);
        return Some(PromisePolicy::Plan { allowance });
    }
    if let Some(state) = table.state.value() {
        return Some(self::state(state, findings));
    }
    if let Some(quantile) = table.quantile.value() {
        return self::quantile(quantile, findings);
    }
    if let Some(log) = table.log.given() {
        check_log(at, row, log.span, scenario, names, findings);
        return Some(PromisePolicy::Log);
    }
    let table = table.static_table.value()?;
    Some(PromisePolicy::StaticTable(static_table(
        at, table, scenario, names, findings,
    )))
}

fn state(table: &StateTable, findings: &mut Findings) -> PromisePolicy {
    let service = ranges::number(&table.service, "service", Allowed::Share, findings);
    if let (Some(service), Some(span)) = (service, table.service.span())
        && (service <= 0.0 || service >= 1.0)
    {
        let message =
            "`service` lies between 0 and 1, both excluded: no promise is kept for certain";
        findings.report(Code::OutOfRange, span, message);
    }
    PromisePolicy::State {
        safety: table
            .safety
            .value()
            .map_or(Duration::ZERO, |safety| safety.0),
        service,
    }
}

fn quantile(table: &QuantileTable, findings: &mut Findings) -> Option<PromisePolicy> {
    let share = ranges::number(&table.share, "share", Allowed::ShareBelowOne, findings)?;
    if let (true, Some(span)) = (share <= 0.0, table.share.span()) {
        let message = "`share` lies between 0 and 1, both excluded";
        findings.report(Code::OutOfRange, span, message);
    }
    let runs = ranges::count(&table.runs, "runs", findings).unwrap_or(10);
    Some(PromisePolicy::Quantile { share, runs })
}

fn windows(
    Given { value: table, span }: &Given<ServiceTable>,
    findings: &mut Findings,
) -> Option<Vec<ServiceWindow>> {
    if let Some(Given {
        value: rows,
        span: list,
    }) = table.windows.given()
    {
        if !table.day.is_absent() || !table.at.is_absent() {
            findings.report(
                Code::Conflict,
                *list,
                "`windows` already say when; remove `day` and `at`",
            );
        }
        check_windows(rows, *list, findings);
        return rows.iter().map(|row| window(&row.value)).collect();
    }
    if table.at.is_absent() && table.windows.is_absent() {
        findings.report(
            Code::MissingKey,
            *span,
            "a service promise needs `at` or `windows`",
        );
    }
    let day = table.day.value().map_or(DayOffset::Days(0), |day| day.0);
    Some(vec![ServiceWindow {
        until: None,
        day,
        at: table.at.cloned()?,
    }])
}

fn window(row: &WindowRow) -> Option<ServiceWindow> {
    let day = row.day.value().map_or(DayOffset::Days(0), |day| day.0);
    Some(ServiceWindow {
        until: row.until.cloned(),
        day,
        at: row.at.cloned()?,
    })
}

fn check_windows(rows: &[Given<WindowRow>], list: crate::scenario::Span, findings: &mut Findings) {
    let Some(last) = rows.last() else {
        findings.report(Code::EmptyTable, list, "there is no window");
        return;
    };
    if last
        .value
        .until
        .value()
        .is_some_and(|until| *until < DayTime::END)
    {
        let help = "leave `until` out in the last window, or write \"24:00\"";
        findings.report_with(
            Code::WindowOrder,
            last.span,
            "orders later in the day have no window",
            help,
        );
    }
    let mut previous = DayTime::MIDNIGHT;
    for (number, Given { value: row, span }) in (1..).zip(rows) {
        let Some(until) = row.until.cloned() else {
            if number < rows.len() && row.until.is_absent() {
                findings.report(
                    Code::WindowOrder,
                    *span,
                    "only the last window may be without `until`",
                );
            }
            continue;
        };
        if number > 1 && until <= previous {
            findings.report(
                Code::WindowOrder,
                *span,
                "`until` must rise from window to window",
            );
        }
        previous = until;
        let same_day = row
            .day
            .value()
            .is_none_or(|day| day.0 == DayOffset::Days(0));
        if same_day && until < DayTime::END && row.at.value().is_some_and(|at| *at < until) {
            findings.report(
                Code::WindowOrder,
                *span,
                "orders at the end of the window would be promised for before they are placed",
            );
        }
    }
}

/// Each row that may be offered the level needs a promise of its own.
fn check_log(
    at: usize,
    level: &ServiceLevelRow,
    span: crate::scenario::Span,
    scenario: &Scenario,
    names: &Names<'_>,
    findings: &mut Findings,
) {
    let Some(demand) = scenario.root.demand.value() else {
        return;
    };
    if demand.replay.is_absent() {
        findings.report(
            Code::LogPromise,
            span,
            "demand is not replayed, so there are no logged promises",
        );
        return;
    }
    let takes_it = |row: &&crate::scenario::ReplayRow| match row.service_level.value() {
        Some(name) => names.levels.get(name) == Some(at),
        None => row.service_level.is_absent(),
    };
    let without = scenario
        .log
        .rows
        .iter()
        .filter(takes_it)
        .find(|row| row.promise.is_absent());
    if let Some(row) = without {
        let name = level.name.cloned().unwrap_or_default();
        findings.report(
            Code::LogPromise,
            row.span,
            format!("this order may be offered `{name}`, but has no promise"),
        );
    }
}

fn static_table(
    at: usize,
    table: &StaticTableTable,
    scenario: &Scenario,
    names: &Names<'_>,
    findings: &mut Findings,
) -> StaticTable {
    let mut seen = BTreeSet::new();
    let mut days = Vec::new();
    for row in scenario
        .transit_days
        .get(at)
        .map_or(&[][..], |rows| rows.rows.as_slice())
    {
        let origin = names.facilities.find_optional(&row.origin, findings);
        let zone = names.zones.find_optional(&row.zone, findings);
        let (Some(origin), Some(zone), Some(count)) = (origin, zone, row.days.cloned()) else {
            continue;
        };
        if !seen.insert((origin, zone)) {
            findings.report(
                Code::RowTwice,
                row.span,
                "there is already a row for this origin and zone",
            );
        }
        days.push((origin, zone, count));
    }
    StaticTable {
        cutoff: table.cutoff.cloned(),
        dispatch_calendar: names
            .calendars
            .find_optional(&table.dispatch_calendar, findings),
        transit_calendar: names
            .calendars
            .find_optional(&table.transit_calendar, findings),
        days,
    }
}
