//! The turns of a window at one place.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::plan::{Group, StationPlan};
use crate::random::EntityKey;
use crate::trace::Recorder;

use super::super::agenda::{Phase, phase_of, time_of};
use super::super::flow::Flow;
use super::super::parcels::Parcel;
use super::super::station::{NEVER, Station};
use super::super::work::{parts, work};
use super::inboxes::Turn;
use super::onward::{Moving, Ways};

impl<R: Recorder> Flow<'_, '_, R> {
    /// Serves the turns of a group.
    pub(super) fn serve_group(&mut self, group: usize) {
        let Some(sweep) = &mut self.sweep else { return };
        if sweep.inboxes[group].is_empty() {
            return;
        }
        let (kind, mut turns) = (sweep.plan.groups[group], sweep.take(group));
        if let Some(last) = turns.last() {
            self.last_event = self.last_event.max(time_of(last.key));
        }
        match kind {
            Group::Stage(stage) => self.serve_stage(stage, &turns),
            Group::Lane => turns.iter().for_each(|turn| self.take_turn(turn)),
            Group::Returning => self.serve_returning(group, &mut turns),
        }
        if let Some(sweep) = &mut self.sweep {
            sweep.close(group, turns);
        }
    }

    /// Places that parcels come back to, within the window perhaps: event by event.
    fn serve_returning(&mut self, group: usize, turns: &mut Vec<Turn>) {
        let mut heap: BinaryHeap<Reverse<Turn>> = turns.drain(..).map(Reverse).collect();
        while let Some(Reverse(turn)) = heap.pop() {
            self.last_event = self.last_event.max(time_of(turn.key));
            self.take_turn(&turn);
            if let Some(sweep) = &mut self.sweep {
                heap.extend(sweep.inboxes[group].drain(..).map(Reverse));
            }
        }
    }

    fn take_turn(&mut self, turn: &Turn) {
        self.walk(turn.slot, time_of(turn.key), phase_of(turn.key), true);
    }

    /// A stage: what all of them draw, then the servers, then the way on of each.
    fn serve_stage(&mut self, stage: u32, turns: &[Turn]) {
        let mut visits = std::mem::take(&mut self.visits);
        let station = &self.plan.stations[stage as usize];
        draw(station, turns, &self.parcels.parcels, &mut visits);
        self.work_off(stage, &mut visits);
        if R::ON || self.followed {
            self.tell_work(stage, &visits);
        }
        self.send_on(&visits);
        self.visits = visits;
    }

    /// Start and end of each one's work.
    fn work_off(&mut self, stage: u32, visits: &mut [Served]) {
        let plan = self.plan;
        let station_plan = &plan.stations[stage as usize];
        let meter = &mut self.meters[stage as usize];
        let outcome = &mut self.outcome;
        let mut count = |visit: &mut Served, served: Option<(i64, i64)>| match served {
            Some((start, end)) => {
                (visit.start, visit.end) = (start, end);
                outcome.stage(plan, meter, stage, (visit.arrive(), start, end));
            }
            None => visit.end = NEVER,
        };
        let station = &mut self.stations[stage as usize];
        if station_plan.depends_on_start() {
            let (parcels, shocks) = (&self.parcels.parcels, &self.shocks);
            return visits.iter_mut().for_each(|visit| {
                let parcel = &parcels[visit.slot as usize];
                let of = (parcel.entity, parcel.loops);
                let served = station.serve(visit.arrive(), |start| {
                    work(station_plan, stage, of, start, shocks)
                });
                count(visit, served);
            });
        }
        match station {
            Station::Servers(servers) => visits.iter_mut().for_each(|visit| {
                let times = servers.serve(visit.arrive(), visit.end);
                count(visit, Some(times));
            }),
            station => visits.iter_mut().for_each(|visit| {
                let served = station.serve(visit.arrive(), |_| visit.end);
                count(visit, served);
            }),
        }
    }

    /// Sends everybody on from a stage.
    fn send_on(&mut self, visits: &[Served]) {
        if self.followed {
            for visit in visits {
                if visit.end >= NEVER {
                    self.strand(visit.slot);
                } else {
                    self.parcels.parcels[visit.slot as usize].step += 1;
                    self.walk(visit.slot, visit.end, Phase::Completion, false);
                }
            }
            return;
        }
        let Some(sweep) = &mut self.sweep else { return };
        let mut ways = Ways {
            plan: self.plan,
            shocks: &self.shocks,
            parcels: &mut self.parcels.parcels,
            roads: &mut self.roads,
            meters: &mut self.meters,
            outcome: &mut self.outcome,
            recorder: self.recorder,
            sweep,
            at_door: &mut self.at_door,
            stranded: &mut self.stranded,
        };
        for visit in visits {
            if visit.end >= NEVER {
                ways.stranded.push(visit.slot);
                continue;
            }
            let parcel = Moving {
                slot: visit.slot,
                step: visit.step + 1,
                entity: visit.entity,
                number: visit.key,
            };
            ways.follow(parcel, visit.end, Phase::Completion);
        }
    }

    #[inline(never)]
    fn tell_work(&mut self, stage: u32, visits: &[Served]) {
        let station = &self.plan.stations[stage as usize];
        for visit in visits.iter().filter(|visit| visit.end < NEVER) {
            let parcel = self.parcels.parcels[visit.slot as usize];
            let number = u64::from(parcel.number);
            let (arrive, start, end) = (visit.arrive(), visit.start, visit.end);
            if R::ON && station.tells_work() {
                let of = (parcel.entity, parcel.loops);
                let (service, repairs) = parts(station, stage, of, start, &self.shocks);
                self.recorder.drawn(number, stage, service, repairs);
            }
            self.recorder.stage(number, stage, arrive, start, end);
            if self.followed {
                self.follow_work(visit.slot, stage, arrive, end);
            }
        }
    }
}

/// A parcel that is served at a stage.
#[derive(Clone, Copy)]
pub(crate) struct Served {
    key: u64,
    slot: u32,
    step: u32,
    entity: EntityKey,
    start: i64,
    /// The length of its work, then when that ends.
    end: i64,
}

impl Served {
    #[inline(always)]
    fn arrive(&self) -> i64 {
        time_of(self.key)
    }
}

/// The length of each one's work where it does not depend on when it starts: no draw waits for another.
fn draw(station: &StationPlan, turns: &[Turn], parcels: &[Parcel], visits: &mut Vec<Served>) {
    let drawn = !station.depends_on_start();
    visits.clear();
    visits.extend(turns.iter().map(|turn| {
        let parcel = &parcels[turn.slot as usize];
        let draw = parcel
            .entity
            .draw_at(station.purpose, u64::from(parcel.loops));
        Served {
            key: turn.key,
            slot: turn.slot,
            step: parcel.step,
            entity: parcel.entity,
            start: NEVER,
            end: if drawn {
                station.service.ticks(draw)
            } else {
                0
            },
        }
    }));
}
