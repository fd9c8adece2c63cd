//! What orders cost while they travel, and the account of an order that has ended.

use leadtime_network::network::PaddingAt;
use leadtime_network::promise::PaddingGrid;
use leadtime_network::time::Instant;

use crate::plan::{HOUR, MoneyPlan, Plan, StationCapacity};

use super::costs::{CostTally, Parts, PriceCell};
use super::parcels::{NOT_OPEN, Parcel};
use super::road::Road;
use super::shock::ShockValues;
use super::told::Told;
use super::verdict::Fate;

/// The books of one replication.
pub(crate) struct Accounts<'p> {
    plan: &'p Plan,
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
        cell.on_time += u64::from(late == 0 && matches!(fate, Fate::Delivered { .. }));
        cell.own.add(&parts);
        let fixed = purse.handling + purse.transport + purse.failed + refund;
        self.curves(sold, bases, fate, fixed);
        parts
    }

    /// The order at every padding of the grids, with the delivery that it really had.
    fn curves(&mut self, sold: &Parcel, bases: &[i64], fate: Fate, fixed: i64) {
        let plan = self.plan;
        let clock = &plan.zones[sold.zone as usize].clock;
        let placed = Instant(sold.placed);
        let mut first = 0;
        for grid in &plan.grids {
            let mut from = 0;
            for (level, &base) in bases.iter().enumerate().skip(usize::from(sold.wanted)) {
                if base == NOT_OPEN || from >= grid.len {
                    continue;
                }
                if plan.levels[level].padding_at != PaddingAt::Promise {
                    let told = told(sold, level, bases);
                    from = self.moved((&told, fate, fixed), grid, first, from);
                    continue;
                }
                let rounding = plan.levels[level].rounding;
                let latest = plan.levels[level]
                    .latest
                    .map(|latest| clock.latest(placed, latest));
                let to = clock.offered(placed, Instant(base), rounding, latest, grid);
                if to <= from {
                    continue;
                }
                let row = level * plan.curve_cells + first;
                let promise = |at: usize| {
                    clock
                        .promise(placed, Instant(base), grid.amount(at), rounding)
                        .0
                };
                let next = |after: i64, at: usize| {
                    let later = Instant(after + 1);
                    let required = clock.required(placed, Instant(base), rounding, later, grid);
                    required.clamp(at + 1, to)
                };
                let steps = match even_steps(grid, placed.0, base, rounding) {
                    Some((even, step)) => Steps::Even(even.clamp(from, to), step),
                    None => Steps::None,
                };
                self.segment(row, [from, to], (base, fate, fixed), &promise, &next, steps);
                from = to;
            }
            first += grid.len + 1;
        }
    }

    /// The paddings from a place on of a level whose padding is not added to its promise. The next place to look at.
    fn moved(
        &mut self,
        (told, fate, fixed): (&Told, Fate, i64),
        grid: &PaddingGrid,
        first: usize,
        from: usize,
    ) -> usize {
        let (to, []) = told.on_grid(self.plan, grid, []);
        let base = told.at_no_padding(self.plan);
        let row = told.level * self.plan.curve_cells + first;
        for at in from..to {
            let promise = told.promise(self.plan, grid.amount(at)).unwrap_or(base);
            let price = price(promise, base, fate, fixed);
            self.tally.curve[row + at].add(&price, 1);
            self.tally.curve[row + at + 1].add(&price, -1);
        }
        to.max(from)
    }

    /// The paddings [from, to) of one level: stretches at which the promise is the same, and where it rises evenly, at once.
    fn segment(
        &mut self,
        row: usize,
        [from, to]: [usize; 2],
        (base, fate, fixed): (i64, Fate, i64),
        promise: &dyn Fn(usize) -> i64,
        next: &dyn Fn(i64, usize) -> usize,
        steps: Steps,
    ) {
        let price = |promise: i64| price(promise, base, fate, fixed);
        let mut at = from;
        while at < to {
            let here = promise(at);
            if let Steps::Even(even, step) = steps
                && at >= even
            {
                at = self.evenly(row, [at, to], (here, step), (base, fate), &price);
                continue;
            }
            let mut end = next(here, at);
            if let Steps::Even(even, _) = steps {
                end = if at < even { even } else { end };
            }
            self.tally.curve[row + at].add(&price(here), 1);
            self.tally.curve[row + end].add(&price(here), -1);
            at = end;
        }
    }

    /// From `at` on the promise rises by `step` a padding: the next stretch on which all sums are straight lines.
    fn evenly(
        &mut self,
        row: usize,
        [at, to]: [usize; 2],
        (here, step): (i64, i64),
        (base, fate): (i64, Fate),
        price: &dyn Fn(i64) -> PriceCell,
    ) -> usize {
        // Lines bend where the promise reaches the base promise and where it reaches the delivery.
        let delivery = match fate {
            Fate::Delivered { at, .. } | Fate::Open(at) => at,
            Fate::Exhausted => i64::MIN,
        };
        let bend = |instant: i64| {
            let ahead = instant.saturating_sub(here);
            (ahead > 0).then(|| at + ((ahead + step - 1) / step) as usize)
        };
        let bends = [bend(base), bend(delivery)].into_iter().flatten();
        let end = bends.fold(to, usize::min).max(at + 1);
        let mut rise = price(here + step);
        let start = price(here);
        rise.add(&start, -1);
        if end == at + 1 {
            rise = PriceCell::default();
        }
        self.tally.curve[row + at].add(&start, 1);
        self.tally.curve[row + end].add(&start, -1);
        self.tally.curve[row + end].add(&rise, -((end - at) as i64));
        // What has risen up to the end is taken off there; `close` adds a slope from the next place on.
        self.tally.slopes[row + at].add(&rise, 1);
        self.tally.slopes[row + end].add(&rise, -1);
        end
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
fn told(sold: &Parcel, level: usize, bases: &[i64]) -> Told {
    Told {
        zone: sold.zone,
        level,
        placed: sold.placed,
        base: bases[level],
    }
}

/// An order with a promise, for the curves.
fn price(promise: i64, base: i64, fate: Fate, fixed: i64) -> PriceCell {
    let [late, late_ticks, early_ticks] = lateness(promise, fate);
    PriceCell {
        n: 1,
        late,
        late_ticks,
        early_ticks,
        padding_ticks: (promise - base).max(0),
        fixed,
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

/// Where on a grid the promise rises evenly: from this place on, by so many ticks.
#[derive(Clone, Copy)]
enum Steps {
    None,
    Even(usize, i64),
}

/// An elapsed padding without rounding moves the promise tick by tick, once it is not before the placement.
fn even_steps(
    grid: &PaddingGrid,
    placed: i64,
    base: i64,
    rounding: leadtime_network::promise::Rounding,
) -> Option<(usize, i64)> {
    use leadtime_network::promise::{PaddingAmount, Rounding};
    let (PaddingAmount::Elapsed(first), PaddingAmount::Elapsed(second)) =
        (grid.amount(0), grid.amount(1.min(grid.len - 1)))
    else {
        return None;
    };
    let step = second.0 - first.0;
    if rounding != Rounding::Instant || step <= 0 {
        return None;
    }
    let behind = placed - (base + first.0);
    let from = if behind > 0 {
        (behind + step - 1) / step
    } else {
        0
    };
    Some((from as usize, step))
}

/// Late or not, ticks late, ticks early. An order that ends without a delivery is neither; one under way is late so far.
fn lateness(promise: i64, fate: Fate) -> [i64; 3] {
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
