//! An axis of paddings that change only what is told: one run tells of all its values.

use leadtime_network::promise::{PaddingAmount, PaddingGrid};
use leadtime_network::study::{Axis, Study};
use leadtime_network::{Network, text};
use leadtime_sim::plan::Plan;
use leadtime_sim::study::{Measure, StudyOutcome};
use leadtime_stats::Total;

use crate::figures::Figure;

/// Paddings that a curve may have at most.
const MOST: i64 = 20_000;

/// The axis, and the paddings that it stands for.
#[derive(Clone, Debug)]
pub(crate) struct PassiveAxis {
    /// Number of the axis.
    pub(crate) axis: usize,
    /// The level that is padded; `None`: all.
    level: Option<String>,
    /// Per value.
    amounts: Vec<PaddingAmount>,
    /// A grid that holds all values.
    grid: PaddingGrid,
}

impl PassiveAxis {
    /// The first axis that pads promises and nothing else, if there is one.
    pub(crate) fn of(study: &Study, network: &Network, plan: &Plan) -> Option<Self> {
        if !network.paddings.is_empty() || !plan.pads_promises() {
            return None;
        }
        let axes = study.axes.iter().enumerate();
        axes.into_iter().find_map(|(at, axis)| {
            let level = padded_level(axis)?;
            if level.is_some() && !plan.levels_are_padded_apart() {
                return None;
            }
            let amounts = axis
                .points
                .iter()
                .map(|point| text::padding(&point.label).ok());
            let amounts: Vec<PaddingAmount> = amounts.collect::<Option<_>>()?;
            let grid = grid(&amounts)?;
            Some(Self {
                axis: at,
                level,
                amounts,
                grid,
            })
        })
    }

    /// Lets a network draw the curve through all values, and no other.
    pub(crate) fn draw(&self, network: &mut Network) {
        network.padding_grids = vec![self.grid];
        network.simulated_grids = vec![false];
    }

    /// The padding of every level at a value; `None`: its own.
    pub(crate) fn paddings(&self, value: usize, plan: &Plan) -> Vec<Option<PaddingAmount>> {
        let padded = |name: &String| self.level.as_ref().is_none_or(|level| level == name);
        let names = plan.level_names.iter();
        names
            .map(|name| padded(name).then_some(self.amounts[value]))
            .collect()
    }

    /// Whether its values are lengths of time, each longer than the one before.
    pub(crate) fn lengthens(&self) -> bool {
        let elapsed = |amount: &PaddingAmount| matches!(amount, PaddingAmount::Elapsed(_));
        self.amounts.iter().all(elapsed) && self.amounts.is_sorted_by_key(|amount| amount.value())
    }

    /// The padding of a value.
    pub(crate) fn amount(&self, value: usize) -> PaddingAmount {
        self.amounts[value]
    }

    /// Whether a run with the value would be the one at hand, but for what is told.
    pub(crate) fn tells(&self, value: usize, (plan, study): (&Plan, &StudyOutcome)) -> bool {
        let rows = self.rows(plan);
        rows.into_iter()
            .all(|row| study.is_passive_at(plan, row, self.amounts[value]))
    }

    /// A figure at a value, replication by replication.
    pub(crate) fn column(
        &self,
        figure: &Figure,
        value: usize,
        (plan, study): (&Plan, &StudyOutcome),
    ) -> Option<Vec<Total>> {
        let (row, padding) = (figure.row(plan)?, self.amounts[value]);
        let padded = |row| study.measured_at(plan, figure.measure, row, padding);
        let as_it_is = |row| study.measured(plan, figure.measure, row);
        let Some(level) = &self.level else {
            return padded(row);
        };
        let of_level = plan.level_names.iter().position(|name| name == level)?;
        if row == of_level {
            return padded(row);
        }
        if row < plan.level_names.len() || figure.measure == Measure::LeadTime {
            return as_it_is(row);
        }
        // All levels together: the padded one takes the place of itself.
        let (all, before, after) = (as_it_is(row)?, as_it_is(of_level)?, padded(of_level)?);
        let moved = all.iter().zip(before.iter().zip(&after));
        let moved = moved.map(|(all, (before, after))| Total {
            sum: all.sum - before.sum + after.sum,
            // Of visits every level counts all.
            count: if figure.measure == Measure::OfferShare {
                all.count
            } else {
                all.count - before.count + after.count
            },
        });
        Some(moved.collect())
    }

    fn rows(&self, plan: &Plan) -> Vec<usize> {
        match &self.level {
            Some(level) => plan
                .level_names
                .iter()
                .position(|name| name == level)
                .into_iter()
                .collect(),
            None => (0..plan.level_names.len()).collect(),
        }
    }
}

/// The level whose padding the axis sets: a name, or `None` for all of them.
fn padded_level(axis: &Axis) -> Option<Option<String>> {
    let [address] = &axis.addresses[..] else {
        return None;
    };
    let [table, level, key] = address.parts() else {
        return None;
    };
    if axis.scales || table != "service_levels" || key != "padding" {
        return None;
    }
    match level.as_str() {
        "*" => Some(None),
        name if name.contains(['*', '?']) => None,
        name => Some(Some(name.to_owned())),
    }
}

/// The coarsest grid that holds all amounts.
fn grid(amounts: &[PaddingAmount]) -> Option<PaddingGrid> {
    let first = amounts.first()?;
    if amounts.iter().any(|amount| amount.kind() != first.kind()) {
        return None;
    }
    let values = amounts.iter().map(|amount| amount.value());
    let (from, to) = (values.clone().min()?, values.clone().max()?);
    let step = values
        .fold(0, |step, value| divisor(step, value - from))
        .max(1);
    let len = (to - from) / step + 1;
    (len <= MOST).then(|| PaddingGrid::new(first.kind(), from, step, len as usize))
}

/// The greatest common divisor.
fn divisor(a: i64, b: i64) -> i64 {
    if b == 0 { a.abs() } else { divisor(b, a % b) }
}
