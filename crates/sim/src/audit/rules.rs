//! The header, checked and with its names resolved: what may follow what.

use std::collections::BTreeMap;

use super::AuditError;
use super::review_turns::ReviewTurns;
use super::sense;
use super::timetable::is_regular;
use crate::trace::{Clock, Header, Lane, PlannedPath, Stage};

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
        header.stages.iter().try_for_each(sense::check_stage)?;
        header.lanes.iter().try_for_each(sense::check_lane)?;
        sense::check_clocks(header)?;
        sense::check_economy(header)?;
        sense::check_plan(header)?;
        sense::check_offers(header)?;
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
