//! Levers of a network: what can be moved, found in the scenario itself.

use std::collections::BTreeMap;

use leadtime_network::Network;
use leadtime_network::network::{BlameBy, Capacity, Demand, Departures, Lane, Node};
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What kind of thing a lever moves.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum LeverKind {
    /// Servers of a stage, or parcels an hour where it has a throughput. Whole numbers: at least one more or less where there is one.
    Servers,
    /// People of a pool, in the same way.
    Pool,
    /// Length of the work on a parcel.
    ServiceTime,
    /// Time on the road, with that from door to door on a last leg.
    Transit,
    /// Parcels that a vehicle takes, or drivers of tours; whole numbers.
    VehicleCapacity,
    /// How much later than scheduled vehicles leave.
    DepartureDelay,
    /// Strength of a shock: the spread of its logarithm, or the distance of its regimes from 1.
    Shock,
    /// Visits a day.
    Demand,
    /// The last instant at which a level is offered: half an hour later or earlier, whatever the share.
    Cutoff,
}

impl LeverKind {
    /// As it is said: `servers`, `service time`.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Servers => "servers",
            Self::Pool => "people",
            Self::ServiceTime => "service time",
            Self::Transit => "transit",
            Self::VehicleCapacity => "vehicle capacity",
            Self::DepartureDelay => "departure delay",
            Self::Shock => "shock",
            Self::Demand => "demand",
            Self::Cutoff => "cutoff",
        }
    }

    /// Which way a planner would move it to be late less often: up, down; `None`: nobody's choice, or it changes what is offered.
    #[must_use]
    pub const fn fix(self) -> Option<Direction> {
        match self {
            Self::Servers | Self::Pool | Self::VehicleCapacity => Some(Direction::Up),
            Self::ServiceTime | Self::Transit | Self::DepartureDelay => Some(Direction::Down),
            Self::Shock | Self::Demand | Self::Cutoff => None,
        }
    }
}

/// Which way a lever is moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// More of it.
    Up,
    /// Less of it.
    Down,
}

/// Something that can be moved: a group of stages or lanes, a shock, the demand, a cutoff.
#[derive(Clone, Debug)]
pub struct Lever {
    /// What kind of thing.
    pub kind: LeverKind,
    /// Which: `pack`, `linehaul by truck`, the name of a shock or level; empty for the demand.
    pub name: String,
    pub(super) what: What,
}

impl Lever {
    /// `servers pack`: unique among the levers of a network.
    #[must_use]
    pub fn label(&self) -> String {
        format!("{} {}", self.kind.words(), self.name)
            .trim_end()
            .to_owned()
    }
}

/// What of the network is moved.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// Facilities and positions of their stages.
    Stages(Vec<(NodeIndex, usize)>),
    /// Facilities and positions of their pools.
    Pools(Vec<(NodeIndex, usize)>),
    Lanes(Vec<EdgeIndex>),
    /// Position of the shock.
    Shock(usize),
    Demand,
    /// Position of the service level.
    Cutoff(usize),
}

/// All levers of a network: stages, pools and lanes by kind (stages of one name, linehauls and last legs of one mode) or by place, shocks, demand and
/// cutoffs. A kind is left out where there is nothing of it: no servers of stages without queues, no capacity of vehicles that take anything.
#[must_use]
pub fn levers(network: &Network, by: BlameBy) -> Vec<Lever> {
    let mut levers = of_stages(network, by);
    levers.extend(of_lanes(network, by));
    let shocks = network.shocks.iter().enumerate();
    levers.extend(shocks.map(|(at, shock)| Lever {
        kind: LeverKind::Shock,
        name: shock.name.clone(),
        what: What::Shock(at),
    }));
    if !matches!(network.demand, Demand::Replay { .. }) {
        levers.push(Lever {
            kind: LeverKind::Demand,
            name: String::new(),
            what: What::Demand,
        });
    }
    let with_cutoff = network.service_levels.iter().enumerate();
    let with_cutoff = with_cutoff.filter(|(_, level)| level.cutoff.is_some());
    levers.extend(with_cutoff.map(|(at, level)| Lever {
        kind: LeverKind::Cutoff,
        name: level.name.clone(),
        what: What::Cutoff(at),
    }));
    levers
}

/// Groups of places by kind of lever and name.
type Groups<T> = BTreeMap<(LeverKind, String), Vec<T>>;

fn of_stages(network: &Network, by: BlameBy) -> Vec<Lever> {
    let mut stages: Groups<(NodeIndex, usize)> = Groups::new();
    let mut pools: Groups<(NodeIndex, usize)> = Groups::new();
    for &at in &network.facilities {
        let Node::Facility(facility) = &network.graph[at] else {
            continue;
        };
        let named = |name: &str| match by {
            BlameBy::Kind => name.to_owned(),
            BlameBy::Place => format!("{}/{name}", facility.name),
        };
        for (place, stage) in facility.stages.iter().enumerate() {
            let mut add = |kind| {
                let group = stages.entry((kind, named(&stage.name))).or_default();
                group.push((at, place));
            };
            if stage.service.mean() > 0.0 {
                add(LeverKind::ServiceTime);
            }
            if stage.pool.is_none() && !matches!(stage.capacity, Capacity::Unlimited) {
                add(LeverKind::Servers);
            }
        }
        for (place, pool) in facility.pools.iter().enumerate() {
            let group = pools.entry((LeverKind::Pool, named(&pool.name)));
            group.or_default().push((at, place));
        }
    }
    let stages = stages
        .into_iter()
        .map(|(of, group)| lever(of, What::Stages(group)));
    let pools = pools
        .into_iter()
        .map(|(of, group)| lever(of, What::Pools(group)));
    stages.chain(pools).collect()
}

fn of_lanes(network: &Network, by: BlameBy) -> Vec<Lever> {
    let mut lanes: Groups<EdgeIndex> = Groups::new();
    for edge in network.graph.edge_references() {
        let lane = edge.weight();
        let last_leg = matches!(network.graph[edge.target()], Node::Zone(_));
        let mut add = |kind| {
            let group = lanes.entry((kind, lane_name(lane, last_leg, by)));
            group.or_default().push(edge.id());
        };
        if lane.transit.mean() > 0.0 || lane.spread.0 > 0 || lane.tour.is_some() {
            add(LeverKind::Transit);
        }
        let limited = lane.capacity.is_some() || lane.tour.is_some();
        if limited && !matches!(lane.departures, Departures::OnDemand) {
            add(LeverKind::VehicleCapacity);
        }
        if lane.delay.as_ref().is_some_and(|delay| delay.mean() > 0.0) {
            add(LeverKind::DepartureDelay);
        }
    }
    let lanes = lanes.into_iter();
    lanes
        .map(|(of, group)| lever(of, What::Lanes(group)))
        .collect()
}

/// As blame names them.
fn lane_name(lane: &Lane, last_leg: bool, by: BlameBy) -> String {
    if by == BlameBy::Place {
        return lane.name.clone();
    }
    let leg = if last_leg { "last leg" } else { "linehaul" };
    let drivers = if lane.tour.is_some() { " on tours" } else { "" };
    match lane.mode.as_str() {
        "" => format!("{leg}{drivers}"),
        mode => format!("{leg} by {mode}{drivers}"),
    }
}

fn lever((kind, name): (LeverKind, String), what: What) -> Lever {
    Lever { kind, name, what }
}
