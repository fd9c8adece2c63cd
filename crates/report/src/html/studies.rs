//! The pages of a sweep and of what was solved for.

use leadtime_experiment::{Answers, Sweep};

use super::{Chapter, Page, figure, render, shell_word};
use crate::error::ReportError;
use crate::plots::Plot;
use crate::table::{Notes, Sheet, answers_sheet, sweep_sheet, verdicts_sheet};
use crate::wording;

const DESIGNS: &str = "Every design met the same customers, the same bad days and the same weather. Whether two neighbours really differ is a question for \
    `leadtime compare`: their intervals overlap although they share their bad days.";
const ANSWERS: &str = "Values were looked for on the replications of the study and estimated again on fresh ones: what was chosen for how well \
    it did looks better on the replications that chose it than it is. The answer is the first value along the axis, from the one found on, whose bound on the fresh ones meets the target; only fresh figures are told.";

/// The page of a sweep and its plots: the table of designs, the verdicts, the plots, the terms, and where the figures come from.
///
/// # Errors
/// [`ReportError::Page`] if the template cannot be filled in.
pub fn sweep(found: &Sweep, plots: &[Plot]) -> Result<String, ReportError> {
    let mut notes = Notes::default();
    let designs = sweep_sheet(found, &mut notes);
    let verdicts = verdicts_sheet(&found.assertions);
    let sheets: Vec<&Sheet> = [&designs, &verdicts]
        .into_iter()
        .filter(|sheet| !sheet.rows.is_empty())
        .collect();
    let interrupted = found.interrupted.then(|| interrupted("designs"));
    let warnings: Vec<_> = interrupted.into_iter().collect();
    render(&Page {
        heading: format!("{}: what each design does", found.study),
        description: found.description.as_deref().unwrap_or_default(),
        provenance: wording::sweep_provenance(found),
        warnings: &warnings,
        chapters: vec![Chapter {
            title: "Designs",
            intro: DESIGNS,
            sheets,
            figures: plots.iter().map(figure).collect(),
        }],
        notes: &notes.spelled_out(),
        glossary: SWEEP_TERMS.to_vec(),
        facts: sweep_facts(found),
        command: command("sweep", &found.study, found.seed, found.budget),
        document: "sweep.json",
        scenarios: "this study",
        ..Page::default()
    })
}

/// The page of what was solved for: the table of answers, its notes, the terms, and where the figures come from.
///
/// # Errors
/// [`ReportError::Page`] if the template cannot be filled in.
pub fn answers(found: &Answers) -> Result<String, ReportError> {
    let mut notes = Notes::default();
    let sheet = answers_sheet(found, &mut notes);
    let interrupted = found.interrupted.then(|| interrupted("questions"));
    let warnings: Vec<_> = interrupted.into_iter().collect();
    render(&Page {
        heading: format!("{}: worked backwards", found.study),
        description: found.description.as_deref().unwrap_or_default(),
        provenance: wording::answers_provenance(found),
        warnings: &warnings,
        chapters: vec![Chapter {
            title: "Answers",
            intro: ANSWERS,
            sheets: vec![&sheet],
            figures: Vec::new(),
        }],
        notes: &notes.spelled_out(),
        glossary: ANSWER_TERMS.to_vec(),
        facts: vec![
            ("Study", found.study.clone()),
            ("Seed of the search", found.seed.to_string()),
            ("Seed of the figures told", found.verify_seed.to_string()),
            (
                "Replications of a design, at most",
                wording::count(u64::from(found.budget)),
            ),
        ],
        command: command("solve", &found.study, found.seed, found.budget),
        document: "answers.json",
        scenarios: "this study",
        ..Page::default()
    })
}

fn interrupted(what: &str) -> leadtime_sim::outcome::Warning {
    leadtime_sim::outcome::Warning {
        code: "Interrupted.".to_owned(),
        message: format!("Only the {what} that were finished are told."),
        help: None,
    }
}

fn sweep_facts(found: &Sweep) -> Vec<(&'static str, String)> {
    let mut facts = vec![("Study", found.study.clone())];
    facts.extend(found.axes.iter().map(|axis| {
        let what = match &axis.addresses[..] {
            [] => "scenarios".to_owned(),
            addresses => addresses.join(", "),
        };
        ("Axis", format!("{}: {what}", axis.name))
    }));
    facts.push(("Seed", found.seed.to_string()));
    facts.push((
        "Replications of a design, at most",
        wording::count(u64::from(found.budget)),
    ));
    facts.push((
        "Digests of the designs (BLAKE3)",
        "in sweep.json and manifest.json".to_owned(),
    ));
    facts
}

fn command(what: &str, study: &str, seed: u64, budget: u32) -> String {
    let study = shell_word(study);
    format!("leadtime {what} {study} --seed {seed} --replications {budget}")
}

const SWEEP_TERMS: [(&str, &str); 5] = [
    ("design", "one alternative: a scenario with changes"),
    (
        "axis",
        "what is varied, with the values that it takes; every value meets every value of the other axes",
    ),
    (
        "on time",
        "delivered by the promise, of all promised orders; lost and cancelled ones count as late",
    ),
    (
        "front",
        "designs that no other one equals in all of quote length, on time, worst zone and cost and beats in one, by the values seen",
    ),
    (
        "worst zone",
        "the zone that did worst on even replications, as it did on odd ones",
    ),
];

const ANSWER_TERMS: [(&str, &str); 4] = [
    (
        "answer",
        "the value furthest along the axis that surely keeps what is asked, with the stated one-sided confidence; or the best value seen",
    ),
    (
        "between",
        "the values that the true answer may be: from the first that does not surely fail to the first that surely keeps what is asked",
    ),
    (
        "surely",
        "by the end of the interval that is nearer to failing; a rare share only where enough bad replications were seen to carry the claim",
    ),
    (
        "needs",
        "replications in total that would carry the claim, if all stays as seen",
    ),
];
