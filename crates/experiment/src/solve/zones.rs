//! An answer for every zone by itself: equal service wherever the customer lives.

use leadtime_stats::Confidence;

use super::keep::{Asked, keep as keep_one};
use super::{Line, SegmentAnswer};
use crate::trial::{Interrupted, Run, Trials};

/// The answer of each zone in which anybody may order the level, or any level.
pub(super) fn keep(
    trials: &mut Trials<'_>,
    asked: Asked<'_>,
    line: &Line,
    confidence: Confidence,
) -> Result<Vec<SegmentAnswer>, Interrupted> {
    let (_, that, _) = asked;
    let first = trials.telling(line.designs[0], Run::Search, &|trial| trial.zones.is_none())?;
    let columns = first.zones.as_deref().unwrap_or_default();
    let wanted = columns.iter().filter(|of| {
        let level = that.figure.level.as_ref();
        level.is_none_or(|level| of.level == *level)
    });
    let mut zones: Vec<String> = Vec::new();
    for column in wanted {
        if !zones.contains(&column.zone) {
            zones.push(column.zone.clone());
        }
    }
    let answers = zones
        .iter()
        .map(|zone| keep_one(trials, asked, (line, Some(zone)), confidence));
    answers.collect()
}
