//! What a sensitivity study finds.

use leadtime_stats::Estimate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::lever::{Direction, LeverKind};

/// What moving the levers of a scenario does to its on-time share, on the same random numbers as the scenario as it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Sensitivity {
    /// Version of this layout.
    pub schema: u32,
    /// Name of the scenario.
    pub scenario: String,
    /// Digest of its files.
    pub digest: String,
    /// Master seed.
    pub seed: u64,
    /// Replications of the scenario and of every lever moved.
    pub replications: u32,
    /// Replications asked for.
    pub requested: u32,
    /// The service level looked at; null: all together.
    pub service_level: Option<String>,
    /// The share by which levers were moved: 0.1 is 10 % up and 10 % down.
    pub by: f64,
    /// On-time share of the scenario as it stands.
    pub on_time: Estimate,
    /// Scored days of a replication.
    pub days: f64,
    /// The levers; the one that moves the on-time share most between its two ends comes first.
    pub levers: Vec<LeverFigures>,
    /// The levers that make fewer orders late, best first: by late orders per money where a cost is known, then by late orders.
    pub fixes: Vec<Fix>,
    /// How the levers were chosen where there were too many; null: all were moved.
    pub screening: Option<Screening>,
    /// Levers that could not be moved or not to the end, and why.
    pub left_out: Vec<LeftOut>,
}

/// A lever and what moving it does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LeverFigures {
    /// What it moves.
    pub kind: LeverKind,
    /// Which of them.
    pub name: String,
    /// Kind and name: unique.
    pub label: String,
    /// With more of it.
    pub up: Option<MovedFigures>,
    /// With less of it.
    pub down: Option<MovedFigures>,
    /// d ln(late share) / d ln(lever): by how many percent more orders are late with one percent more of it; 95 % on its own. Null where one of both
    /// ends has no late order, or where the lever is no amount.
    pub elasticity: Option<Estimate>,
}

impl LeverFigures {
    /// How far the on-time share moves between the ends; from the middle where there is one end only.
    #[must_use]
    pub fn swing(&self) -> f64 {
        let end = |moved: &Option<MovedFigures>| {
            moved.as_ref().map_or(0.0, |moved| moved.difference.value)
        };
        (end(&self.up) - end(&self.down)).abs()
    }
}

/// One end of a lever.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MovedFigures {
    /// New amount over old amount: whole numbers do not move by any share. Null for what is no amount.
    pub factor: Option<f64>,
    /// On-time share there.
    pub on_time: f64,
    /// On-time share there minus that of the scenario, paired; the intervals of all levers and ends hold together with 95 % (Bonferroni).
    pub difference: Estimate,
}

/// What a lever is good for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Fix {
    /// Label of the lever.
    pub label: String,
    /// Which way it helps.
    pub direction: Direction,
    /// New amount over old amount.
    pub factor: f64,
    /// Late orders fewer a day; the intervals of all fixes hold together with 95 % (Bonferroni).
    pub late_orders_a_day: Estimate,
    /// What it costs a day; null: not known.
    pub cost_a_day: Option<f64>,
    /// Where the cost is from.
    pub cost_from: Option<CostFrom>,
    /// Late orders fewer per unit of money; as `late_orders_a_day`.
    pub late_orders_per_money: Option<Estimate>,
}

/// Where the cost of a fix is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CostFrom {
    /// Wages of the stages.
    Wages,
    /// Given with the question, per percent and day.
    Given,
}

/// How levers were chosen where there were too many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Screening {
    /// Levers that there are.
    pub levers: u32,
    /// Of those, so many with the largest effect were kept.
    pub kept: u32,
    /// In so many replications, with a seed of their own, so that what was chosen for its luck is not told with it.
    pub replications: u32,
    /// That seed.
    pub seed: u64,
}

/// A lever without figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LeftOut {
    /// Its label.
    pub label: String,
    /// Why.
    pub why: String,
}
