//! Service levels compiled: cutoffs, promise policies, paddings per zone.

use std::collections::BTreeMap;
use std::sync::Arc;

use leadtime_network::calendar::{CivilDays, CutoffClock, DayTime, OpenDays};
use leadtime_network::network::{
    CutoffAt, PaddingAt, PromisePolicy, ServiceLevel, ServiceWindow, StaticTable,
};
use leadtime_network::promise::{
    DayOffset, PaddingAmount, PaddingGrid, PaddingKind, PromiseClock, Rounding, TransitDays,
};
use leadtime_network::time::Instant;

use super::compile::{Compiler, facility, zone};
use super::{RoutePlan, ZonePlan};

/// What makes a promise kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terms {
    /// Delivered so long before it, it is beaten.
    pub(crate) beat_by: i64,
    /// The promise is told as a window of this length that ends with it.
    pub(crate) window: Option<i64>,
    /// What comes before the window is on time.
    pub(crate) early_is_ok: bool,
}

/// A compiled service level.
#[derive(Clone, Debug)]
pub(crate) struct LevelPlan {
    /// Wanted share of all visits, 0 to 1.
    pub(crate) share: f64,
    /// Rank at stages that serve by priority.
    pub(crate) priority: u32,
    pub(crate) policy: Policy,
    pub(crate) padding_at: PaddingAt,
    /// No base promise is sooner than this after placement.
    pub(crate) at_least: Option<DayOffset>,
    /// What is promised where the policy has no answer.
    pub(crate) fallback: Option<DayOffset>,
    pub(crate) rounding: Rounding,
    /// Latest acceptable promise; `None` where the label is kept however late.
    pub(crate) latest: Option<DayOffset>,
    pub(crate) target: Option<f64>,
    pub(crate) terms: Terms,
    /// The first attempt decides, not the delivery.
    pub(crate) attempt_counts: bool,
    /// It is offered at every padding of the grids, and each moves its promise by so much time: no calendar need be asked.
    pub(crate) by_elapsed_time: bool,
    /// Clock time of the first weekday's cutoff, ticks after local midnight.
    pub(crate) usual_cutoff: Option<u32>,
    /// Per zone, the cutoff that holds there; empty without a cutoff.
    pub(crate) cutoffs: Vec<Arc<CutoffClock>>,
}

/// Whether a level is offered at every padding of the grids, each of which moves its promise by so much time.
fn by_elapsed_time(level: &ServiceLevel, grids: &[PaddingGrid]) -> bool {
    level.padding_at == PaddingAt::Promise
        && level.rounding == Rounding::Instant
        && (level.keep_label || level.latest.is_none())
        && (level.window.is_none() || level.early_is_ok)
        && grids.iter().all(|grid| grid.kind == PaddingKind::Elapsed)
}

impl LevelPlan {
    /// Whether a length of padding moves every promise by so much.
    pub(crate) fn moves_alike(&self) -> bool {
        self.padding_at == PaddingAt::Promise && self.rounding == Rounding::Instant
    }

    /// Whether its promise and its latest acceptable one change with the day of an order and its cutoffs only, and so does what is told at
    /// a padding in days or a length of time: a service promise with one window.
    pub(crate) fn counts_in_days(&self) -> bool {
        let whole = |offset: DayOffset| !matches!(offset, DayOffset::Elapsed(_));
        let Policy::Service(windows) = &self.policy else {
            return false;
        };
        let only = match &windows[..] {
            [only] => Some(only),
            [first, ..] if first.until.is_none() => Some(first),
            _ => None,
        };
        only.is_some_and(|window| whole(window.day))
            && self.latest.is_none_or(whole)
            && self.rounding == Rounding::Instant
            && self.padding_at == PaddingAt::Promise
            && self.at_least.is_none()
            && self.fallback.is_none()
    }

    /// The window before which nothing is on time.
    #[inline]
    pub(crate) fn strict_window(&self) -> Option<i64> {
        self.terms.window.filter(|_| !self.terms.early_is_ok)
    }
}

/// How the base promise is made.
#[derive(Clone, Debug)]
pub(crate) enum Policy {
    Constant(DayOffset),
    Service(Vec<ServiceWindow>),
    /// Planned path plus an allowance in ticks.
    Plan(i64),
    /// Planned path plus the work that waits ahead.
    State(StatePromise),
    /// Per zone; `None` where the table has no row.
    StaticTable(Vec<Option<TableRow>>),
    /// Which quantile, from how many runs; per zone the ticks after placement, once the runs are made.
    Quantile(f64, u32, Vec<i64>),
    Log,
}

/// How a promise looks at the queues.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StatePromise {
    /// Added on top, ticks.
    pub(crate) safety: i64,
    /// Share of promises to be kept whatever the queue; `None`: planned times.
    pub(crate) service: Option<f64>,
}

/// Transit days from the origin of a zone's route.
#[derive(Clone, Debug)]
pub(crate) struct TableRow {
    pub(crate) days: u32,
    pub(crate) cutoff: Option<DayTime>,
    pub(crate) origin: Arc<CivilDays>,
    pub(crate) dispatch: Arc<OpenDays>,
    pub(crate) transit: Arc<OpenDays>,
}

impl TableRow {
    /// The base promise of an order placed at `placed` in a zone with this clock.
    pub(crate) fn promise(&self, clock: &PromiseClock, placed: Instant) -> Instant {
        let days = TransitDays {
            origin: &self.origin,
            cutoff: self.cutoff,
            dispatch: &self.dispatch,
            transit: &self.transit,
            zone: clock.days(),
            delivery: clock.delivery(),
        };
        days.promise(placed, self.days)
    }
}

impl Compiler<'_> {
    /// All service levels, fastest first.
    pub(super) fn levels(
        &mut self,
        zones: &[ZonePlan],
        routes: &[Option<RoutePlan>],
    ) -> Vec<LevelPlan> {
        let network = self.network;
        let total: f64 = network.service_levels.iter().map(|level| level.share).sum();
        let levels = network.service_levels.iter().enumerate();
        levels
            .map(|(index, level)| LevelPlan {
                share: if total > 0.0 {
                    level.share / total
                } else {
                    0.0
                },
                priority: level.priority,
                policy: self.policy(index, level, zones, routes),
                padding_at: level.padding_at,
                at_least: level.at_least,
                fallback: level.fallback,
                rounding: level.rounding,
                latest: if level.keep_label { None } else { level.latest },
                target: level.target,
                terms: Terms {
                    beat_by: level.beat_by.0,
                    window: level.window.map(|window| window.0),
                    early_is_ok: level.early_is_ok,
                },
                attempt_counts: level.attempt_counts,
                by_elapsed_time: by_elapsed_time(level, &network.padding_grids),
                usual_cutoff: level
                    .cutoff
                    .as_ref()
                    .and_then(|cutoff| cutoff.weekdays.iter().flatten().next().map(|time| time.0)),
                cutoffs: self.cutoffs(index, level, routes),
            })
            .collect()
    }

    fn cutoffs(
        &mut self,
        level_index: usize,
        level: &ServiceLevel,
        routes: &[Option<RoutePlan>],
    ) -> Vec<Arc<CutoffClock>> {
        let Some(cutoff) = &level.cutoff else {
            return Vec::new();
        };
        let network = self.network;
        let mut known: BTreeMap<String, Arc<CutoffClock>> = BTreeMap::new();
        let levels = network.service_levels.len();
        let place = |at: usize| {
            let origin = routes[at * levels + level_index].map(|route| route.origin as usize);
            match cutoff.at {
                CutoffAt::Zone => zone(network, at).time_zone.clone(),
                CutoffAt::Facility(named) => facility(network, named).time_zone.clone(),
                CutoffAt::Origin => origin.map_or_else(
                    || zone(network, at).time_zone.clone(),
                    |origin| facility(network, origin).time_zone.clone(),
                ),
            }
        };
        let time_zones: Vec<String> = (0..network.zones.len()).map(place).collect();
        time_zones
            .into_iter()
            .map(|time_zone| {
                let days = self.civil.days_of(&time_zone);
                let make = || Arc::new(CutoffClock::new(cutoff, CivilDays::clone(&days)));
                Arc::clone(known.entry(time_zone).or_insert_with(make))
            })
            .collect()
    }

    fn policy(
        &mut self,
        index: usize,
        level: &ServiceLevel,
        zones: &[ZonePlan],
        routes: &[Option<RoutePlan>],
    ) -> Policy {
        match &level.promise {
            PromisePolicy::Constant(after) => Policy::Constant(*after),
            PromisePolicy::Service(windows) => Policy::Service(windows.clone()),
            PromisePolicy::Plan { allowance } => Policy::Plan(allowance.0),
            &PromisePolicy::State { safety, service } => Policy::State(StatePromise {
                safety: safety.0,
                service,
            }),
            &PromisePolicy::Quantile { share, runs } => {
                Policy::Quantile(share, runs, vec![0; zones.len()])
            }
            PromisePolicy::Log => Policy::Log,
            PromisePolicy::StaticTable(table) => {
                let levels = self.network.service_levels.len();
                let origin = |zone: usize| routes[zone * levels + index].map(|route| route.origin);
                let rows = (0..zones.len()).map(|zone| self.table_row(table, zone, origin(zone)?));
                Policy::StaticTable(rows.collect())
            }
        }
    }

    fn table_row(&mut self, table: &StaticTable, zone: usize, origin: u32) -> Option<TableRow> {
        let row = table
            .days
            .iter()
            .find(|row| row.0 == origin as usize && row.1 == zone)?;
        let time_zone = facility(self.network, origin as usize).time_zone.clone();
        let mut days = |calendar: Option<usize>| match calendar {
            Some(calendar) => self.civil.open_days(calendar, &time_zone),
            None => Arc::new(OpenDays::every_day()),
        };
        Some(TableRow {
            days: row.2,
            cutoff: table.cutoff,
            dispatch: days(table.dispatch_calendar),
            transit: days(table.transit_calendar),
            origin: self.civil.days_of(&time_zone),
        })
    }

    /// The padding that holds per (level, zone): the last matching override, else the level's own.
    pub(super) fn paddings(&self) -> Vec<PaddingAmount> {
        let network = self.network;
        let zones = network.zones.len();
        let own = network.service_levels.iter();
        let mut paddings: Vec<PaddingAmount> = own
            .flat_map(|level| std::iter::repeat_n(level.padding, zones))
            .collect();
        for row in &network.paddings {
            for (cell, padding) in paddings.iter_mut().enumerate() {
                let fits = |of: Option<usize>, is: usize| of.is_none_or(|of| of == is);
                if fits(row.service_level, cell / zones) && fits(row.zone, cell % zones) {
                    *padding = row.padding;
                }
            }
        }
        paddings
    }
}
