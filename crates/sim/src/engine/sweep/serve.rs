//! The turns of a window at one place.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::plan::{Group, StationPlan, Step};
use crate::sampling::{Draws, to_ticks};
use crate::trace::Recorder;

use super::super::agenda::{Phase, phase_of, time_of};
use super::super::flow::Flow;
use super::super::station::Station;
use super::super::turn::Turn;
use super::super::work::{parts, work_of};
use super::AT_ONCE;
use super::onward::{Passing, STRANDED, Ways};

impl<'p, R: Recorder> Flow<'p, '_, R> {
    /// Serves the turns of a group.
    pub(super) fn serve_group(&mut self, group: usize) {
        let Some(sweep) = &mut self.sweep else { return };
        if sweep.inboxes[group].is_empty() {
            return;
        }
        let (plan, mut turns) = (sweep.plan, sweep.take(group));
        if let Some(last) = turns.last() {
            self.last_event = self.last_event.max(time_of(last.key));
        }
        match plan.groups[group] {
            Group::Returning => self.serve_returning(group, &mut turns),
            // Money follows each parcel by itself.
            Group::Lane(_) if self.followed => {
                for turn in &turns {
                    self.take_turn((turn.key, turn.slot(), turn.step));
                }
            }
            Group::Stage(stage) => {
                for turns in turns.chunks(AT_ONCE) {
                    self.serve_stage((group, stage), turns);
                }
            }
            Group::Lane(lane) => {
                for turns in turns.chunks(AT_ONCE) {
                    self.board(lane, turns);
                }
            }
        }
        if let Some(sweep) = &mut self.sweep {
            sweep.close(group, turns);
        }
        if plan.travel_at_once(group) {
            self.depart();
        }
    }

    /// Those who have gathered travel on.
    pub(super) fn depart(&mut self) {
        let crowds = self
            .sweep
            .as_ref()
            .map_or(0, |sweep| sweep.gathering.crowds());
        for crowd in 0..crowds {
            let Some(sweep) = &mut self.sweep else { return };
            let turns = sweep.gathering.take(crowd);
            for together in turns.chunk_by(|one, next| one.step == next.step) {
                if let Step::Lane(lane) = self.plan.steps[together[0].step as usize] {
                    for turns in together.chunks(AT_ONCE) {
                        self.board(lane, turns);
                    }
                }
            }
            if let Some(sweep) = &mut self.sweep {
                sweep.gathering.give_back(crowd, turns);
            }
        }
    }

    /// Places that parcels come back to, within the window perhaps: event by event.
    fn serve_returning(&mut self, group: usize, turns: &mut Vec<Turn>) {
        let next = |turn: Turn| Reverse((turn.key, turn.slot(), turn.step));
        let mut heap: BinaryHeap<_> = turns.drain(..).map(next).collect();
        while let Some(Reverse((key, slot, step))) = heap.pop() {
            self.last_event = self.last_event.max(time_of(key));
            self.take_turn((key, slot, step));
            if let Some(sweep) = &mut self.sweep {
                heap.extend(sweep.inboxes[group].drain(..).map(next));
            }
        }
    }

    fn take_turn(&mut self, (key, slot, step): (u64, u32, u32)) {
        self.parcels.parcels[slot as usize].step = step;
        self.walk(slot, time_of(key), phase_of(key), true);
    }

    /// A stage: what all of them draw, then the servers, then the way on of each.
    fn serve_stage(&mut self, (group, stage): (usize, u32), turns: &[Turn]) {
        let mut visits = std::mem::take(&mut self.visits);
        let station = &self.plan.stations[stage as usize];
        draw(station, turns, &mut self.draws, &mut visits);
        self.work_off(stage, &mut visits);
        if R::ON || self.followed {
            self.tell_work(stage, &visits);
        }
        self.send_on(group, &mut visits);
        self.visits = visits;
        self.open_doors();
    }

    /// Start and end of each one's work.
    #[inline(never)]
    fn work_off(&mut self, stage: u32, visits: &mut [Passing]) {
        let plan = self.plan;
        let station_plan = &plan.stations[stage as usize];
        let meter = &mut self.meters[stage as usize];
        let (outcome, stranded) = (&mut self.outcome, &mut self.stranded);
        let sweep = &mut self.sweep;
        let mut count = |visit: &mut Passing, times: Option<(i64, i64, i64)>| match times {
            Some(times) => {
                (_, visit.start, visit.time) = times;
                outcome.stage(plan, meter, stage, times);
            }
            None => {
                visit.time = STRANDED;
                if let Some(sweep) = sweep {
                    sweep.strand(&visit.turn, stranded);
                }
            }
        };
        let station = &mut self.stations[stage as usize];
        if station_plan.depends_on_start() {
            let shocks = &self.shocks;
            return visits.iter_mut().for_each(|visit| {
                let usual = f64::from_bits(visit.time as u64);
                let of = ((visit.turn.entity, visit.turn.loops), usual);
                let now = visit.arrive();
                let served =
                    station.serve(now, |start| work_of(station_plan, stage, of, start, shocks));
                count(visit, served.map(|(start, end)| (now, start, end)));
            });
        }
        match station {
            Station::Servers(servers) => servers.serve_each(
                visits,
                |visit| (visit.arrive(), visit.time),
                |visit, times| count(visit, Some(times)),
            ),
            station => visits.iter_mut().for_each(|visit| {
                let now = visit.arrive();
                let served = station.serve(now, |_| visit.time);
                count(visit, served.map(|(start, end)| (now, start, end)));
            }),
        }
    }

    /// A parcel that need not wait at its first step, where it is at `at`, sets out together with others.
    #[inline(always)]
    pub(in super::super) fn send_off_with_others(&mut self, turn: Turn, at: i64) {
        self.setting_out.push(Passing::of(&turn, at));
        if self.setting_out.len() == AT_ONCE {
            self.send_off();
        }
    }

    /// All those set out.
    #[inline(never)]
    pub(super) fn send_off(&mut self) {
        let mut visits = std::mem::take(&mut self.setting_out);
        if let Some(mut ways) = self.ways() {
            for at_once in visits.chunks_mut(AT_ONCE) {
                let alike = |one: &Passing, next: &Passing| one.turn.step == next.turn.step;
                for together in at_once.chunk_by_mut(alike) {
                    let first = together[0].turn.step;
                    ways.follow(together, first, Phase::Placement);
                }
            }
        }
        visits.clear();
        self.setting_out = visits;
        self.open_doors();
    }

    /// A lane: all board, then each goes its way.
    fn board(&mut self, lane: u32, turns: &[Turn]) {
        let mut visits = std::mem::take(&mut self.visits);
        visits.clear();
        visits.extend(
            turns
                .iter()
                .map(|turn| Passing::of(turn, time_of(turn.key))),
        );
        if let Some(mut ways) = self.ways() {
            if ways.travel(&mut visits, lane) {
                ways.reach_doors(&visits, lane);
            } else {
                ways.arrive(&mut visits);
            }
        }
        self.visits = visits;
        self.open_doors();
    }

    /// Sends everybody on from a stage.
    fn send_on(&mut self, group: usize, visits: &mut [Passing]) {
        if self.followed {
            for visit in visits.iter().filter(|visit| visit.time < STRANDED) {
                self.parcels.parcels[visit.turn.slot() as usize].step = visit.turn.step + 1;
                self.walk(visit.turn.slot(), visit.time, Phase::Completion, false);
            }
        } else if let Some(mut ways) = self.ways() {
            ways.leave(group, visits);
        }
    }

    /// What parcels pass on the way.
    #[inline(always)]
    fn ways(&mut self) -> Option<Ways<'_, 'p, R>> {
        Some(Ways {
            plan: self.plan,
            shocks: &self.shocks,
            steady: &self.steady,
            parcels: &mut self.parcels,
            roads: &mut self.roads,
            outcome: &mut self.outcome,
            recorder: self.recorder,
            sweep: self.sweep.as_mut()?,
            almanac: &mut self.almanac,
            draws: &mut self.draws,
            at_door: &mut self.at_door,
            open_cohort: &mut self.open_cohort,
            delivered: &mut self.delivered,
            stranded: &mut self.stranded,
        })
    }

    #[inline(never)]
    fn tell_work(&mut self, stage: u32, visits: &[Passing]) {
        let station = &self.plan.stations[stage as usize];
        for visit in visits.iter().filter(|visit| visit.time < STRANDED) {
            let parcel = self.parcels.parcels[visit.turn.slot() as usize];
            let number = u64::from(parcel.number);
            let (arrive, start, end) = (visit.arrive(), visit.start, visit.time);
            if R::ON && station.tells_work() {
                let of = (parcel.entity, parcel.loops);
                let (service, repairs) = parts(station, stage, of, start, &self.shocks);
                self.recorder.drawn(number, stage, service, repairs);
            }
            self.recorder.stage(number, stage, arrive, start, end);
            if self.followed {
                self.follow_work(visit.turn.slot(), stage, arrive, end);
            }
        }
    }
}

/// The length of each one's work; where that depends on when it starts, the bits of the float that it is on a usual day.
#[inline(never)]
fn draw(station: &StationPlan, turns: &[Turn], draws: &mut Draws, visits: &mut Vec<Passing>) {
    let address = |turn: &Turn| turn.entity.address(station.purpose, u64::from(turn.loops));
    let drawn = draws.sample(&station.service, turns.iter().map(address));
    let drawn = turns.iter().zip(drawn);
    visits.clear();
    if station.depends_on_start() {
        visits.extend(drawn.map(|(turn, usual)| Passing::of(turn, usual.to_bits() as i64)));
    } else {
        visits.extend(drawn.map(|(turn, work)| Passing::of(turn, to_ticks(*work))));
    }
}
