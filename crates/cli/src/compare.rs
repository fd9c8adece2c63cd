//! `leadtime compare`: scenarios on the same random numbers.

use std::path::Path;
use std::time::Instant;

use leadtime_experiment::{Comparison, Design, compare as compare_designs};
use leadtime_report::table;
use leadtime_sim::outcome::Stopped;
use leadtime_sim::plan::Plan;
use leadtime_sim::study::{self, StudyOptions, StudyOutcome};

use crate::arguments::{CompareArguments, Format};
use crate::console;
use crate::failure::{Exit, Failure, Refusal};
use crate::folder::{self, Experiment, Manifest, Output, default_folder};
use crate::run::{Progress, cores, interrupt};
use crate::scenario::{Instead, Prepared, Source};

pub(crate) fn compare(arguments: &CompareArguments) -> Result<Exit, Failure> {
    let began = Instant::now();
    let mut prepared = read(arguments)?;
    for scenario in &mut prepared {
        scenario.heed_warnings(arguments.deny_warnings)?;
    }
    let names = names(&prepared, &arguments.scenarios);
    let defaults = &prepared[0].network.study;
    let options = StudyOptions {
        seed: arguments.seed.unwrap_or(defaults.seed),
        replications: arguments.replications.unwrap_or(defaults.replications),
        threads: arguments.threads.map_or_else(cores, usize::from),
    };
    let out = arguments.out.clone();
    let output =
        Output::claim(&out.unwrap_or_else(|| default_folder("compare", &names, options.seed)))?;
    let digests: Vec<String> = prepared.iter().map(|p| p.network.digest.clone()).collect();
    // Nobody reads here who is to blame.
    let plans = prepared.into_iter().map(|p| p.plan.without_blame());
    let plans: Vec<Plan> = plans.collect();
    let studies = simulate(&plans, &options)?;
    if studies.iter().any(|s| s.replications() == 0) {
        console::note("interrupted before every design had a finished replication");
        return Ok(Exit::Incomplete);
    }
    let designs = names.iter().zip(&digests).zip(plans.iter().zip(&studies));
    let designs: Vec<Design<'_>> = designs
        .map(|((name, digest), (plan, study))| Design {
            name,
            digest,
            plan,
            study,
        })
        .collect();
    let Some(comparison) = compare_designs(&designs) else {
        let message = "nothing can be compared: name two scenarios or more";
        return Err(Failure::Usage(message.to_owned()));
    };
    output.write(|folder| {
        let pictures = arguments.report || arguments.format == Format::Table;
        leadtime_report::write_comparison(&comparison, folder, pictures)?;
        Manifest::new(made(&comparison), options.threads, began).write(folder)
    })?;
    let table = || table::comparison(&comparison);
    console::tell(
        arguments.format,
        &comparison,
        table,
        ("report", &output.shown().join("report.html")),
    )?;
    let complete = studies.iter().all(|s| s.stopped == Stopped::Completed);
    Ok(if complete {
        Exit::Done
    } else {
        console::note("interrupted: only the replications that every design has are compared");
        Exit::Incomplete
    })
}

/// What the manifest says of a comparison.
fn made(comparison: &Comparison) -> Experiment<'_> {
    let designs = comparison.designs.iter().map(|design| folder::Design {
        name: &design.name,
        digest: &design.digest,
    });
    Experiment {
        command: "compare",
        designs: designs.collect(),
        seed: comparison.seed,
        replications: comparison.replications,
        requested: comparison.requested,
    }
}

/// Reads all scenarios.
///
/// # Errors
/// Everything that is wrong with the first one that cannot be simulated.
fn read(arguments: &CompareArguments) -> Result<Vec<Prepared>, Refusal> {
    let instead = Instead {
        horizon: arguments.horizon,
        seed: arguments.seed,
        replications: arguments.replications,
        ..Instead::default()
    };
    let paths = arguments.scenarios.iter();
    paths
        .map(|path| Prepared::read(Source::named(Some(path)), &instead))
        .collect()
}

/// The scenarios' own names where they differ, else as they stand on the command line.
fn names(prepared: &[Prepared], paths: &[impl AsRef<Path>]) -> Vec<String> {
    let own: Vec<&str> = prepared.iter().map(|p| p.network.name.as_str()).collect();
    let differ = (1..own.len()).all(|at| !own[..at].contains(&own[at]));
    if differ {
        return own.into_iter().map(str::to_owned).collect();
    }
    let paths = paths.iter().enumerate();
    paths
        .map(|(at, path)| {
            let path = path.as_ref().display().to_string();
            // The same path twice is the same design twice: told apart by its number.
            format!("{}: {path}", at + 1)
        })
        .collect()
}

/// Runs every design; an interrupt ends the one under way early and leaves out the others.
fn simulate(plans: &[Plan], options: &StudyOptions) -> Result<Vec<StudyOutcome>, Failure> {
    let stop = interrupt::listen()?;
    let all = options.replications.saturating_mul(plans.len() as u32);
    let progress = Progress::new(all);
    let mut studies: Vec<StudyOutcome> = Vec::new();
    for plan in plans {
        let before: u32 = studies.iter().map(StudyOutcome::replications).sum();
        let study = study::run(plan, options, stop, &mut |done, _| {
            progress.show(before + done, all);
        });
        if let Some(failure) = study.failure() {
            progress.end();
            return Err(failure.into());
        }
        studies.push(study);
    }
    progress.end();
    Ok(studies)
}
