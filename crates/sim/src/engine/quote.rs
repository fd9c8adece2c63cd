//! Promises that look at the queues: the planned path, and the work that waits ahead of an order now.

use leadtime_network::time::Instant;
use leadtime_stats::special::gamma_quantile;

use crate::plan::{Plan, StatePromise, StationCapacity, StationPlan};

use super::offer::Sight;
use super::planned::PlannedWalk;

/// The base promise of an order placed at `placed` whose route begins at the step `first`; `sight` shows a
/// stage as it is now.
///
/// At each stage of the origin with c servers, of whose n parcels more than c - 1 are ahead of the order, it waits for
/// n + 1 - c of them: k = max(0, n + 1 - c) services at c a time. With `service` = p the time through these stages is the
/// p-quantile of the gamma law with the mean and variance of that many services, which is exact for one server and
/// exponential times, where it is Erlang's with n + 1 phases; without, it is the planned time and the mean wait. (Hopp &
/// Sturgis 2001, "A simple, robust leadtime-quoting policy".)
pub(crate) fn state_promise(
    plan: &Plan,
    first: u32,
    placed: i64,
    policy: StatePromise,
    sight: &impl Fn(u32) -> Sight,
) -> i64 {
    let walk = through_origin(plan, first, placed, policy, sight);
    let delivery = walk.delivery();
    if delivery >= Instant::NEVER.0 {
        return Instant::NEVER.0;
    }
    delivery + policy.safety
}

/// The planned path when the order is through the stages of its origin, by plan or by its quantile.
pub(super) fn through_origin<'p>(
    plan: &'p Plan,
    first: u32,
    placed: i64,
    policy: StatePromise,
    sight: &impl Fn(u32) -> Sight,
) -> PlannedWalk<'p> {
    let mut walk = PlannedWalk::new(plan, first, placed);
    let (mut mean, mut variance) = (0.0, 0.0);
    let mut begins = None;
    while let Some((stage, station, start)) = walk.stage() {
        begins.get_or_insert(start);
        let (servers, ahead) = ahead(station, start, sight(stage).present);
        let wait = ahead * station.mean / servers;
        mean += wait + station.mean;
        variance += (ahead / (servers * servers) + 1.0) * station.variance;
        walk.time = start
            .saturating_add(wait as i64)
            .saturating_add(station.planned);
    }
    let through = match policy.service {
        Some(service) if variance > 0.0 => {
            let (shape, scale) = (mean * mean / variance, variance / mean);
            let quantile = gamma_quantile(shape, service) * scale;
            begins.unwrap_or(placed).saturating_add(quantile as i64)
        }
        _ => walk.time,
    };
    walk.time = through;
    walk
}

/// Servers at an instant, and how many services must end before a new parcel can start.
fn ahead(station: &StationPlan, start: i64, present: u32) -> (f64, f64) {
    let servers = match &station.capacity {
        StationCapacity::Servers(servers) => *servers,
        StationCapacity::Staffed(steps) => {
            let passed = steps.partition_point(|step| step.0 <= start);
            passed.checked_sub(1).map_or(1, |last| steps[last].1)
        }
        StationCapacity::Unlimited | StationCapacity::Throughput(..) => u32::MAX,
    };
    let servers = servers.max(1);
    let ahead = (i64::from(present) + 1 - i64::from(servers)).max(0);
    (f64::from(servers), ahead as f64)
}
