//! Measures at another padding than the scenario's own, from the padding curves: what one run tells of all paddings.

use leadtime_network::promise::{PaddingAmount, PaddingKind};
use leadtime_stats::Total;

use super::StudyOutcome;
use super::curves::grids;
use super::figures::total;
use super::measures::Measure;
use crate::engine::CurveCell;
use crate::plan::{LevelPlan, Plan};

/// Orders of one replication at one padding of a curve.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CurveCount {
    n: u32,
    on_time: u32,
    on_time_day: u32,
}

impl From<&CurveCell> for CurveCount {
    fn from(cell: &CurveCell) -> Self {
        Self {
            n: cell.n.unsigned_abs(),
            on_time: cell.on_time.unsigned_abs(),
            on_time_day: cell.on_time_day.unsigned_abs(),
        }
    }
}

impl Plan {
    /// Whether every level's padding is added to its promise, and neither to its process nor to its cutoff.
    #[must_use]
    pub fn pads_promises(&self) -> bool {
        let promise = leadtime_network::network::PaddingAt::Promise;
        self.levels.iter().all(|level| level.padding_at == promise)
    }

    /// Whether a padding of one level leaves every other level as it is: none is withdrawn for its padding, nothing looks at promises.
    #[must_use]
    pub fn levels_are_padded_apart(&self) -> bool {
        !self.feedback.withdraws && !self.promises_feed_back()
    }
}

impl StudyOutcome {
    /// A measure of a service level (one past the last: all together) for every replication, had this padding been that of all levels.
    ///
    /// The curves tell on time and the offer share; the cost where costs are given; the quote length where each padding moves every
    /// promise of the level by so much time. `None` for other measures, and for paddings that the curves do not hold.
    #[must_use]
    pub fn measured_at(
        &self,
        plan: &Plan,
        measure: Measure,
        level: usize,
        padding: PaddingAmount,
    ) -> Option<Vec<Total>> {
        let cell = cell(plan, level, padding)?;
        let counts = self.sums.curve_counts.iter().map(|cells| cells[cell]);
        let share = |of: fn(&CurveCount) -> u32| {
            let totals = counts
                .clone()
                .map(|c| total(f64::from(of(&c)), f64::from(c.n)));
            Some(totals.collect())
        };
        match measure {
            Measure::OnTime => share(|count| count.on_time),
            Measure::OnTimeDay => share(|count| count.on_time_day),
            Measure::OfferShare => {
                let visits = self.sums.baskets.iter();
                let totals = counts
                    .zip(visits)
                    .map(|(count, (_, visits))| total(f64::from(count.n), *visits as f64));
                Some(totals.collect())
            }
            Measure::QuoteLength => self.moved_quotes(plan, level, padding),
            Measure::Cost => {
                plan.money.as_ref()?;
                let cells = self.sums.costs.curve.iter();
                let totals = cells.map(|cells| {
                    let cost = cells[cell].total();
                    total(cost.sum / super::costs::UNIT, cost.count)
                });
                Some(totals.collect())
            }
            Measure::LeadTime if self.is_passive_at(plan, level, padding) => {
                self.measured(plan, measure, level)
            }
            Measure::LeadTime | Measure::Tardiness => None,
        }
    }

    /// Whether the padding would change only what is told: the curve at it is what a run with it would give.
    #[must_use]
    pub fn is_passive_at(&self, plan: &Plan, level: usize, padding: PaddingAmount) -> bool {
        cell(plan, level, padding)
            .is_some_and(|cell| self.sums.curve[cell].crossed == 0 && !plan.promises_feed_back())
    }

    /// Whether the padding withdraws no level from anybody: as many orders of every level at it as in the run.
    fn sells_alike(&self, plan: &Plan, padding: PaddingAmount) -> bool {
        if plan.levels.iter().all(|level| level.latest.is_none()) {
            return true;
        }
        (0..plan.levels.len()).all(|level| {
            cell(plan, level, padding).is_some_and(|cell| {
                let counts = self.sums.curve_counts.iter().zip(&self.sums.level_sums);
                counts
                    .into_iter()
                    .all(|(cells, rows)| cells[cell].n == rows[level].1.n)
            })
        })
    }

    /// The quotes of a level, each longer by what the padding is more than its own.
    fn moved_quotes(
        &self,
        plan: &Plan,
        level: usize,
        padding: PaddingAmount,
    ) -> Option<Vec<Total>> {
        let zones = plan.zones.len();
        let rows = if level < plan.levels.len() {
            level..level + 1
        } else {
            0..plan.levels.len()
        };
        let own = plan.paddings.get(rows.start * zones..rows.end * zones)?;
        let first = *own.first()?;
        let moves = padding.kind() == PaddingKind::Elapsed
            && first.kind() == PaddingKind::Elapsed
            && plan.levels[rows].iter().all(LevelPlan::moves_alike)
            && self.sells_alike(plan, padding)
            // No promise precedes placement: a negative padding may move some by less.
            && padding.value() >= first.value().min(0)
            && own.iter().all(|other| *other == first);
        if !moves {
            return None;
        }
        let longer = (padding.value() - first.value()) as f64 / 1_000.0;
        let quotes = self.measured(plan, Measure::QuoteLength, level)?;
        let moved = quotes
            .iter()
            .map(|quote| total(quote.sum + longer * quote.count, quote.count));
        Some(moved.collect())
    }
}

/// The cell of a level's curve that holds a padding.
fn cell(plan: &Plan, level: usize, padding: PaddingAmount) -> Option<usize> {
    if level > plan.levels.len() {
        return None;
    }
    let curves = grids(plan, level);
    curves
        .into_iter()
        .find_map(|(grid, first)| Some(first + grid.position(padding)?))
}
