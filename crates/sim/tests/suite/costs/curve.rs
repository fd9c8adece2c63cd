//! The sums over paddings against runs made one padding at a time, to the tick.

use leadtime_network::network::Money;
use leadtime_network::promise::PaddingAmount;
use leadtime_network::{Files, load};
use leadtime_sim::engine::replicate;
use leadtime_sim::plan::Plan;

use super::ledger::everything;

/// A price of one unit a tick: then the parts of the cells are sums of ticks.
const AN_HOUR: i64 = 3_600_000;

/// What the cells of a level say: orders, and the sums that the curve holds.
fn of_cells(plan: &Plan, seed: u64, level: usize) -> [i128; 3] {
    let tally = replicate(plan, seed, 0).costs.unwrap();
    let width = tally.cells.len() / plan.level_names.len();
    let cells = &tally.cells[level * width..(level + 1) * width];
    cells.iter().fold([0; 3], |sum, cell| {
        [
            sum[0] + i128::from(cell.n),
            sum[1] + cell.own.failure,
            sum[2] + cell.own.padding,
        ]
    })
}

#[test]
fn the_curve_is_that_of_runs_at_each_padding() {
    let (mut network, _) = load(&Files::from_text(&everything())).unwrap();
    // Without `latest` nothing is withdrawn, so that orders keep their level and their way.
    for level in &mut network.service_levels {
        level.latest = None;
    }
    network.paddings.clear();
    let costs = network.economy.costs.as_mut().unwrap();
    (costs.late, costs.failed_attempt, costs.undelivered) = (Money(1), Money(0), Money(0));
    (costs.late_hour, costs.padding_hour, costs.early_hour) = (
        Money(1_000 * AN_HOUR),
        Money(AN_HOUR),
        Money(1_000_000 * AN_HOUR),
    );
    let tally = replicate(&Plan::compile(&network), 7, 0).costs.unwrap();
    let grids = network.padding_grids.clone();
    let row: usize = grids.iter().map(|grid| grid.len + 1).sum();
    let mut checked = 0;
    let mut first = 0;
    for grid in &grids {
        for at in (0..grid.len).step_by(3) {
            let amount: PaddingAmount = grid.amount(at);
            for level in &mut network.service_levels {
                level.padding = amount;
            }
            let plan = Plan::compile(&network);
            for level in 0..network.service_levels.len() {
                let cell = tally.curve[level * row + first + at];
                let wide = |ticks: i64| i128::from(ticks);
                let expected = [
                    wide(cell.n),
                    wide(cell.late) + 1_000 * wide(cell.late_ticks),
                    wide(cell.padding_ticks) + 1_000_000 * wide(cell.early_ticks),
                ];
                assert_eq!(
                    of_cells(&plan, 7, level),
                    expected,
                    "{amount:?}, level {level}"
                );
                checked += usize::from(cell.n > 100);
            }
        }
        first += grid.len + 1;
    }
    assert!(checked > 30, "{checked}");
}
