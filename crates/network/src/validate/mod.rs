//! From a scenario to a network: one small function per rule, all problems at once.
//!
//! Rules keep silent about what the reader has reported already, so that one mistake gives one message. Values that were
//! reported are replaced by harmless ones; since any error refuses the scenario, those never reach a [`Network`].

mod baskets;
mod buffers;
mod calendars;
mod carriers;
mod civil_times;
mod clock;
mod deadlines;
mod demand;
mod facilities;
mod importance;
mod lanes;
mod levels;
mod money;
mod names;
mod outages;
mod overflow;
mod paddings;
mod pools;
mod promises;
mod queueing;
mod ranges;
mod reach;
mod replay;
mod returns;
mod routes;
mod shocks;
mod sourcing;
mod stock;
mod told_windows;
mod tours;
mod transit;
mod weeks;

pub use weeks::repeats_weekly;

use petgraph::graph::{DiGraph, NodeIndex};

use self::lanes::Connection;
use self::names::Names;
use crate::calendar::Calendar;
use crate::diagnostics::{Code, Diagnostics};
use crate::network::{Choose, Facility, Lane, Network, Node, Places, Zone};
use crate::scenario::{Findings, Rows, Scenario, Span};

/// Validates a scenario.
///
/// # Errors
/// All problems, those that reading found included, sorted; warnings among them.
pub fn validate(mut scenario: Scenario) -> Result<(Network, Diagnostics), Diagnostics> {
    let mut findings = std::mem::take(&mut scenario.findings);
    // After a syntax error much may be missing that was written: other complaints would mislead.
    let network = if scenario.complete {
        network(&scenario, &mut findings)
    } else {
        None
    };
    let diagnostics = findings.finish();
    match network {
        Some(network) if !diagnostics.has_errors() => Ok((network, diagnostics)),
        _ => Err(diagnostics),
    }
}

fn network(scenario: &Scenario, findings: &mut Findings) -> Option<Network> {
    check_tables(scenario, findings);
    let names = Names::new(scenario, findings);
    let name = names::scenario_name(&scenario.root.name, findings);
    let clockwork = clock::clock(scenario, findings);
    let study = clock::study(scenario, findings);
    let blame = clock::blame(scenario, findings);
    let deadlines = deadlines::deadlines(scenario, findings);
    let time_zone = scenario
        .root
        .clock
        .value()
        .and_then(|clock| clock.time_zone.value())
        .map_or("UTC", |zone| &zone.0);

    let calendars = calendars::calendars(scenario, &names, findings);
    let profiles = calendars::profiles(scenario, findings);
    let (facilities, stage_places) = facilities::facilities(scenario, &names, time_zone, findings);
    let zones = facilities::zones(scenario, &names, time_zone, findings);
    if let Some(clockwork) = &clockwork {
        outages::check_dates(scenario, clockwork, findings);
    }
    let (carriers, defaults) = carriers::carriers(scenario, &names, findings);
    let mut connections = connections(
        scenario,
        &names,
        (&facilities, &zones),
        &calendars,
        &defaults,
        findings,
    );
    overflow::overflow(scenario, &names, &mut connections, findings);
    money::rates(
        scenario,
        &names,
        &zones,
        facilities.len(),
        &mut connections,
        findings,
    );
    let economy = money::economy(scenario, carriers, findings);
    overflow::check_weights(scenario, economy.weight.is_some(), findings);
    let (service_levels, level_places) = levels::levels(scenario, &names, findings);
    let choose = scenario
        .root
        .offer
        .value()
        .and_then(|offer| offer.choose.cloned())
        .unwrap_or(Choose::Mix);
    let demand = demand::demand(scenario, &names, clockwork.as_ref(), findings);
    let sourcing = sourcing::sourcing(scenario, &names, &facilities, findings);
    let sourced_at = sourcing::release(scenario, findings);
    let skus = baskets::skus(scenario, findings);
    let basket = baskets::basket(scenario, &names, findings);
    let stock = stock::stock(scenario, &names, &facilities, &skus, findings);
    let returns = returns::returns(scenario, &names, &facilities, findings);
    let padding_grids = paddings::grids(scenario, findings);
    let paddings = paddings::overrides(scenario, &names, findings);

    let graph = graph(&facilities, &zones, connections);
    let routes = routes::routes(scenario, &names, &graph, findings);
    let touchable = shocks::Touchable {
        facilities: &facilities,
        zones: &zones,
        graph: &graph,
    };
    let shocks = shocks::shocks(scenario, &touchable, time_zone, findings);
    let importance = importance::importance(scenario, &shocks, findings);
    levels::check_shares(scenario, choose, &service_levels, zones.len(), findings);
    if tables_are_whole(scenario, &names) {
        let reachability = reach::Reachability {
            scenario,
            graph: &graph,
            facilities: &facilities,
            zone_count: zones.len(),
            levels: &service_levels,
            sourcing: &sourcing,
        };
        reachability.check(findings);
        carriers::check_used(scenario, &graph, findings);
    }

    let facility_nodes = (0..facilities.len()).map(NodeIndex::new).collect();
    let zone_nodes = (facilities.len()..facilities.len() + zones.len())
        .map(NodeIndex::new)
        .collect();
    let clockwork = clockwork?;
    let network = Network {
        name,
        description: scenario.root.description.cloned().unwrap_or_default(),
        digest: scenario.digest.clone(),
        clock: clockwork.clock.clone(),
        study,
        importance,
        conditional: scenario
            .root
            .study
            .value()
            .and_then(|study| study.conditional.cloned())
            .unwrap_or(false),
        blame,
        deadlines,
        graph,
        facilities: facility_nodes,
        zones: zone_nodes,
        calendars,
        profiles,
        demand: demand?,
        choose,
        sourcing,
        sourced_at,
        skus,
        basket,
        stock,
        returns,
        service_levels,
        simulated_grids: paddings::simulated(scenario, padding_grids.len()),
        padding_grids,
        paddings,
        shocks,
        routes,
        economy,
        places: Places {
            service_levels: level_places,
            stages: stage_places,
            skus: baskets::places(scenario, findings),
            rates: money::places(scenario, findings),
        },
    };
    if !findings.found.has_errors() {
        deadlines::check(scenario, &network, findings);
        civil_times::check(scenario, &network, &clockwork, findings);
        weeks::check(scenario, &network, findings);
    }
    Some(network)
}

/// The tables without which there is no network.
fn check_tables(scenario: &Scenario, findings: &mut Findings) {
    let root = scenario.root.span;
    check_table("facilities", &scenario.facilities, root, findings);
    check_table("zones", &scenario.zones, root, findings);
    check_table("lanes", &scenario.lanes, root, findings);
    if let Some(levels) = scenario.root.service_levels.given()
        && levels.value.is_empty()
    {
        findings.report(Code::EmptyTable, levels.span, "there are no service levels");
    }
}

fn check_table<T>(name: &str, table: &Rows<T>, root: Span, findings: &mut Findings) {
    if table.rows.is_empty() && table.complete {
        let help = format!("write `[[{name}]]`, or name a file under `[tables]`");
        findings.report_with(
            Code::EmptyTable,
            table.span.unwrap_or(root),
            format!("there are no {name}"),
            help,
        );
    }
}

/// Whether paths can be judged: all nodes and lanes are known.
fn tables_are_whole(scenario: &Scenario, names: &Names<'_>) -> bool {
    let ends_known = scenario.lanes.rows.iter().all(|row| {
        let known =
            |name: Option<&String>| name.is_some_and(|name| names.nodes.get(name).is_some());
        known(row.from.value()) && known(row.to.value()) && !row.service_levels.is_bad()
    });
    let kinds_known = scenario
        .facilities
        .rows
        .iter()
        .all(|row| row.kind.value().is_some());
    let present = !scenario.facilities.rows.is_empty()
        && !scenario.zones.rows.is_empty()
        && !scenario.lanes.rows.is_empty();
    let complete =
        scenario.facilities.complete && scenario.zones.complete && scenario.lanes.complete;
    present && complete && kinds_known && ends_known && !names.nodes.ambiguous
}

fn connections(
    scenario: &Scenario,
    names: &Names<'_>,
    (facilities, zones): (&[Facility], &[Zone]),
    calendars: &[Calendar],
    carriers: &[carriers::Defaults],
    findings: &mut Findings,
) -> Vec<Connection> {
    let modes = transit::modes(scenario, findings);
    let positions: Vec<_> = facilities
        .iter()
        .map(|f| f.position)
        .chain(zones.iter().map(|zone| zone.position))
        .collect();
    let around = lanes::Surroundings {
        names,
        positions: &positions,
        facility_count: facilities.len(),
        modes: &modes,
        calendars,
        carriers,
    };
    lanes::lanes(scenario, &around, findings)
}

/// Nodes are added facilities first, then zones, so that a node's index is its position.
fn graph(
    facilities: &[Facility],
    zones: &[Zone],
    connections: Vec<Connection>,
) -> DiGraph<Node, Lane> {
    let mut graph = DiGraph::with_capacity(facilities.len() + zones.len(), connections.len());
    for facility in facilities {
        graph.add_node(Node::Facility(facility.clone()));
    }
    for zone in zones {
        graph.add_node(Node::Zone(zone.clone()));
    }
    for Connection { from, to, lane, .. } in connections {
        graph.add_edge(NodeIndex::new(from), NodeIndex::new(to), lane);
    }
    graph
}
