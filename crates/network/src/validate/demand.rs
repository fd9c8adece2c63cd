//! How visits arise.

use std::collections::BTreeSet;

use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, Zoned};

use super::clock::Clockwork;
use super::names::Names;
use super::ranges::{self, Allowed};
use crate::diagnostics::Code;
use crate::distribution::Distribution;
use crate::network::{Demand, ForecastVolume, ReplayRow, Season};
use crate::scenario::{
    Field, Findings, ForecastTable, Given, PoissonTable, RenewalTable, ReplayTable, Scenario,
    SeasonRow, Span, VisitRate,
};
use crate::time::Instant;

/// More visits per hour are taken for a mistake.
const MOST_VISITS_PER_HOUR: f64 = 1e9;

/// The demand, if exactly one kind is given and readable.
pub(super) fn demand(
    scenario: &Scenario,
    names: &Names<'_>,
    clockwork: Option<&Clockwork>,
    findings: &mut Findings,
) -> Option<Demand> {
    let Given { value: table, span } = scenario.root.demand.given()?;
    let kinds = [
        table.poisson.is_absent(),
        table.forecast.is_absent(),
        table.renewal.is_absent(),
        table.replay.is_absent(),
    ];
    let given = kinds.iter().filter(|absent| !**absent).count();
    if given != 1 {
        let message = format!("{given} kinds of demand are given, one is due");
        let help =
            "give one of `demand.poisson`, `demand.forecast`, `demand.renewal`, `demand.replay`";
        findings.report_with(Code::DemandKinds, *span, message, help);
    }
    let poisson = table
        .poisson
        .value()
        .map(|table| poisson(table, names, clockwork, findings));
    let forecast = table
        .forecast
        .given()
        .map(|given| forecast(given, scenario, names, clockwork, findings));
    let renewal = table.renewal.value().map(|table| renewal(table, findings));
    let replay = table
        .replay
        .value()
        .map(|table| replay(table, scenario, names, clockwork, findings));
    poisson.or(forecast).or(renewal).or(replay)
}

fn poisson(
    table: &PoissonTable,
    names: &Names<'_>,
    clockwork: Option<&Clockwork>,
    findings: &mut Findings,
) -> Demand {
    let rows = table.season.value().map_or(&[][..], Vec::as_slice);
    let season: Vec<Season> = rows
        .iter()
        .filter_map(|row| season(&row.value, findings))
        .collect();
    let outside = season
        .iter()
        .zip(rows)
        .find(|(season, _)| !within(season.from, season.to, clockwork));
    if let Some((_, row)) = outside {
        findings.report(
            Code::OutsideClock,
            row.span,
            "the season has no day of the run",
        );
    }
    Demand::Poisson {
        per_hour: rate(&table.rate, findings),
        profile: names.profiles.find_optional(&table.profile, findings),
        season,
    }
}

/// Visits per hour; a rate that no computer simulates is a mistake in the unit.
fn rate(field: &Field<VisitRate>, findings: &mut Findings) -> f64 {
    let Some(Given { value, span }) = field.given() else {
        return 0.0;
    };
    if value.0 > MOST_VISITS_PER_HOUR {
        findings.report(Code::OutOfRange, *span, "more than 1e9 visits per hour");
    }
    value.0
}

fn season(row: &SeasonRow, findings: &mut Findings) -> Option<Season> {
    let factor = ranges::number(&row.factor, "factor", Allowed::NonNegative, findings);
    let (from, to) = (row.from.given()?, row.to.given()?);
    if to.value < from.value {
        findings.report(
            Code::OutOfRange,
            to.span,
            "the season ends before it begins",
        );
        return None;
    }
    Some(Season {
        from: from.value,
        to: to.value,
        factor: factor?,
    })
}

/// Whether a span of days has a day of the run, in any time zone.
fn within(from: Date, to: Date, clockwork: Option<&Clockwork>) -> bool {
    let Some(clockwork) = clockwork else {
        return true;
    };
    let Ok(last) = clockwork
        .start
        .checked_add(jiff::SignedDuration::from_millis(clockwork.end().0))
    else {
        return true;
    };
    let end = last.to_zoned(clockwork.zone.clone()).date();
    // A day of leeway on both sides: zones may lie east or west of the clock.
    let reaches = |date: Date| date.tomorrow().unwrap_or(Date::MAX) >= clockwork.clock.start;
    reaches(to) && from.yesterday().unwrap_or(Date::MIN) <= end
}

fn forecast(
    Given { value: table, span }: &Given<ForecastTable>,
    scenario: &Scenario,
    names: &Names<'_>,
    clockwork: Option<&Clockwork>,
    findings: &mut Findings,
) -> Demand {
    let mut seen = BTreeSet::new();
    let mut volumes = Vec::with_capacity(scenario.forecast.rows.len());
    let mut useful = false;
    for row in &scenario.forecast.rows {
        let zone = names.zones.find_optional(&row.zone, findings);
        let volume = ranges::number(&row.volume, "volume", Allowed::NonNegative, findings);
        let (Some(date), Some(volume)) = (row.date.cloned(), volume) else {
            continue;
        };
        if !row.zone.is_bad()
            && !seen.insert((date, zone))
            && (zone.is_some() || row.zone.is_absent())
        {
            findings.report(
                Code::RowTwice,
                row.span,
                format!("{date} stands twice for the same zone"),
            );
        }
        useful |= within(date, date, clockwork);
        volumes.push(ForecastVolume { date, zone, volume });
    }
    if !volumes.is_empty() && !useful {
        findings.report(
            Code::OutsideClock,
            *span,
            "no day of the forecast lies within the run",
        );
    }
    let profile = names.profiles.find_optional(&table.profile, findings);
    Demand::Forecast {
        volumes,
        profile,
        error: scenario.forecast_error.clone(),
    }
}

fn renewal(table: &RenewalTable, findings: &mut Findings) -> Demand {
    let interarrival = table
        .interarrival
        .cloned()
        .unwrap_or(Distribution::Constant(1.0));
    if let (Some(span), true) = (table.interarrival.span(), never_passes(&interarrival)) {
        findings.report(
            Code::NegativeDuration,
            span,
            "the time between visits must be longer than nothing",
        );
    }
    Demand::Renewal {
        interarrival,
        batch: ranges::count(&table.batch, "batch", findings).unwrap_or(1),
    }
}

/// With gaps of zero, visits would arrive without end at one instant.
fn never_passes(law: &Distribution) -> bool {
    match law {
        Distribution::Constant(value) => *value < 1.0,
        Distribution::Uniform { high, .. } => *high < 1.0,
        Distribution::Shifted { by, base } => *by < 1.0 && never_passes(base),
        Distribution::Mixture(parts) => parts.iter().all(|(_, part)| never_passes(part)),
        Distribution::Empirical(values) => values.last().is_none_or(|last| *last < 1.0),
        Distribution::Quantiles(points) => points.last().is_none_or(|(_, last)| *last < 1.0),
        Distribution::Triangular { max, .. } | Distribution::Pert { max, .. } => *max < 1.0,
        _ => false,
    }
}

fn replay(
    table: &ReplayTable,
    scenario: &Scenario,
    names: &Names<'_>,
    clockwork: Option<&Clockwork>,
    findings: &mut Findings,
) -> Demand {
    let mut rows = Vec::with_capacity(scenario.log.rows.len());
    let mut ids = BTreeSet::new();
    let mut outside = 0_usize;
    for (number, row) in (1_u64..).zip(&scenario.log.rows) {
        let placed = moment(&row.time, clockwork, findings);
        let promise = moment(&row.promise, clockwork, findings);
        let zone = names.zones.find_optional(&row.zone, findings);
        let service_level = names.levels.find_optional(&row.service_level, findings);
        let id = row.id.cloned().unwrap_or(number);
        if !ids.insert(id) {
            let span = row.id.span().unwrap_or(row.span);
            findings.report(
                Code::RowTwice,
                span,
                format!("there are two orders with the number {id}"),
            );
        }
        let (Some(placed), Some(zone)) = (placed, zone) else {
            continue;
        };
        if let (Some(promise), Some(span)) = (promise, row.promise.span())
            && promise < placed
        {
            findings.report(Code::LogPromise, span, "the promise lies before the order");
        }
        let before_end = clockwork
            .is_none_or(|clockwork| clockwork.clock.drain.is_none() || placed < clockwork.end());
        if placed < Instant::START || !before_end {
            outside += 1;
            continue;
        }
        rows.push(ReplayRow {
            placed,
            zone,
            service_level,
            promise,
            id,
        });
    }
    if let (Some(span), true) = (table.log.span(), outside > 0) {
        let message = format!(
            "{outside} of {} orders lie outside the run and are left out",
            scenario.log.rows.len()
        );
        findings.report(Code::OutsideClock, span, message);
    }
    rows.sort_by_key(|row| (row.placed, row.id));
    Demand::Replay { rows }
}

/// An instant of the log: with an offset, or local time of the clock's zone (of two the first, in a gap moved forward).
fn moment(
    field: &Field<String>,
    clockwork: Option<&Clockwork>,
    findings: &mut Findings,
) -> Option<Instant> {
    let Given { value: text, span } = field.given()?;
    let clockwork = clockwork?;
    let at = timestamp(text, clockwork);
    if at.is_none() {
        report_moment(text, *span, findings);
    }
    at.map(|at| clockwork.ticks(at))
}

fn timestamp(text: &str, clockwork: &Clockwork) -> Option<Timestamp> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(at);
    }
    if text.contains('[') {
        return text.parse::<Zoned>().ok().map(|zoned| zoned.timestamp());
    }
    let local: DateTime = text.parse().ok()?;
    Some(local.to_zoned(clockwork.zone.clone()).ok()?.timestamp())
}

fn report_moment(text: &str, span: Span, findings: &mut Findings) {
    let help = "write 2026-11-02T14:30:00, 2026-11-02T14:30:00-05:00 or 2026-11-02T19:30:00Z";
    findings.report_with(
        Code::NotATime,
        span,
        format!("`{text}` is not a date with time"),
        help,
    );
}
