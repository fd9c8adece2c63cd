//! `leadtime run`: simulate a scenario and report.

mod assertion;
pub(crate) mod interrupt;
mod options;
mod progress;
mod trace;

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use anyhow::Context;
use leadtime_experiment::{Figure, stopping_rule};
use leadtime_network::{Code, Diagnostic};
use leadtime_report::table;
use leadtime_sim::outcome::{self, Outcome, Stopped};
use leadtime_sim::plan::Plan;
use leadtime_sim::study::{self, StoppingRule, StudyOutcome};
use leadtime_stats::stopping::LEAST_FIRST_BLOCK;
use serde::Serialize;

use crate::arguments::{Format, RunArguments};
use crate::console;
use crate::failure::{Exit, Failure};
use crate::folder::Manifest;
use crate::scenario::{Prepared, Source};
use assertion::Assertion;
use options::Options;
pub(crate) use options::cores;
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

    let rule = rule(arguments, &prepared)?;
    let study = simulate(&prepared, &options, rule.as_ref())?;
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

/// When the run may end before its last replication.
///
/// # Errors
/// A figure that the scenario does not have, or too few replications to look at.
fn rule(arguments: &RunArguments, prepared: &Prepared) -> Result<Option<StoppingRule>, Failure> {
    let mut goals = Vec::new();
    for (name, error) in &arguments.precision {
        let plan = &prepared.plan;
        let figure = Figure::named(name).map_err(|message| unknown(&message, plan))?;
        if figure.row(plan).is_none() {
            return Err(unknown(
                &format!("the scenario has no figure `{name}`"),
                plan,
            ));
        }
        goals.push((figure, *error));
    }
    let budget = prepared.network.study.replications;
    if !goals.is_empty() && u64::from(budget) < LEAST_FIRST_BLOCK {
        let message = format!(
            "`--precision` is looked at after {LEAST_FIRST_BLOCK} replications or more: give it as many with `--replications`"
        );
        return Err(Failure::Usage(message));
    }
    Ok(stopping_rule(&goals, &prepared.plan, budget))
}

fn unknown(message: &str, plan: &Plan) -> Failure {
    let help = format!("its service levels are {}", plan.level_names.join(", "));
    Diagnostic::new(Code::UnknownFigure, message)
        .help(help)
        .into()
}

/// Runs the replications; an interrupt ends them early.
fn simulate(
    prepared: &Prepared,
    options: &Options,
    rule: Option<&StoppingRule>,
) -> anyhow::Result<StudyOutcome> {
    let stop = interrupt::listen()?;
    let progress = Progress::new(options.study.replications);
    let mut show = |done, of| progress.show(done, of);
    let study = study::run_until(&prepared.plan, &options.study, rule, stop, &mut show);
    progress.end();
    Ok(study)
}

/// Of what the results of a run are.
#[derive(Debug, Serialize)]
struct Made<'r> {
    scenario: &'r str,
    digest: &'r str,
    seed: u64,
    replications: u32,
    requested: u32,
    stopped: Stopped,
    /// `events`, `sweep`; and how many of the replications were swept.
    driver: &'static str,
    swept: u32,
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
        let fill = |folder: &Path| self.fill(folder, options, began);
        options.output.write(fill)
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
        Manifest::new(self.made(), options.study.threads, began).write(folder)
    }

    /// What the manifest says of the run.
    fn made(&self) -> Made<'_> {
        let outcome = &self.outcome;
        let swept = self.plan.swept(outcome.replications);
        Made {
            scenario: &outcome.scenario.name,
            digest: &outcome.scenario.digest,
            seed: outcome.seed,
            replications: outcome.replications,
            requested: outcome.requested,
            stopped: outcome.stopped,
            driver: if swept > 0 { "sweep" } else { "events" },
            swept,
        }
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
