//! The way of parcels from one place where they wait to the next.
//!
//! Those who take the same way go together, step by step: what is done for one is done for all of them before the next.

use crate::plan::{Fan, NOWHERE, Plan, Step};
use crate::sampling::{Draws, to_ticks};
use crate::trace::Recorder;

use super::super::agenda::{Phase, TIME_LIMIT, key, time_of};
use super::super::almanac::Almanac;
use super::super::parcels::Parcels;
use super::super::road::Road;
use super::super::shock::ShockValues;
use super::super::steady::SteadyQuote;
use super::super::tally::ReplicationOutcome;
use super::super::turn::Turn;
use super::super::work::{parts, steps_back, work};
use super::doors::AtDoor;
use super::inboxes::Sweep;

/// The mark of a parcel that is known to be stranded: no instant, however far beyond every run.
pub(super) const STRANDED: i64 = i64::MAX;

/// A parcel that passes a place.
#[derive(Clone, Copy)]
pub(crate) struct Passing {
    /// Its turn there.
    pub(super) turn: Turn,
    /// When the work on it starts.
    pub(super) start: i64,
    /// How long that takes (the bits of a float, where it depends on when it starts), then where it has got to in time; [`STRANDED`]: no
    /// further.
    pub(super) time: i64,
}

impl Passing {
    #[inline(always)]
    pub(super) fn of(turn: &Turn, time: i64) -> Self {
        Self {
            turn: *turn,
            start: STRANDED,
            time,
        }
    }

    /// When it came to the place.
    #[inline(always)]
    pub(super) fn arrive(&self) -> i64 {
        time_of(self.turn.key)
    }
}

/// Their turns become those before other steps. That is done for all of them before the first is copied: to read as one what was just written
/// piece by piece, a processor waits until it is in the cache. Of a time beyond the limit no key can be made; the latest of their times tells
/// whether there is any.
#[inline(always)]
fn turn_to(parcels: &mut [Passing], phase: Phase, step: impl Fn(&Turn) -> u32) -> i64 {
    let mut latest = 0;
    for parcel in parcels {
        latest = latest.max(parcel.time);
        let turn = &mut parcel.turn;
        (turn.key, turn.step) = (key(parcel.time, phase, turn.key), step(turn));
    }
    latest
}

/// Whether keys can be made of the instants of all who are not stranded.
fn has_a_key(parcels: &[Passing]) -> bool {
    let times = parcels.iter().map(|parcel| parcel.time);
    times
        .filter(|time| *time < STRANDED)
        .all(|time| time < TIME_LIMIT)
}

/// What parcels pass on the way, and where they come to.
pub(super) struct Ways<'a, 'p, R: Recorder> {
    pub(super) plan: &'p Plan,
    pub(super) shocks: &'a ShockValues<'p>,
    pub(super) steady: &'a [Option<SteadyQuote>],
    pub(super) parcels: &'a mut Parcels,
    pub(super) roads: &'a mut [Road],
    pub(super) outcome: &'a mut ReplicationOutcome,
    pub(super) recorder: &'a mut R,
    pub(super) sweep: &'a mut Sweep<'p>,
    pub(super) almanac: &'a mut Almanac,
    pub(super) draws: &'a mut Draws,
    pub(super) at_door: &'a mut Vec<AtDoor>,
    pub(super) open_cohort: &'a mut u64,
    pub(super) delivered: &'a mut u64,
    pub(super) stranded: &'a mut Vec<u32>,
}

impl<R: Recorder> Ways<'_, '_, R> {
    /// Takes the parcels on that are served in a group.
    pub(super) fn leave(&mut self, group: usize, parcels: &mut [Passing]) {
        let plan = self.sweep.plan;
        match (plan.fans[group], parcels.first()) {
            (_, Some(first)) if plan.steps[group] == 1 => {
                let next = first.turn.step + 1;
                self.follow(parcels, next, Phase::Completion);
            }
            (Fan::Wait(group), _) => self.wait_next(parcels, group, Phase::Completion),
            (Fan::Many(_), _) if has_a_key(parcels) => self.gather(parcels),
            _ => self.follow_all(parcels, Phase::Completion),
        }
    }

    /// Takes the parcels on that have come along a lane.
    pub(super) fn arrive(&mut self, parcels: &mut [Passing]) {
        let plan = self.sweep.plan;
        let group = parcels
            .first()
            .map_or(NOWHERE, |first| plan.of_step[first.turn.step as usize]);
        match plan.fans.get(group as usize) {
            Some(Fan::Wait(group)) => self.wait_next(parcels, *group, Phase::Receipt),
            _ => self.follow_all(parcels, Phase::Receipt),
        }
    }

    /// All wait for their turns before the next of their steps: in a group, or, where there are several, each in its own.
    fn wait_next(&mut self, parcels: &mut [Passing], group: u32, phase: Phase) {
        match group {
            NOWHERE => self.wait_each(parcels, phase),
            group => self.wait(parcels, group, phase, |turn| turn.step + 1),
        }
    }

    #[inline(never)]
    fn wait_each(&mut self, parcels: &mut [Passing], phase: Phase) {
        turn_to(parcels, phase, |turn| turn.step + 1);
        for parcel in parcels.iter().filter(|parcel| parcel.time < STRANDED) {
            if parcel.time >= TIME_LIMIT {
                self.sweep.strand(&parcel.turn, self.stranded);
                continue;
            }
            self.sweep.push(&parcel.turn);
        }
    }

    /// They gather before the lanes that they come to, to travel together.
    #[inline(never)]
    fn gather(&mut self, parcels: &mut [Passing]) {
        turn_to(parcels, Phase::Completion, |turn| turn.step + 1);
        for parcel in parcels.iter().filter(|parcel| parcel.time < STRANDED) {
            self.sweep.gathering.push(&parcel.turn);
        }
    }

    /// Takes parcels on from the steps that they have made.
    pub(super) fn follow_all(&mut self, parcels: &mut [Passing], phase: Phase) {
        for together in parcels.chunk_by_mut(|one, next| one.turn.step == next.turn.step) {
            let next = together[0].turn.step + 1;
            self.follow(together, next, phase);
        }
    }

    /// Takes parcels on that stand before the same step, each to where it must wait for its turn, to a door, or nowhere.
    pub(super) fn follow(&mut self, parcels: &mut [Passing], mut step: u32, mut phase: Phase) {
        loop {
            let group = self.sweep.plan.of_step[step as usize];
            if group != NOWHERE {
                return self.wait(parcels, group, phase, |_| step);
            }
            match self.plan.steps[step as usize] {
                Step::Lane(lane) => {
                    if self.travel(parcels, lane) {
                        return self.reach_doors(parcels, lane);
                    }
                    phase = Phase::Receipt;
                }
                Step::Stage(stage) => {
                    self.pass(parcels, stage);
                    if self.plan.stations[stage as usize].rework.is_some() {
                        return self.follow_each(parcels, stage, step);
                    }
                    phase = Phase::Completion;
                }
                // Nothing that flows back is swept.
                Step::Shelf => return,
            }
            step += 1;
        }
    }

    /// They wait for their turns in a group, each before a step.
    #[inline(never)]
    fn wait(
        &mut self,
        parcels: &mut [Passing],
        group: u32,
        phase: Phase,
        step: impl Fn(&Turn) -> u32,
    ) {
        // Whoever has no key is stranded, and only the number of its key still counts.
        if turn_to(parcels, phase, step) < TIME_LIMIT {
            return self
                .sweep
                .wait_all(group, parcels.iter().map(|parcel| &parcel.turn));
        }
        let in_time = |parcel: &&Passing| parcel.time < TIME_LIMIT;
        let turns = parcels.iter().filter(in_time).map(|parcel| &parcel.turn);
        self.sweep.wait_all(group, turns);
        for parcel in parcels.iter().filter(|parcel| !in_time(parcel)) {
            if parcel.time < STRANDED {
                self.sweep.strand(&parcel.turn, self.stranded);
            }
        }
    }

    #[inline(never)]
    pub(super) fn reach_doors(&mut self, parcels: &[Passing], lane: u32) {
        if self.sweep.light.is_some() {
            return self.deliver_light(parcels, lane);
        }
        let plan = self.plan;
        let there = parcels.iter().filter(|parcel| parcel.time < STRANDED);
        // All of them are looked at side by side: none waits for another to be fetched.
        let known = &*self.parcels;
        let come = there.map(|parcel| (parcel.turn.slot(), lane, parcel.time));
        self.at_door
            .extend(come.map(|come| AtDoor::of(plan, known, come)));
    }

    /// Their trips on a lane; whether it ends at a door.
    #[inline(never)]
    pub(super) fn travel(&mut self, parcels: &mut [Passing], lane: u32) -> bool {
        let plan = self.plan;
        let road = &mut self.roads[lane as usize];
        if let Some(ticks) = road.always_takes() {
            self.travel_alike(parcels, lane, ticks);
            return self.roads[lane as usize].is_last_leg();
        }
        if !R::ON && road.is_plain() {
            let entities = parcels.iter().map(|parcel| parcel.turn.entity);
            let transits = road.transits(self.draws, entities);
            for (parcel, transit) in parcels.iter_mut().zip(transits) {
                if parcel.time == STRANDED {
                    continue;
                }
                let arrive = road.plain_trip(plan, lane, (parcel.time, *transit), self.shocks);
                parcel.time = arrive.unwrap_or_else(|| {
                    self.sweep.strand(&parcel.turn, self.stranded);
                    STRANDED
                });
            }
            return road.is_last_leg();
        }
        let lane_plan = &plan.lanes[lane as usize];
        if lane_plan.meets_cutoffs {
            self.parcels
                .glance_at(parcels.iter().map(|parcel| parcel.turn.slot()));
        }
        for parcel in parcels {
            if parcel.time == STRANDED {
                continue;
            }
            let (ready, load) = (parcel.time, plan.load(lane_plan, parcel.turn.entity));
            let Some(trip) = road.trip(lane_plan, ready, parcel.turn.entity, load, self.shocks)
            else {
                self.sweep.strand(&parcel.turn, self.stranded);
                parcel.time = STRANDED;
                continue;
            };
            parcel.time = trip.arrive;
            self.outcome.lanes[lane as usize].count(plan, ready, &trip);
            if R::ON || lane_plan.meets_cutoffs {
                let sold = &self.parcels.parcels[parcel.turn.slot() as usize];
                self.outcome.deadline(plan, lane, &trip, sold);
                let number = u64::from(sold.number);
                let (scheduled, departed) = (trip.scheduled, trip.departed);
                self.recorder
                    .lane(number, lane, ready, scheduled, departed, trip.arrive);
            }
        }
        road.is_last_leg()
    }

    /// Their trips on a lane that is there at once and always takes as long.
    fn travel_alike(&mut self, parcels: &mut [Passing], lane: u32, ticks: i64) {
        let plan = self.plan;
        let scored = plan.warm_up..plan.horizon;
        let mut count = 0_u32;
        for parcel in parcels.iter_mut().filter(|parcel| parcel.time < STRANDED) {
            let ready = parcel.time;
            count += u32::from(scored.contains(&ready));
            parcel.time += ticks;
            if R::ON {
                let number = u64::from(self.parcels.parcels[parcel.turn.slot() as usize].number);
                self.recorder
                    .lane(number, lane, ready, None, ready, parcel.time);
            }
        }
        self.roads[lane as usize].count_at_once(count);
    }

    /// The work on them at a stage where nobody waits.
    #[inline(never)]
    fn pass(&mut self, parcels: &mut [Passing], stage: u32) {
        let station = &self.plan.stations[stage as usize];
        if R::ON || station.depends_on_start() {
            self.pass_each(parcels, stage);
        } else {
            let turns = parcels.iter().map(|parcel| &parcel.turn);
            let address = |turn: &Turn| turn.entity.address(station.purpose, u64::from(turn.loops));
            let drawn = self.draws.sample(&station.service, turns.map(address));
            for (parcel, work) in parcels.iter_mut().zip(drawn) {
                if parcel.time < STRANDED {
                    parcel.start = parcel.time;
                    parcel.time += to_ticks(*work);
                }
            }
        }
        let there = parcels.iter().filter(|parcel| parcel.time < STRANDED);
        let visits = there.map(|parcel| (parcel.start, parcel.time));
        self.outcome.pass(self.plan, stage, visits);
    }

    /// The work on one after the other, where it depends on when it starts, or somebody wants to know of it.
    fn pass_each(&mut self, parcels: &mut [Passing], stage: u32) {
        let station = &self.plan.stations[stage as usize];
        for parcel in parcels.iter_mut().filter(|parcel| parcel.time < STRANDED) {
            let visit = (parcel.turn.entity, parcel.turn.loops);
            let time = parcel.time;
            parcel.start = time;
            parcel.time += work(station, stage, visit, time, self.shocks);
            if !R::ON {
                continue;
            }
            let number = u64::from(self.parcels.parcels[parcel.turn.slot() as usize].number);
            if station.tells_work() {
                let (service, repairs) = parts(station, stage, visit, time, self.shocks);
                self.recorder.drawn(number, stage, service, repairs);
            }
            self.recorder.stage(number, stage, time, time, parcel.time);
        }
    }

    /// Takes each on from a stage where nobody waits: some go back, because the work on them must be done again.
    fn follow_each(&mut self, parcels: &mut [Passing], stage: u32, step: u32) {
        let station = &self.plan.stations[stage as usize];
        for parcel in parcels {
            let turn = &mut parcel.turn;
            let next = match steps_back(station, (turn.entity, turn.loops)) {
                Some(back) => {
                    turn.loops = turn.loops.saturating_add(1);
                    self.parcels.parcels[turn.slot() as usize].loops = turn.loops;
                    step - back
                }
                None => step + 1,
            };
            self.follow(std::slice::from_mut(parcel), next, Phase::Completion);
        }
    }
}
