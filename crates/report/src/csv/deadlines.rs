//! Tables of "order by".

use leadtime_sim::outcome::{DeadlineFigures, OrderBy, Outcome, Verdict};

use super::{Table, number};

fn cells(outcome: &Outcome) -> impl Iterator<Item = (&DeadlineFigures, &OrderBy)> {
    let deadlines = outcome.deadlines.iter();
    deadlines.flat_map(|deadline| deadline.cells.iter().map(move |cell| (deadline, cell)))
}

/// One row per deadline, level and zone.
pub(super) fn order_by(outcome: &Outcome) -> Table<'_> {
    let heads = [
        "deadline",
        "date",
        "target",
        "of",
        "probability",
        "service_level",
        "zone",
        "orders",
        "verdict",
        "replications",
        "safe",
        "estimate",
        "possible",
    ];
    let row = |(deadline, cell): (&DeadlineFigures, &OrderBy)| {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        vec![
            deadline.name.clone(),
            deadline.date.clone(),
            number(Some(deadline.target)),
            deadline.of.clone(),
            number(deadline.probability),
            cell.service_level.clone(),
            text(&cell.zone),
            cell.orders.to_string(),
            verdict(cell.verdict).to_owned(),
            cell.replications.map(|n| n.to_string()).unwrap_or_default(),
            text(&cell.safe),
            text(&cell.estimate),
            text(&cell.possible),
        ]
    };
    Table::of_many(&heads, cells(outcome).map(row))
}

/// One row per deadline, level and hour.
pub(super) fn hours(outcome: &Outcome) -> Table<'_> {
    let heads = [
        "deadline",
        "service_level",
        "until",
        "orders",
        "in_time",
        "judged",
        "judged_low",
        "judged_high",
        "carried",
    ];
    let rows = cells(outcome).flat_map(|(deadline, cell)| {
        cell.hours.iter().map(|hour| {
            vec![
                deadline.name.clone(),
                cell.service_level.clone(),
                hour.until.clone(),
                hour.orders.to_string(),
                number(Some(hour.in_time)),
                number(Some(hour.value)),
                number(Some(hour.low)),
                number(Some(hour.high)),
                hour.carried.to_string(),
            ]
        })
    });
    Table::of_many(&heads, rows)
}

pub(super) fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Carried => "carried",
        Verdict::Contradicted => "contradicted",
        Verdict::NotYet => "not-yet",
        Verdict::NotExpected => "not-expected",
    }
}
