//! `leadtime uncertainty`: what is not known of the parameters, next to what too few replications leave open.

use std::time::Instant;

use leadtime_experiment::{Contest, uncertainty as draw_parameters};
use leadtime_report::{table, write_uncertainty};

use super::Prepared;
use crate::arguments::StudyArguments;
use crate::console;
use crate::failure::{Exit, Failure};
use crate::folder::{Design, Experiment, Manifest};
use crate::run::{Progress, interrupt};

pub(crate) fn uncertainty(arguments: &StudyArguments) -> Result<Exit, Failure> {
    let began = Instant::now();
    let prepared = Prepared::read(arguments)?;
    let checked = &prepared.checked;
    if checked.study.uncertain.is_empty() {
        let message = "the study has no uncertain parameter: give it an `[[uncertain]]` table with an address and a `law`";
        return Err(Failure::Usage(message.to_owned()));
    }
    let output = prepared.claim("uncertainty", arguments)?;
    let stop = interrupt::listen()?;
    let progress = Progress::new(
        checked
            .study
            .replications
            .saturating_mul(checked.study.draws),
    );
    let open = |scenario: &str| prepared.files(scenario);
    let contest = Contest {
        threads: prepared.threads,
        stop,
        progress: &mut |done, of| progress.show(done, of),
    };
    let found = draw_parameters(checked, &open, contest);
    progress.end();
    let Some(found) = prepared.unless_refused(found)? else {
        return Ok(Exit::Incomplete);
    };
    let made = Experiment {
        command: "uncertainty",
        designs: vec![Design {
            name: &checked.designs[0].name,
            digest: &checked.digests[0],
        }],
        seed: found.seed,
        replications: found.replications,
        requested: found.replications,
    };
    output.write(|folder| {
        write_uncertainty(&found, folder)?;
        Manifest::new(made, prepared.threads, began).write(folder)
    })?;
    let table = || table::uncertainty(&found);
    console::tell(arguments.format, &found, table, ("results", output.shown()))?;
    Ok(Exit::Done)
}
