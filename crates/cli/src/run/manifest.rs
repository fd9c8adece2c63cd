//! `manifest.json`: how the results were made. The only file with a date, a duration or a number of threads.

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use leadtime_sim::outcome::{Outcome, Stopped};
use leadtime_sim::plan::Plan;
use serde::{Deserialize, Serialize};

const FILE: &str = "manifest.json";
const PROGRAM: &str = "leadtime";

/// How the results of a run were made.
#[derive(Debug, Serialize)]
pub(super) struct Manifest<'a> {
    program: &'static str,
    version: &'static str,
    scenario: &'a str,
    digest: &'a str,
    seed: u64,
    replications: u32,
    requested: u32,
    stopped: Stopped,
    threads: usize,
    /// `events`, `sweep`; and how many of the replications were swept.
    driver: &'static str,
    swept: u32,
    /// UTC.
    written: String,
    wall_seconds: f64,
}

impl<'a> Manifest<'a> {
    pub(super) fn new(
        (plan, outcome): (&Plan, &'a Outcome),
        threads: usize,
        wall: Duration,
    ) -> Self {
        let swept = plan.swept(outcome.replications);
        Self {
            driver: if swept > 0 { "sweep" } else { "events" },
            swept,
            program: PROGRAM,
            version: env!("CARGO_PKG_VERSION"),
            scenario: &outcome.scenario.name,
            digest: &outcome.scenario.digest,
            seed: outcome.seed,
            replications: outcome.replications,
            requested: outcome.requested,
            stopped: outcome.stopped,
            threads,
            written: jiff::Timestamp::now()
                .strftime("%Y-%m-%dT%H:%M:%SZ")
                .to_string(),
            wall_seconds: wall.as_millis() as f64 / 1_000.0,
        }
    }

    pub(super) fn write(&self, folder: &Path) -> anyhow::Result<()> {
        let text = serde_json::to_string_pretty(self)? + "\n";
        fs::write(folder.join(FILE), text).with_context(|| format!("cannot write {FILE}"))
    }
}

/// Whether a folder carries a manifest of this program.
pub(super) fn is_in(folder: &Path) -> bool {
    #[derive(Deserialize)]
    struct Origin {
        program: String,
    }
    let origin = fs::read(folder.join(FILE))
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok());
    origin.is_some_and(|origin: Origin| origin.program == PROGRAM)
}
