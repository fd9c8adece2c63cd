//! Money over replications: sums, cost per order, cost per parcel.

use leadtime_stats::{RatioSums, Total};

use super::StudyOutcome;
use super::figures::{mean_of, ratio_mean, share, total};
use super::levels::level_name;
use crate::engine::{CostCell, LaneTally, Parts, PlaceCost, ReplicationOutcome};
use crate::outcome::{Balance, CostFigures, ExactParts, Figure, OrderCost, ParcelCost, Unit};
use crate::plan::{HOUR, MoneyPlan, Plan};

/// Millionths in a unit.
pub(super) const UNIT: f64 = 1e6;

/// The money of all replications.
#[derive(Clone, Debug, Default)]
pub(crate) struct CostSums {
    ledger: Parts,
    of_orders: Parts,
    unused: Parts,
    /// Per replication: all, levels, zones, carriers, ways.
    pub(super) rows: Vec<Vec<CostCell>>,
    /// Per replication: stages, then lanes.
    places: Vec<Vec<PlaceCost>>,
    /// Per replication and cell of the curves of (level or all).
    pub(super) curve: Vec<Vec<CurveCost>>,
    /// Per cell, over all replications: what no padding changes, lateness, padding, orders.
    pub(super) parts: Vec<[i128; 4]>,
}

/// Cost of the orders of one replication at one padding, millionths.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct CurveCost {
    /// What no padding changes.
    pub(super) fixed: i64,
    /// Lateness and padding.
    pub(super) changing: i64,
    pub(super) orders: u32,
}

impl CurveCost {
    /// All of it, over its orders.
    pub(super) fn total(&self) -> Total {
        total((self.fixed + self.changing) as f64, f64::from(self.orders))
    }
}

/// A rate an hour, for so many ticks.
fn by_the_hour(rate: i64, ticks: i64) -> i128 {
    let hour = i128::from(HOUR);
    (i128::from(rate) * i128::from(ticks) + hour / 2).div_euclid(hour)
}

impl CostSums {
    /// Adds the next replication, in order.
    pub(crate) fn absorb(&mut self, plan: &Plan, outcome: &ReplicationOutcome) {
        let (Some(tally), Some(money)) = (&outcome.costs, &plan.money) else {
            return;
        };
        self.ledger.add(&tally.ledger);
        self.of_orders.add(&tally.of_orders());
        self.unused.add(&tally.unshared);
        let (levels, zones, width) = (
            plan.levels.len(),
            plan.zones.len(),
            money.carriers.len() + 1,
        );
        let mut rows = vec![CostCell::default(); 1 + levels + zones + width];
        for (at, cell) in tally.cells.iter().enumerate() {
            let (segment, carrier) = (at / width, at % width);
            let (level, zone) = (segment / zones, segment % zones);
            for row in [
                0,
                1 + level,
                1 + levels + zone,
                1 + levels + zones + carrier,
            ] {
                rows[row].add(cell);
            }
        }
        rows[0].shared.add(&tally.unshared);
        for (_, levels) in &money.ways {
            let mut way = CostCell::default();
            levels.iter().for_each(|level| way.add(&rows[1 + level]));
            rows.push(way);
        }
        self.rows.push(rows);
        self.places
            .push(tally.stages.iter().chain(&tally.lanes).copied().collect());
        self.parts.resize(tally.curve.len(), [0; 4]);
        let costs = &money.costs;
        let curve = tally.curve.iter().zip(&mut self.parts).map(|(cell, sum)| {
            let late = i128::from(cell.late) * i128::from(costs.late.0)
                + by_the_hour(costs.late_hour.0, cell.late_ticks);
            let padding = by_the_hour(costs.padding_hour.0, cell.padding_ticks)
                + by_the_hour(costs.early_hour.0, cell.early_ticks);
            let parts = [i128::from(cell.fixed), late, padding, i128::from(cell.n)];
            sum.iter_mut()
                .zip(parts)
                .for_each(|(sum, part)| *sum += part);
            CurveCost {
                fixed: cell.fixed,
                changing: (late + padding) as i64,
                orders: cell.n as u32,
            }
        });
        self.curve.push(curve.collect());
    }
}

impl CostCell {
    fn add(&mut self, other: &Self) {
        self.n += other.n;
        self.on_time += other.on_time;
        self.own.add(&other.own);
        self.shared.add(&other.shared);
    }
}

impl StudyOutcome {
    /// All figures of money; `None` where no cost is given.
    pub(super) fn costs(&self, plan: &Plan) -> Option<CostFigures> {
        let money = plan.money.as_ref()?;
        let sums = &self.sums.costs;
        let (over_padding, cheapest) = self.cost_curves(plan);
        Some(CostFigures {
            currency: money.costs.currency.clone(),
            balance: Balance {
                ledger: exact(&sums.ledger),
                of_orders: exact(&sums.of_orders),
                unused: exact(&sums.unused),
            },
            per_order: self.order_costs(plan, money),
            per_parcel: self.parcel_costs(plan, money),
            over_padding,
            cheapest,
        })
    }

    fn order_costs(&self, plan: &Plan, money: &MoneyPlan) -> Vec<OrderCost> {
        let levels = (0..plan.levels.len()).filter_map(|row| level_name(plan, row));
        let zones = plan.zones.iter().map(|zone| zone.name.clone());
        let carriers = money.carriers.iter().cloned().chain([String::new()]);
        let names = [("all", "all".to_owned())]
            .into_iter()
            .chain(levels.map(|name| ("service-level", name)))
            .chain(zones.map(|name| ("zone", name)))
            .chain(carriers.map(|name| ("carrier", name)))
            .chain(money.ways.iter().map(|way| ("way", way.0.clone())));
        let used = |at: &usize| self.sums.costs.rows.iter().any(|rows| rows[*at].n > 0);
        names
            .enumerate()
            .filter(|(at, _)| used(at))
            .map(|(at, (by, name))| {
                let way = money.ways.iter().find(|way| by == "way" && way.0 == name);
                OrderCost {
                    first_level: way.map(|way| self.first_level(at, 1 + way.1[0])),
                    ..self.order_cost(at, by, name)
                }
            })
            .collect()
    }

    /// Share of a way's orders that are sold its first level.
    fn first_level(&self, way: usize, level: usize) -> Figure {
        let mut sums = RatioSums::default();
        for rows in &self.sums.costs.rows {
            sums.record(rows[level].n, rows[way].n);
        }
        share(&sums)
    }

    fn order_cost(&self, row: usize, by: &str, name: String) -> OrderCost {
        let cells = self.sums.costs.rows.iter().map(|rows| rows[row]);
        let mut on_time = RatioSums::default();
        cells
            .clone()
            .for_each(|cell| on_time.record(cell.on_time, cell.n));
        let per_order = |amount: &dyn Fn(&CostCell) -> i128| -> Figure {
            let totals: Vec<Total> = cells
                .clone()
                .map(|cell| total(amount(&cell) as f64, cell.n as f64))
                .collect();
            ratio_mean(&totals, Unit::Money, 1.0 / UNIT)
        };
        OrderCost {
            by: by.to_owned(),
            name,
            first_level: None,
            on_time: share(&on_time),
            total: per_order(&|cell| cell.own.total() + cell.shared.total()),
            handling: per_order(&|cell| cell.own.handling + cell.shared.handling),
            transport: per_order(&|cell| cell.own.transport + cell.shared.transport),
            failure: per_order(&|cell| cell.own.failure),
            padding: per_order(&|cell| cell.own.padding),
            shared: per_order(&|cell| cell.shared.total()),
        }
    }

    fn parcel_costs(&self, plan: &Plan, money: &MoneyPlan) -> Vec<ParcelCost> {
        let stages = plan.stations.iter().enumerate().map(|(at, station)| {
            let facility = &plan.facilities[station.facility as usize].name;
            (
                at,
                "stage",
                format!("{facility}/{}", station.stage),
                String::new(),
                None,
            )
        });
        let lanes = plan.lanes.iter().enumerate().map(|(at, lane)| {
            let carrier = money.carriers.get(money.lanes[at].carrier as usize);
            let carrier = carrier.cloned().unwrap_or_default();
            (
                plan.stations.len() + at,
                "lane",
                lane.name.clone(),
                carrier,
                Some(at),
            )
        });
        let costs = |at: usize| {
            self.sums
                .costs
                .places
                .iter()
                .any(|places| places[at].parcel + places[at].fixed > 0)
        };
        stages
            .chain(lanes)
            .filter(|place| costs(place.0))
            .map(|(at, place, name, carrier, lane)| {
                let places: Vec<PlaceCost> = self
                    .sums
                    .costs
                    .places
                    .iter()
                    .map(|places| places[at])
                    .collect();
                let per_parcel = |amount: &dyn Fn(&PlaceCost) -> i128| {
                    let totals = places
                        .iter()
                        .map(|p| total(amount(p) as f64, p.parcels as f64));
                    ratio_mean(&totals.collect::<Vec<_>>(), Unit::Money, 1.0 / UNIT)
                };
                let parcels: Vec<f64> = places.iter().map(|place| place.parcels as f64).collect();
                ParcelCost {
                    place: place.to_owned(),
                    name,
                    carrier,
                    parcels: mean_of(&parcels, Unit::Count),
                    cost: per_parcel(&|place| place.parcel + place.fixed),
                    shared: per_parcel(&|place| place.fixed),
                    overflowed: mean_of(&self.overflowed(lane), Unit::Count),
                }
            })
            .collect()
    }

    fn overflowed(&self, lane: Option<usize>) -> Vec<f64> {
        let of = |lanes: &Vec<LaneTally>| lane.map_or(0.0, |at| lanes[at].overflowed as f64);
        self.sums.lanes.iter().map(of).collect()
    }
}

fn exact(parts: &Parts) -> ExactParts {
    let decimal = |amount: i128| {
        let sign = if amount < 0 { "-" } else { "" };
        let amount = amount.unsigned_abs();
        format!("{sign}{}.{:06}", amount / 1_000_000, amount % 1_000_000)
    };
    ExactParts {
        handling: decimal(parts.handling),
        transport: decimal(parts.transport),
        failure: decimal(parts.failure),
        padding: decimal(parts.padding),
    }
}
