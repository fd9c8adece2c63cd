//! Facilities and their stages compiled.

use std::collections::BTreeMap;

use leadtime_network::calendar::{CivilDays, DayTime, OpenIntervals, StepFunction};
use leadtime_network::distribution::Distribution;
use leadtime_network::network::{
    Capacity, Facility, FacilityKind, Outage, OutageTime, Queueing, Serve, ShockTarget,
};
use leadtime_network::time::{Instant, TICKS_PER_SECOND};

use super::compile::{Compiler, facility};
use super::shocks::{share_taken, touches_stage};
use super::{BreakdownPlan, CentrePlan, FacilityPlan, ShockPlan, StationCapacity, StationPlan};
use crate::random::{Purpose, name_key};
use crate::sampling::law;
use crate::sampling::split;

impl Compiler<'_> {
    /// All facilities with all stages, in file order.
    pub(super) fn facilities(
        &mut self,
        shocks: &ShockPlan,
    ) -> (Vec<FacilityPlan>, Vec<StationPlan>) {
        let network = self.network;
        let mut facilities = Vec::new();
        let mut stations = Vec::new();
        for index in 0..network.facilities.len() {
            let facility = facility(network, index);
            let first = stations.len() as u32;
            for stage in 0..facility.stages.len() {
                let station = self.station(facility, index, stage, stations.len(), shocks);
                stations.push(station);
            }
            let coming_back = facility.stages.iter().filter(|stage| stage.returns).count();
            let end = stations.len() as u32;
            let back = end - coming_back as u32;
            facilities.push(FacilityPlan {
                name: facility.name.clone(),
                kind: kind_name(facility.kind),
                civil: self.civil.days_of(&facility.time_zone),
                position: facility.position.map(|at| (at.latitude, at.longitude)),
                stations: first..back,
                returns: back..end,
            });
        }
        (facilities, stations)
    }

    fn station(
        &mut self,
        place: &Facility,
        facility: usize,
        index: usize,
        station: usize,
        shocks: &ShockPlan,
    ) -> StationPlan {
        let stage = &place.stages[index];
        let taken = share_taken(self.network, ShockTarget::ServiceTime, |touches| {
            touches_stage(touches, facility, index)
        });
        let own = if taken > 0.0 {
            split(&stage.service, taken).map(|split| split.own)
        } else {
            None
        };
        let service = own.as_ref().unwrap_or(&stage.service);
        let open = stage.calendar.map(|calendar| {
            OpenIntervals::clone(&self.civil.open_intervals(calendar, &place.time_zone))
        });
        let days = self.civil.days_of(&place.time_zone);
        let until = Instant(self.civil.end);
        let away = away(&stage.outages, &days, until);
        let within = |steps: StepFunction| {
            let steps = match &open {
                Some(open) => steps.within(open),
                None => steps,
            };
            if away.is_empty() {
                steps
            } else {
                steps.without(&away)
            }
        };
        let steps = |function: StepFunction| {
            // Before the first step nothing is there.
            let mut steps = vec![(i64::MIN, 0)];
            steps.extend(function.iter().map(|(at, servers)| (at.0, servers)));
            steps
        };
        let varies = open.is_some() || !shocks.servers[station].is_empty() || !away.is_empty();
        let capacity = match &stage.capacity {
            Capacity::Unlimited if open.is_some() => {
                StationCapacity::Staffed(steps(within(StepFunction::constant(u32::MAX))))
            }
            Capacity::Unlimited => StationCapacity::Unlimited,
            &Capacity::Servers(servers) if !varies => StationCapacity::Servers(servers),
            &Capacity::Servers(servers) => {
                StationCapacity::Staffed(steps(within(StepFunction::constant(servers))))
            }
            Capacity::Staffing(shifts) => {
                StationCapacity::Staffed(steps(within(StepFunction::new(shifts, &days, until))))
            }
            &Capacity::Throughput { per_hour } => {
                StationCapacity::Throughput(per_hour, steps(within(StepFunction::constant(1))))
            }
        };
        let planned = stage.planned.map_or_else(
            || crate::sampling::to_ticks(law::median(service)),
            |planned| planned.0,
        );
        let queueing = &stage.queueing;
        let centre = match stage.capacity {
            Capacity::Throughput { .. } => None,
            Capacity::Unlimited if queueing.is_fifo() => None,
            _ => self.centre(place, index),
        };
        let home = place.home(index);
        let desk = (home..index)
            .filter(|&other| place.home(other) == home)
            .count();
        let breakdown = queueing.breakdown.as_ref().map(|breakdown| BreakdownPlan {
            gap: self.tables.sampler(&Distribution::Exponential {
                mean: breakdown.between.0 as f64,
            }),
            repair: self.tables.sampler(&breakdown.repair),
        });
        StationPlan {
            centre,
            breakdown,
            rework: queueing
                .rework
                .map(|rework| (rework.probability, (index - rework.to) as u32)),
            load_factor: load_factor(queueing),
            facility: facility as u32,
            home: (station - index + home) as u32,
            desk: desk as u32,
            pool: stage
                .pool
                .map(|pool| &place.pools[pool])
                .map(|pool| (format!("{}/{}", place.name, pool.name), pool.serve)),
            stage: stage.name.clone(),
            purpose: Purpose::named(name_key(&format!("stage:{}/{}", place.name, stage.name))),
            service: self.tables.sampler(service),
            variance: service.variance(),
            residuals: Vec::new(),
            most_dealt: 0,
            mean: service.mean(),
            planned,
            open: working_time(&capacity),
            capacity,
            shocked: !shocks.service[station].is_empty(),
            returns: stage.returns,
        }
    }
}

impl Compiler<'_> {
    /// The rules beyond first in, first out; `None`: there are none.
    fn centre(&mut self, place: &Facility, index: usize) -> Option<CentrePlan> {
        let stage = &place.stages[index];
        let queueing = &stage.queueing;
        let feeds = |to: &usize| place.feeders(*to).any(|from| from == index);
        let shares = |to: usize| stage.pool.is_some() && place.stages[to].pool == stage.pool;
        let mut next = (0..place.stages.len()).filter(feeds);
        let blockable = next
            .clone()
            .any(|to| place.stages[to].queueing.buffer.is_some());
        let guarded = blockable || next.any(shares);
        if queueing.is_fifo() && !guarded && stage.pool.is_none() && !self.watched {
            return None;
        }
        let mut timetables = BTreeMap::new();
        let release = queueing
            .release
            .as_ref()
            .map(|waves| self.departures(waves, None, &place.time_zone, &mut timetables));
        let serve = stage.pool.map(|pool| place.pools[pool].serve);
        Some(CentrePlan {
            discipline: queueing.discipline,
            preemptive: queueing.preemptive,
            overtime: queueing.overtime,
            batch: queueing.batch,
            release,
            order_cap: queueing.order_cap,
            buffer: queueing.buffer,
            guarded,
            blockable,
            turn: match serve {
                // What goes out comes before what comes back.
                Some(Serve::DownstreamFirst) => {
                    let after = if stage.returns { place.stages.len() } else { 0 };
                    (after + place.stages.len() - index) as u32
                }
                Some(Serve::LongestWaiting) | None => 0,
            },
        })
    }
}

/// When how many servers are away.
fn away(outages: &[Outage], days: &CivilDays, until: Instant) -> Vec<(Instant, Instant, u32)> {
    let mut away = Vec::new();
    for outage in outages {
        let servers = outage.servers.unwrap_or(u32::MAX);
        match &outage.when {
            OutageTime::Weekly(hours) => {
                let intervals = OpenIntervals::of_hours(hours, &[], days, until);
                away.extend(intervals.iter().map(|(from, to)| (from, to, servers)));
            }
            OutageTime::Once { from, to } => {
                away.push((instant(*from, days), instant(*to, days), servers));
            }
        }
    }
    away
}

/// The instant of a civil date and time.
fn instant(at: jiff::civil::DateTime, days: &CivilDays) -> Instant {
    let time = at.time();
    let seconds =
        i64::from(time.hour()) * 3_600 + i64::from(time.minute()) * 60 + i64::from(time.second());
    let clock = seconds * TICKS_PER_SECOND + i64::from(time.millisecond());
    days.at(days.day_of_date(at.date()), DayTime(clock as u32))
}

/// Servers needed a parcel, in mean service times.
fn load_factor(queueing: &Queueing) -> f64 {
    let repairs = queueing.breakdown.as_ref().map_or(0.0, |breakdown| {
        breakdown.repair.mean() / breakdown.between.0.max(1) as f64
    });
    let together = queueing.batch.map_or(1.0, |batch| f64::from(batch.size));
    (1.0 + repairs) / together
}

/// When work may start, read off the staffing: what the planned path walks through.
fn working_time(capacity: &StationCapacity) -> Option<Vec<(i64, bool)>> {
    match capacity {
        StationCapacity::Unlimited | StationCapacity::Servers(_) => None,
        StationCapacity::Staffed(steps) | StationCapacity::Throughput(_, steps) => Some(
            steps
                .iter()
                .map(|&(at, servers)| (at, servers > 0))
                .collect(),
        ),
    }
}

/// The glossary's name of a kind.
pub(super) fn kind_name(kind: FacilityKind) -> &'static str {
    match kind {
        FacilityKind::FulfilmentCentre => "fulfilment-centre",
        FacilityKind::SortCentre => "sort-centre",
        FacilityKind::CrossDock => "cross-dock",
        FacilityKind::DeliveryStation => "delivery-station",
        FacilityKind::Hub => "hub",
        FacilityKind::Supplier => "supplier",
    }
}
