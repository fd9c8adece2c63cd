//! A recorder of what happens to each order, and the comparison of the two drivers with it.

use std::collections::BTreeMap;

use leadtime_sim::engine::{Driver, ReplicationOutcome, replicate, replicate_traced};
use leadtime_sim::plan::Plan;
use leadtime_sim::trace::Recorder;

/// What happened to each order: places with their instants, sorted.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Orders(BTreeMap<u64, Vec<[i64; 5]>>);

/// Under which the end of the run is noted.
const END: u64 = u64::MAX;

/// Kinds of what is noted.
const STAGE: i64 = 1;
const LANE: i64 = 2;
const ATTEMPT: i64 = 3;
const EXHAUSTED: i64 = 4;
const DELIVERED: i64 = 5;

impl Orders {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The first order that fares otherwise, with what happens to it here and there.
    pub fn first_unlike(&self, other: &Self) -> Option<String> {
        let orders = self.0.keys().chain(other.0.keys());
        let unlike = orders.filter(|&order| self.0.get(order) != other.0.get(order));
        let order = unlike.min()?;
        let (here, there) = (self.0.get(order), other.0.get(order));
        Some(format!("order {order}: {here:?}, but {there:?}"))
    }

    /// What each order was sold (zone, level, base promise, promise) and when it was delivered, if it was.
    pub fn sold_and_delivered(&self) -> BTreeMap<u64, ([i64; 4], Option<i64>)> {
        let orders = self.0.iter().filter(|order| *order.0 != END);
        let known = orders.filter_map(|(&order, what)| {
            let &[_, zone, level, base, promise] = what.first()?;
            let delivered = what.last().filter(|last| last[0] == DELIVERED);
            Some((
                order,
                ([zone, level, base, promise], delivered.map(|last| last[1])),
            ))
        });
        known.collect()
    }

    fn note(&mut self, order: u64, what: [i64; 5]) {
        self.0.entry(order).or_default().push(what);
    }
}

impl Recorder for Orders {
    const ON: bool = true;
    const IN_ORDER: bool = false;

    fn placed(
        &mut self,
        order: u64,
        at: i64,
        zone: u32,
        level: Option<u32>,
        base: Option<i64>,
        promise: Option<i64>,
    ) {
        let level = level.map_or(-1, i64::from);
        let (base, promise) = (base.unwrap_or(-1), promise.unwrap_or(-1));
        self.note(order, [at, i64::from(zone), level, base, promise]);
    }

    fn stage(&mut self, order: u64, stage: u32, arrive: i64, start: i64, end: i64) {
        self.note(order, [STAGE, i64::from(stage), arrive, start, end]);
    }

    fn work(&mut self, _: u64, _: u32, _: i64, _: i64) {}

    fn batch(&mut self, _: u64, _: u32, _: u64, _: i64) {}

    fn lane(
        &mut self,
        order: u64,
        lane: u32,
        ready: i64,
        _: Option<i64>,
        departed: i64,
        arrive: i64,
    ) {
        self.note(order, [LANE, i64::from(lane), ready, departed, arrive]);
    }

    fn attempt(&mut self, order: u64, at: i64, succeeds: bool) {
        self.note(order, [ATTEMPT, at, i64::from(succeeds), 0, 0]);
    }

    fn exhausted(&mut self, order: u64) {
        self.note(order, [EXHAUSTED; 5]);
    }

    fn delivered(&mut self, order: u64, at: i64) {
        self.note(order, [DELIVERED, at, 0, 0, 0]);
    }

    fn end(&mut self, at: i64, placed: u64, delivered: u64, open: u64, not_offered: u64) {
        let counts = [delivered as i64, open as i64, not_offered as i64];
        self.note(END, [at, placed as i64, counts[0], counts[1], counts[2]]);
    }
}

/// A replication, and what happened to each of its orders.
pub fn run(plan: &Plan, replication: u32) -> (ReplicationOutcome, Orders) {
    let mut orders = Orders::default();
    let outcome = replicate_traced(plan, 11, replication, &mut orders);
    (outcome, orders)
}

/// Swept, in windows of some length or of that of the plan, and event by event: `None` where a plan cannot be swept, else how many
/// orders there were, or what the two differ in.
pub fn compare(plan: &Plan, windows: Option<(i64, i64)>) -> Option<Result<usize, String>> {
    let mut plan = plan.clone().driven_by(Driver::Sweep).ok()?;
    if let Some((busy, quiet)) = windows {
        plan = plan.in_windows_of(busy, quiet);
    }
    let (sweep, by_sweep) = run(&plan, 0);
    // What nobody looks at is served in columns, and may travel light.
    let unseen = replicate(&plan, 11, 0);
    let plan = plan.driven_by(Driver::Events).ok()?;
    let (events, by_events) = run(&plan, 0);
    Some(match by_events.first_unlike(&by_sweep) {
        Some(unlike) => Err(unlike),
        None if sweep != events => Err("the tallies differ".to_owned()),
        None if unseen != events => Err("the tallies differ where nobody looks".to_owned()),
        None => unseen_like(&plan, &events).map(|()| by_events.len()),
    })
}

/// The outcome of a plan whether somebody looks at its parcels or not, which may travel light then; or that it is not the same.
pub fn compare_unseen(plan: &Plan) -> Result<ReplicationOutcome, String> {
    let (seen, _) = run(plan, 0);
    unseen_like(plan, &seen).map(|()| seen)
}

fn unseen_like(plan: &Plan, seen: &ReplicationOutcome) -> Result<(), String> {
    match replicate(plan, 11, 0) == *seen {
        true => Ok(()),
        false => Err("the tallies differ where nobody looks, event by event".to_owned()),
    }
}
