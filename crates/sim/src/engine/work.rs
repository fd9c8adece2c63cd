//! How long the work on a parcel takes, and whether it must be done again.

use crate::plan::StationPlan;
use crate::random::{EntityKey, unit};
use crate::sampling::to_ticks;

use super::shock::ShockValues;

/// Where the draws of a stage for failures and repairs, and for reworks, begin among those of its purpose. Service times come
/// first: one a visit.
const FAILURES: u64 = 1 << 40;
const REWORK: u64 = 1 << 41;
/// Draws for failures of one visit.
const PER_VISIT: u64 = 1 << 20;

/// The length of the work that starts at `start`, repairs of the server included. `visit`: how often the parcel came back.
#[inline(always)]
pub(crate) fn work(
    station: &StationPlan,
    stage: u32,
    (entity, visit): (EntityKey, u16),
    start: i64,
    shocks: &ShockValues<'_>,
) -> i64 {
    let draw = entity.draw_at(station.purpose, u64::from(visit));
    let usual = station.service.sample(draw);
    work_of(station, stage, ((entity, visit), usual), start, shocks)
}

/// As [`work`], where it is known how long the service takes on a usual day.
#[inline(always)]
pub(crate) fn work_of(
    station: &StationPlan,
    stage: u32,
    (of, usual): ((EntityKey, u16), f64),
    start: i64,
    shocks: &ShockValues<'_>,
) -> i64 {
    let mut work = usual;
    if station.shocked {
        work *= shocks.service(stage, start);
    }
    if station.breakdown.is_some() {
        work += repairs(station, of, work);
    }
    to_ticks(work)
}

/// What the work that starts at `start` consists of, in whole ticks: service and repairs.
pub(crate) fn parts(
    station: &StationPlan,
    stage: u32,
    (entity, visit): (EntityKey, u16),
    start: i64,
    shocks: &ShockValues<'_>,
) -> (i64, i64) {
    let all = work(station, stage, (entity, visit), start, shocks);
    let draw = entity.draw_at(station.purpose, u64::from(visit));
    let mut service = station.service.sample(draw);
    if station.shocked {
        service *= shocks.service(stage, start);
    }
    let service = to_ticks(service).min(all);
    (service, all - service)
}

/// The repairs that interrupt so much work. Failures are a Poisson process in working time: what the server did before
/// does not matter.
#[cold]
#[inline(never)]
fn repairs(station: &StationPlan, (entity, visit): (EntityKey, u16), work: f64) -> f64 {
    let Some(breakdown) = &station.breakdown else {
        return 0.0;
    };
    let first = FAILURES + u64::from(visit) * PER_VISIT;
    let mut worked = 0.0;
    let mut repairs = 0.0;
    for failure in 0..PER_VISIT / 2 {
        let gap = entity.draw_at(station.purpose, first + 2 * failure);
        worked += breakdown.gap.sample(gap);
        if worked >= work {
            break;
        }
        let repair = entity.draw_at(station.purpose, first + 2 * failure + 1);
        repairs += breakdown.repair.sample(repair);
    }
    repairs
}

/// How many steps back a parcel goes after this work; `None`: it goes on.
#[inline(always)]
pub(crate) fn steps_back(station: &StationPlan, (entity, visit): (EntityKey, u16)) -> Option<u32> {
    let (probability, back) = station.rework?;
    is_redone(station, (entity, visit), probability).then_some(back)
}

/// Out of line: few stages do work again, and the walk is hot.
#[inline(never)]
fn is_redone(station: &StationPlan, (entity, visit): (EntityKey, u16), probability: f64) -> bool {
    let draw = entity.draw_at(station.purpose, REWORK + u64::from(visit));
    unit(draw) < probability
}
