//! Carriers: their defaults for lanes, and whether they are used.

use std::collections::BTreeSet;

use petgraph::Direction;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;

use super::names::Names;
use super::ranges;
use crate::diagnostics::Code;
use crate::network::{Carrier, CarrierKind, Departures, Lane, Node};
use crate::scenario::{CarrierRow, Field, Findings, Given, LaneRow, Scenario};
use crate::time::Duration;

/// A carrier as it counts for lanes.
#[derive(Clone, Debug, Default)]
pub(super) struct Defaults {
    pub(super) pickups: Option<Departures>,
    pub(super) load_lead: Option<Duration>,
    pub(super) dispatch_calendar: Option<usize>,
    pub(super) transit_calendar: Option<usize>,
    pub(super) delivery_calendar: Option<usize>,
    pub(super) service_levels: Option<Vec<usize>>,
}

fn rows(scenario: &Scenario) -> &[Given<CarrierRow>] {
    scenario
        .root
        .carriers
        .value()
        .map_or(&[][..], Vec::as_slice)
}

/// All carriers with what they set for their lanes, in the order of the file.
pub(super) fn carriers(
    scenario: &Scenario,
    names: &Names<'_>,
    findings: &mut Findings,
) -> (Vec<Carrier>, Vec<Defaults>) {
    let carriers = rows(scenario).iter().map(|Given { value: row, .. }| {
        super::names::check_node_name(&row.name, findings);
        let carrier = Carrier {
            name: row.name.cloned().unwrap_or_default(),
            kind: row.kind.cloned().unwrap_or(CarrierKind::ThirdParty),
        };
        (carrier, defaults(row, names, findings))
    });
    carriers.unzip()
}

fn defaults(row: &CarrierRow, names: &Names<'_>, findings: &mut Findings) -> Defaults {
    let mut calendar = |field: &Field<String>| names.calendars.find_optional(field, findings);
    let [dispatch_calendar, transit_calendar, delivery_calendar] = [
        calendar(&row.dispatch_calendar),
        calendar(&row.transit_calendar),
        calendar(&row.delivery_calendar),
    ];
    Defaults {
        pickups: row.pickups.cloned(),
        load_lead: ranges::length(&row.load_lead),
        dispatch_calendar,
        transit_calendar,
        delivery_calendar,
        service_levels: super::lanes::service_levels(&row.service_levels, names, findings),
    }
}

/// The carrier of a lane, where it is one of the list; a name that is not on the list is reported.
pub(super) fn carrier_of<'d>(
    row: &LaneRow,
    names: &Names<'_>,
    defaults: &'d [Defaults],
    findings: &mut Findings,
) -> Option<&'d Defaults> {
    if names.carriers.len() == 0 {
        return None;
    }
    let at = names.carriers.find_optional(&row.carrier, findings)?;
    defaults.get(at)
}

/// A carrier whose lanes lead to no zone carries nothing.
pub(super) fn check_used(
    scenario: &Scenario,
    graph: &DiGraph<Node, Lane>,
    findings: &mut Findings,
) {
    for Given { value: row, .. } in rows(scenario) {
        let Some(name) = row.name.given() else {
            continue;
        };
        let lanes: Vec<_> = graph
            .edge_references()
            .filter(|edge| edge.weight().carrier == name.value)
            .collect();
        let message = if lanes.is_empty() {
            "has no lane"
        } else if !lanes
            .iter()
            .any(|lane| leads_to_a_zone(graph, lane.target()))
        {
            "has only lanes from which no zone is reached"
        } else {
            continue;
        };
        let help = "name it with `carrier` on a lane, or leave it out";
        let message = format!("the carrier `{}` {message}", name.value);
        findings.report_with(Code::CarrierIdle, name.span, message, help);
    }
}

fn leads_to_a_zone(graph: &DiGraph<Node, Lane>, from: NodeIndex) -> bool {
    let mut seen = BTreeSet::from([from]);
    let mut left = vec![from];
    while let Some(node) = left.pop() {
        if matches!(graph[node], Node::Zone(_)) {
            return true;
        }
        for next in graph.neighbors_directed(node, Direction::Outgoing) {
            if seen.insert(next) {
                left.push(next);
            }
        }
    }
    false
}
