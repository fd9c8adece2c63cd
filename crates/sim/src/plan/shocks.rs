//! Shocks compiled to series of multipliers.

use leadtime_network::Network;
use leadtime_network::network::{Shock, ShockScope, ShockTarget, ShockTouches};

use crate::random::name_key;

use super::compile::{Compiler, facility, zone as zone_of};
use super::{ShockPlan, ShockSeries};
use crate::sampling::ShockSampler;

impl Compiler<'_> {
    /// Compiles all shocks; a series per shock, or per touched entity where each has its own.
    pub(super) fn shocks(&mut self) -> ShockPlan {
        let network = self.network;
        let stages: usize = (0..network.facilities.len())
            .map(|at| facility(network, at).stages.len())
            .sum();
        let lanes = network.graph.edge_count();
        let mut plan = ShockPlan {
            series: Vec::new(),
            service: vec![Vec::new(); stages],
            servers: vec![Vec::new(); stages],
            transit: vec![Vec::new(); lanes],
            delay: vec![Vec::new(); lanes],
            demand: vec![Vec::new(); network.zones.len()],
        };
        for (at, shock) in network.shocks.iter().enumerate() {
            let touched = touched(network, shock, &self.first_station);
            let mut shared = None;
            for (entity, name) in touched {
                let series = match (shock.scope, shared) {
                    (ShockScope::Shared, Some(series)) => series,
                    (ShockScope::Shared, None) => {
                        let series =
                            self.series(&mut plan, (shock, at), &format!("shock:{}", shock.name));
                        shared = Some(series);
                        series
                    }
                    (ShockScope::Each, _) => self.series(
                        &mut plan,
                        (shock, at),
                        &format!("shock:{}/{name}", shock.name),
                    ),
                };
                let list = match shock.target {
                    ShockTarget::ServiceTime => &mut plan.service,
                    ShockTarget::Servers => &mut plan.servers,
                    ShockTarget::Transit => &mut plan.transit,
                    ShockTarget::DepartureDelay => &mut plan.delay,
                    ShockTarget::Demand => &mut plan.demand,
                };
                list[entity].push(series);
            }
        }
        self.share_servers(&mut plan);
        plan
    }

    /// All stages of a pool have the servers of its first one.
    fn share_servers(&self, plan: &mut ShockPlan) {
        for (at, &first) in self.first_station.iter().enumerate() {
            let place = facility(self.network, at);
            for stage in 0..place.stages.len() {
                let (here, home) = (first as usize + stage, first as usize + place.home(stage));
                if here != home {
                    plan.servers[here] = plan.servers[home].clone();
                }
            }
        }
    }

    fn series(&mut self, plan: &mut ShockPlan, (shock, at): (&Shock, usize), name: &str) -> u32 {
        let sampler = ShockSampler::new(&shock.law, &mut self.tables);
        let grains = self.civil.grains(shock.grain, &shock.time_zone);
        plan.series.push(ShockSeries {
            key: name_key(name),
            shock: Some(at),
            sampler,
            grains,
        });
        plan.series.len() as u32 - 1
    }
}

/// The touched entities, as indices of the plan, with their names.
fn touched(network: &Network, shock: &Shock, first_station: &[u32]) -> Vec<(usize, String)> {
    match &shock.touches {
        ShockTouches::Stages(stages) => staffs(network, shock.target, stages)
            .into_iter()
            .map(|(at, stage)| {
                let place = facility(network, at);
                let station = first_station[at] as usize + stage;
                (
                    station,
                    format!("{}/{}", place.name, place.stages[stage].name),
                )
            })
            .collect(),
        ShockTouches::Lanes(lanes) => lanes
            .iter()
            .map(|&lane| (lane.index(), network.graph[lane].name.clone()))
            .collect(),
        ShockTouches::Zones(zones) => zones
            .iter()
            .map(|&at| (at, zone_of(network, at).name.clone()))
            .collect(),
    }
}

/// The stages at which servers are touched once, however many of its stages a pool has; other targets are the stage's own.
fn staffs(
    network: &Network,
    target: ShockTarget,
    stages: &[(usize, usize)],
) -> Vec<(usize, usize)> {
    if target != ShockTarget::Servers {
        return stages.to_vec();
    }
    let mut homes: Vec<(usize, usize)> = stages
        .iter()
        .map(|&(at, stage)| (at, facility(network, at).home(stage)))
        .collect();
    homes.sort_unstable();
    homes.dedup();
    homes
}

/// The part of a stage's or lane's log variance that shocks take out of it.
pub(super) fn share_taken(
    network: &Network,
    target: ShockTarget,
    touches: impl Fn(&ShockTouches) -> bool,
) -> f64 {
    let shocks = network
        .shocks
        .iter()
        .filter(|shock| shock.target == target && touches(&shock.touches));
    shocks.map(|shock| shock.share).sum::<f64>().min(1.0)
}

/// Whether a shock touches an edge.
pub(super) fn touches_lane(touches: &ShockTouches, lane: petgraph::graph::EdgeIndex) -> bool {
    matches!(touches, ShockTouches::Lanes(lanes) if lanes.contains(&lane))
}

/// Whether a shock touches a stage.
pub(super) fn touches_stage(touches: &ShockTouches, facility: usize, stage: usize) -> bool {
    matches!(touches, ShockTouches::Stages(stages) if stages.contains(&(facility, stage)))
}
