//! What a run is to do: the command line, completed by the scenario.

use std::path::Path;
use std::thread;

use leadtime_network::network::StudyDefaults;
use leadtime_network::{Diagnostic, Diagnostics, Network};
use leadtime_sim::study::StudyOptions;

use super::TraceFile;
use crate::arguments::{Format, RunArguments};
use crate::failure::Refusal;
use crate::findings::Folder;
use crate::folder::Output;
use crate::scenario::{Instead, Prepared};

/// Everything settled but the scenario itself.
#[derive(Debug)]
pub(super) struct Options {
    pub(super) study: StudyOptions,
    pub(super) output: Output,
    pub(super) trace: Option<TraceFile>,
    pub(super) format: Format,
    report: bool,
}

impl Options {
    /// Completes the command line; looks whether what is to be written can be.
    ///
    /// # Errors
    /// All problems of the scenario and of the command line at once.
    pub(super) fn resolve(
        arguments: &RunArguments,
        prepared: Result<Prepared, Refusal>,
    ) -> Result<(Prepared, Self), Refusal> {
        let mut findings = Diagnostics::new();
        let (prepared, folder) = match prepared {
            Ok(prepared) => (Some(prepared), Folder::default()),
            Err(refusal) => {
                findings.extend(refusal.findings);
                (None, refusal.folder)
            }
        };
        let default = |prepared: &Prepared| {
            let Network { name, study, .. } = &prepared.network;
            // Nobody is to find it where the answer is looked for.
            let mode = if arguments.uncapacitated {
                "-uncapacitated"
            } else {
                ""
            };
            Path::new("leadtime-out").join(format!("{name}-{}{mode}", study.seed))
        };
        let out = arguments
            .out
            .clone()
            .or_else(|| prepared.as_ref().map(default));
        let output = out.and_then(|out| settled(Output::claim(&out), &mut findings));
        let trace = arguments
            .trace
            .as_deref()
            .and_then(|path| settled(TraceFile::claim(path), &mut findings));
        match (prepared, output) {
            (Some(prepared), Some(output)) if findings.is_empty() => {
                let study = study(&prepared.network.study, arguments);
                let (format, report) = (arguments.format, arguments.report);
                Ok((
                    prepared,
                    Self {
                        study,
                        output,
                        trace,
                        format,
                        report,
                    },
                ))
            }
            _ => Err(Refusal::new(findings, folder)),
        }
    }

    /// Whether plots and page are made.
    pub(super) fn full_report(&self) -> bool {
        self.report || self.format == Format::Table
    }
}

/// What was claimed; a refusal joins the findings.
fn settled<T>(claimed: Result<T, Diagnostic>, findings: &mut Diagnostics) -> Option<T> {
    claimed.map_err(|finding| findings.push(finding)).ok()
}

/// What the command line says in place of the scenario.
pub(super) fn instead(arguments: &RunArguments) -> Instead {
    let &RunArguments {
        horizon,
        seed,
        replications,
        driver,
        uncapacitated,
        ..
    } = arguments;
    Instead {
        horizon,
        seed,
        replications,
        driver: driver.into(),
        uncapacitated,
    }
}

fn study(network: &StudyDefaults, arguments: &RunArguments) -> StudyOptions {
    let &StudyDefaults { seed, replications } = network;
    StudyOptions {
        seed,
        replications,
        threads: arguments.threads.map_or_else(cores, usize::from),
    }
}

pub(crate) fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}
