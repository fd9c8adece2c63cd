//! `leadtime run`: simulate a scenario and report.

mod assertion;
pub(crate) mod interrupt;
mod manifest;
mod options;
mod output;
mod progress;
mod trace;

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use anyhow::Context;
use leadtime_report::table;
use leadtime_sim::outcome::{self, Outcome, Stopped};
use leadtime_sim::plan::Plan;
use leadtime_sim::study::{self, StudyOutcome};

use crate::arguments::{Format, RunArguments};
use crate::console;
use crate::failure::{Exit, Failure};
use crate::scenario::{Prepared, Source};
use assertion::Assertion;
use manifest::Manifest;
use options::Options;
use output::Output;
pub(crate) use progress::Progress;
use trace::TraceFile;

pub(crate) fn run(arguments: &RunArguments) -> Result<Exit, Failure> {
    let began = Instant::now();
    let prepared = Prepared::read(
        Source::named(arguments.scenario.as_deref()),
        &options::instead(arguments),
    );
    let (mut prepared, options) = Options::resolve(arguments, prepared)?;
    let assertion = Assertion::resolve(arguments.assert, &prepared.network)?;
    prepared.heed_warnings(arguments.deny_warnings)?;
    if arguments.uncapacitated && !prepared.congests {
        console::note(
            "nothing in this scenario makes one parcel wait for another: `--uncapacitated` changes nothing",
        );
    }

    let study = simulate(&prepared, &options)?;
    if let Some(failure) = study.failure() {
        return Err(failure.into());
    }
    if study.replications() == 0 {
        console::note("interrupted before the first replication was finished: nothing is written");
        return Ok(Exit::Incomplete);
    }
    let results = Results::new(&prepared, &study);
    results.write(&options, began)?;
    results.print(&options)?;
    if results.outcome.stopped == Stopped::Interrupted {
        return Ok(Exit::Incomplete);
    }
    if let Some(trace) = &options.trace {
        trace.write(&prepared.plan, options.study.seed)?;
    }
    Ok(assertion.map_or(Exit::Done, |assertion| assertion.judge(&results.outcome)))
}

/// Runs the replications; an interrupt ends them early.
fn simulate(prepared: &Prepared, options: &Options) -> anyhow::Result<StudyOutcome> {
    let stop = interrupt::listen()?;
    let progress = Progress::new(options.study.replications);
    let study = study::run(&prepared.plan, &options.study, stop, &mut |done, of| {
        progress.show(done, of);
    });
    progress.end();
    Ok(study)
}

/// What a run found, ready to be written.
struct Results<'r> {
    outcome: Outcome,
    study: &'r StudyOutcome,
    plan: &'r Plan,
}

impl<'r> Results<'r> {
    fn new(prepared: &'r Prepared, study: &'r StudyOutcome) -> Self {
        let Prepared {
            network,
            plan,
            warnings,
            ..
        } = prepared;
        let warning = |finding: &leadtime_network::Diagnostic| outcome::Warning {
            code: finding.code.to_string(),
            message: match &finding.place {
                Some(place) => format!("{place}: {}", finding.message),
                None => finding.message.clone(),
            },
            help: finding.help.clone(),
        };
        let outcome = study.outcome(plan, network, warnings.iter().map(warning).collect());
        Self {
            outcome,
            study,
            plan,
        }
    }

    /// Writes the folder of results, as a whole or not at all.
    fn write(&self, options: &Options, began: Instant) -> anyhow::Result<()> {
        let staging = options
            .output
            .stage()
            .with_context(|| format!("cannot write {}", options.output))?;
        self.fill(staging.path(), options, began)?;
        staging
            .commit()
            .with_context(|| format!("cannot write {}", options.output))
    }

    fn fill(&self, folder: &Path, options: &Options, began: Instant) -> anyhow::Result<()> {
        if options.full_report() {
            leadtime_report::write(&self.outcome, folder)?;
        } else {
            leadtime_report::write_data(&self.outcome, folder)?;
        }
        fs::write(
            folder.join("replications.csv"),
            self.study.replications_csv(self.plan),
        )
        .context("cannot write replications.csv")?;
        self.write_zone_curves(&folder.join("zone_curves.csv"))
            .context("cannot write zone_curves.csv")?;
        let made = (self.plan, &self.outcome);
        Manifest::new(made, options.study.threads, began.elapsed()).write(folder)
    }

    fn write_zone_curves(&self, path: &Path) -> io::Result<()> {
        let mut file = BufWriter::new(File::create(path)?);
        self.study.write_zone_curves(self.plan, &mut file)?;
        file.flush()
    }

    /// The answer on standard output; what is about the run itself on standard error.
    fn print(&self, options: &Options) -> anyhow::Result<()> {
        match options.format {
            Format::Table => {
                let report = options.output.shown().join("report.html");
                console::print(&format!(
                    "{}\nreport: {}\n",
                    table::summary(&self.outcome),
                    report.display()
                ))?;
            }
            Format::Json => {
                console::write(|out| leadtime_report::write_json(&self.outcome, out))?;
            }
        }
        let Outcome {
            replications,
            requested,
            stopped,
            ..
        } = self.outcome;
        if stopped == Stopped::Interrupted {
            let kept =
                format!("{replications} of {requested} replications were finished and are kept");
            console::note(&format!("interrupted: {kept} in {}", options.output));
        }
        Ok(())
    }
}
