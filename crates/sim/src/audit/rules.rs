//! The header, checked and with its names resolved: what may follow what.

use std::collections::BTreeMap;

use super::AuditError;
use super::ledger::TIME_LIMIT;
use super::review_turns::ReviewTurns;
use super::timetable::{Hours, is_regular};
use crate::trace::{Capacity, Clock, Header, Lane, PlannedPath, Policy, Stage};

/// A facility, numbered by first mention.
pub(super) type Facility = u32;

/// Where a parcel stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Node {
    Facility(Facility),
    Zone(u32),
}

/// The header with its names resolved.
pub(super) struct Rules<'h> {
    pub(super) header: &'h Header,
    stage_facility: Vec<Facility>,
    next_stage: Vec<Option<u32>>,
    first_stage: Vec<Option<u32>>,
    /// The first stage of what comes back.
    first_back: Vec<Option<u32>>,
    /// Per facility in the list of what flows back.
    back_to: Vec<Facility>,
    lane_from: Vec<Facility>,
    lane_to: Vec<Node>,
    lanes_out: Vec<Vec<u32>>,
    only_origin: Option<Facility>,
    /// Per facility of the header's list.
    facilities: Vec<Facility>,
    /// Delivery hours by zone and level.
    doors: BTreeMap<(u32, u32), (i64, i64)>,
    /// Planned paths by zone and level.
    paths: BTreeMap<(u32, u32), Vec<&'h PlannedPath>>,
    pub(super) review_turns: ReviewTurns,
}

impl<'h> Rules<'h> {
    /// Whether the capacity of a lane is in grams.
    pub(super) fn by_weight(&self, lane: u32) -> bool {
        let economy = self.header.economy.as_ref();
        economy.is_some_and(|economy| economy.lanes[lane as usize].by_weight)
    }

    pub(super) fn new(header: &'h Header) -> Result<Self, AuditError> {
        header.stages.iter().try_for_each(check_stage)?;
        header.lanes.iter().try_for_each(check_lane)?;
        check_clocks(header)?;
        check_economy(header)?;
        check_plan(header)?;
        check_offers(header)?;
        let release = header.baskets.as_ref().and_then(|of| of.release.as_ref());
        if !release.is_none_or(is_regular) {
            let what = "the release of orders is not ascending, or out of range";
            return Err(AuditError::Header(what.to_owned()));
        }
        let mut names = BTreeMap::new();
        let mut number = |name: &'h str| {
            let next = names.len() as Facility;
            *names.entry(name).or_insert(next)
        };
        let stage_facility: Vec<_> = header
            .stages
            .iter()
            .map(|stage| number(&stage.facility))
            .collect();
        let lane_from: Vec<_> = header.lanes.iter().map(|lane| number(&lane.from)).collect();
        let lane_to = header
            .lanes
            .iter()
            .map(|lane| {
                if lane.last_leg {
                    zone(header, lane)
                } else {
                    Ok(Node::Facility(number(&lane.to)))
                }
            })
            .collect::<Result<Vec<_>, _>>()?;

        let origins: Vec<_> = header.origins.iter().map(|name| number(name)).collect();
        let only_origin = if let [only] = origins[..] {
            Some(only)
        } else {
            None
        };

        let facilities = header.facilities.iter().map(|name| number(name)).collect();

        let returns = header.returns.as_ref();
        let back_to = returns.map_or(&[][..], |returns| &returns.facilities);
        let back_to = back_to.iter().map(|name| number(name)).collect();

        let mut first_stage = vec![None; names.len()];
        let mut first_back = vec![None; names.len()];
        // On the way out, and back.
        let mut last_stage: Vec<[Option<u32>; 2]> = vec![[None; 2]; names.len()];
        let mut next_stage = vec![None; header.stages.len()];
        for (stage, &facility) in (0u32..).zip(&stage_facility) {
            let back = header.stages[stage as usize].returns;
            let first = if back {
                &mut first_back
            } else {
                &mut first_stage
            };
            first[facility as usize].get_or_insert(stage);
            if let Some(before) = last_stage[facility as usize][usize::from(back)].replace(stage) {
                next_stage[before as usize] = Some(stage);
            }
        }
        let mut lanes_out = vec![Vec::new(); names.len()];
        for (lane, &facility) in (0u32..).zip(&lane_from) {
            lanes_out[facility as usize].push(lane);
        }
        let mut paths: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for path in header.plan.iter().flat_map(|plan| &plan.paths) {
            let of = paths.entry((path.zone, path.level)).or_default();
            of.push(path);
        }
        Ok(Self {
            header,
            paths,
            stage_facility,
            next_stage,
            first_stage,
            first_back,
            back_to,
            lane_from,
            lane_to,
            lanes_out,
            only_origin,
            facilities,
            doors: header
                .doors
                .iter()
                .map(|door| ((door.zone, door.level), (door.from, door.to)))
                .collect(),
            review_turns: ReviewTurns::new(header)?,
        })
    }

    pub(super) fn stage(&self, stage: u32) -> &'h Stage {
        &self.header.stages[stage as usize]
    }

    /// The clock of a zone, if it is stated.
    pub(super) fn clock(&self, zone: u32) -> Option<&'h Clock> {
        let clock = *self.header.zone_clocks.get(zone as usize)?;
        self.header.clocks.get(clock as usize)
    }

    /// When what arrives at an instant is delivered or first tried, by the delivery hours of its zone and level.
    pub(super) fn at_door(&self, zone: u32, level: u32, arrived: i64) -> i64 {
        let hours = self.doors.get(&(zone, level));
        let open = hours.and_then(|&(from, to)| self.clock(zone)?.within_hours(arrived, from, to));
        open.unwrap_or(arrived)
    }

    /// The planned paths of a zone and level.
    pub(super) fn paths(&self, zone: u32, level: u32) -> &[&'h PlannedPath] {
        let paths = self.paths.get(&(zone, level));
        paths.map_or(&[], Vec::as_slice)
    }

    pub(super) fn lane(&self, lane: u32) -> &'h Lane {
        &self.header.lanes[lane as usize]
    }

    pub(super) fn facility_of(&self, stage: u32) -> Facility {
        self.stage_facility[stage as usize]
    }

    /// A facility of the header's list.
    pub(super) fn facility_at(&self, index: u32) -> Facility {
        self.facilities[index as usize]
    }

    /// The stage after `stage` in the same facility.
    pub(super) fn stage_after(&self, stage: u32) -> Option<u32> {
        self.next_stage[stage as usize]
    }

    /// The stage at which work is done again that fails after `stage`.
    pub(super) fn stage_again(&self, stage: u32) -> Option<u32> {
        let mut back = self.stage(stage).rework?;
        let facility = self.facility_of(stage);
        let mut again = stage;
        while back > 0 {
            again = again.checked_sub(1)?;
            back -= u32::from(self.facility_of(again) == facility);
        }
        Some(again)
    }

    pub(super) fn first_stage(&self, facility: Facility) -> Option<u32> {
        self.first_stage[facility as usize]
    }

    /// Where what comes back to a facility of the list of what flows back is worked on first.
    pub(super) fn first_back(&self, facility: u32) -> Option<u32> {
        self.first_back[self.back_to[facility as usize] as usize]
    }

    /// Whether a facility of the list of what flows back is this one.
    pub(super) fn is_back_at(&self, facility: u32, other: Facility) -> bool {
        self.back_to[facility as usize] == other
    }

    pub(super) fn lane_from(&self, lane: u32) -> Facility {
        self.lane_from[lane as usize]
    }

    pub(super) fn lane_to(&self, lane: u32) -> Node {
        self.lane_to[lane as usize]
    }

    /// Lanes out of a facility that an order of `level` for `zone` may use.
    pub(super) fn lanes_out(
        &self,
        facility: Facility,
        level: u32,
        zone: u32,
    ) -> impl Iterator<Item = u32> + '_ {
        let lanes = self.lanes_out[facility as usize].iter().copied();
        lanes.filter(move |&lane| {
            let elsewhere = matches!(self.lane_to(lane), Node::Zone(to) if to != zone);
            !elsewhere && self.may_use(lane, level)
        })
    }

    /// The facility at which every order starts, if there is just one.
    pub(super) fn only_origin(&self) -> Option<Facility> {
        self.only_origin
    }

    pub(super) fn may_use(&self, lane: u32, level: u32) -> bool {
        self.lane(lane)
            .service_levels
            .as_ref()
            .is_none_or(|levels| levels.contains(&level))
    }
}

fn zone(header: &Header, lane: &Lane) -> Result<Node, AuditError> {
    let position = header.zones.iter().position(|zone| *zone == lane.to);
    let unknown = || {
        AuditError::Header(format!(
            "lane {} ends in the unknown zone {}",
            lane.name, lane.to
        ))
    };
    position
        .map(|zone| Node::Zone(zone as u32))
        .ok_or_else(unknown)
}

fn check_stage(stage: &Stage) -> Result<(), AuditError> {
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

fn check_clocks(header: &Header) -> Result<(), AuditError> {
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

fn check_lane(lane: &Lane) -> Result<(), AuditError> {
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
fn check_plan(header: &Header) -> Result<(), AuditError> {
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
    // Hours may have no beginning or no end.
    let mut terms = stages.chain(lanes);
    let known = |clock: u32| below(clock, header.clocks.len());
    if (plan.stages.len(), plan.lanes.len()) == (header.stages.len(), header.lanes.len())
        && plan.paths.iter().all(fits)
        && terms.all(|(ticks, hours)| in_range(&ticks) && ascending(hours))
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
fn check_offers(header: &Header) -> Result<(), AuditError> {
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
            let what = format!("the offer of {} does not fit the zones and clocks", level.name);
            return Err(AuditError::Header(what));
        }
    }
    Ok(())
}

/// A rate per stage and lane, and overflow to lanes that there are.
fn check_economy(header: &Header) -> Result<(), AuditError> {
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
