//! From a validated network to a plan.

use leadtime_network::Network;
use leadtime_network::distribution::Distribution;
use leadtime_network::network::{
    Choose, Demand, Facility, FacilityKind, Node, PromisePolicy, ServiceLevel, Sourcing, Zone,
};
use leadtime_network::promise::DayOffset;
use leadtime_network::time::{Instant, TICKS_PER_DAY};
use petgraph::graph::{EdgeIndex, NodeIndex};

use crate::random::name_key;

use super::civil::CivilCache;
use super::{BlamePlan, HOUR, ImportancePlan, LanePlan, Plan, StationPlan, assign};
use crate::sampling::{Tables, law};

/// What compiling needs at hand.
pub(crate) struct Compiler<'n> {
    pub(crate) network: &'n Network,
    pub(crate) civil: CivilCache<'n>,
    pub(crate) tables: Tables,
    /// First station of each facility.
    pub(crate) first_station: Vec<u32>,
    /// Positions of the fulfilment centres.
    pub(super) fulfilment_centres: Vec<u32>,
    /// Lanes from each facility to other facilities.
    pub(crate) leaving: Vec<Vec<u32>>,
    /// Lanes into each zone.
    pub(crate) arriving_at_zone: Vec<Vec<u32>>,
    /// Position of each node: facilities first, then zones.
    positions: Vec<u32>,
    /// Some promise or the sourcing looks at the queues: stages count who is there.
    pub(super) watched: bool,
    /// Origins are chosen order by order.
    pub(super) chooses: bool,
    /// Per lane: the law of what a parcel draws itself, where anybody asks for it.
    pub(super) own_laws: Vec<Distribution>,
    /// Paths of service levels that do not simply take the fastest.
    pub(super) assigned: assign::Assigned,
}

/// A facility by position.
pub(crate) fn facility(network: &Network, at: usize) -> &Facility {
    match &network.graph[network.facilities[at]] {
        Node::Facility(facility) => facility,
        Node::Zone(_) => unreachable!("validation lists only facilities there"),
    }
}

/// A zone by position.
pub(crate) fn zone(network: &Network, at: usize) -> &Zone {
    match &network.graph[network.zones[at]] {
        Node::Zone(zone) => zone,
        Node::Facility(_) => unreachable!("validation lists only zones there"),
    }
}

impl Plan {
    /// Compiles a validated network. Cannot fail: what could go wrong has been refused, or becomes a
    /// [warning](Plan::warnings).
    #[must_use]
    pub fn compile(network: &Network) -> Self {
        let horizon = network.clock.horizon.0;
        let end = horizon
            + network
                .clock
                .drain
                .map_or_else(|| 4 * longest_quote(network), |drain| drain.0);
        let compiler = || Compiler::new(network, end.min(crate::engine::TIME_LIMIT - 1));
        let mut plan = compiler().plan();
        if assign::is_needed(network) {
            // Ways are judged by the promises and timetables of a plan in which all take the fastest.
            let mut again = compiler();
            again.assigned = assign::assign(&again, &mut plan);
            plan = again.plan();
        }
        assign::price_choices(network, &mut plan);
        plan.settle_quantiles(network.study.seed);
        if let Some(asked) = &network.importance {
            let shocks = network.shocks.iter().map(|shock| shock.name.clone());
            let names: Vec<String> = shocks.collect();
            plan.importance = Some(Box::new(ImportancePlan::new(&plan, asked, &names)));
        }
        plan
    }
}

impl<'n> Compiler<'n> {
    fn new(network: &'n Network, end: i64) -> Self {
        let mut positions = vec![0; network.graph.node_count()];
        for (at, node) in network.facilities.iter().chain(&network.zones).enumerate() {
            positions[node.index()] = at as u32;
        }
        let mut first_station = Vec::new();
        let mut stations = 0;
        for at in 0..network.facilities.len() {
            first_station.push(stations);
            stations += facility(network, at).stages.len() as u32;
        }
        let is_centre = |&at: &usize| facility(network, at).kind == FacilityKind::FulfilmentCentre;
        let fulfilment_centres = (0..network.facilities.len()).filter(is_centre);
        let mut compiler = Self {
            network,
            fulfilment_centres: fulfilment_centres.map(|at| at as u32).collect(),
            civil: CivilCache::new(network, end),
            tables: Tables::new(),
            first_station,
            leaving: vec![Vec::new(); network.facilities.len()],
            arriving_at_zone: vec![Vec::new(); network.zones.len()],
            positions,
            own_laws: Vec::new(),
            assigned: assign::Assigned::new(),
            watched: network
                .service_levels
                .iter()
                .any(|level| matches!(level.promise, PromisePolicy::State { .. }))
                || matches!(network.sourcing, Sourcing::LeastLoaded),
            chooses: super::baskets::chooses(network),
        };
        for edge in network.graph.edge_indices() {
            let (from, to) = compiler.ends(edge);
            let lane = edge.index() as u32;
            match (to as usize).checked_sub(network.facilities.len()) {
                Some(zone) => compiler.arriving_at_zone[zone].push(lane),
                None => compiler.leaving[from as usize].push(lane),
            }
        }
        compiler
    }

    /// Position of a node: facilities first, then zones.
    pub(super) fn position(&self, node: NodeIndex) -> u32 {
        self.positions[node.index()]
    }

    /// Both ends of a lane: facilities first, then zones.
    pub(crate) fn ends(&self, edge: EdgeIndex) -> (u32, u32) {
        let (from, to) = self
            .network
            .graph
            .edge_endpoints(edge)
            .expect("the edge is of this graph");
        (self.positions[from.index()], self.positions[to.index()])
    }

    fn plan(mut self) -> Plan {
        let network = self.network;
        let (warm_up, horizon, end) = (
            network.clock.warm_up.0,
            network.clock.horizon.0,
            self.civil.end,
        );
        let mut shocks = self.shocks();
        let (facilities, stations) = self.facilities(&shocks);
        let lanes = self.lanes(&shocks);
        let mut routes = self.routes(&facilities, &stations, &lanes);
        let stores = self.stores();
        let baskets = self.baskets(&facilities);
        let zones = self.zones();
        let levels = self.levels(&zones, &routes.routes);
        let demand = self.demand(&zones, &mut shocks);
        let weight = self.weight();
        let money = self.money(&lanes);
        let rate = demand.mean_rate(zones.len(), end, self.gap_mean());
        let civil = self.civil.days_of(&network.clock.time_zone);
        let first_day = civil.day_of(Instant(warm_up)).0;
        let last_day = civil.day_of(Instant(horizon - 1)).0;
        let steps_per_order =
            routes.steps.len() as f64 / routes.routes.iter().flatten().count().max(1) as f64;
        let all = routes.routes.iter().flatten();
        let all: Vec<_> = all
            .chain(routes.choices.iter().flatten())
            .copied()
            .collect();
        let returns = self.returns(&facilities, &all, &stores, &mut routes.steps);
        let (deadlines, timely_cells) = super::deadlines::deadlines(network, &zones);
        let mut plan = Plan {
            name: network.name.clone(),
            warm_up,
            horizon,
            end,
            level_names: network
                .service_levels
                .iter()
                .map(|level| level.name.clone())
                .collect(),
            facilities,
            stations,
            lanes,
            steps: routes.steps,
            routes: routes.routes,
            choices: routes.choices,
            stores,
            baskets,
            returns,
            demand,
            replay_key: name_key("replay"),
            mix: network.choose == Choose::Mix,
            shocks,
            weight,
            money,
            blame: None,
            importance: None,
            conditional: None,
            deadlines,
            timely_cells,
            zone_curves: super::ZoneCurves::new(&network.padding_grids, levels.len() * zones.len()),
            grids: network.padding_grids.clone(),
            simulated_grids: network.simulated_grids.clone(),
            curve_cells: network.padding_grids.iter().map(|grid| grid.len + 1).sum(),
            levels,
            paddings: self.paddings(),
            arrival_window: arrival_window(rate, zones.len(), end),
            doors: super::doors::doors(network),
            zones,
            buckets: (0, 0),
            hours: (horizon as usize).div_ceil(HOUR as usize),
            days: (last_day - first_day + 1) as usize,
            first_day,
            civil,
            estimate: super::Estimate::default(),
            most_in_flight: super::MOST_IN_FLIGHT,
            sweep: None,
            uncapacitated: false,
            keeps_zones: false,
            turns_away: false,
            capped: false,
            feedback: super::Feedback::default(),
            can_deadlock: network
                .facilities()
                .any(|(_, facility)| facility.blocking_cycle().is_some()),
            visits_a_tick: rate,
            time_zones: 0,
        };
        if plan
            .levels
            .iter()
            .any(|level| matches!(level.policy, super::Policy::State(_)))
        {
            for station in &mut plan.stations {
                station.residuals = crate::engine::residuals(station);
                station.most_dealt = crate::engine::most_dealt(station);
            }
        }
        if network.conditional {
            let laws = std::mem::take(&mut self.own_laws);
            plan.conditional = Some(Box::new(super::ConditionalPlan::new(&plan, laws)));
        }
        plan.blame = network.blame.map(|asked| BlamePlan::new(asked, &plan));
        plan.turns_away = plan.stations.iter().any(StationPlan::turns_away);
        plan.capped = plan.lanes.iter().any(|lane| lane.order_cap.is_some())
            || plan
                .stations
                .iter()
                .any(|station| station.order_cap().is_some());
        plan.feedback = super::Feedback::of(&plan);
        plan.time_zones = plan
            .zones
            .iter()
            .map(|zone| zone.time_zone + 1)
            .max()
            .unwrap_or(0);
        let origins = plan.origins_with_cutoffs();
        for lane in &mut plan.lanes {
            lane.meets_cutoffs = origins.contains(&lane.from);
        }
        plan.buckets = buckets(rate, longest_lag(&plan.stations, &plan.lanes));
        plan.estimate = super::estimate::estimate(&plan, rate * end as f64, steps_per_order);
        plan.sweep = super::SweepPlan::of(&plan);
        plan
    }

    fn gap_mean(&self) -> f64 {
        match &self.network.demand {
            Demand::Renewal { interarrival, .. } => interarrival.mean(),
            _ => 0.0,
        }
    }
}

/// A window holds some thousand visits, and several per zone, so that sorting stays in cache and the loop over zones is paid
/// by many visits.
fn arrival_window(rate: f64, zones: usize, end: i64) -> i64 {
    let visits = 2_048.0_f64.max(4.0 * zones as f64);
    ((visits / rate.max(1e-12)) as i64).clamp(1_000, end.max(1_000))
}

/// Buckets of the agenda: a hundred events or so wide, and enough of them for the longest usual lag.
fn buckets(rate: f64, lag: f64) -> (u32, u32) {
    let wanted = (64.0 / rate.max(1e-9)).clamp(1.0, 4e6);
    let width = (wanted as u64).ilog2();
    let needed = (lag / f64::from(1u32 << width)).clamp(16.0, 65_535.0);
    (width, (needed as u64).ilog2() + 1)
}

fn longest_lag(stations: &[StationPlan], lanes: &[LanePlan]) -> f64 {
    let stages = stations.iter().map(|station| 4.0 * station.mean);
    let roads = lanes.iter().map(|lane| 2.0 * lane.planned as f64);
    stages.chain(roads).fold(0.0, f64::max)
}

/// A bound on the longest base quote, ticks: the run-out lasts four times as long unless the scenario says otherwise.
fn longest_quote(network: &Network) -> i64 {
    let levels = network
        .service_levels
        .iter()
        .map(|level| quote_of(network, level));
    levels.max().unwrap_or(0).max(HOUR)
}

fn quote_of(network: &Network, level: &ServiceLevel) -> i64 {
    let offset = |offset: DayOffset| match offset {
        DayOffset::Elapsed(length) => length.0,
        DayOffset::Days(days) => (i64::from(days) + 1) * TICKS_PER_DAY,
        // Weekends and a holiday or two.
        DayOffset::BusinessDays(days) => (2 * i64::from(days) + 4) * TICKS_PER_DAY,
    };
    match &level.promise {
        PromisePolicy::Constant(after) => offset(*after),
        PromisePolicy::Service(windows) => {
            windows
                .iter()
                .map(|window| offset(window.day))
                .max()
                .unwrap_or(0)
                + TICKS_PER_DAY
        }
        PromisePolicy::StaticTable(table) => table
            .days
            .iter()
            .map(|row| (2 * i64::from(row.2) + 4) * TICKS_PER_DAY)
            .max()
            .unwrap_or(0),
        PromisePolicy::Plan { allowance }
        | PromisePolicy::State {
            safety: allowance, ..
        } => {
            let longest = network
                .graph
                .edge_weights()
                .map(|lane| law::quantile(&lane.transit, 0.99) as i64)
                .max();
            allowance.0 + 3 * longest.unwrap_or(0) + 3 * TICKS_PER_DAY
        }
        PromisePolicy::Quantile { .. } => {
            let longest = network
                .graph
                .edge_weights()
                .map(|lane| law::quantile(&lane.transit, 0.99) as i64)
                .max();
            3 * longest.unwrap_or(0) + 3 * TICKS_PER_DAY
        }
        PromisePolicy::Log => match &network.demand {
            Demand::Replay { rows } => rows
                .iter()
                .filter_map(|row| Some((row.promise? - row.placed).0))
                .max()
                .unwrap_or(0),
            _ => 0,
        },
    }
}
