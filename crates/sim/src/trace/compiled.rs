//! The header of a compiled plan, and the trace of one of its replications.

use std::io::{self, Write};

use leadtime_network::network::{self, Discipline, Overtime};
use leadtime_network::promise::{self, PaddingAmount};

use super::clocks::Clocks;
use super::offers;
use super::{
    Baskets, Capacity, Departures, Door, Draw, Header, Lane, Padding, PaddingOverride, PlanTerms,
    Rounding, ServiceLevel, Stage, StageRules, Stock, StockPolicy, Tour, TraceWriter, VERSION,
    WhenOut,
};
use crate::engine::{ReplicationOutcome, ShockValues, replicate_traced};
use crate::plan::{
    self, CentrePlan, LanePlan, LevelPlan, Plan, SourcingPlan, StationCapacity, StationPlan,
    StorePlan,
};
use crate::random::ReplicationKey;

/// Later than anything that happens.
const NEVER: i64 = i64::MAX / 4;

/// Runs one replication and writes its trace to `sink`.
///
/// ```no_run
/// # fn trace(plan: &leadtime_sim::plan::Plan) -> std::io::Result<()> {
/// let (outcome, sink) = leadtime_sim::trace::record(plan, 1, 0, std::fs::File::create("trace.jsonl")?)?;
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// The first write that failed; the replication has run all the same.
pub fn record<W: Write>(
    plan: &Plan,
    seed: u64,
    replication: u32,
    sink: W,
) -> io::Result<(ReplicationOutcome, W)> {
    let mut writer = TraceWriter::new(sink, &Header::of(plan, seed, replication));
    let outcome = replicate_traced(plan, seed, replication, &mut writer);
    Ok((outcome, writer.finish()?))
}

impl Header {
    /// The header of one replication: its staffing already has that replication's shocks.
    #[must_use]
    pub fn of(plan: &Plan, seed: u64, replication: u32) -> Self {
        let shocks = ShockValues::new(plan, ReplicationKey::new(seed, u64::from(replication)));
        let stages = plan.stations.iter().enumerate();
        let levels = plan.levels.iter().enumerate();
        let mut clocks = Clocks::default();
        let zone_clocks = plan.zones.iter().map(|zone| {
            let (days, delivery) = (zone.clock.days(), zone.clock.delivery());
            clocks.index(days, delivery)
        });
        let zone_clocks = zone_clocks.collect();
        let service_levels = levels.map(|(at, of)| service_level(plan, of, at, &mut clocks));
        let service_levels = service_levels.collect();
        let plan_terms = PlanTerms::of(plan, &mut clocks);
        Self {
            trace: VERSION,
            scenario: plan.name.clone(),
            seed,
            replication,
            warm_up: plan.warm_up,
            horizon: plan.horizon,
            ended: Some(plan.end),
            origins: origins(plan),
            stages: stages
                .map(|(at, station)| stage(plan, station, at, &shocks))
                .collect(),
            lanes: plan.lanes.iter().map(|of| lane(plan, of)).collect(),
            service_levels,
            paddings: overrides(plan),
            zones: plan.zones.iter().map(|zone| zone.name.clone()).collect(),
            clocks: clocks.all,
            zone_clocks,
            doors: doors(plan),
            economy: super::Economy::of(plan),
            plan: Some(plan_terms),
            blame: plan.blame.is_some(),
            facilities: match plan.baskets {
                Some(_) => facility_names(plan),
                None => Vec::new(),
            },
            baskets: plan.baskets.as_ref().map(|baskets| Baskets {
                lines_per_parcel: u32::try_from(baskets.lines_per_parcel).ok(),
                release: baskets.release.as_ref().map(departures),
                sourced_again: baskets.rule == SourcingPlan::CheapestThatMeets,
            }),
            stocks: plan.stores.iter().map(|of| stock(plan, of)).collect(),
            returns: plan.returns.as_ref().map(|returns| super::Returns {
                facilities: facility_names(plan),
                to: returns.to,
                share: returns.share,
                resellable: returns.resellable,
            }),
        }
    }
}

fn origins(plan: &Plan) -> Vec<String> {
    let choices = plan.choices.iter().flatten();
    let mut origins: Vec<u32> = plan
        .routes
        .iter()
        .flatten()
        .chain(choices)
        .map(|route| route.origin)
        .collect();
    origins.sort_unstable();
    origins.dedup();
    origins
        .iter()
        .map(|&origin| plan.facilities[origin as usize].name.clone())
        .collect()
}

fn facility_names(plan: &Plan) -> Vec<String> {
    let names = plan.facilities.iter().map(|facility| facility.name.clone());
    names.collect()
}

fn stock(plan: &Plan, store: &StorePlan) -> Stock {
    Stock {
        name: format!(
            "{}/{}",
            plan.facilities[store.facility as usize].name, store.sku_name
        ),
        facility: store.facility,
        sku: store.sku_name.clone(),
        policy: match store.policy {
            network::StockPolicy::ReorderPoint {
                reorder_at,
                quantity,
            } => StockPolicy::ReorderPoint {
                reorder_at,
                quantity,
            },
            network::StockPolicy::OrderUpTo { reorder_at, up_to } => {
                StockPolicy::OrderUpTo { reorder_at, up_to }
            }
            network::StockPolicy::FixedOrder { quantity } => StockPolicy::FixedOrder { quantity },
        },
        review: store.review.as_ref().map(departures),
        initial: store.initial,
        capacity: store.capacity,
        supplier: store.supplier,
        when_out: match store.when_out {
            network::WhenOut::Backorder => WhenOut::Backorder,
            network::WhenOut::Lost => WhenOut::Lost,
        },
    }
}

fn stage(plan: &Plan, station: &StationPlan, at: usize, shocks: &ShockValues<'_>) -> Stage {
    let facility = plan.facilities[station.facility as usize].name.clone();
    let (capacity, open) = match &station.capacity {
        StationCapacity::Unlimited => (Capacity::Unlimited, None),
        &StationCapacity::Servers(servers) => (Capacity::Servers(servers), None),
        // A pure delay with opening hours.
        StationCapacity::Staffed(steps)
            if steps.iter().all(|step| [0, u32::MAX].contains(&step.1)) =>
        {
            (Capacity::Unlimited, Some(open_intervals(steps)))
        }
        StationCapacity::Staffed(steps) => (
            Capacity::Staffing(shocks.staffing(steps, &plan.shocks.servers[at])),
            None,
        ),
        &StationCapacity::Throughput(per_hour, ref steps) => (
            Capacity::Throughput { per_hour },
            Some(open_intervals(steps)),
        ),
    };
    Stage {
        name: format!("{facility}/{}", station.stage),
        facility,
        capacity,
        open,
        rules: station.centre.as_ref().map(stage_rules),
        pool: station.pool.as_ref().map(|pool| pool.0.clone()),
        breakdowns: station.breakdown.is_some(),
        drawn: station.tells_work(),
        rework: station.rework.map(|(_, back)| back),
        returns: station.returns,
    }
}

/// When the plan lets work start; `None`: always.
pub(super) fn planned_hours(station: &StationPlan) -> Option<Vec<(i64, i64)>> {
    let steps = station.open.as_ref()?.iter();
    let steps: Vec<(i64, u32)> = steps.map(|&(from, open)| (from, u32::from(open))).collect();
    Some(open_intervals(&steps))
}

/// Delivery hours, where there are any.
fn doors(plan: &Plan) -> Vec<Door> {
    let levels = plan.levels.len();
    let doors = plan.doors.iter().enumerate();
    doors
        .filter_map(|(at, window)| {
            let window = (*window)?;
            Some(Door {
                zone: (at / levels) as u32,
                level: (at % levels) as u32,
                from: i64::from(window.from.0),
                to: i64::from(window.to.0),
            })
        })
        .collect()
}

fn stage_rules(centre: &CentrePlan) -> StageRules {
    StageRules {
        discipline: match centre.discipline {
            Discipline::Fifo => "fifo",
            Discipline::EarliestDueDate => "earliest-due-date",
            Discipline::EarliestCpt => "earliest-cpt",
            Discipline::Priority => "priority",
        }
        .to_owned(),
        preemptive: centre.preemptive,
        overtime: match centre.overtime {
            Overtime::Finish => "finish",
            Overtime::Pause => "pause",
            Overtime::Restart => "restart",
        }
        .to_owned(),
        batch: centre.batch.map(|batch| batch.size),
        batch_wait: centre.batch.and_then(|batch| batch.wait).map(|wait| wait.0),
        release: centre.release.as_ref().map(departures),
        buffer: centre.buffer.map(|buffer| buffer.size),
        turn: centre.turn,
    }
}

/// Where a step function is above zero.
fn open_intervals(steps: &[(i64, u32)]) -> Vec<(i64, i64)> {
    let mut intervals: Vec<(i64, i64)> = Vec::new();
    for (index, &(from, servers)) in steps.iter().enumerate() {
        let to = steps.get(index + 1).map_or(NEVER, |next| next.0);
        match intervals.last_mut() {
            _ if servers == 0 || to <= from => {}
            Some(last) if last.1 == from => last.1 = to,
            _ => intervals.push((from, to)),
        }
    }
    intervals
}

fn departures(of: &plan::Departures) -> Departures {
    match of {
        plan::Departures::OnDemand => Departures::OnDemand,
        &plan::Departures::Headway { every, offset } => Departures::Headway { every, offset },
        plan::Departures::Timetable(times) => Departures::Timetable(times.to_vec()),
    }
}

fn lane(plan: &Plan, lane: &LanePlan) -> Lane {
    let node = |index: u32| match (index as usize).checked_sub(plan.facilities.len()) {
        None => plan.facilities[index as usize].name.clone(),
        Some(zone) => plan.zones[zone].name.clone(),
    };
    Lane {
        name: lane.name.clone(),
        from: node(lane.from),
        to: node(lane.to),
        capacity: lane.capacity,
        attempts: lane.attempts.map(|attempts| attempts.most),
        load_lead: lane.load_lead,
        departures: departures(&lane.departures),
        draw: if lane.per_parcel {
            Draw::PerParcel
        } else {
            Draw::PerDeparture
        },
        last_leg: lane.last_leg,
        spread: lane.spread,
        tour: lane.tour.map(|tour| Tour {
            drivers: tour.drivers,
            per_stop: tour.per_stop,
            per_root: tour.per_root,
            hours: tour.hours.0,
        }),
        calendars: lane.transit_open.is_some() || lane.delivery.is_some(),
        delay: lane.delay.is_some(),
        cancel: lane.cancel,
        open: lane
            .dispatch
            .as_ref()
            .map(|open| open.iter().map(|(from, to)| (from.0, to.0)).collect()),
        service_levels: lane
            .levels
            .as_ref()
            .map(|levels| levels.iter().map(|&level| level as u32).collect()),
    }
}

fn service_level(plan: &Plan, level: &LevelPlan, at: usize, clocks: &mut Clocks) -> ServiceLevel {
    ServiceLevel {
        name: plan.level_names[at].clone(),
        policy: offers::policy(level, clocks),
        padding: padding(plan, at, 0),
        padding_at: level.padding_at.into(),
        cutoff: offers::cutoff(level, clocks),
        at_least: level.at_least.map(Into::into),
        fallback: level.fallback.map(Into::into),
        latest: level.latest.map(Into::into),
        rounding: match level.rounding {
            promise::Rounding::Instant => Rounding::Instant,
            promise::Rounding::Hours(hours) => Rounding::Hours(hours),
            promise::Rounding::EndOfDay => Rounding::EndOfDay,
            promise::Rounding::EndOfDeliveryDay => Rounding::EndOfDeliveryDay,
        },
        priority: level.priority,
    }
}

/// The padding of a level in a zone.
fn padding(plan: &Plan, level: usize, zone: usize) -> Padding {
    match plan.paddings[level * plan.zones.len() + zone] {
        PaddingAmount::Elapsed(ticks) => Padding::Elapsed(ticks.0),
        PaddingAmount::Days(days) => Padding::Days(days),
        PaddingAmount::BusinessDays(days) => Padding::BusinessDays(days),
        PaddingAmount::Percent(share) => Padding::Percent(share),
    }
}

/// Zones whose padding is not that of the first zone.
fn overrides(plan: &Plan) -> Vec<PaddingOverride> {
    let all = (0..plan.levels.len())
        .flat_map(|level| (1..plan.zones.len()).map(move |zone| (level, zone)));
    all.map(|(level, zone)| (level, zone, padding(plan, level, zone)))
        .filter(|&(level, _, own)| own != padding(plan, level, 0))
        .map(|(level, zone, padding)| PaddingOverride {
            level: Some(level as u32),
            zone: Some(zone as u32),
            padding,
        })
        .collect()
}
