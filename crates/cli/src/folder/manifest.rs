//! `manifest.json`: how the results were made. The only file with a date, a duration or a number of threads.

use std::fs;
use std::path::Path;
use std::time::Instant;

use anyhow::Context;
use serde::{Deserialize, Serialize};

const FILE: &str = "manifest.json";
const PROGRAM: &str = "leadtime";

/// How results were made; `what` says of what they are, in fields of its own.
#[derive(Debug, Serialize)]
pub(crate) struct Manifest<T> {
    program: &'static str,
    version: &'static str,
    #[serde(flatten)]
    what: T,
    threads: usize,
    /// UTC.
    written: String,
    wall_seconds: f64,
}

/// Of what the results of an experiment are.
#[derive(Debug, Serialize)]
pub(crate) struct Experiment<'a> {
    /// The command that made them: `compare`.
    pub(crate) command: &'static str,
    pub(crate) designs: Vec<Design<'a>>,
    pub(crate) seed: u64,
    /// Of each design.
    pub(crate) replications: u32,
    pub(crate) requested: u32,
}

/// A design of an experiment.
#[derive(Debug, Serialize)]
pub(crate) struct Design<'a> {
    pub(crate) name: &'a str,
    pub(crate) digest: &'a str,
}

impl<T: Serialize> Manifest<T> {
    /// Of results on which work `began` then.
    pub(crate) fn new(what: T, threads: usize, began: Instant) -> Self {
        Self {
            program: PROGRAM,
            version: env!("CARGO_PKG_VERSION"),
            what,
            threads,
            written: jiff::Timestamp::now()
                .strftime("%Y-%m-%dT%H:%M:%SZ")
                .to_string(),
            wall_seconds: began.elapsed().as_millis() as f64 / 1_000.0,
        }
    }

    /// Writes it into the folder.
    ///
    /// # Errors
    /// Whatever the file system says.
    pub(crate) fn write(&self, folder: &Path) -> anyhow::Result<()> {
        let text = serde_json::to_string_pretty(self)? + "\n";
        fs::write(folder.join(FILE), text).with_context(|| format!("cannot write {FILE}"))
    }
}

/// Whether a folder carries a manifest of this program.
pub(crate) fn is_in(folder: &Path) -> bool {
    #[derive(Deserialize)]
    struct Origin {
        program: String,
    }
    let origin = fs::read(folder.join(FILE))
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok());
    origin.is_some_and(|origin: Origin| origin.program == PROGRAM)
}
