//! What one replication counts: integers only, so that merging is exact whatever the order of the counting.

use leadtime_stats::histogram::Histogram;

use super::blame::BlameTally;
use super::conditional::ConditionalCell;
use super::costs::CostTally;
use crate::plan::Plan;

use super::deadlock::Deadlock;
use super::hourly::Hourly;
pub use super::returns::ReturnTally;
use super::timely::TimelyCell;

/// Hours of a week.
pub(crate) const HOURS_OF_WEEK: usize = 168;

/// Counts of one replication. Cells over levels have one row per level, then one for all levels together.
#[derive(Clone, Debug, PartialEq)]
pub struct ReplicationOutcome {
    /// Which replication, from 0.
    pub replication: u32,
    /// The instant at which more orders than can be told apart were under way; then the run ended there and counts nothing.
    pub overflowed: Option<i64>,
    /// Stages wait for each other without end; then the run ended there and counts nothing.
    pub deadlock: Option<Deadlock>,
    /// Visits of the whole run.
    pub visits: u64,
    /// Visits of the scoring window.
    pub cohort_visits: u64,
    /// Of these, offered no level.
    pub not_offered: u64,
    /// Cohort orders that were neither delivered nor late at the largest padding when the run ended.
    pub undecided: u64,
    /// Cohort orders that ended without a delivery after the last attempt.
    pub exhausted: u64,
    /// Per (level, zone): orders at the scenario's own padding.
    pub own: Vec<OwnCell>,
    /// Per (level or all, grid, padding): the curve.
    pub curve: Vec<CurveCell>,
    /// Per (level, zone): the curve at every 2^shift-th padding.
    pub zone_curve: Vec<CurveCell>,
    /// Per cell of `curve`: visits that would be sold otherwise at this padding than they were, so that the cell is not exact.
    pub crossed: Vec<i32>,
    /// Per (level, hour of the placement's local week).
    pub hours: Vec<(u32, u32)>,
    /// Per (level, day of the scoring window): promised, on time.
    pub days: Vec<(u32, u32)>,
    /// Per level: lead time of delivered orders.
    pub lead: Vec<Histogram>,
    /// Per level: quote length of promised orders.
    pub quote: Vec<Histogram>,
    /// Per level: the length of the last quotes and how many they are, not yet among the others.
    pub(super) quotes_alike: Vec<(i64, u64)>,
    /// Per level: slack of delivered orders.
    pub slack: Vec<Histogram>,
    /// Per level: sums over cohort orders.
    pub sums: Vec<LevelSums>,
    /// Per zone: delivered orders and the sum of their lead times, ticks.
    pub zone_lead: Vec<(u64, i64)>,
    /// Per stage.
    pub stages: Vec<StageTally>,
    /// Per lane.
    pub lanes: Vec<LaneTally>,
    /// Per counted stock.
    pub stock: Vec<StockTally>,
    /// What orders of several lines were made of.
    pub baskets: BasketTally,
    /// What flowed back.
    pub returns: ReturnTally,
    /// Per (hour since the start, stage): busy server-ticks.
    pub busy: Hourly<i64>,
    /// Per (hour since the start, stage): change of the number waiting between the last full hour and this one.
    pub waiting: Hourly<i32>,
    /// The same for the number present.
    pub present: Hourly<i32>,
    /// Per (deadline, level, zone, local hour of placement): orders, and those delivered before the date.
    pub timely: Vec<TimelyCell>,
    /// Per level: lateness integrated over last legs; empty where that is not asked.
    pub conditional: Vec<ConditionalCell>,
    /// What the orders cost; `None` where no cost is given.
    pub costs: Option<Box<CostTally>>,
    /// What made its late orders late; `None` where that is not asked.
    pub blame: Option<Box<BlameTally>>,
}

/// Orders of one level and zone at the scenario's own padding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OwnCell {
    /// Promised.
    pub n: u32,
    /// On time, grain instant.
    pub on_time: u32,
    /// On time, grain day.
    pub on_time_day: u32,
    /// Delivered at least `beat_by` before the promise.
    pub beaten: u32,
    /// Delivered before the window that was promised.
    pub early: u32,
    /// Delivered in it.
    pub in_window: u32,
}

/// Orders at one padding of a curve. While counting, differences between neighbouring paddings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CurveCell {
    /// Offered.
    pub n: i32,
    /// On time, grain instant.
    pub on_time: i32,
    /// On time, grain day.
    pub on_time_day: i32,
    /// Undecided when the run ended.
    pub undecided: i32,
}

/// Sums over the cohort orders of one level, in ticks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LevelSums {
    /// Orders promised.
    pub promised: u64,
    /// Orders delivered.
    pub delivered: u64,
    /// Sum of quote lengths of promised orders.
    pub quote: i64,
    /// Sum of lead times of delivered orders.
    pub lead: i64,
    /// Sum of earliness of delivered orders.
    pub earliness: i64,
    /// Sum of tardiness of delivered orders.
    pub tardiness: i64,
    /// Visits that would have been offered the level, had the departures and waves of its plan not been promised to others.
    pub closed: u64,
}

/// What one stage did in the scoring window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StageTally {
    /// Parcels that arrived in the window.
    pub parcels: u64,
    /// Sum of their waits, ticks.
    pub wait: i64,
    /// Parcels times ticks present within the window.
    pub present: i64,
    /// Servers times ticks within the window that they were kept by finished work which found no room elsewhere.
    pub blocked: i64,
}

/// What one lane did in the scoring window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LaneTally {
    /// Parcels ready in the window.
    pub parcels: u64,
    /// Sum of their waits for departure, ticks.
    pub wait: i64,
    /// Parcels that missed 1 and that missed 2 or more departures for want of room.
    pub missed: [u64; 2],
    /// Departures missed for want of room, summed over parcels.
    pub left_behind: u64,
    /// Departures that carried a parcel (of lanes with a capacity).
    pub departures: u64,
    /// What they took of its capacity: parcels, or grams.
    pub load: u64,
    /// Parcels that found their departure full and went with another carrier.
    pub overflowed: u64,
    /// Orders with a next scheduled deadline on this lane, and those that met it.
    pub deadline: (u64, u64),
}

/// What one counted stock did in the scoring window. Units are the SKU's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StockTally {
    /// Lines of customers that were sourced from it, and those of them that found all they wanted.
    pub lines: (u64, u64),
    /// Their units, and those of them that were there at once.
    pub units: (u64, u64),
    /// Units times ticks waited until the line was complete; those who still wait at the end of the run count until then.
    pub waited: i128,
    /// Units times ticks on hand.
    pub on_hand: i128,
    /// Units times ticks owed.
    pub owed: i128,
    /// Replenishment orders placed, and their units.
    pub ordered: (u64, u64),
    /// Replenishment orders received, and their units.
    pub received: (u64, u64),
    /// On hand at the end of the window.
    pub end: i64,
}

/// Orders of the scoring window where baskets are modelled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BasketTally {
    /// Orders promised, and those of them whose every line was there at once.
    pub orders: (u64, u64),
    /// Their lines, and those that were there at once.
    pub lines: (u64, u64),
    /// Parcels they were sent in.
    pub parcels: u64,
    /// Orders sent in more than one.
    pub split: u64,
    /// Visits to whom no level was offered although one reaches them: something was out of stock.
    pub refused: u64,
}

impl ReplicationOutcome {
    /// All zero.
    pub(crate) fn new(plan: &Plan, replication: u32) -> Self {
        let levels = plan.levels.len();
        let curve = plan.grids.iter().map(|grid| grid.len + 1).sum::<usize>() * (levels + 1);
        let (hours, stages) = (plan.hours, plan.stations.len());
        Self {
            replication,
            overflowed: None,
            deadlock: None,
            visits: 0,
            cohort_visits: 0,
            not_offered: 0,
            undecided: 0,
            exhausted: 0,
            own: vec![OwnCell::default(); levels * plan.zones.len()],
            curve: vec![CurveCell::default(); curve],
            crossed: vec![0; curve],
            zone_curve: vec![
                CurveCell::default();
                plan.zone_curves.width * levels * plan.zones.len()
            ],
            hours: vec![(0, 0); levels * HOURS_OF_WEEK],
            days: vec![(0, 0); levels * plan.days],
            lead: vec![Histogram::default(); levels],
            quote: vec![Histogram::default(); levels],
            quotes_alike: vec![(0, 0); levels],
            slack: vec![Histogram::default(); levels],
            sums: vec![LevelSums::default(); levels],
            zone_lead: vec![(0, 0); plan.zones.len()],
            stages: vec![StageTally::default(); plan.stations.len()],
            lanes: vec![LaneTally::default(); plan.lanes.len()],
            stock: vec![StockTally::default(); plan.stores.len()],
            baskets: BasketTally::default(),
            returns: ReturnTally::default(),
            busy: Hourly::new(hours, stages),
            waiting: Hourly::new(hours, stages),
            present: Hourly::new(hours, stages),
            timely: vec![TimelyCell::default(); plan.timely_cells],
            conditional: Vec::new(),
            costs: None,
            blame: None,
        }
    }

    /// Whether the run came to a bad end, and counts nothing.
    pub(crate) fn is_void(&self) -> bool {
        self.overflowed.is_some() || self.deadlock.is_some()
    }

    /// Turns differences into counts. Called once, at the end of the replication.
    pub(crate) fn close(&mut self, plan: &Plan) {
        self.close_sums();
        self.close_curves(plan);
    }

    /// What the histograms know, as sums.
    fn close_sums(&mut self) {
        for (level, sums) in self.sums.iter_mut().enumerate() {
            let (length, times) = std::mem::take(&mut self.quotes_alike[level]);
            self.quote[level].record_many(length, times);
            let (quote, lead) = (&self.quote[level], &self.lead[level]);
            (sums.promised, sums.quote) = (quote.total(), quote.sum() as i64);
            (sums.delivered, sums.lead) = (lead.total(), lead.sum() as i64);
            // Slack is earliness less tardiness.
            sums.earliness = self.slack[level].sum() as i64 + sums.tardiness;
        }
    }

    /// Takes one point of the curves of all levels from another run of the same replication.
    pub(crate) fn take_point(&mut self, plan: &Plan, other: &Self, at: usize) {
        for row in 0..=plan.levels.len() {
            let cell = row * plan.curve_cells + at;
            self.curve[cell] = other.curve[cell];
            self.crossed[cell] = other.crossed[cell];
            if let (Some(mine), Some(other)) = (&mut self.costs, &other.costs) {
                mine.curve[cell] = other.curve[cell];
            }
        }
    }

    /// Takes one point of the curves per level and zone from another run.
    pub(crate) fn take_zone_point(&mut self, plan: &Plan, other: &Self, at: usize) {
        for segment in 0..plan.levels.len() * plan.zones.len() {
            let cell = segment * plan.zone_curves.width + at;
            self.zone_curve[cell] = other.zone_curve[cell];
        }
    }

    fn close_curves(&mut self, plan: &Plan) {
        let row = self.curve.len() / (plan.levels.len() + 1);
        if plan.zone_curves.shift == 0 {
            let segments = self.zone_curve.chunks_exact(row.max(1));
            for (segment, curve) in segments.enumerate() {
                let first = segment / plan.zones.len() * row;
                for (cell, of_zone) in self.curve[first..].iter_mut().zip(curve) {
                    cell.add(of_zone);
                }
            }
        }
        let (of_levels, of_all) = self.curve.split_at_mut(row * plan.levels.len());
        for level in of_levels.chunks_exact(row.max(1)) {
            for (all, cell) in of_all.iter_mut().zip(level) {
                all.add(cell);
            }
        }
        let (of_levels, of_all) = self.crossed.split_at_mut(row * plan.levels.len());
        for level in of_levels.chunks_exact(row.max(1)) {
            for (all, crossed) in of_all.iter_mut().zip(level) {
                *all += crossed;
            }
        }
        // Where orders compete, one that is sold otherwise may change what happens to those of any level.
        if plan.feedback.compete {
            for level in of_levels.chunks_exact_mut(row.max(1)) {
                level.copy_from_slice(of_all);
            }
        }
        // Each order is taken off where its level ends, so nothing runs on from one grid into the next.
        let mut sum = 0;
        for crossed in &mut self.crossed {
            sum += *crossed;
            *crossed = sum;
        }
        let lengths: Vec<usize> = plan.grids.iter().map(|grid| grid.len + 1).collect();
        accumulate(&mut self.curve, &lengths);
        let of_curves = plan.grids.iter().map(|grid| plan.zone_curves.points(grid));
        let lengths: Vec<usize> = of_curves.map(|points| points + 1).collect();
        accumulate(&mut self.zone_curve, &lengths);
    }
}

impl CurveCell {
    /// Adds the orders of another cell.
    pub(crate) fn add(&mut self, other: &Self) {
        self.n += other.n;
        self.on_time += other.on_time;
        self.on_time_day += other.on_time_day;
        self.undecided += other.undecided;
    }
}

/// Turns differences into counts: rows of curves of the given lengths.
fn accumulate(mut cells: &mut [CurveCell], lengths: &[usize]) {
    while !cells.is_empty() {
        for &length in lengths {
            let (curve, rest) = cells.split_at_mut(length);
            let mut sum = CurveCell::default();
            for cell in &mut *curve {
                sum.add(cell);
                *cell = sum;
            }
            // What is on time at no padding of the grid ends here.
            if let Some(beyond) = curve.last_mut() {
                *beyond = CurveCell::default();
            }
            cells = rest;
        }
    }
}
