//! Commands on a study: what is printed and written, how they end, and what is refused.

use std::fs;
use std::path::Path;
use std::process::Output;

use crate::support;
use crate::support::{files, leadtime, root, stderr, stdout, tutorial};

/// Paddings of the tutorial by the number of pickers: one simulation for each number of pickers, a handful of days.
const STUDY: &str = r#"
schema = 1
name = "pickers"
scenario = "shop"

[budget]
replications = 6

[[axes]]
name = "padding"
set = 'service_levels.standard.padding'
values = ["0h", "2h", "6h"]

[[axes]]
name = "pickers"
set = 'stages."FC/pick".servers'
values = [5, 6]
"#;

const QUESTION: &str = r#"
[[solve]]
axis = "padding"
find = "smallest"
that = 'on_time >= 0.85'
"#;

/// A folder with the tutorial's scenario and a study over it.
fn study(text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("shop")).unwrap();
    let scenario = fs::read(tutorial().join("scenario.toml")).unwrap();
    fs::write(folder.path().join("shop/scenario.toml"), scenario).unwrap();
    fs::write(folder.path().join("study.toml"), text).unwrap();
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    leadtime(folder).args(arguments).output().unwrap()
}

/// Nothing but what was there before.
fn assert_untouched(folder: &Path) {
    let left: Vec<String> = files(folder).into_keys().collect();
    assert_eq!(left, ["shop/scenario.toml", "study.toml"]);
}

// catches: an assertion that nobody heeds, or that fails what is kept; results lost because one is missed
#[test]
fn a_missed_assertion_ends_a_sweep_with_99_and_a_kept_one_with_0() {
    let asserts = |share: f64| {
        format!(
            "{STUDY}\n[[assertions]]\nthat = 'on_time >= {share}'\ndesign = \"padding 6h, *\"\n"
        )
    };
    for (share, code, word) in [(0.9, 0, "kept"), (0.9999, 99, "missed")] {
        let folder = study(&asserts(share));
        let ended = run(folder.path(), &["sweep", ".", "--out", "out"]);
        assert_eq!(ended.status.code(), Some(code), "{}", stderr(&ended));
        let told = stderr(&ended);
        let verdict = format!("{word}: on_time >= {share}, padding 6h, pickers");
        assert_eq!(told.matches(&verdict).count(), 2, "{told}");
        assert!(folder.path().join("out/sweep.json").exists());
        let page = fs::read_to_string(folder.path().join("out/report.html")).unwrap();
        assert!(page.contains("Assertions") && page.contains(word));
    }
}

// catches: a document that depends on the threads, or on what else is made; pictures that nobody asked for, or that are missing
#[test]
fn a_sweep_is_the_same_for_any_number_of_threads() {
    let folder = study(STUDY);
    let document = |threads: &str, more: &[&str]| {
        let arguments = ["sweep", ".", "--format", "json", "--threads", threads];
        let ended = run(folder.path(), &[&arguments[..], more].concat());
        assert_eq!(ended.status.code(), Some(0), "{}", stderr(&ended));
        ended.stdout
    };
    let one = document("1", &["--out", "one"]);
    assert_eq!(one, document("2", &["--out", "two", "--report"]));
    let (bare, full) = (
        files(&folder.path().join("one")),
        files(&folder.path().join("two")),
    );
    assert_eq!(one, bare["sweep.json"]);
    let data = ["designs.csv", "manifest.json", "sweep.json"];
    assert_eq!(bare.keys().collect::<Vec<_>>(), data);
    let pictures = [
        "plots/quote-and-on-time.png",
        "plots/quote-and-on-time.svg",
        "plots/sweep.png",
        "plots/sweep.svg",
        "report.html",
    ];
    for name in data.iter().chain(&pictures) {
        assert!(full.contains_key(*name), "{name}: {:?}", full.keys());
    }
    assert_eq!(full.len(), data.len() + pictures.len());
    let found: serde_json::Value = serde_json::from_slice(&one).unwrap();
    let designs = found["designs"].as_array().unwrap();
    assert_eq!(designs.len(), 6);
    // Two simulations tell of all six.
    let passive = designs.iter().filter(|design| design["passive"] == true);
    assert_eq!(passive.count(), 4);
    let manifest: serde_json::Value = serde_json::from_slice(&full["manifest.json"]).unwrap();
    assert_eq!(manifest["command"], "sweep");
    assert_eq!(manifest["designs"].as_array().unwrap().len(), 6);
}

// catches: a folder that nobody finds, a table without the designs, a page that does not say how to make it again
#[test]
fn a_sweep_has_a_table_and_a_page_in_a_folder_of_its_own() {
    let folder = study(STUDY);
    let ended = run(folder.path(), &["sweep", "study.toml", "--seed", "7"]);
    assert_eq!(ended.status.code(), Some(0), "{}", stderr(&ended));
    let told = stdout(&ended);
    assert!(
        told.contains("6 designs, at most 6 replications of each, seed 7"),
        "{told}"
    );
    assert!(
        told.ends_with("report: leadtime-out/sweep-pickers-7/report.html\n"),
        "{told}"
    );
    let made = files(&folder.path().join("leadtime-out/sweep-pickers-7"));
    let page = String::from_utf8(made["report.html"].clone()).unwrap();
    for needle in [
        "leadtime sweep pickers --seed 7 --replications 6",
        "6 designs · 6 replications of each · seed 7 · study pickers",
        "service_levels.standard.padding",
        "figure id=\"sweep\"",
        "figure id=\"quote-and-on-time\"",
    ] {
        assert!(page.contains(needle), "{needle}");
    }
    assert!(!page.contains("Assertions"), "none were made");
}

// catches: answers that depend on the threads, an answer without its folder or page
#[test]
fn solve_answers_once_for_each_value_of_the_other_axes() {
    let folder = study(&format!("{STUDY}{QUESTION}"));
    let solve = |more: &[&str]| {
        let ended = run(folder.path(), &[&["solve", "."][..], more].concat());
        assert_eq!(ended.status.code(), Some(0), "{}", stderr(&ended));
        ended
    };
    let told = stdout(&solve(&["--out", "out"]));
    assert!(
        told.contains("pickers 5") && told.contains("pickers 6"),
        "{told}"
    );
    assert!(told.ends_with("report: out/report.html\n"), "{told}");
    let made = files(&folder.path().join("out"));
    let names = [
        "answers.csv",
        "answers.json",
        "manifest.json",
        "report.html",
    ];
    assert_eq!(made.keys().collect::<Vec<_>>(), names);
    let page = String::from_utf8(made["report.html"].clone()).unwrap();
    for needle in [
        "smallest with on_time",
        "leadtime solve pickers --seed 1 --replications 6",
        "fresh",
    ] {
        assert!(page.contains(needle), "{needle}");
    }
    let document = |threads: &str| {
        let out = format!("out-{threads}");
        solve(&["--format", "json", "--threads", threads, "--out", &out]).stdout
    };
    let one = document("1");
    assert_eq!(one, document("2"));
    assert_eq!(one, made["answers.json"]);
    assert!(!folder.path().join("out-1/report.html").exists());
    let found: serde_json::Value = serde_json::from_slice(&one).unwrap();
    assert_eq!(found["answers"].as_array().unwrap().len(), 2);
    assert_ne!(
        found["seed"], found["verify_seed"],
        "told from fresh replications"
    );
}

#[test]
fn solve_without_a_question_is_a_usage_error() {
    let folder = study(STUDY);
    let ended = run(folder.path(), &["solve", "."]);
    assert_eq!(ended.status.code(), Some(2), "{}", stderr(&ended));
    assert!(stderr(&ended).contains("`[[solve]]`"), "{}", stderr(&ended));
    assert!(ended.stdout.is_empty());
    assert_untouched(folder.path());
}

// catches: mistakes told one after the other, or only after simulating
#[test]
fn all_mistakes_of_a_study_are_told_at_once() {
    let file = r#"
schema = 1
name = "mistakes"
scenario = "shop"
colour = "blue"

[[axes]]
name = "padding"
set = 'service_levels.standard.padding'
values = []

[[axes]]
name = "pickers"
set = 'stages."FC/pick".servers'
from = 5
to = 8
"#;
    let figures = format!(
        "{STUDY}\n[[assertions]]\nthat = 'on_time(\"teleport\") >= 0.9'\n\n[[assertions]]\nthat = 'happiness >= 0.9'\n\
         \n[[assertions]]\nthat = 'on_time >= 0.9'\ndesign = \"pickers 99\"\n"
    );
    let designs = STUDY.replace("[5, 6]", "[5, -1]")
        + "\n[[axes]]\nset = 'service_levels.teleport.cutoff'\nvalues = [\"18:00\"]\n";
    for (text, needles) in [
        (file, &["colour", "no budget", "no values", "`step`"][..]),
        (&figures, &["`teleport`", "`happiness`", "`pickers 99`"]),
        (&designs, &["servers", "teleport"]),
    ] {
        for command in ["sweep", "solve"] {
            let folder = study(text);
            let ended = run(folder.path(), &[command, "."]);
            assert_eq!(ended.status.code(), Some(2), "{}", stderr(&ended));
            for needle in needles {
                assert!(
                    stderr(&ended).contains(needle),
                    "{needle}: {}",
                    stderr(&ended)
                );
            }
            assert!(ended.stdout.is_empty());
            assert_untouched(folder.path());
        }
    }
}

// catches: results outside of the folder for them, or in the folder of all
#[test]
fn results_stay_in_a_folder_of_their_own_whatever_a_study_is_called() {
    for (name, folder_of_it) in [("x/../../../evil", "x-evil-"), ("", "")] {
        let more = "draws = 2\n[select]\nfigure = 'on_time'\nindifference = 0.1\nfirst = 6\n[[uncertain]]\nscale = 'stages.\"FC/pick\".service'\nlaw = \"uniform(0.9, 1.1)\"\n";
        let text = STUDY.replace("\"pickers\"\nscenario", &format!("\"{name}\"\nscenario"));
        let (above, tables) = text.split_once("[budget]").unwrap();
        let (draws, more) = more.split_once('\n').unwrap();
        let folder = study(&format!("{above}{draws}\n[budget]{tables}{QUESTION}{more}"));
        for command in ["sweep", "solve", "select", "uncertainty"] {
            let ended = run(folder.path(), &[command, "."]);
            assert_eq!(ended.status.code(), Some(0), "{}", stderr(&ended));
            let manifest = format!("leadtime-out/{command}-{folder_of_it}1/manifest.json");
            assert!(folder.path().join(&manifest).exists(), "{manifest}");
        }
        let made: Vec<String> = files(folder.path()).into_keys().collect();
        let elsewhere = made
            .iter()
            .filter(|file| !file.starts_with("leadtime-out/"));
        assert_eq!(elsewhere.count(), 2, "{made:?}");
    }
}

// catches: a precision that is never looked at, without a word of it
#[test]
fn a_precision_that_was_not_reached_is_told_under_the_table() {
    let precision = "[[precision]]\nfigure = 'on_time'\nrelative = 0.001\n";
    for (replications, why) in [("6", "the budget is 6"), ("31", "the budget was spent")] {
        let folder = study(&format!("{STUDY}{precision}"));
        let ended = run(
            folder.path(),
            &["sweep", ".", "--replications", replications],
        );
        assert_eq!(ended.status.code(), Some(0), "{}", stderr(&ended));
        let told = stdout(&ended)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        assert!(
            told.contains("not reached in 6 designs") && told.contains(why),
            "{told}"
        );
    }
    let folder = study(&format!("{STUDY}{}", precision.replace("0.001", "0.9")));
    let ended = run(folder.path(), &["sweep", ".", "--replications", "31"]);
    assert!(
        !stdout(&ended).contains("not reached"),
        "{}",
        stdout(&ended)
    );
}

// catches: draws that are told in one line without code and place
#[test]
fn draws_that_make_no_scenario_are_told_like_any_other_problem() {
    let uncertain = "[[uncertain]]\nname = \"mix\"\nset = 'service_levels.standard.target'\nlaw = \"uniform(0.2, 1.2)\"\n";
    let folder = study(&format!("{STUDY}{uncertain}"));
    let ended = run(folder.path(), &["uncertainty", "."]);
    assert_eq!(ended.status.code(), Some(2), "{}", stderr(&ended));
    for needle in [
        "error[E",
        "study.toml:",
        "uniform(0.2, 1.2)",
        "of 20: mix 1.",
    ] {
        assert!(
            stderr(&ended).contains(needle),
            "{needle}: {}",
            stderr(&ended)
        );
    }
    assert_untouched(folder.path());
}

#[test]
fn a_study_that_is_not_there_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for command in ["sweep", "solve"] {
        let ended = run(folder.path(), &[command, "nowhere"]);
        assert_eq!(ended.status.code(), Some(2), "{}", stderr(&ended));
        support::assert_empty(folder.path(), command);
    }
}

// catches: a schema in the reference that the program no longer prints
#[test]
fn golden_schemas_in_the_docs_are_what_the_program_prints() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["study", "sweep", "answers"] {
        let ended = run(folder.path(), &["schema", name]);
        assert_eq!(ended.status.code(), Some(0), "{}", stderr(&ended));
        let path = root().join(format!("docs/reference/{name}.schema.json"));
        assert_eq!(stdout(&ended), fs::read_to_string(path).unwrap(), "{name}");
    }
}
