//! `leadtime solve`: working backwards from what the customer needs.

use std::time::Instant;

use leadtime_experiment::{Trials, solve as solve_questions};
use leadtime_report::{table, write_answers};

use super::Prepared;
use crate::arguments::{Format, ToldStudyArguments};
use crate::console;
use crate::failure::{Exit, Failure};
use crate::folder::{Design, Experiment, Manifest};
use crate::run::{Progress, interrupt};

pub(crate) fn solve(told: &ToldStudyArguments) -> Result<Exit, Failure> {
    let began = Instant::now();
    let arguments = &told.study;
    let prepared = Prepared::read(arguments)?;
    let checked = &prepared.checked;
    if checked.study.questions.is_empty() {
        let message = "the study asks nothing: give it a `[[solve]]` table with an `axis`, what to `find` and `that` which must hold";
        return Err(Failure::Usage(message.to_owned()));
    }
    let output = prepared.claim("solve", arguments)?;
    let stop = interrupt::listen()?;
    let progress = Progress::new(checked.study.replications);
    let open = |scenario: &str| prepared.files(scenario);
    let mut show = |done, of| progress.show(done, of);
    let found = solve_questions(&mut Trials::new(
        checked,
        &open,
        prepared.threads,
        stop,
        &mut show,
    ));
    progress.end();
    if found.answers.is_empty() {
        console::note("interrupted before the first question was answered: nothing is written");
        return Ok(Exit::Incomplete);
    }
    let designs = checked.designs.iter().zip(&checked.digests);
    let made = Experiment {
        command: "solve",
        designs: designs
            .map(|(design, digest)| Design {
                name: &design.name,
                digest,
            })
            .collect(),
        seed: found.seed,
        replications: found.budget,
        requested: found.budget,
    };
    output.write(|folder| {
        let page = told.report || arguments.format == Format::Table;
        write_answers(&found, folder, page)?;
        Manifest::new(made, prepared.threads, began).write(folder)
    })?;
    let table = || table::answers(&found);
    console::tell(
        arguments.format,
        &found,
        table,
        ("report", &output.shown().join("report.html")),
    )?;
    if found.interrupted {
        console::note("interrupted: only the questions that were answered are told");
        return Ok(Exit::Incomplete);
    }
    Ok(Exit::Done)
}
