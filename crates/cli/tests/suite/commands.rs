//! The small commands, and what the README shows.

use std::fs;

use crate::support;
use crate::support::{leadtime, root, stderr, stdout, tutorial};
use leadtime_network::Code;
use serde_json::Value;

#[test]
fn every_code_is_explained() {
    let folder = tempfile::tempdir().unwrap();
    let list = stdout(&leadtime(folder.path()).arg("explain").output().unwrap());
    assert_eq!(list.lines().count(), Code::ALL.len());
    for code in Code::ALL {
        let ended = leadtime(folder.path())
            .args(["explain", &code.number().to_lowercase()])
            .output()
            .unwrap();
        assert_eq!(ended.status.code(), Some(0), "{code}");
        let (text, entry) = (stdout(&ended), code.entry());
        let words = |text: &str| {
            text.split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert!(
            text.starts_with(&format!("{}[{code}]: {}", code.severity(), entry.title)),
            "{text}"
        );
        for part in [entry.explanation, entry.bad, entry.good] {
            assert!(words(&text).contains(&words(part)), "{text}");
        }
        assert!(list.contains(&format!("{code}  {}", entry.title)));
    }
}

#[test]
fn schemas_are_json_schemas_and_in_step_with_the_documentation() {
    let folder = tempfile::tempdir().unwrap();
    for of in ["scenario", "outcome", "comparison", "sensitivity"] {
        let ended = leadtime(folder.path())
            .args(["schema", of])
            .output()
            .unwrap();
        let schema: Value = serde_json::from_slice(&ended.stdout).unwrap();
        assert!(jsonschema::meta::is_valid(&schema), "{of}");
    }
    for of in ["outcome", "comparison", "sensitivity"] {
        let ended = leadtime(folder.path())
            .args(["schema", of])
            .output()
            .unwrap();
        let file = format!("docs/reference/{of}.schema.json");
        let kept = fs::read_to_string(root().join(&file)).unwrap();
        assert!(stdout(&ended) == kept, "{file} is stale: `just refresh`");
    }
}

#[test]
fn shipped_scenarios_check_clean() {
    let folder = tempfile::tempdir().unwrap();
    for name in [
        "us-next-day",
        "metro-same-day",
        "reference",
        "tutorial/two-node",
    ] {
        let ended = leadtime(folder.path())
            .arg("check")
            .arg(root().join("scenarios").join(name))
            .output()
            .unwrap();
        assert_eq!(ended.status.code(), Some(0), "{name}: {}", stderr(&ended));
        assert!(stderr(&ended).is_empty(), "{name}: {}", stderr(&ended));
        let text = stdout(&ended);
        assert!(
            text.contains("visits a day") && text.contains("lane"),
            "{text}"
        );
    }
    support::assert_empty(folder.path(), "check");
}

#[test]
fn check_counts_what_the_tutorial_holds() {
    let folder = tempfile::tempdir().unwrap();
    let text = stdout(
        &leadtime(folder.path())
            .arg("check")
            .arg(tutorial())
            .output()
            .unwrap(),
    );
    for part in [
        "1 facility, 1 stage, 1 lane, 1 zone, 1 service level",
        "about 1000 visits a day",
        "30 replications",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn the_default_scenario_is_the_one_in_the_repository() {
    let folder = tempfile::tempdir().unwrap();
    let check = |arguments: &[&str]| {
        stdout(
            &leadtime(folder.path())
                .arg("check")
                .args(arguments)
                .output()
                .unwrap(),
        )
    };
    let shipped = root().join("scenarios/us-next-day");
    assert_eq!(check(&[]), check(&[shipped.to_str().unwrap()]));
    assert_eq!(check(&[]), check(&["us-next-day"]));
}

#[test]
fn a_new_scenario_can_be_checked_and_run() {
    let folder = tempfile::tempdir().unwrap();
    leadtime(folder.path())
        .args(["new", "below/my shop"])
        .assert()
        .code(0);
    let check = leadtime(folder.path())
        .args(["check", "below/my shop"])
        .output()
        .unwrap();
    assert!(
        stdout(&check).starts_with("my shop: "),
        "{}{}",
        stdout(&check),
        stderr(&check)
    );
    leadtime(folder.path())
        .args([
            "run",
            "below/my shop",
            "--replications",
            "1",
            "--format",
            "json",
        ])
        .assert()
        .code(0);
    assert!(
        folder
            .path()
            .join("leadtime-out/my shop-1/outcome.json")
            .exists()
    );
    let again = leadtime(folder.path())
        .args(["new", "below/my shop"])
        .output()
        .unwrap();
    assert_eq!(again.status.code(), Some(2));
    assert!(stderr(&again).contains("[E502]"), "{}", stderr(&again));
}

#[test]
fn a_reader_who_has_seen_enough_is_no_fault() {
    use std::process::{Command, Stdio};
    let mut program = Command::new(assert_cmd::cargo::cargo_bin("leadtime"));
    let mut child = program
        .args(["schema"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert_eq!(
        (ended.status.code(), stderr(&ended)),
        (Some(0), String::new())
    );
}

/// Commands in code blocks of the README.
fn commands() -> Vec<String> {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let mut inside = false;
    let mut commands = Vec::new();
    for line in readme.lines() {
        if line.starts_with("```") {
            inside = !inside && line == "```sh";
        } else if inside && !line.trim().is_empty() {
            commands.push(line.split('#').next().unwrap().trim().to_owned());
        }
    }
    commands
}

#[test]
fn the_commands_of_the_readme_exist() {
    let folder = tempfile::tempdir().unwrap();
    let commands = commands();
    assert_eq!(
        commands[..2],
        ["cargo run --release", "cargo test --workspace --release"]
    );
    let ci = fs::read_to_string(root().join(".ci/run")).unwrap();
    assert!(ci.contains(&commands[0]) && ci.contains(&commands[1]));
    let ours: Vec<&String> = commands
        .iter()
        .filter(|command| command.starts_with("leadtime"))
        .collect();
    assert!(ours.len() >= 5, "{commands:?}");
    for command in ours {
        // Every word but the scenario must be known; a simulation is too long for a test of words.
        let mut words: Vec<&str> = command.split_whitespace().skip(1).collect();
        words.push("--help");
        let ended = leadtime(folder.path()).args(&words).output().unwrap();
        assert_eq!(
            ended.status.code(),
            Some(0),
            "{command}: {}",
            stderr(&ended)
        );
    }
}

#[test]
fn the_files_that_the_readme_links_to_exist() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let mut seen = 0;
    for link in readme
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
    {
        if !link.starts_with("http") {
            assert!(
                root().join(link.split('#').next().unwrap()).exists(),
                "{link}"
            );
            seen += 1;
        }
    }
    assert!(seen > 5);
}
