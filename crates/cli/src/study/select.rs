//! `leadtime select`: which design of a study is best.

use std::time::Instant;

use leadtime_experiment::{Contest, NotSelected, select as select_design};
use leadtime_report::{result_json, table, write_selected};

use super::Prepared;
use crate::arguments::{Format, StudyArguments};
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
    let found = match found {
        Ok(found) => found,
        Err(NotSelected::Interrupted) => {
            console::note("interrupted before a design was selected: nothing is written");
            return Ok(Exit::Incomplete);
        }
        Err(NotSelected::Invalid(message)) => return Err(Failure::Usage(message)),
        Err(NotSelected::Refused(refused)) => return Err(prepared.refusal(refused).into()),
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
    match arguments.format {
        Format::Table => {
            let table = table::selected(&found);
            console::print(&format!("{table}\nresults: {}\n", output.shown().display()))?;
        }
        Format::Json => console::print(&result_json(&found).map_err(anyhow::Error::from)?)?,
    }
    Ok(Exit::Done)
}
