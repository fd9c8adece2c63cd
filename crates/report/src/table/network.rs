//! Tables about the network: worst zones, busiest stages, lanes that leave parcels behind.

use leadtime_sim::outcome::{Figure, LaneFigures, Outcome, StageFigures};

use super::content::{Notes, Sheet};
use crate::plots::{Topic, worst_zones};
use crate::wording::{self, NOTHING};

/// Rows of each table.
const SHOWN: usize = 5;

pub(crate) fn sheets(outcome: &Outcome, notes: &mut Notes) -> Vec<Sheet> {
    vec![
        zones(outcome, notes),
        stages(outcome, notes),
        lanes(outcome, notes),
        returns(outcome),
    ]
}

fn zones(outcome: &Outcome, notes: &mut Notes) -> Sheet {
    let (rows, honest) = worst_zones(outcome);
    let mut sheet = Sheet::new(
        Topic::Zones,
        "Worst zones, all levels",
        &["zone", "#on time (95 % interval)", "#orders"],
    );
    // A single zone is the whole network: it has been told already.
    for row in rows.iter().take(SHOWN).filter(|_| outcome.zones.len() > 1) {
        let share = wording::percent_interval(row.value, row.low, row.high);
        let zone = row.zone.clone().unwrap_or_else(|| NOTHING.to_owned());
        sheet.rows.push(vec![
            zone,
            notes.cell(share, &row.marks),
            wording::count(row.n),
        ]);
    }
    if honest {
        "Chosen on even replications, estimated on odd ones, with simultaneous intervals."
    } else {
        "Chosen and estimated on the same orders: the very worst look worse than they are."
    }
    .clone_into(&mut sheet.caption);
    sheet
}

fn stages(outcome: &Outcome, notes: &mut Notes) -> Sheet {
    let heads = [
        "stage",
        "#utilisation (95 % interval)",
        BLOCKED,
        "#busiest hour",
        "#mean wait",
        "#mean number",
        "#parcels",
    ];
    // A blocked server is taken, though it does nothing.
    let taken = |stage: &StageFigures| {
        let blocked = stage.blocked.as_ref().and_then(|blocked| blocked.value);
        stage.utilisation.value.unwrap_or(0.0) + blocked.unwrap_or(0.0)
    };
    let blocked = outcome.stages.iter().any(|stage| stage.blocked.is_some());
    let heads: Vec<&str> = heads
        .into_iter()
        .filter(|head| blocked || *head != BLOCKED)
        .collect();
    let mut sheet = Sheet::new(Topic::Network, "Busiest stages", &heads);
    let mut rows: Vec<&StageFigures> = outcome
        .stages
        .iter()
        .filter(|s| s.utilisation.value.is_some())
        .collect();
    rows.sort_by(|a, b| taken(b).total_cmp(&taken(a)));
    for stage in rows.into_iter().take(SHOWN) {
        let u = &stage.utilisation;
        let peak = stage
            .utilisation_by_hour
            .iter()
            .copied()
            .filter(|v| v.is_finite())
            .reduce(f64::max);
        let mut cells = vec![
            format!("{} {}", stage.facility, stage.stage),
            notes.cell(wording::percent_interval(u.value, u.low, u.high), &u.marks),
        ];
        if blocked {
            cells.push(share_blocked(stage, notes));
        }
        cells.extend([
            wording::percent(peak),
            wording::length(stage.wait.value),
            wording::quantity(stage.mean_number.value),
            wording::quantity(stage.parcels.value),
        ]);
        sheet.rows.push(cells);
    }
    let also = if blocked {
        " Blocked: server time kept by finished parcels that find no room at the next stage, over server time present."
    } else {
        ""
    };
    sheet.caption = format!(
        "Utilisation: busy server time over server time present.{also} Parcels: per replication."
    );
    sheet
}

/// The column that only stages before finite room need.
const BLOCKED: &str = "#blocked (95 % interval)";

fn share_blocked(stage: &StageFigures, notes: &mut Notes) -> String {
    stage.blocked.as_ref().map_or_else(
        || NOTHING.to_owned(),
        |b| notes.cell(wording::percent_of(b), &b.marks),
    )
}

/// What flowed back.
fn returns(outcome: &Outcome) -> Sheet {
    let heads = [
        "#parcels back",
        "#not taken",
        "#dealt with",
        "#resellable",
        "#units restocked",
        "#mean time back",
    ];
    let mut sheet = Sheet::new(Topic::Network, "Returns", &heads);
    let Some(returns) = &outcome.returns else {
        return sheet;
    };
    let number = |figure: &Figure| wording::quantity(figure.value);
    sheet.rows.push(vec![
        number(&returns.parcels),
        number(&returns.undelivered),
        number(&returns.dealt_with),
        wording::percent(returns.resellable_share.value),
        number(&returns.restocked),
        wording::length(returns.time_back.value),
    ]);
    "Per replication, by what happened within the scoring window; the time runs from the delivery, or the last attempt."
        .clone_into(&mut sheet.caption);
    sheet
}

fn lanes(outcome: &Outcome, notes: &mut Notes) -> Sheet {
    let heads = [
        "lane",
        "#left behind",
        "#load",
        "#mean wait",
        "#NSD",
        "transit drawn",
    ];
    let mut sheet = Sheet::new(Topic::Network, "Lanes that leave parcels behind", &heads);
    let mut rows: Vec<&LaneFigures> = outcome
        .lanes
        .iter()
        .filter(|l| l.left_behind.value.unwrap_or(0.0) > 0.0)
        .collect();
    rows.sort_by(|a, b| {
        b.left_behind
            .value
            .unwrap_or(0.0)
            .total_cmp(&a.left_behind.value.unwrap_or(0.0))
    });
    let more = rows.len().saturating_sub(SHOWN);
    for lane in rows.into_iter().take(SHOWN) {
        sheet.rows.push(vec![
            lane.lane.clone(),
            notes.cell(
                wording::quantity(lane.left_behind.value),
                &lane.left_behind.marks,
            ),
            wording::percent(lane.load.value),
            wording::length(lane.wait.value),
            wording::percent(lane.nsd.value),
            format!("per {}", lane.transit_draw),
        ]);
    }
    let rest = if more > 0 {
        format!(" {more} more lanes in lanes.csv.")
    } else {
        String::new()
    };
    sheet.caption = format!(
        "Left behind: parcels per departure that missed their first one for want of room. NSD: share of the orders of a cutoff \
         window that left on its departure or an earlier one.{rest}"
    );
    sheet
}
