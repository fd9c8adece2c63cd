//! The outcome of a study: every figure that is reported, with its interval, sample size and method.
//!
//! This is what `outcome.json` holds. It is schema-versioned and complete: tables, plots and the HTML page are made from
//! it again and again without simulating. Durations are in seconds, shares between 0 and 1. Nothing in it depends on the
//! machine, the number of threads or the wall clock.

mod blame;
mod conditional;
mod costs;
mod deadlines;
mod figures;
mod importance;
mod network;
mod stock;

pub use blame::{BlameFigures, CauseFigures, CauseKind, ToPlan};
pub use conditional::{ConditionalFigures, ConditionalLevel, LeftOutLegs};
pub use costs::{
    Balance, CheapestPadding, CostFigures, ExactParts, OrderCost, PaddingCost, ParcelCost,
};
pub use deadlines::{ClaimFigures, DeadlineFigures, OrderBy, OrderByHour, Verdict};
pub use figures::{
    Bin, Curve, Figure, LeadTimeFigures, Mark, OnTime, OutcomeRange, Padding, ServiceLevelFigures,
    SlackTail, Unit, WindowFigures, ZeroLate,
};
pub use importance::{ImportanceFigures, ImportanceLevel};
pub use network::{Hourly, LaneFigures, MapEdge, MapNode, StageFigures, ZoneFigures};
pub use stock::{BasketFigures, ReturnFigures, StockCostFigures, StockFigures};

use leadtime_stats::stopping::{Achieved, PrecisionTarget};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Version of the layout of [`Outcome`].
pub const SCHEMA: u32 = 1;

/// Everything a study found out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// Version of this layout.
    pub schema: u32,
    /// What was simulated.
    pub scenario: ScenarioSummary,
    /// Master seed.
    pub seed: u64,
    /// Replications that were finished and are counted in every figure.
    pub replications: u32,
    /// Replications that were asked for.
    pub requested: u32,
    /// Why the study stopped.
    pub stopped: Stopped,
    /// How precise the figures are that a precision was asked for; absent where none was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub precision: Vec<ReachedPrecision>,
    /// Path sampling: no parcel waited for another, so no figure says what the network can do.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub uncapacitated: bool,
    /// Orders placed in all replications, warm-up and run-out included.
    pub orders_simulated: u64,
    /// Orders by fate.
    pub cohort: Cohort,
    /// Click to door, of delivered cohort orders of all levels.
    pub lead_time: LeadTimeFigures,
    /// Promise minus placement.
    pub quote_length: LeadTimeFigures,
    /// Promise minus delivery (negative: late).
    pub slack: LeadTimeFigures,
    /// max(0, slack).
    pub earliness: LeadTimeFigures,
    /// max(0, -slack).
    pub tardiness: LeadTimeFigures,
    /// On-time shares: every padding of the grid per level and for all (`zone` null), the scenario's own padding per level,
    /// for all, and per zone.
    pub on_time: Vec<OnTime>,
    /// Per service level, fastest first, and for all levels together (name `all`, last).
    pub service_levels: Vec<ServiceLevelFigures>,
    /// Per zone, in file order.
    pub zones: Vec<ZoneFigures>,
    /// The worst zones: chosen on even replications, estimated on odd ones, with simultaneous intervals; worst first.
    pub worst_zones: Vec<OnTime>,
    /// Per stage, in file order.
    pub stages: Vec<StageFigures>,
    /// Per lane, in file order.
    pub lanes: Vec<LaneFigures>,
    /// Per counted stock, in file order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stock: Vec<StockFigures>,
    /// Orders as baskets; absent where every order is one parcel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baskets: Option<BasketFigures>,
    /// What flowed back; absent where nothing does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returns: Option<ReturnFigures>,
    /// What the orders cost; absent where no cost is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub costs: Option<CostFigures>,
    /// What made late orders late; absent where that is not asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blame: Option<BlameFigures>,
    /// Late shares with the last leg integrated; absent where that is not asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conditional: Option<ConditionalFigures>,
    /// Late shares by importance sampling of shocks; absent where that is not asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub importance: Option<ImportanceFigures>,
    /// Until when orders may be placed that are to be delivered before a date; absent where no date is given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deadlines: Vec<DeadlineFigures>,
    /// Nodes for the map; empty where positions are unknown.
    pub map_nodes: Vec<MapNode>,
    /// Edges for the map, with their flow.
    pub map_edges: Vec<MapEdge>,
    /// Coded warnings of reading, compiling and running.
    pub warnings: Vec<Warning>,
}

/// What was simulated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ScenarioSummary {
    /// Name.
    pub name: String,
    /// One sentence.
    pub description: String,
    /// BLAKE3 of every byte of the scenario.
    pub digest: String,
    /// Civil date of tick 0, ISO 8601.
    pub start: String,
    /// IANA time zone of the start.
    pub time_zone: String,
    /// End of warm-up, seconds from the start.
    pub warm_up: f64,
    /// End of the scoring window, seconds from the start.
    pub horizon: f64,
    /// How long the run went on at most after the horizon, seconds.
    pub drain: f64,
    /// Facilities, zones, lanes, stages.
    pub counts: NetworkCounts,
}

/// Size of the network.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct NetworkCounts {
    /// Facilities.
    pub facilities: u32,
    /// Zones.
    pub zones: u32,
    /// Lanes.
    pub lanes: u32,
    /// Stages over all facilities.
    pub stages: u32,
}

/// Why a study stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Stopped {
    /// All requested replications were run.
    Completed,
    /// Interrupted from outside; the figures cover the finished replications.
    Interrupted,
    /// Every figure was as precise as asked for.
    Precise,
    /// All replications that the budget allows were run, and a figure is not as precise as asked for.
    BudgetSpent,
}

/// What a figure's precision was to be, and is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReachedPrecision {
    /// The measure, such as `on_time`.
    pub measure: String,
    /// Service level; null: all.
    pub service_level: Option<String>,
    /// How precise the figure was to be.
    pub target: PrecisionTarget,
    /// How precise it is; null where it was never observed.
    pub achieved: Option<Achieved>,
}

/// Orders of the scoring window by fate, summed over replications.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Cohort {
    /// Visits.
    pub visits: u64,
    /// Visits that were offered no level at all.
    pub not_offered: u64,
    /// Orders that got a promise.
    pub promised: u64,
    /// Delivered before the run ended.
    pub delivered: u64,
    /// Neither delivered nor late at the largest padding when the run ended; shares over them are bounds.
    pub undecided: u64,
    /// Ended without a delivery after the last attempt: late.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub exhausted: u64,
}

fn is_zero(count: &u64) -> bool {
    *count == 0
}

/// A coded warning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Warning {
    /// For example `W301`.
    pub code: String,
    /// What is the matter.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}
