//! An answer for every zone by itself, along an axis of paddings: equal service wherever the customer lives.

use leadtime_network::study::{Find, Relation};
use leadtime_sim::study::Measure;
use leadtime_stats::rare::{Claim, Verdict};
use leadtime_stats::{Confidence, RatioSums};

use super::keep::{Asked, label};
use super::{Corner, Line, SegmentAnswer};
use crate::trial::{Interrupted, Run, Trials};

/// The first padding of each zone whose claim is carried, for a requirement on the on-time share of a service level; no segment where the
/// requirement is another one, or the axis no padding.
pub(super) fn keep(
    trials: &mut Trials<'_>,
    (find, that, _): Asked<'_>,
    line: &Line,
    confidence: Confidence,
) -> Result<Vec<SegmentAnswer>, Interrupted> {
    let mut wished = line.designs.clone();
    if find == Find::Largest {
        wished.reverse();
    }
    let wanted = |level: &str| {
        that.figure
            .level
            .as_deref()
            .is_none_or(|name| name == level)
    };
    let possible =
        that.relation == Relation::AtLeast && that.figure.measure == Measure::OnTime.name();
    let Some(claim) = Claim::new(that.bound, confidence).ok().filter(|_| possible) else {
        return Ok(Vec::new());
    };
    let first = trials.of(wished[0], Run::Verify)?;
    let segments = first.zones.iter().filter(|sums| wanted(&sums.level));
    let names: Vec<(String, String)> = segments
        .map(|sums| (sums.level.clone(), sums.zone.clone()))
        .collect();
    let mut answers = Vec::new();
    for (level, zone) in names {
        let mut curve = Vec::new();
        for &design in &wished {
            let trial = trials.of(design, Run::Verify)?;
            let of = trial
                .zones
                .iter()
                .find(|sums| sums.level == level && sums.zone == zone);
            curve.extend(of.map(|sums| (design, sums.on_time)));
        }
        let mut answer = segment(trials, line, &curve, (&claim, that.bound));
        answer.service_level = Some(level);
        answer.zone = Some(zone);
        answers.push(answer);
    }
    Ok(answers)
}

fn segment(
    trials: &Trials<'_>,
    line: &Line,
    curve: &[(usize, RatioSums)],
    (claim, bound): (&Claim, f64),
) -> SegmentAnswer {
    let standings: Vec<_> = curve
        .iter()
        .map(|(_, sums)| claim.standing_of_sums(sums, None))
        .collect();
    let at = |has: &dyn Fn(&leadtime_stats::rare::Standing) -> bool| {
        standings
            .iter()
            .position(|standing| standing.as_ref().is_some_and(has))
    };
    let safe = at(&|standing| standing.verdict == Verdict::Carried);
    let by_value = at(&|standing| standing.value >= bound);
    let from = at(&|standing| standing.verdict != Verdict::Contradicted);
    let named = |at: usize| label(trials, curve[at].0, line.axis);
    let told = safe.or(by_value).or(curve.len().checked_sub(1));
    let figure = told.and_then(|at| curve[at].1.estimate(Confidence::P95));
    let needed = told.and_then(|at| match standings[at].as_ref()?.verdict {
        Verdict::NotYet { replications } => Some(replications),
        _ => None,
    });
    SegmentAnswer {
        value: safe.map(named),
        by_value: by_value.map(named),
        range: from.zip(safe).map(|(from, to)| [named(from), named(to)]),
        figure,
        replications: told.map_or(0, |at| curve[at].1.replications as u32),
        replications_needed: needed,
        corner: (safe == Some(0) && curve.len() > 1).then_some(Corner::FirstValue),
        ..SegmentAnswer::default()
    }
}
