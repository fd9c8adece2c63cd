//! `leadtime sweep`: every design of a study.

use std::time::Instant;

use leadtime_experiment::{Sweep, Trials, sweep as sweep_designs};
use leadtime_report::{table, write_sweep};

use super::Prepared;
use crate::arguments::{Format, ToldStudyArguments};
use crate::console;
use crate::failure::{Exit, Failure};
use crate::folder::{Design, Experiment, Manifest};
use crate::run::{Progress, interrupt};

pub(crate) fn sweep(told: &ToldStudyArguments) -> Result<Exit, Failure> {
    let began = Instant::now();
    let arguments = &told.study;
    let prepared = Prepared::read(arguments)?;
    let checked = &prepared.checked;
    let output = prepared.claim("sweep", arguments)?;
    let stop = interrupt::listen()?;
    let progress = Progress::new(checked.study.replications);
    let open = |scenario: &str| prepared.files(scenario);
    let mut show = |done, of| progress.show(done, of);
    let found = sweep_designs(&mut Trials::new(
        checked,
        &open,
        prepared.threads,
        stop,
        &mut show,
    ));
    progress.end();
    if found.designs.is_empty() {
        console::note("interrupted before the first design was finished: nothing is written");
        return Ok(Exit::Incomplete);
    }
    output.write(|folder| {
        let pictures = told.report || arguments.format == Format::Table;
        write_sweep(&found, folder, pictures)?;
        Manifest::new(made(&found), prepared.threads, began).write(folder)
    })?;
    let table = || table::sweep(&found);
    console::tell(
        arguments.format,
        &found,
        table,
        ("report", &output.shown().join("report.html")),
    )?;
    for verdict in &found.assertions {
        console::note(&table::verdict(verdict));
    }
    if found.interrupted {
        console::note("interrupted: only the designs that were finished are told");
        return Ok(Exit::Incomplete);
    }
    let kept = found.assertions.iter().all(|verdict| verdict.kept);
    Ok(if kept { Exit::Done } else { Exit::Missed })
}

fn made(sweep: &Sweep) -> Experiment<'_> {
    let designs = sweep.designs.iter().map(|design| Design {
        name: &design.name,
        digest: &design.digest,
    });
    Experiment {
        command: "sweep",
        designs: designs.collect(),
        seed: sweep.seed,
        replications: sweep
            .designs
            .iter()
            .map(|design| design.replications)
            .max()
            .unwrap_or(0),
        requested: sweep.budget,
    }
}
