//! Codes, the index of errors in the documentation and the scenarios under `scenarios/invalid` agree one to one.
//!
//! `UPDATE=1` rewrites the index from the list of codes; `INSTA_UPDATE=always` the snapshots of the messages.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use leadtime_network::diagnostics::Severity;
use leadtime_network::{Code, Diagnostics, Files, load};

/// Codes about what only shows when a plan is compiled or a file is written; their producers test them.
const BEYOND_LOADING: [Code; 21] = [
    Code::OutputUnwritable,
    Code::OutputForeign,
    Code::OutcomeUnreadable,
    Code::TooManyInFlight,
    Code::Deadlock,
    Code::NotSwept,
    Code::NothingChanged,
    Code::NoBudget,
    Code::UnknownFigure,
    Code::BadAxis,
    Code::DesignsClash,
    Code::TooManyDesigns,
    Code::UnknownAxis,
    Code::NoSegments,
    Code::SlowBatch,
    Code::StockShort,
    Code::EndlessWork,
    Code::Overload,
    Code::BeyondLastBand,
    Code::CutoffTooLate,
    Code::Expensive,
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Folders of invalid scenarios, with the code that their name begins with.
fn invalid() -> Vec<(String, Code, PathBuf)> {
    let mut found: Vec<_> = std::fs::read_dir(root().join("scenarios/invalid"))
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let slug = path.file_name().unwrap().to_string_lossy().into_owned();
            let code = slug.split('-').next().and_then(Code::from_number);
            (
                slug.clone(),
                code.unwrap_or_else(|| panic!("{slug} does not begin with a code")),
                path,
            )
        })
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

fn diagnostics(path: &Path) -> Diagnostics {
    match load(&Files::on_disk(path)) {
        Ok((_, warnings)) => warnings,
        Err(problems) => problems,
    }
}

#[test]
fn each_invalid_scenario_yields_its_code_and_no_other() {
    let mut wrong = String::new();
    for (slug, code, path) in invalid() {
        let found = diagnostics(&path);
        let others: BTreeSet<Code> = found
            .iter()
            .map(|d| d.code)
            .filter(|&other| other != code)
            .collect();
        let beyond = BEYOND_LOADING.contains(&code);
        if !others.is_empty() || found.is_empty() != beyond {
            writeln!(wrong, "{slug}:\n{found}\n").unwrap();
        }
        // What only compiling finds is a scenario that loads.
        assert_eq!(
            load(&Files::on_disk(&path)).is_ok(),
            code.severity() == Severity::Warning || beyond,
            "{slug}"
        );
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_code_has_an_invalid_scenario() {
    let covered: BTreeSet<Code> = invalid().into_iter().map(|(_, code, _)| code).collect();
    for code in Code::ALL
        .iter()
        .filter(|code| !BEYOND_LOADING.contains(code))
    {
        assert!(covered.contains(code), "{code} has no scenario");
    }
}

#[test]
fn the_first_line_of_an_invalid_scenario_is_the_title() {
    for (slug, code, path) in invalid() {
        let text = std::fs::read_to_string(path.join("scenario.toml")).unwrap();
        let expected = format!("# {code}: {}", code.title());
        // The empty scenario has no first line.
        assert!(
            text.is_empty() || text.lines().next() == Some(&expected),
            "{slug}: {expected}"
        );
    }
}

#[test]
fn snapshots_of_the_messages() {
    for (slug, _, path) in invalid() {
        insta::assert_snapshot!(slug.clone(), diagnostics(&path).to_string());
    }
}

#[test]
fn the_index_of_errors_has_one_section_per_code() {
    let path = root().join("docs/reference/errors.md");
    let expected = index();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &expected).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap();
    assert!(
        found == expected,
        "docs/reference/errors.md is not what the list of codes says; run with UPDATE=1"
    );
}

fn index() -> String {
    let mut text = String::from(
        "# Errors and warnings\n\nEvery message has a code. `leadtime explain CODE` prints what stands here. Errors (E) refuse the scenario; \
         warnings (W) do not.\nAll problems are reported at once, in the order of file, line and column.\n\n\
         | code | what is wrong |\n|---|---|\n",
    );
    for code in Code::ALL {
        writeln!(text, "| [{code}](#{}) | {} |", anchor(*code), code.title()).unwrap();
    }
    for code in Code::ALL {
        let entry = code.entry();
        let language = if entry.bad.starts_with("leadtime ") {
            "sh"
        } else if entry.bad.contains(" = ") || entry.bad.starts_with('[') {
            "toml"
        } else {
            "csv"
        };
        write!(
            text,
            "\n## {code}: {}\n\n{}\n\nWrong:\n\n```{language}\n{}\n```\n\nRight:\n\n```{language}\n{}\n```\n",
            entry.title, entry.explanation, entry.bad, entry.good
        )
        .unwrap();
    }
    text
}

/// As Markdown renderers make it from a heading.
fn anchor(code: Code) -> String {
    format!("{code}: {}", code.title())
        .to_lowercase()
        .chars()
        .filter_map(|c| match c {
            ' ' => Some('-'),
            c if c.is_alphanumeric() || c == '-' => Some(c),
            _ => None,
        })
        .collect()
}
