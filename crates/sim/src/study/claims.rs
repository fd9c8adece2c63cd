//! Claims about targets: carried by the data, contradicted, or what they would take.

use leadtime_stats::Confidence;
use leadtime_stats::rare::{self, Claim};

use super::StudyOutcome;
use crate::outcome::{ClaimFigures, Verdict};
use crate::plan::Plan;

impl StudyOutcome {
    /// Where the claim of a level stands that its target is kept: with lateness integrated over last legs where that is asked for.
    pub(super) fn claim(&self, plan: &Plan, row: usize, target: f64) -> Option<ClaimFigures> {
        // A target of 0 or 1 can be met, but not claimed.
        let claim = Claim::new(target, Confidence::P95).ok()?;
        let late = self.conditional_totals(plan, row);
        let conditional = late.is_some();
        let standing = match late {
            Some(late) => claim.standing_of_misses(&late),
            None => {
                let rows = self.sums.level_sums.iter();
                let periods: Vec<(u64, u64)> = rows
                    .map(|rows| (u64::from(rows[row].1.on_time), u64::from(rows[row].1.n)))
                    .collect();
                claim.standing(&periods, None)
            }
        }?;
        let (verdict, replications) = advice(standing.verdict);
        Some(ClaimFigures {
            target,
            value: standing.value,
            low: standing.low,
            high: standing.high,
            verdict,
            replications,
            conditional,
        })
    }
}

/// A verdict in the outcome's words, and the replications it asks for.
pub(super) fn advice(verdict: rare::Verdict) -> (Verdict, Option<u64>) {
    match verdict {
        rare::Verdict::Carried => (Verdict::Carried, None),
        rare::Verdict::Contradicted => (Verdict::Contradicted, None),
        rare::Verdict::NotYet { replications } => (Verdict::NotYet, Some(replications)),
        rare::Verdict::NotExpected => (Verdict::NotExpected, None),
    }
}
