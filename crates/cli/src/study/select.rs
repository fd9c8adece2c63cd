//! `leadtime select`: which design of a study is best.

use std::time::Instant;

use leadtime_experiment::{Contest, select as select_design};
use leadtime_report::{table, write_selected};

use super::Prepared;
use crate::arguments::StudyArguments;
use crate::console;
use crate::failure::{Exit, Failure};
use crate::folder::{Design, Experiment, Manifest};
use crate::run::{Progress, interrupt};

pub(crate) fn select(arguments: &StudyArguments) -> Result<Exit, Failure> {
    let began = Instant::now();
    let prepared = Prepared::read(arguments)?;
    let checked = &prepared.checked;
    let Some(asked) = &checked.study.selection else {
        let message = "the study does not say what the best design is: give it a `[select]` table with a `figure` and an `indifference`";
        return Err(Failure::Usage(message.to_owned()));
    };
    let output = prepared.claim("select", arguments)?;
    let stop = interrupt::listen()?;
    let progress = Progress::new(checked.study.replications);
    let open = |scenario: &str| prepared.files(scenario);
    let contest = Contest {
        threads: prepared.threads,
        stop,
        progress: &mut |done, of| progress.show(done, of),
    };
    let found = select_design(checked, asked, &open, contest);
    progress.end();
    let Some(found) = prepared.unless_refused(found)? else {
        return Ok(Exit::Incomplete);
    };
    let designs = found.designs.iter().map(|design| Design {
        name: &design.name,
        digest: &design.digest,
    });
    let made = Experiment {
        command: "select",
        designs: designs.collect(),
        seed: found.seed,
        replications: found
            .designs
            .iter()
            .map(|one| one.replications)
            .max()
            .unwrap_or(0),
        requested: checked.study.replications,
    };
    output.write(|folder| {
        write_selected(&found, folder)?;
        Manifest::new(made, prepared.threads, began).write(folder)
    })?;
    let table = || table::selected(&found);
    console::tell(arguments.format, &found, table, ("results", output.shown()))?;
    Ok(Exit::Done)
}
