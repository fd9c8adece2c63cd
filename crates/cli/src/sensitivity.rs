//! `leadtime sensitivity`: which stage, lane or shock moves the on-time share most, and what the next best fix is.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use leadtime_experiment::sensitivity::{
    NotRun, Question, Sensitivity, levers, sensitivity as study_of,
};
use leadtime_network::Network;
use leadtime_network::network::BlameBy;
use leadtime_report::table;
use leadtime_sim::outcome::Stopped;
use leadtime_sim::plan::Plan;
use leadtime_sim::study::{self, StudyOptions, StudyOutcome};

use crate::arguments::{Format, Grouping, SensitivityArguments};
use crate::console;
use crate::failure::{Exit, Failure};
use crate::folder::{self, Experiment, Manifest, Output, default_folder};
use crate::run::{Progress, cores, interrupt};
use crate::scenario::{Instead, Prepared, Source};

pub(crate) fn sensitivity(arguments: &SensitivityArguments) -> Result<Exit, Failure> {
    let began = Instant::now();
    let instead = Instead {
        horizon: arguments.horizon,
        seed: arguments.seed,
        replications: arguments.replications,
        ..Instead::default()
    };
    let source = Source::named(arguments.scenario.as_deref());
    let mut prepared = Prepared::read(source, &instead)?;
    let network = &prepared.network;
    let question = question(arguments, network)?;
    let out = arguments.out.clone().unwrap_or_else(|| {
        default_folder(
            "sensitivity",
            std::slice::from_ref(&network.name),
            question.seed,
        )
    });
    let output = Output::claim(&out)?;
    prepared.heed_warnings(arguments.deny_warnings)?;
    let threads = arguments.threads.map_or_else(cores, usize::from);
    let found = simulate(&prepared.network, &question, threads)?;
    let Some(found) = found else {
        console::note(
            "nothing to tell: no order was promised, or the study was interrupted before the first lever was moved",
        );
        return Ok(Exit::Incomplete);
    };
    output.write(|folder| {
        let pictures = arguments.report || arguments.format == Format::Table;
        leadtime_report::write_sensitivity(&found.study, folder, pictures)?;
        Manifest::new(made(&found.study), threads, began).write(folder)
    })?;
    let table = || table::sensitivity(&found.study);
    console::tell(
        arguments.format,
        &found.study,
        table,
        ("report", &output.shown().join("report.html")),
    )?;
    if found.interrupted {
        console::note("interrupted: only the levers that were moved to both ends are told");
        return Ok(Exit::Incomplete);
    }
    Ok(Exit::Done)
}

/// Settles what is asked.
///
/// # Errors
/// A level or lever that the scenario does not have.
fn question(arguments: &SensitivityArguments, network: &Network) -> Result<Question, Failure> {
    let level = arguments
        .level
        .as_deref()
        .map(|wanted| level(network, wanted));
    let grouping = match arguments.group {
        Some(Grouping::Kind) => BlameBy::Kind,
        Some(Grouping::Place) => BlameBy::Place,
        None => network.blame.map_or(BlameBy::Kind, |blame| blame.by),
    };
    Ok(Question {
        seed: network.study.seed,
        replications: network.study.replications,
        level: level.transpose()?,
        by: arguments.by,
        grouping,
        most: arguments.most as usize,
        screening: arguments.screening,
        costs: costs(arguments, network, grouping)?,
    })
}

fn level(network: &Network, wanted: &str) -> Result<usize, Failure> {
    let names = network
        .service_levels
        .iter()
        .map(|level| level.name.as_str());
    names
        .clone()
        .position(|name| name == wanted)
        .ok_or_else(|| {
            let known: Vec<&str> = names.collect();
            Failure::Usage(format!(
                "there is no service level `{wanted}`; the scenario has {}",
                known.join(", ")
            ))
        })
}

/// Costs by lever; each must be one of the scenario's.
fn costs(
    arguments: &SensitivityArguments,
    network: &Network,
    grouping: BlameBy,
) -> Result<BTreeMap<String, f64>, Failure> {
    let labels: Vec<String> = levers(network, grouping)
        .iter()
        .map(|lever| lever.label())
        .collect();
    let costs: BTreeMap<String, f64> = arguments.cost.iter().cloned().collect();
    let unknown: Vec<&str> = costs
        .keys()
        .filter(|label| !labels.contains(label))
        .map(String::as_str)
        .collect();
    if unknown.is_empty() {
        return Ok(costs);
    }
    Err(Failure::Usage(format!(
        "there is no lever `{}`; the scenario has: {}",
        unknown.join("`, `"),
        labels.join(", ")
    )))
}

/// What was found, and whether all of it.
struct Found {
    study: Sensitivity,
    interrupted: bool,
}

fn simulate(
    network: &Network,
    question: &Question,
    threads: usize,
) -> Result<Option<Found>, Failure> {
    let stop = interrupt::listen()?;
    let all = planned(network, question);
    let progress = Progress::new(all);
    let mut done = 0;
    let mut interrupted = false;
    let found = study_of(network, question, &mut |plan, seed, replications| {
        let options = StudyOptions {
            seed,
            replications,
            threads,
        };
        let study = replicated(plan, &options, stop, &mut |now| {
            progress.show(done + now, all.max(done + now));
        });
        done += replications;
        interrupted |= matches!(study, Err(NotRun::Stopped));
        study
    });
    progress.end();
    match found {
        Ok(study) => Ok(study.map(|study| Found { study, interrupted })),
        Err(NotRun::Stopped) => Ok(None),
        Err(NotRun::Failed(why)) => Err(Failure::Usage(format!(
            "the scenario as it stands cannot be simulated: {why}"
        ))),
    }
}

/// Replications of all levers, about.
fn planned(network: &Network, question: &Question) -> u32 {
    let levers = levers(network, question.grouping).len();
    let moved = levers.min(question.most) as u32;
    let screened = if levers > question.most {
        (levers as u32 + 1) * question.screening
    } else {
        0
    };
    (1 + 2 * moved).saturating_mul(question.replications) + screened
}

fn replicated(
    plan: &Plan,
    options: &StudyOptions,
    stop: &AtomicBool,
    show: &mut dyn FnMut(u32),
) -> Result<StudyOutcome, NotRun> {
    let study = study::run(plan, options, stop, &mut |done, _| show(done));
    if let Some(failure) = study.failure() {
        return Err(NotRun::Failed(format!(
            "{} ({})",
            failure.message, failure.code
        )));
    }
    if study.stopped == Stopped::Interrupted {
        return Err(NotRun::Stopped);
    }
    Ok(study)
}

fn made(found: &Sensitivity) -> Experiment<'_> {
    Experiment {
        command: "sensitivity",
        designs: vec![folder::Design {
            name: &found.scenario,
            digest: &found.digest,
        }],
        seed: found.seed,
        replications: found.replications,
        requested: found.requested,
    }
}
