//! Promises that look at the queues: the planned path, and the work that waits ahead of an order now.

use leadtime_network::time::Instant;
use leadtime_stats::special::gamma_quantile;

use crate::plan::{Plan, StatePromise, StationPlan};

use super::backlog::{Backlog, Shifts, Wait};
use super::planned::PlannedWalk;
use super::view::View;

/// An order that asks for a promise: placed at `placed`, of a class, along the route that begins at the step `first`.
#[derive(Clone, Copy)]
pub(crate) struct Asked {
    pub(crate) first: u32,
    pub(crate) placed: i64,
    /// Of its service level.
    pub(crate) priority: u32,
}

/// One stage of the origin on the planned path.
struct Stop<'p> {
    station: &'p StationPlan,
    backlog: Backlog,
    wait: Wait,
}

/// The base promise of an order; `view`: the stages as they are now, all empty without.
///
/// At each stage of the origin the order waits until its turn comes ([`Backlog`]), then it is worked on. With `service` = p the
/// time through these stages is the p-quantile of the gamma law with the mean and variance of that work: of the work that is ahead,
/// and of the order's own. For one server and exponential times that is exactly the law given the queue, Erlang's with n + 1 phases.
/// What the quantile has beyond the mean is dealt out over waits and services by their variances, and each is walked through the shifts. Without `service`, waits
/// take their means and the order's own work its planned time. (Hopp & Sturgis 2001, "A simple, robust leadtime-quoting policy".)
pub(crate) fn state_promise(
    plan: &Plan,
    asked: Asked,
    policy: StatePromise,
    view: Option<&View<'_, '_>>,
) -> i64 {
    let walk = through_origin(plan, asked, policy, view);
    let delivery = walk.delivery();
    if delivery >= Instant::NEVER.0 {
        return Instant::NEVER.0;
    }
    delivery + policy.safety
}

/// The planned path when the order is through the stages of its origin, by plan or by its quantile.
pub(super) fn through_origin<'p>(
    plan: &'p Plan,
    asked: Asked,
    policy: StatePromise,
    view: Option<&View<'_, '_>>,
) -> PlannedWalk<'p> {
    let mut walk = PlannedWalk::new(plan, asked.first, asked.placed);
    let seen = view.map_or(asked.placed, |view| view.at);
    let (mut stops, mut staff): (Vec<Stop<'p>>, Option<u32>) = (Vec::new(), None);
    let mut arrival = asked.placed;
    while let Some((stage, station, _)) = walk.stage() {
        let arrived = station.released(arrival);
        // A pool that ends what is begun goes on with the order.
        let goes_on = station.ends_what_is_begun() && staff == Some(station.home);
        let backlog = match view {
            Some(view) if !goes_on => view.ahead(stage, asked.priority, arrived),
            _ => Backlog::nothing(arrived),
        };
        staff = Some(station.home);
        // What is at the first stage is worked on from now on; what is at a later one now stands for what the order will find there.
        let from = if stops.is_empty() { seen } else { arrival };
        let start = backlog.start(station, from, 1.0);
        let servers = Shifts::of(station).at(start).0;
        arrival = station.ends(start, station.planned);
        walk.time = arrival;
        let wait = backlog.wait(servers);
        stops.push(Stop {
            station,
            backlog,
            wait,
        });
    }
    if let Some(service) = policy.service {
        walk.time = with_quantile(&mut stops, service, (asked.placed, seen)).unwrap_or(walk.time);
    }
    walk
}

/// When the order is through these stages with a probability; `None`: nothing about them is uncertain.
fn with_quantile(stops: &mut [Stop<'_>], service: f64, (placed, seen): (i64, i64)) -> Option<i64> {
    let (mut mean, mut variance) = (0.0, 0.0);
    for stop in &*stops {
        mean += stop.wait.mean + stop.station.mean;
        variance += stop.wait.variance + stop.station.variance;
    }
    if variance <= 0.0 || mean <= 0.0 {
        return None;
    }
    let beyond = gamma_quantile(mean * mean / variance, service) * variance / mean - mean;
    let share = |of: f64| beyond * of / variance;
    let mut arrival = placed;
    for (at, stop) in stops.iter_mut().enumerate() {
        let arrived = stop.station.released(arrival);
        stop.backlog.comes = arrived;
        let from = if at == 0 { seen } else { arrival };
        let scale = match stop.wait.mean {
            mean if mean > 0.0 => 1.0 + share(stop.wait.variance) / mean,
            _ => 1.0,
        };
        let start = stop.backlog.start(stop.station, from, scale.max(0.0));
        let own = (stop.station.mean + share(stop.station.variance)).max(0.0);
        arrival = stop.station.ends(start, (own + 0.5) as i64);
    }
    Some(arrival)
}
