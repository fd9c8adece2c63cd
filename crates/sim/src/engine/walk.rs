//! The walk of a parcel along its route, until it must wait its turn, and its end at the door.

use crate::plan::{StationPlan, Step};
use crate::random::EntityKey;
use crate::trace::Recorder;

use super::agenda::{Phase, TIME_LIMIT, key};
use super::flow::Flow;
use super::light::Label;
use super::parcels::Parcel;
use super::road::Trip;
use super::shock::ShockValues;
use super::station::Station;
use super::turn::Turn;
use super::verdict::{Fate, judge};
use super::work::{parts, steps_back, work};

impl<R: Recorder> Flow<'_, '_, R> {
    /// Walks a parcel on from `time` until it must wait its turn, is delivered, or is stranded. `due`: its turn has come.
    pub(super) fn walk(&mut self, slot: u32, mut time: i64, mut phase: Phase, mut due: bool) {
        let plan = self.plan;
        let Parcel {
            entity,
            number,
            mut step,
            mut loops,
            ..
        } = self.parcels.parcels[slot as usize];
        let number = u64::from(number);
        loop {
            match plan.steps[step as usize] {
                Step::Stage(stage) => {
                    let station = &mut self.stations[stage as usize];
                    if !due && !matches!(station, Station::Unlimited) {
                        break;
                    }
                    if matches!(station, Station::Centre(_)) {
                        self.parcels.parcels[slot as usize].step = step;
                        return self.join_centre(slot, stage, time, phase);
                    }
                    let station_plan = &plan.stations[stage as usize];
                    let Some((start, end)) = self.serve(stage, time, (entity, loops)) else {
                        return self.strand(slot);
                    };
                    if R::ON && station_plan.tells_work() {
                        let (service, repairs) =
                            parts(station_plan, stage, (entity, loops), start, &self.shocks);
                        self.recorder.drawn(number, stage, service, repairs);
                    }
                    self.recorder.stage(number, stage, time, start, end);
                    if self.followed {
                        self.follow_work(slot, stage, time, end);
                    }
                    time = end;
                    phase = Phase::Completion;
                    if let Some(back) = steps_back(station_plan, (entity, loops)) {
                        loops = loops.saturating_add(1);
                        self.parcels.parcels[slot as usize].loops = loops;
                        step -= back;
                        due = false;
                        continue;
                    }
                }
                // Nothing but its departures and transits matters: what it takes stands together in its road.
                Step::Lane(lane)
                    if !R::ON && !self.followed && self.roads[lane as usize].is_plain() =>
                {
                    let road = &mut self.roads[lane as usize];
                    let transit = road.own_transit(entity);
                    let Some(arrive) = road.plain_trip(plan, lane, (time, transit), &self.shocks)
                    else {
                        return self.strand(slot);
                    };
                    (time, phase) = (arrive, Phase::Receipt);
                    if road.is_last_leg() {
                        return self.arrive_at_door(slot, lane, time);
                    }
                }
                Step::Lane(mut lane) => {
                    if !due && plan.lanes[lane as usize].is_ordered() {
                        break;
                    }
                    if plan.lanes[lane as usize].overflow.is_some() {
                        lane = self.overflow((number, entity), lane, time);
                    }
                    let lane_plan = &plan.lanes[lane as usize];
                    let load = plan.load(lane_plan, entity);
                    let road = &mut self.roads[lane as usize];
                    let Some(trip) = road.trip(lane_plan, time, entity, load, &self.shocks) else {
                        return self.strand(slot);
                    };
                    if lane_plan.tour.is_some() {
                        return self.board_tour(slot, lane, time, trip);
                    }
                    self.outcome.lanes[lane as usize].count(plan, time, &trip);
                    if lane_plan.meets_cutoffs {
                        let sold = &self.parcels.parcels[slot as usize];
                        self.outcome.deadline(plan, lane, &trip, sold);
                    }
                    self.recorder.lane(
                        number,
                        lane,
                        time,
                        trip.scheduled,
                        trip.departed,
                        trip.arrive,
                    );
                    if self.followed {
                        self.follow_trip(slot, (step, lane), time, trip);
                    }
                    time = trip.arrive;
                    phase = Phase::Receipt;
                    if lane_plan.last_leg {
                        return self.arrive_at_door(slot, lane, time);
                    }
                }
                Step::Shelf if due => return self.shelve(slot, time),
                Step::Shelf => break,
            }
            step += 1;
            due = false;
        }
        if time >= TIME_LIMIT {
            return self.strand(slot);
        }
        self.parcels.parcels[slot as usize].step = step;
        let key = key(time, phase, number);
        match &mut self.sweep {
            Some(sweep) => sweep.push(&Turn {
                key,
                entity,
                label: Label::of_slot(slot),
                step,
                loops,
            }),
            None => self.agenda.push((key, slot)),
        }
    }

    /// Serves a parcel that comes to a stage at an instant, which counts it: when the work on it starts and ends.
    #[inline(always)]
    pub(super) fn serve(
        &mut self,
        stage: u32,
        now: i64,
        visit: (EntityKey, u16),
    ) -> Option<(i64, i64)> {
        let plan = self.plan;
        let station_plan = &plan.stations[stage as usize];
        let station = &mut self.stations[stage as usize];
        let (start, end) = if station_plan.depends_on_start() {
            serve_as_it_starts(station, station_plan, (stage, now), visit, &self.shocks)?
        } else {
            let draw = visit.0.draw_at(station_plan.purpose, u64::from(visit.1));
            station.serve_known(now, station_plan.service.ticks(draw))?
        };
        let meter = &mut self.meters[stage as usize];
        self.outcome.stage(plan, meter, stage, (now, start, end));
        Some((start, end))
    }

    /// The lane that a parcel, (number, names of its random numbers), goes with: this one, or where its departure is full those to which it
    /// overflows.
    #[inline(never)]
    pub(super) fn overflow(
        &mut self,
        (number, entity): (u64, EntityKey),
        mut lane: u32,
        time: i64,
    ) -> u32 {
        let plan = self.plan;
        while let Some(other) = plan.lanes[lane as usize].overflow {
            let lane_plan = &plan.lanes[lane as usize];
            let load = plan.load(lane_plan, entity);
            if !self.roads[lane as usize].is_full(lane_plan, time, load, &self.shocks) {
                break;
            }
            self.outcome.lanes[lane as usize].overflowed += u64::from(plan.scores(time));
            self.recorder.overflow(number, lane, time);
            lane = other;
        }
        lane
    }

    /// Delivers a parcel that was tried first at `first`; `scored`: its order is of the scoring window.
    #[inline(always)]
    pub(super) fn deliver(&mut self, slot: u32, scored: bool, at: i64, first: i64) {
        let number = u64::from(self.parcels.parcels[slot as usize].number);
        if self.plan.baskets.is_some() {
            return self.deliver_parcel(slot, number, at, first);
        }
        if self.plan.returns.is_some() {
            self.send_back(slot, at, true);
        }
        self.delivered += 1;
        if scored {
            let sold = &self.parcels.parcels[slot as usize];
            self.open_cohort -= 1;
            let fate = Fate::delivered(self.plan, &mut self.almanac, sold, at, first);
            let bases = self.parcels.bases(slot);
            judge(
                self.plan,
                &mut self.outcome,
                &mut self.ladders,
                sold,
                bases,
                fate,
            );
            if self.followed {
                self.follow_end(slot, fate, first);
            }
        }
        self.recorder.delivered(number, at);
        self.parcels.leave(slot);
    }

    /// Work on a parcel is decided, and somebody wants to know. Out of line, like all of these: the walk is hot.
    #[inline(never)]
    pub(super) fn follow_work(&mut self, slot: u32, stage: u32, from: i64, to: i64) {
        if let Some(accounts) = &mut self.accounts {
            accounts.stage(slot, &self.parcels.parcels[slot as usize], stage);
        }
        self.saw_work(slot, stage, from, to);
    }

    /// A trip from a step of a parcel's route is decided, and somebody wants to know.
    #[inline(never)]
    fn follow_trip(&mut self, slot: u32, (step, lane): (u32, u32), ready: i64, trip: Trip) {
        if let Some(accounts) = &mut self.accounts {
            accounts.lane(slot, &self.parcels.parcels[slot as usize], lane);
        }
        self.condition(slot, lane, trip);
        let times = (trip.scheduled, trip.departed, trip.arrive);
        self.saw_trip(slot, (step, lane), ready, times);
    }

    /// The end of an order of the scoring window that was tried first at an instant, and somebody wants to know.
    #[inline(never)]
    fn follow_end(&mut self, slot: u32, fate: Fate, first: i64) {
        let sold = self.parcels.parcels[slot as usize];
        self.settle(slot, &sold, fate);
        self.blame(slot, &sold, fate, first);
    }

    /// Closes the account of an order of the scoring window that has ended.
    #[inline(never)]
    pub(super) fn settle(&mut self, slot: u32, sold: &Parcel, fate: Fate) {
        if let Some(conditional) = &mut self.conditional {
            conditional.settle(self.plan, slot, sold, fate);
        }
        if let Some(accounts) = &mut self.accounts {
            let cost = accounts.settle(slot, sold, self.parcels.bases(slot), fate);
            self.recorder.cost(u64::from(sold.number), &cost);
        }
    }

    #[cold]
    pub(super) fn strand(&mut self, slot: u32) {
        self.stranded.push(slot);
        self.orders.strand(slot);
    }
}

/// Serves a parcel where the length of the work depends on when it starts. Out of line: most work does not.
#[inline(never)]
fn serve_as_it_starts(
    station: &mut Station,
    station_plan: &StationPlan,
    (stage, now): (u32, i64),
    visit: (EntityKey, u16),
    shocks: &ShockValues<'_>,
) -> Option<(i64, i64)> {
    station.serve(now, |start| work(station_plan, stage, visit, start, shocks))
}
