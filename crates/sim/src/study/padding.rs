//! Paddings in the words and units of the outcome.

use leadtime_network::promise::{PaddingAmount, PaddingGrid, PaddingKind};

use leadtime_network::network::PaddingAt;

use crate::outcome::Padding;
use crate::plan::Plan;

/// A padding's kind and unit in words.
pub(super) fn kind_and_unit(kind: PaddingKind) -> (&'static str, &'static str) {
    match kind {
        PaddingKind::Elapsed => ("elapsed", "s"),
        PaddingKind::Days => ("days", "d"),
        PaddingKind::BusinessDays => ("business-days", "bd"),
        PaddingKind::Percent => ("percent", "%"),
    }
}

/// The padding at a place of a grid, in its unit.
pub(super) fn padding_value(grid: &PaddingGrid, at: usize) -> f64 {
    let value = grid.value(at) as f64;
    match grid.kind {
        PaddingKind::Elapsed => value / 1_000.0,
        PaddingKind::Days | PaddingKind::BusinessDays => value,
        PaddingKind::Percent => value / 100.0,
    }
}

/// `exact`: at this padding every visit is sold as it was, so the padding changes only what is told.
pub(super) fn grid_padding(
    plan: &Plan,
    row: usize,
    grid: &PaddingGrid,
    (at, exact): (usize, bool),
) -> Padding {
    let which = plan.grids.iter().position(|one| one == grid);
    Padding {
        passive: exact && !plan.promises_feed_back(),
        place: place(plan, row).to_owned(),
        feeds_back: plan.promises_feed_back() || (!exact && plan.feedback.compete),
        simulated: which.is_some_and(|at| plan.simulated_grids[at]),
        ..padding(grid.kind, Some(padding_value(grid, at)), false)
    }
}

/// Where the padding of a level row sits.
fn place(plan: &Plan, row: usize) -> &'static str {
    let word = |at: PaddingAt| match at {
        PaddingAt::Promise => "promise",
        PaddingAt::Process => "process",
        PaddingAt::Cutoff => "cutoff",
    };
    let levels = plan
        .levels
        .get(row)
        .map_or(&plan.levels[..], std::slice::from_ref);
    let mut words = levels.iter().map(|level| word(level.padding_at));
    let first = words.next().unwrap_or("promise");
    if words.all(|other| other == first) {
        first
    } else {
        "by-level"
    }
}

fn padding(kind: PaddingKind, value: Option<f64>, own: bool) -> Padding {
    let (kind, unit) = kind_and_unit(kind);
    Padding {
        kind: kind.to_owned(),
        place: "promise".to_owned(),
        value,
        unit: unit.to_owned(),
        own,
        passive: true,
        simulated: false,
        feeds_back: false,
    }
}

/// The scenario's own padding of a level row; its value where it is the same for all orders counted.
pub(super) fn own_padding(plan: &Plan, row: usize) -> Padding {
    let zones = plan.zones.len();
    let amounts = if row < plan.levels.len() {
        &plan.paddings[row * zones..(row + 1) * zones]
    } else {
        &plan.paddings[..]
    };
    let first = amounts.first().copied().unwrap_or(PaddingAmount::Elapsed(
        leadtime_network::time::Duration::ZERO,
    ));
    let same = amounts.iter().all(|amount| *amount == first);
    let grid = PaddingGrid::new(first.kind(), first.value(), 1, 1);
    padding(first.kind(), same.then(|| padding_value(&grid, 0)), true)
}
