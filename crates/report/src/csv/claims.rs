//! Tables of claims and of late shares with last legs integrated.

use leadtime_sim::outcome::Outcome;

use super::deadlines::verdict;
use super::{Table, figure, number, with_figure};

/// One row per level with a target.
pub(super) fn claims(outcome: &Outcome) -> Table<'_> {
    let mut table = Table::new(&[
        "service_level",
        "target",
        "on_time",
        "low",
        "high",
        "verdict",
        "replications",
        "conditional",
    ]);
    for level in &outcome.service_levels {
        let Some(claim) = &level.claim else { continue };
        table.rows.push(vec![
            level.service_level.clone(),
            number(Some(claim.target)),
            number(Some(claim.value)),
            number(Some(claim.low)),
            number(Some(claim.high)),
            verdict(claim.verdict).to_owned(),
            claim
                .replications
                .map(|n| n.to_string())
                .unwrap_or_default(),
            claim.conditional.to_string(),
        ]);
    }
    table
}

/// One row per level.
pub(super) fn importance(outcome: &Outcome) -> Table<'_> {
    let mut table = with_figure(&["service_level"]);
    table.heads.push("effective_hits");
    for level in outcome.importance.iter().flat_map(|found| &found.levels) {
        let mut row = figure(&[level.service_level.as_str()], "late", &level.late);
        row.push(number(Some(level.effective_hits)));
        table.rows.push(row);
    }
    table
}

/// One row per level.
pub(super) fn conditional(outcome: &Outcome) -> Table<'_> {
    let mut table = with_figure(&["service_level"]);
    table.heads.extend(["integrated", "plain_replications"]);
    for level in outcome.conditional.iter().flat_map(|found| &found.levels) {
        let mut row = figure(&[level.service_level.as_str()], "late", &level.late);
        row.push(number(Some(level.integrated)));
        let plain = level.plain_replications;
        row.push(plain.map(|n| n.to_string()).unwrap_or_default());
        table.rows.push(row);
    }
    table
}
