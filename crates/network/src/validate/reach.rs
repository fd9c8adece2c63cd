//! What can be reached: zones from fulfilment centres, per service level, and facilities that lead nowhere.

use std::collections::BTreeMap;

use petgraph::Direction;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;

use crate::diagnostics::Code;
use crate::network::{
    Facility, FacilityKind, Lane, Node, PromisePolicy, ServiceLevel, Sourcing, SourcingRow,
};
use crate::scenario::{Findings, Scenario, Span};

/// So many names are listed in one message, the rest is counted.
const MOST_NAMES: usize = 5;

/// The network as the graph rules see it.
pub(super) struct Reachability<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) graph: &'a DiGraph<Node, Lane>,
    pub(super) facilities: &'a [Facility],
    pub(super) zone_count: usize,
    pub(super) levels: &'a [ServiceLevel],
    pub(super) sourcing: &'a Sourcing,
}

impl Reachability<'_> {
    /// All graph rules.
    pub(super) fn check(&self, findings: &mut Findings) {
        let centres = self.centres();
        if centres.is_empty() {
            if let Some(row) = self.scenario.facilities.rows.first() {
                let span = row.kind.span().unwrap_or(row.span);
                findings.report(
                    Code::NoFulfilmentCentre,
                    span,
                    "no facility is a fulfilment centre",
                );
            }
            return;
        }
        let reached = self.reached(&centres, Direction::Outgoing, |_| true);
        let unreachable = self.check_zones(&reached, findings);
        self.check_dead_ends(findings);
        self.check_levels(&centres, &unreachable, findings);
    }

    fn centres(&self) -> Vec<NodeIndex> {
        let centres = self
            .facilities
            .iter()
            .enumerate()
            .filter(|(_, f)| f.kind == FacilityKind::FulfilmentCentre);
        centres.map(|(at, _)| NodeIndex::new(at)).collect()
    }

    fn zone_node(&self, zone: usize) -> NodeIndex {
        NodeIndex::new(self.facilities.len() + zone)
    }

    /// Which nodes a search over the allowed lanes finds, by position.
    fn reached(
        &self,
        from: &[NodeIndex],
        direction: Direction,
        allowed: impl Fn(&Lane) -> bool,
    ) -> Vec<bool> {
        let mut found = vec![false; self.graph.node_count()];
        let mut stack = from.to_vec();
        for node in from {
            found[node.index()] = true;
        }
        while let Some(node) = stack.pop() {
            for lane in self.graph.edges_directed(node, direction) {
                let next = if direction == Direction::Outgoing {
                    lane.target()
                } else {
                    lane.source()
                };
                if !found[next.index()] && allowed(lane.weight()) {
                    found[next.index()] = true;
                    stack.push(next);
                }
            }
        }
        found
    }

    /// Reports zones that nothing reaches; returns them by position.
    fn check_zones(&self, reached: &[bool], findings: &mut Findings) -> Vec<bool> {
        let unreachable: Vec<bool> = (0..self.zone_count)
            .map(|zone| !reached[self.zone_node(zone).index()])
            .collect();
        for (zone, row) in self.scenario.zones.rows.iter().enumerate() {
            let Some(name) = row.name.given().filter(|_| unreachable[zone]) else {
                continue;
            };
            let message = format!(
                "no path leads from any fulfilment centre to `{}`",
                name.value
            );
            findings.report(Code::ZoneUnreachable, name.span, message);
        }
        unreachable
    }

    fn check_dead_ends(&self, findings: &mut Findings) {
        let zones: Vec<NodeIndex> = (0..self.zone_count)
            .map(|zone| self.zone_node(zone))
            .collect();
        // Where parcels come back to need lead nowhere.
        let returns = self.scenario.root.returns.value();
        let back = returns.and_then(|returns| returns.to.value());
        let leads_on = self.reached(&zones, Direction::Incoming, |_| true);
        for (at, row) in self.scenario.facilities.rows.iter().enumerate() {
            let supplies = row.kind.value() == Some(&FacilityKind::Supplier);
            if leads_on[at] || supplies || back.is_some_and(|to| row.name.value() == Some(to)) {
                continue;
            }
            if let Some(name) = row.name.given() {
                findings.report_with(
                    Code::DeadEnd,
                    name.span,
                    format!("no zone can be reached from `{}`", name.value),
                    "give it a lane; one that only supplies stock has `kind = \"supplier\"`",
                );
            }
        }
    }

    /// Each level reaches the zones that are eligible for it, from where its orders are sourced.
    fn check_levels(&self, centres: &[NodeIndex], unreachable: &[bool], findings: &mut Findings) {
        let rows = self
            .scenario
            .root
            .service_levels
            .value()
            .map_or(&[][..], Vec::as_slice);
        for (level, row) in rows.iter().enumerate() {
            let span = row.value.name.span().unwrap_or(row.span);
            let reached = self.reached(centres, Direction::Outgoing, |lane| lane.serves(level));
            let eligible = self.eligible(level);
            let cut_off: Vec<usize> = eligible
                .iter()
                .copied()
                .filter(|&zone| !unreachable[zone] && !reached[self.zone_node(zone).index()])
                .collect();
            if !cut_off.is_empty() {
                let message = format!(
                    "no path that this level may use leads to {}",
                    self.listed(&cut_off)
                );
                findings.report(Code::LevelUnreachable, span, message);
            }
            let open: Vec<usize> = eligible
                .into_iter()
                .filter(|zone| !cut_off.contains(zone) && !unreachable[*zone])
                .collect();
            self.check_sources(level, &open, centres, span, findings);
        }
    }

    fn eligible(&self, level: usize) -> Vec<usize> {
        self.levels[level]
            .zones
            .clone()
            .unwrap_or_else(|| (0..self.zone_count).collect())
    }

    /// The sourcing table and the table of transit days cover what the level needs.
    fn check_sources(
        &self,
        level: usize,
        zones: &[usize],
        centres: &[NodeIndex],
        span: Span,
        findings: &mut Findings,
    ) {
        let mut from: BTreeMap<usize, Vec<bool>> = BTreeMap::new();
        let mut leads = |facility: usize, zone: usize| {
            let reached = from.entry(facility).or_insert_with(|| {
                self.reached(&[NodeIndex::new(facility)], Direction::Outgoing, |lane| {
                    lane.serves(level)
                })
            });
            reached[self.zone_node(zone).index()]
        };
        let sources = match self.sourcing {
            Sourcing::Table(rows) => Some(sources(rows, level, self.zone_count)),
            _ => None,
        };
        if let Some(sources) = &sources {
            let lacking =
                |zone: &usize| sources[*zone].is_none_or(|facility| !leads(facility, *zone));
            let without: Vec<usize> = zones.iter().copied().filter(lacking).collect();
            if !without.is_empty() && self.scenario.sourcing.complete {
                let message = format!(
                    "the sourcing table has no facility that can serve {}",
                    self.listed(&without)
                );
                findings.report(Code::SourcedFromNowhere, span, message);
            }
        }
        let PromisePolicy::StaticTable(table) = &self.levels[level].promise else {
            return;
        };
        if self.levels[level].fallback.is_some() {
            return;
        }
        if !self
            .scenario
            .transit_days
            .get(level)
            .is_some_and(|rows| rows.complete)
        {
            return;
        }
        let known: std::collections::BTreeSet<(usize, usize)> = table
            .days
            .iter()
            .map(|&(origin, zone, _)| (origin, zone))
            .collect();
        let needs = |zone: usize| match &sources {
            Some(sources) => sources[zone].into_iter().collect::<Vec<_>>(),
            None => centres.iter().map(|centre| centre.index()).collect(),
        };
        let missing: Vec<String> = zones
            .iter()
            .flat_map(|&zone| needs(zone).into_iter().map(move |origin| (origin, zone)))
            .filter(|&(origin, zone)| !known.contains(&(origin, zone)) && leads(origin, zone))
            .map(|(origin, zone)| {
                format!(
                    "`{}` to `{}`",
                    self.facilities[origin].name,
                    self.zone_name(zone)
                )
            })
            .collect();
        if !missing.is_empty() {
            findings.report(
                Code::TransitDaysMissing,
                span,
                format!("there are no transit days from {}", shortened(&missing)),
            );
        }
    }

    fn zone_name(&self, zone: usize) -> &str {
        self.graph[self.zone_node(zone)].name()
    }

    fn listed(&self, zones: &[usize]) -> String {
        let names: Vec<String> = zones
            .iter()
            .map(|&zone| format!("`{}`", self.zone_name(zone)))
            .collect();
        shortened(&names)
    }
}

/// The facility of each zone for a level: a row for the level beats one for all.
fn sources(rows: &[SourcingRow], level: usize, zone_count: usize) -> Vec<Option<usize>> {
    let mut sources = vec![None; zone_count];
    for row in rows.iter().filter(|row| row.service_level.is_none()) {
        sources[row.zone] = Some(row.facility);
    }
    for row in rows.iter().filter(|row| row.service_level == Some(level)) {
        sources[row.zone] = Some(row.facility);
    }
    sources
}

fn shortened(names: &[String]) -> String {
    let shown = names
        .iter()
        .take(MOST_NAMES)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    match names.len().saturating_sub(MOST_NAMES) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
