//! The offer at checkout: which level, and what is promised.

use leadtime_network::promise::{PaddingAmount, PromiseClock};
use leadtime_network::time::Instant;

use crate::plan::{DemandPlan, LevelPlan, Plan, Policy, Step};
use crate::random::{Purpose, unit};

use super::arrivals::Visit;
use super::parcels::NOT_OPEN;
use super::planned::planned_delivery;
use super::quote::state_promise;

/// A level quoted.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Quote {
    /// Position of the level.
    pub(crate) level: usize,
    /// The deadline told.
    pub(crate) promise: i64,
}

/// A stage as it is now.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sight {
    /// Parcels there.
    pub(crate) present: u32,
    /// It turns orders away.
    pub(crate) full: bool,
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
/// `sight` shows a stage as it is now, for promises that look at the queues and stages that turn orders away.
pub(crate) fn offer(
    plan: &Plan,
    visit: &Visit,
    bases: &mut [i64],
    sight: &impl Fn(u32) -> Sight,
) -> Offer {
    bases.fill(NOT_OPEN);
    let wanted = wanted_level(plan, visit);
    let zone = &plan.zones[visit.zone as usize];
    let placed = Instant(visit.at);
    let mut quote = None;
    for (level, level_plan) in plan.levels.iter().enumerate().skip(wanted) {
        let Some(base) = base_promise(plan, visit, level, &zone.clock, sight) else {
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
    let base = base_promise(plan, &visit, level, clock, &|_| Sight::default())?;
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

/// The base promise of a level, or `None` where it is not offered.
fn base_promise(
    plan: &Plan,
    visit: &Visit,
    level: usize,
    clock: &PromiseClock,
    sight: &impl Fn(u32) -> Sight,
) -> Option<Instant> {
    let route = plan.routes[visit.zone as usize * plan.levels.len() + level]?;
    if plan.turns_away
        && let Step::Stage(stage) = plan.steps[route.first as usize]
        && sight(stage).full
    {
        return None;
    }
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
            Instant(planned_delivery(plan, route.first, counted.0) + allowance)
        }
        &Policy::State(policy) => {
            Instant(state_promise(plan, route.first, counted.0, policy, sight))
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
