//! Which design is best: with a stated probability, and no more replications than that takes.

mod contest;

use leadtime_network::study::{Selection, SelectionMethod};
use leadtime_stats::Confidence;
use leadtime_stats::selection::ocba::{Known, next_step, shares};
use leadtime_stats::selection::{
    Goal, InvalidSelection, KimNelson, NelsonMatejcik, Question, Rinott, Spread,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::checked::{CheckedStudy, Open, Refused};
use crate::draws::too_few;
use crate::figures::{Figure, FigureSummary};
use crate::trial::Interrupted;
pub use contest::Contest;

/// Version of the layout of [`Selected`].
const SCHEMA: u32 = 1;

/// The selection of a study's best design.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Selected {
    /// Version of this layout.
    pub schema: u32,
    /// Name of the study.
    pub study: String,
    /// Master seed.
    pub seed: u64,
    /// `kim-nelson`, `nelson-matejcik`, `rinott`, `ocba`.
    pub method: String,
    /// What was to be best: the mean over replications of each one's own value.
    pub figure: FigureSummary,
    /// The least difference worth knowing, in its unit.
    pub indifference: f64,
    /// The design selected; where the probability below is null the one that leads.
    pub selected: String,
    /// Probability that it is the best, if the best leads by the indifference; null where the budget ended first, or the method states none.
    pub probability: Option<f64>,
    /// All designs, in their order.
    pub designs: Vec<Contestant>,
    /// Replications of all designs together.
    pub replications: u64,
}

/// A design of a selection.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Contestant {
    /// Its name.
    pub name: String,
    /// Digest of its scenario with all changes.
    pub digest: String,
    /// Replications that it took.
    pub replications: u32,
    /// Mean over them.
    pub mean: f64,
    /// It was still in when the selection ended.
    pub in_to_the_end: bool,
}

/// Why nothing was selected.
#[derive(Clone, Debug)]
pub enum NotSelected {
    /// Interrupted before anything was decided.
    Interrupted,
    /// The question cannot be answered, or a design broke down.
    Invalid(String),
    /// What was asked for cannot be simulated: where it stands, and why.
    Refused(Vec<Refused>),
}

impl From<Interrupted> for NotSelected {
    fn from(_: Interrupted) -> Self {
        Self::Interrupted
    }
}

impl From<InvalidSelection> for NotSelected {
    fn from(error: InvalidSelection) -> Self {
        Self::Invalid(error.to_string())
    }
}

/// Selects the best design of a study that asks for it.
///
/// # Errors
/// [`NotSelected`]: interrupted, a budget below the first stage, fewer than two designs, a confidence that a blind guess reaches, or a design that broke down or whose figure
/// was not observed in some replication.
pub fn select(
    checked: &CheckedStudy,
    asked: &Selection,
    open: &Open<'_>,
    contest: Contest<'_>,
) -> Result<Selected, NotSelected> {
    let (first, budget) = (asked.first, checked.study.replications);
    if budget < first {
        let message = format!(
            "a budget of {budget} of each design is less than the {first} replications that the selection begins with"
        );
        let help =
            "allow as many, here or with `--replications`, or say `first` in `[select]`: 5 or more";
        return Err(too_few(&checked.study, message, help));
    }
    let figure = Figure::named(&asked.figure.value).map_err(NotSelected::Invalid)?;
    let goal = if figure.measure.more_is_better() {
        Goal::Most
    } else {
        Goal::Least
    };
    let confidence = Confidence::try_from(asked.confidence).unwrap_or_default();
    let designs = checked.designs.len();
    let question = Question::new(
        designs,
        u64::from(first),
        asked.indifference,
        confidence,
        goal,
    )?;
    let own_numbers = matches!(
        asked.method,
        SelectionMethod::Rinott | SelectionMethod::Ocba
    );
    let mut field = contest.field(checked, open, (figure.clone(), own_numbers))?;
    let verdict = match asked.method {
        SelectionMethod::KimNelson => kim_nelson(&mut field, question, budget)?,
        SelectionMethod::NelsonMatejcik => nelson_matejcik(&mut field, question, budget)?,
        SelectionMethod::Rinott => rinott(&mut field, question, budget)?,
        SelectionMethod::Ocba => ocba(&mut field, question, budget)?,
    };
    let contestants = checked.designs.iter().zip(&checked.digests).enumerate();
    let contestants: Vec<Contestant> = contestants
        .map(|(at, (design, digest))| Contestant {
            name: design.name.clone(),
            digest: digest.clone(),
            replications: field.values(at).len() as u32,
            mean: mean(field.values(at)),
            in_to_the_end: verdict.survivors.contains(&at),
        })
        .collect();
    Ok(Selected {
        schema: SCHEMA,
        study: checked.study.name.clone(),
        seed: checked.seed,
        method: name(asked.method).to_owned(),
        figure: figure.summary(),
        indifference: asked.indifference,
        selected: checked.designs[verdict.best].name.clone(),
        probability: verdict.sure.then_some(asked.confidence),
        replications: contestants
            .iter()
            .map(|one| u64::from(one.replications))
            .sum(),
        designs: contestants,
    })
}

const fn name(method: SelectionMethod) -> &'static str {
    match method {
        SelectionMethod::KimNelson => "kim-nelson",
        SelectionMethod::NelsonMatejcik => "nelson-matejcik",
        SelectionMethod::Rinott => "rinott",
        SelectionMethod::Ocba => "ocba",
    }
}

/// How a selection ended.
struct Ended {
    best: usize,
    survivors: Vec<usize>,
    /// The stated probability holds.
    sure: bool,
}

/// Row by row, on common random numbers; designs that are out take no more replications.
fn kim_nelson(
    field: &mut contest::Field<'_>,
    question: Question,
    budget: u32,
) -> Result<Ended, NotSelected> {
    let mut selection = KimNelson::new(question);
    let first = question.first_stage() as u32;
    let mut row = 0;
    while selection.selected().is_none() && row < budget {
        // A block at a time, so that threads have work; which rows are read does not depend on it.
        let ahead = if row < first {
            first
        } else {
            (row + BLOCK).min(budget)
        };
        for &design in &selection.survivors().to_vec() {
            field.observe(design, ahead.min(budget))?;
        }
        while row < ahead.min(budget) && selection.selected().is_none() {
            let values = (0..question.designs()).map(|design| {
                field
                    .values(design)
                    .get(row as usize)
                    .copied()
                    .unwrap_or(f64::NAN)
            });
            selection.record(&values.collect::<Vec<_>>())?;
            row += 1;
        }
    }
    Ok(Ended {
        best: selection.selected().unwrap_or_else(|| selection.leader()),
        survivors: selection.survivors().to_vec(),
        sure: selection.selected().is_some(),
    })
}

/// Replications that are run ahead of the rows that are looked at.
const BLOCK: u32 = 8;

/// Two stages on common random numbers.
fn nelson_matejcik(
    field: &mut contest::Field<'_>,
    question: Question,
    budget: u32,
) -> Result<Ended, NotSelected> {
    let first = (question.first_stage() as u32).min(budget);
    let all = 0..question.designs();
    for design in all.clone() {
        field.observe(design, first)?;
    }
    let rule = NelsonMatejcik::from_first_stage(question, &field.columns(), Spread::Pairwise)?;
    let wanted = u32::try_from(rule.sample_size()).unwrap_or(u32::MAX);
    for design in all.clone() {
        field.observe(design, wanted.min(budget))?;
    }
    let (best, _) = rule.select(&field.columns())?;
    Ok(Ended {
        best,
        survivors: all.collect(),
        sure: wanted <= budget,
    })
}

/// Two stages, each design with random numbers of its own.
fn rinott(
    field: &mut contest::Field<'_>,
    question: Question,
    budget: u32,
) -> Result<Ended, NotSelected> {
    let rule = Rinott::new(question).ok_or_else(|| {
        NotSelected::Invalid("the confidence is too high for Rinott's constant".to_owned())
    })?;
    let all = 0..question.designs();
    for design in all.clone() {
        field.observe(design, (question.first_stage() as u32).min(budget))?;
    }
    let sizes = rule.sample_sizes(&field.columns())?;
    let sure = sizes.iter().all(|&size| size <= u64::from(budget));
    for (design, size) in sizes.into_iter().enumerate() {
        field.observe(design, u32::try_from(size).unwrap_or(u32::MAX).min(budget))?;
    }
    Ok(Ended {
        best: rule.select(&field.columns())?,
        survivors: all.collect(),
        sure,
    })
}

/// The budget of all designs goes where it tells most; each design with random numbers of its own.
fn ocba(
    field: &mut contest::Field<'_>,
    question: Question,
    budget: u32,
) -> Result<Ended, NotSelected> {
    let designs = question.designs();
    let first = (question.first_stage() as u32).min(budget);
    for design in 0..designs {
        field.observe(design, first)?;
    }
    // As much as a tenth of the designs would take with the whole budget each, at least three first stages.
    let total =
        (u64::from(budget) * designs as u64 / 10).max(3 * u64::from(first) * designs as u64);
    let had = |field: &contest::Field<'_>| {
        (0..designs)
            .map(|at| field.values(at).len() as u64)
            .collect::<Vec<_>>()
    };
    let mut spent: u64 = had(field).iter().sum();
    while spent < total {
        let known: Vec<Known> = (0..designs)
            .map(|at| Known {
                mean: mean(field.values(at)),
                deviation: deviation(field.values(at)),
            })
            .collect();
        let Some(shares) = shares(&known, question.indifference(), question.goal()) else {
            break;
        };
        let increment = (designs as u64).min(total - spent).max(1);
        let Some(step) = next_step(&shares, &had(field), increment) else {
            break;
        };
        for (design, more) in step.into_iter().enumerate() {
            let wanted = field.values(design).len() as u32 + more as u32;
            field.observe(design, wanted.min(budget))?;
        }
        let now: u64 = had(field).iter().sum();
        if now == spent {
            break;
        }
        spent = now;
    }
    let means: Vec<f64> = (0..designs).map(|at| mean(field.values(at))).collect();
    Ok(Ended {
        best: question.goal().best_of(&means).unwrap_or(0),
        survivors: (0..designs).collect(),
        sure: false,
    })
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn deviation(values: &[f64]) -> f64 {
    let centre = mean(values);
    let squares: f64 = values
        .iter()
        .map(|value| (value - centre) * (value - centre))
        .sum();
    (squares / (values.len() as f64 - 1.0)).sqrt()
}
