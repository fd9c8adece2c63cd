//! Input uncertainty: what is not known of the parameters, next to what too few replications leave open.
//!
//! Outer level: draws of the uncertain parameters, independently of each other. Inner level: replications with each, on random numbers of the
//! draw's own, so that what replications of one draw share is the draw and nothing else.

use leadtime_sim::plan::Plan;
use leadtime_sim::random::mix64;
use leadtime_sim::study::{Measure, StudyOptions, run};
use leadtime_stats::mean::correlation;
use leadtime_stats::two_level::{TwoLevel, two_level};
use leadtime_stats::{Confidence, Total};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::checked::{CheckedStudy, Open};
use crate::draws::{check_all, drawn, network, too_few};
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
/// Interrupted, one replication alone, draws that make no valid scenario (told before any is simulated), or one that broke down.
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
    if study.replications < 2 {
        let message =
            "a budget of 1 replication of each draw does not tell draws from replications"
                .to_owned();
        return Err(too_few(
            study,
            message,
            "allow 2 replications or more, here or with `--replications`",
        ));
    }
    let parameters: Vec<Parameter> = study
        .uncertain
        .iter()
        .map(|parameter| drawn(parameter, checked.seed, study.draws))
        .collect();
    check_all(checked, &parameters, open, stop)?;
    let mut columns: Vec<Vec<Vec<f64>>> = vec![Vec::new(); checked.figures.len()];
    for draw in 0..study.draws {
        // All were read before; a file that changed since makes no draw any more.
        let network = network(checked, &parameters, draw as usize, open)
            .map_err(|_| NotSelected::Interrupted)?;
        let plan = Plan::compile(&network).without_blame();
        let options = StudyOptions {
            seed: mix64(checked.seed ^ mix64(u64::from(draw) + 1)) >> 11,
            replications: study.replications,
            threads,
        };
        let of = study.draws.saturating_mul(study.replications);
        let before = draw.saturating_mul(study.replications);
        let outcome = run(&plan, &options, stop, &mut |done, _| {
            progress(before.saturating_add(done), of);
        });
        if let Some(failure) = outcome.failure() {
            return Err(NotSelected::Invalid(format!(
                "draw {} of {}: {}",
                draw + 1,
                study.draws,
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
