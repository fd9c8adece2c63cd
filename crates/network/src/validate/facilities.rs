//! Facilities with their stages, and zones.

use std::collections::BTreeSet;

use super::names::{Names, check_node_name};
use super::pools::{Pools, Staff, StaffRules};
use super::queueing::queueing;
use super::ranges::{self, Allowed};
use super::{buffers, outages};
use crate::diagnostics::{Code, Place};
use crate::network::{Capacity, Facility, FacilityKind, Money, Position, Stage, Zone};
use crate::scenario::{Field, Findings, Scenario, Span, StageRow, TimeZoneName};

/// All facilities with their stages, and the places of the stages.
pub(super) fn facilities(
    scenario: &Scenario,
    names: &Names<'_>,
    time_zone: &str,
    findings: &mut Findings,
) -> (Vec<Facility>, Vec<Vec<Place>>) {
    let rows = &scenario.facilities.rows;
    let mut facilities: Vec<Facility> = rows
        .iter()
        .map(|row| Facility {
            name: row.name.cloned().unwrap_or_default(),
            kind: row.kind.cloned().unwrap_or(FacilityKind::Hub),
            position: position(&row.lat, &row.lon, row.span, findings),
            time_zone: zone_or(&row.time_zone, time_zone),
            stages: Vec::new(),
            pools: Vec::new(),
        })
        .collect();
    let mut places = vec![Vec::new(); facilities.len()];
    let mut pools = Pools::new(scenario, names, findings);
    let mut seen: BTreeSet<(&str, &str)> = BTreeSet::new();
    for row in &scenario.stages.rows {
        check_node_name(&row.stage, findings);
        if let (Some(facility), Some(stage)) = (row.facility.given(), row.stage.given())
            && !seen.insert((&facility.value, &stage.value))
        {
            let message = format!(
                "the facility `{}` already has a stage `{}`",
                facility.value, stage.value
            );
            findings.report(Code::NameTwice, stage.span, message);
        }
        let at = names.facilities.find_optional(&row.facility, findings);
        let before = at.map_or(&[][..], |at| &facilities[at].stages);
        let staff = pools.of(row, at, findings);
        let checked = stage(row, names, before, staff, findings);
        if let Some(at) = at {
            facilities[at].stages.push(checked);
            places[at].extend(findings.place(row.stage.span().unwrap_or(row.span)));
        }
    }
    pools.finish(&mut facilities, scenario.stages.complete, findings);
    buffers::check(scenario, names, &facilities, findings);
    (facilities, places)
}

/// The rows of the stages of each facility, in their order: every row is looked up once, however many facilities there are.
pub(super) fn stage_rows<'s>(scenario: &'s Scenario, names: &Names<'_>) -> Vec<Vec<&'s StageRow>> {
    let mut rows = vec![Vec::new(); scenario.facilities.rows.len()];
    for row in &scenario.stages.rows {
        let name = row.facility.value();
        if let Some(at) = name.and_then(|name| names.facilities.get(name)) {
            rows[at].push(row);
        }
    }
    rows
}

fn stage(
    row: &StageRow,
    names: &Names<'_>,
    before: &[Stage],
    staff: Option<Staff<'_>>,
    findings: &mut Findings,
) -> Stage {
    let service = row
        .service
        .cloned()
        .unwrap_or(crate::distribution::Distribution::Constant(0.0));
    let own = Staff {
        pool: None,
        capacity: Capacity::Unlimited,
        calendar: names.calendars.find_optional(&row.calendar, findings),
        rules: StaffRules::of_stage(row),
        outages: row.outages.value().map_or(&[][..], |given| &given.0),
    };
    let staff = staff.unwrap_or_else(|| Staff {
        capacity: capacity(row, findings),
        ..own
    });
    if staff.pool.is_none() {
        outages::check(row, &staff.capacity, findings);
    }
    Stage {
        name: row.stage.cloned().unwrap_or_default(),
        queueing: queueing(row, &staff, before, names.classes, findings),
        capacity: staff.capacity,
        service,
        planned: ranges::length(&row.planned),
        cost: ranges::money(&row.cost, "cost", findings),
        wage: wage(row, findings),
        calendar: staff.calendar,
        outages: staff.outages.to_vec(),
        pool: staff.pool,
        returns: row.returns.cloned().unwrap_or(false),
    }
}

/// Servers without number cannot be paid by the hour.
fn wage(row: &StageRow, findings: &mut Findings) -> Money {
    if let (Some(span), Some(Capacity::Unlimited)) = (
        row.wage.span(),
        row.servers.value().map(|servers| &servers.0),
    ) {
        let message = "`wage` is paid per server, and the stage has no number of servers";
        findings.report(Code::Conflict, span, message);
    }
    ranges::money(&row.wage, "wage", findings)
}

fn capacity(row: &StageRow, findings: &mut Findings) -> Capacity {
    match (&row.servers, &row.throughput) {
        (Field::Given(servers), Field::Absent | Field::Bad) => {
            check_staffing(&servers.value.0, servers.span, findings);
            servers.value.0.clone()
        }
        (Field::Absent | Field::Bad, Field::Given(rate)) => Capacity::Throughput {
            per_hour: rate.value.0,
        },
        (Field::Given(_), Field::Given(rate)) => {
            findings.report(
                Code::Conflict,
                rate.span,
                "`servers` and `throughput` both say how much the stage can do",
            );
            Capacity::Unlimited
        }
        (Field::Absent, Field::Absent) => {
            let help = "write `servers = 50`, `servers = \"unlimited\"`, `throughput = \"9000/h\"` or the name of a `pool`";
            findings.report_with(
                Code::MissingKey,
                row.span,
                "a stage needs `servers`, `throughput` or `pool`",
                help,
            );
            Capacity::Unlimited
        }
        (Field::Bad, _) | (_, Field::Bad) => Capacity::Unlimited,
    }
}

pub(super) fn check_staffing(capacity: &Capacity, span: Span, findings: &mut Findings) {
    if let Capacity::Staffing(shifts) = capacity
        && shifts
            .iter()
            .all(|shift| shift.servers == 0 || shift.hours.intervals.is_empty())
    {
        findings.report(Code::NeverOpen, span, "nobody is ever there");
    }
}

/// All zones.
pub(super) fn zones(
    scenario: &Scenario,
    names: &Names<'_>,
    time_zone: &str,
    findings: &mut Findings,
) -> Vec<Zone> {
    let rows = &scenario.zones.rows;
    rows.iter()
        .map(|row| Zone {
            name: row.name.cloned().unwrap_or_default(),
            weight: ranges::number(&row.weight, "weight", Allowed::Positive, findings)
                .unwrap_or(1.0),
            position: position(&row.lat, &row.lon, row.span, findings),
            time_zone: zone_or(&row.time_zone, time_zone),
            delivery_calendar: names
                .calendars
                .find_optional(&row.delivery_calendar, findings),
            delivery_window: row.delivery_window.cloned(),
            profile: names.profiles.find_optional(&row.profile, findings),
        })
        .collect()
}

/// A position needs both coordinates.
fn position(
    lat: &Field<f64>,
    lon: &Field<f64>,
    row: Span,
    findings: &mut Findings,
) -> Option<Position> {
    if lat.is_absent() != lon.is_absent() {
        let (has, lacks) = if lat.is_absent() {
            ("lon", "lat")
        } else {
            ("lat", "lon")
        };
        let span = lat.span().or(lon.span()).unwrap_or(row);
        findings.report(
            Code::MissingKey,
            span,
            format!("`{has}` is given without `{lacks}`"),
        );
    }
    let latitude = ranges::number(lat, "lat", Allowed::Latitude, findings);
    let longitude = ranges::number(lon, "lon", Allowed::Longitude, findings);
    Some(Position {
        latitude: latitude?,
        longitude: longitude?,
    })
}

fn zone_or(field: &Field<TimeZoneName>, default: &str) -> String {
    field
        .value()
        .map_or_else(|| default.to_owned(), |zone| zone.0.clone())
}
