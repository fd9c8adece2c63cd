//! On time of every zone, replication by replication, at the paddings of the scenario or at others.

use leadtime_network::promise::PaddingAmount;
use leadtime_stats::{Estimate, RatioSums, Total};

use super::StudyOutcome;
use super::figures::total;
use super::zones::worst;
use crate::engine::{CurveCell, OwnCell, ReplicationOutcome};
use crate::plan::Plan;

/// Orders of a (service level, zone) of one replication.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ZoneCount {
    n: u32,
    on_time: u32,
}

impl From<&OwnCell> for ZoneCount {
    fn from(cell: &OwnCell) -> Self {
        Self {
            n: cell.n,
            on_time: cell.on_time,
        }
    }
}

impl From<&CurveCell> for ZoneCount {
    fn from(cell: &CurveCell) -> Self {
        Self {
            n: cell.n.unsigned_abs(),
            on_time: cell.on_time.unsigned_abs(),
        }
    }
}

/// Those of a replication: per (level, zone) at their own paddings, then the curves per zone.
pub(crate) fn zone_counts(outcome: &ReplicationOutcome) -> Box<[ZoneCount]> {
    let own = outcome.own.iter().map(ZoneCount::from);
    let curves = outcome.zone_curve.iter().map(ZoneCount::from);
    own.chain(curves).collect()
}

impl Plan {
    /// The same plan, whose studies keep the orders of every zone of every replication, for [`StudyOutcome::zones_at`]. That takes 8 bytes a
    /// (service level, zone, padding) and replication.
    #[must_use]
    pub fn keeping_zones(mut self) -> Self {
        self.keeps_zones = true;
        self
    }
}

/// On time of a (service level, zone).
#[derive(Clone, Debug)]
pub struct ZoneTotals {
    /// Place of the service level.
    pub level: usize,
    /// Place of the zone.
    pub zone: usize,
    /// On time and promised, of every replication.
    pub totals: Vec<Total>,
}

impl StudyOutcome {
    /// On time of every (service level, zone) that has a route, with these paddings per level; `None` among them: the scenario's own.
    ///
    /// `None` where the plan does not [keep zones](Plan::keeping_zones), or its curves per zone do not hold a padding.
    #[must_use]
    pub fn zones_at(
        &self,
        plan: &Plan,
        paddings: &[Option<PaddingAmount>],
    ) -> Option<Vec<ZoneTotals>> {
        if self.sums.zone_counts.len() < self.replications() as usize {
            return None;
        }
        let zones = plan.zones.len();
        let mut all = Vec::new();
        for (level, padding) in paddings.iter().enumerate() {
            let point = match padding {
                Some(padding) => Some(point(plan, *padding)?),
                None => None,
            };
            for zone in 0..zones {
                if plan.routes[zone * plan.levels.len() + level].is_none() {
                    continue;
                }
                let segment = level * zones + zone;
                let cell = match point {
                    Some(point) => {
                        plan.levels.len() * zones + segment * plan.zone_curves.width + point
                    }
                    None => segment,
                };
                let totals = self.sums.zone_counts.iter().map(|cells| {
                    let cell = cells[cell];
                    total(f64::from(cell.on_time), f64::from(cell.n))
                });
                all.push(ZoneTotals {
                    level,
                    zone,
                    totals: totals.collect(),
                });
            }
        }
        Some(all)
    }
}

/// Which cell of a (level, zone)'s curves holds a padding.
fn point(plan: &Plan, padding: PaddingAmount) -> Option<usize> {
    let curves = &plan.zone_curves;
    let mut first = 0;
    for grid in &plan.grids {
        if let Some(place) = grid.position(padding) {
            return Some(first + curves.point(place)?);
        }
        first += curves.points(grid) + 1;
    }
    None
}

/// The zone that is worst on even replications, all levels together, estimated on odd ones: its on-time share is not low for having been
/// chosen. `None` without orders in both.
#[must_use]
pub fn worst_zone(plan: &Plan, all: &[ZoneTotals]) -> Option<(String, Estimate)> {
    let mut of_zones: Vec<Vec<&[Total]>> = vec![Vec::new(); plan.zones.len()];
    for of in all {
        of_zones[of.zone].push(&of.totals);
    }
    let shares = of_zones.iter().map(|levels| {
        let mut halves = [RatioSums::default(); 2];
        for replication in 0..levels.first().map_or(0, |totals| totals.len()) {
            let of_all = levels.iter().fold((0.0, 0.0), |(hits, trials), totals| {
                let total = totals[replication];
                (hits + total.sum, trials + total.count)
            });
            // Counts came as whole numbers.
            halves[replication % 2].record(of_all.0 as u64, of_all.1 as u64);
        }
        halves
    });
    let halves: Vec<[RatioSums; 2]> = shares.collect();
    worst(plan, &halves)
}
