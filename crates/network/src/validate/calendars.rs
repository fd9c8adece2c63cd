//! Calendars, holidays and demand profiles.

use jiff::civil::Date;

use super::names::Names;
use crate::calendar::{Calendar, DayTime, WeeklyHours, WeeklyInterval};
use crate::diagnostics::Code;
use crate::network::Profile;
use crate::scenario::{CalendarTable, Field, Findings, Given, ProfileTable, Scenario, Span};

/// Hours of a week.
const HOURS: usize = 7 * 24;

/// All calendars, in the order of the file.
pub(super) fn calendars(
    scenario: &Scenario,
    names: &Names<'_>,
    findings: &mut Findings,
) -> Vec<Calendar> {
    let tables = scenario
        .root
        .calendars
        .value()
        .map_or(&[][..], |named| named.entries.as_slice());
    tables
        .iter()
        .map(|(name, table)| calendar(name, table, scenario, names, findings))
        .collect()
}

fn calendar(
    name: &Given<String>,
    table: &CalendarTable,
    scenario: &Scenario,
    names: &Names<'_>,
    findings: &mut Findings,
) -> Calendar {
    let closed = holidays(&table.holidays, scenario, names, findings);
    Calendar {
        name: name.value.clone(),
        hours: hours(name, table, findings),
        closed,
    }
}

fn hours(name: &Given<String>, table: &CalendarTable, findings: &mut Findings) -> WeeklyHours {
    let hours = match (&table.open, &table.days) {
        (Field::Given(open), Field::Given(days)) => {
            findings.report(
                Code::Conflict,
                days.span,
                "`open` and `days` both say when the calendar is open",
            );
            open.value.0.clone()
        }
        (Field::Given(open), _) => open.value.0.clone(),
        (_, Field::Given(days)) => whole_days(days.value.0),
        (Field::Absent, Field::Absent) => whole_days([true; 7]),
        // Reported; open all the time, so that no other rule complains.
        (Field::Bad, _) | (_, Field::Bad) => whole_days([true; 7]),
    };
    if hours.intervals.is_empty() {
        findings.report(
            Code::NeverOpen,
            name.span,
            format!("the calendar `{}` is never open", name.value),
        );
    }
    hours
}

fn whole_days(days: [bool; 7]) -> WeeklyHours {
    let named = (0_u8..7).zip(days).filter(|(_, open)| *open);
    let intervals = named
        .map(|(weekday, _)| WeeklyInterval {
            weekday,
            from: DayTime::MIDNIGHT,
            to: DayTime::END,
        })
        .collect();
    WeeklyHours { intervals }
}

/// The dates of the named lists, sorted, each once.
pub(super) fn holidays(
    lists: &Field<Vec<Given<String>>>,
    scenario: &Scenario,
    names: &Names<'_>,
    findings: &mut Findings,
) -> Vec<Date> {
    let known = scenario
        .root
        .holidays
        .value()
        .map_or(&[][..], |named| named.entries.as_slice());
    let mut dates = Vec::new();
    for list in lists.value().map_or(&[][..], Vec::as_slice) {
        if let Some(position) = names.holidays.find(list, findings) {
            dates.extend(known[position].1.iter().map(|date| date.value));
        }
    }
    dates.sort_unstable();
    dates.dedup();
    dates
}

/// All demand profiles, in the order of the file, scaled to mean 1.
pub(super) fn profiles(scenario: &Scenario, findings: &mut Findings) -> Vec<Profile> {
    let tables = scenario
        .root
        .profiles
        .value()
        .map_or(&[][..], |named| named.entries.as_slice());
    tables
        .iter()
        .map(|(name, table)| Profile {
            name: name.value.clone(),
            week: week(name.span, table, findings),
        })
        .collect()
}

fn week(name: Span, table: &ProfileTable, findings: &mut Findings) -> Vec<f64> {
    if table.week.is_absent() && table.hours.is_absent() && table.weekdays.is_absent() {
        findings.report(
            Code::ProfileShape,
            name,
            "a profile needs `hours`, `weekdays` or `week`",
        );
    }
    if let (Field::Given(week), false) = (
        &table.week,
        table.hours.is_absent() && table.weekdays.is_absent(),
    ) {
        findings.report(
            Code::Conflict,
            week.span,
            "`week` already has every hour; remove `hours` and `weekdays`",
        );
    }
    let hours = factors(&table.hours, "hours", 24, findings);
    let weekdays = factors(&table.weekdays, "weekdays", 7, findings);
    let week = if table.week.is_absent() {
        (0..HOURS)
            .map(|hour| weekdays[hour / 24] * hours[hour % 24])
            .collect()
    } else {
        factors(&table.week, "week", HOURS, findings)
    };
    let mean = week.iter().sum::<f64>() / HOURS as f64;
    week.iter().map(|factor| factor / mean).collect()
}

/// So many relative numbers; ones where they are not given or not good.
fn factors(
    field: &Field<Vec<Given<f64>>>,
    key: &str,
    len: usize,
    findings: &mut Findings,
) -> Vec<f64> {
    let flat = vec![1.0; len];
    let Some(Given {
        value: numbers,
        span,
    }) = field.given()
    else {
        return flat;
    };
    if numbers.len() != len {
        findings.report(
            Code::ProfileShape,
            *span,
            format!("`{key}` has {} numbers, it needs {len}", numbers.len()),
        );
        return flat;
    }
    if let Some(negative) = numbers.iter().find(|number| number.value < 0.0) {
        findings.report(
            Code::ProfileShape,
            negative.span,
            format!("{} is negative", negative.value),
        );
        return flat;
    }
    let sum: f64 = numbers.iter().map(|number| number.value).sum();
    if sum <= 0.0 || !sum.is_finite() {
        findings.report(
            Code::ProfileShape,
            *span,
            format!("the numbers of `{key}` must not all be zero, nor overflow"),
        );
        return flat;
    }
    numbers
        .iter()
        .map(|number| number.value / sum * len as f64)
        .collect()
}
