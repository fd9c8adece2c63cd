//! Bad input: every problem at once, exit code 2, and nothing left behind.

use std::fs;

use crate::support::{assert_empty, leadtime, root, stderr, tutorial};

#[test]
fn every_invalid_scenario_is_refused_with_its_code_and_place() {
    let folder = tempfile::tempdir().unwrap();
    let mut seen = 0;
    for entry in fs::read_dir(root().join("scenarios/invalid")).unwrap() {
        let scenario = entry.unwrap().path();
        let slug = scenario.file_name().unwrap().to_str().unwrap().to_owned();
        let code = slug.split('-').next().unwrap().to_uppercase();
        for command in [["run", "--deny-warnings"], ["check", "--deny-warnings"]] {
            let ended = leadtime(folder.path())
                .args(command)
                .arg(&scenario)
                .output()
                .unwrap();
            let told = stderr(&ended);
            assert_eq!(ended.status.code(), Some(2), "{slug}: {told}");
            assert!(ended.stdout.is_empty(), "{slug}");
            assert!(told.contains(&format!("[{code}]")), "{slug}: {told}");
            assert!(told.contains("help: "), "{slug}: {told}");
            // W501 is about the run as a whole. The path is in one piece, however long it is.
            let place = format!("{}/", scenario.display());
            let has_place = told.contains(&place) || code == "W501";
            assert!(has_place, "{slug}: {told}");
            assert!(
                told.trim_end()
                    .lines()
                    .last()
                    .unwrap()
                    .contains(if code.starts_with('E') {
                        "error"
                    } else {
                        "warning"
                    })
            );
            assert_empty(folder.path(), &slug);
        }
        seen += 1;
    }
    assert!(seen > 50, "{seen} invalid scenarios");
}

/// Codes between square brackets, in the order of the text.
fn codes(told: &str) -> Vec<&str> {
    let after = told.split('[').skip(1);
    let words = after.filter_map(|rest| rest.split(']').next());
    let is_code = |word: &&str| {
        word.len() == 4
            && word.starts_with(['E', 'W'])
            && word[1..].bytes().all(|digit| digit.is_ascii_digit())
    };
    words.filter(is_code).collect()
}

// catches: a warning that only shows as an error, one that hides others, one that a flag does not reach
#[test]
fn what_shows_only_when_compiled_warns_and_with_the_flag_refuses() {
    let folder = tempfile::tempdir().unwrap();
    for (slug, code) in [
        ("w301-too-few-servers", "W301"),
        ("w303-twenty-a-day", "W303"),
        ("w303-cap-below-batch", "W303"),
        ("w304-fifty-a-day", "W304"),
        ("w305-half-a-day", "W305"),
        ("w401-truck-has-left", "W401"),
        ("w501-many-replications", "W501"),
    ] {
        let scenario = root().join("scenarios/invalid").join(slug);
        let check = |flags: &[&str]| {
            let mut command = leadtime(folder.path());
            command.arg("check").arg(&scenario).args(flags);
            command.output().unwrap()
        };
        let warned = check(&[]);
        assert_eq!(warned.status.code(), Some(0), "{}", stderr(&warned));
        assert_eq!(codes(&stderr(&warned)), [code], "{}", stderr(&warned));
        assert!(!warned.stdout.is_empty(), "{slug}: no summary");
        let refused = check(&["--deny-warnings"]);
        assert_eq!(refused.status.code(), Some(2), "{}", stderr(&refused));
        assert_eq!(codes(&stderr(&refused)), [code], "{}", stderr(&refused));
        assert!(refused.stdout.is_empty(), "{slug}");

        let run = |flags: &[&str]| {
            let mut command = leadtime(folder.path());
            let less = ["--replications", "1", "--format", "json", "--out", "out"];
            command.arg("run").arg(&scenario).args(less).args(flags);
            command.output().unwrap()
        };
        // One replication is no longer expensive, and a million orders a day need not be simulated here.
        if code != "W501" {
            let refused = run(&["--deny-warnings"]);
            assert_eq!(refused.status.code(), Some(2), "{}", stderr(&refused));
            assert_eq!(codes(&stderr(&refused)), [code]);
            assert_empty(folder.path(), slug);
            let warned = run(&[]);
            assert_eq!(warned.status.code(), Some(0), "{}", stderr(&warned));
            assert_eq!(codes(&stderr(&warned)), [code]);
            assert!(folder.path().join("out/outcome.json").exists());
            fs::remove_dir_all(folder.path().join("out")).unwrap();
        }
    }
}

/// Wherever the repository lies: a path that a message wraps cannot be clicked, copied or searched.
#[test]
fn a_long_path_stays_in_one_piece() {
    let folder = tempfile::tempdir().unwrap();
    let deep = format!(
        "{}/in-two/words/{}",
        "a-long-way".repeat(9),
        "down".repeat(30)
    );
    fs::create_dir_all(folder.path().join(&deep)).unwrap();
    fs::write(folder.path().join(&deep).join("scenario.toml"), "").unwrap();
    let ended = leadtime(folder.path())
        .args(["check", &deep])
        .output()
        .unwrap();
    let told = stderr(&ended);
    assert!(
        told.contains(&format!("{deep}/scenario.toml:1:1")),
        "{told}"
    );
}

#[test]
fn problems_of_scenario_and_output_are_told_together() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file"), "").unwrap();
    let text = fs::read_to_string(tutorial().join("scenario.toml")).unwrap();
    fs::create_dir(folder.path().join("bad")).unwrap();
    let text = text
        .replace("servers = 5 ", "servers = \"five\" ")
        .replace("\"36h\"", "36");
    fs::write(folder.path().join("bad/scenario.toml"), text).unwrap();
    let ended = leadtime(folder.path())
        .args(["run", "bad", "--out", "file/out", "--trace", "none/trace"])
        .output()
        .unwrap();
    let told = stderr(&ended);
    assert_eq!(ended.status.code(), Some(2), "{told}");
    assert_eq!(told.matches("[E501]").count(), 2, "{told}");
    assert!(
        told.contains("bad/scenario.toml:") && told.contains("4 errors"),
        "{told}"
    );
}

#[test]
fn a_folder_of_others_is_refused_and_stays() {
    let folder = tempfile::tempdir().unwrap();
    let mine = folder.path().join("thesis");
    fs::create_dir(&mine).unwrap();
    fs::write(mine.join("chapter"), "years of work").unwrap();
    let mut command = leadtime(folder.path());
    let ended = command
        .arg("run")
        .arg(tutorial())
        .args(["--out", "thesis"])
        .output()
        .unwrap();
    assert_eq!(ended.status.code(), Some(2));
    assert!(stderr(&ended).contains("[E502]"), "{}", stderr(&ended));
    assert_eq!(
        fs::read_to_string(mine.join("chapter")).unwrap(),
        "years of work"
    );
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

/// A slip such as `--trace scenario.toml` must not cost the scenario; a trace may be made anew.
#[test]
fn a_trace_overwrites_nothing_but_a_trace() {
    let folder = tempfile::tempdir().unwrap();
    let mine = folder.path().join("thesis");
    fs::write(&mine, "years of work").unwrap();
    let trace = |file: &str| {
        leadtime(folder.path())
            .args([
                "run",
                "--replications",
                "1",
                "--horizon",
                "2d",
                "--trace",
                file,
            ])
            .arg(tutorial())
            .output()
            .unwrap()
    };
    let ended = trace("thesis");
    assert_eq!(ended.status.code(), Some(2), "{}", stderr(&ended));
    assert!(stderr(&ended).contains("[E502]"), "{}", stderr(&ended));
    assert_eq!(fs::read_to_string(&mine).unwrap(), "years of work");
    for _ in 0..2 {
        let ended = trace("own.trace");
        assert_eq!(ended.status.code(), Some(0), "{}", stderr(&ended));
    }
}

#[test]
fn an_unwritable_folder_is_found_before_the_simulation() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file"), "").unwrap();
    let mut command = leadtime(folder.path());
    // So many replications that it would be noticed if they were run.
    let more = ["--out", "file/out", "--replications", "4000000000"];
    let ended = command
        .arg("run")
        .arg(tutorial())
        .args(more)
        .timeout(std::time::Duration::from_secs(60))
        .output()
        .unwrap();
    assert_eq!(ended.status.code(), Some(2), "{}", stderr(&ended));
    assert!(stderr(&ended).contains("[E501]"), "{}", stderr(&ended));
}

#[test]
fn bad_usage_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("outcome.json"), "{}").unwrap();
    for arguments in [
        ["run", "--replications", "0"].as_slice(),
        &["run", "--threads", "0"],
        &["run", "--threads", "-1"],
        &["run", "--seed", "1.5"],
        &["run", "--horizon", "7"],
        &["run", "--horizon", "1d", "--format", "json"],
        &["run", "--format", "yaml"],
        &["run", "--out", ""],
        &["run", "no-such-scenario"],
        &["check", "no-such-scenario"],
        &["report", "no-such-folder"],
        &["report", "."],
        &["explain", "E999"],
        &["schema", "scenarios"],
        &["audit", "no-such-trace"],
        &["new", ".."],
        &["new", "with*star"],
        &["frobnicate"],
    ] {
        let ended = leadtime(folder.path()).args(arguments).output().unwrap();
        let told = stderr(&ended);
        assert_eq!(ended.status.code(), Some(2), "{arguments:?}: {told}");
        assert!(
            told.contains("error") && ended.stdout.is_empty(),
            "{arguments:?}: {told}"
        );
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            1,
            "{arguments:?}"
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_failed_write() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = leadtime(folder.path());
    let more = [
        "--replications",
        "1",
        "--format",
        "json",
        "--trace",
        "/dev/full",
    ];
    let ended = command
        .arg("run")
        .arg(tutorial())
        .args(more)
        .output()
        .unwrap();
    assert_eq!(ended.status.code(), Some(1), "{}", stderr(&ended));
    assert!(stderr(&ended).contains("/dev/full"), "{}", stderr(&ended));
}
