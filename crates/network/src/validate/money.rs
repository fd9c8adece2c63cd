//! Costs and the rates of carriers.

use std::collections::{BTreeMap, BTreeSet};

use super::lanes::Connection;
use super::names::Names;
use super::ranges::{self, Allowed};
use crate::diagnostics::{Code, Place};
use crate::network::{Band, Carrier, Costs, Economy, Money};
use crate::scenario::{BasketTable, Field, Findings, RateRow, Scenario, Span};
use crate::text::glob::matches;

/// Costs, weights and carriers.
pub(super) fn economy(
    scenario: &Scenario,
    carriers: Vec<Carrier>,
    findings: &mut Findings,
) -> Economy {
    let basket = scenario.root.basket.value();
    let weight = basket.and_then(|basket: &BasketTable| basket.weight.cloned());
    let table = scenario.root.costs.value();
    let amounts = table.map(|table| Costs {
        currency: table.currency.cloned().unwrap_or_default(),
        late: ranges::money(&table.late, "late", findings),
        late_hour: ranges::money(&table.late_hour, "late_hour", findings),
        failed_attempt: ranges::money(&table.failed_attempt, "failed_attempt", findings),
        undelivered: ranges::money(&table.undelivered, "undelivered", findings),
        per_return: per_return(scenario, &table.per_return, findings),
        padding_hour: ranges::money(&table.padding_hour, "padding_hour", findings),
        early_hour: ranges::money(&table.early_hour, "early_hour", findings),
    });
    Economy {
        costs: amounts.or_else(|| anything_costs(scenario).then(Costs::default)),
        weight: weight.map(|law| law.0),
        carriers,
    }
}

/// Nothing that flows back costs nothing.
fn per_return(scenario: &Scenario, field: &Field<f64>, findings: &mut Findings) -> Money {
    if let (Some(span), true) = (field.span(), scenario.root.returns.is_absent()) {
        let help = "add `[returns]`, or leave `per_return` out";
        findings.report_with(
            Code::Conflict,
            span,
            "`per_return` needs `[returns]`: nothing flows back",
            help,
        );
    }
    ranges::money(field, "per_return", findings)
}

/// A rule that takes the cheapest way or facility needs something that costs.
pub(super) fn check_cheapest(scenario: &Scenario, span: Span, of: &str, findings: &mut Findings) {
    if !anything_costs(scenario) {
        let message = format!("nothing costs anything, so that no {of} is the cheapest");
        let help = "give lanes, stages or carriers a cost, or take another rule";
        findings.report_with(Code::Conflict, span, message, help);
    }
}

/// Whether the way of a parcel costs anything.
fn anything_costs(scenario: &Scenario) -> bool {
    let stages = scenario.stages.rows.iter();
    let lanes = scenario.lanes.rows.iter();
    !scenario.rates.rows.is_empty()
        || stages
            .flat_map(|row| [&row.cost, &row.wage])
            .chain(lanes.flat_map(|row| {
                [
                    &row.cost_per_departure,
                    &row.cost_per_parcel,
                    &row.cost_per_km,
                ]
            }))
            .any(|field| !field.is_absent())
}

/// Gives each last leg the bands of its carrier's rates.
pub(super) fn rates(
    scenario: &Scenario,
    names: &Names<'_>,
    zones: &[crate::network::Zone],
    facility_count: usize,
    connections: &mut [Connection],
    findings: &mut Findings,
) {
    let rows = &scenario.rates.rows;
    for row in rows {
        names.carriers.find_optional(&row.carrier, findings);
        ranges::number(&row.cost, "cost", Allowed::NonNegative, findings);
    }
    check_twice(rows, findings);
    check_weighed(scenario, findings);
    let mut used = vec![false; rows.len()];
    for connection in connections.iter_mut() {
        let Some(zone) = connection.to.checked_sub(facility_count) else {
            continue;
        };
        let lane = &mut connection.lane;
        let of_carrier = |row: &&RateRow| row.carrier.value() == Some(&lane.carrier);
        if lane.carrier.is_empty() || !rows.iter().any(|row| of_carrier(&row)) {
            continue;
        }
        let fits = |row: &RateRow| {
            let pattern = pattern(row);
            let stated = scenario.lanes.rows[connection.row].rate_zone.value();
            let zone = stated.unwrap_or(&zones[zone].name);
            let name = if pattern.contains("->") {
                &lane.name
            } else {
                zone
            };
            matches(pattern, name)
        };
        for (row, used) in rows.iter().zip(&mut used) {
            *used |= of_carrier(&row) && fits(row);
        }
        let last = rows.iter().rev().filter(of_carrier).find(|row| fits(row));
        let Some(last) = last else {
            let span = scenario.lanes.rows[connection.row].span;
            let message = format!("`{}` has no rate for `{}`", lane.carrier, zones[zone].name);
            findings.report(Code::RateMissing, span, message);
            continue;
        };
        let group = rows
            .iter()
            .filter(of_carrier)
            .filter(|row| pattern(row) == pattern(last));
        lane.costs.bands = group
            .map(|row| Band {
                up_to: row.up_to.value().map(|weight| weight.0),
                cost: Money::of(row.cost.cloned().unwrap_or(0.0).clamp(0.0, 1e9)),
            })
            .collect();
        lane.costs
            .bands
            .sort_by_key(|band| (band.up_to.is_none(), band.up_to));
    }
    report_unused(rows, &used, names, findings);
}

/// Where the weights stand at which rates end; of equal ones of a carrier the first.
pub(super) fn places(scenario: &Scenario, findings: &Findings) -> BTreeMap<(String, i64), Place> {
    let mut places = BTreeMap::new();
    for row in &scenario.rates.rows {
        if let (Some(carrier), Some(up_to)) = (row.carrier.value(), row.up_to.given())
            && let Some(place) = findings.place(up_to.span)
        {
            places
                .entry((carrier.clone(), up_to.value.0))
                .or_insert(place);
        }
    }
    places
}

fn pattern(row: &RateRow) -> &str {
    row.zone.value().map_or("*", String::as_str)
}

/// Two bands of the same carrier and zone that end at the same weight.
fn check_twice(rows: &[RateRow], findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    for row in rows {
        let Some(carrier) = row.carrier.value() else {
            continue;
        };
        let up_to = row.up_to.value().map(|weight| weight.0);
        if !row.up_to.is_bad() && !seen.insert((carrier, pattern(row), up_to)) {
            let message = "there is already a rate of this carrier for these zones and weights";
            findings.report(Code::RowTwice, row.span, message);
        }
    }
}

fn check_weighed(scenario: &Scenario, findings: &mut Findings) {
    let weighed = scenario
        .root
        .basket
        .value()
        .is_some_and(|basket| !basket.weight.is_absent());
    if weighed || scenario.root.basket.is_bad() {
        return;
    }
    if let Some(span) = scenario.rates.rows.iter().find_map(|row| row.up_to.span()) {
        let help = "write `[basket]` with `weight = \"1.2kg\"`, or a distribution";
        findings.report_with(
            Code::Conflict,
            span,
            "rates by weight need the weights of parcels",
            help,
        );
    }
}

/// A pattern that fits no last leg of its carrier, once each.
fn report_unused(rows: &[RateRow], used: &[bool], names: &Names<'_>, findings: &mut Findings) {
    let mut told = BTreeSet::new();
    for (row, _) in rows.iter().zip(used).filter(|(_, used)| !**used) {
        let known = row
            .carrier
            .value()
            .filter(|name| names.carriers.get(name).is_some());
        let (Some(carrier), Some(zone)) = (known, row.zone.given()) else {
            continue;
        };
        if told.insert((carrier, &zone.value)) {
            let message = format!("no last leg of `{carrier}` matches `{}`", zone.value);
            findings.report(Code::NothingMatched, zone.span, message);
        }
    }
}
