//! `results`: measures leadtime on this machine and writes small tables and a plot into a folder.
//!
//! ```text
//! cargo run --release -p leadtime-benches --bin results                 sizes, floors, threads: about five minutes on a quiet machine
//! cargo run --release -p leadtime-benches --bin results -- --quick      a second or two: only to see that it runs
//! ```
//!
//! Everything is timed by processor time beside the reference network, in turn, and told as a median of ratios.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod floors;
mod folder;
mod instructions;
mod machine;
mod memory;
mod options;
mod plot;
mod scale;
mod studies;
mod threads;

use std::process::ExitCode;

use options::{Asked, Options};

fn main() -> ExitCode {
    match options::read(std::env::args().skip(1)) {
        Some(Asked::Measure(options)) => match measure(&options) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("results: {error}");
                ExitCode::FAILURE
            }
        },
        // A process of its own, so that its peak is that of one network.
        Some(Asked::Peak(size)) => memory::tell(&size),
        None => {
            eprintln!("{}", options::USAGE);
            ExitCode::from(2)
        }
    }
}

fn measure(options: &Options) -> Result<(), String> {
    let mut folder = folder::Folder::new(options)?;
    if options.wants("sizes") {
        let rows = scale::rows(options);
        folder.table("sizes", &scale::table(&rows))?;
        folder.write("sizes.svg", &plot::draw(&rows, options)?)?;
    }
    if options.wants("floors") {
        folder.table("floors", &floors::table(options))?;
    }
    if options.wants("threads") {
        folder.table("threads", &threads::table(options))?;
    }
    if options.wants("instructions") {
        folder.text("instructions", &instructions::count()?)?;
    }
    folder.finish(options)
}
