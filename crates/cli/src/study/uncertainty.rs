//! `leadtime uncertainty`: what is not known of the parameters, next to what too few replications leave open.

use std::time::Instant;

use leadtime_experiment::{Contest, NotSelected, uncertainty as draw_parameters};
use leadtime_report::{result_json, table, write_uncertainty};

use super::Prepared;
use crate::arguments::{Format, StudyArguments};
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
    let found = match found {
        Ok(found) => found,
        Err(NotSelected::Interrupted) => {
            console::note("interrupted before all parameters were drawn: nothing is written");
            return Ok(Exit::Incomplete);
        }
        Err(NotSelected::Invalid(message)) => return Err(Failure::Usage(message)),
        Err(NotSelected::Refused(refused)) => return Err(prepared.refusal(refused).into()),
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
    match arguments.format {
        Format::Table => {
            let table = table::uncertainty(&found);
            console::print(&format!("{table}\nresults: {}\n", output.shown().display()))?;
        }
        Format::Json => console::print(&result_json(&found).map_err(anyhow::Error::from)?)?,
    }
    Ok(Exit::Done)
}
