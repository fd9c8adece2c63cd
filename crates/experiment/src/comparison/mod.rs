//! Paired differences between designs.

mod alike;
mod shared;

pub use shared::SharedOrders;

use leadtime_sim::outcome::Unit;
use leadtime_sim::plan::Plan;
use leadtime_sim::study::{Measure, StudyOutcome};
use leadtime_stats::mean::{correlation, ratio_mean};
use leadtime_stats::selection::Goal;
use leadtime_stats::simultaneous::{
    Comparison as Pairs, Difference, paired_ratio_differences, winner,
};
use leadtime_stats::{Confidence, Estimate, Total};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Version of the layout of [`Comparison`].
const SCHEMA: u32 = 1;

/// A design and what its replications found.
#[derive(Clone, Copy, Debug)]
pub struct Design<'a> {
    /// What it is called.
    pub name: &'a str,
    /// Digest of its scenario.
    pub digest: &'a str,
    /// Its plan.
    pub plan: &'a Plan,
    /// Its replications.
    pub study: &'a StudyOutcome,
}

/// Designs compared on the same random numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Comparison {
    /// Version of this layout.
    pub schema: u32,
    /// Master seed of all designs.
    pub seed: u64,
    /// Replications that every design has.
    pub replications: u32,
    /// Replications asked for; more where the comparison was interrupted.
    pub requested: u32,
    /// What differs between designs beside what a comparison is about (start, warm-up, scoring window, zones, service levels), in sentences.
    pub warnings: Vec<String>,
    /// The designs; the first is the baseline.
    pub designs: Vec<DesignSummary>,
    /// Orders of each pair, and how many of them can be of the same visits.
    pub shared_orders: Vec<SharedOrders>,
    /// What was compared: measures of the service levels that all designs have, then of all levels together.
    pub rows: Vec<MeasureRow>,
}

/// A design of a comparison.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DesignSummary {
    /// Its name.
    pub name: String,
    /// Digest of its scenario.
    pub digest: String,
}

/// One measure over the designs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MeasureRow {
    /// `on_time`, `on_time_day`, `offer_share`, `lead_time`, `quote_length`, `tardiness`, `cost`.
    pub measure: String,
    /// Service level; null: all.
    pub service_level: Option<String>,
    /// Unit of values and differences.
    pub unit: Unit,
    /// Per design, in their order: the ratio of sums over replications with its own 95 % interval (clustered, Student's t).
    pub values: Vec<Estimate>,
    /// All pairs of designs.
    pub differences: Vec<PairFigure>,
    /// The design that is better than each other one by intervals that hold together with 95 %; null where they do not allow a name.
    pub winner: Option<String>,
}

/// The difference of two designs in one measure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PairFigure {
    /// The design subtracted from.
    pub design: String,
    /// The design subtracted: the earlier one.
    pub minus: String,
    /// The difference; all pairs of one measure hold together with 95 % (Bonferroni).
    pub difference: Estimate,
    /// Correlation of the two designs over replications: what common random numbers achieved. Null where one side does not vary.
    pub correlation: Option<f64>,
}

/// Compares designs whose studies ran with one seed, replication by replication.
///
/// Let X and N be the sum and the count of a measure in a replication and p = sum X / sum N; the difference p_A - p_B has Student's t
/// interval on d_r = (X_A - p_A N_A) / mean N_A - (X_B - p_B N_B) / mean N_B. A measure is left out where a design never observed it.
/// `None` without two designs, without replications, or where the seeds differ.
#[must_use]
pub fn compare(designs: &[Design<'_>]) -> Option<Comparison> {
    let [first, others @ ..] = designs else {
        return None;
    };
    let seed = first.study.options.seed;
    let replications = designs.iter().map(|d| d.study.replications()).min()?;
    let same_seed = others.iter().all(|d| d.study.options.seed == seed);
    if others.is_empty() || replications == 0 || !same_seed {
        return None;
    }
    let names = &first.plan.level_names;
    let levels = names.iter().map(Some).chain([None]);
    let rows = levels.flat_map(|level| {
        let level = level.map(String::as_str);
        let row = |measure| measure_row(designs, measure, level, replications as usize);
        Measure::ALL.into_iter().filter_map(row).collect::<Vec<_>>()
    });
    Some(Comparison {
        schema: SCHEMA,
        seed,
        replications,
        requested: first.study.options.replications,
        warnings: alike::warnings(designs),
        shared_orders: shared::shared_orders(designs, replications as usize),
        designs: designs
            .iter()
            .map(|design| DesignSummary {
                name: design.name.to_owned(),
                digest: design.digest.to_owned(),
            })
            .collect(),
        rows: rows.collect(),
    })
}

fn measure_row(
    designs: &[Design<'_>],
    measure: Measure,
    level: Option<&str>,
    replications: usize,
) -> Option<MeasureRow> {
    let columns: Vec<Vec<Total>> = designs
        .iter()
        .map(|design| column(design, measure, level, replications))
        .collect::<Option<_>>()?;
    let values = columns
        .iter()
        .map(|column| ratio_mean(column, Confidence::P95))
        .collect::<Option<Vec<_>>>()?;
    let differences = paired_ratio_differences(&columns, Pairs::AllPairs, Confidence::P95)?;
    let goal = if measure.more_is_better() {
        Goal::Most
    } else {
        Goal::Least
    };
    let best = winner(&differences, designs.len(), goal);
    Some(MeasureRow {
        measure: measure.name().to_owned(),
        service_level: level.map(str::to_owned),
        unit: measure.unit(),
        values,
        winner: best.map(|at| designs[at].name.to_owned()),
        differences: differences
            .into_iter()
            .map(|difference| PairFigure {
                design: designs[difference.b].name.to_owned(),
                minus: designs[difference.a].name.to_owned(),
                correlation: correlated(&columns, &difference),
                difference: turned(difference.estimate),
            })
            .collect(),
    })
}

fn column(
    design: &Design<'_>,
    measure: Measure,
    level: Option<&str>,
    replications: usize,
) -> Option<Vec<Total>> {
    let names = &design.plan.level_names;
    let row = match level {
        Some(level) => names.iter().position(|name| name == level)?,
        None => names.len(),
    };
    let mut totals = design.study.measured(design.plan, measure, row)?;
    totals.truncate(replications);
    Some(totals)
}

/// b - a from a - b: what the later design changes.
fn turned(estimate: Estimate) -> Estimate {
    let (low, high) = (-estimate.high, -estimate.low);
    Estimate {
        value: -estimate.value,
        low,
        high,
        ..estimate
    }
}

/// Of the ratios of each replication in which both designs observed something.
fn correlated(columns: &[Vec<Total>], difference: &Difference) -> Option<f64> {
    let pairs = columns[difference.a].iter().zip(&columns[difference.b]);
    let ratios = pairs.filter(|(a, b)| a.count > 0.0 && b.count > 0.0);
    let ratios: Vec<(f64, f64)> = ratios
        .map(|(a, b)| (a.sum / a.count, b.sum / b.count))
        .collect();
    correlation(&ratios)
}
