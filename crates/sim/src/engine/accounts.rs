//! What orders cost while they travel, and the account of an order that has ended.

use crate::plan::{HOUR, MoneyPlan, Plan, StationCapacity};

use super::costs::{CostTally, Parts};
use super::parcels::Parcel;
use super::road::Road;
use super::shock::ShockValues;
use super::told::Told;
use super::verdict::{Fate, Kept};

/// The books of one replication.
pub(crate) struct Accounts<'p> {
    pub(super) plan: &'p Plan,
    money: &'p MoneyPlan,
    pub(crate) tally: Box<CostTally>,
    /// What each parcel in flight has cost, by slot.
    purses: Vec<Purse>,
    /// What the parcels of each order have cost that have ended, by order, where an order may have several.
    orders: Vec<Purse>,
}

/// What a parcel in flight has cost, millionths.
#[derive(Clone, Copy, Default)]
struct Purse {
    handling: i64,
    transport: i64,
    /// Failed delivery attempts.
    failed: i64,
    /// Carrier of the last leg, once it is on it.
    carrier: Option<u32>,
}

/// A rate an hour, for so many ticks: rounded to the nearest millionth.
fn by_the_hour(rate: i64, ticks: i64) -> i128 {
    let hour = i128::from(HOUR);
    (i128::from(rate) * i128::from(ticks) + hour / 2).div_euclid(hour)
}

impl<'p> Accounts<'p> {
    /// Empty books; `None` where no cost is given.
    pub(crate) fn new(plan: &'p Plan) -> Option<Box<Self>> {
        let money = plan.money.as_ref()?;
        Some(Box::new(Self {
            plan,
            money,
            tally: Box::new(CostTally::new(plan, money.carriers.len())),
            purses: Vec::new(),
            orders: Vec::new(),
        }))
    }

    /// A parcel enters a slot.
    pub(crate) fn open(&mut self, slot: u32) {
        reset(&mut self.purses, slot);
    }

    /// An order of several parcels is placed.
    pub(crate) fn open_order(&mut self, order: u32) {
        reset(&mut self.orders, order);
    }

    /// A parcel of an order has ended, or the run has: the order pays for it.
    pub(crate) fn hand_over(&mut self, slot: u32, order: u32) {
        let (parcel, purse) = (self.purses[slot as usize], &mut self.orders[order as usize]);
        purse.handling += parcel.handling;
        purse.transport += parcel.transport;
        purse.failed += parcel.failed;
        purse.carrier = parcel.carrier.or(purse.carrier);
    }

    /// Closes the account of an order that is one parcel.
    pub(crate) fn settle(&mut self, slot: u32, sold: &Parcel, bases: &[i64], fate: Fate) -> Parts {
        self.close_account(self.purses[slot as usize], sold, bases, fate)
    }

    /// Closes the account of an order of several parcels.
    pub(crate) fn settle_order(
        &mut self,
        order: u32,
        sold: &Parcel,
        bases: &[i64],
        fate: Fate,
    ) -> Parts {
        self.close_account(self.orders[order as usize], sold, bases, fate)
    }

    /// Work on a parcel.
    #[inline(never)]
    pub(crate) fn stage(&mut self, slot: u32, sold: &Parcel, stage: u32) {
        if !sold.cohort {
            return;
        }
        let price = self.money.stages[stage as usize];
        self.purses[slot as usize].handling += price.parcel;
        self.tally.ledger.handling += i128::from(price.parcel);
        let place = &mut self.tally.stages[stage as usize];
        place.parcels += 1;
        place.parcel += i128::from(price.parcel);
        if price.wage > 0 {
            self.uses(sold, stage);
        }
    }

    /// A parcel's trip.
    #[inline(never)]
    pub(crate) fn lane(&mut self, slot: u32, sold: &Parcel, lane: u32) {
        if !sold.cohort {
            return;
        }
        let (plan, price) = (self.plan, &self.money.lanes[lane as usize]);
        let grams = if price.bands.is_empty() {
            0
        } else {
            plan.grams(sold.entity)
        };
        let cost = price.of_parcel(grams);
        let purse = &mut self.purses[slot as usize];
        purse.transport += cost;
        if plan.lanes[lane as usize].last_leg {
            purse.carrier = Some(price.carrier);
        }
        self.tally.ledger.transport += i128::from(cost);
        let place = &mut self.tally.lanes[lane as usize];
        place.parcels += 1;
        place.parcel += i128::from(cost);
        if price.departure > 0 {
            self.uses(sold, (plan.stations.len() + lane as usize) as u32);
        }
    }

    /// A parcel uses what is paid by the shift or departure.
    fn uses(&mut self, sold: &Parcel, place: u32) {
        let segment = usize::from(sold.level) * self.plan.zones.len() + sold.zone as usize;
        let uses = &mut self.tally.uses[segment];
        match uses.iter_mut().find(|used| used.0 == place) {
            Some(used) => used.1 += 1,
            None => uses.push((place, 1)),
        }
    }

    /// Nobody took the parcel at the door.
    pub(crate) fn failed_attempt(&mut self, slot: u32, sold: &Parcel) {
        if sold.cohort {
            let cost = self.money.costs.failed_attempt.0;
            self.purses[slot as usize].failed += cost;
            self.tally.ledger.failure += i128::from(cost);
        }
    }

    /// A parcel flows back.
    pub(crate) fn returned(&mut self, slot: u32, sold: &Parcel) {
        if sold.cohort {
            let cost = self.money.costs.per_return.0;
            self.purses[slot as usize].failed += cost;
            self.tally.ledger.failure += i128::from(cost);
        }
    }

    /// Closes the account of an order of the scoring window.
    #[inline(never)]
    fn close_account(&mut self, purse: Purse, sold: &Parcel, bases: &[i64], fate: Fate) -> Parts {
        let costs = &self.money.costs;
        let base = told(sold, usize::from(sold.level), bases).at_no_padding(self.plan);
        let refund = if matches!(fate, Fate::Exhausted) {
            costs.undelivered.0
        } else {
            0
        };
        let [late, late_ticks, early_ticks] = lateness(sold.promise, fate);
        let told = (sold.promise - base).max(0);
        let lateness = i128::from(costs.late.0 * late) + by_the_hour(costs.late_hour.0, late_ticks);
        let parts = Parts {
            handling: i128::from(purse.handling),
            transport: i128::from(purse.transport),
            failure: i128::from(purse.failed) + i128::from(refund) + lateness,
            padding: by_the_hour(costs.padding_hour.0, told)
                + by_the_hour(costs.early_hour.0, early_ticks),
        };
        self.tally.ledger.failure += i128::from(refund) + lateness;
        self.tally.ledger.padding += parts.padding;
        let carriers = self.money.carriers.len();
        let carrier = purse.carrier.map_or(carriers, |at| at as usize);
        let segment = usize::from(sold.level) * self.plan.zones.len() + sold.zone as usize;
        let cell = &mut self.tally.cells[segment * (carriers + 1) + carrier];
        cell.n += 1;
        let level = &self.plan.levels[usize::from(sold.level)];
        cell.on_time += u64::from(Kept::of(level.terms, sold.promise, fate).on_time);
        cell.own.add(&parts);
        let fixed = purse.handling + purse.transport + purse.failed + refund;
        self.curves(sold, bases, fate, fixed);
        parts
    }

    /// Pays wages and departures of the scoring window.
    pub(crate) fn close(&mut self, roads: &[Road], shocks: &ShockValues<'_>) {
        let plan = self.plan;
        for (at, station) in plan.stations.iter().enumerate() {
            let wage = self.money.stages[at].wage;
            if wage > 0 {
                let ticks = server_ticks(plan, at, &station.capacity, shocks);
                let hour = i128::from(HOUR);
                let paid = (i128::from(wage) * ticks + hour / 2) / hour;
                self.tally.stages[at].fixed = paid;
                self.tally.ledger.handling += paid;
            }
        }
        for (at, (lane, road)) in plan.lanes.iter().zip(roads).enumerate() {
            let price = self.money.lanes[at].departure;
            if price > 0 {
                let running = road.running(lane, plan.warm_up, plan.horizon, shocks);
                let paid = i128::from(price) * i128::from(running);
                self.tally.lanes[at].fixed = paid;
                self.tally.ledger.transport += paid;
            }
        }
        self.tally.close(plan, self.money.carriers.len());
    }
}

/// What is known of a level for an order.
pub(super) fn told(sold: &Parcel, level: usize, bases: &[i64]) -> Told {
    Told {
        zone: sold.zone,
        level,
        placed: sold.placed,
        base: bases[level],
    }
}

/// An empty purse at a place.
fn reset(purses: &mut Vec<Purse>, at: u32) {
    let at = at as usize;
    if at >= purses.len() {
        purses.resize(at + 1, Purse::default());
    }
    purses[at] = Purse::default();
}

/// Late or not, ticks late, ticks early: by the delivery, whatever on time goes by. An order that ends without a delivery is
/// neither; one under way is late so far.
pub(super) fn lateness(promise: i64, fate: Fate) -> [i64; 3] {
    let slack = match fate {
        Fate::Delivered { at, .. } => promise - at,
        Fate::Open(now) => (promise - now).min(0),
        Fate::Exhausted => return [0; 3],
    };
    [i64::from(slack < 0), (-slack).max(0), slack.max(0)]
}

/// Servers present times ticks, over the scoring window. A stage with a throughput counts as one server while it is open.
fn server_ticks(
    plan: &Plan,
    at: usize,
    capacity: &StationCapacity,
    shocks: &ShockValues<'_>,
) -> i128 {
    let shocked;
    let steps = match capacity {
        StationCapacity::Unlimited => return 0,
        &StationCapacity::Servers(servers) => {
            return i128::from(servers) * i128::from(plan.horizon - plan.warm_up);
        }
        StationCapacity::Staffed(steps) => {
            shocked = shocks.staffing(steps, &plan.shocks.servers[at]);
            &shocked
        }
        StationCapacity::Throughput(_, steps) => steps,
    };
    let mut sum = 0;
    for (place, &(from, servers)) in steps.iter().enumerate() {
        let to = steps.get(place + 1).map_or(plan.horizon, |next| next.0);
        let present = to.min(plan.horizon) - from.max(plan.warm_up);
        // Without number nobody is paid.
        if present > 0 && servers < u32::MAX {
            sum += i128::from(servers) * i128::from(present);
        }
    }
    sum
}
