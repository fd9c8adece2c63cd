//! What was solved for.

use leadtime_sim::outcome::Unit;
use leadtime_stats::Estimate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Saturation;
use crate::requirement::Standing;

/// The answers to all questions of a study.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Answers {
    /// Version of this layout.
    pub schema: u32,
    /// Name of the study.
    pub study: String,
    /// One sentence.
    pub description: Option<String>,
    /// Seed of the replications that values were looked for on.
    pub seed: u64,
    /// Seed of the replications that every figure told here comes from.
    pub verify_seed: u64,
    /// Most replications of a design.
    pub budget: u32,
    /// Per question, and per choice of values of the axes that it does not ask about.
    pub answers: Vec<Answer>,
    /// Not every question was answered.
    pub interrupted: bool,
}

/// The answer to a question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// What the question is called.
    pub question: String,
    /// The axis that was solved for.
    pub axis: String,
    /// What was asked, in words.
    pub asks: String,
    /// Unit of the figure that was asked about.
    pub unit: Unit,
    /// `mean`: of the expected figure; `period`: of that of one scoring window.
    pub of: String,
    /// With `period`: how probable it must be that a window keeps it.
    pub probability: Option<f64>,
    /// One-sided confidence of the answer.
    pub confidence: f64,
    /// Where several segments are answered: `segment`, the requirement is kept in each; `aggregate`, over all of them. Null else.
    pub floor: Option<String>,
    /// The values of the other axes; null where there are none.
    pub given: Option<String>,
    /// One for all orders, or one per zone.
    pub segments: Vec<SegmentAnswer>,
}

/// The answer for some orders. All figures are of fresh replications.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SegmentAnswer {
    /// The service level that was asked about; null: all.
    pub service_level: Option<String>,
    /// The zone; null: all.
    pub zone: Option<String>,
    /// The state of the queues at placement: the length of the base quote, seconds, from and to; null: all.
    pub base_quote: Option<[f64; 2]>,
    /// The answer: the value furthest along that surely keeps the requirement, or the best one seen. Null where none does.
    pub value: Option<String>,
    /// The value furthest along that keeps it by the figure seen alone.
    pub by_value: Option<String>,
    /// The values that the true answer may be: from the first that does not surely miss to the first that surely keeps; of a best value,
    /// those that may be as good.
    pub range: Option<[String; 2]>,
    /// Where the requirement stands at the answer.
    pub standing: Option<Standing>,
    /// The figure at the answer with its two-sided 95 % interval.
    pub figure: Option<Estimate>,
    /// On time at the answer, where something else was asked for.
    pub on_time: Option<Estimate>,
    /// Mean quote length at the answer, seconds.
    pub quote_length: Option<Estimate>,
    /// Fresh replications at the answer.
    pub replications: u32,
    /// The answer is an end of the axis.
    pub corner: Option<Corner>,
    /// Why no value keeps the requirement.
    pub saturation: Option<Saturation>,
    /// Replications in total that would carry the claim at the value seen, if all stays as seen; null where it is carried or more will
    /// not help.
    pub replications_needed: Option<u64>,
}

/// An answer at an end of its axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Corner {
    /// The best promise is the shortest there is: one that is sure to be broken. The objective gives up orders that would be late anyway.
    BrokenPromise,
    /// The first value of the axis: what lies before it was not asked.
    FirstValue,
    /// The last value of the axis: what lies beyond it was not asked.
    LastValue,
}
