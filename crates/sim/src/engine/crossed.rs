//! Visits that another padding would sell otherwise than the scenario's own does.
//!
//! The curve of one run knows what happened to the orders that were sold, as they were sold. At a padding at which a visit is
//! sold a level that fares otherwise, is sold one and was not, or is not sold and was, it knows it for that visit no more, and
//! where orders compete it knows it for no other: such paddings are marked, and told as approximate.

use leadtime_network::network::PaddingAt;
use leadtime_network::promise::PaddingGrid;
use leadtime_network::time::Instant;

use crate::plan::Plan;

use super::arrivals::Visit;
use super::offer::Offer;
use super::parcels::NOT_OPEN;
use super::tally::ReplicationOutcome;
use super::told::Told;

/// A visit, and what it was sold at the scenario's own padding.
#[derive(Clone, Copy)]
pub(crate) struct AsSold {
    pub(crate) zone: u32,
    pub(crate) placed: i64,
    /// The level first asked for.
    pub(crate) wanted: usize,
    /// The level sold.
    pub(crate) level: Option<usize>,
    pub(crate) cohort: bool,
}

impl AsSold {
    /// A visit and its offer.
    pub(crate) fn of(visit: &Visit, offer: &Offer, cohort: bool) -> Self {
        Self {
            zone: visit.zone,
            placed: visit.at,
            wanted: offer.wanted,
            level: offer.quote.map(|quote| quote.level),
            cohort,
        }
    }
}

/// Places of a curve, all levels one after the other: from the first on, and no more from the second on.
pub(crate) type Marked = [u32; 2];

impl ReplicationOutcome {
    /// Marks the paddings at which a visit would be sold otherwise, given what is remembered of the levels.
    #[inline(never)]
    pub(crate) fn mark_sold_otherwise(&mut self, plan: &Plan, visit: AsSold, bases: &[i64]) {
        if plan.minds_sold_otherwise(visit.cohort) {
            sold_otherwise(plan, visit, bases, |marked| self.mark(marked));
        }
    }

    /// Marks paddings that follow on each other.
    #[inline(always)]
    pub(crate) fn mark(&mut self, [from, to]: Marked) {
        self.crossed[from as usize] += 1;
        self.crossed[to as usize] -= 1;
    }
}

impl Plan {
    /// Whether it matters that a visit, of the scoring window or not, would be sold otherwise at another padding.
    #[inline]
    pub(crate) fn minds_sold_otherwise(&self, cohort: bool) -> bool {
        // Where orders do not compete, what happens to those that are not scored is nobody's concern.
        self.feedback.withdraws && (cohort || self.feedback.compete)
    }
}

/// The paddings at which a visit would be sold otherwise, given what is remembered of the levels.
pub(crate) fn sold_otherwise(
    plan: &Plan,
    visit: AsSold,
    bases: &[i64],
    mut mark: impl FnMut(Marked),
) {
    if fares_alike_at_any(plan, visit, bases) {
        return;
    }
    let mut row = 0;
    for grid in &plan.grids {
        sold_otherwise_on(plan, visit, bases, (grid, row), &mut mark);
        row += grid.len + 1;
    }
}

fn sold_otherwise_on(
    plan: &Plan,
    visit: AsSold,
    bases: &[i64],
    (grid, row): (&PaddingGrid, usize),
    mark: &mut impl FnMut(Marked),
) {
    let mut mark_of = |level: usize, from: usize, to: usize| {
        let first = level * plan.curve_cells + row;
        mark([from, to].map(|place| (first + place) as u32));
    };
    let (mut from, mut last, mut doubtful) = (0, visit.wanted, false);
    for (level, &base) in bases.iter().enumerate().skip(visit.wanted) {
        if base == NOT_OPEN || from >= grid.len {
            continue;
        }
        let told = Told {
            zone: visit.zone,
            level,
            placed: visit.placed,
            base,
        };
        let to = offered_until(plan, &told, grid);
        // What follows a level whose padded work finds no departure was not looked at.
        doubtful |= plan.levels[level].padding_at == PaddingAt::Process;
        last = level;
        if to <= from {
            continue;
        }
        let alike = |sold| plan.fares_alike(visit.zone, level, sold);
        if !visit.level.is_some_and(alike) {
            mark_of(level, from, to);
        }
        from = to;
    }
    // From here on nothing is sold: one order less, which only those notice who compete with it.
    let missed = visit.level.is_some() && (plan.feedback.compete || doubtful);
    if from < grid.len && missed {
        mark_of(last, from, grid.len);
    }
}

/// Whether the visit is sold at every padding, and fares alike whatever it is sold: then no calendar need be asked.
fn fares_alike_at_any(plan: &Plan, visit: AsSold, bases: &[i64]) -> bool {
    let Some(sold) = visit.level else {
        // Whom no level was open to, none is at any padding.
        return bases.iter().all(|&base| base == NOT_OPEN);
    };
    for (level, _) in bases
        .iter()
        .enumerate()
        .skip(visit.wanted)
        .filter(|(_, base)| **base != NOT_OPEN)
    {
        if !plan.fares_alike(visit.zone, level, sold) {
            return false;
        }
        let level = &plan.levels[level];
        if level.latest.is_none() && level.padding_at == PaddingAt::Promise {
            return true;
        }
    }
    false
}

/// How many leading paddings of a grid offer a level.
fn offered_until(plan: &Plan, told: &Told, grid: &PaddingGrid) -> usize {
    let level = &plan.levels[told.level];
    let placed = Instant(told.placed);
    if level.padding_at != PaddingAt::Promise {
        return told.on_grid(plan, grid, []).0;
    }
    let clock = &plan.zones[told.zone as usize].clock;
    let latest = level.latest.map(|latest| clock.latest(placed, latest));
    clock.offered(placed, Instant(told.base), level.rounding, latest, grid)
}
