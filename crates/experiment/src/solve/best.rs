//! The value along a line at which a figure is best.

use leadtime_network::study::{FigureName, Profit};
use leadtime_sim::study::Measure;
use leadtime_stats::mean::mean;
use leadtime_stats::{Confidence, Estimate, Total};

use super::{Corner, Line, SegmentAnswer, label};
use crate::figures::{Figure, PROFIT};
use crate::trial::{Interrupted, Run, Trials};

/// On-time share below which a shortest promise is as good as none.
const BROKEN: f64 = 0.5;

/// Seconds in an hour.
const HOUR: f64 = 3_600.0;

/// The best value, looked for on the replications of the study and estimated on fresh ones; the range are the values that may be as good.
pub(super) fn best(
    trials: &mut Trials<'_>,
    (most, name): (bool, &FigureName),
    line: &Line,
) -> Result<SegmentAnswer, Interrupted> {
    let objective = Objective::of(trials, name);
    let sign = if most { 1.0 } else { -1.0 };
    let mut best: Option<(usize, f64)> = None;
    for (at, &design) in line.designs.iter().enumerate() {
        let columns = objective.columns(trials, design, Run::Search)?;
        let value = columns.map(|columns| sign * objective.value(&columns, None));
        let value = value.filter(|value| value.is_finite());
        if value.is_some_and(|value| best.is_none_or(|(_, most)| value > most)) {
            best = value.map(|value| (at, value));
        }
    }
    let mut answer = SegmentAnswer {
        service_level: name.level.clone(),
        ..SegmentAnswer::default()
    };
    let Some((at, _)) = best else {
        return Ok(answer);
    };
    let told = |at: usize| label(trials, line.designs[at], line.axis);
    answer.value = Some(told(at));
    answer.range = None;
    let own = objective.columns(trials, line.designs[at], Run::Verify)?;
    let Some(own) = own.map(|columns| objective.pseudo_values(&columns)) else {
        return Ok(answer);
    };
    answer.figure = mean(&own, Confidence::P95);
    let as_good = |trials: &mut Trials<'_>, other: usize| -> Result<bool, Interrupted> {
        let columns = objective.columns(trials, line.designs[other], Run::Verify)?;
        let other = columns.map(|columns| objective.pseudo_values(&columns));
        let Some(other) = other.filter(|other| other.len() == own.len()) else {
            return Ok(false);
        };
        let better: Vec<f64> = own
            .iter()
            .zip(&other)
            .map(|(own, other)| sign * (own - other))
            .collect();
        Ok(mean(&better, Confidence::P95).is_none_or(|difference| difference.low <= 0.0))
    };
    let (mut from, mut to) = (at, at);
    while from > 0 && as_good(trials, from - 1)? {
        from -= 1;
    }
    while to + 1 < line.designs.len() && as_good(trials, to + 1)? {
        to += 1;
    }
    answer.range = Some([from, to].map(|at| label(trials, line.designs[at], line.axis)));
    describe(trials, (name, line.designs[at]), &mut answer)?;
    answer.corner = corner(trials, (at, line), name, &answer)?;
    Ok(answer)
}

/// An answer at an end of the line; the shortest promise that is mostly broken is named for what it is.
fn corner(
    trials: &mut Trials<'_>,
    (at, line): (usize, &Line),
    name: &FigureName,
    answer: &SegmentAnswer,
) -> Result<Option<Corner>, Interrupted> {
    let last = line.designs.len() - 1;
    let (end, other) = match at {
        _ if last == 0 => return Ok(None),
        0 => (Corner::FirstValue, last),
        at if at == last => (Corner::LastValue, 0),
        _ => return Ok(None),
    };
    let broken = |on_time: &Estimate| on_time.value < BROKEN;
    if !answer.on_time.as_ref().is_some_and(broken) {
        return Ok(Some(end));
    }
    let figure = Figure {
        measure: Measure::QuoteLength,
        level: name.level.clone(),
    };
    let longer = trials.column(line.designs[other], Run::Verify, &figure)?;
    let longer = longer.and_then(|totals| Measure::QuoteLength.estimate(&totals, Confidence::P95));
    let shortest = longer
        .zip(answer.quote_length.as_ref())
        .is_none_or(|(other, own)| own.value <= other.value);
    Ok(Some(if shortest { Corner::BrokenPromise } else { end }))
}

fn describe(
    trials: &mut Trials<'_>,
    (name, design): (&FigureName, usize),
    answer: &mut SegmentAnswer,
) -> Result<(), Interrupted> {
    let mut other = |measure: Measure| {
        let figure = Figure {
            measure,
            level: name.level.clone(),
        };
        let totals = trials.column(design, Run::Verify, &figure)?;
        Ok(totals.and_then(|totals| measure.estimate(&totals, Confidence::P95)))
    };
    answer.on_time = other(Measure::OnTime)?;
    answer.quote_length = other(Measure::QuoteLength)?;
    answer.replications = trials.of(design, Run::Verify)?.replications;
    Ok(())
}

/// What is to be best: a figure, or the profit, as a function of sums over replications.
struct Objective {
    profit: Option<Profit>,
    figures: Vec<Figure>,
}

impl Objective {
    fn of(trials: &Trials<'_>, name: &FigureName) -> Self {
        let level = || name.level.clone();
        let figure = |measure| Figure {
            measure,
            level: level(),
        };
        if name.measure == PROFIT {
            let costs = trials
                .checked
                .figures
                .iter()
                .any(|figure| figure.measure == Measure::Cost);
            let cost = costs.then(|| figure(Measure::Cost));
            let figures = [Some(figure(Measure::QuoteLength)), cost];
            return Self {
                profit: trials.checked.study.profit,
                figures: figures.into_iter().flatten().collect(),
            };
        }
        Self {
            profit: None,
            figures: Measure::named(&name.measure)
                .map(figure)
                .into_iter()
                .collect(),
        }
    }

    /// The columns that it is made of.
    fn columns(
        &self,
        trials: &mut Trials<'_>,
        design: usize,
        run: Run,
    ) -> Result<Option<Vec<Vec<Total>>>, Interrupted> {
        let columns = self
            .figures
            .iter()
            .map(|figure| trials.column(design, run, figure));
        columns.collect()
    }

    /// Its value over all replications, or all but one.
    fn value(&self, columns: &[Vec<Total>], without: Option<usize>) -> f64 {
        let ratio = |column: &Vec<Total>| {
            let kept = column
                .iter()
                .enumerate()
                .filter(|(at, _)| Some(*at) != without);
            let (sum, count) = kept.fold((0.0, 0.0), |(sum, count), (_, total)| {
                (sum + total.sum, count + total.count)
            });
            sum / count
        };
        let mut ratios = columns.iter().map(ratio);
        let first = ratios.next().unwrap_or(f64::NAN);
        match self.profit {
            None => first,
            Some(profit) => {
                let cost = ratios.next().unwrap_or(0.0);
                profit.demand.at(first / HOUR) * (profit.revenue - cost)
            }
        }
    }

    /// The jackknife's pseudo-values, R f - (R - 1) f_(-r): their mean has the variance of f (Efron 1982), whatever smooth function of sums
    /// f is.
    fn pseudo_values(&self, columns: &[Vec<Total>]) -> Vec<f64> {
        let count = columns.iter().map(Vec::len).min().unwrap_or(0);
        let all = self.value(columns, None);
        let r = count as f64;
        (0..count)
            .map(|at| r * all - (r - 1.0) * self.value(columns, Some(at)))
            .collect()
    }
}
