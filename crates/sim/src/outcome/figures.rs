//! Figures: values that carry their interval, sample size, method and unit.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::deadlines::ClaimFigures;
use super::network::Hourly;

/// A figure with its 95 % confidence interval.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Figure {
    /// Point estimate; null where nothing was observed.
    pub value: Option<f64>,
    /// Lower end of the 95 % interval; null where none can be given (one replication).
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Observations behind the point: orders or parcels; departures for `left_behind`, places on vehicles for `load`,
    /// periods for a probability of periods, replications for averages over time.
    pub n: u64,
    /// How the interval was made, e.g. `korn-graubard`, `t-clustered-ratio`, `woodruff-clustered`.
    pub method: String,
    /// Unit of value, low and high.
    pub unit: Unit,
    /// Warnings that travel with the figure.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Mark>,
}

/// Unit of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Seconds.
    Seconds,
    /// A share, 0 to 1.
    Share,
    /// A number of orders, lines, parcels, servers or units of a SKU.
    Count,
    /// A plain ratio.
    One,
    /// Units of money, of whatever currency the scenario is in.
    Money,
}

/// A caveat that travels with a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// Fewer than 30 replications, or fewer than 20 bad ones (effectively: a few very bad ones count for fewer).
    TooFewBadPeriods,
    /// No late order was seen; `low` is the assumption-free bound.
    ZeroLate,
    /// Every order was late.
    AllLate,
    /// One replication only: no interval.
    OneReplication,
    /// Some orders were undecided when the run ended: the value is a lower bound.
    Undecided,
    /// Too few observations (n_eff < 200): pooled or to be read with care.
    SmallSegment,
}

/// Mean and quantiles of a length of time, in seconds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LeadTimeFigures {
    /// Mean.
    pub mean: Figure,
    /// Median.
    pub p50: Figure,
    /// 90th percentile.
    pub p90: Figure,
    /// 95th percentile.
    pub p95: Figure,
    /// 99th percentile.
    pub p99: Figure,
    /// 99.9th percentile.
    #[serde(rename = "p99.9")]
    pub p99_9: Figure,
}

/// A promise told as a window that ends at the promised instant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WindowFigures {
    /// Its length in seconds.
    pub length: f64,
    /// Whether what comes before it is on time.
    pub early_is_ok: bool,
    /// Share of promised orders delivered before it.
    pub early: Figure,
    /// Share of promised orders delivered in it.
    pub in_window: Figure,
}

/// A padding, where it sits and in what unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Padding {
    /// `elapsed`, `days`, `business-days` or `percent`.
    pub kind: String,
    /// `promise`: added to the base promise; `process`: to the planned work before the first departure; `cutoff`: the cutoff is so
    /// much earlier; `by-level`: it differs.
    #[serde(rename = "where")]
    pub place: String,
    /// The amount, in `unit`; null for the scenario's own padding where it differs among the orders counted.
    pub value: Option<f64>,
    /// `s`, `d`, `bd` or `%`.
    pub unit: String,
    /// True for the padding that the scenario itself sets.
    pub own: bool,
    /// True where the padding changes only what is told: every visit is sold as it is at the scenario's own padding, or a level that
    /// fares alike, so the point is exact.
    pub passive: bool,
    /// True where the point was simulated by itself.
    #[serde(default, skip_serializing_if = "is_false")]
    pub simulated: bool,
    /// True where promises change what happens to parcels (who is served first, where orders come from, who finds room under an order
    /// cap, who is sold anything and so stands in the queues), so that this padding is another run: a point that is not simulated by
    /// itself is then approximate.
    #[serde(default, skip_serializing_if = "is_false")]
    pub feeds_back: bool,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

/// An on-time share.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OnTime {
    /// Service level; null: all.
    pub service_level: Option<String>,
    /// Zone; null: all.
    pub zone: Option<String>,
    /// The padding at which it holds.
    pub padding: Padding,
    /// `instant` or `day`.
    pub grain: String,
    /// `all-promised`.
    pub denominator: String,
    /// On-time share; null where nothing was offered.
    pub value: Option<f64>,
    /// Lower end of the 95 % confidence interval of the expected share.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Orders offered at this padding, over all replications.
    pub n: u64,
    /// Interval method.
    pub method: String,
    /// Offer share: share of all visits that are sold the level (any level where `service_level` is null) at this padding, all levels
    /// being padded alike.
    pub offer_share: Option<f64>,
    /// Design effect: variance over that of independent orders.
    pub design_effect: Option<f64>,
    /// What may be said of the late share where no late order was seen; absent elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zero_late: Option<ZeroLate>,
    /// Caveats.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Mark>,
}

/// Upper 95 % bounds of the late share where not one late order was seen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ZeroLate {
    /// 1 - .05^(1/R): assumes only that the R replications are independent. `low` is one minus this.
    pub assumption_free: f64,
    /// Model-based: 1 - .05^(design effect / n), as if orders depended on each other as they do at `design_effect_at`; null
    /// where no padding of the curve had a late order in 20 replications, and for zones.
    pub model_based: Option<f64>,
    /// The design effect borrowed for it, at least 1.
    pub design_effect: Option<f64>,
    /// The largest padding of the same curve at which at least 20 replications had a late order.
    pub design_effect_at: Option<Padding>,
}

/// The range of one period's share: it does not shrink with the number of replications.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct OutcomeRange {
    /// `day`, `week` or `window` (the whole scoring window).
    pub period: String,
    /// Periods observed.
    pub n: u64,
    /// 5 % quantile of the period's on-time share.
    pub p5: Option<f64>,
    /// Median.
    pub p50: Option<f64>,
    /// 95 % quantile.
    pub p95: Option<f64>,
    /// P(period share >= target); null without a target. Its interval: Wilson over replications for `window`, clustered by
    /// replication (Korn-Graubard) for `day` and `week`, of which a replication has several that depend on each other.
    pub reaches_target: Option<Figure>,
}

/// Figures of one service level at the scenario's own padding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ServiceLevelFigures {
    /// Name, or `all`.
    pub service_level: String,
    /// Wanted on-time share, if the scenario states one.
    pub target: Option<f64>,
    /// Whether the data carry that the target is kept; absent without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<ClaimFigures>,
    /// Clock time of the usual (first weekday's) cutoff, seconds after local midnight; null without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cutoff: Option<f64>,
    /// Offer share: share of all visits that are sold the level.
    pub offer_share: Figure,
    /// Visits per scoring window that would have been offered the level, had the departures and waves of its plan not been promised to
    /// as many orders as their order caps allow. Absent where there are no caps, and for all levels together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_by_cap: Option<Figure>,
    /// On time at the scenario's own padding, grain `instant`.
    pub on_time: Figure,
    /// On time at the scenario's own padding, grain `day`.
    pub on_time_day: Figure,
    /// Outcome ranges of a day, a week, the window.
    pub outcome_range: Vec<OutcomeRange>,
    /// Share delivered at least `beat_by` before the promise.
    pub beat_rate: Figure,
    /// `beat_by` in seconds.
    pub beat_by: f64,
    /// Where the promise is told as a window: how often it was kept as one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<WindowFigures>,
    /// True where the first attempt decides whether an order that is delivered is on time, not the delivery.
    #[serde(default, skip_serializing_if = "is_false")]
    pub attempt_counts: bool,
    /// Expected number of broken promises per scoring window.
    pub broken_promises: Figure,
    /// Share of windows (replications) without a broken promise.
    pub no_broken_promise: Figure,
    /// Click to door.
    pub lead_time: LeadTimeFigures,
    /// Promise minus placement.
    pub quote_length: LeadTimeFigures,
    /// Promise minus delivery.
    pub slack: LeadTimeFigures,
    /// Low quantiles of slack: the late tail. Absent in outcomes of earlier versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slack_tail: Option<SlackTail>,
    /// Histogram of slack at the scenario's own padding, seconds; for the slack plot.
    pub slack_histogram: Vec<Bin>,
    /// On time by hour of the placement's local week (168 values, Monday 00-01 first), grain `instant`.
    pub by_hour_of_week: Vec<Hourly>,
    /// Least padding of each grid at which the target is met: by the point, and by the lower bound.
    pub reaches_target_at: Vec<Curve>,
}

/// Low quantiles of slack, in seconds: how late the latest orders are (negative: late).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SlackTail {
    /// 5th percentile: 95 % of the orders have at least this slack.
    pub p5: Figure,
    /// 1st percentile.
    pub p1: Figure,
    /// 0.1th percentile.
    #[serde(rename = "p0.1")]
    pub p0_1: Figure,
}

/// A histogram bin (low, high], counts summed over replications.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Bin {
    /// Lower edge, seconds, exclusive.
    pub low: f64,
    /// Upper edge, seconds, inclusive.
    pub high: f64,
    /// Orders.
    pub count: u64,
}

/// Where a padding curve crosses the target.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Curve {
    /// Padding kind of the grid.
    pub kind: String,
    /// Unit of the paddings.
    pub unit: String,
    /// Grain.
    pub grain: String,
    /// The target share.
    pub target: f64,
    /// Least padding of the grid whose point estimate meets the target; null: none does.
    pub by_value: Option<f64>,
    /// Least padding whose lower bound meets it; null: none does.
    pub by_low: Option<f64>,
    /// Highest share on the grid, for targets out of reach.
    pub highest: Option<f64>,
}
