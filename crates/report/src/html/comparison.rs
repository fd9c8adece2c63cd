//! The page of a comparison.

use leadtime_experiment::Comparison;

use super::{Chapter, Page, figure, render, shell_word};
use crate::error::ReportError;
use crate::plots::Plot;
use crate::table::{Notes, UNLIKE, comparison_sheet, shared};
use crate::wording;

const INTRO: &str = "Every design met the same customers, the same bad days and the same weather, so only what differs between the designs is told. An \
    interval that leaves out zero is a difference; one that holds zero says that these replications do not tell.";

/// The page of a comparison and its plots: the table of differences, the plots, the terms, and where the figures come from.
///
/// # Errors
/// [`ReportError::Page`] if the template cannot be filled in.
pub fn comparison(comparison: &Comparison, plots: &[Plot]) -> Result<String, ReportError> {
    let mut notes = Notes::default();
    let mut sheet = comparison_sheet(comparison, &mut notes);
    for sentence in shared(comparison) {
        sheet.caption.push(' ');
        sheet.caption.push_str(&sentence);
    }
    let notes = notes.spelled_out();
    let names: Vec<&str> = comparison.designs.iter().map(|d| d.name.as_str()).collect();
    let description = comparison.designs.iter().enumerate();
    let description: Vec<String> = description
        .map(|(at, design)| format!("{}: {}", wording::letter(at), design.name))
        .collect();
    let description = description.join(" · ");
    let warnings: Vec<_> = comparison
        .warnings
        .iter()
        .map(|text| warning(text))
        .collect();
    render(&Page {
        heading: format!("{}: what differs", names.join(" and ")),
        description: &description,
        provenance: wording::comparison_provenance(comparison),
        interrupted: comparison.replications < comparison.requested,
        finished: wording::replications(comparison.replications),
        requested: wording::count(u64::from(comparison.requested)),
        warnings: &warnings,
        chapters: vec![Chapter {
            title: "What differs",
            intro: INTRO,
            sheets: vec![&sheet],
            figures: plots.iter().map(figure).collect(),
        }],
        notes: &notes,
        glossary: TERMS.to_vec(),
        facts: facts(comparison),
        command: command(comparison),
        document: "comparison.json",
        scenarios: "these scenarios",
        ..Page::default()
    })
}

fn warning(text: &str) -> leadtime_sim::outcome::Warning {
    leadtime_sim::outcome::Warning {
        code: "Unlike:".to_owned(),
        message: format!("{UNLIKE}: {text}"),
        help: None,
    }
}

const TERMS: [(&str, &str); 6] = [
    ("design", "one alternative: a network with its policies"),
    (
        "difference",
        "the second design of a pair minus the first, replication by replication",
    ),
    (
        "95 % interval",
        "holds the expected difference with 95 % confidence; those of one measure for all pairs of designs at once (Bonferroni)",
    ),
    (
        "correlation",
        "how alike two designs were over replications; the closer to 1, the more the same random numbers helped",
    ),
    (
        "on time",
        "delivered by the promise, of all promised orders; by the day: by the end of the promised day",
    ),
    (
        "offer share",
        "share of all visits that were sold the level",
    ),
];

fn facts(comparison: &Comparison) -> Vec<(&'static str, String)> {
    let mut facts: Vec<(&'static str, String)> = comparison
        .designs
        .iter()
        .map(|design| {
            (
                "Design, digest (BLAKE3)",
                format!("{}: {}", design.name, design.digest),
            )
        })
        .collect();
    facts.push(("Seed", comparison.seed.to_string()));
    let replications = u64::from(comparison.replications);
    facts.push(("Replications of each", wording::count(replications)));
    facts
}

fn command(comparison: &Comparison) -> String {
    let names: Vec<String> = comparison
        .designs
        .iter()
        .map(|d| shell_word(&d.name))
        .collect();
    format!(
        "leadtime compare {} --seed {} --replications {}",
        names.join(" "),
        comparison.seed,
        comparison.requested
    )
}
