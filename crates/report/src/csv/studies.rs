//! The designs of a selection, and the doubt in figures, as tidy tables.

use std::path::Path;

use leadtime_experiment::{Selected, Uncertainty};

use super::{Table, number, unit, write};
use crate::error::ReportError;

/// Writes `selected.csv` into `dir`, which must exist: a row per design, in the unit of the figure.
///
/// # Errors
/// [`ReportError::Csv`], [`ReportError::Write`].
pub fn selected(found: &Selected, dir: &Path) -> Result<String, ReportError> {
    let name = "selected.csv";
    let mut table = Table::new(&[
        "design",
        "figure",
        "unit",
        "mean",
        "replications",
        "in_to_the_end",
        "selected",
        "probability",
    ]);
    for design in &found.designs {
        let selected = design.name == found.selected;
        table.rows.push(vec![
            design.name.clone(),
            found.figure.name.clone(),
            unit(found.figure.unit).to_owned(),
            number(Some(design.mean)),
            design.replications.to_string(),
            design.in_to_the_end.to_string(),
            selected.to_string(),
            number(found.probability.filter(|_| selected)),
        ]);
    }
    write(&dir.join(name), table)?;
    Ok(name.to_owned())
}

/// Writes `uncertainty.csv` into `dir`, which must exist: a row per figure; variances in the square of its unit, intervals are 95 % ones.
///
/// # Errors
/// [`ReportError::Csv`], [`ReportError::Write`].
pub fn uncertainty(found: &Uncertainty, dir: &Path) -> Result<String, ReportError> {
    let name = "uncertainty.csv";
    let mut table = Table::new(&[
        "figure",
        "unit",
        "mean",
        "low",
        "high",
        "draws",
        "replications",
        "input",
        "input_low",
        "input_high",
        "sampling",
        "sampling_low",
        "sampling_high",
        "input_share",
        "input_share_low",
        "input_share_high",
        "input_clipped",
    ]);
    for figure in &found.figures {
        let split = &figure.split;
        let mut row = vec![
            figure.figure.name.clone(),
            unit(figure.figure.unit).to_owned(),
        ];
        let mean = &split.mean;
        row.extend([mean.value, mean.low, mean.high].map(|value| number(Some(value))));
        row.extend([split.draws.to_string(), split.replications.to_string()]);
        for part in [&split.input, &split.sampling, &split.input_share] {
            row.extend([Some(part.value), Some(part.low), part.high].map(number));
        }
        row.push(split.input_clipped.to_string());
        table.rows.push(row);
    }
    write(&dir.join(name), table)?;
    Ok(name.to_owned())
}
