//! A sensitivity study as tidy tables.

use std::path::Path;

use leadtime_experiment::sensitivity::{Direction, LeverFigures, MovedFigures, Sensitivity};
use leadtime_stats::Estimate;

use super::comparison::marks;
use super::{Table, number, write};
use crate::error::ReportError;

const LEVERS: [&str; 13] = [
    "lever",
    "kind",
    "name",
    "direction",
    "factor",
    "on_time",
    "difference",
    "low",
    "high",
    "confidence",
    "elasticity",
    "elasticity_low",
    "elasticity_high",
];
const FIXES: [&str; 12] = [
    "lever",
    "direction",
    "factor",
    "late_orders_a_day",
    "low",
    "high",
    "confidence",
    "cost_a_day",
    "late_orders_per_money",
    "per_money_low",
    "per_money_high",
    "marks",
];

/// Writes `sensitivity.csv` (a row per lever and direction) and `fixes.csv` (a row per lever that makes fewer orders late, best first) into `dir`, which must exist.
///
/// # Errors
/// [`ReportError::Csv`], [`ReportError::Write`].
pub fn sensitivity(found: &Sensitivity, dir: &Path) -> Result<Vec<String>, ReportError> {
    let mut levers = Table::new(&LEVERS);
    for lever in &found.levers {
        for (way, moved) in [(Direction::Up, &lever.up), (Direction::Down, &lever.down)] {
            levers
                .rows
                .extend(moved.as_ref().map(|moved| lever_cells(lever, way, moved)));
        }
    }
    let mut fixes = Table::new(&FIXES);
    for fix in &found.fixes {
        let per_money = fix.late_orders_per_money.as_ref();
        let mut row = vec![
            fix.label.clone(),
            direction(fix.direction).to_owned(),
            number(Some(fix.factor)),
        ];
        row.extend(ends(Some(&fix.late_orders_a_day)));
        row.push(number(Some(fix.late_orders_a_day.confidence.level())));
        row.push(number(fix.cost_a_day));
        row.extend(ends(per_money));
        row.push(marks(&fix.late_orders_a_day.marks));
        fixes.rows.push(row);
    }
    write(&dir.join("sensitivity.csv"), levers)?;
    write(&dir.join("fixes.csv"), fixes)?;
    Ok(vec!["sensitivity.csv".to_owned(), "fixes.csv".to_owned()])
}

fn lever_cells(lever: &LeverFigures, way: Direction, moved: &MovedFigures) -> Vec<String> {
    let kind = serde_json::to_value(lever.kind).ok();
    let kind = kind.and_then(|kind| kind.as_str().map(str::to_owned));
    let mut row = vec![
        lever.label.clone(),
        kind.unwrap_or_default(),
        lever.name.clone(),
        direction(way).to_owned(),
        number(moved.factor),
        number(Some(moved.on_time)),
    ];
    row.extend(ends(Some(&moved.difference)));
    row.push(number(Some(moved.difference.confidence.level())));
    row.extend(ends(lever.elasticity.as_ref()));
    row
}

fn ends(estimate: Option<&Estimate>) -> [String; 3] {
    [
        number(estimate.map(|e| e.value)),
        number(estimate.map(|e| e.low)),
        number(estimate.map(|e| e.high)),
    ]
}

fn direction(way: Direction) -> &'static str {
    match way {
        Direction::Up => "up",
        Direction::Down => "down",
    }
}
