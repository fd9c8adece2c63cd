//! A study whose designs can all be simulated.

use leadtime_network::study::{Design, Study, designs};
use leadtime_network::{Code, Diagnostic, Diagnostics, Files, Network, scenario, validate};
use leadtime_sim::plan::Plan;

use crate::draws::wrong_in_the_middle;
use crate::figures::{Figure, Told};
use crate::passive::PassiveAxis;
use crate::required::{Designs, report_missing};
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

/// Reads and validates every design of a study, and the first one with uncertain parameters in the middle of their laws.
///
/// # Errors
/// Everything that is wrong with the designs, each problem once, and figures that no outcome would have.
pub fn check(study: Study, open: &Open<'_>) -> Result<CheckedStudy, Vec<Refused>> {
    let designs = designs(&study);
    let mut seen = Seen::default();
    let mut digests = Vec::new();
    let mut first: Option<Network> = None;
    // Most designs tell of the same figures; no more is kept of their networks.
    let (mut told, mut of): (Vec<Told>, Vec<usize>) = (Vec::new(), Vec::new());
    for design in &designs {
        match load(design, open) {
            Ok((network, warnings)) => {
                digests.push(network.digest.clone());
                seen.add(&study, design, &warnings);
                let own = Told::of(&network);
                of.push(
                    told.iter()
                        .position(|other| *other == own)
                        .unwrap_or_else(|| {
                            told.push(own);
                            told.len() - 1
                        }),
                );
                first.get_or_insert(network);
            }
            Err(problems) => {
                let problems = placed(&study, design, &open(&design.scenario.value), problems);
                seen.add(&study, design, &problems);
            }
        }
    }
    if let Some(design) = designs.first().filter(|_| !study.uncertain.is_empty()) {
        let wrong = wrong_in_the_middle(&study, design, open);
        seen.add(&study, design, &wrong);
    }
    let Some(network) = first.filter(|_| !seen.has_errors()) else {
        return Err(seen.files);
    };
    let named = Designs {
        all: &designs,
        told: &told,
        of: &of,
    };
    let plan = Plan::compile(&network);
    let passive = PassiveAxis::of(&study, &network, &plan);
    refuse(&study, &named, passive.as_ref())?;
    Ok(CheckedStudy {
        seed: study.seed.unwrap_or(network.study.seed),
        figures: Figure::all(&told),
        passive,
        designs,
        digests,
        study,
        warnings: seen.files,
    })
}

fn refuse(
    study: &Study,
    designs: &Designs<'_>,
    passive: Option<&PassiveAxis>,
) -> Result<(), Vec<Refused>> {
    let mut findings = Diagnostics::new();
    report_missing(study, designs, &mut findings);
    report_unanswerable(study, passive, &mut findings);
    if findings.is_empty() {
        return Ok(());
    }
    findings.add_source(study.source.clone());
    findings.sort();
    Err(vec![Refused {
        scenario: None,
        findings,
    }])
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

/// Problems of a design; that its main file cannot be read is told where the study names it, with the path that was looked at.
fn placed(study: &Study, design: &Design, files: &Files, problems: Diagnostics) -> Diagnostics {
    // Of all files only the main one is read without being named anywhere.
    let about_file = |finding: &Diagnostic| {
        let of_file = matches!(finding.code, Code::FileUnreadable | Code::NotUtf8);
        of_file && finding.place.is_none()
    };
    if !problems.iter().any(about_file) {
        return problems;
    }
    let span = design.scenario.span;
    let mut all = Diagnostics::new();
    all.add_source(study.source.clone());
    for finding in problems.iter().filter(|finding| about_file(finding)) {
        let (main, shown) = (
            format!("`{}`", files.main()),
            format!("`{}`", files.shown()),
        );
        let message = finding.message.replacen(&main, &shown, 1);
        let place = study.place(span);
        let help = finding.help.clone().unwrap_or_else(|| {
            "`scenario` is a folder, as seen from that of the study, or the name of a built-in scenario".to_owned()
        });
        all.push(Diagnostic::new(finding.code, message).at(place).help(help));
    }
    all
}

/// Findings of all designs, each once.
#[derive(Default)]
pub(crate) struct Seen {
    told: std::collections::BTreeSet<String>,
    pub(crate) files: Vec<Refused>,
}

impl Seen {
    pub(crate) fn add(&mut self, study: &Study, design: &Design, findings: &Diagnostics) {
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
