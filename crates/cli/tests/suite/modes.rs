//! `--driver` and `--uncapacitated`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Output;

use crate::support::{assert_empty, files, leadtime, root, stderr, stdout, tutorial};
use serde_json::Value;

fn run(folder: &Path, scenario: &Path, more: &[&str]) -> Output {
    let mut command = leadtime(folder);
    command.arg("run").arg(scenario).args(more);
    command.output().unwrap()
}

/// The files of a run and what it printed; its manifest apart.
fn results(scenario: &Path, more: &[&str]) -> (BTreeMap<String, Vec<u8>>, String, Value) {
    let folder = tempfile::tempdir().unwrap();
    let ran = run(folder.path(), scenario, &[&["--out", "out"], more].concat());
    assert_eq!(ran.status.code(), Some(0), "{}", stderr(&ran));
    let mut files = files(&folder.path().join("out"));
    let manifest = files.remove("manifest.json").unwrap();
    (
        files,
        stdout(&ran),
        serde_json::from_slice(&manifest).unwrap(),
    )
}

// catches: a driver that changes a figure, one that is not the one asked for, a manifest that does not tell
#[test]
fn whatever_the_driver_the_files_are_the_same() {
    let short = ["--replications", "4", "--horizon", "5d", "--format", "json"];
    let reference = root().join("scenarios/reference");
    let of = |driver| results(&reference, &[&short[..], &["--driver", driver]].concat());
    let (events, sweep) = (of("events"), of("sweep"));
    let told = |manifest: &Value| (manifest["driver"].clone(), manifest["swept"].clone());
    assert_eq!(told(&events.2), ("events".into(), 0.into()));
    assert_eq!(told(&sweep.2), ("sweep".into(), 4.into()));
    assert!(events.0.len() > 5, "{:?}", events.0.keys());
    assert!(events.0 == sweep.0, "the files differ");
    assert_eq!(events.1, sweep.1);
    let auto = results(&reference, &short);
    assert!(auto.0 == events.0, "the files differ");
}

// catches: late orders that are charged differently, a replication that is said to be swept and was not
#[test]
fn replications_in_which_late_orders_are_charged_are_not_swept() {
    let folder = tempfile::tempdir().unwrap();
    let text = fs::read_to_string(root().join("scenarios/reference/scenario.toml")).unwrap();
    let scenario = folder.path().join("scenario.toml");
    fs::write(&scenario, text + "\n[blame]\nrerun = 1\nreplications = 2\n").unwrap();
    let of = |driver| {
        let more = [
            "--replications",
            "3",
            "--horizon",
            "4d",
            "--format",
            "json",
            "--driver",
            driver,
        ];
        results(&scenario, &more)
    };
    let (events, sweep) = (of("events"), of("sweep"));
    assert!(events.0 == sweep.0, "the files differ");
    assert_eq!(sweep.2["swept"], 1);
}

// catches: a scenario that is run by another driver than asked for, without a word
#[test]
fn what_cannot_be_swept_is_refused_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let batches = root().join("scenarios/validation/batch-formation");
    let ran = run(folder.path(), &batches, &["--driver", "sweep"]);
    let told = stderr(&ran);
    assert_eq!(ran.status.code(), Some(2), "{told}");
    for part in ["[E508]", "batches", "leave `--driver` out"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert_empty(folder.path(), "a refused run");
    let unknown = run(folder.path(), &batches, &["--driver", "both"]);
    assert_eq!(unknown.status.code(), Some(2));
}

// catches: an outcome that could be taken for the real answer
#[test]
fn an_outcome_without_congestion_says_so_everywhere() {
    let folder = tempfile::tempdir().unwrap();
    let more = ["--replications", "2", "--uncapacitated"];
    let ran = run(folder.path(), &tutorial(), &more);
    assert_eq!(ran.status.code(), Some(0), "{}", stderr(&ran));
    assert!(stdout(&ran).contains("UNCAPACITATED, without queues"));
    let all = folder.path().join("leadtime-out");
    let out = fs::read_dir(&all).unwrap().next().unwrap().unwrap().path();
    assert!(out.to_str().unwrap().ends_with("-uncapacitated"), "{out:?}");
    let page = fs::read_to_string(out.join("report.html")).unwrap();
    assert!(page.contains("<b>Uncapacitated</b>"));
    let figures = page.matches("<figcaption>").count();
    let marked = page.matches("<figcaption><b>Uncapacitated.</b>").count();
    assert!(figures > 3 && marked == figures, "{marked} of {figures}");
    assert!(page.contains(" --uncapacitated"), "the command is told");
    let mut plots = 0;
    for (name, bytes) in files(&out.join("plots")) {
        if name.ends_with(".svg") {
            let text = String::from_utf8(bytes).unwrap();
            assert!(text.contains("UNCAPACITATED"), "{name}");
            plots += 1;
        }
    }
    assert!(plots > 3, "{plots}");
    let document = fs::read(out.join("outcome.json")).unwrap();
    let document: Value = serde_json::from_slice(&document).unwrap();
    assert_eq!(document["uncapacitated"], true);
    // Made again from the document.
    let again = leadtime(folder.path())
        .arg("report")
        .arg(&out)
        .output()
        .unwrap();
    assert!(stdout(&again).contains("UNCAPACITATED"));
}

// catches: a field that says what was not asked, congestion that is not told apart, a target held against what nobody can keep
#[test]
fn congestion_is_what_the_two_runs_differ_in() {
    let tight = root().join("scenarios/reference-tight");
    let short = ["--replications", "4", "--horizon", "6d", "--format", "json"];
    let figures = |more: &[&str]| -> Value {
        let (_, printed, _) = results(&tight, &[&short[..], more].concat());
        serde_json::from_str(&printed).unwrap()
    };
    let (real, alone) = (figures(&[]), figures(&["--uncapacitated"]));
    assert!(real.get("uncapacitated").is_none());
    let lead = |of: &Value| of["lead_time"]["mean"]["value"].as_f64().unwrap() / 60.0;
    let waits = |of: &Value| -> f64 {
        let stages = of["stages"].as_array().unwrap().iter();
        stages
            .map(|stage| stage["wait"]["value"].as_f64().unwrap() / 60.0)
            .sum()
    };
    assert_eq!(waits(&alone), 0.0);
    assert!(waits(&real) > 1.0);
    // Draws are the same, and the truck's departures are no nearer for those who come earlier: the waits are the difference.
    let difference = lead(&real) - lead(&alone);
    assert!(
        (difference - waits(&real)).abs() < 0.3,
        "{difference} {}",
        waits(&real)
    );
    assert_eq!(real["cohort"]["promised"], alone["cohort"]["promised"]);

    let folder = tempfile::tempdir().unwrap();
    let asserted = run(folder.path(), &tutorial(), &["--uncapacitated", "--assert"]);
    assert_eq!(asserted.status.code(), Some(2), "{}", stderr(&asserted));
}

// catches: a mode that is silent where it has nothing to do
#[test]
fn a_scenario_without_queues_is_told() {
    let mginf = root().join("scenarios/validation/mginf");
    let folder = tempfile::tempdir().unwrap();
    let more = [
        "--replications",
        "2",
        "--horizon",
        "3d",
        "--format",
        "json",
        "--uncapacitated",
    ];
    let ran = run(folder.path(), &mginf, &more);
    assert_eq!(ran.status.code(), Some(0));
    assert!(stderr(&ran).contains("changes nothing"), "{}", stderr(&ran));
}
