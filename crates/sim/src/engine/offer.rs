//! The offer at checkout: which level, and what is promised.

use leadtime_network::network::PaddingAt;
use leadtime_network::promise::PaddingAmount;
use leadtime_network::time::Instant;

use crate::plan::{DemandPlan, Plan, Policy, RoutePlan, Step};
use crate::random::{Purpose, unit};

use super::arrivals::Visit;
use super::caps::Slot;
use super::parcels::NOT_OPEN;
use super::planned::{planned_delivery, planned_ready};
use super::quote::{Asked, state_promise, through_origin};
use super::told::Told;
use super::view::View;

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

/// A level that is not closed by its cutoff, by stock or by who is there already.
#[derive(Clone, Copy)]
pub(crate) struct Open {
    /// What must be remembered of it; see [`remembered`].
    pub(crate) base: Instant,
    /// A departure or wave of its planned path on which no more orders are promised.
    pub(crate) full: Option<Slot>,
}

/// What a visit is offered.
pub(crate) struct Offer {
    /// The level first asked for.
    pub(crate) wanted: usize,
    /// The level sold; `None`: nothing could be offered.
    pub(crate) quote: Option<Quote>,
}

/// Decides the offer of a visit that wants a level, and fills in what must be remembered of every level that any padding could lead to.
///
/// `remember` gives that of a level, `None` where it is not offered at any padding, and whether an order cap closes it. To `closed`
/// are added the levels that it would have been offered before, and the full departures or waves that closed them.
#[inline]
pub(crate) fn offer(
    plan: &Plan,
    paddings: &[PaddingAmount],
    (visit, wanted): (&Visit, usize),
    (bases, closed): (&mut [i64], &mut Vec<(usize, Slot)>),
    mut remember: impl FnMut(usize) -> Option<Open>,
) -> Offer {
    bases.fill(NOT_OPEN);
    let mut quote = None;
    for (level, level_plan) in plan.levels.iter().enumerate().skip(wanted) {
        let Some(Open { base, full }) = remember(level) else {
            continue;
        };
        let asked = quote.is_none();
        if asked {
            let told = Told {
                zone: visit.zone,
                level,
                placed: visit.at,
                base: base.0,
            };
            let padding = paddings[level * plan.zones.len() + visit.zone as usize];
            quote = told
                .promise(plan, padding)
                .map(|promise| Quote { level, promise });
        }
        if let Some(slot) = full {
            // No padding opens it either.
            if asked && quote.take().is_some() {
                closed.push((level, slot));
            }
            continue;
        }
        bases[level] = base.0;
        // A level that is never withdrawn: no padding leads further. (Padded work may find no departure left; then the next is asked.)
        let kept = level_plan.latest.is_none() && level_plan.padding_at != PaddingAt::Cutoff;
        if kept && quote.is_some() {
            break;
        }
    }
    Offer { wanted, quote }
}

/// The promise that an order placed at `placed` would be told at the scenario's own padding, or `None` where it is not offered.
pub(crate) fn promise_at(plan: &Plan, level: usize, zone: usize, placed: i64) -> Option<i64> {
    let visit = Visit::imagined(placed, zone as u32);
    let route = plan.route(zone as u32, level)?;
    let told = Told {
        zone: zone as u32,
        level,
        placed,
        base: remembered(plan, &visit, level, &[route], None)?.0,
    };
    told.promise(plan, plan.paddings[level * plan.zones.len() + zone])
}

/// The level that the visit asks for first.
#[inline(always)]
pub(crate) fn wanted_level(plan: &Plan, visit: &Visit) -> usize {
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

/// What must be remembered of a level to tell its promise at any padding to an order whose parcels travel these routes:
/// usually the base promise. `None` where the level is not offered.
///
/// `view` shows the stages as they are now, for promises that look at the queues and stages that turn orders away.
#[inline(always)]
pub(super) fn remembered(
    plan: &Plan,
    visit: &Visit,
    level: usize,
    routes: &[RoutePlan],
    view: Option<&View<'_, '_>>,
) -> Option<Instant> {
    if plan.turns_away && routes.iter().any(|route| is_full(plan, route, view)) {
        return None;
    }
    let level_plan = &plan.levels[level];
    let placed = Instant(visit.at);
    let counted = match level_plan.cutoffs.get(visit.zone as usize) {
        // A cutoff that moves with the padding is looked at when that is known.
        Some(cutoff) if level_plan.padding_at != PaddingAt::Cutoff => {
            let clock = &plan.zones[visit.zone as usize].clock;
            clock.counted_placement(placed, cutoff.days_rolled(placed)?)
        }
        _ => placed,
    };
    if level_plan.padding_at == PaddingAt::Process {
        let route = routes.first()?;
        let ready = match level_plan.policy {
            Policy::State(policy) => {
                through_origin(plan, asked(plan, level, route, counted), policy, view).time
            }
            _ => planned_ready(plan, route.first, counted.0),
        };
        return (ready < Instant::NEVER.0).then_some(Instant(ready));
    }
    base_promise(plan, visit, level, routes, counted, view)
}

/// Whether the first stage of a route turns orders away.
fn is_full(plan: &Plan, route: &RoutePlan, view: Option<&View<'_, '_>>) -> bool {
    let full = |stage| view.is_some_and(|view| view.sight(stage).full);
    matches!(plan.steps[route.first as usize], Step::Stage(stage) if full(stage))
}

/// The base promise of a level to an order that counts as placed at `counted`.
#[inline(always)]
pub(super) fn base_promise(
    plan: &Plan,
    visit: &Visit,
    level: usize,
    routes: &[RoutePlan],
    counted: Instant,
    view: Option<&View<'_, '_>>,
) -> Option<Instant> {
    let level_plan = &plan.levels[level];
    let clock = &plan.zones[visit.zone as usize].clock;
    let placed = Instant(visit.at);
    let base = match &level_plan.policy {
        Policy::Constant(after) => Some(clock.add(counted, *after)),
        Policy::Service(windows) => Some(clock.service(counted, windows)),
        Policy::Plan(_) | Policy::State(_) => {
            last_delivery(plan, visit, level, routes, counted, view)
        }
        Policy::StaticTable(rows) => {
            let row = rows[visit.zone as usize].as_ref();
            row.map(|row| row.promise(clock, counted))
        }
        Policy::Quantile(_, _, after) => Some(Instant(counted.0 + after[visit.zone as usize])),
        Policy::Log => logged_promise(plan, visit),
    };
    let base = base.filter(|&base| base < Instant::NEVER);
    let base = base.or_else(|| Some(clock.add(counted, level_plan.fallback?)))?;
    let least = level_plan.at_least.map(|least| clock.add(counted, least));
    Some(base.max(least.unwrap_or(placed)).max(placed))
}

/// The latest of the deliveries that a policy expects of routes.
#[inline(never)]
fn last_delivery(
    plan: &Plan,
    visit: &Visit,
    level: usize,
    routes: &[RoutePlan],
    counted: Instant,
    view: Option<&View<'_, '_>>,
) -> Option<Instant> {
    let deliveries = routes.iter().map(|route| match plan.levels[level].policy {
        Policy::State(policy) => {
            state_promise(plan, asked(plan, level, route, counted), policy, view)
        }
        Policy::Plan(allowance) => {
            planned_delivery(plan, route.first, counted.0).saturating_add(allowance)
        }
        _ => Instant::NEVER.0,
    });
    let at_door = deliveries.map(|at| plan.at_door(visit.zone, level, at));
    at_door.max().map(Instant)
}

fn asked(plan: &Plan, level: usize, route: &RoutePlan, counted: Instant) -> Asked {
    Asked {
        first: route.first,
        placed: counted.0,
        priority: plan.levels[level].priority,
    }
}

fn logged_promise(plan: &Plan, visit: &Visit) -> Option<Instant> {
    match (&plan.demand, visit.row) {
        (DemandPlan::Replay(rows), Some(row)) => rows[row as usize].promise.map(Instant),
        _ => None,
    }
}

/// The greatest promise that an order could be told at any padding of the grids.
pub(crate) fn greatest_promise(plan: &Plan, zone: u32, placed: i64, bases: &[i64]) -> i64 {
    let mut greatest = i64::MIN;
    for (level, &base) in bases.iter().enumerate().filter(|base| *base.1 != NOT_OPEN) {
        let told = Told {
            zone,
            level,
            placed,
            base,
        };
        for grid in &plan.grids {
            let at_end = told.promise(plan, grid.amount(grid.len - 1));
            // Where the greatest padding withdraws the level, its promises end with the latest acceptable one.
            let latest = plan.levels[level].latest.map(|latest| {
                let clock = &plan.zones[zone as usize].clock;
                clock.latest(Instant(placed), latest).0
            });
            let promise = at_end.or(latest).unwrap_or(base);
            greatest = greatest.max(promise);
        }
    }
    greatest
}
