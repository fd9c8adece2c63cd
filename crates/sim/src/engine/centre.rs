//! The kernel of a staff at whose stages those who come later matter: other disciplines than first in, first out, preemption,
//! batches, waves, finite room, several stages with one staff, work that stops when its server goes home.
//!
//! It holds its parcels and has events of its own. The flow hands parcels in, wakes it at [`Centre::next_wake`], and takes
//! out what is finished. Most centres have one stage, a pool has several.

use std::collections::BTreeMap;

use leadtime_network::network::{Overtime, WhenFull};

use crate::plan::CentrePlan;

use super::agenda::{Phase, TIME_LIMIT, key};
use super::desk::{Desk, Hold};
use super::job::{Draw, Happened, Job, Member, Place, Stint};
use super::station::{NEVER, Staffing};

/// The state of one staff and its stages.
#[derive(Debug)]
pub(crate) struct Centre<'p> {
    /// The first of its stages.
    home: u32,
    /// The rules of the staff: those of any of its stages.
    rules: &'p CentrePlan,
    pub(crate) desks: Vec<Desk<'p>>,
    staffing: Staffing,
    /// Position of the present step in `staffing`.
    step: usize,
    /// A shift has ended at this instant, and nobody has been sent home yet; [`NEVER`]: nothing is due.
    ended: i64,
    waiting: BTreeMap<Place, Job>,
    /// By (end, number of the first parcel).
    working: BTreeMap<(i64, u64), Job>,
    /// Jobs whose parcels have not all left, and how many: each holds a server.
    held: BTreeMap<u64, u32>,
    /// Jobs that were held so far.
    numbered: u64,
}

impl<'p> Centre<'p> {
    /// An idle staff with its first stage.
    pub(crate) fn new(staffing: Staffing, home: u32, rules: &'p CentrePlan) -> Self {
        Self {
            home,
            rules,
            desks: vec![Desk::new(home, rules)],
            staffing,
            step: 0,
            ended: NEVER,
            waiting: BTreeMap::new(),
            working: BTreeMap::new(),
            held: BTreeMap::new(),
            numbered: 0,
        }
    }

    /// Works at another stage too.
    pub(crate) fn share(&mut self, stage: u32, rules: &'p CentrePlan) {
        self.desks.push(Desk::new(stage, rules));
    }

    /// A parcel arrives at one of the stages, perhaps holding a server elsewhere until there is room.
    pub(crate) fn join(
        &mut self,
        desk: usize,
        member: Member,
        hold: Option<Hold>,
        happened: &mut Happened,
        work: &mut Draw<'_>,
    ) {
        let now = member.arrived;
        let front = &mut self.desks[desk];
        front.present += u32::from(hold.is_none());
        if front.rules.buffer.is_some() && !(front.door.is_empty() && self.has_room(desk, now)) {
            self.desks[desk].door.insert(member.place, (member, hold));
            // A shift may have begun, of which no other event tells.
            self.start(now, happened, work);
            self.fill(now, happened, work);
            return;
        }
        if hold.is_some() {
            self.desks[desk].present += 1;
            let stage = self.desks[desk].stage;
            happened.entered.push((stage, member, hold));
        }
        self.admit(desk, now, member, happened);
        if self.desks[desk].rules.release.is_none() {
            self.start(now, happened, work);
            // A shift may have begun.
            self.fill(now, happened, work);
        }
    }

    /// Whether one parcel of a finished job is left, so that its server is free when that has gone.
    pub(crate) fn has_one_left(&self, job: u64) -> bool {
        self.held.get(&job) == Some(&1)
    }

    /// A parcel of a finished job has left, and its server may be free.
    pub(crate) fn leave(
        &mut self,
        desk: usize,
        job: u64,
        now: i64,
        happened: &mut Happened,
        work: &mut Draw<'_>,
    ) {
        self.desks[desk].present -= 1;
        let Some(parcels) = self.held.get_mut(&job) else {
            return;
        };
        *parcels -= 1;
        if *parcels == 0 {
            self.held.remove(&job);
            self.start(now, happened, work);
            self.fill(now, happened, work);
        }
    }

    /// Does what is due at the event `now` with its phase: completions, releases, batches that have waited long enough; shifts,
    /// which are [start, end), whatever the phase.
    pub(crate) fn wake(
        &mut self,
        now: i64,
        phase: Phase,
        happened: &mut Happened,
        work: &mut Draw<'_>,
    ) {
        let due = |at: i64, of: Phase| at < now || (at == now && of <= phase);
        while let Some((&at, _)) = self.working.first_key_value()
            && due(at.0, Phase::Completion)
        {
            if let Some(job) = self.working.remove(&at) {
                self.complete(job, at, happened);
            }
        }
        for desk in 0..self.desks.len() {
            while let Some((release, member)) = self.desks[desk].released(due) {
                self.collect(desk, release, member, happened);
            }
            if let Some(members) = self.desks[desk].overdue(due, happened) {
                self.queue(desk, members);
            }
        }
        if due(self.ended, Phase::Shift) {
            self.ended = NEVER;
            self.send_home(now, happened);
        }
        self.start(now, happened, work);
        self.fill(now, happened, work);
    }

    fn complete(&mut self, mut job: Job, (end, number): (i64, u64), happened: &mut Happened) {
        let desk = &mut self.desks[job.desk as usize];
        happened.stints.push(Stint {
            stage: desk.stage,
            number,
            from: job.resumed,
            to: end,
        });
        let parcels = job.members.len() as u32;
        if desk.rules.guarded {
            job.held = Some(self.numbered);
            self.held.insert(self.numbered, parcels);
            self.numbered += 1;
        } else {
            desk.present -= parcels;
        }
        happened.finished.push((job, end));
    }

    /// The key of the next event of its own; `u64::MAX`: none.
    pub(crate) fn next_wake(&self) -> u64 {
        let at = |time: i64, phase: Phase| {
            if time >= TIME_LIMIT {
                u64::MAX
            } else if phase == Phase::Completion {
                // Ahead of every parcel that a completion of this instant sends on: those then join by number.
                key(time, phase, 0)
            } else {
                key(time, phase, u64::from(self.home))
            }
        };
        let end = self.working.first_key_value().map(|(&(end, _), _)| end);
        let shift = self.staffing.get(self.step + 1).map(|next| next.0);
        // A change of shift matters to those who wait, and to work that stops.
        let heeds = !self.waiting.is_empty()
            || (self.rules.overtime != Overtime::Finish && !self.working.is_empty())
            || self.desks.iter().any(|desk| !desk.door.is_empty());
        let releases = self.desks.iter().filter_map(Desk::next_release);
        // Once every shift of that instant has changed, and whoever finds room elsewhere has gone.
        let ended = (self.ended < TIME_LIMIT).then(|| key(self.ended, Phase::Shift, u64::MAX));
        let next = [
            ended,
            end.map(|end| at(end, Phase::Completion)),
            shift.filter(|_| heeds).map(|shift| at(shift, Phase::Shift)),
            releases.min().map(|release| at(release, Phase::Release)),
        ];
        next.into_iter().flatten().min().unwrap_or(u64::MAX)
    }

    /// Parcels at the stages, in no order: stage, parcel, and when work on it began ([`NEVER`]: it has not).
    pub(crate) fn members(&self) -> impl Iterator<Item = (u32, &Member, i64)> {
        let idle = self.desks.iter().flat_map(|desk| {
            desk.members()
                .map(move |member| (desk.stage, member, NEVER))
        });
        let jobs = self.waiting.values().chain(self.working.values());
        idle.chain(jobs.flat_map(|job| {
            let stage = self.desks[job.desk as usize].stage;
            job.members
                .iter()
                .map(move |member| (stage, member, job.began))
        }))
    }

    /// Jobs at work, by when they will end.
    pub(crate) fn working(&self) -> impl Iterator<Item = &Job> {
        self.working.values()
    }

    /// How many jobs wait.
    pub(crate) fn waiting_jobs(&self) -> usize {
        self.waiting.len()
    }

    /// Jobs that wait, the most urgent first.
    pub(crate) fn waiting(&self) -> impl DoubleEndedIterator<Item = &Job> {
        self.waiting.values()
    }

    /// Work in progress, up to when it will end.
    pub(crate) fn in_progress(&self) -> impl Iterator<Item = Stint> {
        self.working.iter().map(|(&(end, number), job)| Stint {
            stage: self.desks[job.desk as usize].stage,
            number,
            from: job.resumed,
            to: end,
        })
    }

    /// Whether orders are turned away at a stage now.
    pub(crate) fn turns_away(&self, desk: usize, now: i64) -> bool {
        let front = &self.desks[desk];
        let turns = |of: leadtime_network::network::Buffer| of.when_full == WhenFull::TurnAway;
        front.rules.buffer.is_some_and(turns)
            && !(front.door.is_empty() && self.has_room(desk, now))
    }

    /// Whether no server can do anything until somebody leaves, nor could at any later shift.
    pub(crate) fn is_held_up(&self) -> bool {
        let later = self.staffing.get(self.step..).unwrap_or_default();
        let most = later.iter().map(|step| step.1).max().unwrap_or(0);
        !self.held.is_empty() && self.working.is_empty() && self.held.len() >= most as usize
    }

    /// Jobs that hold a server.
    pub(crate) fn held(&self) -> impl Iterator<Item = u64> {
        self.held.keys().copied()
    }

    /// Room for one more in front of a stage; without any, a server that could take it at once.
    fn has_room(&self, desk: usize, now: i64) -> bool {
        let front = &self.desks[desk];
        let Some(buffer) = front.rules.buffer else {
            return true;
        };
        front.queued < buffer.size
            || (buffer.size == 0 && self.waiting.is_empty() && self.busy() < self.servers_at(now))
    }

    /// Servers at work or held.
    fn busy(&self) -> usize {
        self.working.len() + self.held.len()
    }

    /// Servers present at the present step.
    fn servers(&self) -> usize {
        self.staffing
            .get(self.step)
            .map_or(0, |step| step.1 as usize)
    }

    /// Servers present at an instant that is not before the present step.
    fn servers_at(&self, now: i64) -> usize {
        let later = self.staffing.get(self.step..).unwrap_or_default();
        let begun = later.iter().take_while(|step| step.0 <= now);
        begun.last().map_or(0, |step| step.1 as usize)
    }

    /// Moves the clock of the shifts on without an event of its own: a shift is [start, end), so that at its last instant
    /// its servers are gone, whatever else happens then.
    fn catch_up(&mut self, now: i64) {
        while self
            .staffing
            .get(self.step + 1)
            .is_some_and(|next| next.0 <= now)
        {
            self.step += 1;
            if self.rules.overtime != Overtime::Finish && self.busy() > self.servers() {
                self.ended = now;
            }
        }
    }

    /// Lets those in who wait outside, by the keys with which they came, as long as there is room.
    fn fill(&mut self, now: i64, happened: &mut Happened, work: &mut Draw<'_>) {
        loop {
            let doors = self.desks.iter().enumerate();
            let open = doors.filter_map(|(at, desk)| Some((*desk.door.first_key_value()?.0, at)));
            let Some((_, at)) = open.filter(|&(_, at)| self.has_room(at, now)).min() else {
                return;
            };
            let Some((_, (mut member, hold))) = self.desks[at].door.pop_first() else {
                return;
            };
            if hold.is_some() {
                // Only now does it come to this stage.
                member.arrived = now;
                member.place = key(now, Phase::Completion, member.number);
                self.desks[at].present += 1;
            }
            happened.entered.push((self.desks[at].stage, member, hold));
            self.admit(at, now, member, happened);
            self.start(now, happened, work);
        }
    }

    fn admit(&mut self, desk: usize, now: i64, member: Member, happened: &mut Happened) {
        self.desks[desk].queued += 1;
        if self.desks[desk].rules.release.is_some() {
            self.desks[desk].await_wave(now, member);
        } else {
            self.collect(desk, now, member, happened);
        }
    }

    fn collect(&mut self, desk: usize, now: i64, member: Member, happened: &mut Happened) {
        if let Some(members) = self.desks[desk].collect(now, member, happened) {
            self.queue(desk, members);
        }
    }

    /// A job joins the queue; a batch is as urgent as the most urgent of its parcels.
    fn queue(&mut self, desk: usize, members: Vec<Member>) {
        let Some(first) = members.first() else { return };
        let rank = members.iter().map(|member| member.rank).min().unwrap_or(0);
        let place = (rank, self.desks[desk].rules.turn, first.place);
        self.waiting.insert(
            place,
            Job {
                desk: desk as u32,
                members,
                place,
                began: NEVER,
                resumed: NEVER,
                left: None,
                whole: 0,
                held: None,
            },
        );
    }

    /// Starts what can be started.
    fn start(&mut self, now: i64, happened: &mut Happened, work: &mut Draw<'_>) {
        self.catch_up(now);
        while let Some((&place, _)) = self.waiting.first_key_value() {
            if self.busy() >= self.servers()
                && !(self.rules.preemptive && self.preempt(place.0, now, happened))
            {
                return;
            }
            let Some(mut job) = self.waiting.remove(&place) else {
                return;
            };
            let left = job.left.unwrap_or_else(|| {
                let desk = &mut self.desks[job.desk as usize];
                desk.queued -= job.members.len() as u32;
                job.began = now;
                let first = job.members.first();
                job.whole = first.map_or(0, |first| work(desk.stage, first, now));
                job.whole
            });
            job.left = Some(left);
            job.resumed = now;
            let number = job.members.first().map_or(0, |first| first.number);
            self.working.insert((now + left, number), job);
        }
    }

    /// Takes a server from the least urgent work if it is less urgent than `rank`. False: there is none, or no server at all.
    fn preempt(&mut self, rank: u64, now: i64, happened: &mut Happened) -> bool {
        // More work than servers: whoever finishes after the shift cannot be replaced.
        if self.busy() > self.servers() {
            return false;
        }
        match self.least_urgent() {
            Some(at) if self.working[&at].place.0 > rank => {
                self.suspend(at, now, false, happened);
                true
            }
            _ => false,
        }
    }

    fn least_urgent(&self) -> Option<(i64, u64)> {
        let last = self.working.iter().max_by_key(|(_, job)| job.place);
        last.map(|(&at, _)| at)
    }

    /// Work stops when its server goes home, the least urgent first. Who still waits for room elsewhere stays.
    fn send_home(&mut self, now: i64, happened: &mut Happened) {
        let restart = match self.rules.overtime {
            Overtime::Finish => return,
            Overtime::Pause => false,
            Overtime::Restart => true,
        };
        while self.busy() > self.servers() {
            let Some(at) = self.least_urgent() else {
                return;
            };
            self.suspend(at, now, restart, happened);
        }
    }

    fn suspend(&mut self, at: (i64, u64), now: i64, restart: bool, happened: &mut Happened) {
        let Some(mut job) = self.working.remove(&at) else {
            return;
        };
        happened.stints.push(Stint {
            stage: self.desks[job.desk as usize].stage,
            number: at.1,
            from: job.resumed,
            to: now,
        });
        job.left = Some(if restart { job.whole } else { at.0 - now });
        self.waiting.insert(job.place, job);
    }
}
