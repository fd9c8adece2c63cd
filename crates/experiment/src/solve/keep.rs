//! The first value along a line that keeps a requirement.

use leadtime_network::study::{Find, Of, Requirement};
use leadtime_sim::outcome::Unit;
use leadtime_sim::study::Measure;
use leadtime_stats::Confidence;

use super::look::{Look, Subject};
use super::saturation::{Cause, Saturation, cause, in_worst_tenth};
use super::{Corner, Line, SegmentAnswer};
use crate::figures::Figure;
use crate::requirement::Standing;
use crate::trial::{Interrupted, Run, Trials};

/// What is asked: which end, the requirement, and of what.
pub(super) type Asked<'q> = (Find, &'q Requirement, Of);

/// The answer for all orders of the figure, or for those of a zone. The requirement is taken to be kept by every value on the safe side of one
/// that keeps it: padding never lowers on time, a later cutoff does not raise it.
pub(super) fn keep(
    trials: &mut Trials<'_>,
    (find, that, of): Asked<'_>,
    (line, zone): (&Line, Option<&str>),
    confidence: Confidence,
) -> Result<SegmentAnswer, Interrupted> {
    let mut wished = line.designs.clone();
    if find == Find::Largest {
        wished.reverse();
    }
    let Ok(figure) = Figure::named(&that.figure) else {
        return Ok(SegmentAnswer::default());
    };
    let mut look = Look {
        trials,
        subject: Subject {
            figure,
            zone: zone.map(str::to_owned),
        },
        asked: (that, of),
        axis: line.axis,
        confidence,
    };
    let mut answer = SegmentAnswer {
        service_level: that.figure.level.clone(),
        zone: zone.map(str::to_owned),
        ..SegmentAnswer::default()
    };
    let observed = look.observed(&wished)?;
    if observed.is_empty() {
        return Ok(answer);
    }
    let (starts_the_axis, ends_the_axis) = (observed.start == 0, observed.end == wished.len());
    let wished = &wished[observed];
    let last = wished.len() - 1;
    let start = look.bisect(wished)?.unwrap_or(last);
    let sure = |found: &Option<Standing>| found.as_ref().is_some_and(|s| s.surely_met);
    let met = |found: &Option<Standing>| found.as_ref().is_some_and(|s| s.met);
    let unsure = |found: &Option<Standing>| found.as_ref().is_some_and(|s| !s.surely_missed);
    let safe = look.first(wished, start, &sure)?;
    let by_value = look.first(wished, safe.unwrap_or(start), &met)?;
    let from = look.first(wished, by_value.or(safe).unwrap_or(start), &unsure)?;
    let label = |at: usize| look.label(wished[at]);
    answer.value = safe.map(label);
    answer.by_value = by_value.map(label);
    answer.range = from.zip(safe).map(|(from, to)| [label(from), label(to)]);
    let told = safe.or(by_value).unwrap_or(last);
    look.describe(wished[told], &mut answer)?;
    if safe == Some(0) && last > 0 && starts_the_axis {
        answer.corner = Some(end_of(find));
    }
    if safe.is_none() {
        // All of these were looked at for a safe one.
        let tried = &wished[by_value.unwrap_or(last)..];
        answer.replications_needed = look.replications_needed(tried)?;
        answer.saturation = look.saturation(wished, (by_value.is_some(), ends_the_axis))?;
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

impl Look<'_, '_> {
    /// Figures at a value, on fresh replications.
    fn describe(&mut self, design: usize, answer: &mut SegmentAnswer) -> Result<(), Interrupted> {
        let Some(totals) = self.totals(design, Run::Verify)? else {
            return Ok(());
        };
        answer.standing = self.judged(&totals);
        let measure = self.subject.figure.measure;
        answer.figure = measure.estimate(&totals, Confidence::P95);
        answer.replications = totals.len() as u32;
        if self.subject.zone.is_some() {
            return Ok(());
        }
        let level = self.subject.figure.level.clone();
        let mut other = |measure: Measure| {
            let figure = Figure {
                measure,
                level: level.clone(),
            };
            let totals = self.trials.column(design, Run::Verify, &figure)?;
            Ok(totals.and_then(|totals| measure.estimate(&totals, Confidence::P95)))
        };
        answer.quote_length = other(Measure::QuoteLength)?;
        if measure != Measure::OnTime {
            answer.on_time = other(Measure::OnTime)?;
        }
        Ok(())
    }

    /// Why no value keeps it.
    fn saturation(
        &mut self,
        wished: &[usize],
        (may_be_met, ends_the_axis): (bool, bool),
    ) -> Result<Option<Saturation>, Interrupted> {
        let measure = self.subject.figure.measure;
        let last = wished.len() - 1;
        let Some(totals) = self.totals(wished[last], Run::Verify)? else {
            return Ok(None);
        };
        let Some(most) = measure.estimate(&totals, Confidence::P95) else {
            return Ok(None);
        };
        let is_share = measure.unit() == Unit::Share;
        let worst = in_worst_tenth(&totals).filter(|_| is_share);
        // One step of a fine axis helps little, however much the next hundred would.
        let before = last.saturating_sub((wished.len() / 4).max(1));
        let before = self.totals(wished[before], Run::Verify)?;
        let before = before.and_then(|totals| measure.estimate(&totals, Confidence::P95));
        let value = before.map_or(most.value, |found| found.value);
        let missing = if is_share { 1.0 - value } else { value.abs() };
        let helped = if missing > 0.0 {
            (most.value - value).abs() / missing
        } else {
            0.0
        };
        Ok(Some(Saturation {
            value: self.label(wished[last]),
            most,
            in_worst_tenth: worst,
            cause: match (may_be_met, ends_the_axis) {
                (true, _) => Cause::NotYetCarried,
                (false, true) => cause(worst, helped),
                (false, false) => Cause::NotOffered,
            },
        }))
    }
}
