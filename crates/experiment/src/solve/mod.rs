//! Working backwards: the value of an axis at which a requirement is still kept, or at which a figure is best.
//!
//! What is chosen on some replications looks better on them than it is. So values are looked for on the replications of the study
//! ([`Run::Search`]), and everything that is told comes from fresh ones ([`Run::Verify`]): the answer is the first value from there on whose
//! bound on the fresh ones meets the target.

mod answer;
mod best;
mod by_state;
mod fresh;
mod keep;
mod look;
mod saturation;
mod states;
mod zones;

pub use answer::{Answer, Answers, Corner, SegmentAnswer};
pub use saturation::{Cause, Saturation};

use leadtime_network::study::{FloorWord, Goal, Of, PerWord, Question};
use leadtime_sim::outcome::Unit;
use leadtime_sim::study::{Measure, verify_seed};
use leadtime_stats::Confidence;

use crate::trial::{Interrupted, Trials};

/// Version of the layout of [`Answers`].
const SCHEMA: u32 = 1;

/// Answers every question of a study, once for all values of the axes that it does not ask about. An interrupt leaves out those that are
/// not finished.
pub fn solve(trials: &mut Trials<'_>) -> Answers {
    let checked = trials.checked;
    let mut answers = Vec::new();
    let mut interrupted = false;
    'all: for question in &checked.study.questions {
        for line in lines(trials, question) {
            let Ok(answer) = answered(trials, question, &line) else {
                interrupted = true;
                break 'all;
            };
            answers.push(answer);
        }
    }
    Answers {
        schema: SCHEMA,
        study: checked.study.name.clone(),
        description: checked.study.description.clone(),
        seed: checked.seed,
        verify_seed: verify_seed(checked.seed),
        budget: checked.study.replications,
        answers,
        interrupted,
    }
}

/// Designs that differ along one axis only.
struct Line {
    axis: usize,
    designs: Vec<usize>,
}

/// The lines of designs along the question's axis, one for every choice of values of the others.
fn lines(trials: &Trials<'_>, question: &Question) -> Vec<Line> {
    let designs = &trials.checked.designs;
    let firsts = designs
        .iter()
        .enumerate()
        .filter(|(_, design)| design.at[question.axis] == 0);
    let line = |first| Line {
        axis: question.axis,
        designs: trials.along(question.axis, first),
    };
    firsts.map(|(first, _)| line(first)).collect()
}

fn answered(
    trials: &mut Trials<'_>,
    question: &Question,
    line: &Line,
) -> Result<Answer, Interrupted> {
    let checked = trials.checked;
    let confidence = Confidence::try_from(question.confidence).unwrap_or_default();
    let segments = match &question.goal {
        Goal::Keep { find, that, of } if question.per == Some(PerWord::Zone) => {
            zones::keep(trials, (*find, &that.value, *of), line, confidence)?
        }
        Goal::Keep { that, .. } if question.per == Some(PerWord::State) => {
            by_state::keep(trials, (&that.value, question.floor), line, confidence)?
        }
        Goal::Keep { find, that, of } => {
            vec![keep::keep(
                trials,
                (*find, &that.value, *of),
                (line, None),
                confidence,
            )?]
        }
        Goal::Best { most, figure } => {
            vec![best::best(trials, (*most, &figure.value), line)?]
        }
    };
    let axis = &checked.study.axes[question.axis];
    let (of, probability) = match &question.goal {
        Goal::Keep {
            of: Of::Period { probability },
            ..
        } => ("period", Some(*probability)),
        _ => ("mean", None),
    };
    Ok(Answer {
        question: question.name.clone(),
        axis: axis.name.clone(),
        asks: asks(question),
        unit: unit(question),
        of: of.to_owned(),
        probability,
        confidence: question.confidence,
        floor: question.per.map(|_| match question.floor {
            FloorWord::Segment => "segment".to_owned(),
            FloorWord::Aggregate => "aggregate".to_owned(),
        }),
        given: given(trials, question.axis, line.designs[0]),
        segments,
    })
}

/// `largest with on_time("next-day") >= 0.95`, `least cost`.
fn asks(question: &Question) -> String {
    match &question.goal {
        Goal::Keep { find, that, .. } => {
            let end = match find {
                leadtime_network::study::Find::Smallest => "smallest",
                leadtime_network::study::Find::Largest => "largest",
            };
            format!("{end} with {}", that.value)
        }
        Goal::Best { most: true, figure } => format!("most {}", figure.value),
        Goal::Best {
            most: false,
            figure,
        } => format!("least {}", figure.value),
    }
}

/// Of the figure that is asked about; profit is money.
fn unit(question: &Question) -> Unit {
    let figure = match &question.goal {
        Goal::Keep { that, .. } => &that.value.figure,
        Goal::Best { figure, .. } => &figure.value,
    };
    Measure::named(&figure.measure).map_or(Unit::Money, Measure::unit)
}

/// The values of the other axes, in words.
fn given(trials: &Trials<'_>, axis: usize, design: usize) -> Option<String> {
    let axes = trials.checked.study.axes.iter().enumerate();
    let at = &trials.checked.designs[design].at;
    let others = axes.filter(|(other, _)| *other != axis);
    let named: Vec<String> = others
        .map(|(other, of)| format!("{} {}", of.name, of.points[at[other]].label))
        .collect();
    (!named.is_empty()).then(|| named.join(", "))
}

/// The value of an axis at a design, as written.
fn label(trials: &Trials<'_>, design: usize, axis: usize) -> String {
    let at = trials.checked.designs[design].at[axis];
    trials.checked.study.axes[axis].points[at].label.clone()
}
