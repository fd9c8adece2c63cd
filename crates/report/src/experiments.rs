//! What sweeps and solved questions leave in their folder.

use std::fs;
use std::path::Path;

use leadtime_experiment::{Answers, Selected, Sweep, Uncertainty, WarmUpFound};
use serde::Serialize;

use crate::error::ReportError;
use crate::{csv, file_names, html, plots, put};

/// The page, whatever it is of.
const PAGE: &str = "report.html";

/// Any result of an experiment as pretty JSON, ended by a line break; fields in the order of their declaration.
///
/// # Errors
/// [`ReportError::Json`].
pub fn result_json(result: &impl Serialize) -> Result<String, ReportError> {
    Ok(serde_json::to_string_pretty(result)? + "\n")
}

/// Writes what a sweep found into `dir`, which is made if needed: `sweep.json` and `designs.csv`; with `pictures` `plots/` and `report.html` as well.
///
/// Gives the paths written, relative to `dir`, in order.
///
/// # Errors
/// As [`crate::write()`].
pub fn write_sweep(sweep: &Sweep, dir: &Path, pictures: bool) -> Result<Vec<String>, ReportError> {
    fs::create_dir_all(dir).map_err(ReportError::write(dir))?;
    put(dir, "sweep.json", &result_json(sweep)?)?;
    let mut files = vec!["sweep.json".to_owned(), csv::designs(sweep, dir)?];
    if pictures {
        let plots = plots::sweep(sweep)?;
        plots::write_all(&plots, &dir.join("plots"))?;
        files.extend(file_names(&plots));
        put(dir, PAGE, &html::sweep(sweep, &plots)?)?;
        files.push(PAGE.to_owned());
    }
    Ok(files)
}

/// Writes what was solved for into `dir`, which is made if needed: `answers.json` and `answers.csv`; with `page` `report.html` as well.
///
/// Gives the paths written, relative to `dir`, in order.
///
/// # Errors
/// As [`crate::write()`].
pub fn write_answers(
    answers: &Answers,
    dir: &Path,
    page: bool,
) -> Result<Vec<String>, ReportError> {
    fs::create_dir_all(dir).map_err(ReportError::write(dir))?;
    put(dir, "answers.json", &result_json(answers)?)?;
    let mut files = vec!["answers.json".to_owned(), csv::answers(answers, dir)?];
    if page {
        put(dir, PAGE, &html::answers(answers)?)?;
        files.push(PAGE.to_owned());
    }
    Ok(files)
}

/// Writes which design was selected into `dir`, which is made if needed: `selected.json` and `selected.csv`.
///
/// Gives the paths written, relative to `dir`, in order.
///
/// # Errors
/// As [`crate::write()`].
pub fn write_selected(selected: &Selected, dir: &Path) -> Result<Vec<String>, ReportError> {
    fs::create_dir_all(dir).map_err(ReportError::write(dir))?;
    put(dir, "selected.json", &result_json(selected)?)?;
    Ok(vec![
        "selected.json".to_owned(),
        csv::selected(selected, dir)?,
    ])
}

/// Writes the split of the doubt into `dir`, which is made if needed: `uncertainty.json` and `uncertainty.csv`.
///
/// Gives the paths written, relative to `dir`, in order.
///
/// # Errors
/// As [`crate::write()`].
pub fn write_uncertainty(found: &Uncertainty, dir: &Path) -> Result<Vec<String>, ReportError> {
    fs::create_dir_all(dir).map_err(ReportError::write(dir))?;
    put(dir, "uncertainty.json", &result_json(found)?)?;
    Ok(vec![
        "uncertainty.json".to_owned(),
        csv::uncertainty(found, dir)?,
    ])
}

/// Writes where the warm-up ends into `dir`, which is made if needed: `warm_up.json`; with `pictures` Welch's plot in `plots/` as well.
///
/// Gives the paths written, relative to `dir`, in order.
///
/// # Errors
/// As [`crate::write()`].
pub fn write_warm_up(
    found: &WarmUpFound,
    dir: &Path,
    pictures: bool,
) -> Result<Vec<String>, ReportError> {
    fs::create_dir_all(dir).map_err(ReportError::write(dir))?;
    put(dir, "warm_up.json", &result_json(found)?)?;
    let mut files = vec!["warm_up.json".to_owned()];
    if pictures {
        let plots = [plots::warm_up(found)?];
        plots::write_all(&plots, &dir.join("plots"))?;
        files.extend(file_names(&plots));
    }
    Ok(files)
}

/// The JSON Schema of `sweep.json`.
#[must_use]
pub fn sweep_schema() -> String {
    format!("{:#}\n", schemars::schema_for!(Sweep).as_value())
}

/// The JSON Schema of `answers.json`.
#[must_use]
pub fn answers_schema() -> String {
    format!("{:#}\n", schemars::schema_for!(Answers).as_value())
}

/// The JSON Schema of `selected.json`.
#[must_use]
pub fn selected_schema() -> String {
    format!("{:#}\n", schemars::schema_for!(Selected).as_value())
}

/// The JSON Schema of `uncertainty.json`.
#[must_use]
pub fn uncertainty_schema() -> String {
    format!("{:#}\n", schemars::schema_for!(Uncertainty).as_value())
}

/// The JSON Schema of `warm_up.json`.
#[must_use]
pub fn warm_up_schema() -> String {
    format!("{:#}\n", schemars::schema_for!(WarmUpFound).as_value())
}
