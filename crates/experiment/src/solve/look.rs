//! Looking along a line of designs.

use std::ops::Range;

use leadtime_network::study::{Of, Relation, Requirement};
use leadtime_sim::study::Measure;
use leadtime_stats::rare::{Claim, Verdict};
use leadtime_stats::{Confidence, Total};

use super::label;
use crate::figures::Figure;
use crate::requirement::{Standing, standing};
use crate::trial::{Interrupted, Run, Trials};

/// What is looked at: a figure, of all orders or of those of a zone.
#[derive(Clone, Debug)]
pub(super) struct Subject {
    pub(super) figure: Figure,
    pub(super) zone: Option<String>,
}

/// Looking along designs, from the value that is wished for to the one that is safest.
pub(super) struct Look<'l, 's> {
    pub(super) trials: &'l mut Trials<'s>,
    pub(super) subject: Subject,
    pub(super) asked: (&'l Requirement, Of),
    pub(super) axis: usize,
    pub(super) confidence: Confidence,
}

impl Look<'_, '_> {
    pub(super) fn totals(
        &mut self,
        design: usize,
        run: Run,
    ) -> Result<Option<Vec<Total>>, Interrupted> {
        let Subject { figure, zone } = &self.subject;
        let totals = match zone {
            Some(zone) => self
                .trials
                .zone_column(design, run, (figure.level.as_deref(), zone))?,
            None => self.trials.column(design, run, figure)?,
        };
        Ok(totals)
    }

    pub(super) fn standing(
        &mut self,
        design: usize,
        run: Run,
    ) -> Result<Option<Standing>, Interrupted> {
        let totals = self.totals(design, run)?;
        Ok(totals.and_then(|totals| self.judged(&totals)))
    }

    /// A share that is claimed to be high must rest on enough bad periods; others on their one-sided bound.
    pub(super) fn judged(&self, totals: &[Total]) -> Option<Standing> {
        let measure = self.subject.figure.measure;
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
        let is_share = matches!(
            self.subject.figure.measure,
            Measure::OnTime | Measure::OnTimeDay
        );
        if !is_share || of != Of::Mean || that.relation != Relation::AtLeast {
            return None;
        }
        let claim = Claim::new(that.bound, self.confidence).ok()?;
        let periods = totals
            .iter()
            .map(|total| (total.sum as u64, total.count as u64));
        Some((claim, periods.collect()))
    }

    /// The designs at which there are such orders at all: a level may be withdrawn beyond some padding.
    pub(super) fn observed(&mut self, wished: &[usize]) -> Result<Range<usize>, Interrupted> {
        let all = wished.len();
        let mut seen =
            |at: usize| Ok(self.standing(wished[at], Run::Search)?.is_some()) as Result<bool, _>;
        let (first, last) = (seen(0)?, seen(all - 1)?);
        if first == last {
            if first {
                return Ok(0..all);
            }
            // Somewhere in between, or nowhere.
            let mut range = 0..0;
            for at in 1..all {
                if seen(at)? {
                    range = if range.is_empty() { at } else { range.start }..at + 1;
                }
            }
            return Ok(range);
        }
        let (mut low, mut high) = (0, all - 1);
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if seen(middle)? == first {
                low = middle;
            } else {
                high = middle;
            }
        }
        Ok(if first { 0..high } else { high..all })
    }

    /// The first value that keeps it by the figures of the search, found by halving.
    pub(super) fn bisect(&mut self, wished: &[usize]) -> Result<Option<usize>, Interrupted> {
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
    pub(super) fn first(
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

    /// The fewest replications in total that would carry the claim at one of these values, if all stays as seen there.
    pub(super) fn replications_needed(
        &mut self,
        designs: &[usize],
    ) -> Result<Option<u64>, Interrupted> {
        let mut least = None;
        for &design in designs {
            let Some(totals) = self.totals(design, Run::Verify)? else {
                continue;
            };
            if let Some((claim, periods)) = self.claim(&totals)
                && let Some(standing) = claim.standing(&periods, None)
                && let Verdict::NotYet { replications } = standing.verdict
            {
                let fewer = least.is_none_or(|least| replications < least);
                least = if fewer { Some(replications) } else { least };
            }
        }
        Ok(least)
    }

    pub(super) fn label(&self, design: usize) -> String {
        label(self.trials, design, self.axis)
    }
}
