//! Cost over padding, and the cheapest padding with its uncertainty.

use leadtime_stats::mean::paired_ratio_difference;
use leadtime_stats::{Confidence, Total};

use super::StudyOutcome;
use super::costs::{CurveCost, UNIT};
use super::curves::grids;
use super::figures::{ratio_mean, total};
use super::levels::level_name;
use super::padding::{grid_padding, padding_value};
use crate::outcome::{CheapestPadding, PaddingCost, Unit};
use crate::plan::Plan;

impl StudyOutcome {
    /// Every padding of every grid per level and for all, and the cheapest of each.
    pub(super) fn cost_curves(&self, plan: &Plan) -> (Vec<PaddingCost>, Vec<CheapestPadding>) {
        let (mut points, mut cheapest) = (Vec::new(), Vec::new());
        for row in 0..=plan.levels.len() {
            for (grid, first) in grids(plan, row) {
                let offered = points.len();
                for at in 0..grid.len {
                    let exact = self.sums.curve[first + at].crossed == 0;
                    let padding = grid_padding(plan, row, grid, (at, exact));
                    points.push(self.padding_cost(level_name(plan, row), padding, first + at));
                }
                let least = self.least(first, grid.len);
                cheapest.extend(least.map(|(at, as_cheap)| {
                    let point: &PaddingCost = &points[offered + at];
                    CheapestPadding {
                        service_level: point.service_level.clone(),
                        padding: point.padding.clone(),
                        cost: point.total.clone(),
                        as_cheap: as_cheap.map(|ends| ends.map(|at| padding_value(grid, at))),
                    }
                }));
            }
        }
        (points, cheapest)
    }

    fn padding_cost(
        &self,
        service_level: Option<String>,
        padding: crate::outcome::Padding,
        cell: usize,
    ) -> PaddingCost {
        let costs = &self.sums.costs;
        let of = |what: &dyn Fn(&CurveCost) -> Total| {
            let totals: Vec<Total> = costs.curve.iter().map(|cells| what(&cells[cell])).collect();
            ratio_mean(&totals, Unit::Money, 1.0 / UNIT)
        };
        let [fixed, lateness, told, orders] = costs.parts[cell];
        let per_order = |part: i128| (orders > 0).then(|| part as f64 / orders as f64 / UNIT);
        PaddingCost {
            service_level,
            padding,
            total: of(&CurveCost::total),
            changing: of(&|cost| total(cost.changing as f64, f64::from(cost.orders))),
            fixed: per_order(fixed),
            lateness: per_order(lateness),
            padding_cost: per_order(told),
        }
    }

    /// The place of a curve whose orders cost least, and the first and last place that may be as cheap. Paddings at which fewer than
    /// nine tenths of the orders are still offered are left out: dropping the dear orders is not saving on them.
    fn least(&self, first: usize, len: usize) -> Option<(usize, Option<[usize; 2]>)> {
        let costs = &self.sums.costs;
        let parts = &costs.parts[first..first + len];
        let most = parts.iter().map(|part| part[3]).max()?;
        let kept = |at: &usize| parts[*at][3] > 0 && 10 * parts[*at][3] >= 9 * most;
        let cost = |at: usize| {
            let [fixed, lateness, told, orders] = parts[at];
            (fixed + lateness + told) as f64 / orders as f64
        };
        let least = (0..len)
            .filter(kept)
            .min_by(|&a, &b| cost(a).total_cmp(&cost(b)))?;
        let of = |cells: &Vec<CurveCost>, at: usize| cells[first + at].total();
        let as_cheap = |&at: &usize| {
            let pairs = costs
                .curve
                .iter()
                .map(|cells| (of(cells, at), of(cells, least)));
            let pairs: Vec<_> = pairs.collect();
            let difference = paired_ratio_difference(&pairs, Confidence::P95);
            at == least || difference.is_none_or(|difference| difference.low <= 0.0)
        };
        if costs.curve.len() < 2 {
            return Some((least, None));
        }
        let from = (0..=least).rev().filter(kept).take_while(as_cheap).last()?;
        let to = (least..len).filter(kept).take_while(as_cheap).last()?;
        Some((least, Some([from, to])))
    }
}
