//! Routes fixed by hand.

use std::collections::BTreeSet;

use petgraph::graph::{DiGraph, NodeIndex};

use super::names::Names;
use crate::diagnostics::Code;
use crate::network::{FacilityKind, Lane, Node, RouteOverride};
use crate::scenario::{Findings, Given, RouteRow, Scenario, Span};

/// All routes, in the order of the file.
pub(super) fn routes(
    scenario: &Scenario,
    names: &Names<'_>,
    graph: &DiGraph<Node, Lane>,
    findings: &mut Findings,
) -> Vec<RouteOverride> {
    let mut seen = BTreeSet::new();
    let mut routes = Vec::with_capacity(scenario.routes.rows.len());
    for row in &scenario.routes.rows {
        let Some(route) = route(row, names, graph, findings) else {
            continue;
        };
        if !seen.insert((route.zone, route.service_level)) {
            findings.report(
                Code::RowTwice,
                row.span,
                "there is already a route for this zone and service level",
            );
        }
        routes.push(route);
    }
    routes
}

fn route(
    row: &RouteRow,
    names: &Names<'_>,
    graph: &DiGraph<Node, Lane>,
    findings: &mut Findings,
) -> Option<RouteOverride> {
    let zone = names.zones.find_optional(&row.zone, findings);
    let service_level = names.levels.find_optional(&row.service_level, findings);
    let path = path(row.path.given()?, names, findings)?;
    let span = row.path.span().unwrap_or(row.span);
    check_ends(row, &path, graph, findings);
    check_circle(&path, graph, span, findings);
    check_lanes(&path, service_level, graph, span, findings);
    if service_level.is_none() && !row.service_level.is_absent() {
        return None;
    }
    Some(RouteOverride {
        zone: zone?,
        service_level,
        path,
    })
}

/// The nodes that a path names; `None` if one is unknown.
fn path(
    Given { value: text, span }: &Given<String>,
    names: &Names<'_>,
    findings: &mut Findings,
) -> Option<Vec<NodeIndex>> {
    let found: Vec<Option<usize>> = text
        .split('>')
        .map(|name| names.nodes.find_text(name.trim(), *span, findings))
        .collect();
    found.into_iter().map(|at| at.map(NodeIndex::new)).collect()
}

fn name(graph: &DiGraph<Node, Lane>, node: NodeIndex) -> &str {
    graph[node].name()
}

fn check_ends(
    row: &RouteRow,
    path: &[NodeIndex],
    graph: &DiGraph<Node, Lane>,
    findings: &mut Findings,
) {
    let span = row.path.span().unwrap_or(row.span);
    let (Some(&first), Some(&last)) = (path.first(), path.last()) else {
        return;
    };
    if !matches!(&graph[first], Node::Facility(facility) if facility.kind == FacilityKind::FulfilmentCentre)
    {
        let message = format!(
            "the route starts at `{}`, which is not a fulfilment centre",
            name(graph, first)
        );
        findings.report(Code::RouteEnds, span, message);
    }
    if let Some(zone) = row.zone.value()
        && name(graph, last) != zone
    {
        findings.report(
            Code::RouteEnds,
            span,
            format!("the route ends at `{}`, not at `{zone}`", name(graph, last)),
        );
    }
}

fn check_circle(
    path: &[NodeIndex],
    graph: &DiGraph<Node, Lane>,
    span: Span,
    findings: &mut Findings,
) {
    let mut visited = BTreeSet::new();
    let mut reported = BTreeSet::new();
    for &node in path {
        if !visited.insert(node) && reported.insert(node) {
            findings.report(
                Code::RouteTwice,
                span,
                format!("the route visits `{}` twice", name(graph, node)),
            );
        }
    }
}

fn check_lanes(
    path: &[NodeIndex],
    level: Option<usize>,
    graph: &DiGraph<Node, Lane>,
    span: Span,
    findings: &mut Findings,
) {
    for pair in path.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let mut lanes = graph.edges_connecting(from, to).peekable();
        let between = || format!("from `{}` to `{}`", name(graph, from), name(graph, to));
        if lanes.peek().is_none() {
            findings.report(
                Code::RouteMissingLane,
                span,
                format!("there is no lane {}", between()),
            );
        } else if let Some(level) = level
            && lanes.all(|lane| !lane.weight().serves(level))
        {
            findings.report(
                Code::RouteMissingLane,
                span,
                format!("this service level may not use the lane {}", between()),
            );
        }
    }
}
