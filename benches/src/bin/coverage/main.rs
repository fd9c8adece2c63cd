//! `coverage [FILE] [--macros N]`: how often every interval holds its known truth; writes the page of the result, or prints it.
//!
//! Fails if a method leaves the band that it is required to keep.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod cases;
mod draws;
mod page;
mod study;

use std::process::ExitCode;
use std::{fs, thread};

use study::{Table, run};

const USAGE: &str = "usage: coverage [FILE] [--macros N]";

fn main() -> ExitCode {
    let Some((file, macros)) = options(std::env::args().skip(1)) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let threads = thread::available_parallelism().map_or(1, |n| n.get() as u64);
    let selections = (macros / 10).max(1);
    let results: page::Results = cases::all()
        .iter()
        .map(|case| {
            let selects = case.table == Table::Selection;
            let count = if selects { selections } else { macros };
            eprintln!("{}, {:?} replications", case.what, case.replications);
            (case.table, run(case, count, threads))
        })
        .collect();
    let text = page::page(&results, macros, selections);
    if let Err(error) = write(file.as_deref(), &text) {
        eprintln!("{error}");
        return ExitCode::FAILURE;
    }
    let failures = page::failures(&results);
    failures
        .iter()
        .for_each(|failure| eprintln!("outside its band: {failure}"));
    ExitCode::from(u8::from(!failures.is_empty()))
}

fn options(mut words: impl Iterator<Item = String>) -> Option<(Option<String>, u64)> {
    let (mut file, mut macros) = (None, 10_000);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--macros" => macros = words.next()?.parse().ok()?,
            _ if word.starts_with('-') || file.is_some() => return None,
            _ => file = Some(word),
        }
    }
    (macros > 0).then_some((file, macros))
}

fn write(file: Option<&str>, text: &str) -> std::io::Result<()> {
    match file {
        Some(path) => fs::write(path, text),
        None => {
            print!("{text}");
            Ok(())
        }
    }
}
