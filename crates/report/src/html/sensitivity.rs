//! The page of a sensitivity study.

use leadtime_experiment::sensitivity::Sensitivity;

use super::{Chapter, Page, figure, render, shell_word};
use crate::error::ReportError;
use crate::plots::Plot;
use crate::table::{Notes, remarks, sensitivity_sheets};
use crate::wording;

const INTRO: &str = "Every lever is moved by itself, up and down, and met the same customers and the same bad days as the scenario as it stands. Promises and routes stay: \
    a slower lane is late, not promised later. Levers work together, so the effects do not add up.";

/// The page of a sensitivity study and its plots.
///
/// # Errors
/// [`ReportError::Page`] if the template cannot be filled in.
pub fn sensitivity(found: &Sensitivity, plots: &[Plot]) -> Result<String, ReportError> {
    let mut notes = Notes::default();
    let sheets = sensitivity_sheets(found, &mut notes);
    let mut notes = notes.spelled_out();
    notes.extend(remarks(found));
    let level = found.service_level.as_deref();
    let on_time = &found.on_time;
    let description = format!(
        "On time now, {}: {}.",
        level.unwrap_or("all levels"),
        wording::percent_interval(
            Some(on_time.value),
            on_time.low.is_finite().then_some(on_time.low),
            on_time.high.is_finite().then_some(on_time.high)
        )
    );
    let of_level = level.map_or_else(String::new, |level| {
        format!(" --level {}", shell_word(level))
    });
    render(&Page {
        heading: format!("{}: what moves the on-time share", found.scenario),
        description: &description,
        provenance: wording::sensitivity_provenance(found),
        interrupted: found.replications < found.requested,
        finished: wording::replications(found.replications),
        requested: wording::count(u64::from(found.requested)),
        chapters: vec![Chapter {
            title: "Levers and fixes",
            intro: INTRO,
            sheets: sheets.iter().collect(),
            figures: plots.iter().map(figure).collect(),
        }],
        notes: &notes,
        glossary: TERMS.to_vec(),
        facts: vec![
            ("Scenario", found.scenario.clone()),
            ("Digest of its files (BLAKE3)", found.digest.clone()),
            ("Seed", found.seed.to_string()),
            (
                "Replications of each",
                wording::count(u64::from(found.replications)),
            ),
        ],
        command: format!(
            "leadtime sensitivity {}{of_level} --by {} --seed {} --replications {}",
            shell_word(&found.scenario),
            wording::target(found.by).replace(' ', ""),
            found.seed,
            found.requested
        ),
        document: "sensitivity.json",
        scenarios: "this scenario",
        ..Page::default()
    })
}

const TERMS: [(&str, &str); 3] = [
    (
        "lever",
        "a group of stages or lanes, a shock, the demand or a cutoff, with what is moved of it",
    ),
    (
        "elasticity",
        "percent more late orders with one percent more of the lever; below 0: more of it makes fewer orders late",
    ),
    ("fix", "a lever moved the way that makes fewer orders late"),
];
