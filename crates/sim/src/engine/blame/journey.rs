//! A parcel's way compared with its planned path.

use leadtime_network::network::PaddingAt;
use leadtime_network::promise::PaddingAmount;
use leadtime_network::time::Instant;

use crate::engine::parcels::Parcel;
use crate::engine::road::Road;
use crate::plan::{Departures, LanePlan, Plan, Step};

use super::charges::{Cause, Charges};

/// A step that a parcel has taken.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Leg {
    /// Work at a stage, queue included.
    Stage { stage: u32, from: i64, to: i64 },
    /// A trip.
    Lane {
        /// The lane of the route, and the one that was taken: another, if that was full.
        own: u32,
        lane: u32,
        ready: i64,
        scheduled: Option<i64>,
        departed: i64,
        arrive: i64,
    },
}

impl Leg {
    /// When the parcel came to the stage or lane.
    pub(super) fn begin(&self) -> i64 {
        match *self {
            Self::Stage { from, .. } => from,
            Self::Lane { ready, .. } => ready,
        }
    }
}

/// The end of a journey: when it was tried first at the door, and when it was delivered.
#[derive(Clone, Copy, Debug)]
pub(super) struct End {
    pub(super) first: i64,
    pub(super) delivered: i64,
}

/// What a parcel's way is compared with.
pub(super) struct Comparison<'a> {
    pub(super) plan: &'a Plan,
    pub(super) paddings: &'a [PaddingAmount],
    pub(super) roads: &'a [Road],
    pub(super) sold: &'a Parcel,
    /// The next step of the planned path.
    pub(super) step: u32,
}

/// Where the plan has got to.
struct Planned {
    time: i64,
    step: usize,
    /// No lane has been passed.
    at_origin: bool,
}

impl Comparison<'_> {
    /// Charges every tick between the planned delivery and the delivery, and gives the planned one; `None`: the path has no planned
    /// end.
    ///
    /// At every point of the way the charges add up to how much later than planned the parcel is there.
    pub(super) fn charge(&self, legs: &[Leg], end: End, charges: &mut Charges) -> Option<i64> {
        charges.clear();
        let mut planned = Planned {
            time: self.planned_start()?,
            step: self.step as usize,
            at_origin: true,
        };
        let begin = legs.first().map_or(planned.time, Leg::begin);
        charges.add(Cause::Stock, begin - planned.time);
        for leg in legs {
            match *leg {
                Leg::Stage { stage, from, to } => charges.add(Cause::Stage(stage), to - from),
                Leg::Lane { .. } => self.trip(leg, &mut planned, charges)?,
            }
        }
        let (zone, level) = (self.sold.zone, usize::from(self.sold.level));
        let delivery = self.plan.at_door(zone, level, planned.time);
        if delivery >= Instant::NEVER.0 {
            return None;
        }
        charges.settle(end.first - delivery);
        charges.add(Cause::Attempts, end.delivered - end.first);
        Some(delivery)
    }

    /// When the plan lets the order begin: at its placement, or at the next release of orders.
    fn planned_start(&self) -> Option<i64> {
        let baskets = self.plan.baskets.as_ref();
        match baskets.and_then(|baskets| baskets.release.as_ref()) {
            Some(release) => release.at(release.first_from(self.sold.placed)),
            None => Some(self.sold.placed),
        }
    }

    /// The plan goes through the stages before its next lane, which is given.
    fn planned_stages(&self, planned: &mut Planned, charges: &mut Charges) -> Option<u32> {
        loop {
            let step = *self.plan.steps.get(planned.step)?;
            planned.step += 1;
            match step {
                Step::Stage(stage) => {
                    let station = &self.plan.stations[stage as usize];
                    let start = station.planned_start(planned.time);
                    let end = start.saturating_add(station.planned);
                    if end >= Instant::NEVER.0 {
                        return None;
                    }
                    charges.add(Cause::Stage(stage), planned.time - end);
                    planned.time = end;
                }
                Step::Lane(lane) => return Some(lane),
                Step::Shelf => return None,
            }
        }
    }

    /// Padding of the work before the first departure: the plan leaves so much later, or earlier.
    fn padded(&self, planned: &Planned) -> i64 {
        let level = usize::from(self.sold.level);
        if !planned.at_origin || self.plan.levels[level].padding_at != PaddingAt::Process {
            return planned.time;
        }
        let zone = self.sold.zone as usize;
        let placed = Instant(self.sold.placed);
        let padding = self.paddings[level * self.plan.zones.len() + zone];
        let clock = &self.plan.zones[zone].clock;
        let padded = clock.pad(placed, Instant(planned.time), padding);
        padded.max(placed).0
    }

    /// A trip, and the planned one.
    fn trip(&self, leg: &Leg, planned: &mut Planned, charges: &mut Charges) -> Option<()> {
        let &Leg::Lane {
            lane,
            ready,
            scheduled,
            departed,
            arrive,
            ..
        } = leg
        else {
            return Some(());
        };
        let of_plan = self.planned_stages(planned, charges)?;
        let lane_plan = &self.plan.lanes[of_plan as usize];
        let planned_departure = first_departure(lane_plan, self.padded(planned))?;
        let could_take = first_departure(lane_plan, ready)?;
        let planned_arrival = lane_plan.after_transit(planned_departure, lane_plan.planned);
        if planned_arrival >= Instant::NEVER.0 {
            return None;
        }
        charges.settle(could_take - planned_departure);
        if lane == of_plan {
            let scheduled = scheduled.unwrap_or(could_take);
            self.missed((lane, could_take, scheduled), charges);
            charges.add(Cause::LateDeparture(lane), departed - scheduled);
            // Whoever leaves later may come upon closed days that the plan does not meet.
            let due = lane_plan.after_transit(departed, lane_plan.planned);
            if due >= Instant::NEVER.0 {
                return None;
            }
            charges.settle(due - planned_arrival);
            charges.add(Cause::Transit(lane), arrive - due);
        } else {
            // It went another way because its own was full.
            let so_far = could_take - planned_departure;
            charges.add(Cause::Full(of_plan), arrive - planned_arrival - so_far);
        }
        planned.time = planned_arrival;
        planned.at_origin = false;
        Some(())
    }

    /// Departures that the parcel was ready for and that left without it: full, or cancelled.
    fn missed(&self, (lane, could_take, taken): (u32, i64, i64), charges: &mut Charges) {
        let lane_plan = &self.plan.lanes[lane as usize];
        let departures = &lane_plan.departures;
        let mut index = departures.first_from(could_take);
        let mut at = could_take;
        while at < taken {
            index += 1;
            let Some(next) = departures.at(index) else {
                return;
            };
            let cancelled = match lane_plan.capacity {
                None => true,
                Some(_) => self.roads[lane as usize].is_cancelled(lane_plan, at),
            };
            let cause = if cancelled {
                Cause::Cancelled(lane)
            } else {
                Cause::Full(lane)
            };
            charges.add(cause, next - at);
            at = next;
        }
    }
}

/// The first departure for what is ready at an instant; on demand, when its vehicle is due.
fn first_departure(lane: &LanePlan, ready: i64) -> Option<i64> {
    if ready >= Instant::NEVER.0 {
        return None;
    }
    match &lane.departures {
        Departures::OnDemand => {
            let due = lane.due_on_demand(ready);
            (due < Instant::NEVER.0).then_some(due)
        }
        departures => departures.at(departures.first_from(ready + lane.load_lead)),
    }
}
