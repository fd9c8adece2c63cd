//! The table of paddings needed: a row per level and grid, delivery by the instant at the left, by the day at the right.

use leadtime_sim::outcome::{Curve, Outcome, ServiceLevelFigures};

use super::content::{Notes, Sheet};
use super::promises::name;
use crate::crossing::{Crossing, Reached, crossing};
use crate::plots::{Topic, own_row};
use crate::wording::{self, NOTHING};

/// What a mark on an approximate padding says where promises feed back.
const FEEDS_BACK: &str = "approximate: promises decide who is served first, where orders come from, who finds room or who is sold anything and stands in the \
                          queues, and this padding was not simulated by itself (`simulate` of a `[[padding_grid]]` does that)";
/// The same where they do not.
const WITHDRAWN: &str = "approximate: this padding sells orders another level, whose route or hours differ, and they are counted with the delivery that they \
                         had; or it sells orders that are not sold now, of which nothing is known";

pub(super) fn needed(
    outcome: &Outcome,
    levels: &[&ServiceLevelFigures],
    notes: &mut Notes,
) -> Sheet {
    let heads = [
        "level",
        "padded in",
        "#target",
        "#now",
        "#needed",
        "#to be sure",
        "#at most",
        "#by the day: needed",
        "#to be sure",
        "#at most",
    ];
    let why = why_approximate(outcome);
    let mut sheet = Sheet::new(Topic::Padding, "Padding needed for the target", &heads);
    for level in levels {
        for grid in grids(level) {
            let now = own_row(outcome, &level.service_level)
                .map_or_else(|| NOTHING.to_owned(), |r| wording::padding(&r.padding));
            let mut row = vec![
                name(level),
                wording::padding_scale(&grid.unit).to_owned(),
                wording::target(grid.target),
                now,
            ];
            for grain in ["instant", "day"] {
                let of_grain = level.reaches_target_at.iter().find(|c| {
                    (&c.kind, &c.unit, c.grain.as_str()) == (&grid.kind, &grid.unit, grain)
                });
                row.extend(match of_grain {
                    Some(curve) => {
                        cells(&crossing(outcome, &level.service_level, curve), why, notes)
                    }
                    None => [NOTHING, NOTHING, NOTHING].map(str::to_owned),
                });
            }
            sheet.rows.push(row);
        }
    }
    "Needed: the least padding of the grid at which the estimate meets the target, by the promised instant and by the end of the \
     promised day; to be sure: at which the lower end of its interval does; ≤: already where the grid begins; none: nowhere on the grid. At most: the highest \
     share on the grid. All levels are padded alike; paddings replace the present one, they do not add to it."
        .clone_into(&mut sheet.caption);
    sheet
}

/// What a mark on an approximate padding says.
pub(super) fn why_approximate(outcome: &Outcome) -> &'static str {
    if outcome.on_time.iter().any(|row| row.padding.feeds_back) {
        FEEDS_BACK
    } else {
        WITHDRAWN
    }
}

/// One crossing of each grid of a level, in the outcome's order.
fn grids(level: &ServiceLevelFigures) -> Vec<&Curve> {
    let mut grids: Vec<&Curve> = Vec::new();
    for curve in &level.reaches_target_at {
        let same = |g: &&Curve| (&g.kind, &g.unit) == (&curve.kind, &curve.unit);
        if !grids.iter().any(same) {
            grids.push(curve);
        }
    }
    grids
}

fn cells(crossing: &Crossing<'_>, why: &'static str, notes: &mut Notes) -> [String; 3] {
    let unit = &crossing.curve.unit;
    let mut amount = |at: Option<Reached>| match at {
        Some(at) if at.exact => at.bare(unit),
        Some(at) => notes.noted(at.bare(unit), &[why]),
        None => "none".to_owned(),
    };
    [
        amount(crossing.by_value),
        amount(crossing.by_low),
        wording::percent(crossing.curve.highest),
    ]
}
