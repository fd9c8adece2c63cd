//! Demand compiled: rates per zone and segment of time, gaps of a renewal process, or the rows of a log.

use std::collections::BTreeMap;
use std::sync::Arc;

use leadtime_network::calendar::{CivilDays, DayIndex, DayTime};
use leadtime_network::distribution::Distribution;
use leadtime_network::network::{Demand, ForecastVolume, Grain, Profile, ReplayRow, Season};
use leadtime_network::time::Instant;

use crate::random::name_key;

use super::compile::{Compiler, zone};
use super::{HOUR, ShockPlan, ShockSeries, ZonePlan};
use crate::engine::ShockValues;
use crate::sampling::{Sampler, ShockSampler};

/// How visits arise.
#[derive(Clone, Debug)]
pub(crate) enum DemandPlan {
    Rate(RateDemand),
    Renewal { gap: Sampler, batch: u32 },
    Replay(Vec<ReplayVisit>),
}

/// A nonhomogeneous Poisson process per zone.
#[derive(Clone, Debug)]
pub(crate) struct RateDemand {
    /// Exponential with mean 1.
    pub(crate) unit_gap: Sampler,
    /// Shapes: zones with the same time zone, profile and season share one.
    shapes: Vec<Arc<[RateSegment]>>,
    /// Per zone: its shape, and visits a tick where the shape is 1.
    zones: Vec<(u32, f64)>,
    /// Series of demand shocks per zone.
    shocks: Vec<Vec<u32>>,
}

/// From `from` on the rate is `factor` times the zone's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct RateSegment {
    pub(crate) from: i64,
    pub(crate) factor: f64,
}

/// One logged order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ReplayVisit {
    pub(crate) at: i64,
    pub(crate) zone: u32,
    pub(crate) level: Option<u32>,
    pub(crate) promise: Option<i64>,
    pub(crate) id: u64,
    /// Its row among those of the network.
    pub(crate) row: u32,
}

impl RateDemand {
    /// The segments of a zone.
    pub(crate) fn segments(&self, zone: usize) -> &[RateSegment] {
        &self.shapes[self.zones[zone].0 as usize]
    }

    /// Visits a tick of a zone in one of its segments, shocks included.
    pub(crate) fn rate(&self, zone: usize, segment: usize, shocks: &ShockValues<'_>) -> f64 {
        let segment = self.segments(zone)[segment];
        self.zones[zone].1 * segment.factor * shocks.product(&self.shocks[zone], segment.from)
    }

    /// Expected visits a tick over all zones, for sizing.
    fn mean_rate(&self, end: i64) -> f64 {
        self.zones
            .iter()
            .map(|&(shape, rate)| rate * mean_factor(&self.shapes[shape as usize], end))
            .sum()
    }

    /// Expected visits of a zone in [from, to), without shocks.
    pub(crate) fn expected(&self, zone: usize, from: i64, to: i64) -> f64 {
        let segments = self.segments(zone);
        let first = segments
            .partition_point(|segment| segment.from <= from)
            .saturating_sub(1);
        let mut sum = 0.0;
        for (at, segment) in segments.iter().enumerate().skip(first) {
            if segment.from >= to {
                break;
            }
            let end = segments.get(at + 1).map_or(i64::MAX, |next| next.from);
            sum += segment.factor * (end.min(to) - segment.from.max(from)).max(0) as f64;
        }
        self.zones[zone].1 * sum
    }
}

impl DemandPlan {
    /// Expected visits a tick, for sizing windows and estimates.
    pub(crate) fn mean_rate(&self, zones: usize, end: i64, gap_mean: f64) -> f64 {
        match self {
            Self::Rate(rate) => rate.mean_rate(end),
            Self::Renewal { batch, .. } => f64::from(*batch) * zones as f64 / gap_mean.max(1e-3),
            Self::Replay(rows) => rows.len() as f64 / end.max(1) as f64,
        }
    }
}

fn mean_factor(segments: &[RateSegment], end: i64) -> f64 {
    let mut sum = 0.0;
    for (at, segment) in segments.iter().enumerate() {
        let next = segments.get(at + 1).map_or(end, |next| next.from.min(end));
        sum += segment.factor * (next - segment.from).max(0) as f64;
    }
    sum / end as f64
}

impl Compiler<'_> {
    /// Demand of all zones. A forecast error becomes one more series of demand shocks.
    pub(super) fn demand(&mut self, zones: &[ZonePlan], shocks: &mut ShockPlan) -> DemandPlan {
        match &self.network.demand {
            Demand::Poisson {
                per_hour,
                profile,
                season,
            } => {
                let total = per_hour / HOUR as f64;
                self.rates(zones, shocks, *profile, season, &[], |zone| {
                    total * zone.weight
                })
            }
            Demand::Forecast {
                volumes,
                profile,
                error,
            } => {
                if let Some(law) = error {
                    let sampler = ShockSampler::new(law, &mut self.tables);
                    let grains = self.civil.grains(Grain::Day, &self.network.clock.time_zone);
                    shocks.series.push(ShockSeries {
                        key: name_key("forecast-error"),
                        shock: None,
                        sampler,
                        grains,
                    });
                    let series = shocks.series.len() as u32 - 1;
                    shocks.demand.iter_mut().for_each(|list| list.push(series));
                }
                self.rates(zones, shocks, *profile, &[], volumes, |_| 1.0)
            }
            Demand::Renewal {
                interarrival,
                batch,
            } => DemandPlan::Renewal {
                gap: self.tables.sampler(interarrival),
                batch: *batch,
            },
            Demand::Replay { rows } => {
                let visit = |(number, row): (usize, &ReplayRow)| ReplayVisit {
                    at: row.placed.0,
                    zone: row.zone as u32,
                    level: row.service_level.map(|level| level as u32),
                    promise: row.promise.map(|promise| promise.0),
                    id: row.id,
                    row: number as u32,
                };
                let mut rows: Vec<ReplayVisit> = rows
                    .iter()
                    .enumerate()
                    .map(visit)
                    .filter(|row| row.at >= 0)
                    .collect();
                rows.sort_by_key(|row| (row.at, row.zone, row.id));
                DemandPlan::Replay(rows)
            }
        }
    }

    fn rates(
        &mut self,
        zones: &[ZonePlan],
        shocks: &ShockPlan,
        profile: Option<usize>,
        season: &[Season],
        volumes: &[ForecastVolume],
        rate: impl Fn(&ZonePlan) -> f64,
    ) -> DemandPlan {
        let network = self.network;
        let breaks = grain_breaks(shocks);
        let mut known: BTreeMap<(String, Option<usize>, Option<usize>), u32> = BTreeMap::new();
        let mut shapes: Vec<Arc<[RateSegment]>> = Vec::new();
        let mut of_zones = Vec::new();
        for (at, plan) in zones.iter().enumerate() {
            let place = zone(network, at);
            let profile = place.profile.or(profile);
            let weighted = !volumes.is_empty();
            let key = (place.time_zone.clone(), profile, weighted.then_some(at));
            let shape = *known.entry(key).or_insert_with(|| {
                let shape = Shape {
                    civil: &plan.civil,
                    profile: profile.map(|at| &network.profiles[at]),
                    end: self.civil.end,
                };
                let segments = if weighted {
                    shape.forecast(|date| volume_on(volumes, date, at, plan.weight), &breaks)
                } else {
                    shape.seasonal(season, &breaks)
                };
                shapes.push(segments.into());
                shapes.len() as u32 - 1
            });
            of_zones.push((shape, rate(plan)));
        }
        let unit_gap = self
            .tables
            .sampler(&Distribution::Exponential { mean: 1.0 });
        DemandPlan::Rate(RateDemand {
            unit_gap,
            shapes,
            zones: of_zones,
            shocks: shocks.demand.clone(),
        })
    }
}

/// Expected visits of a zone on a date: rows of the zone, and its part of rows for all zones.
fn volume_on(volumes: &[ForecastVolume], date: jiff::civil::Date, zone: usize, weight: f64) -> f64 {
    let of_day = volumes.iter().filter(|row| row.date == date);
    of_day
        .map(|row| {
            row.zone.map_or(row.volume * weight, |of| {
                if of == zone { row.volume } else { 0.0 }
            })
        })
        .sum()
}

/// The instants at which some demand shock changes its value.
fn grain_breaks(shocks: &ShockPlan) -> Vec<i64> {
    let mut used: Vec<u32> = shocks.demand.iter().flatten().copied().collect();
    used.sort_unstable();
    used.dedup();
    let mut breaks: Vec<i64> = used
        .iter()
        .flat_map(|&series| shocks.series[series as usize].grains.starts.iter().copied())
        .collect();
    breaks.sort_unstable();
    breaks.dedup();
    breaks
}

/// The factors of one (time zone, profile) over the run.
struct Shape<'a> {
    civil: &'a CivilDays,
    profile: Option<&'a Profile>,
    end: i64,
}

impl Shape<'_> {
    fn seasonal(&self, season: &[Season], breaks: &[i64]) -> Vec<RateSegment> {
        let factor = |day: DayIndex, hour: usize| {
            let date = self.civil.date(day);
            let holds = season
                .iter()
                .filter(|season| (season.from..=season.to).contains(&date));
            self.hourly(day, hour) * holds.map(|season| season.factor).product::<f64>()
        };
        self.segments(factor, breaks)
    }

    fn forecast(
        &self,
        volume: impl Fn(jiff::civil::Date) -> f64,
        breaks: &[i64],
    ) -> Vec<RateSegment> {
        let factor = |day: DayIndex, hour: usize| {
            let length = |hour: u32| {
                let at = |hour: u32| self.civil.at(day, DayTime(hour * HOUR as u32)).0;
                (at(hour + 1) - at(hour)) as f64
            };
            let total: f64 = (0..24)
                .map(|hour| self.hourly(day, hour as usize) * length(hour))
                .sum();
            if total > 0.0 {
                volume(self.civil.date(day)) * self.hourly(day, hour) / total
            } else {
                0.0
            }
        };
        self.segments(factor, breaks)
    }

    fn hourly(&self, day: DayIndex, hour: usize) -> f64 {
        self.profile.map_or(1.0, |profile| {
            profile.week[usize::from(self.civil.weekday(day)) * 24 + hour]
        })
    }

    /// One segment a local hour, split at the breaks; neighbours with the same factor and no break between are one.
    fn segments(
        &self,
        factor: impl Fn(DayIndex, usize) -> f64,
        breaks: &[i64],
    ) -> Vec<RateSegment> {
        let first = self.civil.day_of(Instant::START);
        let last = self.civil.day_of(Instant(self.end));
        let mut segments: Vec<RateSegment> = Vec::new();
        let mut breaks = breaks.iter().copied().filter(|&split| split > 0).peekable();
        for day in (first.0..=last.0).map(DayIndex) {
            for hour in 0..24usize {
                let at = |hour: usize| self.civil.at(day, DayTime(hour as u32 * HOUR as u32)).0;
                let (from, to) = (at(hour).max(0), at(hour + 1));
                if to <= from {
                    continue;
                }
                let factor = factor(day, hour);
                if segments.last().is_none_or(|last| last.factor != factor) {
                    segments.push(RateSegment { from, factor });
                }
                // A shock may change here even where the shape does not.
                while let Some(split) = breaks.next_if(|&split| split < to) {
                    if segments.last().is_some_and(|last| last.from < split) {
                        segments.push(RateSegment {
                            from: split,
                            factor,
                        });
                    }
                }
            }
        }
        if segments.is_empty() {
            segments.push(RateSegment {
                from: 0,
                factor: 0.0,
            });
        }
        segments
    }
}
