//! What things cost and weigh: the part of a header by which the auditor recomputes the cost of every order. Amounts are millionths
//! of a unit.

use serde::{Deserialize, Serialize};

use crate::plan::{LanePlan, Plan};

/// Costs, and what lanes take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Economy {
    /// Prices of lateness, failures and padding; `null`: no cost is given, and none is recorded.
    pub prices: Option<Prices>,
    /// Per stage: the work on a parcel.
    pub stages: Vec<i64>,
    /// Per lane.
    pub lanes: Vec<LaneEconomy>,
}

/// Prices of what goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prices {
    /// Per order delivered late.
    pub late: i64,
    /// Per hour late.
    pub late_hour: i64,
    /// Per failed attempt.
    pub failed_attempt: i64,
    /// Per order that ended without a delivery.
    pub undelivered: i64,
    /// Per parcel that flows back.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub per_return: i64,
    /// Per hour quoted beyond the base promise.
    pub padding_hour: i64,
    /// Per hour early.
    pub early_hour: i64,
}

/// What a lane costs and takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LaneEconomy {
    /// Per parcel.
    pub parcel: i64,
    /// (most grams or `null`: any, cost), ascending; a heavier parcel pays the last as often as it takes.
    pub bands: Vec<(Option<i64>, i64)>,
    /// The capacity of the lane is in grams.
    pub by_weight: bool,
    /// Index of the lane that takes what finds its departure full.
    pub overflow: Option<u32>,
}

impl Economy {
    /// That of a plan, where anything costs, weighs or overflows.
    pub(super) fn of(plan: &Plan) -> Option<Self> {
        let ordinary = |lane: &LanePlan| lane.overflow.is_none() && !lane.by_weight;
        if plan.money.is_none() && plan.lanes.iter().all(ordinary) {
            return None;
        }
        let lanes = plan.lanes.iter().enumerate().map(|(at, lane)| {
            let price = plan.money.as_ref().map(|money| &money.lanes[at]);
            let bands = price.map_or(&[][..], |price| &price.bands);
            LaneEconomy {
                parcel: price.map_or(0, |price| price.parcel),
                bands: bands.iter().map(|band| (band.up_to, band.cost.0)).collect(),
                by_weight: lane.by_weight,
                overflow: lane.overflow,
            }
        });
        Some(Self {
            prices: plan.money.as_ref().map(|money| Prices {
                late: money.costs.late.0,
                late_hour: money.costs.late_hour.0,
                failed_attempt: money.costs.failed_attempt.0,
                undelivered: money.costs.undelivered.0,
                per_return: money.costs.per_return.0,
                padding_hour: money.costs.padding_hour.0,
                early_hour: money.costs.early_hour.0,
            }),
            stages: plan.money.as_ref().map_or_else(Vec::new, |money| {
                money.stages.iter().map(|stage| stage.parcel).collect()
            }),
            lanes: lanes.collect(),
        })
    }
}

fn is_zero(amount: &i64) -> bool {
    *amount == 0
}
