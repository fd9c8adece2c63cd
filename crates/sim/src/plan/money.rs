//! Costs compiled: whole millionths of a unit per event.

use leadtime_network::network::{Band, Costs, LoadLimit};

use super::compile::{Compiler, facility};
use super::{Departures, LanePlan, Plan};
use crate::random::{EntityKey, Purpose};
use crate::sampling::Sampler;

/// The draw of a parcel's weight lies beyond those of its lines and items.
const WEIGHT: u64 = 1 << 40;

/// What everything costs, in millionths.
#[derive(Clone, Debug)]
pub(crate) struct MoneyPlan {
    pub(crate) costs: Costs,
    /// Per stage.
    pub(crate) stages: Vec<StageMoney>,
    /// Per lane.
    pub(crate) lanes: Vec<LaneMoney>,
    /// Names of the carriers: those declared, then others that lanes name.
    pub(crate) carriers: Vec<String>,
    /// Ways of doing business, and the levels of each, fastest first.
    pub(crate) ways: Vec<(String, Vec<usize>)>,
}

/// What a stage costs.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct StageMoney {
    /// The work on a parcel.
    pub(crate) parcel: i64,
    /// An hour of a server that is present.
    pub(crate) wage: i64,
}

/// What a lane costs.
#[derive(Clone, Debug, Default)]
pub(crate) struct LaneMoney {
    /// A departure that runs, its kilometres included.
    pub(crate) departure: i64,
    /// A parcel; on demand its kilometres included.
    pub(crate) parcel: i64,
    /// What the carrier takes by weight, ascending.
    pub(crate) bands: Vec<Band>,
    /// Position in [`MoneyPlan::carriers`]; their number where the lane names none.
    pub(crate) carrier: u32,
}

impl LaneMoney {
    /// The cost of a parcel of some grams. One that is heavier than the last band pays it as often as it takes.
    pub(crate) fn of_parcel(&self, grams: u32) -> i64 {
        let Some(last) = self.bands.last() else {
            return self.parcel;
        };
        let grams = i64::from(grams);
        let fits = |band: &&Band| band.up_to.is_none_or(|most| grams <= most);
        let band = match (self.bands.iter().find(fits), last.up_to) {
            (Some(band), _) => band.cost.0,
            (None, Some(most)) => last.cost.0 * ((grams + most - 1) / most.max(1)),
            (None, None) => last.cost.0,
        };
        self.parcel + band
    }
}

impl Plan {
    /// The weight of a parcel in whole grams, at least 1; 0 where weights are not stated.
    #[inline(never)]
    pub(crate) fn grams(&self, parcel: EntityKey) -> u32 {
        let Some(weight) = &self.weight else { return 0 };
        let grams = weight.sample(parcel.draw_at(Purpose::BASKET, WEIGHT));
        ((grams + 0.5) as u32).max(1)
    }

    /// What a parcel takes of the capacity of a lane: 1, or its grams.
    #[inline(always)]
    pub(crate) fn load(&self, lane: &super::LanePlan, parcel: EntityKey) -> u32 {
        if lane.by_weight {
            self.grams(parcel)
        } else {
            1
        }
    }
}

impl Compiler<'_> {
    /// The law of weights, where anything depends on them.
    pub(super) fn weight(&mut self) -> Option<Sampler> {
        let law = self.network.economy.weight.as_ref()?;
        let matters = self.network.graph.edge_weights().any(|lane| {
            matches!(lane.capacity, Some(LoadLimit::Grams(_))) || !lane.costs.bands.is_empty()
        });
        matters.then(|| self.tables.sampler(law))
    }

    /// What everything costs; `None` where no cost is given.
    pub(super) fn money(&self, lanes: &[LanePlan]) -> Option<MoneyPlan> {
        let economy = &self.network.economy;
        let costs = economy.costs.clone()?;
        let stages = (0..self.network.facilities.len())
            .flat_map(|at| &facility(self.network, at).stages)
            .map(|stage| StageMoney {
                parcel: stage.cost.0,
                wage: stage.wage.0,
            });
        let mut carriers: Vec<String> = economy
            .carriers
            .iter()
            .map(|carrier| carrier.name.clone())
            .collect();
        for lane in self.network.graph.edge_weights() {
            if !lane.carrier.is_empty() && !carriers.contains(&lane.carrier) {
                carriers.push(lane.carrier.clone());
            }
        }
        let lanes = self.network.graph.edge_weights().zip(lanes);
        let lanes = lanes.map(|(lane, plan)| {
            let known = carriers.iter().position(|name| *name == lane.carrier);
            let km = libm::round(lane.costs.km.0 as f64 * lane.road_km.unwrap_or(0.0)) as i64;
            let on_demand = matches!(plan.departures, Departures::OnDemand);
            LaneMoney {
                departure: lane.costs.departure.0 + if on_demand { 0 } else { km },
                parcel: lane.costs.parcel.0 + if on_demand { km } else { 0 },
                bands: lane.costs.bands.clone(),
                carrier: known.unwrap_or(carriers.len()) as u32,
            }
        });
        Some(MoneyPlan {
            costs,
            stages: stages.collect(),
            lanes: lanes.collect(),
            carriers,
            ways: self.ways(),
        })
    }

    fn ways(&self) -> Vec<(String, Vec<usize>)> {
        let mut ways: Vec<(String, Vec<usize>)> = Vec::new();
        for (level, stated) in self.network.service_levels.iter().enumerate() {
            let Some(name) = &stated.way else { continue };
            match ways.iter_mut().find(|way| way.0 == *name) {
                Some(way) => way.1.push(level),
                None => ways.push((name.clone(), vec![level])),
            }
        }
        ways
    }
}
