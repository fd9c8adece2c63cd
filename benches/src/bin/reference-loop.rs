//! `reference-loop --orders N --seed S [--tight]`: runs the hand-written simulator once, prints one JSON line.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::process::ExitCode;
use std::time::Instant;

use leadtime_benches::reference_loop::{Answers, Parameters, simulate};

const USAGE: &str = "usage: reference-loop [--orders N] [--seed S] [--tight]";

struct Options {
    orders: u64,
    seed: u64,
    parameters: Parameters,
}

fn main() -> ExitCode {
    let Some(options) = options(std::env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let begun = Instant::now();
    let answers = simulate(options.parameters, options.orders, options.seed);
    print(&answers, begun.elapsed().as_secs_f64());
    ExitCode::SUCCESS
}

fn options(mut words: impl Iterator<Item = String>) -> Option<Options> {
    let mut options = Options {
        orders: 1_008_000,
        seed: 1,
        parameters: Parameters::REFERENCE,
    };
    while let Some(word) = words.next() {
        match word.as_str() {
            "--orders" => options.orders = words.next()?.parse().ok()?,
            "--seed" => options.seed = words.next()?.parse().ok()?,
            "--tight" => options.parameters = Parameters::TIGHT,
            _ => return None,
        }
    }
    (options.orders > 0).then_some(options)
}

fn print(answers: &Answers, seconds: f64) {
    let Answers {
        orders,
        simulated,
        lead_mean_min,
        on_time,
        waits_min,
        ..
    } = answers;
    println!(
        "{{\"orders\":{orders},\"simulated\":{simulated},\"lead_mean_min\":{lead_mean_min},\"on_time\":{on_time},\
         \"waits\":{waits_min:?},\"seconds\":{seconds}}}"
    );
}
