//! A target that no value reaches is an answer: how far it goes, and why no further.

use leadtime_stats::{Estimate, Total};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How far the best value goes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Saturation {
    /// The value that goes furthest.
    pub value: String,
    /// The figure there, with its 95 % interval.
    pub most: Estimate,
    /// Share of all misses there that fall into the worst tenth of the replications; null where the figure is no share, or nothing missed.
    pub in_worst_tenth: Option<f64>,
    /// What keeps it from going further.
    pub cause: Cause,
}

/// What keeps a figure from going further.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// Most misses fall into a few replications: bad days, which no value of the axis mends.
    BadDays,
    /// The last quarter of the axis still helped: values beyond the end of the axis may reach it.
    AxisEnds,
    /// Beyond the value that goes furthest the level is offered to nobody.
    NotOffered,
    /// Misses are spread evenly, and the last quarter of the axis no longer helps: something else is in the way.
    NoEffect,
    /// The target may be reached: these replications do not tell.
    NotYetCarried,
}

/// Share of misses in the worst tenth of the replications above which bad days are the cause: with misses spread evenly it is .1.
const MOST: f64 = 0.4;
/// Share of what is missing that the last quarter of an axis must mend if more of it may help.
const HELPS: f64 = 0.05;

/// Share of all misses that fall into the tenth of the replications that has most.
pub(super) fn in_worst_tenth(totals: &[Total]) -> Option<f64> {
    let mut misses: Vec<f64> = totals.iter().map(|total| total.count - total.sum).collect();
    misses.sort_by(|a, b| b.total_cmp(a));
    let all: f64 = misses.iter().sum();
    let tenth = misses.len().div_ceil(10);
    (all > 0.0).then(|| misses[..tenth].iter().sum::<f64>() / all)
}

/// The cause, from the share of misses in the worst tenth, and by how much of what is missing the last quarter of the axis helped.
pub(super) fn cause(in_worst_tenth: Option<f64>, helped: f64) -> Cause {
    if helped > HELPS {
        Cause::AxisEnds
    } else if in_worst_tenth.is_some_and(|share| share > MOST) {
        Cause::BadDays
    } else {
        Cause::NoEffect
    }
}
