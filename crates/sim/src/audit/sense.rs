//! Whether a header makes sense: everything ascending, in range, and pointing to what there is.

use super::AuditError;
use super::ledger::TIME_LIMIT;
use super::timetable::{Hours, is_regular};
use crate::trace::{Capacity, Header, Lane, PlannedPath, Policy, Stage};

/// Opening hours, staffing and throughput of a stage.
pub(super) fn check_stage(stage: &Stage) -> Result<(), AuditError> {
    let wrong = |what: &str| Err(AuditError::Header(format!("stage {}: {what}", stage.name)));
    if !ascending(stage.open.as_deref()) {
        return wrong("opening hours are not ascending and disjoint");
    }
    match &stage.capacity {
        Capacity::Staffing(steps) if !steps.is_sorted_by(|a, b| a.0 < b.0) => {
            wrong("staffing steps are not ascending")
        }
        Capacity::Throughput { per_hour } if !(per_hour.is_finite() && *per_hour > 0.0) => {
            wrong("the throughput is not positive")
        }
        _ => Ok(()),
    }
}

/// A clock for every zone, or for none.
pub(super) fn check_clocks(header: &Header) -> Result<(), AuditError> {
    let wrong = |what: &str| Err(AuditError::Header(format!("clocks: {what}")));
    let known = |&clock: &u32| (clock as usize) < header.clocks.len();
    if !header.zone_clocks.iter().all(known)
        || ![0, header.zones.len()].contains(&header.zone_clocks.len())
    {
        return wrong("not one for every zone");
    }
    for clock in &header.clocks {
        let times = clock.changes.iter().flat_map(|&(at, offset)| [at, offset]);
        if !times.chain([clock.offset]).all(|time| in_range(&time)) {
            return wrong("an offset or its change is out of range");
        }
        if !clock.changes.is_sorted_by(|a, b| a.0 < b.0) || !clock.closed.is_sorted() {
            return wrong("changes or closed days are not ascending");
        }
        if !clock.delivery.contains(&true) {
            return wrong("no day is a delivery day");
        }
    }
    Ok(())
}

/// Hours, lengths and departures of a lane.
pub(super) fn check_lane(lane: &Lane) -> Result<(), AuditError> {
    let wrong = |what: &str| Err(AuditError::Header(format!("lane {}: {what}", lane.name)));
    if !ascending(lane.open.as_deref()) {
        return wrong("dispatch hours are not ascending and disjoint");
    }
    if ![lane.load_lead, lane.spread].iter().all(in_range) {
        return wrong("the load lead or the spread is out of range");
    }
    if is_regular(&lane.departures) {
        Ok(())
    } else {
        wrong("departures are not ascending, or out of range")
    }
}

fn in_range(time: &i64) -> bool {
    (-TIME_LIMIT..=TIME_LIMIT).contains(time)
}

fn ascending(hours: Hours<'_>) -> bool {
    let hours = hours.unwrap_or_default();
    hours.iter().all(|(start, end)| start < end) && hours.is_sorted_by(|a, b| a.1 <= b.0)
}

/// A plan per stage and lane, and paths of levels, zones and lanes that there are.
pub(super) fn check_plan(header: &Header) -> Result<(), AuditError> {
    let Some(plan) = &header.plan else {
        return Ok(());
    };
    let below = |index: u32, len: usize| (index as usize) < len;
    let fits = |path: &PlannedPath| {
        below(path.zone, header.zones.len())
            && below(path.level, header.service_levels.len())
            && !path.lanes.is_empty()
            && path
                .lanes
                .iter()
                .all(|&lane| below(lane, header.lanes.len()))
    };
    let stages = plan.stages.iter();
    let stages = stages.map(|stage| (stage.work, stage.open.as_deref()));
    let lanes = plan.lanes.iter();
    let lanes = lanes.map(|lane| (lane.ticks, lane.open.as_deref()));
    // The hours of stages may have no beginning or no end; those of lanes are counted with.
    let moving = plan
        .lanes
        .iter()
        .flat_map(|lane| lane.open.iter().flatten());
    let mut moving = moving.flat_map(|&(start, end)| [start, end]);
    let mut terms = stages.chain(lanes);
    let known = |clock: u32| below(clock, header.clocks.len());
    if (plan.stages.len(), plan.lanes.len()) == (header.stages.len(), header.lanes.len())
        && plan.paths.iter().all(fits)
        && terms.all(|(ticks, hours)| in_range(&ticks) && ascending(hours))
        && moving.all(|time| in_range(&time))
        && plan
            .lanes
            .iter()
            .filter_map(|lane| lane.delivery)
            .all(known)
    {
        return Ok(());
    }
    Err(AuditError::Header(
        "the plan does not fit the stages, lanes, zones and levels, or is out of range".to_owned(),
    ))
}

/// Cutoffs and tables per zone, by clocks that there are.
pub(super) fn check_offers(header: &Header) -> Result<(), AuditError> {
    let zones = header.zones.len();
    let known = |clock: u32| (clock as usize) < header.clocks.len();
    for level in &header.service_levels {
        let cutoff = level.cutoff.as_ref().is_none_or(|cutoff| {
            cutoff.clocks.len() == zones
                && cutoff.clocks.iter().copied().all(known)
                && cutoff.holidays.is_sorted()
        });
        let policy = match &level.policy {
            Policy::Service(windows) => !windows.is_empty(),
            Policy::StaticTable(rows) => {
                let mut rows = rows.iter().flatten();
                rows.all(|row| known(row.dispatch) && known(row.transit) && row.days < 100_000)
            }
            Policy::Plan(allowance) => in_range(allowance),
            Policy::Quantile(lengths) => lengths.iter().all(in_range),
            _ => true,
        };
        if !cutoff || !policy {
            let what = format!(
                "the offer of {} does not fit the zones and clocks",
                level.name
            );
            return Err(AuditError::Header(what));
        }
    }
    Ok(())
}

/// A rate per stage and lane, and overflow to lanes that there are.
pub(super) fn check_economy(header: &Header) -> Result<(), AuditError> {
    let Some(economy) = &header.economy else {
        return Ok(());
    };
    let stages = economy.prices.is_none() || economy.stages.len() == header.stages.len();
    let known = |lane: u32| (lane as usize) < header.lanes.len();
    let lanes = economy.lanes.len() == header.lanes.len();
    if stages
        && lanes
        && economy
            .lanes
            .iter()
            .filter_map(|lane| lane.overflow)
            .all(known)
    {
        return Ok(());
    }
    Err(AuditError::Header(
        "the economy does not fit the stages and lanes".to_owned(),
    ))
}
