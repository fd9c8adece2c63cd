//! The flow of parcels through stages with events of their own.

use crate::plan::CentrePlan;
use crate::trace::Recorder;

use super::agenda::{Phase, key, phase_of, time_of};
use super::centre::{Centre, Happened, Job, Member, rank};
use super::flow::Flow;
use super::planned::first_cpt;
use super::station::Station;
use super::work::{steps_back, work};

impl<R: Recorder> Flow<'_, '_, R> {
    /// A parcel arrives at a stage with events of its own.
    #[inline(never)]
    pub(super) fn join_centre(&mut self, slot: u32, stage: u32, now: i64, phase: Phase) {
        let parcel = self.parcels.parcels[slot as usize];
        let plan = self.plan;
        let Some(rules) = &plan.stations[stage as usize].centre else {
            return;
        };
        let priority = plan.levels[usize::from(parcel.level)].priority;
        let member = Member {
            slot,
            number: u64::from(parcel.number),
            arrived: now,
            place: key(now, phase, u64::from(parcel.number)),
            rank: rank(rules.discipline, parcel.promise, priority, || {
                first_cpt(plan, parcel.step, now)
            }),
        };
        self.at_centre(stage, now, |centre, rules, happened, draw| {
            centre.join(rules, member, happened, draw);
        });
    }

    /// The next event of a stage with events of its own.
    #[inline(never)]
    pub(super) fn wake_centre(&mut self) {
        let Some((key, stage)) = self.wakes.pop_first() else {
            return;
        };
        self.wake_of[stage as usize] = u64::MAX;
        self.next_wake = self.wakes.first().map_or(u64::MAX, |wake| wake.0);
        let (now, phase) = (time_of(key), phase_of(key));
        self.last_event = now;
        self.at_centre(stage, now, |centre, rules, happened, draw| {
            centre.wake(rules, now, phase, happened, draw);
        });
    }

    /// Lets a stage act, notes when it wants to be woken, and sends on what it has finished.
    fn at_centre(
        &mut self,
        stage: u32,
        now: i64,
        act: impl FnOnce(&mut Centre, &CentrePlan, &mut Happened, &mut dyn FnMut(&Member, i64) -> i64),
    ) {
        let plan = self.plan;
        let station = &plan.stations[stage as usize];
        let (Station::Centre(centre), Some(rules)) =
            (&mut self.stations[stage as usize], &station.centre)
        else {
            return;
        };
        let mut happened = Happened::default();
        let (parcels, shocks) = (&self.parcels.parcels, &self.shocks);
        let mut draw = |member: &Member, start: i64| {
            let parcel = &parcels[member.slot as usize];
            work(station, stage, (parcel.entity, parcel.loops), start, shocks)
        };
        act(centre, rules, &mut happened, &mut draw);
        let next = centre.next_wake(rules, stage);
        self.wake_at(stage, next);
        for &(number, first) in &happened.batched {
            self.recorder.batch(number, stage, first, now);
        }
        for stint in &happened.stints {
            self.outcome
                .work(plan.stations.len(), stage, stint.from, stint.to);
            self.recorder
                .work(stint.number, stage, stint.from, stint.to);
        }
        for (job, end) in happened.finished {
            self.finish_job(stage, &job, end);
        }
    }

    fn wake_at(&mut self, stage: u32, next: u64) {
        let known = &mut self.wake_of[stage as usize];
        if *known != next {
            self.wakes.remove(&(*known, stage));
            *known = next;
            if next != u64::MAX {
                self.wakes.insert((next, stage));
            }
            self.next_wake = self.wakes.first().map_or(u64::MAX, |wake| wake.0);
        }
    }

    fn finish_job(&mut self, stage: u32, job: &Job, end: i64) {
        let station = &self.plan.stations[stage as usize];
        for member in &job.members {
            let visit = (member.arrived, job.began, end);
            self.outcome.visit_to_centre(self.plan, stage, visit);
            self.recorder
                .stage(member.number, stage, member.arrived, job.began, end);
            let parcel = &mut self.parcels.parcels[member.slot as usize];
            match steps_back(station, (parcel.entity, parcel.loops)) {
                Some(back) => {
                    parcel.loops = parcel.loops.saturating_add(1);
                    parcel.step -= back;
                }
                None => parcel.step += 1,
            }
            self.walk(member.slot, end, Phase::Completion, false);
        }
    }

    /// Slots of the parcels that stand at stages with events of their own.
    pub(super) fn at_centres(&self) -> Vec<u32> {
        let centres = self.stations.iter().filter_map(|station| match station {
            Station::Centre(centre) => Some(centre),
            _ => None,
        });
        let mut slots: Vec<u32> = centres
            .flat_map(|centre| centre.members().map(|(member, _)| member.slot))
            .collect();
        slots.sort_unstable();
        slots
    }

    /// Counts the visits that the end of the run cuts short.
    pub(super) fn close_centres(&mut self, now: i64) {
        let until = now.max(self.plan.horizon);
        for (stage, station) in self.stations.iter().enumerate() {
            let Station::Centre(centre) = station else {
                continue;
            };
            let stage = stage as u32;
            for (member, began) in centre.members() {
                let visit = (member.arrived, began.min(until), until);
                self.outcome.visit_to_centre(self.plan, stage, visit);
            }
            for (number, from, to) in centre.in_progress() {
                let stages = self.plan.stations.len();
                self.outcome.work(stages, stage, from, to.min(until));
                self.recorder.work(number, stage, from, to);
            }
        }
    }
}
