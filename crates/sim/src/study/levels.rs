//! Figures of service levels, padding curves and zones.

use leadtime_network::promise::{PaddingAmount, PaddingGrid, PaddingKind};
use leadtime_stats::{Confidence, RatioSums, Total, outcome, simultaneous};

use super::StudyOutcome;
use super::figures::{
    earliness, figure, lengths, marks, mean_length, mean_of, share, slack_tail, tardiness, total,
    unknown,
};
use super::sums::{CurveSums, OwnSums};
use super::zero_late::{Borrowed, zero_late};
use crate::engine::{LevelSums, OwnCell};
use crate::outcome::{
    Bin, Curve, Hourly, Mark, OnTime, OutcomeRange, Padding, ServiceLevelFigures, Unit, ZoneFigures,
};
use crate::plan::Plan;

/// Segments with fewer effective observations are marked.
const SMALL_SEGMENT: f64 = 200.0;
/// The grains of on time, and their sums in a cell of a curve.
type Grain = (&'static str, fn(&CurveSums) -> &RatioSums);
const GRAINS: [Grain; 2] = [
    ("instant", |sums| &sums.on_time),
    ("day", |sums| &sums.on_time_day),
];
/// Worst zones shown.
const WORST: usize = 10;

impl StudyOutcome {
    /// Per level, then all levels.
    pub(super) fn service_levels(&self, plan: &Plan) -> Vec<ServiceLevelFigures> {
        (0..=plan.levels.len())
            .map(|row| self.service_level(plan, row))
            .collect()
    }

    fn service_level(&self, plan: &Plan, row: usize) -> ServiceLevelFigures {
        let sums = &self.sums;
        let own = &sums.own[row];
        let level = plan.levels.get(row);
        let target = level.and_then(|level| level.target);
        let late: Vec<f64> = self.per_replication(row, |_, cell| f64::from(cell.n - cell.on_time));
        let mut no_broken = RatioSums::default();
        late.iter()
            .for_each(|&late| no_broken.record(u64::from(late == 0.0), 1));
        let beat_by = level
            .or(plan.levels.first())
            .map_or(0, |level| level.beat_by);
        ServiceLevelFigures {
            service_level: level_name(plan, row).unwrap_or_else(|| "all".to_owned()),
            target,
            cutoff: level
                .and_then(|level| level.usual_cutoff)
                .map(|ticks| f64::from(ticks) / 1_000.0),
            offer_share: share(&own.offered),
            on_time: share(&own.on_time),
            on_time_day: share(&own.on_time_day),
            outcome_range: self.outcome_ranges(row, target),
            beat_rate: share(&own.beaten),
            beat_by: beat_by as f64 / 1_000.0,
            broken_promises: mean_of(&late, Unit::Count),
            no_broken_promise: wilson(&no_broken),
            lead_time: lengths(
                &self.totals(row, |sums| (sums.lead, sums.delivered)),
                &sums.lead[row],
            ),
            quote_length: lengths(
                &self.totals(row, |sums| (sums.quote, sums.promised)),
                &sums.quote[row],
            ),
            slack: lengths(
                &self.totals(row, |sums| {
                    (sums.earliness - sums.tardiness, sums.delivered)
                }),
                &sums.slack[row],
            ),
            slack_tail: Some(slack_tail(&sums.slack[row])),
            slack_histogram: self.slack_bins(row),
            by_hour_of_week: sums.hours[row * 168..(row + 1) * 168]
                .iter()
                .map(|&(n, on_time)| Hourly { n, on_time })
                .collect(),
            reaches_target_at: target
                .map_or_else(Vec::new, |target| self.crossings(plan, row, target)),
        }
    }

    pub(super) fn earliness(&self, row: usize) -> crate::outcome::LeadTimeFigures {
        earliness(
            &self.totals(row, |sums| (sums.earliness, sums.delivered)),
            &self.sums.slack[row],
        )
    }

    pub(super) fn tardiness(&self, row: usize) -> crate::outcome::LeadTimeFigures {
        tardiness(
            &self.totals(row, |sums| (sums.tardiness, sums.delivered)),
            &self.sums.slack[row],
        )
    }

    fn per_replication<T>(&self, row: usize, value: impl Fn(&LevelSums, &OwnCell) -> T) -> Vec<T> {
        self.sums
            .level_sums
            .iter()
            .map(|rows| value(&rows[row].0, &rows[row].1))
            .collect()
    }

    fn totals(&self, row: usize, of: impl Fn(&LevelSums) -> (i64, u64)) -> Vec<Total> {
        self.per_replication(row, |sums, _| {
            let (sum, count) = of(sums);
            total(sum as f64, count as f64)
        })
    }

    fn outcome_ranges(&self, row: usize, target: Option<f64>) -> Vec<OutcomeRange> {
        let window: Vec<(u64, u64)> =
            self.per_replication(row, |_, cell| (u64::from(cell.n), u64::from(cell.on_time)));
        let periods = [
            ("day", &self.sums.days[row]),
            ("week", &self.sums.weeks[row]),
            ("window", &window),
        ];
        let range = |(period, counts): (&str, &Vec<(u64, u64)>)| {
            let counts: Vec<(u64, u64)> = counts.iter().map(|&(n, on_time)| (on_time, n)).collect();
            let shares = outcome::period_shares(&counts);
            let range = outcome::outcome_range(&shares)?;
            let reaches = target.map(|target| {
                if period == "window" {
                    let reaches = outcome::probability_at_least(&shares, target, Confidence::P95);
                    figure(reaches, Unit::Share, "wilson")
                } else {
                    share(&reaching(&counts, self.sums.replications, target))
                }
            });
            Some(OutcomeRange {
                period: period.to_owned(),
                n: shares.len() as u64,
                p5: Some(range.low),
                p50: Some(range.median),
                p95: Some(range.high),
                reaches_target: reaches,
            })
        };
        periods.into_iter().filter_map(range).collect()
    }

    fn slack_bins(&self, row: usize) -> Vec<Bin> {
        let bins = self.sums.slack_counts[row].bins();
        bins.map(|(bin, count)| {
            let (low, high) = leadtime_stats::histogram::bin_bounds(bin);
            Bin {
                low: low as f64 / 1_000.0,
                high: high as f64 / 1_000.0,
                count,
            }
        })
        .collect()
    }

    /// The whole grid per level and for all, then the scenario's own padding per level, for all, and per zone.
    pub(super) fn on_time(&self, plan: &Plan) -> Vec<OnTime> {
        let mut figures = Vec::new();
        for row in 0..=plan.levels.len() {
            for (grid, first) in grids(plan, row) {
                let curve = &self.sums.curve[first..first + grid.len];
                let borrowed = GRAINS.map(|(_, of)| Borrowed::from_curve(grid, curve, of));
                for (at, sums) in curve.iter().enumerate() {
                    for ((grain, of), borrowed) in GRAINS.iter().zip(&borrowed) {
                        let on_time = of(sums);
                        figures.push(OnTime {
                            offer_share: self.offer_share(on_time.trials),
                            zero_late: zero_late(on_time, borrowed.as_ref()),
                            ..on_time_figure(
                                level_name(plan, row),
                                grid_padding(grid, at, sums.crossed == 0),
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

    fn own_figures(
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
                Borrowed::from_curve(grid, &self.sums.curve[first..first + grid.len], of)
            })
        })
    }

    /// Offered among all visits of the scoring window.
    fn offer_share(&self, offered: u64) -> Option<f64> {
        let visits = self.sums.cohort_visits.trials;
        (visits > 0).then(|| offered as f64 / visits as f64)
    }

    /// Where the curves of a level cross its target.
    fn crossings(&self, plan: &Plan, row: usize, target: f64) -> Vec<Curve> {
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

    /// Per zone, at the scenario's own padding.
    pub(super) fn zone_figures(&self, plan: &Plan) -> Vec<ZoneFigures> {
        let padding = own_padding(plan, plan.levels.len());
        let figures = plan.zones.iter().enumerate().map(|(at, zone)| {
            let [instant, _] = self.own_figures(
                None,
                Some(&zone.name),
                &padding,
                &self.sums.zones[at],
                &[None, None],
            );
            let leads: Vec<Total> = self
                .sums
                .zone_lead
                .iter()
                .map(|zones| total(zones[at].1 as f64, zones[at].0 as f64))
                .collect();
            ZoneFigures {
                zone: zone.name.clone(),
                on_time: instant,
                lead_time: mean_length(&leads),
            }
        });
        figures.collect()
    }

    /// The worst zones: chosen on even replications, estimated on odd ones, so that choosing the worst does not make them
    /// look worse than they are; intervals hold for all of them at once (Bonferroni).
    pub(super) fn worst_zones(&self, plan: &Plan) -> Vec<OnTime> {
        let share = |zone: &usize| self.sums.zones_even[*zone].share();
        let mut zones: Vec<usize> = (0..plan.zones.len())
            .filter(|zone| share(zone).is_some())
            .collect();
        zones.sort_by(|a, b| {
            share(a)
                .unwrap_or(1.0)
                .total_cmp(&share(b).unwrap_or(1.0))
                .then(a.cmp(b))
        });
        zones.truncate(WORST);
        let confidence = simultaneous::bonferroni(Confidence::P95, zones.len() as u64);
        let padding = own_padding(plan, plan.levels.len());
        let odd = zones.into_iter().map(|zone| {
            let sums = &self.sums.zones_odd[zone];
            let mut figure = on_time_figure(None, padding.clone(), "instant", sums, 0);
            if let Some(estimate) = sums.estimate(confidence) {
                let bounded = sums.replications > 1;
                (figure.low, figure.high) = (
                    bounded.then_some(estimate.low),
                    bounded.then_some(estimate.high),
                );
            }
            OnTime {
                zone: Some(plan.zones[zone].name.clone()),
                zero_late: zero_late(sums, None),
                ..figure
            }
        });
        odd.collect()
    }
}

/// The curves of a level row: each grid with its first cell.
fn grids(plan: &Plan, row: usize) -> Vec<(&PaddingGrid, usize)> {
    let total: usize = plan.grids.iter().map(|grid| grid.len + 1).sum();
    let mut first = row * total;
    let mut grids = Vec::new();
    for grid in &plan.grids {
        grids.push((grid, first));
        first += grid.len + 1;
    }
    grids
}

fn on_time_figure(
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

fn level_name(plan: &Plan, row: usize) -> Option<String> {
    plan.level_names.get(row).cloned()
}

/// A padding's kind and unit in words.
pub(super) fn kind_and_unit(kind: PaddingKind) -> (&'static str, &'static str) {
    match kind {
        PaddingKind::Elapsed => ("elapsed", "s"),
        PaddingKind::Days => ("days", "d"),
        PaddingKind::BusinessDays => ("business-days", "bd"),
        PaddingKind::Percent => ("percent", "%"),
    }
}

/// The padding at a place of a grid, in its unit.
pub(super) fn padding_value(grid: &PaddingGrid, at: usize) -> f64 {
    let value = grid.value(at) as f64;
    match grid.kind {
        PaddingKind::Elapsed => value / 1_000.0,
        PaddingKind::Days | PaddingKind::BusinessDays => value,
        PaddingKind::Percent => value / 100.0,
    }
}

/// `passive`: the padding changes only what is told, so the point is exact.
pub(super) fn grid_padding(grid: &PaddingGrid, at: usize, passive: bool) -> Padding {
    Padding {
        passive,
        ..padding(grid.kind, Some(padding_value(grid, at)), false)
    }
}

fn padding(kind: PaddingKind, value: Option<f64>, own: bool) -> Padding {
    let (kind, unit) = kind_and_unit(kind);
    Padding {
        kind: kind.to_owned(),
        place: "promise".to_owned(),
        value,
        unit: unit.to_owned(),
        own,
        passive: true,
    }
}

/// The scenario's own padding of a level row; its value where it is the same for all orders counted.
fn own_padding(plan: &Plan, row: usize) -> Padding {
    let zones = plan.zones.len();
    let amounts = if row < plan.levels.len() {
        &plan.paddings[row * zones..(row + 1) * zones]
    } else {
        &plan.paddings[..]
    };
    let first = amounts.first().copied().unwrap_or(PaddingAmount::Elapsed(
        leadtime_network::time::Duration::ZERO,
    ));
    let same = amounts.iter().all(|amount| *amount == first);
    let grid = PaddingGrid {
        kind: first.kind(),
        from: first.value(),
        step: 1,
        len: 1,
    };
    padding(first.kind(), same.then(|| padding_value(&grid, 0)), true)
}

/// Periods that reach a target among those with orders, per replication: the periods of one replication are dependent, so
/// the interval is clustered.
fn reaching(counts: &[(u64, u64)], replications: u32, target: f64) -> RatioSums {
    let mut sums = RatioSums::default();
    let periods = counts.len() / replications.max(1) as usize;
    for replication in counts.chunks_exact(periods.max(1)) {
        let shares = outcome::period_shares(replication);
        let reached = shares.iter().filter(|&&share| share >= target).count();
        sums.record(reached as u64, shares.len() as u64);
    }
    sums
}

fn wilson(sums: &RatioSums) -> crate::outcome::Figure {
    if sums.trials == 0 {
        return unknown(Unit::Share, "wilson");
    }
    figure(
        leadtime_stats::proportion::wilson(sums.hits, sums.trials, Confidence::P95),
        Unit::Share,
        "wilson",
    )
}
