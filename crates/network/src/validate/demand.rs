//! How visits arise.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::clock::Clockwork;
use super::names::Names;
use super::ranges::{self, Allowed};
use super::replay::replay;
use crate::diagnostics::Code;
use crate::distribution::Distribution;
use crate::network::{Demand, ForecastVolume, Season};
use crate::scenario::{
    Field, Findings, ForecastTable, Given, PoissonTable, RenewalTable, Scenario, SeasonRow,
    VisitRate,
};

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
    let renewal = table
        .renewal
        .value()
        .map(|table| renewal(table, scenario, findings));
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
pub(super) fn within(from: Date, to: Date, clockwork: Option<&Clockwork>) -> bool {
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

fn renewal(table: &RenewalTable, scenario: &Scenario, findings: &mut Findings) -> Demand {
    for row in &scenario.zones.rows {
        for (key, span) in [
            ("weight", row.weight.span()),
            ("profile", row.profile.span()),
        ] {
            if let Some(span) = span {
                let message = format!(
                    "under `demand.renewal` each zone has a stream of its own: its `{key}` has no effect"
                );
                findings.report(Code::Conflict, span, message);
            }
        }
    }
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
