//! Which facility an order is sourced from.

use std::collections::BTreeSet;

use super::money;
use super::names::Names;
use crate::diagnostics::Code;
use crate::network::{Departures, Facility, FacilityKind, Sourcing, SourcingRow};
use crate::scenario::{Findings, Given, Scenario, SourcingRule};

/// The sourcing rule with its rows.
pub(super) fn sourcing(
    scenario: &Scenario,
    names: &Names<'_>,
    facilities: &[Facility],
    findings: &mut Findings,
) -> Sourcing {
    let table = scenario.root.sourcing.value();
    let rule = table
        .and_then(|table| table.rule.cloned())
        .unwrap_or(SourcingRule::Nearest);
    let chosen = match rule {
        SourcingRule::Nearest => Some(Sourcing::Nearest),
        SourcingRule::Fastest => Some(Sourcing::Fastest),
        SourcingRule::FewestSplits => Some(Sourcing::FewestSplits),
        SourcingRule::LeastLoaded => Some(Sourcing::LeastLoaded),
        SourcingRule::CheapestThatMeets => Some(Sourcing::CheapestThatMeets),
        SourcingRule::Table => None,
    };
    if let (SourcingRule::CheapestThatMeets, Some(span)) =
        (rule, table.and_then(|table| table.rule.span()))
    {
        money::check_cheapest(scenario, span, "facility", findings);
    }
    if let Some(chosen) = chosen {
        if let (Some(span), true) = (
            scenario.sourcing.span,
            table.is_none_or(|table| !table.rule.is_bad()),
        ) {
            findings.report(
                Code::Conflict,
                span,
                "there are rows of sourcing, but the rule is not `table`",
            );
        }
        return chosen;
    }
    let mut rows = Vec::with_capacity(scenario.sourcing.rows.len());
    let mut seen = BTreeSet::new();
    for row in &scenario.sourcing.rows {
        let zone = names.zones.find_optional(&row.zone, findings);
        let facility = row
            .facility
            .given()
            .and_then(|name| centre(name, names, facilities, findings));
        let service_level = names.levels.find_optional(&row.service_level, findings);
        if service_level.is_none() && !row.service_level.is_absent() {
            continue;
        }
        let (Some(zone), Some(facility)) = (zone, facility) else {
            continue;
        };
        if !seen.insert((zone, service_level)) {
            findings.report(
                Code::RowTwice,
                row.span,
                "there is already a facility for this zone and service level",
            );
        }
        rows.push(SourcingRow {
            zone,
            facility,
            service_level,
        });
    }
    Sourcing::Table(rows)
}

/// When orders are sourced that wait for it.
pub(super) fn release(scenario: &Scenario, findings: &mut Findings) -> Option<Departures> {
    let given = scenario.root.sourcing.value()?.release.given()?;
    match &given.value {
        Departures::OnDemand => {
            let message = "orders are released at clock times or at a headway";
            findings.report(Code::Conflict, given.span, message);
            return None;
        }
        Departures::Timetable(entries) if entries.iter().all(|entry| entry.times.is_empty()) => {
            findings.report(Code::NeverOpen, given.span, "no order is ever released");
        }
        _ => {}
    }
    Some(given.value.clone())
}

/// Position of a facility that must be a fulfilment centre.
fn centre(
    name: &Given<String>,
    names: &Names<'_>,
    facilities: &[Facility],
    findings: &mut Findings,
) -> Option<usize> {
    let position = names.facilities.find(name, findings)?;
    if facilities[position].kind != FacilityKind::FulfilmentCentre {
        let message = format!("`{}` is not a fulfilment centre", name.value);
        findings.report(Code::SourcedFromNowhere, name.span, message);
    }
    Some(position)
}
