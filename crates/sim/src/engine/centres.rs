//! The flow of parcels through stages with events of their own.

use std::collections::BTreeMap;

use crate::plan::{CentrePlan, Plan, StationCapacity, StationPlan, Step};
use crate::trace::Recorder;

use super::agenda::{Phase, key};
use super::blame::Leg;
use super::centre::Centre;
use super::desk::Hold;
use super::flow::Flow;
use super::job::{Draw, Happened, Job, Member, rank};
use super::planned::first_cpt;
use super::shock::ShockValues;
use super::station::Station;
use super::work::{parts, steps_back, work};

impl<R: Recorder> Flow<'_, '_, R> {
    /// A parcel arrives at a stage with events of its own.
    #[inline(never)]
    pub(super) fn join_centre(&mut self, slot: u32, stage: u32, now: i64, phase: Phase) {
        let parcel = self.parcels.parcels[slot as usize];
        let plan = self.plan;
        let station = &plan.stations[stage as usize];
        let (Some(rules), Some(centre)) = (&station.centre, self.centre_of(stage)) else {
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
        let hold = if keeps_servers(station, rules) {
            self.holding.remove(&slot)
        } else {
            None
        };
        self.at_centre(centre, now, |centre, happened, draw| {
            centre.join(station.desk as usize, member, hold, happened, draw);
        });
        self.let_in(now);
        if plan.can_deadlock && hold.is_some() {
            self.look_for_deadlock(now);
        }
    }

    /// The next event of a stage with events of its own.
    #[inline(never)]
    pub(super) fn wake_centre(&mut self, centre: u32, now: i64, phase: Phase) {
        self.at_centre(centre, now, |centre, happened, draw| {
            centre.wake(now, phase, happened, draw);
        });
        self.let_in(now);
    }

    /// Who has left a stage frees its server, which may let in others, who free theirs: until nothing moves.
    fn let_in(&mut self, now: i64) {
        while let Some(hold) = self.freed.pop_front() {
            if now > hold.since && self.centres[hold.centre as usize].has_one_left(hold.job) {
                self.outcome
                    .server_blocked(self.plan, hold.stage, hold.since, now);
            }
            self.at_centre(hold.centre, now, |centre, happened, draw| {
                centre.leave(hold.desk as usize, hold.job, now, happened, draw);
            });
        }
    }

    fn centre_of(&self, stage: u32) -> Option<u32> {
        match self.stations[stage as usize] {
            Station::Centre(centre) => Some(centre),
            _ => None,
        }
    }

    /// Lets a staff act, notes when it wants to be woken, and sends on what it has finished.
    fn at_centre(
        &mut self,
        at: u32,
        now: i64,
        act: impl FnOnce(&mut Centre<'_>, &mut Happened, &mut Draw<'_>),
    ) {
        let plan = self.plan;
        let centre = &mut self.centres[at as usize];
        let mut happened = Happened::default();
        let (parcels, shocks) = (&self.parcels.parcels, &self.shocks);
        let mut draw = |stage: u32, member: &Member, start: i64| {
            let parcel = &parcels[member.slot as usize];
            let station = &plan.stations[stage as usize];
            work(station, stage, (parcel.entity, parcel.loops), start, shocks)
        };
        act(centre, &mut happened, &mut draw);
        let next = centre.next_wake();
        self.wake_at(at, next);
        for &(stage, number, first) in &happened.batched {
            self.recorder.batch(number, stage, first, now);
        }
        for stint in &happened.stints {
            self.outcome.work(stint.stage, stint.from, stint.to);
            self.recorder
                .work(stint.number, stint.stage, stint.from, stint.to);
        }
        for (stage, member, hold) in happened.entered {
            self.enter(stage, &member, hold, now);
        }
        for (job, end) in happened.finished {
            self.finish_job(at, &job, end);
        }
    }

    /// Notes when a staff, a stock or the release of orders wants to be woken.
    pub(super) fn wake_at(&mut self, centre: u32, next: u64) {
        let known = &mut self.wake_of[centre as usize];
        if *known != next {
            self.wakes.remove(&(*known, centre));
            *known = next;
            if next != u64::MAX {
                self.wakes.insert((next, centre));
            }
            self.next_wake = self.wakes.first().map_or(u64::MAX, |wake| wake.0);
        }
    }

    /// A parcel has come in from outside: from the yard, or from another stage whose server it held.
    fn enter(&mut self, stage: u32, member: &Member, hold: Option<Hold>, now: i64) {
        let Some(hold) = hold else {
            if now > member.arrived {
                self.recorder.entered(member.number, stage, Some(now));
            }
            return;
        };
        if now > hold.since {
            self.outcome.blocked(self.plan, hold.stage, hold.since, now);
            self.recorder
                .blocked(member.number, hold.stage, hold.since, Some(now));
        }
        self.freed.push_back(hold);
    }

    fn finish_job(&mut self, centre: u32, job: &Job, end: i64) {
        let stage = self.centres[centre as usize].desks[job.desk as usize].stage;
        let station = &self.plan.stations[stage as usize];
        if R::ON
            && station.tells_work()
            && let Some(first) = job.members.first()
        {
            let parcel = &self.parcels.parcels[first.slot as usize];
            let visit = (parcel.entity, parcel.loops);
            let (service, repairs) = parts(station, stage, visit, job.began, &self.shocks);
            self.recorder.drawn(first.number, stage, service, repairs);
        }
        for member in &job.members {
            let visit = (member.arrived, job.began, end);
            self.outcome.visit_to_centre(self.plan, stage, visit);
            self.recorder
                .stage(member.number, stage, member.arrived, job.began, end);
            if let Some(accounts) = &mut self.accounts {
                accounts.stage(
                    member.slot,
                    &self.parcels.parcels[member.slot as usize],
                    stage,
                );
            }
            let parcel = &mut self.parcels.parcels[member.slot as usize];
            if let Some(witness) = &mut self.witness {
                let leg = Leg::Stage {
                    stage,
                    from: member.arrived,
                    to: end,
                };
                witness.saw(member.slot, parcel, leg);
            }
            match steps_back(station, (parcel.entity, parcel.loops)) {
                Some(back) => {
                    parcel.loops = parcel.loops.saturating_add(1);
                    parcel.step -= back;
                }
                None => parcel.step += 1,
            }
            let step = parcel.step;
            if let Some(held) = job.held {
                let hold = Hold {
                    centre,
                    job: held,
                    stage,
                    desk: job.desk,
                    since: end,
                };
                if self.is_kept_for(step) {
                    self.holding.insert(member.slot, hold);
                } else {
                    self.freed.push_back(hold);
                }
            }
            self.walk(member.slot, end, Phase::Completion, false);
        }
    }

    /// Whether a parcel keeps its server until it has come to the stage to which a step leads.
    fn is_kept_for(&self, step: u32) -> bool {
        let Step::Stage(stage) = self.plan.steps[step as usize] else {
            return false;
        };
        let station = &self.plan.stations[stage as usize];
        let rules = station.centre.as_ref();
        rules.is_some_and(|rules| keeps_servers(station, rules))
    }

    /// Slots of the parcels that stand at stages with events of their own.
    pub(super) fn at_centres(&self) -> Vec<u32> {
        let members = self.centres.iter().flat_map(Centre::members);
        let mut slots: Vec<u32> = members.map(|(_, member, _)| member.slot).collect();
        let desks = self.centres.iter().flat_map(|centre| &centre.desks);
        let blocked = desks.flat_map(|desk| desk.blocked());
        slots.extend(blocked.map(|(member, _)| member.slot));
        slots.sort_unstable();
        slots
    }

    /// Counts the visits that the end of the run cuts short.
    pub(super) fn close_centres(&mut self, now: i64) {
        let until = now.max(self.plan.horizon);
        let mut kept = BTreeMap::new();
        for centre in &self.centres {
            for (stage, member, began) in centre.members() {
                let visit = (member.arrived, began.min(until), until);
                self.outcome.visit_to_centre(self.plan, stage, visit);
            }
            for (stage, member) in centre.desks.iter().flat_map(|desk| desk.yard()) {
                self.recorder.entered(member.number, stage, None);
            }
            for (member, hold) in centre.desks.iter().flat_map(|desk| desk.blocked()) {
                self.outcome
                    .blocked(self.plan, hold.stage, hold.since, until);
                self.recorder
                    .blocked(member.number, hold.stage, hold.since, None);
                kept.insert((hold.centre, hold.job), hold);
            }
            for stint in centre.in_progress() {
                let until = stint.to.min(until);
                self.outcome.work(stint.stage, stint.from, until);
                self.recorder
                    .work(stint.number, stint.stage, stint.from, stint.to);
            }
        }
        // A batch keeps one server, however many of its parcels wait.
        for hold in kept.values() {
            self.outcome
                .server_blocked(self.plan, hold.stage, hold.since, until);
        }
    }
}

/// Whether parcels that come to a stage may keep the servers of the stage before: there is finite room, or these servers may go
/// on with them, or with something more urgent.
fn keeps_servers(station: &StationPlan, rules: &CentrePlan) -> bool {
    rules.buffer.is_some() || station.pool.is_some()
}

/// The kernels of all staffs with events of their own, and the one of each stage; shocks on servers change their staffing.
pub(super) fn centres<'p>(
    plan: &'p Plan,
    shocks: &ShockValues<'_>,
) -> (Vec<Centre<'p>>, Vec<Option<u32>>) {
    let mut centres: Vec<Centre<'p>> = Vec::new();
    let mut of_stages: Vec<Option<u32>> = Vec::with_capacity(plan.stations.len());
    for (at, station) in plan.stations.iter().enumerate() {
        let Some(rules) = &station.centre else {
            of_stages.push(None);
            continue;
        };
        if station.home as usize != at {
            let centre = of_stages[station.home as usize];
            if let Some(centre) = centre {
                centres[centre as usize].share(at as u32, rules);
            }
            of_stages.push(centre);
            continue;
        }
        let always = |servers| vec![(i64::MIN, servers)];
        let staffing = match &station.capacity {
            StationCapacity::Unlimited => always(u32::MAX),
            &StationCapacity::Servers(servers) => always(servers),
            StationCapacity::Staffed(steps) | StationCapacity::Throughput(_, steps) => {
                shocks.staffing(steps, &plan.shocks.servers[at])
            }
        };
        of_stages.push(Some(centres.len() as u32));
        centres.push(Centre::new(staffing, at as u32, rules));
    }
    (centres, of_stages)
}
