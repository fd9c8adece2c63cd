//! Lanes: ends, departures, transit times.

use std::collections::BTreeMap;

use super::carriers::{Defaults, carrier_of};
use super::names::Names;
use super::ranges::{self, Allowed};
use super::tours::tour;
use super::transit::{Mode, check_vehicle_share, transit};
use crate::calendar::{Calendar, DayTime};
use crate::diagnostics::Code;
use crate::distribution::Distribution;
use crate::network::{Attempts, Departures, Lane, LaneCosts, LoadLimit, Position, TransitDraw};
use crate::scenario::{Field, Findings, Given, LaneRow, Scenario, Words};
use crate::time::Duration;

/// A lane between nodes by their positions: facilities first, then zones.
pub(super) struct Connection {
    pub(super) from: usize,
    pub(super) to: usize,
    /// Position of its row.
    pub(super) row: usize,
    pub(super) lane: Lane,
}

/// What a lane is checked against.
pub(super) struct Surroundings<'a, 's> {
    pub(super) names: &'a Names<'s>,
    pub(super) positions: &'a [Option<Position>],
    pub(super) facility_count: usize,
    pub(super) modes: &'a [Mode],
    pub(super) calendars: &'a [Calendar],
    pub(super) carriers: &'a [Defaults],
}

/// All lanes whose ends are known, in the order of the file.
pub(super) fn lanes(
    scenario: &Scenario,
    around: &Surroundings<'_, '_>,
    findings: &mut Findings,
) -> Vec<Connection> {
    let mut connections = Vec::with_capacity(scenario.lanes.rows.len());
    let mut parallel: BTreeMap<(usize, usize), u32> = BTreeMap::new();
    for (at, row) in scenario.lanes.rows.iter().enumerate() {
        let ends = ends(row, around, findings);
        let mut lane = lane(row, ends, around, findings);
        let Some((from, to)) = ends else { continue };
        let number = parallel.entry((from, to)).or_insert(0);
        *number += 1;
        if *number > 1 {
            lane.name = format!("{}#{number}", lane.name);
        }
        connections.push(Connection {
            from,
            to,
            row: at,
            lane,
        });
    }
    connections
}

/// The nodes that a lane connects.
fn ends(
    row: &LaneRow,
    around: &Surroundings<'_, '_>,
    findings: &mut Findings,
) -> Option<(usize, usize)> {
    let from = around.names.nodes.find_optional(&row.from, findings);
    let to = around.names.nodes.find_optional(&row.to, findings);
    let (from, to) = (from?, to?);
    let start = row.from.given()?;
    if from >= around.facility_count {
        findings.report(
            Code::LaneFromZone,
            start.span,
            format!("`{}` is a zone", start.value),
        );
        return None;
    }
    if from == to {
        findings.report(
            Code::LaneToItself,
            row.span,
            format!("the lane leads from `{0}` to `{0}`", start.value),
        );
        return None;
    }
    Some((from, to))
}

fn lane(
    row: &LaneRow,
    ends: Option<(usize, usize)>,
    around: &Surroundings<'_, '_>,
    findings: &mut Findings,
) -> Lane {
    let names = around.names;
    let last_leg = ends.is_some_and(|(_, to)| to >= around.facility_count);
    let distance_km = ends.and_then(|(from, to)| {
        let (from, to) = (
            around.positions.get(from)?.as_ref()?,
            around.positions.get(to)?.as_ref()?,
        );
        Some(from.distance_km(*to))
    });
    let unknown = Defaults::default();
    let carrier = carrier_of(row, names, around.carriers, findings).unwrap_or(&unknown);
    let departures = row
        .departures
        .cloned()
        .or_else(|| carrier.pickups.clone())
        .unwrap_or(Departures::OnDemand);
    let dispatch_calendar = names
        .calendars
        .find_optional(&row.dispatch_calendar, findings)
        .or(carrier.dispatch_calendar);
    check_departures(
        row,
        &departures,
        dispatch_calendar.map(|at| &around.calendars[at]),
        findings,
    );
    let vehicle_share = ranges::number(
        &row.vehicle_share,
        "vehicle_share",
        Allowed::Share,
        findings,
    )
    .unwrap_or(0.0);
    let transit = transit(row, ends, distance_km, around, findings);
    check_vehicle_share(row, transit.as_ref(), findings);
    if !last_leg && ends.is_some() {
        conflict(
            &row.spread,
            "`spread` is for lanes to zones: it spreads the deliveries of a route",
            findings,
        );
    }
    let tour = tour(row, &departures, last_leg || ends.is_none(), findings);
    let attempts = attempts(row, findings);
    if !last_leg && ends.is_some() {
        for key in [row.success.span(), row.attempts.span()]
            .into_iter()
            .flatten()
        {
            let message = "delivery attempts are made on lanes to zones";
            findings.report(Code::Conflict, key, message);
        }
    }
    let text = |field: &Field<String>| field.cloned().unwrap_or_default();
    Lane {
        name: format!("{}->{}", text(&row.from), text(&row.to)),
        mode: text(&row.mode),
        carrier: text(&row.carrier),
        draw: match tour {
            Some(_) => TransitDraw::PerDeparture,
            None => draw(row, &departures, last_leg),
        },
        load_lead: load_lead(row, &departures, carrier),
        departures,
        capacity: match tour {
            Some(tour) => Some(LoadLimit::Parcels(tour.capacity())),
            None => row.capacity.value().map(|limit| limit.0),
        },
        order_cap: ranges::count(&row.order_cap, "order_cap", findings),
        tour,
        transit: transit.unwrap_or(Distribution::Constant(0.0)),
        vehicle_share,
        spread: ranges::length(&row.spread).unwrap_or(Duration::ZERO),
        attempts,
        delay: row.delay.cloned(),
        cancel: ranges::number(&row.cancel, "cancel", Allowed::ShareBelowOne, findings)
            .unwrap_or(0.0),
        planned: ranges::length(&row.planned),
        dispatch_calendar,
        transit_calendar: names
            .calendars
            .find_optional(&row.transit_calendar, findings)
            .or(carrier.transit_calendar),
        service_levels: service_levels(&row.service_levels, names, findings)
            .or_else(|| carrier.service_levels.clone()),
        distance_km,
        road_km: distance_km.map(|km| km * detour(row, around)),
        delivery_calendar: carrier.delivery_calendar.filter(|_| last_leg),
        costs: costs(row, distance_km, findings),
        overflow: None,
    }
}

/// A vehicle that comes for each parcel has no departure to be early for.
fn load_lead(row: &LaneRow, departures: &Departures, carrier: &Defaults) -> Duration {
    let on_demand = matches!(departures, Departures::OnDemand);
    let usual = carrier.load_lead.filter(|_| !on_demand);
    ranges::length(&row.load_lead)
        .or(usual)
        .unwrap_or(Duration::ZERO)
}

fn detour(row: &LaneRow, around: &Surroundings<'_, '_>) -> f64 {
    let mode = row
        .mode
        .value()
        .and_then(|mode| around.names.modes.get(mode));
    mode.map_or(1.0, |mode| around.modes[mode].detour)
}

fn costs(row: &LaneRow, distance_km: Option<f64>, findings: &mut Findings) -> LaneCosts {
    if let (Some(span), None) = (row.cost_per_km.span(), distance_km) {
        let message = "the distance of the lane is not known: give `lat` and `lon` of both ends";
        findings.report(Code::Conflict, span, message);
    }
    if let (Some(span), true, false) = (
        row.cost_per_departure.span(),
        matches!(row.departures.value(), Some(Departures::OnDemand)),
        row.departures.is_bad(),
    ) {
        let message = "on demand there are no departures to pay: give `cost_per_parcel`";
        findings.report(Code::Conflict, span, message);
    }
    LaneCosts {
        departure: ranges::money(&row.cost_per_departure, "cost_per_departure", findings),
        parcel: ranges::money(&row.cost_per_parcel, "cost_per_parcel", findings),
        km: ranges::money(&row.cost_per_km, "cost_per_km", findings),
        bands: Vec::new(),
    }
}

/// Attempts made where nothing else is stated.
const USUAL_ATTEMPTS: u32 = 3;

fn attempts(row: &LaneRow, findings: &mut Findings) -> Option<Attempts> {
    let success = ranges::number(&row.success, "success", Allowed::Share, findings);
    let most = ranges::count(&row.attempts, "attempts", findings);
    if let (Some(span), true) = (row.attempts.span(), row.success.is_absent()) {
        let message = "without `success` the first attempt always succeeds";
        findings.report(Code::Conflict, span, message);
    }
    if let (Some(0.0), Some(span)) = (success, row.success.span()) {
        findings.report(Code::OutOfRange, span, "no attempt would ever succeed");
    }
    let attempts = Attempts {
        success: success?,
        most: most.unwrap_or(USUAL_ATTEMPTS),
    };
    (attempts.success < 1.0).then_some(attempts)
}

/// Positions of the levels of a list of names.
pub(super) fn service_levels(
    field: &Field<Words>,
    names: &Names<'_>,
    findings: &mut Findings,
) -> Option<Vec<usize>> {
    let Given { value: words, span } = field.given()?;
    let mut levels: Vec<usize> = words
        .0
        .iter()
        .filter_map(|word| names.levels.find_text(word, *span, findings))
        .collect();
    levels.sort_unstable();
    levels.dedup();
    Some(levels)
}

/// Linehauls of vehicles travel together; last legs and single parcels by themselves.
fn draw(row: &LaneRow, departures: &Departures, last_leg: bool) -> TransitDraw {
    let together =
        !last_leg && !matches!(departures, Departures::OnDemand) && row.vehicle_share.is_absent();
    row.draw.cloned().unwrap_or(if together {
        TransitDraw::PerDeparture
    } else {
        TransitDraw::PerParcel
    })
}

/// What only vehicles have, and whether any ever leaves.
fn check_departures(
    row: &LaneRow,
    departures: &Departures,
    dispatch: Option<&Calendar>,
    findings: &mut Findings,
) {
    match departures {
        Departures::OnDemand if !row.departures.is_bad() => {
            conflict(
                &row.capacity,
                "on demand every parcel leaves at once: there is no vehicle to fill",
                findings,
            );
            conflict(
                &row.order_cap,
                "on demand every parcel leaves at once: there is no departure to be promised",
                findings,
            );
            conflict(
                &row.load_lead,
                "on demand every parcel leaves at once: there is no departure to be early for",
                findings,
            );
            conflict(
                &row.cancel,
                "on demand every parcel leaves at once: there is no departure to cancel",
                findings,
            );
            conflict(
                &row.vehicle_share,
                "on demand every parcel leaves at once: there is no vehicle to share",
                findings,
            );
        }
        Departures::OnDemand | Departures::Headway { .. } => {}
        Departures::Timetable(entries) => {
            let open =
                |weekday: usize| dispatch.is_none_or(|calendar| starts_on(calendar, weekday));
            let runs = entries.iter().any(|entry| {
                !entry.times.is_empty()
                    && (0..7).any(|weekday| entry.weekdays[weekday] && open(weekday))
            });
            if !runs {
                let span = row
                    .dispatch_calendar
                    .span()
                    .or(row.departures.span())
                    .unwrap_or(row.span);
                findings.report(Code::NeverOpen, span, "no departure ever runs");
            }
        }
    }
}

fn starts_on(calendar: &Calendar, weekday: usize) -> bool {
    calendar.hours.intervals.iter().any(|interval| {
        usize::from(interval.weekday) == weekday || whole_night(interval.to, interval.from)
    })
}

/// An interval that crosses midnight also opens the following day.
fn whole_night(to: DayTime, from: DayTime) -> bool {
    to <= from
}

fn conflict<T>(field: &Field<T>, message: &str, findings: &mut Findings) {
    if let Some(span) = field.span() {
        findings.report(Code::Conflict, span, message);
    }
}
