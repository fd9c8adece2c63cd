//! Input uncertainty: what is not known of the parameters, next to what too few replications leave open.
//!
//! Outer level: draws of the uncertain parameters, independently of each other. Inner level: replications with each, on random numbers of the
//! draw's own, so that what replications of one draw share is the draw and nothing else.

use leadtime_network::scenario::Change;
use leadtime_network::study::{Design, Uncertain};
use leadtime_network::{Diagnostics, scenario, validate};
use leadtime_sim::plan::Plan;
use leadtime_sim::random::{mix64, unit_open};
use leadtime_sim::sampling::law;
use leadtime_sim::study::{Measure, StudyOptions, run};
use leadtime_stats::mean::correlation;
use leadtime_stats::two_level::{TwoLevel, two_level};
use leadtime_stats::{Confidence, Total};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::checked::{CheckedStudy, Open};
use crate::figures::FigureSummary;
use crate::selection::{Contest, NotSelected};

/// Version of the layout of [`Uncertainty`].
const SCHEMA: u32 = 1;

/// The doubt in every figure, split into that of the parameters and that of the replications.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Uncertainty {
    /// Version of this layout.
    pub schema: u32,
    /// Name of the study.
    pub study: String,
    /// Master seed.
    pub seed: u64,
    /// Draws of the parameters.
    pub draws: u32,
    /// Replications with each.
    pub replications: u32,
    /// The parameters.
    pub parameters: Vec<Parameter>,
    /// The figures that every replication observed.
    pub figures: Vec<UncertainFigure>,
}

/// An uncertain parameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Parameter {
    /// What it is called.
    pub name: String,
    /// Its value, or factor, in every draw.
    pub values: Vec<f64>,
}

/// The doubt in a figure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct UncertainFigure {
    /// Which.
    pub figure: FigureSummary,
    /// Its mean over parameters, and its variance split; of each replication's own value.
    pub split: TwoLevel,
    /// Per parameter, the correlation of its value with the mean of the figure over draws; null where one of them does not vary.
    pub correlations: Vec<Option<f64>>,
}

/// Simulates a study's scenario with draws of its uncertain parameters; axes are left out.
///
/// # Errors
/// Interrupted, or a draw that makes no valid scenario or broke down.
pub fn uncertainty(
    checked: &CheckedStudy,
    open: &Open<'_>,
    contest: Contest<'_>,
) -> Result<Uncertainty, NotSelected> {
    let Contest {
        threads,
        stop,
        progress,
    } = contest;
    let study = &checked.study;
    let parameters: Vec<Parameter> = study
        .uncertain
        .iter()
        .map(|parameter| drawn(parameter, checked.seed, study.draws))
        .collect();
    let mut columns: Vec<Vec<Vec<f64>>> = vec![Vec::new(); checked.figures.len()];
    for draw in 0..study.draws {
        let changed = changes(&study.uncertain, &parameters, draw as usize);
        let plan = plan(checked, changed, open)
            .map_err(|found| NotSelected::Invalid(format!("draw {draw}: {found}")))?;
        let options = StudyOptions {
            seed: mix64(checked.seed ^ mix64(u64::from(draw) + 1)) >> 11,
            replications: study.replications,
            threads,
        };
        let of = study.draws * study.replications;
        let before = draw * study.replications;
        let outcome = run(&plan, &options, stop, &mut |done, _| {
            progress(before + done, of);
        });
        if let Some(failure) = outcome.failure() {
            return Err(NotSelected::Invalid(format!(
                "draw {draw}: {}",
                failure.message
            )));
        }
        if outcome.replications() < study.replications {
            return Err(NotSelected::Interrupted);
        }
        for (figure, values) in checked.figures.iter().zip(&mut columns) {
            let row = figure.row(&plan);
            let totals = row.and_then(|row| outcome.measured(&plan, figure.measure, row));
            values.push(totals.unwrap_or_default().iter().map(own).collect());
        }
    }
    let figures = checked
        .figures
        .iter()
        .zip(&columns)
        .filter_map(|(figure, values)| {
            // What is offered to everybody always says nothing.
            let split = two_level(values, Confidence::P95)?;
            let same = figure.measure == Measure::OfferShare && split.mean.half_width() == 0.0;
            (!same).then(|| UncertainFigure {
                figure: figure.summary(),
                correlations: parameters
                    .iter()
                    .map(|parameter| moved(parameter, values))
                    .collect(),
                split,
            })
        });
    Ok(Uncertainty {
        schema: SCHEMA,
        study: study.name.clone(),
        seed: checked.seed,
        draws: study.draws,
        replications: study.replications,
        figures: figures.collect(),
        parameters,
    })
}

/// The figure of one replication.
fn own(total: &Total) -> f64 {
    total.sum / total.count
}

/// The values of a parameter: the quantiles of its law at uniform numbers that its name and the draw decide.
fn drawn(parameter: &Uncertain, seed: u64, draws: u32) -> Parameter {
    let key = parameter
        .name
        .bytes()
        .fold(mix64(seed), |key, byte| mix64(key ^ u64::from(byte)));
    let value = |draw: u32| {
        law::quantile(
            &parameter.law,
            unit_open(mix64(key.wrapping_add(u64::from(draw)))),
        )
    };
    Parameter {
        name: parameter.name.clone(),
        values: (0..draws).map(value).collect(),
    }
}

fn changes(uncertain: &[Uncertain], parameters: &[Parameter], draw: usize) -> Vec<Change> {
    let drawn = uncertain.iter().zip(parameters);
    drawn
        .flat_map(|(what, parameter)| what.drawn(parameter.values[draw]))
        .collect()
}

/// The plan of the study's first design with these changes.
fn plan(
    checked: &CheckedStudy,
    changes: Vec<Change>,
    open: &Open<'_>,
) -> Result<Plan, Diagnostics> {
    let mut design: Design = checked.designs[0].clone();
    design.changes.list.extend(changes);
    let files = open(&design.scenario.value);
    let read = scenario::read_changed(&files, &design.changes)?;
    let (network, _) = validate::validate(read)?;
    Ok(Plan::compile(&network).without_blame())
}

/// How strongly a figure followed a parameter over the draws.
fn moved(parameter: &Parameter, values: &[Vec<f64>]) -> Option<f64> {
    let mean = |draw: &Vec<f64>| draw.iter().sum::<f64>() / draw.len() as f64;
    let pairs: Vec<(f64, f64)> = parameter
        .values
        .iter()
        .copied()
        .zip(values.iter().map(mean))
        .collect();
    correlation(&pairs)
}
