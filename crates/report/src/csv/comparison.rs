//! The differences between designs as a tidy table.

use std::path::Path;

use leadtime_experiment::{Comparison, MeasureRow, PairFigure};
use leadtime_stats::Mark;

use super::{Table, number, unit, write};
use crate::error::ReportError;
use crate::table::better;

const HEADS: [&str; 16] = [
    "service_level",
    "measure",
    "unit",
    "design",
    "minus",
    "value",
    "value_minus",
    "difference",
    "low",
    "high",
    "confidence",
    "correlation",
    "better",
    "n",
    "method",
    "marks",
];

/// Writes `differences.csv` into `dir`, which must exist: a row per measure, service level (empty: all) and pair of designs; shares between 0 and
/// 1, times in seconds; `confidence` is that of the one interval, so that all pairs of a measure hold together with .95.
///
/// # Errors
/// [`ReportError::Csv`], [`ReportError::Write`].
pub fn differences(comparison: &Comparison, dir: &Path) -> Result<String, ReportError> {
    let name = "differences.csv";
    let mut table = Table::new(&HEADS);
    for row in &comparison.rows {
        let pairs = row.differences.iter();
        table
            .rows
            .extend(pairs.map(|pair| cells(comparison, row, pair)));
    }
    write(&dir.join(name), table)?;
    Ok(name.to_owned())
}

fn cells(comparison: &Comparison, row: &MeasureRow, pair: &PairFigure) -> Vec<String> {
    let value = |name: &str| {
        let place = comparison.designs.iter().position(|d| d.name == name)?;
        row.values.get(place).map(|value| value.value)
    };
    let estimate = &pair.difference;
    vec![
        row.service_level.clone().unwrap_or_default(),
        row.measure.clone(),
        unit(row.unit).to_owned(),
        pair.design.clone(),
        pair.minus.clone(),
        number(value(&pair.design)),
        number(value(&pair.minus)),
        number(Some(estimate.value)),
        number(Some(estimate.low)),
        number(Some(estimate.high)),
        number(Some(estimate.confidence.level())),
        number(pair.correlation),
        better(row, pair).unwrap_or_default().to_owned(),
        estimate.n.to_string(),
        estimate.method.name().to_owned(),
        marks(&estimate.marks),
    ]
}

/// The marks of a difference, between spaces.
pub(super) fn marks(marks: &[Mark]) -> String {
    let name = |mark: &Mark| serde_json::to_value(mark).ok();
    let names = marks.iter().filter_map(name);
    let names: Vec<String> = names
        .filter_map(|name| name.as_str().map(str::to_owned))
        .collect();
    names.join(" ")
}
