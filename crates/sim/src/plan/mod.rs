//! The plan: a network compiled to dense indices.
//!
//! petgraph and civil calendars end here. What remains are vectors addressed by u32: zones, levels, stations (facility x
//! stage), lanes, and routes as slices of steps. A plan cannot fail when it runs.

mod assign;
mod baskets;
mod batches;
mod blame;
mod civil;
mod compile;
mod conditional;
mod deadlines;
mod demand;
mod doors;
mod estimate;
mod feasibility;
mod feedback;
mod importance;
mod lane_plan;
mod lanes;
mod levels;
mod money;
mod pilot;
mod promises;
mod returns;
mod routes;
mod shock_plan;
mod shocks;
mod station_plan;
mod stations;
mod stores;
mod sweep;
mod to_plan;
mod uncapacitated;
mod warnings;
mod zone_curves;

use std::collections::BTreeSet;
use std::sync::Arc;

use leadtime_network::calendar::CivilDays;
use leadtime_network::network::DeliveryWindow;
use leadtime_network::promise::{PaddingAmount, PaddingGrid, PromiseClock};

use crate::sampling::Sampler;

pub(crate) use baskets::{BasketPlan, Held, SourcingPlan};
pub(crate) use blame::BlamePlan;
pub(crate) use conditional::ConditionalPlan;
pub(crate) use deadlines::{DeadlinePlan, HOURS as HOURS_OF_DAY};
pub(crate) use demand::{DemandPlan, RateSegment, ReplayVisit};
pub use estimate::Estimate;
pub(crate) use feedback::Feedback;
pub(crate) use importance::ImportancePlan;
pub(crate) use lane_plan::Departures;
pub use lane_plan::LanePlan;
pub(crate) use levels::{LevelPlan, Policy, StatePromise, TableRow, Terms};
pub(crate) use money::MoneyPlan;
pub(crate) use returns::ReturnsPlan;
pub(crate) use shock_plan::{Grains, ShockPlan, ShockSeries};
pub use station_plan::StationPlan;
pub(crate) use station_plan::{BreakdownPlan, CentrePlan, StationCapacity};
pub use stores::{StockMoney, StorePlan};
pub(crate) use sweep::{Fan, Group, NOWHERE, SweepPlan};
pub(crate) use zone_curves::ZoneCurves;

/// Orders under way at once at most.
const MOST_IN_FLIGHT: usize = 1 << 23;

/// Ticks in an hour.
pub(crate) const HOUR: i64 = 3_600_000;

/// A compiled scenario.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Name of the scenario.
    pub name: String,
    /// End of warm-up, ticks.
    pub warm_up: i64,
    /// End of the scoring window, ticks.
    pub horizon: i64,
    /// Demand ends and everything stops here at the latest: horizon + drain.
    pub end: i64,
    /// Zones in file order.
    pub zones: Vec<ZonePlan>,
    /// Delivery hours per (zone, level); empty where there are none.
    pub(crate) doors: Vec<Option<DeliveryWindow>>,
    /// Service levels, fastest first.
    pub(crate) levels: Vec<LevelPlan>,
    /// Names of the service levels.
    pub level_names: Vec<String>,
    /// Facilities in file order.
    pub facilities: Vec<FacilityPlan>,
    /// Stages of all facilities, in file order.
    pub stations: Vec<StationPlan>,
    /// Lanes in file order.
    pub lanes: Vec<LanePlan>,
    /// Steps of all routes.
    pub(crate) steps: Vec<Step>,
    /// Per (zone, level): where its route begins in `steps`; `None`: the level cannot be offered there.
    pub(crate) routes: Vec<Option<RoutePlan>>,
    /// Per (zone, level), where the origin is chosen order by order: one route per origin, the nearest first. Else empty.
    pub(crate) choices: Vec<Vec<RoutePlan>>,
    /// Counted stocks, in file order.
    pub stores: Vec<StorePlan>,
    /// What orders consist of and where their lines come from; `None`: one parcel an order, along the route of its (zone, level).
    pub(crate) baskets: Option<Box<BasketPlan>>,
    /// What flows back; `None`: nothing does.
    pub(crate) returns: Option<Box<ReturnsPlan>>,
    pub(crate) demand: DemandPlan,
    /// Names the random numbers of replayed rows.
    pub(crate) replay_key: u64,
    /// True: a visit wants a level by its share; false: the fastest open one.
    pub(crate) mix: bool,
    pub(crate) shocks: ShockPlan,
    /// Weight of a parcel, grams, where anything depends on it.
    pub(crate) weight: Option<Sampler>,
    /// What everything costs; `None`: nothing is counted.
    pub(crate) money: Option<MoneyPlan>,
    /// Shocks are drawn more often than they happen, in replications of their own; `None`: they are not.
    pub(crate) importance: Option<Box<ImportancePlan>>,
    /// Lateness is integrated over last legs; `None`: it is counted.
    pub(crate) conditional: Option<Box<ConditionalPlan>>,
    /// Dates before which orders are to be delivered, and how many cells they are counted in.
    pub(crate) deadlines: Vec<DeadlinePlan>,
    pub(crate) timely_cells: usize,
    /// Late orders are charged to their causes; `None`: they are only counted.
    pub(crate) blame: Option<BlamePlan>,
    /// Some stage turns orders away.
    pub(crate) turns_away: bool,
    /// Some departure or wave takes only so many orders.
    pub(crate) capped: bool,
    /// How far the padding curve of one run reaches.
    pub(crate) feedback: Feedback,
    /// Some stages can wait for each other without end.
    pub(crate) can_deadlock: bool,
    /// Paddings of the curves, at the promise, for all levels alike.
    pub grids: Vec<PaddingGrid>,
    /// Per grid: each of its paddings is simulated by itself.
    pub simulated_grids: Vec<bool>,
    /// Cells of all grids of a level, one beyond each grid included.
    pub(crate) curve_cells: usize,
    /// Which of them the curves per level and zone hold.
    pub(crate) zone_curves: ZoneCurves,
    /// Padding that the scenario itself sets, per (level, zone).
    pub paddings: Vec<PaddingAmount>,
    /// Length of a window in which arrivals are generated and sorted, ticks.
    pub(crate) arrival_window: i64,
    /// log2 of the agenda's bucket width and number.
    pub(crate) buckets: (u32, u32),
    /// Full hours from the start to the horizon.
    pub hours: usize,
    /// Civil days (of the clock's zone) that the scoring window touches, and the first of them.
    pub days: usize,
    pub(crate) first_day: i64,
    /// Civil days of the clock's zone.
    pub(crate) civil: Arc<CivilDays>,
    /// Distinct time zones of the zones.
    pub(crate) time_zones: u32,
    /// Expected visits a tick over all zones.
    pub(crate) visits_a_tick: f64,
    /// Estimated work of one replication.
    pub estimate: Estimate,
    /// Orders on their way to a step that depends on others, at most: their running numbers modulo 2^23 break ties, so no two may share one.
    pub(crate) most_in_flight: usize,
    /// No parcel waits for another: what the scenario says of capacity is left out.
    pub(crate) uncapacitated: bool,
    /// Its studies keep the orders of every zone of every replication.
    pub(crate) keeps_zones: bool,
    /// How the places are swept; `None`: they are not.
    pub(crate) sweep: Option<Box<SweepPlan>>,
}

/// A compiled zone.
#[derive(Clone, Debug)]
pub struct ZonePlan {
    /// Name.
    pub name: String,
    /// Names its random numbers.
    pub(crate) key: u64,
    /// Number of its time zone.
    pub(crate) time_zone: u32,
    pub(crate) civil: Arc<CivilDays>,
    /// Position in the graph's map: (latitude, longitude).
    pub(crate) position: Option<(f64, f64)>,
    /// Share of all visits.
    pub(crate) weight: f64,
    /// Promise arithmetic in its civil time.
    pub(crate) clock: Arc<PromiseClock>,
}

/// A compiled facility.
#[derive(Clone, Debug)]
pub struct FacilityPlan {
    /// Name.
    pub name: String,
    /// Kind in kebab case.
    pub kind: &'static str,
    pub(crate) civil: Arc<CivilDays>,
    pub(crate) position: Option<(f64, f64)>,
    /// Its stations on the way out, as a range in [`Plan::stations`].
    pub(crate) stations: std::ops::Range<u32>,
    /// Those that only what flows back passes: they follow the others.
    pub(crate) returns: std::ops::Range<u32>,
}

impl Plan {
    /// The route of a level in a zone, if it can be offered there.
    #[inline]
    pub(crate) fn route(&self, zone: u32, level: usize) -> Option<RoutePlan> {
        self.routes[zone as usize * self.levels.len() + level]
    }

    /// Whether orders of a level and zone may be sourced from a facility.
    pub(crate) fn starts_at(&self, zone: u32, level: usize, facility: u32) -> bool {
        match self.choices.get(zone as usize * self.levels.len() + level) {
            Some(choices) => choices.iter().any(|route| route.origin == facility),
            None => self
                .route(zone, level)
                .is_some_and(|route| route.origin == facility),
        }
    }

    /// The facilities from which orders of levels with a cutoff may be sourced.
    fn origins_with_cutoffs(&self) -> BTreeSet<u32> {
        let has_cutoff = |at: usize| !self.levels[at % self.levels.len()].cutoffs.is_empty();
        let chosen = self.choices.iter().map(Vec::as_slice);
        let given = self.routes.iter().map(Option::as_slice);
        let routes = chosen.enumerate().chain(given.enumerate());
        let with_cutoff = routes.filter(|&(at, _)| has_cutoff(at));
        with_cutoff
            .flat_map(|(_, routes)| routes.iter().map(|route| route.origin))
            .collect()
    }

    /// Civil date of the clock's zone on which the simulation starts: `2026-11-02`.
    #[must_use]
    pub fn start_date(&self) -> String {
        let first = self.civil.day_of(leadtime_network::time::Instant(0));
        self.civil.date(first).to_string()
    }

    /// The time that the plan allows each stage, in their order: ticks.
    #[must_use]
    pub fn planned_services(&self) -> Vec<i64> {
        self.stations
            .iter()
            .map(|station| station.planned)
            .collect()
    }

    /// The time that the plan allows each lane, in their order: ticks.
    #[must_use]
    pub fn planned_transits(&self) -> Vec<i64> {
        self.lanes.iter().map(|lane| lane.planned).collect()
    }

    /// The zone in which a last leg ends.
    pub(crate) fn zone_of(&self, last_leg: u32) -> u32 {
        self.lanes[last_leg as usize].to - self.facilities.len() as u32
    }

    /// Whether an instant lies in the scoring window.
    pub(crate) fn scores(&self, at: i64) -> bool {
        at >= self.warm_up && at < self.horizon
    }

    /// Whole hours since the start that lie in the scoring window: [first, last).
    pub(crate) fn scored_hours(&self) -> (usize, usize) {
        (
            (self.warm_up as usize).div_ceil(HOUR as usize),
            (self.horizon / HOUR) as usize,
        )
    }
}

impl FacilityPlan {
    /// Hour of the facility's local week.
    pub(crate) fn hours_of_week(&self, at: leadtime_network::time::Instant) -> usize {
        self.civil.hour_of_week(at)
    }
}

/// One step of a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Stage(u32),
    Lane(u32),
    /// The end of what flows back.
    Shelf,
}

/// The route of a (zone, level).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RoutePlan {
    /// First step; the last is the first lane that is a last leg.
    pub(crate) first: u32,
    /// Facility it starts from.
    pub(crate) origin: u32,
    /// Number of its path: routes along the same lanes share it.
    pub(crate) path: u32,
    /// What a parcel costs along it if all goes to plan, in the smallest unit of money.
    pub(crate) cost: i64,
}
