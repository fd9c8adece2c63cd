//! Tables of zones, stages and lanes.

use leadtime_sim::outcome::{Outcome, StageFigures};

use super::{Table, figure, marks, number, with_figure};

pub(super) fn zones(outcome: &Outcome) -> Table<'_> {
    let mut table = Table::new(&[
        "zone",
        "on_time",
        "low",
        "high",
        "n",
        "offer_share",
        "marks",
        "lead_time_mean",
        "lead_time_low",
        "lead_time_high",
    ]);
    for zone in &outcome.zones {
        let (row, lead) = (&zone.on_time, &zone.lead_time);
        table.rows.push(vec![
            zone.zone.clone(),
            number(row.value),
            number(row.low),
            number(row.high),
            row.n.to_string(),
            number(row.offer_share),
            marks(&row.marks),
            number(lead.value),
            number(lead.low),
            number(lead.high),
        ]);
    }
    table
}

pub(super) fn stages(outcome: &Outcome) -> Table<'_> {
    let mut table = with_figure(&["facility", "stage"]);
    for s in &outcome.stages {
        let each = [
            ("parcels", &s.parcels),
            ("wait", &s.wait),
            ("utilisation", &s.utilisation),
            ("mean_number", &s.mean_number),
        ];
        let blocked = s.blocked.iter().map(|blocked| ("blocked", blocked));
        table.rows.extend(
            each.into_iter()
                .chain(blocked)
                .map(|(name, f)| figure(&[&s.facility, &s.stage], name, f)),
        );
    }
    table
}

pub(super) fn stage_hours(outcome: &Outcome) -> Table<'_> {
    by_hour(outcome, ["hour_of_week", "utilisation"], |stage| {
        &stage.utilisation_by_hour
    })
}

pub(super) fn stage_backlog(outcome: &Outcome) -> Table<'_> {
    by_hour(outcome, ["hour_of_day", "parcels_waiting"], |stage| {
        &stage.backlog_by_hour
    })
}

/// One row per stage and hour.
fn by_hour<'o>(
    outcome: &'o Outcome,
    [hour, value]: [&'static str; 2],
    of: fn(&StageFigures) -> &[f64],
) -> Table<'o> {
    let mut table = Table::new(&["facility", "stage", hour, value]);
    for stage in &outcome.stages {
        for (hour, &value) in of(stage).iter().enumerate() {
            table.rows.push(vec![
                stage.facility.clone(),
                stage.stage.clone(),
                hour.to_string(),
                number(Some(value)),
            ]);
        }
    }
    table
}

pub(super) fn lanes(outcome: &Outcome) -> Table<'_> {
    let mut table = with_figure(&["lane", "transit_draw"]);
    for l in &outcome.lanes {
        let each = [
            ("parcels", &l.parcels),
            ("wait", &l.wait),
            ("left_behind", &l.left_behind),
            ("load", &l.load),
            ("nsd", &l.nsd),
        ];
        table.rows.extend(
            each.iter()
                .map(|(name, f)| figure(&[&l.lane, &l.transit_draw], name, f)),
        );
    }
    table
}
