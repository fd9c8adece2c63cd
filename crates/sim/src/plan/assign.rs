//! Which way, and so which carrier, where a service level does not simply take the fastest.
//!
//! Paths are found in the order of their price (the cost of one more parcel, or the number of legs with others), then of planned
//! time. What is paid by the departure or the shift costs one more parcel nothing and does not count.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use leadtime_network::network::{Assign, CarrierKind, Network};

use super::compile::Compiler;
use super::routes::wait_and_transit;
use super::{HOUR, LanePlan, Plan, Policy, Step};
use crate::engine::{planned_delivery, promise_at};
use crate::sampling::law;

/// Paths by (zone, level).
pub(super) type Assigned = BTreeMap<(usize, usize), Vec<u32>>;

/// Paths that are compared at most where the promise must be met.
const MOST_PATHS: usize = 32;

/// A path to a facility, by the lane that ends it.
#[derive(Clone, Copy)]
struct Label {
    price: i64,
    time: i64,
    node: u32,
    lane: Option<u32>,
    before: Option<usize>,
}

/// Finds the paths of all levels with a rule of their own; `plan` has the fastest everywhere.
pub(super) fn assign(compiler: &Compiler<'_>, plan: &mut Plan) -> Assigned {
    let mut assigned = Assigned::new();
    for (level, stated) in compiler.network.service_levels.iter().enumerate() {
        if stated.assign == Assign::Fastest {
            continue;
        }
        for zone in 0..plan.zones.len() {
            if plan.route(zone as u32, level).is_none() {
                continue;
            }
            let paths = paths(compiler, plan, zone, level, stated.assign);
            let meets = stated.assign == Assign::CheapestThatMeetsThePromise;
            let mut paths = paths.into_iter();
            let chosen = if meets {
                paths.find(|path| keeps_the_promise(plan, path, zone, level))
            } else {
                paths.next()
            };
            if let Some(path) = chosen {
                assigned.insert((zone, level), path);
            }
        }
    }
    assigned
}

/// The cheapest paths in the order of price, then planned time.
fn paths(
    compiler: &Compiler<'_>,
    plan: &Plan,
    zone: usize,
    level: usize,
    rule: Assign,
) -> Vec<Vec<u32>> {
    let most = if rule == Assign::CheapestThatMeetsThePromise {
        MOST_PATHS
    } else {
        1
    };
    let fixed = compiler.fixed_route(zone, level);
    let follows = |lane: &LanePlan| {
        fixed.as_ref().is_none_or(|nodes| {
            let mut legs = nodes.windows(2);
            legs.any(|leg| {
                [leg[0], leg[1]].map(|node| compiler.position(node)) == [lane.from, lane.to]
            })
        })
    };
    let usable = |lane: &LanePlan| {
        lane.levels
            .as_ref()
            .is_none_or(|levels| levels.contains(&level))
            && follows(lane)
    };
    let origins = match &fixed {
        Some(nodes) => nodes
            .first()
            .map(|&node| compiler.position(node))
            .into_iter()
            .collect(),
        None => compiler.origins(zone, level),
    };
    let end = (plan.facilities.len() + zone) as u32;
    let mut labels: Vec<Label> = Vec::new();
    let mut reached = vec![0; plan.facilities.len()];
    let mut queue = BinaryHeap::new();
    let push = |labels: &mut Vec<Label>, queue: &mut BinaryHeap<_>, label: Label| {
        queue.push(Reverse((label.price, label.time, label.lane, labels.len())));
        labels.push(label);
    };
    for node in origins {
        let start = Label {
            price: 0,
            time: 0,
            node,
            lane: None,
            before: None,
        };
        push(&mut labels, &mut queue, start);
    }
    let mut found = Vec::new();
    while let Some(Reverse((.., at))) = queue.pop() {
        let label = labels[at];
        if label.node == end {
            found.push(way(&labels, at));
            if found.len() == most {
                break;
            }
            continue;
        }
        let count = &mut reached[label.node as usize];
        *count += 1;
        if *count > most {
            continue;
        }
        let lanes = compiler.leaving[label.node as usize].iter();
        let last = compiler.arriving_at_zone[zone].iter();
        for &lane in lanes.chain(last.filter(|&&lane| plan.lanes[lane as usize].from == label.node))
        {
            let lane_plan = &plan.lanes[lane as usize];
            if usable(lane_plan) && !passes(&labels, at, lane_plan.to) {
                let (price, time) = step(compiler.network, plan, lane, rule);
                let next = Label {
                    price: label.price.saturating_add(price),
                    time: label.time.saturating_add(time),
                    node: lane_plan.to,
                    lane: Some(lane),
                    before: Some(at),
                };
                push(&mut labels, &mut queue, next);
            }
        }
    }
    found
}

/// The lanes of a path, from its beginning.
fn way(labels: &[Label], end: usize) -> Vec<u32> {
    let mut lanes = Vec::new();
    let mut at = Some(end);
    while let Some(label) = at {
        lanes.extend(labels[label].lane);
        at = labels[label].before;
    }
    lanes.reverse();
    lanes
}

/// Whether the path has been at a node.
fn passes(labels: &[Label], end: usize, node: u32) -> bool {
    let mut at = Some(end);
    while let Some(label) = at {
        if labels[label].node == node {
            return true;
        }
        at = labels[label].before;
    }
    false
}

/// Price and planned time of a facility and the lane that leaves it.
fn step(network: &Network, plan: &Plan, lane: u32, rule: Assign) -> (i64, i64) {
    let lane_plan = &plan.lanes[lane as usize];
    let stations = plan.facilities[lane_plan.from as usize].stations.clone();
    let work: i64 = stations
        .clone()
        .map(|at| plan.stations[at as usize].planned)
        .sum();
    let time = work + wait_and_transit(lane_plan);
    let price = match rule {
        Assign::OwnFirst => i64::from(!is_own(network, lane as usize)),
        _ => plan.money.as_ref().map_or(0, |money| {
            let handled: i64 = stations.map(|at| money.stages[at as usize].parcel).sum();
            handled.saturating_add(mean_price(network, plan, lane))
        }),
    };
    (price, time)
}

fn is_own(network: &Network, lane: usize) -> bool {
    let of = network.graph.raw_edges().get(lane).map(|edge| &edge.weight);
    let carriers = &network.economy.carriers;
    of.is_some_and(|lane| {
        carriers
            .iter()
            .any(|carrier| carrier.name == lane.carrier && carrier.kind == CarrierKind::OwnFleet)
    })
}

/// What one more parcel costs along each route among which orders choose.
pub(super) fn price_choices(network: &Network, plan: &mut Plan) {
    let Some(money) = &plan.money else { return };
    let of_step = |step: &Step| match *step {
        Step::Stage(stage) => (money.stages[stage as usize].parcel, false),
        Step::Lane(lane) => (
            mean_price(network, plan, lane),
            plan.lanes[lane as usize].last_leg,
        ),
        Step::Shelf => (0, false),
    };
    let steps: Vec<(i64, bool)> = plan.steps.iter().map(of_step).collect();
    let of_route = |first: u32| {
        let rest = &steps[first as usize..];
        let last = rest.iter().position(|step| step.1).unwrap_or(0);
        rest[..=last].iter().map(|step| step.0).sum()
    };
    for route in plan.choices.iter_mut().flatten() {
        route.cost = of_route(route.first);
    }
}

/// The mean cost of one more parcel on a lane, over a thousand quantiles of its weight.
fn mean_price(network: &Network, plan: &Plan, lane: u32) -> i64 {
    const QUANTILES: i64 = 1_000;
    let Some(price) = plan.money.as_ref().map(|money| &money.lanes[lane as usize]) else {
        return 0;
    };
    match &network.economy.weight {
        Some(weight) if !price.bands.is_empty() => {
            let at = |k: i64| law::quantile(weight, (k as f64 + 0.5) / QUANTILES as f64);
            let costs = (0..QUANTILES).map(|k| i128::from(price.of_parcel(at(k) as u32)));
            (costs.sum::<i128>() / i128::from(QUANTILES)) as i64
        }
        _ => price.of_parcel(0),
    }
}

/// Whether the planned delivery is no later than the promise, every half hour of a week at which the level is offered. A promise
/// that follows the plan is kept by any way that keeps `latest`.
fn keeps_the_promise(plan: &mut Plan, path: &[u32], zone: usize, level: usize) -> bool {
    let first = plan.steps.len();
    for &lane in path {
        let from = plan.lanes[lane as usize].from as usize;
        let stations = plan.facilities[from].stations.clone();
        plan.steps.extend(stations.map(Step::Stage));
        plan.steps.push(Step::Lane(lane));
    }
    // Departures are known up to the end of the run.
    let last = plan.horizon.min(plan.warm_up + 7 * 24 * HOUR);
    let half_hours = (plan.warm_up..last).step_by(HOUR as usize / 2);
    let kept = half_hours.into_iter().all(|placed| {
        let Some(promise) = promise_at(plan, level, zone, placed) else {
            return true;
        };
        let follows = matches!(
            plan.levels[level].policy,
            Policy::Plan(_) | Policy::State(_)
        );
        let clock = &plan.zones[zone].clock;
        let at = leadtime_network::time::Instant(placed);
        let latest = plan.levels[level]
            .latest
            .map(|latest| clock.latest(at, latest).0);
        let deadline = if follows { latest } else { Some(promise) };
        deadline.is_none_or(|deadline| {
            let planned = planned_delivery(plan, first as u32, placed);
            plan.at_door(zone as u32, level, planned) <= deadline
        })
    });
    plan.steps.truncate(first);
    kept
}

/// Whether any level has a rule of its own.
pub(super) fn is_needed(network: &Network) -> bool {
    let mut levels = network.service_levels.iter();
    levels.any(|level| level.assign != Assign::Fastest)
}
