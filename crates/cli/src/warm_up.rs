//! `leadtime warm-up`: how much of the beginning to leave out.

use std::time::Instant;

use leadtime_experiment::{Contest, NotSelected, warm_up as find_warm_up};
use leadtime_network::Diagnostics;
use leadtime_network::time::Duration;
use leadtime_network::validate::repeats_weekly;
use leadtime_report::{table, write_warm_up};

use crate::arguments::{Format, Period, WarmUpArguments};
use crate::console;
use crate::failure::{Exit, Failure, Refusal};
use crate::findings::Folder;
use crate::folder::{Design, Experiment, Manifest, Output, default_folder};
use crate::run::{Progress, interrupt};
use crate::scenario::{Instead, Prepared, Source};

pub(crate) fn warm_up(arguments: &WarmUpArguments) -> Result<Exit, Failure> {
    let began = Instant::now();
    let instead = Instead {
        horizon: arguments.horizon,
        seed: arguments.seed,
        ..Instead::default()
    };
    let source = Source::named(arguments.scenario.as_deref());
    let mut prepared = Prepared::read(source, &instead)?;
    prepared.heed_warnings(false)?;
    let own = prepared.plan.warm_up;
    let mut network = prepared.network;
    network.clock.warm_up = Duration::ZERO;
    let weeks = match arguments.period {
        Some(period) => period == Period::Week,
        // Where weekdays differ, means of days only tell which weekday it was.
        None => repeats_weekly(&network),
    };
    let replications = arguments.replications.unwrap_or(REPLICATIONS);
    let names = [network.name.clone()];
    let default = || default_folder("warm-up", &names, network.study.seed);
    let output = Output::claim(&arguments.out.clone().unwrap_or_else(default))?;
    let progress = Progress::new(replications);
    let contest = Contest {
        threads: 1,
        stop: interrupt::listen()?,
        progress: &mut |done, of| progress.show(done, of),
    };
    let asked = (weeks, network.study.seed, replications);
    let found = find_warm_up(&network, own, asked, contest);
    progress.end();
    let found = match found {
        Ok(found) => found,
        Err(NotSelected::Interrupted) => {
            console::note("interrupted before all replications were finished");
            return Ok(Exit::Incomplete);
        }
        Err(NotSelected::Invalid(message)) => return Err(Failure::Usage(message)),
        Err(NotSelected::Refused(refused)) => {
            let mut findings = Diagnostics::new();
            refused
                .into_iter()
                .for_each(|one| findings.extend(one.findings));
            return Err(Refusal::new(findings, Folder::default()).into());
        }
    };
    let made = Experiment {
        command: "warm-up",
        designs: vec![Design {
            name: &found.scenario,
            digest: &found.digest,
        }],
        seed: found.seed,
        replications,
        requested: replications,
    };
    output.write(|folder| {
        write_warm_up(&found, folder, arguments.format == Format::Table)?;
        Manifest::new(made, 1, began).write(folder)
    })?;
    let table = || table::warm_up(&found);
    console::tell(
        arguments.format,
        &found,
        table,
        ("plot", &output.shown().join("plots").join("welch.svg")),
    )?;
    Ok(Exit::Done)
}

/// Replications that are averaged where nothing else is said.
const REPLICATIONS: u32 = 20;
