//! Tables, JSON, CSV, plots and one HTML page, made from a saved [`Outcome`]; never simulates.
//!
//! ```text
//! Outcome ─┬─> table::summary      the terminal
//!          ├─> csv::write_all      tidy tables
//!          ├─> plots::draw_all     plots/*.svg and *.png
//!          └─> html::page          report.html, self-contained
//!     write = all of them, and outcome.json
//! ```
//!
//! A [`Comparison`] of designs is told in the same ways: [`table::comparison`], [`write_comparison`].
//!
//! Nothing here depends on the machine, the number of threads or the clock: the same outcome gives the same bytes.
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let schema: serde_json::Value = serde_json::from_str(&leadtime_report::outcome_schema())?;
//! assert_eq!(schema["title"], "Outcome");
//! # Ok(())
//! # }
//! ```

mod crossing;
pub mod csv;
mod error;
mod experiments;
mod font;
mod headline;
pub mod html;
pub mod plots;
pub mod table;
mod wording;

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use leadtime_experiment::Comparison;
use leadtime_experiment::sensitivity::Sensitivity;
use leadtime_sim::outcome::Outcome;

pub use error::ReportError;
pub use experiments::{
    answers_schema, result_json, selected_schema, sweep_schema, uncertainty_schema, warm_up_schema,
    write_answers, write_selected, write_sweep, write_uncertainty, write_warm_up,
};

/// Writes the whole report into `dir`, which is made if needed: `outcome.json`, the CSV tables, `plots/` and `report.html`.
///
/// Gives the paths written, relative to `dir`, in order. The manifest, `replications.csv` and `zone_curves.csv` are not written
/// here: they do not follow from the outcome alone.
///
/// # Errors
/// [`ReportError`] for whatever could not be drawn or written; files written before stay.
pub fn write(outcome: &Outcome, dir: &Path) -> Result<Vec<String>, ReportError> {
    let mut files = write_data(outcome, dir)?;
    let plots = plots::draw_all(outcome, &dir.join("plots"))?;
    files.extend(file_names(&plots));
    put(dir, "report.html", &html::page(outcome, &plots)?)?;
    files.push("report.html".to_owned());
    Ok(files)
}

/// Writes only the data into `dir`: `outcome.json` and the CSV tables.
///
/// # Errors
/// As [`write()`].
pub fn write_data(outcome: &Outcome, dir: &Path) -> Result<Vec<String>, ReportError> {
    fs::create_dir_all(dir).map_err(ReportError::write(dir))?;
    let path = dir.join("outcome.json");
    let file = fs::File::create(&path).map_err(ReportError::write(&path))?;
    write_json(outcome, file).map_err(ReportError::write(&path))?;
    let mut files = vec!["outcome.json".to_owned()];
    files.extend(csv::write_all(outcome, dir)?);
    Ok(files)
}

/// The outcome as pretty JSON, ended by a line break; fields in the order of their declaration.
///
/// # Errors
/// [`ReportError::Json`].
pub fn outcome_json(outcome: &Outcome) -> Result<String, ReportError> {
    Ok(serde_json::to_string_pretty(outcome)? + "\n")
}

/// Writes what [`outcome_json`] gives, without having all of it in memory.
///
/// # Errors
/// Whatever `out` says, or that the outcome cannot be JSON.
pub fn write_json(outcome: &Outcome, out: impl Write) -> io::Result<()> {
    let mut out = io::BufWriter::new(out);
    serde_json::to_writer_pretty(&mut out, outcome)?;
    out.write_all(b"\n")?;
    out.flush()
}

/// The JSON Schema of `outcome.json`, as kept in `docs/reference/outcome.schema.json`.
#[must_use]
pub fn outcome_schema() -> String {
    let schema = schemars::schema_for!(Outcome);
    format!("{:#}\n", schema.as_value())
}

/// Writes what a comparison found into `dir`, which is made if needed: `comparison.json` and `differences.csv`; with `pictures` `plots/` and
/// `report.html` as well.
///
/// Gives the paths written, relative to `dir`, in order.
///
/// # Errors
/// As [`write()`].
pub fn write_comparison(
    comparison: &Comparison,
    dir: &Path,
    pictures: bool,
) -> Result<Vec<String>, ReportError> {
    fs::create_dir_all(dir).map_err(ReportError::write(dir))?;
    put(dir, "comparison.json", &result_json(comparison)?)?;
    let mut files = vec!["comparison.json".to_owned()];
    files.push(csv::differences(comparison, dir)?);
    if pictures {
        let plots = plots::comparison(comparison)?;
        plots::write_all(&plots, &dir.join("plots"))?;
        files.extend(file_names(&plots));
        put(dir, "report.html", &html::comparison(comparison, &plots)?)?;
        files.push("report.html".to_owned());
    }
    Ok(files)
}

/// The JSON Schema of `comparison.json`, as kept in `docs/reference/comparison.schema.json`.
#[must_use]
pub fn comparison_schema() -> String {
    let schema = schemars::schema_for!(Comparison);
    format!("{:#}\n", schema.as_value())
}

/// Writes what a sensitivity study found into `dir`, which is made if needed: `sensitivity.json`, `sensitivity.csv` and `fixes.csv`; with `pictures`
/// `plots/` and `report.html` as well.
///
/// Gives the paths written, relative to `dir`, in order.
///
/// # Errors
/// As [`write()`].
pub fn write_sensitivity(
    found: &Sensitivity,
    dir: &Path,
    pictures: bool,
) -> Result<Vec<String>, ReportError> {
    fs::create_dir_all(dir).map_err(ReportError::write(dir))?;
    put(dir, "sensitivity.json", &result_json(found)?)?;
    let mut files = vec!["sensitivity.json".to_owned()];
    files.extend(csv::sensitivity(found, dir)?);
    if pictures {
        let plots = plots::sensitivity(found)?;
        plots::write_all(&plots, &dir.join("plots"))?;
        files.extend(file_names(&plots));
        put(dir, "report.html", &html::sensitivity(found, &plots)?)?;
        files.push("report.html".to_owned());
    }
    Ok(files)
}

/// The JSON Schema of `sensitivity.json`, as kept in `docs/reference/sensitivity.schema.json`.
#[must_use]
pub fn sensitivity_schema() -> String {
    let schema = schemars::schema_for!(Sensitivity);
    format!("{:#}\n", schema.as_value())
}

/// The files of plots, relative to the folder of the report.
fn file_names(plots: &[plots::Plot]) -> impl Iterator<Item = String> + '_ {
    let both =
        |plot: &plots::Plot| ["svg", "png"].map(|kind| format!("plots/{}.{kind}", plot.name));
    plots.iter().flat_map(both)
}

fn put(dir: &Path, name: &str, text: &str) -> Result<(), ReportError> {
    let path = dir.join(name);
    fs::write(&path, text).map_err(ReportError::write(&path))
}
