//! Blame over replications: what the late orders were charged with, and what each cause costs in broken promises.

use std::collections::BTreeMap;

use leadtime_network::network::BlameBy;
use leadtime_stats::{Confidence, RatioSums, Total, mean};

use super::StudyOutcome;
use super::figures::{figure, ratio_mean, share, total};
use super::rerun::Rerun;
use crate::engine::{BlameTally, Cause, CauseCell, ReplicationOutcome};
use crate::outcome::{BlameFigures, CauseFigures, CauseKind, Figure, ToPlan, Unit};
use crate::plan::Plan;

/// The charges of all replications.
#[derive(Clone, Debug, Default)]
pub(crate) struct BlameSums {
    /// Per replication.
    rows: Vec<BlameTally>,
}

impl BlameSums {
    /// Adds the next replication, in order.
    pub(crate) fn absorb(&mut self, outcome: &ReplicationOutcome) {
        self.rows.extend(outcome.blame.as_deref().cloned());
    }

    /// All causes over all replications, the one charged most first.
    fn causes(&self) -> Vec<(Cause, CauseCell)> {
        let mut all: BTreeMap<Cause, CauseCell> = BTreeMap::new();
        for (&cause, cell) in self.rows.iter().flat_map(|row| &row.causes) {
            all.entry(cause).or_default().add(cell);
        }
        let mut all: Vec<_> = all.into_iter().collect();
        all.sort_by_key(|(cause, cell)| (std::cmp::Reverse(cell.charged), *cause));
        all
    }

    /// The causes charged most, without the plan itself.
    pub(super) fn largest(&self, count: usize) -> Vec<Cause> {
        let charged = self.causes().into_iter();
        let charged = charged.filter(|(cause, cell)| *cause != Cause::Plan && cell.charged > 0);
        charged.take(count).map(|(cause, _)| cause).collect()
    }

    fn sum(&self, of: impl Fn(&BlameTally) -> i64) -> f64 {
        let all: i128 = self.rows.iter().map(|row| i128::from(of(row))).sum();
        all as f64 / 1_000.0
    }
}

impl CauseCell {
    fn add(&mut self, other: &Self) {
        self.charged += other.charged;
        self.given_back += other.given_back;
        self.orders += other.orders;
        self.largest += other.largest;
    }
}

impl StudyOutcome {
    /// What made late orders late; `None` where that is not asked.
    pub(super) fn blame(&self, plan: &Plan) -> Option<BlameFigures> {
        plan.blame.as_ref()?;
        let sums = &self.sums.blame;
        let count = |of: &dyn Fn(&BlameTally) -> u64| sums.rows.iter().map(of).sum::<u64>();
        let of_all = self.sums.level_sums.iter().filter_map(|rows| rows.last());
        let of_all = of_all.take(sums.rows.len());
        let undelivered = of_all.map(|(all, _)| all.promised - all.delivered).sum();
        Some(BlameFigures {
            replications: sums.rows.len() as u32,
            late_orders: count(&|row| row.orders + row.without_plan),
            without_plan: count(&|row| row.without_plan),
            undelivered,
            promised_before_plan: count(&|row| row.promised_before_plan.0),
            late: sums.sum(|row| row.late),
            after_plan: sums.sum(|row| row.after_plan),
            promise_gap: sums.sum(|row| row.promised_before_plan.1),
            causes: self.causes(plan),
        })
    }

    fn causes(&self, plan: &Plan) -> Vec<CauseFigures> {
        let sums = &self.sums.blame;
        let charged: Vec<f64> = sums
            .rows
            .iter()
            .map(|row| row.causes.values().map(|cell| cell.charged as f64).sum())
            .collect();
        let causes = sums.causes().into_iter();
        let causes = causes.filter(|(_, cell)| cell.charged > 0 || cell.largest > 0);
        causes
            .map(|(cause, cell)| {
                let of_cause = sums.rows.iter().map(|row| row.causes.get(&cause));
                let totals: Vec<Total> = of_cause
                    .zip(&charged)
                    .map(|(cell, &all)| total(cell.map_or(0.0, |cell| cell.charged as f64), all))
                    .collect();
                let rerun = self.reruns.iter().find(|rerun| rerun.cause == cause);
                let (kind, name) = named(plan, cause);
                CauseFigures {
                    kind,
                    name,
                    share: within_bounds(ratio_mean(&totals, Unit::Share, 1.0)),
                    charged: cell.charged as f64 / 1_000.0,
                    given_back: cell.given_back as f64 / 1_000.0,
                    orders: cell.orders,
                    largest: cell.largest,
                    to_plan: rerun.map(|rerun| self.kept_to_plan(rerun)),
                }
            })
            .collect()
    }

    /// A rerun beside the same replications of the study.
    fn kept_to_plan(&self, rerun: &Rerun) -> ToPlan {
        let mut on_time = RatioSums::default();
        let mut pairs = Vec::new();
        let of_all = self.sums.level_sums.iter().filter_map(|rows| rows.last());
        for (&(kept, n), (_, base)) in rerun.on_time.iter().zip(of_all) {
            on_time.record(kept, n);
            let base = total(f64::from(base.on_time), f64::from(base.n));
            pairs.push((total(kept as f64, n as f64), base));
        }
        let gain = mean::paired_ratio_difference(&pairs, Confidence::P95);
        ToPlan {
            replications: pairs.len() as u32,
            on_time: share(&on_time),
            gain: figure(gain, Unit::Share, "paired-ratio-t"),
        }
    }
}

/// A share is between 0 and 1, and so is its interval.
fn within_bounds(share: Figure) -> Figure {
    Figure {
        low: share.low.map(|low| low.max(0.0)),
        high: share.high.map(|high| high.min(1.0)),
        ..share
    }
}

/// The kind of a cause, and its name.
fn named(plan: &Plan, cause: Cause) -> (CauseKind, String) {
    let lane = |at: u32| lane_name(plan, at);
    match cause {
        Cause::Stage(at) => (CauseKind::Stage, stage_name(plan, at)),
        Cause::Transit(at) => (CauseKind::Transit, lane(at)),
        Cause::Full(at) if plan.lanes[at as usize].tour.is_some() => {
            (CauseKind::FleetFull, lane(at))
        }
        Cause::Full(at) => (CauseKind::VehicleFull, lane(at)),
        Cause::LateDeparture(at) => (CauseKind::LateDeparture, lane(at)),
        Cause::Cancelled(at) => (CauseKind::CancelledDeparture, lane(at)),
        Cause::Stock => (CauseKind::Stock, String::new()),
        Cause::Attempts => (CauseKind::FailedAttempts, String::new()),
        Cause::Plan => (CauseKind::PlanInfeasible, String::new()),
    }
}

fn by_kind(plan: &Plan) -> bool {
    let asked = plan.blame.as_ref();
    asked.is_some_and(|asked| asked.by == BlameBy::Kind)
}

fn stage_name(plan: &Plan, at: u32) -> String {
    let station = &plan.stations[at as usize];
    if by_kind(plan) {
        return station.stage.clone();
    }
    let facility = &plan.facilities[station.facility as usize].name;
    format!("{facility}/{}", station.stage)
}

fn lane_name(plan: &Plan, at: u32) -> String {
    let lane = &plan.lanes[at as usize];
    if !by_kind(plan) {
        return lane.name.clone();
    }
    let leg = if lane.last_leg {
        "last leg"
    } else {
        "linehaul"
    };
    let drivers = if lane.tour.is_some() { " on tours" } else { "" };
    match lane.mode.as_str() {
        "" => format!("{leg}{drivers}"),
        mode => format!("{leg} by {mode}{drivers}"),
    }
}
