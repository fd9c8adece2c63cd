//! On-time figures: the padding curves, and the scenario's own padding.

use leadtime_network::promise::PaddingGrid;
use leadtime_stats::{Confidence, RatioSums};

use super::StudyOutcome;
use super::figures::marks;
use super::levels::level_name;
use super::padding::{grid_padding, kind_and_unit, own_padding, padding_value};
use super::sums::{CurveSums, OwnSums};
use super::zero_late::{Borrowed, zero_late};
use crate::outcome::{Curve, Mark, OnTime, Padding};
use crate::plan::Plan;

/// Segments with fewer effective observations are marked.
const SMALL_SEGMENT: f64 = 200.0;

/// The grains of on time, and their sums in a cell of a curve.
type Grain = (&'static str, fn(&CurveSums) -> &RatioSums);
const GRAINS: [Grain; 2] = [
    ("instant", |sums| &sums.on_time),
    ("day", |sums| &sums.on_time_day),
];

impl StudyOutcome {
    /// The whole grid per level and for all, then the scenario's own padding per level, for all, and per zone.
    pub(super) fn on_time(&self, plan: &Plan) -> Vec<OnTime> {
        let mut figures = Vec::new();
        for row in 0..=plan.levels.len() {
            for (grid, first) in grids(plan, row) {
                let curve = &self.sums.curve[first..first + grid.len];
                let borrowed = GRAINS.map(|(_, of)| {
                    Borrowed::from_curve(grid, curve, of, |at| {
                        grid_padding(plan, row, grid, (at, curve[at].crossed == 0))
                    })
                });
                for (at, sums) in curve.iter().enumerate() {
                    for ((grain, of), borrowed) in GRAINS.iter().zip(&borrowed) {
                        let on_time = of(sums);
                        figures.push(OnTime {
                            offer_share: self.offer_share(on_time.trials),
                            zero_late: zero_late(on_time, borrowed.as_ref()),
                            ..on_time_figure(
                                level_name(plan, row),
                                grid_padding(plan, row, grid, (at, sums.crossed == 0)),
                                grain,
                                on_time,
                                sums.undecided,
                            )
                        });
                    }
                }
            }
        }
        for row in 0..=plan.levels.len() {
            let padding = own_padding(plan, row);
            figures.extend(self.own_figures(
                level_name(plan, row).as_deref(),
                None,
                &padding,
                &self.sums.own[row],
                &self.borrowed(plan, row),
            ));
        }
        let padding = own_padding(plan, plan.levels.len());
        for (zone, sums) in plan.zones.iter().zip(&self.sums.zones) {
            figures.extend(self.own_figures(None, Some(&zone.name), &padding, sums, &[None, None]));
        }
        figures
    }

    pub(super) fn own_figures(
        &self,
        level: Option<&str>,
        zone: Option<&str>,
        padding: &Padding,
        sums: &OwnSums,
        borrowed: &[Option<Borrowed>; 2],
    ) -> [OnTime; 2] {
        [
            ("instant", &sums.on_time, &borrowed[0]),
            ("day", &sums.on_time_day, &borrowed[1]),
        ]
        .map(|(grain, on_time, borrowed)| OnTime {
            zero_late: zero_late(on_time, borrowed.as_ref()),
            zone: zone.map(str::to_owned),
            offer_share: if zone.is_none() {
                self.offer_share(on_time.trials)
            } else {
                None
            },
            ..on_time_figure(level.map(str::to_owned), padding.clone(), grain, on_time, 0)
        })
    }

    /// What the figures at a level's own padding may borrow, per grain: from the curve in the unit of that padding, else from
    /// any other.
    fn borrowed(&self, plan: &Plan, row: usize) -> [Option<Borrowed>; 2] {
        let own = own_padding(plan, row);
        GRAINS.map(|(_, of)| {
            let mut curves = grids(plan, row);
            curves.sort_by_key(|(grid, _)| kind_and_unit(grid.kind).0 != own.kind);
            curves.into_iter().find_map(|(grid, first)| {
                let cells = &self.sums.curve[first..first + grid.len];
                Borrowed::from_curve(grid, cells, of, |at| {
                    grid_padding(plan, row, grid, (at, cells[at].crossed == 0))
                })
            })
        })
    }

    /// Offered among all visits of the scoring window.
    fn offer_share(&self, offered: u64) -> Option<f64> {
        let visits = self.sums.cohort_visits.trials;
        (visits > 0).then(|| offered as f64 / visits as f64)
    }

    /// Where the curves of a level cross its target.
    pub(super) fn crossings(&self, plan: &Plan, row: usize, target: f64) -> Vec<Curve> {
        let mut crossings = Vec::new();
        for (grid, first) in grids(plan, row) {
            for grain in ["instant", "day"] {
                let estimates: Vec<_> = (0..grid.len)
                    .map(|at| {
                        let sums: &CurveSums = &self.sums.curve[first + at];
                        let on_time = if grain == "day" {
                            &sums.on_time_day
                        } else {
                            &sums.on_time
                        };
                        on_time.estimate(Confidence::P95)
                    })
                    .collect();
                let first_with = |meets: &dyn Fn(&leadtime_stats::Estimate) -> bool| {
                    let at = estimates
                        .iter()
                        .position(|estimate| estimate.as_ref().is_some_and(meets));
                    at.map(|at| padding_value(grid, at))
                };
                let (kind, unit) = kind_and_unit(grid.kind);
                crossings.push(Curve {
                    kind: kind.to_owned(),
                    unit: unit.to_owned(),
                    grain: grain.to_owned(),
                    target,
                    by_value: first_with(&|estimate| estimate.value >= target),
                    by_low: first_with(&|estimate| estimate.low >= target),
                    highest: estimates
                        .iter()
                        .flatten()
                        .map(|estimate| estimate.value)
                        .reduce(f64::max),
                });
            }
        }
        crossings
    }
}

/// The curves of a level row: each grid with its first cell.
pub(super) fn grids(plan: &Plan, row: usize) -> Vec<(&PaddingGrid, usize)> {
    let total: usize = plan.grids.iter().map(|grid| grid.len + 1).sum();
    let mut first = row * total;
    let mut grids = Vec::new();
    for grid in &plan.grids {
        grids.push((grid, first));
        first += grid.len + 1;
    }
    grids
}

pub(super) fn on_time_figure(
    level: Option<String>,
    padding: Padding,
    grain: &str,
    sums: &RatioSums,
    undecided: u64,
) -> OnTime {
    let estimate = sums.estimate(Confidence::P95);
    let mut marks = estimate
        .as_ref()
        .map_or_else(Vec::new, |estimate| marks(&estimate.marks));
    if undecided > 0 {
        marks.push(Mark::Undecided);
    }
    if sums
        .effective_trials()
        .is_some_and(|trials| trials < SMALL_SEGMENT)
    {
        marks.push(Mark::SmallSegment);
    }
    let bounded = !marks.contains(&Mark::OneReplication);
    OnTime {
        service_level: level,
        zone: None,
        padding,
        grain: grain.to_owned(),
        denominator: "all-promised".to_owned(),
        value: estimate.as_ref().map(|estimate| estimate.value),
        low: estimate
            .as_ref()
            .filter(|_| bounded)
            .map(|estimate| estimate.low),
        high: estimate
            .as_ref()
            .filter(|_| bounded)
            .map(|estimate| estimate.high),
        n: sums.trials,
        method: estimate
            .as_ref()
            .map_or("korn-graubard", |estimate| estimate.method.name())
            .to_owned(),
        offer_share: None,
        design_effect: sums.design_effect(),
        zero_late: None,
        marks,
    }
}
