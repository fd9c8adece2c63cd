//! Figures of money: cost per order at the scenario's own padding and on the curve.

use std::ops::Range;

use leadtime_network::promise::PaddingAmount;
use leadtime_sim::engine::ReplicationOutcome;
use leadtime_sim::plan::Plan;
use leadtime_stats::Total;

/// Millionths in a unit, ticks in an hour.
const UNIT: f64 = 1e6;
const HOUR: f64 = 3.6e6;

/// What the orders of some levels cost, in units.
pub(crate) fn own(plan: &Plan, outcome: &ReplicationOutcome, levels: Range<usize>) -> Total {
    let tally = outcome.costs.as_ref().unwrap();
    let width = tally.cells.len() / plan.level_names.len();
    let cells = &tally.cells[levels.start * width..levels.end * width];
    let costs = cells
        .iter()
        .map(|cell| cell.own.total() + cell.shared.total());
    Total {
        sum: costs.sum::<i128>() as f64 / UNIT,
        count: cells.iter().map(|cell| cell.n as f64).sum(),
    }
}

/// What the orders of a level row cost at a padding of the grids: 2 an hour early, 18 an hour late. The prices are those of the only
/// family that asks.
pub(crate) fn padded(
    plan: &Plan,
    outcome: &ReplicationOutcome,
    row: usize,
    padding: PaddingAmount,
) -> Total {
    let tally = outcome.costs.as_ref().unwrap();
    let all: usize = plan.grids.iter().map(|grid| grid.len + 1).sum();
    let mut first = row * all;
    for grid in &plan.grids {
        if let Some(at) = grid.position(padding) {
            let cell = tally.curve[first + at];
            let cost = 2.0 * cell.early_ticks as f64 + 18.0 * cell.late_ticks as f64;
            return Total {
                sum: cost / HOUR,
                count: cell.n as f64,
            };
        }
        first += grid.len + 1;
    }
    panic!("the padding is on no grid");
}
