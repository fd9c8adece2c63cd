//! A sweep: every design of a study, with its figures.

use leadtime_network::study::Step;
use leadtime_network::text::glob_matches;
use leadtime_sim::outcome::Stopped;
use leadtime_sim::study::Measure;
use leadtime_stats::stopping::Achieved;
use leadtime_stats::{Confidence, Estimate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::assertions::{AssertionVerdict, verdicts};
use crate::checked::CheckedStudy;
use crate::figures::{Figure, FigureSummary};
use crate::pareto::{Front, Objective, front};
use crate::trial::{Run, Trial, Trials};

/// Version of the layout of [`Sweep`].
const SCHEMA: u32 = 1;
/// What the front weighs beside the worst zone.
const WEIGHED: [Measure; 3] = [Measure::QuoteLength, Measure::OnTime, Measure::Cost];

/// The figures of all designs of a study.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Sweep {
    /// Version of this layout.
    pub schema: u32,
    /// Name of the study.
    pub study: String,
    /// One sentence.
    pub description: Option<String>,
    /// Master seed of all designs.
    pub seed: u64,
    /// Most replications of a design.
    pub budget: u32,
    /// What was varied; empty where designs are listed.
    pub axes: Vec<AxisSummary>,
    /// What was looked at.
    pub figures: Vec<FigureSummary>,
    /// The designs that were finished, in their order: the last axis varies fastest.
    pub designs: Vec<SweptDesign>,
    /// The designs that no other beats in quote length, on time, worst zone and cost, as far as these were observed.
    pub pareto: Front,
    /// Verdicts on the assertions.
    pub assertions: Vec<AssertionVerdict>,
    /// Not every design was finished.
    pub interrupted: bool,
}

/// An axis of a sweep.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AxisSummary {
    /// What it is called.
    pub name: String,
    /// Addresses of what was varied.
    pub addresses: Vec<String>,
    /// `name`, `number`, `factor`, `seconds`, `clock-time` (seconds of the day): what the numbers are.
    pub kind: String,
    /// Its values as written.
    pub values: Vec<String>,
    /// The same as numbers, where they are.
    pub numbers: Vec<Option<f64>>,
}

/// One design of a sweep.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SweptDesign {
    /// Its name.
    pub name: String,
    /// Its place on every axis.
    pub at: Vec<usize>,
    /// Digest of its scenario with all changes.
    pub digest: String,
    /// Finished replications.
    pub replications: u32,
    /// Why they ended.
    pub stopped: Stopped,
    /// How precise the figures are that a precision was asked for, in the order of the study.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub precision: Vec<Option<Achieved>>,
    /// A passive padding: read from the run of another padding, which is the same but for what is told.
    pub passive: bool,
    /// Why nothing can be said of it.
    pub failure: Option<String>,
    /// Per figure, in their order, with its 95 % interval; null where it was not observed, or a run of its own would be needed.
    pub figures: Vec<Option<Estimate>>,
    /// On time in the worst zone.
    pub worst_zone: Option<WorstZone>,
}

/// The zone that is worst on even replications, estimated on odd ones.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WorstZone {
    /// Its name.
    pub zone: String,
    /// On time there, all levels together.
    pub on_time: Estimate,
}

/// Runs every design. An interrupt leaves out those that are not finished.
pub fn sweep(trials: &mut Trials<'_>) -> Sweep {
    let checked = trials.checked;
    let mut designs = Vec::new();
    let mut assertions = Vec::new();
    for at in 0..checked.designs.len() {
        let missing = |trial: &Trial| !tells_enough(checked, at, trial);
        let Ok(trial) = trials.telling(at, Run::Search, &missing) else {
            break;
        };
        let design = design(checked, at, trial);
        assertions.extend(verdicts(checked, &design.name, trial));
        designs.push(design);
    }
    let study = &checked.study;
    Sweep {
        schema: SCHEMA,
        study: study.name.clone(),
        description: study.description.clone(),
        seed: checked.seed,
        budget: study.replications,
        axes: checked.axes(),
        figures: checked.figures.iter().map(Figure::summary).collect(),
        pareto: pareto(checked, &designs),
        interrupted: designs.len() < checked.designs.len(),
        designs,
        assertions,
    }
}

/// Whether a trial has what the front weighs, and what is asserted of the design.
fn tells_enough(checked: &CheckedStudy, at: usize, trial: &Trial) -> bool {
    let name = &checked.designs[at].name;
    let assertions = checked.study.assertions.iter();
    let asserted = assertions
        .filter(|row| glob_matches(&row.design.value, name))
        .filter_map(|row| Figure::named(&row.that.value.figure).ok());
    let weighed = WEIGHED.into_iter().filter_map(|measure| {
        let all = checked.figures.iter();
        all.rev().find(|figure| figure.measure == measure).cloned()
    });
    let mut needed = asserted.chain(weighed);
    // One replication tells of no worst zone, however it is run.
    (trial.worst_zone.is_some() || trial.replications < 2)
        && needed.all(|figure| checked.column(trial, &figure).is_some())
}

fn design(checked: &CheckedStudy, at: usize, trial: &Trial) -> SweptDesign {
    let columns = checked.figures.iter().zip(&trial.columns);
    let figures =
        columns.map(|(figure, column)| figure.measure.estimate(column.as_ref()?, Confidence::P95));
    let worst = trial.worst_zone.clone();
    SweptDesign {
        name: checked.designs[at].name.clone(),
        at: checked.designs[at].at.clone(),
        digest: checked.digests[at].clone(),
        replications: trial.replications,
        stopped: trial.stopped,
        precision: trial.reached.iter().map(|one| one.achieved).collect(),
        passive: trial.passive,
        failure: trial.failure.clone(),
        figures: figures.collect(),
        worst_zone: worst.map(|(zone, on_time)| WorstZone { zone, on_time }),
    }
}

/// Quote length, on time, worst zone and cost of all levels together; what some design did not observe is left out.
fn pareto(checked: &CheckedStudy, designs: &[SweptDesign]) -> Front {
    let found = |measure: Measure| {
        let of = |figure: &Figure| figure.measure == measure;
        // The last one is that of all levels.
        checked.figures.iter().rposition(of)
    };
    let alive = || designs.iter().filter(|design| design.failure.is_none());
    let mut columns: Vec<(Objective, Vec<Option<f64>>)> = Vec::new();
    for measure in WEIGHED {
        let Some(at) = found(measure) else { continue };
        let values = designs
            .iter()
            .map(|design| design.figures[at].as_ref().map(|found| found.value));
        if alive().all(|design| design.figures[at].is_some()) {
            let objective = Objective {
                figure: checked.figures[at].name(),
                more_is_better: measure.more_is_better(),
            };
            columns.push((objective, values.collect()));
        }
    }
    if alive().all(|design| design.worst_zone.is_some()) {
        let objective = Objective {
            figure: "worst_zone".to_owned(),
            more_is_better: true,
        };
        let worst = designs
            .iter()
            .map(|design| design.worst_zone.as_ref().map(|worst| worst.on_time.value));
        columns.push((objective, worst.collect()));
    }
    let row = |at: usize| {
        columns
            .iter()
            .map(|(_, values)| values[at])
            .collect::<Option<Vec<f64>>>()
    };
    let rows: Vec<Option<Vec<f64>>> = (0..designs.len()).map(row).collect();
    front(
        columns
            .into_iter()
            .map(|(objective, _)| objective)
            .collect(),
        &rows,
    )
}

impl CheckedStudy {
    /// A figure of a trial, replication by replication.
    pub(crate) fn column<'t>(
        &self,
        trial: &'t Trial,
        figure: &Figure,
    ) -> Option<&'t [leadtime_stats::Total]> {
        let same = |other: &Figure| {
            let alone = self.figures.iter().all(|figure| figure.level.is_some());
            // A scenario with one level does not tell all levels together once more.
            other.measure == figure.measure
                && (other.level == figure.level || (figure.level.is_none() && alone))
        };
        let at = self.figures.iter().position(same)?;
        trial.columns.get(at)?.as_deref()
    }

    /// The axes for a result.
    pub(crate) fn axes(&self) -> Vec<AxisSummary> {
        let axes = self.study.axes.iter().map(|axis| AxisSummary {
            name: axis.name.clone(),
            addresses: axis.addresses.iter().map(ToString::to_string).collect(),
            kind: match axis.points.first().map(|point| point.step) {
                Some(Step::Number) => "number",
                Some(Step::Factor) => "factor",
                Some(Step::Seconds) => "seconds",
                Some(Step::ClockTime) => "clock-time",
                Some(Step::Name) | None => "name",
            }
            .to_owned(),
            values: axis
                .points
                .iter()
                .map(|point| point.label.clone())
                .collect(),
            numbers: axis.points.iter().map(|point| point.number).collect(),
        });
        axes.collect()
    }
}
