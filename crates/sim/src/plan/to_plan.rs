//! Plans in which one cause of delay runs to plan: what would keeping it to its allowance be worth?

use super::{CentrePlan, Held, LanePlan, Plan, StationCapacity, StationPlan, SweepPlan};
use crate::engine::Cause;

use leadtime_network::network::{Discipline, Overtime};

impl Plan {
    /// The plan in which a cause takes what it is planned to take, and nothing else is changed; `None`: the plan itself is the cause.
    ///
    /// * a stage: its planned work for every parcel, at once, in its waves and opening hours;
    /// * a transit: the planned one;
    /// * full vehicles: room for all (drivers: and the planned time to every door);
    /// * late and cancelled departures: every departure leaves when it is scheduled;
    /// * stock: whatever is counted is always there;
    /// * failed attempts: the first one succeeds.
    pub(crate) fn to_plan(&self, cause: Cause) -> Option<Self> {
        if cause == Cause::Plan {
            return None;
        }
        let mut plan = self.clone();
        // What late orders are charged with is asked of the scenario only.
        for cause in plan.blame.take()?.members(cause) {
            plan.keep_to_plan(cause);
        }
        // Where parcels wait is not what it was.
        plan.sweep = plan.sweep.take().and_then(|_| SweepPlan::of(&plan));
        Some(plan)
    }

    fn keep_to_plan(&mut self, cause: Cause) {
        match cause {
            Cause::Stage(stage) => self.stage_to_plan(stage as usize),
            Cause::Transit(lane) => self.lanes[lane as usize].transit_to_plan(),
            Cause::Full(lane) => {
                let lane = &mut self.lanes[lane as usize];
                (lane.capacity, lane.overflow) = (None, None);
                if lane.tour.is_some() {
                    lane.transit_to_plan();
                }
            }
            Cause::LateDeparture(lane) => {
                let lane = &mut self.lanes[lane as usize];
                (lane.delay, lane.delay_shocked) = (None, false);
            }
            Cause::Cancelled(lane) => self.lanes[lane as usize].cancel = 0.0,
            Cause::Stock => self.stock_to_plan(),
            Cause::Attempts => self.lanes.iter_mut().for_each(|lane| lane.attempts = None),
            Cause::Plan => {}
        }
    }

    fn stock_to_plan(&mut self) {
        let held = self
            .baskets
            .iter_mut()
            .flat_map(|baskets| &mut baskets.held);
        for held in held.filter(|held| matches!(held, Held::Store(_))) {
            *held = Held::Always;
        }
    }

    fn stage_to_plan(&mut self, stage: usize) {
        self.leave_staff(stage);
        self.shocks.service[stage].clear();
        self.shocks.servers[stage].clear();
        self.stations[stage].work_to_plan();
    }

    /// The stage no longer shares its staff; the others of its pool go on as if it had none of their parcels.
    fn leave_staff(&mut self, stage: usize) {
        let home = self.stations[stage].home;
        let others = |at: &usize| *at != stage && self.stations[*at].home == home;
        let others: Vec<usize> = (0..self.stations.len()).filter(others).collect();
        for (desk, &at) in others.iter().enumerate() {
            self.stations[at].home = others[0] as u32;
            self.stations[at].desk = desk as u32;
        }
        let station = &mut self.stations[stage];
        (station.home, station.desk, station.pool) = (stage as u32, 0, None);
    }
}

impl StationPlan {
    fn work_to_plan(&mut self) {
        self.service = self.service.always(self.planned as f64);
        self.shocked = false;
        (self.breakdown, self.rework) = (None, None);
        // As many servers as parcels, while it is open.
        self.capacity = match &self.open {
            None => StationCapacity::Unlimited,
            Some(open) => {
                let servers = |open: bool| if open { u32::MAX } else { 0 };
                let steps = open.iter().map(|&(from, open)| (from, servers(open)));
                let before = (i64::MIN, 0);
                StationCapacity::Staffed(std::iter::once(before).chain(steps).collect())
            }
        };
        self.centre = self.centre.take().and_then(CentrePlan::waves_alone);
    }
}

impl CentrePlan {
    /// The rules without any but the waves; `None`: there are no waves.
    fn waves_alone(self) -> Option<Self> {
        self.release.as_ref()?;
        Some(Self {
            discipline: Discipline::Fifo,
            preemptive: false,
            overtime: Overtime::Finish,
            batch: None,
            buffer: None,
            turn: 0,
            ..self
        })
    }
}

impl LanePlan {
    fn transit_to_plan(&mut self) {
        (self.per_parcel, self.constant) = (true, Some(self.planned as f64));
        (self.vehicle_transit, self.tour) = (None, None);
        (self.shocked, self.spread) = (false, 0);
    }
}
