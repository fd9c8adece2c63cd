//! The committed coverage page is the program's: same cases, same words, and every number in its band.

use std::process::Command;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/methods/coverage.md");

fn printed(macros: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_coverage"))
        .args(["--macros", macros])
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// A line without its numbers: those of a table row are all cells that read as one.
fn words(line: &str) -> String {
    let number = |cell: &&str| {
        cell.trim().parse::<f64>().is_err() && cell.trim() != "open" && cell.trim() != "NaN"
    };
    if line.starts_with('|') {
        line.split('|').filter(number).collect::<Vec<_>>().join("|")
    } else {
        line.to_owned()
    }
}

// catches: a case added, a method renamed or a sentence changed without running the study again
#[test]
fn the_page_is_of_these_cases() {
    let committed = std::fs::read_to_string(PAGE).unwrap();
    let quick = printed("10").replace(
        "10 studies per case (1 for",
        "10,000 studies per case (1,000 for",
    );
    let (a, b): (Vec<_>, Vec<_>) = (
        committed.lines().map(words).collect(),
        quick.lines().map(words).collect(),
    );
    assert_eq!(
        a, b,
        "run: cargo run --release -p leadtime-benches --bin coverage -- docs/methods/coverage.md"
    );
}

#[test]
fn the_study_is_the_same_twice() {
    assert_eq!(printed("4"), printed("4"));
}
