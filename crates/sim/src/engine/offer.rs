//! The offer at checkout: which level, and what is promised.

use leadtime_network::promise::PaddingAmount;
use leadtime_network::time::Instant;

use crate::plan::{DemandPlan, Departures, LevelPlan, Plan, Policy, RoutePlan, Step};
use crate::random::{Purpose, unit};

use super::arrivals::Visit;
use super::parcels::NOT_OPEN;
use super::quote::state_promise;

/// A level quoted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Quote {
    /// Position of the level.
    pub(crate) level: usize,
    /// The deadline told.
    pub(crate) promise: i64,
}

/// What a visit is offered.
pub(crate) struct Offer {
    /// The level first asked for.
    pub(crate) wanted: usize,
    /// The level sold; `None`: nothing could be offered.
    pub(crate) quote: Option<Quote>,
}

/// Decides the offer of a visit, and fills in the base promise of every level that any padding could lead to.
///
/// `base_of` makes the base promise of a level, `None` where it is not offered.
#[inline]
pub(crate) fn offer(
    plan: &Plan,
    visit: &Visit,
    bases: &mut [i64],
    mut base_of: impl FnMut(usize) -> Option<Instant>,
) -> Offer {
    bases.fill(NOT_OPEN);
    let wanted = wanted_level(plan, visit);
    let zone = &plan.zones[visit.zone as usize];
    let placed = Instant(visit.at);
    let mut quote = None;
    for (level, level_plan) in plan.levels.iter().enumerate().skip(wanted) {
        let Some(base) = base_of(level) else {
            continue;
        };
        bases[level] = base.0;
        if quote.is_none() {
            let padding = plan.paddings[level * plan.zones.len() + visit.zone as usize];
            let promise = zone
                .clock
                .promise(placed, base, padding, level_plan.rounding);
            let latest = level_plan
                .latest
                .map(|latest| zone.clock.latest(placed, latest));
            if latest.is_none_or(|latest| promise <= latest) {
                quote = Some(Quote {
                    level,
                    promise: promise.0,
                });
            }
        }
        // A level without a latest promise is never withdrawn: no padding leads further.
        if level_plan.latest.is_none() {
            break;
        }
    }
    Offer { wanted, quote }
}

/// The promise that an order placed at `placed` would be told at the scenario's own padding, or `None` where it is not offered.
pub(crate) fn promise_at(plan: &Plan, level: usize, zone: usize, placed: i64) -> Option<i64> {
    let clock = &plan.zones[zone].clock;
    let visit = Visit::imagined(placed, zone as u32);
    let route = plan.route(zone as u32, level)?;
    let base = base_promise(plan, &visit, level, &[route], &|_| 0)?;
    let padding = plan.paddings[level * plan.zones.len() + zone];
    Some(
        clock
            .promise(Instant(placed), base, padding, plan.levels[level].rounding)
            .0,
    )
}

/// The level that the visit asks for first.
fn wanted_level(plan: &Plan, visit: &Visit) -> usize {
    if let (Some(row), DemandPlan::Replay(rows)) = (visit.row, &plan.demand)
        && let Some(level) = rows[row as usize].level
    {
        return level as usize;
    }
    if !plan.mix || plan.levels.len() == 1 {
        return 0;
    }
    let u = unit(visit.entity.draw(Purpose::LEVEL));
    let mut passed = 0.0;
    for (level, level_plan) in plan.levels.iter().enumerate() {
        passed += level_plan.share;
        if u < passed {
            return level;
        }
    }
    plan.levels.len() - 1
}

/// The base promise of a level to an order whose parcels travel these routes, or `None` where it is not offered.
///
/// `present` gives the parcels at a stage now, for promises that look at the queues.
#[inline]
pub(super) fn base_promise(
    plan: &Plan,
    visit: &Visit,
    level: usize,
    routes: &[RoutePlan],
    present: &impl Fn(u32) -> u32,
) -> Option<Instant> {
    let clock = &plan.zones[visit.zone as usize].clock;
    let last = |delivery: &dyn Fn(u32) -> i64| {
        let deliveries = routes.iter().map(|route| delivery(route.first));
        deliveries.max().unwrap_or(Instant::NEVER.0)
    };
    let level_plan: &LevelPlan = &plan.levels[level];
    let placed = Instant(visit.at);
    let counted = match level_plan.cutoffs.get(visit.zone as usize) {
        None => placed,
        Some(cutoff) => clock.counted_placement(placed, cutoff.days_rolled(placed)?),
    };
    let base = match &level_plan.policy {
        Policy::Constant(after) => clock.add(counted, *after),
        Policy::Service(windows) => clock.service(counted, windows),
        Policy::Plan(allowance) => {
            Instant(last(&|first| planned_delivery(plan, first, counted.0)) + allowance)
        }
        &Policy::State(policy) => {
            let delivery = |first| state_promise(plan, first, counted.0, policy, present);
            Instant(last(&delivery))
        }
        Policy::StaticTable(rows) => rows[visit.zone as usize].as_ref()?.promise(clock, counted),
        Policy::Log => logged_promise(plan, visit)?,
    };
    (base < Instant::NEVER).then_some(base.max(placed))
}

fn logged_promise(plan: &Plan, visit: &Visit) -> Option<Instant> {
    match (&plan.demand, visit.row) {
        (DemandPlan::Replay(rows), Some(row)) => rows[row as usize].promise.map(Instant),
        _ => None,
    }
}

/// The planned path: planned work and transits through calendars and timetables, from the instant of the order.
pub(crate) fn planned_delivery(plan: &Plan, first: u32, placed: i64) -> i64 {
    planned_from(plan, first, placed)
}

/// The planned rest of a path from a step on.
pub(super) fn planned_from(plan: &Plan, first: u32, from: i64) -> i64 {
    let mut time = from;
    for step in &plan.steps[first as usize..] {
        match *step {
            Step::Stage(stage) => {
                let station = &plan.stations[stage as usize];
                time = station.planned_start(time) + station.planned;
            }
            Step::Lane(lane) => {
                let lane = &plan.lanes[lane as usize];
                let departure = match &lane.departures {
                    Departures::OnDemand => Some(lane.due_on_demand(time)),
                    departures => departures.at(departures.first_from(time + lane.load_lead)),
                };
                let Some(departure) = departure else {
                    return Instant::NEVER.0;
                };
                time = lane.after_transit(departure, lane.planned);
                if lane.last_leg {
                    return time;
                }
            }
        }
        if time >= Instant::NEVER.0 {
            return Instant::NEVER.0;
        }
    }
    time
}

/// The greatest promise that an order could be told at any padding of the grids.
pub(crate) fn greatest_promise(plan: &Plan, zone: u32, placed: i64, bases: &[i64]) -> i64 {
    let place = &plan.zones[zone as usize];
    let greatest = |grid: &leadtime_network::promise::PaddingGrid| -> PaddingAmount {
        grid.amount(grid.len - 1)
    };
    let mut promise = i64::MIN;
    for (level, &base) in bases.iter().enumerate().filter(|base| *base.1 != NOT_OPEN) {
        for grid in &plan.grids {
            let rounding = plan.levels[level].rounding;
            let at = place
                .clock
                .promise(Instant(placed), Instant(base), greatest(grid), rounding);
            promise = promise.max(at.0);
        }
    }
    promise
}
