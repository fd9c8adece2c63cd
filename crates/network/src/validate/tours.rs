//! Drivers of last legs: what a tour takes.

use super::ranges::{self, Allowed};
use crate::diagnostics::Code;
use crate::network::{Departures, Tour};
use crate::scenario::{Field, Findings, LaneRow, RouteTimeTable, Span};
use crate::time::TICKS_PER_HOUR;

/// Beardwood, Halton and Hammersley (1959): the shortest tour of n points in an area A tends to b sqrt(A n); for distances as the
/// crow flies b is about .7124 (Johnson, McGeoch and Rothberg 1996).
const SHORTEST_TOUR: f64 = 0.7124;

/// Nobody is out longer than a day.
const MOST_HOURS: i64 = 24;

/// The drivers of a lane, if it has any.
pub(super) fn tour(
    row: &LaneRow,
    departures: &Departures,
    last_leg: bool,
    findings: &mut Findings,
) -> Option<Tour> {
    let drivers = ranges::count(&row.drivers, "drivers", findings);
    let Some(span) = row.drivers.span() else {
        if row.drivers.is_absent() {
            without_drivers(row, findings);
        }
        return None;
    };
    if !last_leg {
        findings.report(Code::Conflict, span, "drivers deliver on lanes to zones");
    }
    check_keys(row, departures, span, findings);
    let (per_stop, per_root) = stops(row, span, findings)?;
    let tour = Tour {
        drivers: drivers?,
        per_stop,
        per_root,
        hours: ranges::length(&row.route_hours)?,
    };
    if tour.hours.0 > MOST_HOURS * TICKS_PER_HOUR {
        let message = format!("a driver is out for {MOST_HOURS} hours at most");
        findings.report(
            Code::OutOfRange,
            row.route_hours.span().unwrap_or(span),
            message,
        );
        return None;
    }
    if tour.most_stops() == 0 {
        let message = "not one stop fits into `route_hours`";
        let place = row.route_hours.span().unwrap_or(span);
        findings.report(Code::OutOfRange, place, message);
        return None;
    }
    Some(tour)
}

/// What has no effect without drivers.
fn without_drivers(row: &LaneRow, findings: &mut Findings) {
    let keys = [
        ("stops_per_hour", row.stops_per_hour.span()),
        ("route_time", row.route_time.span()),
        ("route_hours", row.route_hours.span()),
    ];
    for (key, span) in keys {
        if let Some(span) = span {
            let message = format!("without `drivers` there are no tours: `{key}` has no effect");
            findings.report(Code::Conflict, span, message);
        }
    }
}

/// What contradicts drivers, and what they need.
fn check_keys(row: &LaneRow, departures: &Departures, drivers: Span, findings: &mut Findings) {
    let mut conflict = |span: Option<Span>, message: &str| {
        if let Some(span) = span {
            findings.report(Code::Conflict, span, message);
        }
    };
    if matches!(departures, Departures::OnDemand) && !row.departures.is_bad() {
        let message = "on demand every parcel leaves at once: tours leave at departures";
        conflict(Some(drivers), message);
    }
    conflict(
        row.capacity.span(),
        "a departure takes `drivers` times the stops that fit into `route_hours`",
    );
    conflict(
        row.spread.span(),
        "the stops of the drivers spread the deliveries",
    );
    conflict(
        row.draw.span(),
        "drivers leave together: their transit is one draw",
    );
    conflict(
        row.vehicle_share.span(),
        "drivers leave together: their transit is one draw",
    );
    if row.stops_per_hour.span().is_some() {
        conflict(
            row.route_time.span(),
            "`stops_per_hour` already says how long a tour takes",
        );
    }
    if row.stops_per_hour.is_absent() && row.route_time.is_absent() {
        let message = "drivers need `stops_per_hour` or `route_time`";
        findings.report(Code::MissingKey, drivers, message);
    }
    if row.route_hours.is_absent() {
        let message = "drivers need `route_hours`: how long one is out at most";
        findings.report(Code::MissingKey, drivers, message);
    }
}

/// Ticks per stop, and per square root of the stops.
fn stops(row: &LaneRow, drivers: Span, findings: &mut Findings) -> Option<(f64, f64)> {
    let hour = TICKS_PER_HOUR as f64;
    let rate = &row.stops_per_hour;
    if let Some(rate) = ranges::number(rate, "stops_per_hour", Allowed::Positive, findings) {
        return Some((hour / rate, 0.0));
    }
    let law: &RouteTimeTable = row.route_time.value()?;
    let b = constant(&law.b, findings)?;
    let area = ranges::number(&law.area_km2, "area_km2", Allowed::Positive, findings)?;
    let speed = law.speed.value()?.0;
    let per_stop = ranges::length(&law.per_stop)?.0 as f64;
    let per_root = b * area.sqrt() / speed * hour;
    if per_stop + per_root == 0.0 {
        let place = row.route_time.span().unwrap_or(drivers);
        findings.report(Code::OutOfRange, place, "a stop takes no time at all");
        return None;
    }
    Some((per_stop, per_root))
}

fn constant(field: &Field<f64>, findings: &mut Findings) -> Option<f64> {
    if field.is_absent() {
        return Some(SHORTEST_TOUR);
    }
    ranges::number(field, "b", Allowed::NonNegative, findings)
}
