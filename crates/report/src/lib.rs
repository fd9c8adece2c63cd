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
mod font;
mod headline;
pub mod html;
pub mod plots;
pub mod table;
mod wording;

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use leadtime_sim::outcome::Outcome;

pub use error::ReportError;

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
    files.extend(
        plots
            .iter()
            .flat_map(|p| ["svg", "png"].map(|kind| format!("plots/{}.{kind}", p.name))),
    );
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

fn put(dir: &Path, name: &str, text: &str) -> Result<(), ReportError> {
    let path = dir.join(name);
    fs::write(&path, text).map_err(ReportError::write(&path))
}
