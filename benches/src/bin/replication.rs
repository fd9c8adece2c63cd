//! `replication SCENARIO DAYS COUNT [uncapacitated|events|charged]`: so many replications of a scenario of the repository, cut to so many
//! days; prints the orders. What the instruction count is taken of: nothing but the engine grows with COUNT.
//!
//! Late orders are charged to their causes, where a scenario asks for that in its first replications, only if `charged`.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::path::PathBuf;
use std::process::ExitCode;

use leadtime_network::time::Duration;
use leadtime_network::{Files, load};
use leadtime_sim::engine::{Driver, replicate};
use leadtime_sim::plan::Plan;

/// How a plan may be run otherwise than as it comes.
const UNCAPACITATED: &str = "uncapacitated";
const EVENTS: &str = "events";
const CHARGED: &str = "charged";
const USAGE: &str = "usage: replication SCENARIO DAYS COUNT [uncapacitated|events|charged]";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let asked = match &words[..] {
        [name, days, count, rest @ ..]
            if matches!(rest, [] | [UNCAPACITATED | EVENTS | CHARGED]) =>
        {
            days.parse()
                .ok()
                .zip(count.parse().ok())
                .map(|(days, count)| (name, days, count, rest.first().copied()))
        }
        _ => None,
    };
    let Some((name, days, count, otherwise)) = asked else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match orders(name, (days, count), otherwise) {
        Ok(orders) => {
            println!("{orders}");
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("{why}");
            ExitCode::from(2)
        }
    }
}

fn orders(name: &str, (days, count): (i64, u32), otherwise: Option<&str>) -> Result<u64, String> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../scenarios")
        .join(name);
    let Ok((mut network, _)) = load(&Files::on_disk(&folder)) else {
        return Err(format!("`{name}` is no scenario of the repository"));
    };
    let clock = &mut network.clock;
    clock.horizon = clock.horizon.min(Duration::from_days(days));
    if clock.horizon <= clock.warm_up {
        return Err(format!("`{name}` takes longer than that to warm up"));
    }
    let plan = Plan::compile(&network);
    let plan = match otherwise {
        Some(CHARGED) => plan,
        Some(UNCAPACITATED) => plan.without_blame().uncapacitated(),
        Some(EVENTS) => plan.without_blame().driven_by(Driver::Events)?,
        _ => plan.without_blame(),
    };
    Ok((0..count)
        .map(|replication| replicate(&plan, 1, replication).visits)
        .sum())
}
