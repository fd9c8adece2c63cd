//! Looking things up in a network: by name, by position, by neighbourhood.

use petgraph::Direction;
use petgraph::graph::{EdgeIndex, NodeIndex};

use super::{Facility, FacilityKind, Lane, Network, Node, Position, Stage, Zone};

/// Mean radius of the earth in km (IUGG).
const EARTH_RADIUS_KM: f64 = 6_371.008_8;

impl Network {
    /// The facility at a position in file order.
    #[must_use]
    pub fn facility(&self, position: usize) -> Option<&Facility> {
        match &self.graph[*self.facilities.get(position)?] {
            Node::Facility(facility) => Some(facility),
            Node::Zone(_) => None,
        }
    }

    /// The zone at a position in file order.
    #[must_use]
    pub fn zone(&self, position: usize) -> Option<&Zone> {
        match &self.graph[*self.zones.get(position)?] {
            Node::Zone(zone) => Some(zone),
            Node::Facility(_) => None,
        }
    }

    /// All facilities with their positions, in file order.
    pub fn facilities(&self) -> impl Iterator<Item = (usize, &Facility)> {
        (0..self.facilities.len()).filter_map(|at| Some((at, self.facility(at)?)))
    }

    /// All zones with their positions, in file order.
    pub fn zones(&self) -> impl Iterator<Item = (usize, &Zone)> {
        (0..self.zones.len()).filter_map(|at| Some((at, self.zone(at)?)))
    }

    /// All lanes in the order of their rows, with the nodes at their ends.
    pub fn lanes(&self) -> impl Iterator<Item = (EdgeIndex, NodeIndex, NodeIndex, &Lane)> {
        self.graph.edge_indices().filter_map(|edge| {
            let (from, to) = self.graph.edge_endpoints(edge)?;
            Some((edge, from, to, &self.graph[edge]))
        })
    }

    /// The node of this name. Facilities and zones share one set of names. Linear in the number of nodes.
    #[must_use]
    pub fn node(&self, name: &str) -> Option<NodeIndex> {
        self.graph
            .node_indices()
            .find(|&node| self.graph[node].name() == name)
    }

    /// Position of the facility of this name.
    #[must_use]
    pub fn facility_position(&self, name: &str) -> Option<usize> {
        self.facilities()
            .find(|(_, facility)| facility.name == name)
            .map(|(at, _)| at)
    }

    /// Position of the zone of this name.
    #[must_use]
    pub fn zone_position(&self, name: &str) -> Option<usize> {
        self.zones()
            .find(|(_, zone)| zone.name == name)
            .map(|(at, _)| at)
    }

    /// Position of the service level of this name.
    #[must_use]
    pub fn service_level_position(&self, name: &str) -> Option<usize> {
        self.service_levels
            .iter()
            .position(|level| level.name == name)
    }

    /// Lanes that leave a node and where they lead, in the order of their rows.
    #[must_use]
    pub fn lanes_from(&self, node: NodeIndex) -> Vec<(EdgeIndex, NodeIndex)> {
        self.lanes_of(node, Direction::Outgoing)
    }

    /// Lanes that lead to a node and where they come from, in the order of their rows.
    #[must_use]
    pub fn lanes_to(&self, node: NodeIndex) -> Vec<(EdgeIndex, NodeIndex)> {
        self.lanes_of(node, Direction::Incoming)
    }

    fn lanes_of(&self, node: NodeIndex, direction: Direction) -> Vec<(EdgeIndex, NodeIndex)> {
        let mut lanes = Vec::new();
        let mut walker = self.graph.neighbors_directed(node, direction).detach();
        while let Some(lane) = walker.next(&self.graph) {
            lanes.push(lane);
        }
        lanes.sort_unstable();
        lanes
    }
}

impl Node {
    /// Its unique name.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Facility(facility) => &facility.name,
            Self::Zone(zone) => &zone.name,
        }
    }

    /// Its IANA time zone.
    #[must_use]
    pub fn time_zone(&self) -> &str {
        match self {
            Self::Facility(facility) => &facility.time_zone,
            Self::Zone(zone) => &zone.time_zone,
        }
    }

    /// Where it is, if known.
    #[must_use]
    pub fn place(&self) -> Option<Position> {
        match self {
            Self::Facility(facility) => facility.position,
            Self::Zone(zone) => zone.position,
        }
    }
}

impl Facility {
    /// Whether orders are sourced here.
    #[must_use]
    pub fn is_fulfilment_centre(&self) -> bool {
        self.kind == FacilityKind::FulfilmentCentre
    }

    /// The first stage at which the staff of a stage works: itself, unless it has a pool.
    #[must_use]
    pub fn home(&self, stage: usize) -> usize {
        let pool = self.stages[stage].pool;
        let first = self.stages.iter().position(|other| other.pool == pool);
        pool.and(first).unwrap_or(stage)
    }

    /// Stages from which parcels come to a stage within the facility: the one before, and those that send work back.
    pub fn feeders(&self, to: usize) -> impl Iterator<Item = usize> {
        let sends = move |(at, stage): (usize, &Stage)| {
            let rework = stage.queueing.rework;
            let back = rework.is_some_and(|rework| rework.to == to && rework.probability > 0.0);
            let next = at + 1 == to && stage.returns == self.stages[to].returns;
            (next || back).then_some(at)
        };
        self.stages.iter().enumerate().filter_map(sends)
    }

    /// A stage with a finite buffer for which its own staff may wait without end, directly or through other stages, and all stages
    /// of these staffs: a parcel that finds the buffer full holds its server, and the servers held may be those that would make room.
    #[must_use]
    pub fn blocking_cycle(&self) -> Option<(usize, Vec<usize>)> {
        // Stages with one staff are one: its servers may all be held up at any of them.
        let buffered =
            (0..self.stages.len()).filter(|&to| self.stages[to].queueing.buffer.is_some());
        let waits: Vec<(usize, usize, usize)> = buffered
            .flat_map(|to| self.feeders(to).map(move |from| (from, to)))
            .map(|(from, to)| (self.home(from), self.home(to), to))
            .collect();
        waits.iter().find_map(|&(from, to, stage)| {
            let reached = reached(&waits, to);
            let of_cycle = |at: &usize| reached.contains(&self.home(*at));
            reached
                .contains(&from)
                .then(|| (stage, (0..self.stages.len()).filter(of_cycle).collect()))
        })
    }
}

/// All that can be reached over (from, to, _).
fn reached(edges: &[(usize, usize, usize)], from: usize) -> Vec<usize> {
    let mut reached = vec![from];
    let mut next = 0;
    while next < reached.len() {
        let at = reached[next];
        next += 1;
        for edge in edges.iter().filter(|edge| edge.0 == at) {
            if !reached.contains(&edge.1) {
                reached.push(edge.1);
            }
        }
    }
    reached
}

impl Lane {
    /// Whether a service level, by position, may use the lane.
    #[must_use]
    pub fn serves(&self, service_level: usize) -> bool {
        self.service_levels
            .as_ref()
            .is_none_or(|levels| levels.contains(&service_level))
    }
}

impl Position {
    /// Great-circle distance in km on a sphere of the earth's mean radius, by the haversine formula
    /// (R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68, 1984).
    #[must_use]
    pub fn distance_km(self, other: Self) -> f64 {
        let (from, to) = (self.latitude.to_radians(), other.latitude.to_radians());
        let half_latitude = libm::sin((to - from) / 2.0);
        let half_longitude = libm::sin((other.longitude - self.longitude).to_radians() / 2.0);
        let haversine = half_latitude * half_latitude
            + libm::cos(from) * libm::cos(to) * half_longitude * half_longitude;
        2.0 * EARTH_RADIUS_KM * libm::asin(haversine.sqrt().min(1.0))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, missing_docs)]
mod tests {
    use super::*;

    #[test]
    fn distances_of_known_arcs() {
        let at = |latitude, longitude| Position {
            latitude,
            longitude,
        };
        let quarter = EARTH_RADIUS_KM * std::f64::consts::FRAC_PI_2;
        for (from, to, expected) in [
            (at(0.0, 0.0), at(0.0, 90.0), quarter),
            (at(0.0, 0.0), at(90.0, 17.0), quarter),
            (at(0.0, -180.0), at(0.0, 180.0), 0.0),
            (at(45.0, 10.0), at(-45.0, -170.0), 2.0 * quarter),
            // Sinnott's and the FAA's test case: Nashville to Los Angeles airports, 2886.44 km at radius 6371.0.
            (
                at(36.12, -86.67),
                at(33.94, -118.40),
                2_886.444_44 * 6_371.008_8 / 6_371.0,
            ),
        ] {
            let found = from.distance_km(to);
            assert!((found - expected).abs() < 0.01, "{found} {expected}");
        }
    }
}
