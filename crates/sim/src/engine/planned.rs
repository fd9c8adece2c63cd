//! The planned path: planned work and transits through calendars, waves and timetables.

use leadtime_network::time::Instant;

use crate::plan::{Departures, LanePlan, Plan, StationPlan, Step};

/// A walk along the planned path: the step that comes next, and when.
pub(super) struct PlannedWalk<'p> {
    plan: &'p Plan,
    step: usize,
    pub(super) time: i64,
}

impl<'p> PlannedWalk<'p> {
    /// Begins ahead of a step.
    pub(super) fn new(plan: &'p Plan, step: u32, time: i64) -> Self {
        Self {
            plan,
            step: step as usize,
            time,
        }
    }

    /// Walks through a stage, and says which and when its work starts; `None`: a lane comes next.
    pub(super) fn stage(&mut self) -> Option<(u32, &'p StationPlan, i64)> {
        let Some(&Step::Stage(stage)) = self.plan.steps.get(self.step) else {
            return None;
        };
        let station = &self.plan.stations[stage as usize];
        let start = station.planned_start(self.time);
        self.time = start.saturating_add(station.planned);
        self.step += 1;
        Some((stage, station, start))
    }

    /// Walks through all stages before the next lane, and gives that lane.
    pub(super) fn reach_lane(&mut self) -> Option<u32> {
        while self.stage().is_some() {}
        match self.plan.steps.get(self.step) {
            Some(&Step::Lane(lane)) => Some(lane),
            _ => None,
        }
    }

    /// Travels along the lane that comes next, and says when it departs; `None`: nothing ever does.
    #[inline]
    pub(super) fn depart(&mut self, lane: &LanePlan) -> Option<i64> {
        let departure = match &lane.departures {
            Departures::OnDemand => Some(lane.due_on_demand(self.time)),
            departures => departures.at(departures.first_from(self.time + lane.load_lead)),
        }?;
        self.time = lane.after_transit(departure, lane.planned);
        self.step += 1;
        Some(departure)
    }

    /// When it all ends; [`Instant::NEVER`]: it does not.
    pub(super) fn delivery(mut self) -> i64 {
        while let Some(lane) = self.reach_lane() {
            if self.time >= Instant::NEVER.0 {
                break;
            }
            let lane = &self.plan.lanes[lane as usize];
            if self.depart(lane).is_none() {
                return Instant::NEVER.0;
            }
            if lane.last_leg {
                return self.time;
            }
        }
        self.time.min(Instant::NEVER.0)
    }
}

/// When the planned path ends that begins with a step.
pub(crate) fn planned_delivery(plan: &Plan, first: u32, from: i64) -> i64 {
    PlannedWalk::new(plan, first, from).delivery()
}

/// When a parcel is planned to be ready for its first departure.
pub(super) fn planned_ready(plan: &Plan, first: u32, from: i64) -> i64 {
    let mut walk = PlannedWalk::new(plan, first, from);
    while walk.stage().is_some() {}
    walk.time.min(Instant::NEVER.0)
}

/// The critical pull time of the first departure that a parcel at this step makes if all goes to plan; on demand, the
/// instant at which it is ready.
pub(super) fn first_cpt(plan: &Plan, step: u32, now: i64) -> i64 {
    let mut walk = PlannedWalk::new(plan, step, now);
    let Some(lane) = walk.reach_lane() else {
        return walk.time;
    };
    let lane = &plan.lanes[lane as usize];
    match &lane.departures {
        Departures::OnDemand => walk.time,
        departures => departures
            .at(departures.first_from(walk.time.saturating_add(lane.load_lead)))
            .map_or(Instant::NEVER.0, |departure| departure - lane.load_lead),
    }
}
