//! Sourcing and routes: from which facility, and by which lanes, does an order of a (zone, level) come?
//!
//! The route is the path of least planned time, ties by name; planned time is that of the stages passed and lanes used, and
//! half the usual gap between departures where a lane runs to a timetable.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use leadtime_network::network::Sourcing;
use petgraph::graph::NodeIndex;

use super::compile::{Compiler, facility};
use super::{Departures, FacilityPlan, LanePlan, RoutePlan, StationPlan, Step};

/// The steps of all routes and where each (zone, level) begins.
pub(super) struct Routes {
    pub(super) steps: Vec<Step>,
    pub(super) routes: Vec<Option<RoutePlan>>,
    /// Per (zone, level), where the origin is chosen order by order: one route per origin, the nearest first.
    pub(super) choices: Vec<Vec<RoutePlan>>,
    /// Planned time of each route without waiting, ticks.
    pub(super) planned: Vec<i64>,
    /// Where each sequence of lanes was first laid: routes along the same lanes are the same path.
    paths: BTreeMap<Vec<u32>, u32>,
}

/// Shortest planned times from one or several origins to every facility.
struct Tree {
    /// Planned time on arrival at a facility, before its stages; origins: before theirs.
    cost: Vec<i64>,
    /// Lane by which it is reached; `None` at an origin.
    by: Vec<Option<u32>>,
}

const UNREACHED: i64 = i64::MAX;

impl Compiler<'_> {
    /// Routes of every (zone, level).
    pub(super) fn routes(
        &self,
        facilities: &[FacilityPlan],
        stations: &[StationPlan],
        lanes: &[LanePlan],
    ) -> Routes {
        let levels = self.network.service_levels.len();
        let zones = self.network.zones.len();
        let mut routes = Routes {
            steps: Vec::new(),
            routes: vec![None; zones * levels],
            choices: vec![Vec::new(); if self.chooses { zones * levels } else { 0 }],
            planned: vec![0; zones * levels],
            paths: BTreeMap::new(),
        };
        let work: Vec<i64> = facilities
            .iter()
            .map(|facility| planned_work(facility, stations))
            .collect();
        for level in 0..levels {
            let usable = |lane: &LanePlan| {
                lane.levels
                    .as_ref()
                    .is_none_or(|levels| levels.contains(&level))
            };
            let search = Search {
                lanes,
                work: &work,
                leaving: &self.leaving,
                names: facilities,
                usable: &usable,
            };
            let mut trees = Trees::default();
            for zone in 0..zones {
                let offered = self.network.service_levels[level].zones.as_ref();
                if offered.is_some_and(|zones| !zones.contains(&zone)) {
                    continue;
                }
                let cell = zone * levels + level;
                let fixed = self.fixed_route(zone, level);
                let mut path_from = |origins: &[u32]| {
                    let tree = trees.of(origins, &search);
                    self.path_to(zone, tree, lanes, &work, &usable)
                };
                let origins = self.origins(zone, level);
                let paths: Vec<Vec<u32>> = match fixed {
                    _ if self.assigned.contains_key(&(zone, level)) => self
                        .assigned
                        .get(&(zone, level))
                        .cloned()
                        .into_iter()
                        .collect(),
                    Some(path) => vec![self.lanes_along(&path, lanes, &usable)],
                    None if self.chooses => origins
                        .iter()
                        .filter_map(|&origin| path_from(&[origin]))
                        .collect(),
                    None => path_from(&origins).into_iter().collect(),
                };
                routes.lay_choices(cell, &paths, facilities, lanes, &work);
            }
        }
        routes
    }

    /// Where orders of a (zone, level) may be sourced.
    pub(super) fn origins(&self, zone: usize, level: usize) -> Vec<u32> {
        match &self.network.sourcing {
            Sourcing::Table(rows) => {
                let fits = |row_level: Option<usize>| row_level.is_none_or(|of| of == level);
                let rows = rows
                    .iter()
                    .filter(|row| row.zone == zone && fits(row.service_level));
                rows.map(|row| row.facility as u32).collect()
            }
            _ => self.fulfilment_centres.clone(),
        }
    }

    pub(super) fn fixed_route(&self, zone: usize, level: usize) -> Option<Vec<NodeIndex>> {
        let fits = |of: Option<usize>| of.is_none_or(|of| of == level);
        let route = self
            .network
            .routes
            .iter()
            .rev()
            .find(|route| route.zone == zone && fits(route.service_level));
        route.map(|route| route.path.clone())
    }

    /// The cheapest lane between each two neighbours of a path; validation has checked that there is one.
    fn lanes_along(
        &self,
        path: &[NodeIndex],
        lanes: &[LanePlan],
        usable: &dyn Fn(&LanePlan) -> bool,
    ) -> Vec<u32> {
        let between = |pair: &[NodeIndex]| {
            let all = self.network.graph.edges_connecting(pair[0], pair[1]);
            let all = all.map(|edge| petgraph::visit::EdgeRef::id(&edge).index());
            let best = all
                .filter(|&lane| usable(&lanes[lane]))
                .min_by_key(|&lane| (wait_and_transit(&lanes[lane]), lane));
            best.map(|lane| lane as u32)
        };
        path.windows(2).filter_map(between).collect()
    }

    /// Lanes from the origin to a zone.
    fn path_to(
        &self,
        zone: usize,
        tree: &Tree,
        lanes: &[LanePlan],
        work: &[i64],
        usable: &dyn Fn(&LanePlan) -> bool,
    ) -> Option<Vec<u32>> {
        let arriving = self.arriving_at_zone[zone]
            .iter()
            .filter(|&&lane| usable(&lanes[lane as usize]));
        let reached =
            arriving.filter(|&&lane| tree.cost[lanes[lane as usize].from as usize] < UNREACHED);
        let total = |lane: u32| {
            let from = lanes[lane as usize].from as usize;
            tree.cost[from] + work[from] + wait_and_transit(&lanes[lane as usize])
        };
        let last = *reached.min_by_key(|&&lane| {
            (
                total(lane),
                self.facility_name(lanes[lane as usize].from),
                lane,
            )
        })?;
        let mut path = vec![last];
        let mut at = lanes[last as usize].from as usize;
        while let Some(lane) = tree.by[at] {
            path.push(lane);
            at = lanes[lane as usize].from as usize;
        }
        path.reverse();
        Some(path)
    }

    fn facility_name(&self, at: u32) -> &str {
        &facility(self.network, at as usize).name
    }
}

impl Routes {
    /// Lays the routes of a (zone, level), the nearest first; ties by the names of their origins.
    fn lay_choices(
        &mut self,
        cell: usize,
        paths: &[Vec<u32>],
        facilities: &[FacilityPlan],
        lanes: &[LanePlan],
        work: &[i64],
    ) {
        let origin = |path: &[u32]| path.first().map(|&lane| lanes[lane as usize].from as usize);
        let far = |path: &[u32]| -> i64 {
            let leg = |&lane: &u32| {
                let lane = &lanes[lane as usize];
                work[lane.from as usize] + wait_and_transit(lane)
            };
            path.iter().map(leg).sum()
        };
        let mut ranked: Vec<_> = paths
            .iter()
            .filter_map(|path| Some(((far(path), &facilities[origin(path)?].name), path)))
            .collect();
        ranked.sort();
        for (_, path) in ranked {
            let (route, planned) = self.lay(path, facilities, lanes, work);
            if self.routes[cell].is_none() {
                self.routes[cell] = Some(route);
                self.planned[cell] = planned;
            }
            if let Some(choices) = self.choices.get_mut(cell) {
                choices.push(route);
            }
        }
    }

    /// Lays one route; with its planned time without waiting.
    fn lay(
        &mut self,
        path: &[u32],
        facilities: &[FacilityPlan],
        lanes: &[LanePlan],
        work: &[i64],
    ) -> (RoutePlan, i64) {
        let start = self.steps.len() as u32;
        let mut planned = 0;
        for &lane in path {
            let from = lanes[lane as usize].from as usize;
            self.steps
                .extend(facilities[from].stations.clone().map(Step::Stage));
            self.steps.push(Step::Lane(lane));
            planned += work[from] + lanes[lane as usize].planned;
        }
        let route = RoutePlan {
            first: start,
            origin: path.first().map_or(0, |&lane| lanes[lane as usize].from),
            path: *self.paths.entry(path.to_vec()).or_insert(start),
            cost: 0,
        };
        (route, planned)
    }
}

/// What a search for shortest paths reads.
struct Search<'a> {
    lanes: &'a [LanePlan],
    work: &'a [i64],
    /// Lanes to other facilities, per facility.
    leaving: &'a [Vec<u32>],
    names: &'a [FacilityPlan],
    usable: &'a dyn Fn(&LanePlan) -> bool,
}

/// Trees by origins: zones with the same origins share one.
#[derive(Default)]
struct Trees(BTreeMap<Vec<u32>, Tree>);

impl Trees {
    fn of(&mut self, origins: &[u32], search: &Search<'_>) -> &Tree {
        self.0
            .entry(origins.to_vec())
            .or_insert_with(|| search.from(origins))
    }
}

impl Search<'_> {
    /// Dijkstra from all origins at once; petgraph's own has no ties by name.
    fn from(&self, origins: &[u32]) -> Tree {
        let count = self.work.len();
        let mut tree = Tree {
            cost: vec![UNREACHED; count],
            by: vec![None; count],
        };
        let mut queue = BinaryHeap::new();
        for &origin in origins {
            let at = origin as usize;
            tree.cost[at] = 0;
            queue.push(Reverse((0, self.names[at].name.as_str(), origin)));
        }
        while let Some(Reverse((cost_so_far, _, at))) = queue.pop() {
            if cost_so_far > tree.cost[at as usize] {
                continue;
            }
            for &lane in &self.leaving[at as usize] {
                let plan = &self.lanes[lane as usize];
                if !(self.usable)(plan) {
                    continue;
                }
                let to = plan.to as usize;
                let reached = cost_so_far + self.work[at as usize] + wait_and_transit(plan);
                let better = reached < tree.cost[to]
                    || (reached == tree.cost[to]
                        && tree.by[to].is_some_and(|by| self.comes_first(lane, by)));
                if better {
                    tree.cost[to] = reached;
                    tree.by[to] = Some(lane);
                    queue.push(Reverse((reached, self.names[to].name.as_str(), plan.to)));
                }
            }
        }
        tree
    }

    /// Ties go to the facility whose name comes first, then to the earlier lane.
    fn comes_first(&self, lane: u32, other: u32) -> bool {
        let name = |lane: u32| {
            (
                &self.names[self.lanes[lane as usize].from as usize].name,
                lane,
            )
        };
        name(lane) < name(other)
    }
}

/// Planned time of a lane with the usual wait for it.
pub(super) fn wait_and_transit(lane: &LanePlan) -> i64 {
    let gap = match &lane.departures {
        Departures::OnDemand => 0,
        &Departures::Headway { every, .. } => every,
        Departures::Timetable(scheduled) => match (scheduled.first(), scheduled.last()) {
            (Some(first), Some(last)) if scheduled.len() > 1 => {
                (last - first) / (scheduled.len() as i64 - 1)
            }
            _ => 7 * 24 * super::HOUR,
        },
    };
    gap / 2 + lane.load_lead + lane.planned
}

fn planned_work(facility: &FacilityPlan, stations: &[StationPlan]) -> i64 {
    facility
        .stations
        .clone()
        .map(|station| stations[station as usize].planned)
        .sum()
}
