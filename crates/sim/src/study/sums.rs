//! Sums over replications: integers that merge by addition, and short lists in the order of replications.

use leadtime_stats::{ClusteredHistogram, Histogram, RatioSums};

use super::blame::BlameSums;
use super::clocks::Clocks;
use super::costs::CostSums;
use super::padded::CurveCount;
use super::zone_totals::{ZoneCount, zone_counts};
use crate::engine::HOURS_OF_WEEK;
use crate::engine::{
    BasketTally, ConditionalCell, CurveCell, LaneTally, LevelSums, OwnCell, ReplicationOutcome,
    ReturnTally, StageTally, StockTally, TimelyCell,
};
use crate::plan::Plan;

/// Everything that figures are made from. Rows over levels end with one for all levels together.
#[derive(Clone, Debug)]
pub(crate) struct StudySums {
    pub(crate) replications: u32,
    pub(crate) visits: u64,
    pub(crate) cohort_visits: RatioSums,
    pub(crate) not_offered: u64,
    pub(crate) undecided: u64,
    pub(crate) exhausted: u64,
    /// Per level row.
    pub(crate) own: Vec<OwnSums>,
    /// Per zone, all levels together.
    pub(crate) zones: Vec<OwnSums>,
    /// Per zone: odd replications, to estimate; even ones, to choose.
    pub(crate) zones_even: Vec<RatioSums>,
    pub(crate) zones_odd: Vec<RatioSums>,
    /// Per (level row, grid, padding).
    pub(crate) curve: Vec<CurveSums>,
    /// The same of every replication.
    pub(crate) curve_counts: Vec<Box<[CurveCount]>>,
    /// Per (level, zone, grid, every 2^shift-th padding).
    pub(crate) zone_curve: Vec<CurveSums>,
    /// Per replication, where the plan keeps them: every (level, zone) at its own padding, then as `zone_curve`.
    pub(crate) zone_counts: Vec<Box<[ZoneCount]>>,
    /// Per (level row, hour of week): promised, on time.
    pub(crate) hours: Vec<(u64, u64)>,
    /// Per level row: (promised, on time) of every day and every week of every replication.
    pub(crate) days: Vec<Vec<(u64, u64)>>,
    pub(crate) weeks: Vec<Vec<(u64, u64)>>,
    /// Per level row.
    pub(crate) lead: Vec<ClusteredHistogram>,
    pub(crate) quote: Vec<ClusteredHistogram>,
    pub(crate) slack: Vec<ClusteredHistogram>,
    /// Slack of all replications together, for its plot.
    pub(crate) slack_counts: Vec<Histogram>,
    /// Per replication and level row.
    pub(crate) level_sums: Vec<Vec<(LevelSums, OwnCell)>>,
    /// Per replication and zone: delivered, sum of lead times.
    pub(crate) zone_lead: Vec<Vec<(u64, i64)>>,
    /// Per replication and stage: counts, and busy server-ticks in the scoring window.
    pub(crate) stages: Vec<Vec<(StageTally, i64)>>,
    /// Per replication and lane.
    pub(crate) lanes: Vec<Vec<LaneTally>>,
    /// Per replication and counted stock.
    pub(crate) stock: Vec<Vec<StockTally>>,
    /// Per replication: baskets, and visits of the scoring window.
    pub(crate) baskets: Vec<(BasketTally, u64)>,
    /// Per replication: what flowed back.
    pub(crate) returns: Vec<ReturnTally>,
    /// Per replication: orders that are to be delivered before a date.
    pub(crate) timely: Vec<Vec<TimelyCell>>,
    /// Per replication and level: lateness integrated over last legs.
    pub(crate) conditional: Vec<Vec<ConditionalCell>>,
    /// Where costs are given.
    pub(crate) costs: CostSums,
    /// Where blame is asked for.
    pub(crate) blame: BlameSums,
    /// Per (stage, local hour of week): busy server-ticks.
    pub(crate) busy: Vec<i64>,
    /// Per (stage, local hour of day): sum of the numbers waiting at the full hour, and how many were summed.
    pub(crate) waiting: Vec<(i64, i64)>,
}

/// On-time sums of a cell at the scenario's own padding.
#[derive(Clone, Debug, Default)]
pub(crate) struct OwnSums {
    pub(crate) on_time: RatioSums,
    pub(crate) on_time_day: RatioSums,
    pub(crate) beaten: RatioSums,
    pub(crate) early: RatioSums,
    pub(crate) in_window: RatioSums,
    /// Promised among all visits.
    pub(crate) offered: RatioSums,
}

/// Sums of one padding of a curve.
#[derive(Clone, Debug, Default)]
pub(crate) struct CurveSums {
    pub(crate) on_time: RatioSums,
    pub(crate) on_time_day: RatioSums,
    pub(crate) undecided: u64,
    /// Orders that would have travelled another way at this padding than they did.
    pub(crate) crossed: u64,
}

impl StudySums {
    pub(crate) fn new(plan: &Plan) -> Self {
        let rows = plan.levels.len() + 1;
        let curve = plan.grids.iter().map(|grid| grid.len + 1).sum::<usize>() * rows;
        let zones = plan.zones.len();
        Self {
            replications: 0,
            visits: 0,
            cohort_visits: RatioSums::default(),
            not_offered: 0,
            undecided: 0,
            exhausted: 0,
            own: vec![OwnSums::default(); rows],
            zones: vec![OwnSums::default(); zones],
            zones_even: vec![RatioSums::default(); zones],
            zones_odd: vec![RatioSums::default(); zones],
            curve: vec![CurveSums::default(); curve],
            curve_counts: Vec::new(),
            zone_curve: vec![
                CurveSums::default();
                plan.zone_curves.width * plan.levels.len() * zones
            ],
            zone_counts: Vec::new(),
            hours: vec![(0, 0); rows * HOURS_OF_WEEK],
            days: vec![Vec::new(); rows],
            weeks: vec![Vec::new(); rows],
            lead: vec![ClusteredHistogram::default(); rows],
            quote: vec![ClusteredHistogram::default(); rows],
            slack: vec![ClusteredHistogram::default(); rows],
            slack_counts: vec![Histogram::default(); rows],
            level_sums: Vec::new(),
            zone_lead: Vec::new(),
            stages: Vec::new(),
            lanes: Vec::new(),
            stock: Vec::new(),
            baskets: Vec::new(),
            returns: Vec::new(),
            timely: Vec::new(),
            conditional: Vec::new(),
            costs: CostSums::default(),
            blame: BlameSums::default(),
            busy: vec![0; plan.stations.len() * HOURS_OF_WEEK],
            waiting: vec![(0, 0); plan.stations.len() * 24],
        }
    }

    /// Adds the next replication, in order.
    pub(crate) fn absorb(&mut self, plan: &Plan, outcome: &ReplicationOutcome) {
        self.replications += 1;
        self.visits += outcome.visits;
        self.cohort_visits.record(
            outcome.cohort_visits - outcome.not_offered,
            outcome.cohort_visits,
        );
        self.not_offered += outcome.not_offered;
        self.undecided += outcome.undecided;
        self.exhausted += outcome.exhausted;
        self.absorb_own(plan, outcome);
        self.absorb_periods(plan, outcome);
        for (sums, cells) in [
            (&mut self.curve, &outcome.curve),
            (&mut self.zone_curve, &outcome.zone_curve),
        ] {
            for (sums, cell) in sums.iter_mut().zip(cells) {
                sums.record(cell);
            }
        }
        if plan.keeps_zones {
            self.zone_counts.push(zone_counts(outcome));
        }
        let counts = outcome.curve.iter().map(CurveCount::from);
        self.curve_counts.push(counts.collect());
        for (sums, &crossed) in self.curve.iter_mut().zip(&outcome.crossed) {
            sums.crossed += u64::from(crossed.unsigned_abs());
        }
        absorb_histograms(&mut self.lead, &outcome.lead);
        absorb_histograms(&mut self.quote, &outcome.quote);
        let all = absorb_histograms(&mut self.slack, &outcome.slack);
        for (sums, slack) in self
            .slack_counts
            .iter_mut()
            .zip(outcome.slack.iter().chain([&all]))
        {
            sums.merge(slack);
        }
        self.zone_lead.push(outcome.zone_lead.clone());
        self.lanes.push(outcome.lanes.clone());
        self.stock.push(outcome.stock.clone());
        self.returns.push(outcome.returns);
        self.baskets.push((outcome.baskets, outcome.cohort_visits));
        if plan.conditional.is_some() {
            self.conditional.push(outcome.conditional.clone());
        }
        if plan.timely_cells > 0 {
            self.timely.push(outcome.timely.clone());
        }
        self.absorb_stages(plan, outcome);
        self.costs.absorb(plan, outcome);
        self.blame.absorb(outcome);
    }

    fn absorb_own(&mut self, plan: &Plan, outcome: &ReplicationOutcome) {
        let zones = plan.zones.len();
        let mut levels = Vec::new();
        let mut of_zones = vec![OwnCell::default(); zones];
        let mut all = (LevelSums::default(), OwnCell::default());
        for (level, sums) in outcome.sums.iter().enumerate() {
            let mut cell = OwnCell::default();
            for (zone, of_zone) in of_zones.iter_mut().enumerate() {
                cell.add(&outcome.own[level * zones + zone]);
                of_zone.add(&outcome.own[level * zones + zone]);
            }
            all.0.add(sums);
            all.1.add(&cell);
            levels.push((*sums, cell));
        }
        levels.push(all);
        for (sums, (_, cell)) in self.own.iter_mut().zip(&levels) {
            sums.record(cell, outcome.cohort_visits);
        }
        let half = if outcome.replication.is_multiple_of(2) {
            &mut self.zones_even
        } else {
            &mut self.zones_odd
        };
        for ((sums, half), cell) in self.zones.iter_mut().zip(half).zip(&of_zones) {
            sums.record(cell, outcome.cohort_visits);
            half.record(u64::from(cell.on_time), u64::from(cell.n));
        }
        self.level_sums.push(levels);
    }

    fn absorb_periods(&mut self, plan: &Plan, outcome: &ReplicationOutcome) {
        let levels = plan.levels.len();
        for row in 0..=levels {
            let of_row = |cells: &[(u32, u32)], width: usize, at: usize| {
                let rows = if row == levels {
                    0..levels
                } else {
                    row..row + 1
                };
                let cells = rows.map(|level| cells[level * width + at]);
                cells.fold((0, 0), |sum, cell| {
                    (sum.0 + u64::from(cell.0), sum.1 + u64::from(cell.1))
                })
            };
            for hour in 0..HOURS_OF_WEEK {
                let cell = of_row(&outcome.hours, HOURS_OF_WEEK, hour);
                let sum = &mut self.hours[row * HOURS_OF_WEEK + hour];
                *sum = (sum.0 + cell.0, sum.1 + cell.1);
            }
            let days: Vec<(u64, u64)> = (0..plan.days)
                .map(|day| of_row(&outcome.days, plan.days, day))
                .collect();
            // Only whole weeks: a part of one is another period.
            let weeks = days
                .chunks_exact(7)
                .map(|week| week.iter().fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1)));
            self.weeks[row].extend(weeks);
            self.days[row].extend(days);
        }
    }

    fn absorb_stages(&mut self, plan: &Plan, outcome: &ReplicationOutcome) {
        let mut busy_in_window = vec![0; plan.stations.len()];
        let (first, last) = plan.scored_hours();
        let clocks = Clocks::new(plan, (first, last));
        for (hour, stage, busy) in outcome.busy.parts() {
            if (first..last).contains(&hour) {
                busy_in_window[stage] += busy;
                self.busy[stage * HOURS_OF_WEEK + clocks.hour_of_week(stage, hour)] += busy;
            }
        }
        // A change counts at each full hour from its own on.
        for (hour, stage, change) in outcome.waiting.parts() {
            let hours = clocks.hours_of_day_from(stage, hour.clamp(first, last));
            for (sum, hours) in self.waiting[stage * 24..].iter_mut().zip(hours) {
                sum.0 += i64::from(change) * i64::from(*hours);
            }
        }
        for stage in 0..plan.stations.len() {
            let hours = clocks.hours_of_day_from(stage, first);
            for (sum, hours) in self.waiting[stage * 24..].iter_mut().zip(hours) {
                sum.1 += i64::from(*hours);
            }
        }
        self.stages
            .push(outcome.stages.iter().copied().zip(busy_in_window).collect());
    }
}

/// Adds the replication's histograms level by level, and their sum as the last row, which is returned.
fn absorb_histograms(sums: &mut [ClusteredHistogram], levels: &[Histogram]) -> Histogram {
    let mut all = Histogram::default();
    for (sum, level) in sums.iter_mut().zip(levels) {
        sum.absorb(level);
        all.merge(level);
    }
    if let Some(sum) = sums.last_mut() {
        sum.absorb(&all);
    }
    all
}

impl OwnSums {
    fn record(&mut self, cell: &OwnCell, visits: u64) {
        let n = u64::from(cell.n);
        self.on_time.record(u64::from(cell.on_time), n);
        self.on_time_day.record(u64::from(cell.on_time_day), n);
        self.beaten.record(u64::from(cell.beaten), n);
        self.early.record(u64::from(cell.early), n);
        self.in_window.record(u64::from(cell.in_window), n);
        self.offered.record(n, visits);
    }
}

impl CurveSums {
    fn record(&mut self, cell: &CurveCell) {
        let count = |value: i32| u64::from(value.unsigned_abs());
        self.on_time.record(count(cell.on_time), count(cell.n));
        self.on_time_day
            .record(count(cell.on_time_day), count(cell.n));
        self.undecided += count(cell.undecided);
    }
}

impl OwnCell {
    fn add(&mut self, other: &Self) {
        self.n += other.n;
        self.on_time += other.on_time;
        self.on_time_day += other.on_time_day;
        self.beaten += other.beaten;
        self.early += other.early;
        self.in_window += other.in_window;
    }
}

impl LevelSums {
    fn add(&mut self, other: &Self) {
        self.promised += other.promised;
        self.delivered += other.delivered;
        self.quote += other.quote;
        self.lead += other.lead;
        self.earliness += other.earliness;
        self.tardiness += other.tardiness;
        self.closed += other.closed;
    }
}
