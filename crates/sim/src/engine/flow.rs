//! The flow of one replication: what it holds, and the order in which its events happen.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use leadtime_network::promise::PaddingAmount;

use crate::plan::{Plan, StationCapacity, StationPlan};
use crate::random::ReplicationKey;
use crate::sampling::Draws;
use crate::trace::Recorder;

use super::accounts::Accounts;
use super::agenda::Agenda;
use super::almanac::Almanac;
use super::arrivals::Arrivals;
use super::blame::Witness;
use super::caps::{Caps, Slot};
use super::centre::Centre;
use super::centres::centres;
use super::conditional::Conditional;
use super::desk::Hold;
use super::ladder::Ladders;
use super::meter::Meter;
use super::orders::Orders;
use super::parcels::Parcels;
use super::release::Desk;
use super::returns::Returns;
use super::road::Road;
use super::shock::ShockValues;
use super::standing::Standing;
use super::station::{MOST_ON_SHIFT, MOST_SERVERS, Servers, Shifts, Staffed, Station, Throughput};
use super::steady::{SteadyQuote, steady_quotes};
use super::store::Store;
use super::sweep::{AtDoor, Passing, Sweep};
use super::tally::ReplicationOutcome;
use super::tours::Loads;

/// Everything that one replication holds.
pub(crate) struct Flow<'p, 'r, R: Recorder> {
    pub(super) plan: &'p Plan,
    /// Per (level, zone).
    pub(super) paddings: &'p [PaddingAmount],
    /// Per (zone, level): what an order is quoted that wants it, where that is always the same.
    pub(super) steady: Vec<Option<SteadyQuote>>,
    /// What orders are offered for a while, and what they are told at other paddings.
    pub(super) standing: Standing,
    pub(super) ladders: Ladders,
    pub(super) key: ReplicationKey,
    pub(super) shocks: ShockValues<'p>,
    pub(super) arrivals: Arrivals<'p>,
    pub(super) agenda: Agenda<(u64, u32)>,
    /// Event by event, parcels travel light.
    pub(super) light: bool,
    /// Who waits where, while places are swept.
    pub(super) sweep: Option<Box<Sweep<'p>>>,
    /// Those who are served at the place at hand.
    pub(super) visits: Vec<Passing>,
    /// Those who set out and need not wait at their first step.
    pub(super) setting_out: Vec<Passing>,
    /// Those who have come to a door within the window.
    pub(super) at_door: Vec<AtDoor>,
    pub(super) stations: Vec<Station>,
    pub(super) centres: Vec<Centre<'p>>,
    /// Servers that parcels, by slot, hold until they have left; and those that they have left by now.
    pub(super) holding: BTreeMap<u32, Hold>,
    pub(super) freed: VecDeque<Hold>,
    pub(super) meters: Vec<Meter>,
    pub(super) roads: Vec<Road>,
    /// Per lane: what has boarded a departure of drivers that is still open.
    pub(super) tours: Vec<Loads>,
    pub(super) parcels: Parcels,
    /// Orders of several parcels, where there are any.
    pub(super) orders: Orders,
    pub(super) stores: Vec<Store>,
    /// What may come back, and does.
    pub(super) returns: Returns,
    /// Orders that wait to be sourced.
    pub(super) desk: Desk,
    /// Orders promised on departures and waves that take only so many.
    pub(super) caps: Caps,
    /// Levels that they closed to the visit at hand.
    pub(super) closed: Vec<(usize, Slot)>,
    /// Events of whatever has some of its own, by (key, number): staffs first, then stocks, the release of orders, and lanes with
    /// drivers; and the key of each.
    pub(super) wakes: BTreeSet<(u64, u32)>,
    pub(super) wake_of: Vec<u64>,
    /// Key of the first of them; `u64::MAX` when there is none.
    pub(super) next_wake: u64,
    /// Key of the next visit; `u64::MAX` when there is none.
    pub(super) next_visit: u64,
    /// Where the placements have got to in local time.
    pub(super) almanac: Almanac,
    /// Room for the draws of many at once.
    pub(super) draws: Box<Draws>,
    /// Slots whose next step never comes within the run.
    pub(super) stranded: Vec<u32>,
    /// Cohort orders not yet delivered.
    pub(super) open_cohort: u64,
    pub(super) placed: u64,
    /// Running numbers taken by parcels beyond the first of their order.
    pub(super) further: u64,
    pub(super) delivered: u64,
    pub(super) not_offered: u64,
    pub(super) last_event: i64,
    pub(super) bases: Vec<i64>,
    /// Where costs are given.
    pub(super) accounts: Option<Box<Accounts<'p>>>,
    /// Where late orders are charged to their causes.
    pub(super) witness: Option<Box<Witness<'p>>>,
    /// Where lateness is integrated over last legs.
    pub(super) conditional: Option<Box<Conditional<'p>>>,
    /// One of these wants to know of every step: the walk asks once for all.
    pub(super) followed: bool,
    pub(super) outcome: ReplicationOutcome,
    pub(super) recorder: &'r mut R,
}

impl<'p, 'r, R: Recorder> Flow<'p, 'r, R> {
    /// An empty network at tick 0.
    pub(crate) fn new(
        plan: &'p Plan,
        paddings: &'p [PaddingAmount],
        (seed, replication): (u64, u32),
        recorder: &'r mut R,
    ) -> Self {
        let key = ReplicationKey::new(seed, u64::from(replication));
        let shocks = ShockValues::new(plan, key);
        let (centres, of_stages) = centres(plan, &shocks);
        let all = plan.stations.iter().enumerate().zip(of_stages);
        let stations = all.map(|((at, station), centre)| match centre {
            Some(centre) => Station::Centre(centre),
            None => kernel(station, at, plan, &shocks),
        });
        let accounts = Accounts::new(plan);
        let conditional = Conditional::new(plan);
        let witness = Witness::new(plan, paddings, (replication, R::ON));
        Self {
            plan,
            paddings,
            steady: steady_quotes(plan, paddings),
            standing: Standing::new(plan, paddings),
            ladders: Ladders::new(plan),
            key,
            arrivals: Arrivals::new(plan, key, &shocks),
            agenda: Agenda::new(plan.buckets.0, plan.buckets.1),
            light: false,
            sweep: None,
            visits: Vec::new(),
            setting_out: Vec::new(),
            at_door: Vec::new(),
            stations: stations.collect(),
            meters: vec![Meter::default(); plan.stations.len()],
            wakes: BTreeSet::new(),
            wake_of: vec![u64::MAX; centres.len() + plan.stores.len() + 1 + plan.lanes.len()],
            centres,
            holding: BTreeMap::new(),
            freed: VecDeque::new(),
            tours: plan.lanes.iter().map(|_| Loads::new()).collect(),
            next_wake: u64::MAX,
            roads: plan
                .lanes
                .iter()
                .map(|lane| Road::new(lane, key.stream(lane.key)))
                .collect(),
            shocks,
            // Where an order may be several parcels, it keeps its promises itself.
            parcels: Parcels::new(match plan.baskets {
                Some(_) => 0,
                None => plan.levels.len(),
            }),
            orders: Orders::new(plan.levels.len()),
            stores: plan.stores.iter().map(Store::new).collect(),
            returns: Returns::default(),
            desk: Desk::default(),
            caps: Caps::default(),
            closed: Vec::new(),
            next_visit: u64::MAX,
            almanac: Almanac::new(plan),
            draws: Box::new(Draws::new()),
            stranded: Vec::new(),
            open_cohort: 0,
            placed: 0,
            further: 0,
            delivered: 0,
            not_offered: 0,
            last_event: 0,
            bases: vec![0; plan.levels.len()],
            followed: accounts.is_some() || witness.is_some() || conditional.is_some(),
            conditional,
            accounts,
            witness,
            outcome: ReplicationOutcome::new(plan, replication),
            recorder,
        }
    }

    /// As fast as it goes: swept where the plan can be, and with parcels that travel light where they may.
    pub(crate) fn hastened(mut self) -> Self {
        let light = self.may_travel_light();
        self.sweep = self.sweep(light);
        self.light = light && self.sweep.is_none();
        self
    }

    /// Runs to the end: until every cohort order has ended, or is late at the largest padding, or the drain is over.
    pub(crate) fn run(mut self) -> ReplicationOutcome {
        self.open_stores();
        self.look_ahead();
        if self.sweep.is_some() {
            self.sweep_until(self.plan.horizon);
            self.end_light();
        } else if self.light {
            self.run_light_until(self.plan.horizon);
        } else {
            self.run_until(self.plan.horizon);
        }
        if self.outcome.is_void() {
            return self.outcome;
        }
        let mut stop = self.plan.end;
        if self.open_cohort > 0 {
            stop = stop.min(self.all_decided_by().saturating_add(1));
        }
        let stranded = self.stranded_cohort();
        if self.open_cohort > stranded {
            self.sweep_out(stop);
        }
        self.end_sweep();
        if self.open_cohort > stranded && !self.outcome.is_void() {
            self.run_out(stop, stranded);
        }
        if self.outcome.is_void() {
            return self.outcome;
        }
        self.finish()
    }
}

/// The kernel of a stage without events of its own in one replication; shocks on servers change its staffing.
fn kernel(station: &StationPlan, at: usize, plan: &Plan, shocks: &ShockValues<'_>) -> Station {
    let capacity = &station.capacity;
    match capacity {
        StationCapacity::Unlimited => Station::Unlimited,
        &StationCapacity::Servers(servers) if servers <= MOST_SERVERS => {
            Station::Servers(Servers::idle(servers))
        }
        &StationCapacity::Servers(servers) => {
            Station::Staffed(Staffed::new(vec![(i64::MIN, servers)]))
        }
        StationCapacity::Staffed(steps) => {
            let staffing = shocks.staffing(steps, &plan.shocks.servers[at]);
            match staffing.iter().all(|step| step.1 <= MOST_ON_SHIFT) {
                true => Station::Shifts(Shifts::new(staffing)),
                false => Station::Staffed(Staffed::new(staffing)),
            }
        }
        StationCapacity::Throughput(per_hour, open) => {
            Station::Throughput(Throughput::new(*per_hour, open.clone()))
        }
    }
}
