//! The first value along a line that keeps a requirement.

use leadtime_network::study::{Find, Of, Relation, Requirement};
use leadtime_sim::outcome::Unit;
use leadtime_sim::study::Measure;
use leadtime_stats::rare::{Claim, Verdict};
use leadtime_stats::{Confidence, Total};

use super::saturation::{Cause, Saturation, cause, in_worst_tenth};
use super::{Corner, Line, SegmentAnswer};
use crate::figures::Figure;
use crate::requirement::{Standing, standing};
use crate::trial::{Interrupted, Run, Trial, Trials};

/// What is asked: which end, the requirement, and of what.
pub(super) type Asked<'q> = (Find, &'q Requirement, Of);

/// Answers for all orders of the figure. The requirement is taken to be kept by every value on the safe side of one that keeps it: padding
/// never lowers on time, a later cutoff does not raise it.
pub(super) fn keep(
    trials: &mut Trials<'_>,
    (find, that, of): Asked<'_>,
    line: &Line,
    confidence: Confidence,
) -> Result<SegmentAnswer, Interrupted> {
    // From the value that is wished for to the one that is safest.
    let mut wished = line.designs.clone();
    if find == Find::Largest {
        wished.reverse();
    }
    let Ok(figure) = Figure::named(&that.figure) else {
        return Ok(SegmentAnswer::default());
    };
    let mut look = Look {
        trials,
        figure,
        asked: (that, of),
        axis: line.axis,
        confidence,
    };
    let last = wished.len() - 1;
    let start = look.bisect(&wished)?.unwrap_or(last);
    let sure = |found: &Option<Standing>| found.as_ref().is_some_and(|s| s.surely_met);
    let met = |found: &Option<Standing>| found.as_ref().is_some_and(|s| s.met);
    let unsure = |found: &Option<Standing>| found.as_ref().is_some_and(|s| !s.surely_missed);
    let safe = look.first(&wished, start, &sure)?;
    let by_value = look.first(&wished, safe.unwrap_or(start), &met)?;
    let from = look.first(&wished, by_value.or(safe).unwrap_or(start), &unsure)?;
    let label = |at: usize| look.label(wished[at]);
    let mut answer = SegmentAnswer {
        service_level: that.figure.level.clone(),
        value: safe.map(label),
        by_value: by_value.map(label),
        range: from.zip(safe).map(|(from, to)| [label(from), label(to)]),
        ..SegmentAnswer::default()
    };
    let told = safe.or(by_value).unwrap_or(last);
    look.describe(wished[told], &mut answer)?;
    if safe == Some(0) && last > 0 {
        answer.corner = Some(end_of(find));
    }
    if safe.is_none() {
        answer.saturation = look.saturation(&wished, by_value.is_some())?;
    }
    Ok(answer)
}

/// The end of the axis from which is looked.
fn end_of(find: Find) -> Corner {
    match find {
        Find::Smallest => Corner::FirstValue,
        Find::Largest => Corner::LastValue,
    }
}

/// Looking along a line.
struct Look<'l, 's> {
    trials: &'l mut Trials<'s>,
    figure: Figure,
    asked: (&'l Requirement, Of),
    axis: usize,
    confidence: Confidence,
}

impl Look<'_, '_> {
    fn totals<'t>(&self, trial: &'t Trial) -> Option<&'t [Total]> {
        self.trials.checked.column(trial, &self.figure)
    }

    fn standing(&mut self, design: usize, run: Run) -> Result<Option<Standing>, Interrupted> {
        let trial = self.trials.of(design, run)?.clone();
        Ok(self.totals(&trial).and_then(|totals| self.judged(totals)))
    }

    /// A share that is claimed to be high must rest on enough bad periods; others on their one-sided bound.
    fn judged(&self, totals: &[Total]) -> Option<Standing> {
        let measure = self.figure.measure;
        let mut found = standing(self.asked, measure, totals, self.confidence)?;
        if let Some((claim, periods)) = self.claim(totals)
            && let Some(claimed) = claim.standing(&periods, None)
        {
            found.surely_met = claimed.verdict == Verdict::Carried;
            found.low = found.low.min(claimed.low);
        }
        Some(found)
    }

    /// The claim that a share is at least so much, with what it rests on.
    fn claim(&self, totals: &[Total]) -> Option<(Claim, Vec<(u64, u64)>)> {
        let (that, of) = self.asked;
        let is_share = matches!(self.figure.measure, Measure::OnTime | Measure::OnTimeDay);
        if !is_share || of != Of::Mean || that.relation != Relation::AtLeast {
            return None;
        }
        let claim = Claim::new(that.bound, self.confidence).ok()?;
        let periods = totals
            .iter()
            .map(|total| (total.sum as u64, total.count as u64));
        Some((claim, periods.collect()))
    }

    /// The first value that keeps it by the figures of the search, found by halving.
    fn bisect(&mut self, wished: &[usize]) -> Result<Option<usize>, Interrupted> {
        let (mut low, mut high) = (0, wished.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let found = self.standing(wished[middle], Run::Search)?;
            if found.is_some_and(|found| found.met) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        Ok((low < wished.len()).then_some(low))
    }

    /// The first value with a property on fresh replications, looked for from `start` on, one step after the other.
    fn first(
        &mut self,
        wished: &[usize],
        start: usize,
        has: &dyn Fn(&Option<Standing>) -> bool,
    ) -> Result<Option<usize>, Interrupted> {
        let mut at = start;
        if has(&self.standing(wished[at], Run::Verify)?) {
            while at > 0 && has(&self.standing(wished[at - 1], Run::Verify)?) {
                at -= 1;
            }
            return Ok(Some(at));
        }
        while at + 1 < wished.len() {
            at += 1;
            if has(&self.standing(wished[at], Run::Verify)?) {
                return Ok(Some(at));
            }
        }
        Ok(None)
    }

    fn label(&self, design: usize) -> String {
        label(self.trials, design, self.axis)
    }

    /// Figures at a value, on fresh replications.
    fn describe(&mut self, design: usize, answer: &mut SegmentAnswer) -> Result<(), Interrupted> {
        let trial = self.trials.of(design, Run::Verify)?.clone();
        let Some(totals) = self.totals(&trial) else {
            return Ok(());
        };
        answer.standing = self.judged(totals);
        answer.figure = self.figure.measure.estimate(totals, Confidence::P95);
        answer.replications = trial.replications;
        let other = |measure: Measure| {
            let figure = Figure {
                measure,
                level: self.figure.level.clone(),
            };
            let totals = self.trials.checked.column(&trial, &figure)?;
            measure.estimate(totals, Confidence::P95)
        };
        answer.quote_length = other(Measure::QuoteLength);
        if self.figure.measure != Measure::OnTime {
            answer.on_time = other(Measure::OnTime);
        }
        if let Some((claim, periods)) = self.claim(totals)
            && let Some(standing) = claim.standing(&periods, None)
            && let Verdict::NotYet { replications } = standing.verdict
        {
            answer.replications_needed = Some(replications);
        }
        Ok(())
    }

    /// Why no value keeps it.
    fn saturation(
        &mut self,
        wished: &[usize],
        may_be_met: bool,
    ) -> Result<Option<Saturation>, Interrupted> {
        let last = wished[wished.len() - 1];
        let trial = self.trials.of(last, Run::Verify)?.clone();
        let Some(totals) = self.totals(&trial) else {
            return Ok(None);
        };
        let Some(most) = self.figure.measure.estimate(totals, Confidence::P95) else {
            return Ok(None);
        };
        let is_share = self.figure.measure.unit() == Unit::Share;
        let worst = in_worst_tenth(totals).filter(|_| is_share);
        let step = match wished.len().checked_sub(2) {
            Some(before) => {
                let before = self.trials.of(wished[before], Run::Verify)?.clone();
                let value = self
                    .totals(&before)
                    .and_then(|totals| self.figure.measure.estimate(totals, Confidence::P95));
                let value = value.map_or(most.value, |found| found.value);
                let missing = if is_share { 1.0 - value } else { value.abs() };
                if missing > 0.0 {
                    (most.value - value).abs() / missing
                } else {
                    0.0
                }
            }
            None => 0.0,
        };
        Ok(Some(Saturation {
            value: self.label(last),
            most,
            in_worst_tenth: worst,
            cause: if may_be_met {
                Cause::NotYetCarried
            } else {
                cause(worst, step)
            },
        }))
    }
}

/// The value of an axis at a design, as written.
pub(super) fn label(trials: &Trials<'_>, design: usize, axis: usize) -> String {
    let at = trials.checked.designs[design].at[axis];
    trials.checked.study.axes[axis].points[at].label.clone()
}
