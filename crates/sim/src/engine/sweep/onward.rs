//! The way of a parcel from one place where it waits to the next.

use crate::plan::{NOWHERE, Plan, Step};
use crate::random::EntityKey;
use crate::trace::Recorder;

use super::super::agenda::{Phase, TIME_LIMIT, key};
use super::super::meter::Meter;
use super::super::parcels::Parcel;
use super::super::road::Road;
use super::super::shock::ShockValues;
use super::super::tally::ReplicationOutcome;
use super::super::work::{parts, steps_back, work};
use super::inboxes::Sweep;

/// A parcel on its way.
#[derive(Clone, Copy)]
pub(super) struct Moving {
    pub(super) slot: u32,
    pub(super) step: u32,
    pub(super) entity: EntityKey,
    /// Running number of its order, as far as keys hold it.
    pub(super) number: u64,
}

/// A parcel at the door, from a last leg.
#[derive(Clone, Copy)]
pub(crate) struct AtDoor {
    pub(super) slot: u32,
    pub(super) lane: u32,
    pub(super) at: i64,
}

/// What parcels pass on the way, and where they come to.
pub(super) struct Ways<'a, 'p, R: Recorder> {
    pub(super) plan: &'p Plan,
    pub(super) shocks: &'a ShockValues<'p>,
    pub(super) parcels: &'a mut [Parcel],
    pub(super) roads: &'a mut [Road],
    pub(super) meters: &'a mut [Meter],
    pub(super) outcome: &'a mut ReplicationOutcome,
    pub(super) recorder: &'a mut R,
    pub(super) sweep: &'a mut Sweep<'p>,
    pub(super) at_door: &'a mut Vec<AtDoor>,
    pub(super) stranded: &'a mut Vec<u32>,
}

impl<R: Recorder> Ways<'_, '_, R> {
    /// Takes a parcel on from its step to where it must wait for its turn, to a door, or nowhere.
    #[inline(always)]
    pub(super) fn follow(&mut self, parcel: Moving, mut time: i64, mut phase: Phase) {
        let plan = self.plan;
        let Moving { slot, mut step, .. } = parcel;
        loop {
            let group = self.sweep.plan.of_step[step as usize];
            if group != NOWHERE {
                if time >= TIME_LIMIT {
                    return self.stranded.push(slot);
                }
                self.parcels[slot as usize].step = step;
                return self
                    .sweep
                    .wait(group, key(time, phase, parcel.number), slot);
            }
            match plan.steps[step as usize] {
                Step::Lane(lane) => {
                    let Some(arrive) = self.travel(parcel, lane, time) else {
                        return self.stranded.push(slot);
                    };
                    if plan.lanes[lane as usize].last_leg {
                        let at = arrive;
                        return self.at_door.push(AtDoor { slot, lane, at });
                    }
                    (time, phase) = (arrive, Phase::Receipt);
                    step += 1;
                }
                Step::Stage(stage) => {
                    (time, phase) = (self.pass(parcel, stage, time), Phase::Completion);
                    step = self.after(parcel, stage, step);
                }
                // Nothing that flows back is swept.
                Step::Shelf => return self.stranded.push(slot),
            }
        }
    }

    /// A trip on a lane; when it ends.
    #[inline(always)]
    fn travel(&mut self, parcel: Moving, lane: u32, ready: i64) -> Option<i64> {
        let lane_plan = &self.plan.lanes[lane as usize];
        let load = if lane_plan.by_weight {
            self.plan.grams(parcel.entity)
        } else {
            1
        };
        let road = &mut self.roads[lane as usize];
        let trip = road.trip(lane_plan, ready, parcel.entity, load, self.shocks)?;
        let sold = &self.parcels[parcel.slot as usize];
        self.outcome.trip(self.plan, lane, ready, &trip, sold);
        if R::ON {
            let number = u64::from(sold.number);
            let (scheduled, departed) = (trip.scheduled, trip.departed);
            self.recorder
                .lane(number, lane, ready, scheduled, departed, trip.arrive);
        }
        Some(trip.arrive)
    }

    /// The work at a stage where nobody waits; when it ends.
    #[inline(never)]
    fn pass(&mut self, parcel: Moving, stage: u32, time: i64) -> i64 {
        let station = &self.plan.stations[stage as usize];
        let Parcel { number, loops, .. } = self.parcels[parcel.slot as usize];
        let (visit, number) = ((parcel.entity, loops), u64::from(number));
        let end = time + work(station, stage, visit, time, self.shocks);
        if R::ON && station.tells_work() {
            let (service, repairs) = parts(station, stage, visit, time, self.shocks);
            self.recorder.drawn(number, stage, service, repairs);
        }
        let meter = &mut self.meters[stage as usize];
        let times = (time, time, end);
        self.outcome.stage(self.plan, meter, stage, times);
        self.recorder.stage(number, stage, time, time, end);
        end
    }

    /// The step after such a stage: one of those before it where the work must be done again.
    #[inline(never)]
    fn after(&mut self, parcel: Moving, stage: u32, step: u32) -> u32 {
        let station = &self.plan.stations[stage as usize];
        let loops = &mut self.parcels[parcel.slot as usize].loops;
        match steps_back(station, (parcel.entity, *loops)) {
            Some(back) => {
                *loops = loops.saturating_add(1);
                step - back
            }
            None => step + 1,
        }
    }
}
