//! Instructions per order, counted by valgrind: the same on a quiet and on a busy machine, so that a change of a percent shows.
//!
//! `cargo bench -p leadtime-benches --bench instructions` compares with `benches/instructions.csv` and fails where an order costs more
//! than [`MARGIN`] above it; with `UPDATE=1` it writes that file. The counts hold for one compiler, which the file names: under another they
//! are printed and not compared. Without valgrind nothing is counted.
#![allow(missing_docs, clippy::print_stdout)]

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// Scenarios, and how they are run if not as they come, with the days to which they are cut, warm-up included.
const CASES: [(&str, u32); 6] = [
    ("reference", 4),
    ("reference events", 4),
    ("reference-tight", 4),
    ("us-next-day", 8),
    ("us-next-day charged", 8),
    ("metro-same-day", 8),
];

/// So much more than the baseline is a loss.
const MARGIN: f64 = 0.02;

struct Count {
    scenario: &'static str,
    per_order: f64,
}

fn main() -> ExitCode {
    if !answers("valgrind") {
        println!("instructions: skipped, there is no valgrind");
        return ExitCode::SUCCESS;
    }
    let counts: Vec<Count> = CASES
        .iter()
        .filter_map(|&(scenario, days)| count(scenario, days))
        .collect();
    if counts.len() < CASES.len() {
        println!("instructions: skipped, valgrind cannot run the engine here");
        return ExitCode::SUCCESS;
    }
    let compiler = compiler();
    if std::env::var_os("UPDATE").is_some() {
        return write(&counts, &compiler);
    }
    compare(&counts, &compiler)
}

fn answers(program: &str) -> bool {
    Command::new(program)
        .arg("--version")
        .output()
        .is_ok_and(|output| output.status.success())
}

/// The compiler's version, by which a count holds.
fn compiler() -> String {
    let output = Command::new("rustc").arg("-V").output();
    let version = output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    format!(
        "{}, {}",
        version.unwrap_or_default(),
        std::env::consts::ARCH
    )
}

/// Instructions of three replications less those of one, by their orders: start-up and compilation cancel.
fn count(scenario: &'static str, days: u32) -> Option<Count> {
    let (less, few) = callgrind(scenario, days, 1)?;
    let (more, many) = callgrind(scenario, days, 3)?;
    Some(Count {
        scenario,
        per_order: (more - less) / (many - few),
    })
}

/// Instructions and orders of a run.
fn callgrind(scenario: &str, days: u32, replications: u32) -> Option<(f64, f64)> {
    let mut words = scenario.split(' ');
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(env!("CARGO_BIN_EXE_replication"))
        .args(words.next())
        .args([days.to_string(), replications.to_string()])
        .args(words)
        .output()
        .ok()?;
    let told = String::from_utf8_lossy(&output.stderr);
    let line = told.lines().find(|line| line.contains("Collected :"))?;
    let instructions = line.rsplit(' ').next()?.parse().ok()?;
    let orders = String::from_utf8_lossy(&output.stdout)
        .trim()
        .parse()
        .ok()?;
    Some((instructions, orders))
}

fn baseline() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("instructions.csv")
}

fn write(counts: &[Count], compiler: &str) -> ExitCode {
    let mut text = format!("# {compiler}\nscenario,instructions_per_order\n");
    for count in counts {
        text += &format!("{},{:.1}\n", count.scenario, count.per_order);
    }
    print!("{text}");
    match std::fs::write(baseline(), text) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("instructions: {error}");
            ExitCode::FAILURE
        }
    }
}

fn compare(counts: &[Count], compiler: &str) -> ExitCode {
    let text = std::fs::read_to_string(baseline()).unwrap_or_default();
    let same = text.lines().next() == Some(&format!("# {compiler}"));
    if !same {
        println!("instructions: the baseline is of another compiler than {compiler}; not compared");
    }
    let mut lost = false;
    println!(
        "{:<20} {:>12} {:>12} {:>8}",
        "scenario", "baseline", "now", "ratio"
    );
    for count in counts {
        let before = text
            .lines()
            .find_map(|line| line.strip_prefix(count.scenario)?.strip_prefix(','));
        let before: f64 = before
            .and_then(|number| number.parse().ok())
            .unwrap_or(f64::NAN);
        let ratio = count.per_order / before;
        println!(
            "{:<20} {before:>12.1} {:>12.1} {ratio:>8.4}",
            count.scenario, count.per_order
        );
        lost |= same && ratio > 1.0 + MARGIN;
    }
    if lost {
        println!(
            "instructions: an order costs more than {:.0} % above the baseline",
            100.0 * MARGIN
        );
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
