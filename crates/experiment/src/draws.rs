//! Draws of uncertain parameters, and whether each makes a scenario that can be simulated.

use std::sync::atomic::{AtomicBool, Ordering};

use leadtime_network::diagnostics::Severity;
use leadtime_network::study::{Design, Study, Uncertain};
use leadtime_network::{Code, Diagnostic, Diagnostics, Network};
use leadtime_sim::random::{Purpose, ReplicationKey, name_key, unit_open};
use leadtime_sim::sampling::law;

use crate::checked::{CheckedStudy, Open, Refused, Seen, load};
use crate::selection::NotSelected;
use crate::uncertainty::Parameter;

/// Parameters whose values a message names.
const NAMED: usize = 3;

/// The values of a parameter: the quantiles of its law at uniform numbers that its name and the draw decide.
pub(crate) fn drawn(parameter: &Uncertain, seed: u64, draws: u32) -> Parameter {
    let name = name_key(&format!("uncertain:{}", parameter.name));
    let value = |draw: u32| {
        let key = ReplicationKey::new(seed, u64::from(draw)).stream(name);
        let bits = key.entity(0).draw(Purpose::named(name));
        law::quantile(&parameter.law, unit_open(bits))
    };
    Parameter {
        name: parameter.name.clone(),
        values: (0..draws).map(value).collect(),
    }
}

/// A design with these values of the uncertain parameters.
fn with(design: &Design, uncertain: &[Uncertain], values: &[f64]) -> Design {
    let mut design = design.clone();
    let drawn = uncertain.iter().zip(values);
    let changes = drawn.flat_map(|(parameter, value)| parameter.drawn(*value));
    design.changes.list.extend(changes);
    design
}

/// The network of a study's first design with the parameters of a draw.
pub(crate) fn network(
    checked: &CheckedStudy,
    parameters: &[Parameter],
    draw: usize,
    open: &Open<'_>,
) -> Result<Network, Diagnostics> {
    let values: Vec<f64> = parameters.iter().map(|one| one.values[draw]).collect();
    let design = with(&checked.designs[0], &checked.study.uncertain, &values);
    load(&design, open).map(|(network, _)| network)
}

/// What is wrong with a design when every parameter is in the middle of its law: addresses that name nothing, values of the wrong kind.
pub(crate) fn wrong_in_the_middle(study: &Study, design: &Design, open: &Open<'_>) -> Diagnostics {
    let uncertain = &study.uncertain;
    let middle = |parameter: &Uncertain| law::quantile(&parameter.law, 0.5);
    let values: Vec<f64> = uncertain.iter().map(middle).collect();
    let mut wrong = Diagnostics::new();
    let Err(found) = load(&with(design, uncertain, &values), open) else {
        return wrong;
    };
    for finding in found.iter().filter(|one| one.severity() == Severity::Error) {
        let mut finding = advised(study, finding);
        // Of the wrong kind any value is.
        let wrong_value = !is_wrong_kind(&finding);
        if let Some(at) = of_law(study, &finding).filter(|_| wrong_value) {
            let value = values[at];
            finding.message = format!("{} (the middle of the law: {value})", finding.message);
        }
        push(&mut wrong, finding, &found);
    }
    wrong
}

/// Reads and validates the scenario of every draw.
///
/// # Errors
/// Everything that is wrong with some of them, each problem once with the first draw that has it; or interrupted.
pub(crate) fn check_all(
    checked: &CheckedStudy,
    parameters: &[Parameter],
    open: &Open<'_>,
    stop: &AtomicBool,
) -> Result<(), NotSelected> {
    let study = &checked.study;
    let mut faults: Vec<Fault> = Vec::new();
    let mut texts = Diagnostics::new();
    for draw in 0..study.draws as usize {
        if stop.load(Ordering::Relaxed) {
            return Err(NotSelected::Interrupted);
        }
        let Err(found) = network(checked, parameters, draw, open) else {
            continue;
        };
        for finding in found.iter().filter(|one| one.severity() == Severity::Error) {
            let same = |fault: &&mut Fault| {
                fault.finding.code == finding.code && fault.finding.place == finding.place
            };
            match faults.iter_mut().find(same) {
                Some(fault) if fault.last < draw => {
                    (fault.more, fault.last) = (fault.more + 1, draw);
                }
                Some(_) => {}
                None => {
                    faults.push(Fault {
                        finding: finding.clone(),
                        first: draw,
                        last: draw,
                        more: 0,
                    });
                    keep_text(&mut texts, finding, &found);
                }
            }
        }
    }
    if faults.is_empty() {
        return Ok(());
    }
    for fault in faults {
        let mut finding = advised(study, &fault.finding);
        finding.message = format!("{} ({})", finding.message, fault.draws(study, parameters));
        texts.push(finding);
    }
    texts.sort();
    let mut seen = Seen::default();
    seen.add(study, &checked.designs[0], &texts);
    Err(NotSelected::Refused(seen.files))
}

/// A problem of some draws.
struct Fault {
    finding: Diagnostic,
    /// The first draw that has it, and the last one so far.
    first: usize,
    last: usize,
    /// How many have it after the first.
    more: u32,
}

impl Fault {
    /// `draw 3 of 20: servers 5.8, pace 1.1; and 4 more draws`; the first draw is 1.
    fn draws(&self, study: &Study, parameters: &[Parameter]) -> String {
        let value = |one: &Parameter| format!("{} {:.4}", one.name, one.values[self.first]);
        let mut values: Vec<String> = parameters.iter().take(NAMED).map(value).collect();
        if parameters.len() > NAMED {
            values.push("...".to_owned());
        }
        let more = match self.more {
            0 => String::new(),
            1 => "; and 1 more draw".to_owned(),
            more => format!("; and {more} more draws"),
        };
        let (draw, values) = (self.first + 1, values.join(", "));
        format!("draw {draw} of {}: {values}{more}", study.draws)
    }
}

/// The parameter whose law a finding is about.
fn of_law(study: &Study, finding: &Diagnostic) -> Option<usize> {
    let place = finding.place.as_ref()?;
    let in_study = *place.file == *study.source.path();
    let stands = |parameter: &Uncertain| parameter.span.start as usize == place.offset;
    let at = study.uncertain.iter().position(stands);
    at.filter(|_| in_study)
}

/// A number that stands where text or a whole number must: no law makes one, a factor does.
fn advised(study: &Study, finding: &Diagnostic) -> Diagnostic {
    let mut finding = finding.clone();
    if is_wrong_kind(&finding) && of_law(study, &finding).is_some() {
        "a value drawn is a plain number, never a whole one or one with a unit"
            .clone_into(&mut finding.message);
        finding.help = Some(
            "take `scale` in place of `set`, and a law of the factor such as pert(0.9, 1.0, 1.2)"
                .to_owned(),
        );
    }
    finding
}

fn is_wrong_kind(finding: &Diagnostic) -> bool {
    matches!(finding.code, Code::WrongType | Code::MissingUnit)
}

fn push(all: &mut Diagnostics, finding: Diagnostic, texts: &Diagnostics) {
    keep_text(all, &finding, texts);
    all.push(finding);
}

fn keep_text(all: &mut Diagnostics, finding: &Diagnostic, texts: &Diagnostics) {
    let place = finding.place.as_ref();
    if let Some(text) = place.and_then(|place| texts.source_of(&place.file)) {
        all.add_source(text);
    }
}

/// A study without the replications that a method needs before it can say anything.
pub(crate) fn too_few(study: &Study, message: String, help: &str) -> NotSelected {
    let span = study.budget;
    let place = study.place(span);
    let mut findings = Diagnostics::new();
    findings.push(
        Diagnostic::new(Code::NoBudget, message)
            .at(place)
            .help(help),
    );
    findings.add_source(study.source.clone());
    NotSelected::Refused(vec![Refused {
        scenario: None,
        findings,
    }])
}
