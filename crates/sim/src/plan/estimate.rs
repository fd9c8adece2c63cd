//! How much work a scenario is, from its expected number of orders.

use super::Plan;

/// Estimated work of one replication.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Estimate {
    /// Visits, run-out included.
    pub visits: f64,
    /// Seconds on one core.
    pub seconds: f64,
    /// Bytes at the peak while it runs.
    pub bytes: f64,
    /// Bytes that remain of it until the study ends.
    pub kept_bytes: f64,
    /// Parcels in flight at once.
    pub in_flight: f64,
}

/// Seconds of fixed work an order and of work a step: measured on `reference` and rounded up.
const SECONDS_AN_ORDER: f64 = 150e-9;
const SECONDS_A_STEP: f64 = 60e-9;
/// Bytes a parcel in flight, and a cell of the curves over all replications.
const BYTES_A_PARCEL: f64 = 160.0;
const BYTES_A_CURVE_CELL: f64 = 250.0;

/// Estimates one replication from its expected visits and the mean number of steps of a route.
pub(super) fn estimate(plan: &Plan, visits: f64, steps: f64) -> Estimate {
    let longest = plan
        .lanes
        .iter()
        .map(|lane| lane.planned as f64)
        .fold(0.0, f64::max)
        * 3.0;
    let in_flight = visits * (longest / plan.end.max(1) as f64).min(1.0);
    let curve: usize = plan.grids.iter().map(|grid| grid.len).sum();
    let segments = plan.levels.len() * plan.zones.len();
    let cells = (curve * (plan.levels.len() + 1) + plan.zone_curves.width * segments) as f64;
    let hourly = (plan.hours * plan.stations.len() * 16) as f64;
    // The demand of the run-out is cut short once the cohort has ended: usually a tenth of it is run.
    let run = plan.horizon as f64 + 0.1 * (plan.end - plan.horizon) as f64;
    Estimate {
        visits,
        seconds: visits * run / plan.end.max(1) as f64
            * (SECONDS_AN_ORDER + SECONDS_A_STEP * steps),
        bytes: in_flight * BYTES_A_PARCEL + cells * BYTES_A_CURVE_CELL + 3.0 * hourly,
        kept_bytes: kept(plan),
        in_flight,
    }
}

/// What a study keeps of every replication, for intervals over replications: a few counters per level, zone, stage, lane
/// and day.
fn kept(plan: &Plan) -> f64 {
    let rows = plan.levels.len() + 1;
    let counters = rows * (16 + 3 * plan.days)
        + 2 * plan.zones.len()
        + 5 * plan.stations.len()
        + 10 * plan.lanes.len();
    8.0 * counters as f64 + 300.0
}
