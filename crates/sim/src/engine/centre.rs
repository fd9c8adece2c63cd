//! The kernel of a stage at which those who come later matter: other disciplines than first in, first out, preemption,
//! batches, waves, work that stops when its server goes home.
//!
//! It holds its parcels and has events of its own. The flow hands parcels in, wakes it at [`Centre::next_wake`], and takes
//! out what is finished.

use std::collections::{BTreeMap, VecDeque};

use leadtime_network::network::{Discipline, Overtime};

use crate::plan::CentrePlan;

use super::agenda::{Phase, TIME_LIMIT, key};
use super::station::{NEVER, Staffing};

/// A parcel at the stage.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Member {
    pub(crate) slot: u32,
    /// Running number of its order.
    pub(crate) number: u64,
    pub(crate) arrived: i64,
    /// Key of the event with which it arrived: its place among equals.
    pub(crate) place: u64,
    /// Smaller is more urgent; 0 for all under first in, first out.
    pub(crate) rank: u64,
}

/// What one server does at once: a parcel, or a batch of them.
#[derive(Debug)]
pub(crate) struct Job {
    pub(crate) members: Vec<Member>,
    /// (rank, key with which its first parcel arrived): the order of service.
    place: (u64, u64),
    /// When work first started.
    pub(crate) began: i64,
    /// When the present stretch of work started.
    resumed: i64,
    /// Work that remains; `None`: not drawn yet.
    left: Option<i64>,
    /// All its work.
    whole: i64,
}

/// A stretch of work of one server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stint {
    /// Number of the first parcel of the job.
    pub(crate) number: u64,
    pub(crate) from: i64,
    pub(crate) to: i64,
}

/// What happened in one step.
#[derive(Debug, Default)]
pub(crate) struct Happened {
    /// Jobs that ended, in order.
    pub(crate) finished: Vec<(Job, i64)>,
    /// Stretches of work that ended.
    pub(crate) stints: Vec<Stint>,
    /// Batches that were formed: numbers of a parcel and of the first of its batch.
    pub(crate) batched: Vec<(u64, u64)>,
}

/// The state of one stage.
#[derive(Debug)]
pub(crate) struct Centre {
    staffing: Staffing,
    /// Position of the present step in `staffing`.
    step: usize,
    /// Waiting for a wave: release and parcel, in order.
    gate: VecDeque<(i64, Member)>,
    /// The batch being collected, and when it begins at the latest.
    collected: Vec<Member>,
    begins_by: i64,
    waiting: BTreeMap<(u64, u64), Job>,
    /// By (end, number of the first parcel).
    working: BTreeMap<(i64, u64), Job>,
    present: u32,
}

impl Centre {
    /// An idle stage.
    pub(crate) fn new(staffing: Staffing) -> Self {
        Self {
            staffing,
            step: 0,
            gate: VecDeque::new(),
            collected: Vec::new(),
            begins_by: NEVER,
            waiting: BTreeMap::new(),
            working: BTreeMap::new(),
            present: 0,
        }
    }

    /// Parcels at the stage.
    pub(crate) fn present(&self) -> u32 {
        self.present
    }

    /// A parcel arrives. `work` draws the length of the work of a job when it first starts.
    pub(crate) fn join(
        &mut self,
        rules: &CentrePlan,
        member: Member,
        happened: &mut Happened,
        work: impl FnMut(&Member, i64) -> i64,
    ) {
        let now = member.arrived;
        self.present += 1;
        if rules.release.is_some() {
            self.gate.push_back((rules.released(now), member));
            return;
        }
        self.collect(rules, now, member, happened);
        self.start(rules, now, happened, work);
    }

    /// Does what is due at the event `now` with its phase: completions, releases, batches that have waited long enough; shifts,
    /// which are [start, end), whatever the phase.
    pub(crate) fn wake(
        &mut self,
        rules: &CentrePlan,
        now: i64,
        phase: Phase,
        happened: &mut Happened,
        work: impl FnMut(&Member, i64) -> i64,
    ) {
        let due = |at: i64, of: Phase| at < now || (at == now && of <= phase);
        while let Some((&(end, number), _)) = self.working.first_key_value()
            && due(end, Phase::Completion)
        {
            if let Some(job) = self.working.remove(&(end, number)) {
                happened.stints.push(Stint {
                    number,
                    from: job.resumed,
                    to: end,
                });
                self.present -= job.members.len() as u32;
                happened.finished.push((job, end));
            }
        }
        while let Some(&(release, member)) = self.gate.front()
            && due(release, Phase::Release)
        {
            self.gate.pop_front();
            self.collect(rules, release, member, happened);
        }
        if !self.collected.is_empty() && due(self.begins_by, Phase::Release) {
            self.close_batch(happened);
        }
        self.start(rules, now, happened, work);
    }

    /// The key of the next event of its own; `u64::MAX`: none.
    pub(crate) fn next_wake(&self, rules: &CentrePlan, stage: u32) -> u64 {
        let at = |time: i64, phase: Phase| {
            if time >= TIME_LIMIT {
                u64::MAX
            } else if phase == Phase::Completion {
                // Ahead of every parcel that a completion of this instant sends on: those then join by number.
                key(time, phase, 0)
            } else {
                key(time, phase, u64::from(stage))
            }
        };
        let end = self.working.first_key_value().map(|(&(end, _), _)| end);
        let shift = self.staffing.get(self.step + 1).map(|next| next.0);
        // A change of shift matters to those who wait, and to work that stops.
        let heeds = !self.waiting.is_empty()
            || (rules.overtime != Overtime::Finish && !self.working.is_empty());
        let next = [
            end.map(|end| at(end, Phase::Completion)),
            shift.filter(|_| heeds).map(|shift| at(shift, Phase::Shift)),
            self.gate
                .front()
                .map(|&(release, _)| at(release, Phase::Release)),
            (!self.collected.is_empty()).then(|| at(self.begins_by, Phase::Release)),
        ];
        next.into_iter().flatten().min().unwrap_or(u64::MAX)
    }

    /// Parcels at the stage, in no order, and when work on each began ([`NEVER`]: it has not).
    pub(crate) fn members(&self) -> impl Iterator<Item = (&Member, i64)> {
        let gate = self.gate.iter().map(|(_, member)| member);
        let idle = gate.chain(&self.collected).map(|member| (member, NEVER));
        let jobs = self.waiting.values().chain(self.working.values());
        idle.chain(jobs.flat_map(|job| job.members.iter().map(|member| (member, job.began))))
    }

    /// Work in progress: number of its first parcel, when it was begun or resumed, when it will end.
    pub(crate) fn in_progress(&self) -> impl Iterator<Item = (u64, i64, i64)> {
        self.working
            .iter()
            .map(|(&(end, number), job)| (number, job.resumed, end))
    }

    /// Servers present.
    fn servers(&self) -> usize {
        self.staffing
            .get(self.step)
            .map_or(0, |step| step.1 as usize)
    }

    /// Moves the clock of the shifts on without an event of its own: a shift is [start, end), so that at its last instant
    /// its servers are gone, whatever else happens then.
    fn catch_up(&mut self, rules: &CentrePlan, now: i64, happened: &mut Happened) {
        while self
            .staffing
            .get(self.step + 1)
            .is_some_and(|next| next.0 <= now)
        {
            self.step += 1;
            self.send_home(rules, now, happened);
        }
    }

    fn collect(&mut self, rules: &CentrePlan, now: i64, member: Member, happened: &mut Happened) {
        let Some(batch) = rules.batch else {
            return self.queue(vec![member]);
        };
        if self.collected.is_empty() {
            self.begins_by = batch.wait.map_or(NEVER, |wait| now + wait.0);
        }
        self.collected.push(member);
        if self.collected.len() >= batch.size as usize {
            self.close_batch(happened);
        }
    }

    fn close_batch(&mut self, happened: &mut Happened) {
        let members = std::mem::take(&mut self.collected);
        self.begins_by = NEVER;
        let first = members.first().map_or(0, |first| first.number);
        let batched = members.iter().map(|member| (member.number, first));
        happened.batched.extend(batched);
        self.queue(members);
    }

    /// A job joins the queue; a batch is as urgent as the most urgent of its parcels.
    fn queue(&mut self, members: Vec<Member>) {
        let Some(first) = members.first() else { return };
        let rank = members.iter().map(|member| member.rank).min().unwrap_or(0);
        let place = (rank, first.place);
        self.waiting.insert(
            place,
            Job {
                members,
                place,
                began: NEVER,
                resumed: NEVER,
                left: None,
                whole: 0,
            },
        );
    }

    /// Starts what can be started.
    fn start(
        &mut self,
        rules: &CentrePlan,
        now: i64,
        happened: &mut Happened,
        mut work: impl FnMut(&Member, i64) -> i64,
    ) {
        self.catch_up(rules, now, happened);
        while let Some((&place, _)) = self.waiting.first_key_value() {
            if self.working.len() >= self.servers()
                && !(rules.preemptive && self.preempt(place.0, now, happened))
            {
                return;
            }
            let Some(mut job) = self.waiting.remove(&place) else {
                return;
            };
            let left = job.left.unwrap_or_else(|| {
                job.began = now;
                job.whole = job.members.first().map_or(0, |first| work(first, now));
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
        if self.working.len() > self.servers() {
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

    /// Work stops when its server goes home, the least urgent first.
    fn send_home(&mut self, rules: &CentrePlan, now: i64, happened: &mut Happened) {
        let restart = match rules.overtime {
            Overtime::Finish => return,
            Overtime::Pause => false,
            Overtime::Restart => true,
        };
        while self.working.len() > self.servers() {
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
            number: at.1,
            from: job.resumed,
            to: now,
        });
        job.left = Some(if restart { job.whole } else { at.0 - now });
        self.waiting.insert(job.place, job);
    }
}

/// How urgent a parcel is.
pub(crate) fn rank(
    discipline: Discipline,
    promise: i64,
    priority: u32,
    cpt: impl Fn() -> i64,
) -> u64 {
    match discipline {
        Discipline::Fifo => 0,
        Discipline::Priority => u64::from(priority),
        Discipline::EarliestDueDate => promise.max(0) as u64,
        Discipline::EarliestCpt => cpt().max(0) as u64,
    }
}
