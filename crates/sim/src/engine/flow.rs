//! The flow of one replication: visits become orders, parcels walk their routes, verdicts are counted.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use leadtime_network::network::PaddingAt;
use leadtime_network::promise::PaddingAmount;

use crate::plan::{Plan, StationCapacity, StationPlan, Step};
use crate::random::ReplicationKey;
use crate::trace::Recorder;

use super::accounts::Accounts;
use super::agenda::{Agenda, Phase, TIME_LIMIT, key, phase_of, time_of};
use super::almanac::Almanac;
use super::arrivals::{Arrivals, Visit};
use super::centre::Centre;
use super::centres::centres;
use super::centres::sight;
use super::desk::Hold;
use super::meter::Meter;
use super::offer::{Quote, Sight, greatest_promise, offer, remembered};
use super::orders::Orders;
use super::parcels::{Parcel, Parcels};
use super::release::Desk;
use super::road::Road;
use super::shock::ShockValues;
use super::station::{Servers, Staffed, Station, Throughput};
use super::store::Store;
use super::tally::ReplicationOutcome;
use super::told::Told;
use super::tours::Loads;
use super::verdict::{Fate, judge};
use super::work::{parts, steps_back, work};

/// Everything that one replication holds.
pub(crate) struct Flow<'p, 'r, R: Recorder> {
    pub(super) plan: &'p Plan,
    /// Per (level, zone).
    pub(super) paddings: &'p [PaddingAmount],
    pub(super) key: ReplicationKey,
    pub(super) shocks: ShockValues<'p>,
    arrivals: Arrivals<'p>,
    agenda: Agenda,
    pub(super) stations: Vec<Station>,
    pub(super) centres: Vec<Centre<'p>>,
    /// Servers that parcels, by slot, hold until they have left; and those that they have left by now.
    pub(super) holding: BTreeMap<u32, Hold>,
    pub(super) freed: VecDeque<Hold>,
    meters: Vec<Meter>,
    pub(super) roads: Vec<Road>,
    /// Per lane: what has boarded a departure of drivers that is still open.
    pub(super) tours: Vec<Loads>,
    pub(super) parcels: Parcels,
    /// Orders of several parcels, where there are any.
    pub(super) orders: Orders,
    pub(super) stores: Vec<Store>,
    /// Orders that wait to be sourced.
    pub(super) desk: Desk,
    /// Events of whatever has some of its own, by (key, number): staffs first, then stocks, the release of orders, and lanes with
    /// drivers; and the key of each.
    pub(super) wakes: BTreeSet<(u64, u32)>,
    pub(super) wake_of: Vec<u64>,
    /// Key of the first of them; `u64::MAX` when there is none.
    pub(super) next_wake: u64,
    /// Key of the next visit; `u64::MAX` when there is none.
    next_visit: u64,
    /// Where the placements have got to in local time.
    pub(super) almanac: Almanac,
    /// Slots whose next step never comes within the run.
    stranded: Vec<u32>,
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
        Self {
            plan,
            paddings,
            key,
            arrivals: Arrivals::new(plan, key, &shocks),
            agenda: Agenda::new(plan.buckets.0, plan.buckets.1),
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
                .map(|lane| Road::new(key.stream(lane.key)))
                .collect(),
            shocks,
            // Where an order may be several parcels, it keeps its promises itself.
            parcels: Parcels::new(match plan.baskets {
                Some(_) => 0,
                None => plan.levels.len(),
            }),
            orders: Orders::new(plan.levels.len()),
            stores: plan.stores.iter().map(Store::new).collect(),
            desk: Desk::default(),
            next_visit: u64::MAX,
            almanac: Almanac::new(plan),
            stranded: Vec::new(),
            open_cohort: 0,
            placed: 0,
            further: 0,
            delivered: 0,
            not_offered: 0,
            last_event: 0,
            bases: vec![0; plan.levels.len()],
            accounts: Accounts::new(plan),
            outcome: ReplicationOutcome::new(plan, replication),
            recorder,
        }
    }

    /// Runs to the end: until every cohort order has ended, or is late at the largest padding, or the drain is over.
    pub(crate) fn run(mut self) -> ReplicationOutcome {
        self.open_stores();
        self.look_ahead();
        self.run_until(self.plan.horizon);
        if self.outcome.is_void() {
            return self.outcome;
        }
        let mut stop = self.plan.end;
        if self.open_cohort > 0 {
            stop = stop.min(self.all_decided_by().saturating_add(1));
        }
        if self.open_cohort > self.stranded_cohort() {
            self.run_out(stop);
            if self.outcome.is_void() {
                return self.outcome;
            }
        }
        self.finish()
    }

    /// Handles every event and visit before `until`.
    fn run_until(&mut self, until: i64) {
        let limit = key(until.min(TIME_LIMIT - 1), Phase::Completion, 0);
        while self.step(limit) {}
    }

    /// Goes on until the cohort has ended or `stop` has come.
    fn run_out(&mut self, stop: i64) {
        let limit = key(stop.clamp(0, TIME_LIMIT - 1), Phase::Completion, 0);
        let stranded = self.stranded_cohort();
        while self.open_cohort > stranded && self.step(limit) {}
    }

    /// Handles the next event or visit before the key `limit`; false if there is none, too many orders are under way,
    /// or stages wait for each other without end.
    #[inline]
    fn step(&mut self, limit: u64) -> bool {
        let event = self.agenda.peek(&self.parcels.parcels);
        if self.next_wake <= event.min(self.next_visit) && self.next_wake != u64::MAX {
            if self.next_wake >= limit {
                return false;
            }
            if self.outcome.deadlock.is_some() {
                return false;
            }
            self.wake_next();
        } else if self.next_visit < event {
            if self.next_visit >= limit {
                return false;
            }
            let visit = self.arrivals.next();
            self.last_event = visit.at;
            self.place(visit);
            if self.parcels.in_flight() > self.plan.most_in_flight {
                self.outcome.overflowed = Some(self.last_event);
                return false;
            }
            self.look_ahead();
        } else {
            if event >= limit {
                return false;
            }
            if let Some((key, slot)) = self.agenda.pop() {
                self.last_event = time_of(key);
                self.walk(slot, time_of(key), phase_of(key), true);
            }
        }
        true
    }

    /// The next event of a staff, a stock, the release of orders or a lane with drivers.
    #[inline(never)]
    fn wake_next(&mut self) {
        let Some((key, number)) = self.wakes.pop_first() else {
            return;
        };
        self.wake_of[number as usize] = u64::MAX;
        self.next_wake = self.wakes.first().map_or(u64::MAX, |wake| wake.0);
        let (now, phase) = (time_of(key), phase_of(key));
        self.last_event = now;
        let staffs = self.centres.len() as u32;
        let stores = self.plan.stores.len() as u32;
        match number.checked_sub(staffs) {
            None => self.wake_centre(number, now, phase),
            Some(store) if store < stores => self.wake_store(store, now, phase),
            Some(other) => match other.checked_sub(stores + 1) {
                None => self.release_orders(now),
                Some(lane) => self.close_departure(lane),
            },
        }
    }

    /// The key of the next visit.
    fn look_ahead(&mut self) {
        let next = self.arrivals.peek(&self.shocks);
        self.next_visit = next.map_or(u64::MAX, |at| {
            key(at, Phase::Placement, self.placed + self.further)
        });
    }

    /// A visit: the offer, and the first steps of its parcel.
    fn place(&mut self, visit: Visit) {
        let plan = self.plan;
        if plan.baskets.is_some() {
            return self.place_basket(visit);
        }
        let cohort = visit.at >= plan.warm_up && visit.at < plan.horizon;
        let number = self.placed;
        self.placed += 1;
        let (stations, centres) = (&self.stations, &self.centres);
        let offer = offer(plan, self.paddings, &visit, &mut self.bases, |level| {
            let route = plan.route(visit.zone, level)?;
            let sight = |stage: u32| sight(plan, stations, centres, stage, visit.at);
            remembered(plan, &visit, level, &[route], &sight)
        });
        self.outcome.visit(cohort, offer.quote.is_some());
        let Some(quote) = self.quoted(number, &visit, offer.quote) else {
            return;
        };
        let Some(route) = plan.route(visit.zone, quote.level) else {
            return;
        };
        let parcel = self.sold(&visit, number, offer.wanted, quote, route.first);
        let slot = self.parcels.enter(parcel, &self.bases);
        self.open_account(slot);
        self.open_cohort += u64::from(cohort);
        self.walk(slot, visit.at, Phase::Placement, true);
    }

    /// Opens the account of a parcel, and weighs it for the recorder.
    #[inline]
    pub(super) fn open_account(&mut self, slot: u32) {
        if let Some(accounts) = &mut self.accounts {
            accounts.open(slot);
        }
        if R::ON && self.plan.weight.is_some() {
            let parcel = &self.parcels.parcels[slot as usize];
            let grams = self.plan.grams(parcel.entity);
            self.recorder.weight(u64::from(parcel.number), grams);
        }
    }

    /// A stage as it is at an instant.
    pub(super) fn sight(&self, stage: u32, at: i64) -> Sight {
        sight(self.plan, &self.stations, &self.centres, stage, at)
    }

    /// Tells the recorder what a visit was quoted.
    #[inline]
    pub(super) fn quoted(
        &mut self,
        number: u64,
        visit: &Visit,
        quote: Option<Quote>,
    ) -> Option<Quote> {
        let Some(quote) = quote else {
            self.not_offered += 1;
            self.recorder
                .placed(number, visit.at, visit.zone, None, None, None);
            return None;
        };
        if R::ON {
            let (level, base) = (Some(quote.level as u32), Some(self.base_told(visit, quote)));
            let promise = Some(quote.promise);
            self.recorder
                .placed(number, visit.at, visit.zone, level, base, promise);
        }
        Some(quote)
    }

    /// The base promise as a trace shows it: what is told is made of it by rounding, and by padding where that is added to it.
    fn base_told(&self, visit: &Visit, quote: Quote) -> i64 {
        let base = self.bases[quote.level];
        if self.plan.levels[quote.level].padding_at == PaddingAt::Promise {
            return base;
        }
        let told = Told {
            zone: visit.zone,
            level: quote.level,
            placed: visit.at,
            base,
        };
        let padding = self.paddings[quote.level * self.plan.zones.len() + visit.zone as usize];
        told.unrounded(self.plan, padding).map_or(base, |at| at.0)
    }

    /// What an order was sold, as its (first) parcel carries it.
    #[inline]
    pub(super) fn sold(
        &mut self,
        visit: &Visit,
        number: u64,
        wanted: usize,
        quote: Quote,
        step: u32,
    ) -> Parcel {
        let plan = self.plan;
        Parcel {
            key: 0,
            entity: visit.entity,
            placed: visit.at,
            promise: quote.promise,
            step,
            number: number as u32,
            zone: visit.zone,
            day: self.almanac.day(plan, visit.at),
            wanted: wanted as u16,
            level: quote.level as u16,
            hour_of_week: self.almanac.hour_of_week(plan, visit.zone, visit.at),
            cohort: visit.at >= plan.warm_up && visit.at < plan.horizon,
            loops: 0,
        }
    }

    /// Walks a parcel on from `time` until it must wait its turn, is delivered, or is stranded. `due`: its turn has come.
    pub(super) fn walk(&mut self, slot: u32, mut time: i64, mut phase: Phase, mut due: bool) {
        let plan = self.plan;
        let Parcel {
            entity,
            number,
            mut step,
            mut loops,
            ..
        } = self.parcels.parcels[slot as usize];
        let number = u64::from(number);
        loop {
            match plan.steps[step as usize] {
                Step::Stage(stage) => {
                    let station = &mut self.stations[stage as usize];
                    if !due && !matches!(station, Station::Unlimited) {
                        break;
                    }
                    if matches!(station, Station::Centre(_)) {
                        self.parcels.parcels[slot as usize].step = step;
                        return self.join_centre(slot, stage, time, phase);
                    }
                    let station_plan = &plan.stations[stage as usize];
                    let shocks = &self.shocks;
                    let served = station.serve(time, |start| {
                        work(station_plan, stage, (entity, loops), start, shocks)
                    });
                    let Some((start, end)) = served else {
                        return self.strand(slot);
                    };
                    if R::ON && station_plan.tells_work() {
                        let (service, repairs) =
                            parts(station_plan, stage, (entity, loops), start, shocks);
                        self.recorder.drawn(number, stage, service, repairs);
                    }
                    let meter = &mut self.meters[stage as usize];
                    self.outcome.stage(plan, meter, stage, (time, start, end));
                    self.recorder.stage(number, stage, time, start, end);
                    if let Some(accounts) = &mut self.accounts {
                        accounts.stage(slot, &self.parcels.parcels[slot as usize], stage);
                    }
                    time = end;
                    phase = Phase::Completion;
                    if let Some(back) = steps_back(station_plan, (entity, loops)) {
                        loops = loops.saturating_add(1);
                        self.parcels.parcels[slot as usize].loops = loops;
                        step -= back;
                        due = false;
                        continue;
                    }
                }
                Step::Lane(mut lane) => {
                    let mut lane_plan = &plan.lanes[lane as usize];
                    if !due && lane_plan.is_ordered() {
                        break;
                    }
                    let trip = loop {
                        let load = if lane_plan.by_weight {
                            plan.grams(entity)
                        } else {
                            1
                        };
                        let road = &mut self.roads[lane as usize];
                        let Some(trip) = road.trip(lane_plan, time, entity, load, &self.shocks)
                        else {
                            return self.strand(slot);
                        };
                        let Some(other) = lane_plan.overflow.filter(|_| trip.full) else {
                            break trip;
                        };
                        self.outcome.lanes[lane as usize].overflowed +=
                            u64::from(time >= plan.warm_up && time < plan.horizon);
                        self.recorder.overflow(number, lane, time);
                        lane = other;
                        lane_plan = &plan.lanes[lane as usize];
                    };
                    if lane_plan.tour.is_some() {
                        return self.board_tour(slot, lane, time, &trip);
                    }
                    self.outcome.trip(
                        plan,
                        lane,
                        time,
                        &trip,
                        &self.parcels.parcels[slot as usize],
                    );
                    self.recorder.lane(
                        number,
                        lane,
                        time,
                        trip.scheduled,
                        trip.departed,
                        trip.arrive,
                    );
                    if let Some(accounts) = &mut self.accounts {
                        accounts.lane(slot, &self.parcels.parcels[slot as usize], lane);
                    }
                    time = trip.arrive;
                    phase = Phase::Receipt;
                    if lane_plan.last_leg {
                        return self.arrive_at_door(slot, lane, time);
                    }
                }
            }
            step += 1;
            due = false;
        }
        if time >= TIME_LIMIT {
            return self.strand(slot);
        }
        self.parcels.parcels[slot as usize].step = step;
        self.agenda
            .push(&mut self.parcels.parcels, key(time, phase, number), slot);
    }

    /// Delivers a parcel that was tried first at `first`.
    #[inline]
    pub(super) fn deliver(&mut self, slot: u32, number: u64, at: i64, first: i64) {
        if self.plan.baskets.is_some() {
            return self.deliver_parcel(slot, number, at, first);
        }
        self.delivered += 1;
        let sold = self.parcels.parcels[slot as usize];
        if sold.cohort {
            self.open_cohort -= 1;
            let fate = Fate::delivered(self.plan, &mut self.almanac, &sold, at, first);
            let bases = self.parcels.bases(slot);
            judge(self.plan, &mut self.outcome, &sold, bases, fate);
            self.settle(slot, &sold, fate);
        }
        self.recorder.delivered(number, at);
        self.parcels.leave(slot);
    }

    /// Closes the account of an order of the scoring window that has ended.
    #[inline]
    pub(super) fn settle(&mut self, slot: u32, sold: &Parcel, fate: Fate) {
        if let Some(accounts) = &mut self.accounts {
            let cost = accounts.settle(slot, sold, self.parcels.bases(slot), fate);
            self.recorder.cost(u64::from(sold.number), &cost);
        }
    }

    #[cold]
    pub(super) fn strand(&mut self, slot: u32) {
        self.stranded.push(slot);
        self.orders.strand(slot);
    }

    /// Cohort orders that are never delivered.
    fn stranded_cohort(&self) -> u64 {
        if self.plan.baskets.is_some() {
            return self.orders.stranded_cohort();
        }
        self.stranded
            .iter()
            .filter(|&&slot| self.parcels.parcels[slot as usize].cohort)
            .count() as u64
    }

    /// When every cohort order still under way is late at the largest padding.
    fn all_decided_by(&mut self) -> i64 {
        if self.plan.baskets.is_some() {
            let open = self
                .orders
                .open()
                .map(|(_, sold, bases)| greatest_promise(self.plan, sold.zone, sold.placed, bases));
            return open.max().unwrap_or(0);
        }
        let (pending, mut working) = (self.agenda.pending(), self.at_centres());
        working.extend(self.on_tours());
        let under_way = pending.iter().chain(&working).chain(&self.stranded);
        let latest = under_way.map(|&slot| {
            let sold = &self.parcels.parcels[slot as usize];
            greatest_promise(self.plan, sold.zone, sold.placed, self.parcels.bases(slot))
        });
        latest.max().unwrap_or(0)
    }

    /// Judges what is still open, and closes the tallies.
    fn finish(mut self) -> ReplicationOutcome {
        let now = self.last_event;
        let open = if self.plan.baskets.is_some() {
            self.judge_open_orders(now)
        } else {
            self.judge_open_parcels(now)
        };
        self.close_centres(now);
        self.close_stores(now);
        if let Some(mut accounts) = self.accounts.take() {
            self.recorder.books(&accounts.tally.ledger);
            accounts.close(&self.roads, &self.shocks);
            self.outcome.costs = Some(accounts.tally);
        }
        self.outcome.visits = self.placed;
        self.outcome.close(self.plan);
        self.recorder
            .end(now, self.placed, self.delivered, open, self.not_offered);
        self.outcome
    }

    /// Judges the orders still open where each is one parcel; their number.
    fn judge_open_parcels(&mut self, now: i64) -> u64 {
        let mut left = self.agenda.pending();
        left.append(&mut self.at_centres());
        left.extend(self.on_tours());
        left.append(&mut self.stranded);
        for slot in left {
            let sold = self.parcels.parcels[slot as usize];
            if sold.cohort {
                // A stranded parcel never arrives; of the others we know only that they have not by now.
                let fate = Fate::Open(now.max(self.plan.horizon));
                let bases = self.parcels.bases(slot);
                judge(self.plan, &mut self.outcome, &sold, bases, fate);
                self.settle(slot, &sold, fate);
            }
        }
        self.parcels.in_flight() as u64
    }
}

/// The kernel of a stage without events of its own in one replication; shocks on servers change its staffing.
fn kernel(station: &StationPlan, at: usize, plan: &Plan, shocks: &ShockValues<'_>) -> Station {
    let capacity = &station.capacity;
    match capacity {
        StationCapacity::Unlimited => Station::Unlimited,
        &StationCapacity::Servers(servers) => Station::Servers(Servers::idle(servers)),
        StationCapacity::Staffed(steps) => Station::Staffed(Staffed::new(
            shocks.staffing(steps, &plan.shocks.servers[at]),
        )),
        StationCapacity::Throughput(per_hour, open) => {
            Station::Throughput(Throughput::new(*per_hour, open.clone()))
        }
    }
}
