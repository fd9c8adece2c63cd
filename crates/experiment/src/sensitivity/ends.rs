//! The ends of levers, and what they tell.

use leadtime_stats::simultaneous::bonferroni;
use leadtime_stats::{Confidence, Estimate, Total};

use super::effects::{self, Column};
use super::{CostFrom, Direction, Fix, Lever, LeverFigures, MovedFigures, Question};

/// A lever and what was counted at its ends.
pub(super) struct Ends {
    pub(super) lever: Lever,
    pub(super) up: Option<End>,
    pub(super) down: Option<End>,
}

/// One end: how far the lever was moved, and on time and promised orders per replication.
pub(super) struct End {
    pub(super) factor: Option<f64>,
    pub(super) wages_a_day: Option<f64>,
    pub(super) column: Column,
}

impl Ends {
    pub(super) fn columns(&self) -> impl Iterator<Item = &Column> {
        [&self.up, &self.down]
            .into_iter()
            .flatten()
            .map(|end| &end.column)
    }

    pub(super) fn figures(&self, base: &[Total], confidence: Confidence) -> LeverFigures {
        let replications = base.len();
        let moved = |end: &Option<End>| {
            let end = end.as_ref()?;
            let column = &end.column[..replications];
            Some(MovedFigures {
                factor: end.factor,
                on_time: effects::share(column)?,
                difference: effects::difference(column, base, confidence)?,
            })
        };
        let elasticity = || {
            let (up, down) = (self.up.as_ref()?, self.down.as_ref()?);
            let (f_up, f_down) = (up.factor?, down.factor?);
            effects::elasticity(
                (&up.column[..replications], f_up),
                (&down.column[..replications], f_down),
            )
        };
        LeverFigures {
            kind: self.lever.kind,
            name: self.lever.name.clone(),
            label: self.lever.label(),
            up: moved(&self.up),
            down: moved(&self.down),
            elasticity: elasticity(),
        }
    }

    /// The end at which fewer orders are late, and which it is.
    fn fix(&self) -> Option<(Direction, &End, f64)> {
        let direction = self.lever.kind.fix()?;
        let end = match direction {
            Direction::Up => self.up.as_ref()?,
            Direction::Down => self.down.as_ref()?,
        };
        Some((direction, end, end.factor?))
    }
}

/// The levers that make fewer orders late, best first.
pub(super) fn fixes(
    found: &[Ends],
    base: &[Total],
    (days, question): (f64, &Question),
) -> Vec<Fix> {
    let tried: Vec<_> = found
        .iter()
        .filter_map(|ends| Some((ends.lever.label(), ends.fix()?)))
        .collect();
    let confidence = bonferroni(Confidence::P95, tried.len() as u64);
    let fixes = tried
        .into_iter()
        .filter_map(|(label, (direction, end, factor))| {
            let column = &end.column[..base.len()];
            let fewer = effects::fewer_late(column, base, days, confidence)?;
            let given = question.costs.get(&label);
            let percent = (factor - 1.0).abs() * 100.0;
            let (cost, from) = match (given, end.wages_a_day) {
                (Some(cost), _) => (Some(cost * percent), Some(CostFrom::Given)),
                (None, Some(wages)) => (Some(wages), Some(CostFrom::Wages)),
                _ => (None, None),
            };
            let priced = cost.filter(|cost| *cost > 0.0);
            Some(Fix {
                late_orders_per_money: priced.map(|cost| fewer.clone().scaled(1.0 / cost)),
                late_orders_a_day: fewer,
                label,
                direction,
                factor,
                cost_a_day: cost,
                cost_from: from,
            })
        });
    let mut fixes: Vec<Fix> = fixes
        .filter(|fix| fix.late_orders_a_day.value > 0.0)
        .collect();
    let value = |estimate: &Option<Estimate>| estimate.as_ref().map_or(-1.0, |e| e.value);
    fixes.sort_by(|a, b| {
        let per_money = value(&b.late_orders_per_money).total_cmp(&value(&a.late_orders_per_money));
        let orders = b
            .late_orders_a_day
            .value
            .total_cmp(&a.late_orders_a_day.value);
        per_money.then(orders).then(a.label.cmp(&b.label))
    });
    fixes
}
