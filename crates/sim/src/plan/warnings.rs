//! What the plan shows about a scenario before it runs: how much work it is.

use super::Plan;

/// Estimated work of one replication.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Estimate {
    /// Visits.
    pub visits: f64,
    /// Seconds on one core.
    pub seconds: f64,
    /// Bytes at the peak.
    pub bytes: f64,
}

/// Seconds of fixed work an order and of work a step: measured on `reference` and rounded up.
const SECONDS_AN_ORDER: f64 = 150e-9;
const SECONDS_A_STEP: f64 = 60e-9;
/// Bytes a parcel in flight, and a cell of the curves over all replications.
const BYTES_A_PARCEL: f64 = 160.0;
const BYTES_A_CURVE_CELL: f64 = 250.0;

/// Estimates one replication from its expected visits and the mean number of steps.
pub(super) fn estimate(plan: &Plan, visits: f64, steps: f64) -> Estimate {
    let lag: f64 = plan
        .lanes
        .iter()
        .map(|lane| lane.planned as f64)
        .fold(0.0, f64::max)
        * 3.0;
    let in_flight = visits * (lag / plan.end.max(1) as f64).min(1.0);
    let curve: usize = plan.grids.iter().map(|grid| grid.len).sum();
    let cells = (curve * (plan.levels.len() + 1)) as f64;
    let hourly = (plan.hours * plan.stations.len() * 16) as f64;
    Estimate {
        visits,
        seconds: visits * (SECONDS_AN_ORDER + SECONDS_A_STEP * steps),
        bytes: in_flight * BYTES_A_PARCEL + cells * BYTES_A_CURVE_CELL + 3.0 * hourly,
    }
}
