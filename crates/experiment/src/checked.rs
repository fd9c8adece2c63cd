//! A study whose designs can all be simulated.

use leadtime_network::study::{Design, Study, designs};
use leadtime_network::{Diagnostics, Files, Network, scenario, validate};
use leadtime_sim::plan::Plan;

use crate::figures::{Figure, report_unknown};
use crate::passive::PassiveAxis;
use crate::segments::report_unanswerable;

/// Where the files of a scenario are, by what the study calls it.
pub type Open<'f> = dyn Fn(&str) -> Files + 'f;

/// A study that can be run: every design was read and validated, every figure exists.
#[derive(Clone, Debug)]
pub struct CheckedStudy {
    /// The study.
    pub study: Study,
    /// Its designs, the last axis fastest.
    pub designs: Vec<Design>,
    /// The digest of each.
    pub digests: Vec<String>,
    /// What is looked at.
    pub figures: Vec<Figure>,
    /// Master seed.
    pub seed: u64,
    /// An axis of paddings that one run tells of, if there is one.
    pub(crate) passive: Option<PassiveAxis>,
    /// Warnings about its scenarios, each once.
    pub warnings: Vec<Refused>,
}

/// Findings about one of the files of a study.
#[derive(Clone, Debug)]
pub struct Refused {
    /// The scenario that they are about, as the study calls it; `None`: the study itself.
    pub scenario: Option<String>,
    /// What was found.
    pub findings: Diagnostics,
}

/// Reads and validates every design of a study.
///
/// # Errors
/// Everything that is wrong with the designs, each problem once, and figures that no outcome would have.
pub fn check(study: Study, open: &Open<'_>) -> Result<CheckedStudy, Vec<Refused>> {
    let designs = designs(&study);
    let mut seen = Seen::default();
    let mut digests = Vec::new();
    let mut first: Option<Network> = None;
    for design in &designs {
        match load(design, open) {
            Ok((network, warnings)) => {
                digests.push(network.digest.clone());
                seen.add(&study, design, &warnings);
                first.get_or_insert(network);
            }
            Err(problems) => seen.add(&study, design, &problems),
        }
    }
    let Some(network) = first.filter(|_| !seen.has_errors()) else {
        return Err(seen.files);
    };
    let plan = Plan::compile(&network);
    let mut unknown = Diagnostics::new();
    report_unknown(&study, &plan, &mut unknown);
    let passive = PassiveAxis::of(&study, &network, &plan);
    report_unanswerable(&study, passive.as_ref(), &mut unknown);
    if !unknown.is_empty() {
        unknown.add_source(study.source.clone());
        unknown.sort();
        return Err(vec![Refused {
            scenario: None,
            findings: unknown,
        }]);
    }
    Ok(CheckedStudy {
        seed: study.seed.unwrap_or(network.study.seed),
        figures: Figure::all(&plan),
        passive,
        designs,
        digests,
        study,
        warnings: seen.files,
    })
}

/// The network of a design, and warnings about it.
///
/// # Errors
/// Everything that is wrong with it.
pub(crate) fn load(
    design: &Design,
    open: &Open<'_>,
) -> Result<(Network, Diagnostics), Diagnostics> {
    let files = open(&design.scenario.value);
    validate::validate(scenario::read_changed(&files, &design.changes)?)
}

/// Findings of all designs, each once.
#[derive(Default)]
struct Seen {
    told: std::collections::BTreeSet<String>,
    files: Vec<Refused>,
}

impl Seen {
    fn add(&mut self, study: &Study, design: &Design, findings: &Diagnostics) {
        for finding in findings {
            let place = finding.place.as_ref();
            let in_study = place.is_some_and(|place| *place.file == *study.source.path());
            let scenario = (!in_study).then(|| design.scenario.value.clone());
            let told = format!("{scenario:?}{finding}");
            if !self.told.insert(told) {
                continue;
            }
            let at = self.files.iter().position(|file| file.scenario == scenario);
            let at = at.unwrap_or_else(|| {
                self.files.push(Refused {
                    scenario,
                    findings: Diagnostics::new(),
                });
                self.files.len() - 1
            });
            let file = &mut self.files[at].findings;
            let text = place.and_then(|place| findings.source_of(&place.file));
            if let Some(text) = text {
                file.add_source(text);
            }
            file.push(finding.clone());
        }
    }

    fn has_errors(&self) -> bool {
        self.files.iter().any(|file| file.findings.has_errors())
    }
}
