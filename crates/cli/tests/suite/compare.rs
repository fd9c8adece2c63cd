//! `leadtime compare`: what is printed, and what is refused.

use std::fs;
use std::path::Path;

use crate::support::{assert_empty, files, leadtime, root, stderr};

/// The tutorial with other words in it, under a name of its own.
fn changed(folder: &Path, name: &str, from: &str, to: &str) {
    let scenario = root().join("scenarios/tutorial/two-node/scenario.toml");
    let text = fs::read_to_string(scenario).unwrap();
    assert!(text.contains(from), "{from}");
    let changed = text.replace(from, to);
    // The first name is that of the scenario.
    let (before, after) = changed.split_once("\nname = ").unwrap();
    let (_, after) = after.split_once('\n').unwrap();
    let named = format!("{before}\nname = \"{name}\"\n{after}");
    fs::create_dir(folder.join(name)).unwrap();
    fs::write(folder.join(name).join("scenario.toml"), named).unwrap();
}

fn compare(folder: &Path, arguments: &[&str]) -> std::process::Output {
    let mut command = leadtime(folder);
    command.arg("compare").args(arguments).output().unwrap()
}

// catches: a winner of the wrong side, a design under the letter of another, files left behind
#[test]
fn a_table_tells_the_difference_and_names_the_better_one() {
    let folder = tempfile::tempdir().unwrap();
    changed(folder.path(), "plain", "horizon = ", "horizon = ");
    changed(folder.path(), "sooner", "36h", "30h");
    let ended = compare(folder.path(), &["plain", "sooner", "--replications", "40"]);
    assert_eq!(ended.status.code(), Some(0), "{}", stderr(&ended));
    let told = String::from_utf8(ended.stdout).unwrap();
    assert!(told.contains("  A  plain\n  B  sooner\n"), "{told}");
    let line = |measure: &str| {
        let mut lines = told.lines();
        lines
            .find(|line| line.contains(measure))
            .unwrap()
            .to_owned()
    };
    assert!(line("quote length").contains("−6"), "{told}");
    assert!(line("quote length").trim_end().ends_with('B'), "{told}");
    assert!(line("on time").trim_end().ends_with('A'), "{told}");
    assert!(line("lead time").contains("none"), "{told}");
    assert!(
        told.lines().all(|line| line.chars().count() <= 120),
        "{told}"
    );
}

// catches: a document that depends on the threads, or that no machine can read
#[test]
fn the_document_is_the_same_for_any_threads() {
    let folder = tempfile::tempdir().unwrap();
    changed(folder.path(), "plain", "horizon = ", "horizon = ");
    changed(folder.path(), "sooner", "36h", "30h");
    let document = |threads: &str| {
        let arguments = [
            "plain",
            "sooner",
            "--replications",
            "4",
            "--format",
            "json",
            "--threads",
        ];
        let ended = compare(folder.path(), &[&arguments[..], &[threads]].concat());
        assert_eq!(ended.status.code(), Some(0), "{}", stderr(&ended));
        ended.stdout
    };
    let one = document("1");
    assert_eq!(one, document("2"));
    assert_eq!(one, document("8"));
    let read: serde_json::Value = serde_json::from_slice(&one).unwrap();
    assert_eq!(read["designs"][1]["name"], "sooner");
}

// catches: a comparison that begins before everything is known to be right
#[test]
fn one_scenario_or_a_bad_one_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [&["us-next-day"][..], &["us-next-day", "nowhere"]] {
        let ended = compare(folder.path(), arguments);
        assert_eq!(ended.status.code(), Some(2), "{}", stderr(&ended));
        assert!(ended.stdout.is_empty());
        assert_empty(folder.path(), "compare");
    }
}

// catches: plots nobody asked for, a folder of others written over, a document on standard output that is not the one in the folder
#[test]
fn the_results_are_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    changed(folder.path(), "plain", "horizon = ", "horizon = ");
    changed(folder.path(), "sooner", "36h", "30h");
    let run = |more: &[&str]| {
        let all = [
            &["plain", "sooner", "--replications", "3", "--seed", "5"],
            more,
        ]
        .concat();
        compare(folder.path(), &all)
    };
    let ended = run(&[]);
    let told = String::from_utf8(ended.stdout).unwrap();
    let out = "leadtime-out/compare-plain-sooner-5";
    assert!(
        told.ends_with(&format!("report: {out}/report.html\n")),
        "{told}"
    );
    let made = files(&folder.path().join(out));
    let names: Vec<&str> = made.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "comparison.json",
            "differences.csv",
            "manifest.json",
            "plots/differences-on-time.png",
            "plots/differences-on-time.svg",
            "plots/differences-times.png",
            "plots/differences-times.svg",
            "report.html"
        ]
    );
    let manifest: serde_json::Value = serde_json::from_slice(&made["manifest.json"]).unwrap();
    assert_eq!(
        (&manifest["command"], &manifest["designs"][1]["name"]),
        (&"compare".into(), &"sooner".into())
    );
    let ended = run(&["--format", "json"]);
    let again = files(&folder.path().join(out));
    assert_eq!(ended.stdout, again["comparison.json"]);
    assert_eq!(again["comparison.json"], made["comparison.json"]);
    assert_eq!(again.len(), 3, "plots only where asked for");
    assert_eq!(
        run(&["--format", "json", "--report"]).status.code(),
        Some(0)
    );
    assert_eq!(files(&folder.path().join(out)).len(), made.len());

    fs::create_dir(folder.path().join("mine")).unwrap();
    fs::write(folder.path().join("mine/thesis.txt"), "years").unwrap();
    let ended = run(&["--out", "mine"]);
    assert_eq!(ended.status.code(), Some(2), "{}", stderr(&ended));
    assert!(stderr(&ended).contains("did not write"));
    assert_eq!(files(&folder.path().join("mine")).len(), 1);
}
