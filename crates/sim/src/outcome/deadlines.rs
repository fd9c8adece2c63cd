//! Until when orders may be placed that are to be delivered before a date, and claims about targets.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the data say of a claim such as "at least 99.9 %".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The lower bound reaches it, and rests on enough.
    Carried,
    /// The upper bound is below it.
    Contradicted,
    /// Neither yet; more replications are expected to carry it.
    NotYet,
    /// Neither, and what was seen is not above it: more replications are not expected to carry it.
    NotExpected,
}

/// A claim of a service level: at least its target is on time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClaimFigures {
    /// The wanted share.
    pub target: f64,
    /// The share seen.
    pub value: f64,
    /// Its lower bound, one-sided at 95 %.
    pub low: f64,
    /// Its upper bound, one-sided at 95 %.
    pub high: f64,
    /// What follows.
    pub verdict: Verdict,
    /// Replications in total that would carry it, as things were seen; null unless `not-yet`.
    pub replications: Option<u64>,
    /// True where lateness was integrated over last legs.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub conditional: bool,
}

/// A date before which orders are to be delivered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeadlineFigures {
    /// Its name.
    pub name: String,
    /// In time is what is delivered before local midnight of the zone at which this date begins.
    pub date: String,
    /// Wanted share delivered in time.
    pub target: f64,
    /// What is to reach it: `mean`, the expected share; `period`, the share of one period, with `probability`.
    pub of: String,
    /// How probably the share of one period is to reach the target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
    /// Local days before the date that were looked at.
    pub days: u32,
    /// Per service level: all its zones together (`zone` null), then each zone with orders.
    pub cells: Vec<OrderBy>,
}

/// Until when orders of a level may be placed so that the target is kept: by those of the last 24 local hours, and of every such day that
/// ended earlier and was looked at. Instants are local to the zone, ISO 8601 without offset, the end of an hour of placement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderBy {
    /// Service level.
    pub service_level: String,
    /// Zone; null: all of them, each in its own local time.
    pub zone: Option<String>,
    /// Orders in the hours looked at, over all replications.
    pub orders: u64,
    /// Whether any order-by is carried; if not, what those that keep the target by the estimate lack.
    pub verdict: Verdict,
    /// Replications in total at which some order-by would be carried, as things were seen; null unless `not-yet`.
    pub replications: Option<u64>,
    /// The last instant at which the bound keeps the target: surely safe. Null where none is.
    pub safe: Option<String>,
    /// The last instant at which the estimate keeps the target. Null where none does.
    pub estimate: Option<String>,
    /// The last instant that is not surely too late. Null where the first looked at is.
    pub possible: Option<String>,
    /// Hour by hour, where zones are together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hours: Vec<OrderByHour>,
}

/// The orders of the 24 local hours that end at an instant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderByHour {
    /// The end of the 24 hours, local to the zone.
    pub until: String,
    /// Orders of the last of these hours, over all replications.
    pub orders: u64,
    /// Share of the orders of the 24 hours that were delivered in time.
    pub in_time: f64,
    /// What is judged: that share, or with `of = "period"` the share of replications whose own share reaches the target.
    pub value: f64,
    /// Its lower bound.
    pub low: f64,
    /// Its upper bound.
    pub high: f64,
    /// Whether the target is surely kept: by its own bound, or by that of a later hour whose value is no better.
    pub carried: bool,
}
