//! `leadtime run`: the folder of results, the document, the exit codes.

use std::fs;
use std::path::Path;

use crate::support::{files, leadtime, root, stderr, stdout, tutorial};
use serde_json::Value;

/// Runs a scenario into `out` below the folder.
fn run(folder: &Path, scenario: &Path, more: &[&str]) -> std::process::Output {
    leadtime(folder)
        .arg("run")
        .arg(scenario)
        .args(["--out", "out"])
        .args(more)
        .output()
        .unwrap()
}

#[test]
fn the_result_does_not_depend_on_threads() {
    let two_node = tutorial();
    let metro = root().join("scenarios/metro-same-day");
    for (scenario, more) in [
        (
            &two_node,
            ["--replications", "13", "--seed", "7"].as_slice(),
        ),
        (
            &metro,
            [
                "--replications",
                "5",
                "--horizon",
                "14d",
                "--format",
                "json",
            ]
            .as_slice(),
        ),
    ] {
        let results = ["1", "2", "8"].map(|threads| {
            let folder = tempfile::tempdir().unwrap();
            let ran = run(
                folder.path(),
                scenario,
                &[more, &["--threads", threads]].concat(),
            );
            assert_eq!(ran.status.code(), Some(0), "{}", stderr(&ran));
            let mut files = files(&folder.path().join("out"));
            let manifest: Value =
                serde_json::from_slice(&files.remove("manifest.json").unwrap()).unwrap();
            assert_eq!(manifest["threads"].to_string(), threads);
            (stdout(&ran), files)
        });
        assert!(results[0].1.len() > 10, "{:?}", results[0].1.keys());
        for other in &results[1..] {
            assert_eq!(results[0].0, other.0);
            let names = |files: &std::collections::BTreeMap<String, Vec<u8>>| {
                files.keys().cloned().collect::<Vec<_>>()
            };
            assert_eq!(names(&results[0].1), names(&other.1));
            for (name, bytes) in &results[0].1 {
                assert!(
                    other.1[name] == *bytes,
                    "{name} depends on the number of threads"
                );
            }
        }
    }
}

#[test]
fn another_seed_gives_another_result() {
    let folder = tempfile::tempdir().unwrap();
    let [one, two] = ["1", "2"].map(|seed| {
        let ran = run(
            folder.path(),
            &tutorial(),
            &["--replications", "3", "--seed", seed, "--format", "json"],
        );
        serde_json::from_slice::<Value>(&ran.stdout).unwrap()["lead_time"]["mean"]["value"]
            .as_f64()
            .unwrap()
    });
    assert!(one != two && (one - two).abs() < 0.1 * one, "{one} {two}");
}

#[test]
fn the_folder_holds_what_the_documentation_says() {
    let folder = tempfile::tempdir().unwrap();
    let ran = run(folder.path(), &tutorial(), &["--replications", "3"]);
    assert_eq!(ran.status.code(), Some(0), "{}", stderr(&ran));
    let out = folder.path().join("out");
    for file in [
        "outcome.json",
        "replications.csv",
        "zone_curves.csv",
        "on_time.csv",
        "stages.csv",
        "report.html",
        "manifest.json",
    ] {
        assert!(out.join(file).metadata().unwrap().len() > 50, "{file}");
    }
    assert!(fs::read_dir(out.join("plots")).unwrap().count() >= 4);
    let printed = stdout(&ran);
    assert!(
        printed.contains("two-node") && printed.trim_end().ends_with("out/report.html"),
        "{printed}"
    );

    let manifest: Value =
        serde_json::from_slice(&fs::read(out.join("manifest.json")).unwrap()).unwrap();
    assert_eq!(manifest["program"], "leadtime");
    assert_eq!(manifest["stopped"], "completed");
    assert_eq!(
        (&manifest["replications"], &manifest["requested"]),
        (&3.into(), &3.into())
    );
    assert!(manifest["wall_seconds"].as_f64().unwrap() > 0.0);
    assert!(manifest["written"].as_str().unwrap().starts_with("20"));
    // Dates, durations of the run and numbers of threads stand nowhere else.
    let outcome = fs::read_to_string(out.join("outcome.json")).unwrap();
    assert!(!outcome.contains("threads") && !outcome.contains("wall"));
}

#[test]
fn the_document_is_the_only_thing_on_standard_output() {
    let folder = tempfile::tempdir().unwrap();
    let ran = run(
        folder.path(),
        &tutorial(),
        &["--replications", "3", "--seed", "5", "--format", "json"],
    );
    assert_eq!(ran.status.code(), Some(0), "{}", stderr(&ran));
    let outcome: Value = serde_json::from_slice(&ran.stdout).unwrap();
    assert_eq!(
        ran.stdout,
        fs::read(folder.path().join("out/outcome.json")).unwrap()
    );
    assert!(
        !folder.path().join("out/report.html").exists()
            && !folder.path().join("out/plots").exists()
    );
    assert!(folder.path().join("out/on_time.csv").exists());

    assert_eq!(outcome["replications"], 3);
    assert_eq!(outcome["seed"], 5);
    assert_eq!(outcome["scenario"]["digest"].as_str().unwrap().len(), 64);
    let mean = &outcome["lead_time"]["mean"];
    assert!(
        mean["low"].as_f64() < mean["value"].as_f64()
            && mean["value"].as_f64() < mean["high"].as_f64(),
        "{mean}"
    );
    assert_eq!(mean["unit"], "seconds");
    let rows = outcome["on_time"].as_array().unwrap();
    for row in rows {
        let keys: Vec<&str> = row
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        for key in [
            "service_level",
            "zone",
            "padding",
            "grain",
            "denominator",
            "value",
            "low",
            "high",
            "n",
            "method",
        ] {
            assert!(keys.contains(&key), "{key} in {row}");
        }
        for key in ["kind", "where", "value", "unit"] {
            assert!(row["padding"].get(key).is_some(), "{key} in {row}");
        }
    }
    // The grid of the scenario: -12 h to 24 h by half an hour, for its level.
    let grid = |row: &&Value| {
        row["service_level"] == "standard" && row["zone"].is_null() && row["grain"] == "instant"
    };
    let curve: Vec<&Value> = rows
        .iter()
        .filter(grid)
        .filter(|row| row["padding"]["own"] == false)
        .collect();
    assert_eq!(curve.len(), 73);
    let values: Vec<f64> = curve
        .iter()
        .map(|row| row["value"].as_f64().unwrap())
        .collect();
    assert!(
        values.windows(2).all(|pair| pair[0] <= pair[1]) && values[0] < values[72],
        "{values:?}"
    );
}

#[test]
fn the_document_keeps_to_its_schema() {
    let folder = tempfile::tempdir().unwrap();
    let ran = run(
        folder.path(),
        &tutorial(),
        &["--replications", "2", "--format", "json"],
    );
    let schema = leadtime(folder.path())
        .args(["schema", "outcome"])
        .output()
        .unwrap();
    let schema: Value = serde_json::from_slice(&schema.stdout).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let mut outcome: Value = serde_json::from_slice(&ran.stdout).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(&outcome)
        .map(|e| format!("{}: {e}", e.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    // And the schema is no empty promise.
    outcome["seed"] = "seven".into();
    assert!(!validator.is_valid(&outcome));
}

#[test]
fn json_with_a_report_has_both() {
    let folder = tempfile::tempdir().unwrap();
    let ran = run(
        folder.path(),
        &tutorial(),
        &["--replications", "2", "--format", "json", "--report"],
    );
    assert!(serde_json::from_slice::<Value>(&ran.stdout).is_ok());
    assert!(folder.path().join("out/report.html").exists());
}

#[test]
fn the_default_folder_is_named_by_scenario_and_seed_and_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("leadtime-out/two-node-4");
    for _ in 0..2 {
        let mut command = leadtime(folder.path());
        let args = ["--replications", "2", "--seed", "4", "--format", "json"];
        command
            .arg("run")
            .arg(tutorial().join("scenario.toml"))
            .args(args)
            .assert()
            .code(0);
        assert!(out.join("outcome.json").exists());
        fs::write(out.join("stale"), "").unwrap();
    }
    let mut command = leadtime(folder.path());
    command
        .arg("run")
        .arg(tutorial())
        .args(["--replications", "2", "--seed", "4"])
        .assert()
        .code(0);
    assert!(!out.join("stale").exists() && out.join("report.html").exists());
    assert_eq!(
        fs::read_dir(folder.path().join("leadtime-out"))
            .unwrap()
            .count(),
        1
    );
}

#[test]
fn report_makes_the_same_files_again() {
    let folder = tempfile::tempdir().unwrap();
    let ran = run(folder.path(), &tutorial(), &["--replications", "3"]);
    let out = folder.path().join("out");
    let before = files(&out);
    for (name, _) in before.iter().filter(|(name, _)| {
        ![
            "outcome.json",
            "manifest.json",
            "replications.csv",
            "zone_curves.csv",
        ]
        .contains(&name.as_str())
    }) {
        fs::remove_file(out.join(name)).unwrap();
    }
    let again = leadtime(folder.path())
        .args(["report", "out"])
        .output()
        .unwrap();
    assert_eq!(again.status.code(), Some(0), "{}", stderr(&again));
    assert_eq!(stdout(&again), stdout(&ran));
    let after = files(&out);
    assert_eq!(
        before.keys().collect::<Vec<_>>(),
        after.keys().collect::<Vec<_>>()
    );
    for (name, bytes) in &before {
        assert!(after[name] == *bytes, "{name} differs");
    }
}

#[test]
fn a_missed_target_is_told_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let scenario = folder.path().join("scenario.toml");
    let text = fs::read_to_string(tutorial().join("scenario.toml")).unwrap();
    let code = |promise: &str, more: &[&str]| {
        fs::write(&scenario, text.replace("36h", promise)).unwrap();
        let ran = run(
            folder.path(),
            &scenario,
            // Without a late order the lower end is .05^(1/R): under 59 replications could not show 95 %.
            &[&["--replications", "60", "--format", "json"], more].concat(),
        );
        (ran.status.code(), stderr(&ran))
    };
    assert_eq!(code("20h", &[]).0, Some(0));
    let (missed, told) = code("20h", &["--assert"]);
    assert!(
        missed == Some(99) && told.contains("missed: standard"),
        "{missed:?} {told}"
    );
    assert_eq!(code("20h", &["--assert=low"]).0, Some(99));
    let (kept, told) = code("42h", &["--assert=low"]);
    assert!(
        kept == Some(0) && told.contains("kept: standard"),
        "{kept:?} {told}"
    );
    // The results are there whatever the verdict.
    assert!(folder.path().join("out/outcome.json").exists());

    fs::write(&scenario, text.replace("target = ", "# target = ")).unwrap();
    let ran = run(folder.path(), &scenario, &["--assert"]);
    assert_eq!(ran.status.code(), Some(2), "{}", stderr(&ran));
}

#[test]
fn the_trace_of_a_run_passes_the_audit() {
    let folder = tempfile::tempdir().unwrap();
    for scenario in ["tutorial/two-node", "metro-same-day"] {
        let scenario = root().join("scenarios").join(scenario);
        let more = [
            "--replications",
            "1",
            "--horizon",
            "8d",
            "--format",
            "json",
            "--trace",
            "trace.jsonl",
        ];
        let ran = run(folder.path(), &scenario, &more);
        assert_eq!(ran.status.code(), Some(0), "{}", stderr(&ran));
        let audit = leadtime(folder.path())
            .args(["audit", "trace.jsonl"])
            .output()
            .unwrap();
        assert_eq!(
            audit.status.code(),
            Some(0),
            "{}{}",
            stdout(&audit),
            stderr(&audit)
        );
        assert!(stdout(&audit).contains("no violation"));
    }
    // Two deliveries of one order: a rule is broken.
    let trace = fs::read_to_string(folder.path().join("trace.jsonl")).unwrap();
    let delivered = trace
        .lines()
        .find(|line| line.starts_with(r#"{"delivered""#))
        .unwrap();
    let broken = trace.replacen(delivered, &format!("{delivered}\n{delivered}"), 1);
    fs::write(folder.path().join("trace.jsonl"), broken).unwrap();
    leadtime(folder.path())
        .args(["audit", "trace.jsonl"])
        .assert()
        .code(1);
    fs::write(folder.path().join("trace.jsonl"), "no trace").unwrap();
    leadtime(folder.path())
        .args(["audit", "trace.jsonl"])
        .assert()
        .code(2);
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_keeps_what_is_finished() {
    use std::process::{Command, Stdio};
    use std::thread::sleep;
    use std::time::Duration;

    let folder = tempfile::tempdir().unwrap();
    let scenario = root().join("scenarios/reference");
    // How long the program takes to listen is not known: wait longer and longer.
    for wait in [1, 2, 4, 8, 16] {
        let mut program = Command::new(assert_cmd::cargo::cargo_bin("leadtime"));
        program
            .current_dir(folder.path())
            .arg("run")
            .arg(&scenario)
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        program.args([
            "--replications",
            "4000000",
            "--threads",
            "2",
            "--out",
            "out",
            "--format",
            "json",
        ]);
        let child = program.spawn().unwrap();
        sleep(Duration::from_secs(wait));
        Command::new("kill")
            .args(["-INT", &child.id().to_string()])
            .status()
            .unwrap();
        let ended = child.wait_with_output().unwrap();
        let out = folder.path().join("out");
        if ended.status.code().is_none() || !out.exists() {
            continue;
        }
        assert_eq!(ended.status.code(), Some(4), "{}", stderr(&ended));
        assert!(
            stderr(&ended).contains("of 4000000 replications were finished"),
            "{}",
            stderr(&ended)
        );
        let read = |file: &str| {
            serde_json::from_slice::<Value>(&fs::read(out.join(file)).unwrap()).unwrap()
        };
        let (outcome, manifest) = (read("outcome.json"), read("manifest.json"));
        let finished = outcome["replications"].as_u64().unwrap();
        assert!(0 < finished && finished < 4_000_000);
        for document in [&outcome, &manifest] {
            assert_eq!(document["stopped"], "interrupted");
            assert_eq!(document["requested"], 4_000_000);
        }
        // The figures are those of a study that was asked for so many.
        let again = run(
            folder.path(),
            &scenario,
            &["--replications", &finished.to_string(), "--format", "json"],
        );
        let again: Value = serde_json::from_slice(&again.stdout).unwrap();
        for figures in ["lead_time", "on_time", "stages", "cohort"] {
            assert_eq!(again[figures], outcome[figures], "{figures}");
        }
        return;
    }
    panic!("it was never interrupted in time");
}
