//! `leadtime report`: tables, plots and page of a saved outcome, made again.

use std::fs;
use std::path::Path;

use anyhow::Context;
use leadtime_network::{Code, Diagnostic};
use leadtime_report::table;
use leadtime_sim::outcome::{Outcome, SCHEMA};

use crate::arguments::ReportArguments;
use crate::console;
use crate::failure::{Exit, Failure};

pub(crate) fn report(arguments: &ReportArguments) -> Result<Exit, Failure> {
    let dir = &arguments.dir;
    let outcome = saved(&dir.join("outcome.json"))?;
    rewrite(&outcome, dir)?;
    console::print(&format!(
        "{}\nreport: {}\n",
        table::summary(&outcome),
        dir.join("report.html").display()
    ))?;
    Ok(Exit::Done)
}

/// Reads a saved outcome.
fn saved(path: &Path) -> Result<Outcome, Diagnostic> {
    let refused = |why: String| {
        let message = format!("cannot report on `{}`: {why}", path.display());
        Diagnostic::new(Code::OutcomeUnreadable, message)
            .help("name the folder of an earlier `leadtime run`")
    };
    let bytes = fs::read(path).map_err(|error| refused(error.to_string()))?;
    #[derive(serde::Deserialize)]
    struct Version {
        schema: u32,
    }
    match serde_json::from_slice(&bytes) {
        Ok(Version { schema: SCHEMA }) => {}
        Ok(Version { schema }) => {
            return Err(refused(format!(
                "its schema is {schema}, this program reads schema {SCHEMA}"
            )));
        }
        Err(_) => return Err(refused("it is not an outcome".to_owned())),
    }
    serde_json::from_slice(&bytes).map_err(|error| refused(error.to_string()))
}

/// Everything is made under a temporary name first, so that a failure leaves the folder as it was. The outcome itself
/// is not touched.
fn rewrite(outcome: &Outcome, dir: &Path) -> anyhow::Result<()> {
    let making = || format!("cannot write into {}", dir.display());
    let made = tempfile::Builder::new()
        .prefix(".leadtime-")
        .tempdir_in(dir)
        .with_context(making)?;
    let files = leadtime_report::write(outcome, made.path())?;
    for file in files.iter().filter(|file| *file != "outcome.json") {
        let target = dir.join(file);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).with_context(making)?;
        }
        fs::rename(made.path().join(file), &target).with_context(making)?;
    }
    Ok(())
}
