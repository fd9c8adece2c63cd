//! `leadtime sensitivity`: what is printed and written, and what is refused.

use std::path::Path;
use std::process::Output;

use crate::support::{assert_empty, files, leadtime, stderr, stdout, tutorial};

fn sensitivity(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = leadtime(folder);
    let command = command.arg("sensitivity").arg(tutorial());
    command.args(arguments).output().unwrap()
}

// catches: a folder that lacks a part, a document that depends on the threads
#[test]
fn levers_are_told_in_a_table_and_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let ended = sensitivity(folder.path(), &["--replications", "3", "--out", "a"]);
    assert_eq!(ended.status.code(), Some(0), "{}", stderr(&ended));
    let told = stdout(&ended);
    assert!(
        told.contains("What moves the on-time share") && told.contains("demand"),
        "{told}"
    );
    let made = files(&folder.path().join("a"));
    for name in [
        "sensitivity.json",
        "sensitivity.csv",
        "fixes.csv",
        "manifest.json",
        "plots/sensitivity.png",
        "plots/sensitivity.svg",
        "report.html",
    ] {
        assert!(made.contains_key(name), "{name}: {:?}", made.keys());
    }
    let document = |threads: &str| {
        let arguments = [
            "--replications",
            "3",
            "--format",
            "json",
            "--threads",
            threads,
        ];
        let ended = sensitivity(folder.path(), &arguments);
        assert_eq!(ended.status.code(), Some(0), "{}", stderr(&ended));
        ended.stdout
    };
    let one = document("1");
    assert_eq!(one, document("2"));
    assert_eq!(one, made["sensitivity.json"]);
}

// catches: a question about what the scenario does not have, found only after simulating
#[test]
fn a_bad_question_is_refused_before_anything_runs() {
    let folder = tempfile::tempdir().unwrap();
    for (arguments, told) in [
        (
            &["--level", "teleport"][..],
            "there is no service level `teleport`",
        ),
        (
            &["--cost", "servers teleport=4"],
            "there is no lever `servers teleport`",
        ),
        (&["--cost", "servers"], "LEVER=MONEY"),
        (&["--cost", "servers pack=-1"], "above 0"),
        (&["--by", "100%"], "0.1 to 90 %"),
        (&["--by", "ten"], "a share is"),
    ] {
        let ended = sensitivity(folder.path(), arguments);
        assert_eq!(ended.status.code(), Some(2), "{}", stderr(&ended));
        assert!(stderr(&ended).contains(told), "{told}: {}", stderr(&ended));
        assert!(ended.stdout.is_empty());
    }
    assert_empty(folder.path(), "sensitivity");
}
