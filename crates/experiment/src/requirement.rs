//! Whether a requirement holds: by the figure seen, and surely.

use leadtime_network::study::{Of, Relation, Requirement};
use leadtime_sim::outcome::Unit;
use leadtime_sim::study::Measure;
use leadtime_stats::rare::one_sided_bounds;
use leadtime_stats::{Confidence, Estimate, Total, proportion};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where a requirement stands at a design.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Standing {
    /// What is compared: the figure, or with `of = "period"` the share of scoring windows that keep the bound.
    pub value: f64,
    /// Its one-sided lower bound.
    pub low: f64,
    /// Its one-sided upper bound.
    pub high: f64,
    /// Whether the value meets it.
    pub met: bool,
    /// Whether the bound that is nearer to failing meets it: it surely holds.
    pub surely_met: bool,
    /// Whether the other bound does not: it surely fails.
    pub surely_missed: bool,
}

/// Where a requirement stands with these replications. `None` where the figure was not observed.
pub(crate) fn standing(
    (requirement, of): (&Requirement, Of),
    measure: Measure,
    totals: &[Total],
    confidence: Confidence,
) -> Option<Standing> {
    match of {
        Of::Mean => {
            let (value, low, high) = bounds(measure, totals, confidence)?;
            Some(judged(requirement, value, low, high))
        }
        Of::Period { probability } => {
            let seen = totals.iter().filter(|total| total.count > 0.0);
            let windows: Vec<f64> = seen.map(|total| total.sum / total.count).collect();
            let kept = windows
                .iter()
                .filter(|window| requirement.is_met_by(**window))
                .count();
            let two_sided = doubled(confidence);
            let share = proportion::wilson(kept as u64, windows.len() as u64, two_sided)?;
            let often = Requirement {
                relation: Relation::AtLeast,
                bound: probability,
                ..requirement.clone()
            };
            Some(judged(&often, share.value, share.low, share.high))
        }
    }
}

fn judged(requirement: &Requirement, value: f64, low: f64, high: f64) -> Standing {
    let (near, far) = match requirement.relation {
        Relation::AtLeast => (low, high),
        Relation::AtMost => (high, low),
    };
    Standing {
        value,
        low,
        high,
        met: requirement.is_met_by(value),
        surely_met: requirement.is_met_by(near),
        surely_missed: !requirement.is_met_by(far),
    }
}

/// The figure and its one-sided bounds, each with the confidence by itself.
fn bounds(measure: Measure, totals: &[Total], confidence: Confidence) -> Option<(f64, f64, f64)> {
    let estimate: Estimate = measure.estimate(totals, doubled(confidence))?;
    if measure.unit() == Unit::Share {
        let sums = measure.counts(totals);
        let (low, high) = one_sided_bounds(&sums, confidence)?;
        return Some((estimate.value, low, high));
    }
    Some((estimate.value, estimate.low, estimate.high))
}

/// The two-sided confidence whose ends each hold with the one-sided one.
pub(crate) fn doubled(confidence: Confidence) -> Confidence {
    Confidence::try_from(1.0 - 2.0 * confidence.alpha()).unwrap_or_default()
}
