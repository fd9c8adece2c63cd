//! What a study asserts of its designs.

use leadtime_network::study::{Assertion, By, Of};
use leadtime_network::text::glob_matches;
use leadtime_stats::Confidence;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::checked::CheckedStudy;
use crate::figures::Figure;
use crate::requirement::{Standing, standing};
use crate::trial::Trial;

/// Whether an assertion holds in a design.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AssertionVerdict {
    /// What was asserted.
    pub that: String,
    /// `mean`, `period`.
    pub of: String,
    /// With `period`: how probable it must be that a window keeps it.
    pub probability: Option<f64>,
    /// `value`, `bound`.
    pub by: String,
    /// The design.
    pub design: String,
    /// Where it stands; null where the figure was not observed, which does not hold.
    pub standing: Option<Standing>,
    /// Whether it holds.
    pub kept: bool,
}

/// The verdicts of all assertions on a design.
pub(crate) fn verdicts(
    checked: &CheckedStudy,
    design: &str,
    trial: &Trial,
) -> Vec<AssertionVerdict> {
    let assertions = checked.study.assertions.iter();
    let about = assertions.filter(|assertion| glob_matches(&assertion.design.value, design));
    about
        .map(|assertion| verdict(checked, assertion, design, trial))
        .collect()
}

fn verdict(
    checked: &CheckedStudy,
    assertion: &Assertion,
    design: &str,
    trial: &Trial,
) -> AssertionVerdict {
    let that = &assertion.that.value;
    let figure = Figure::named(&that.figure).ok();
    let standing = figure.and_then(|figure| {
        let totals = checked.column(trial, &figure)?;
        standing(
            (that, assertion.of),
            figure.measure,
            totals,
            Confidence::P95,
        )
    });
    let kept = standing
        .as_ref()
        .is_some_and(|standing| match assertion.by {
            By::Value => standing.met,
            By::Bound => standing.surely_met,
        });
    let (of, probability) = match assertion.of {
        Of::Mean => ("mean", None),
        Of::Period { probability } => ("period", Some(probability)),
    };
    AssertionVerdict {
        that: that.to_string(),
        of: of.to_owned(),
        probability,
        by: match assertion.by {
            By::Value => "value",
            By::Bound => "bound",
        }
        .to_owned(),
        design: design.to_owned(),
        standing,
        kept,
    }
}
