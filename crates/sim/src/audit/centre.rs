//! A stage with rules: at every instant no more work than servers, none of them idle while a job waits, nobody served
//! before a more urgent one, and nothing interrupted without a reason.

use std::collections::BTreeSet;

use super::jobs::{Job, NEVER};
use super::report::{Findings, Kind};
use super::timetable::is_open;
use crate::trace::{Capacity, Stage, StageRules};

/// What happens to a job, in this order within an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Change {
    /// A stretch of work ends.
    Ends,
    /// A finished job whose parcels found no room elsewhere has left its server.
    Leaves,
    /// The number of servers changes.
    Shift,
    /// It joins the queue.
    Ready,
    /// A stretch of work starts.
    Starts,
}

/// (when, what, job, which stretch; of a shift the servers)
type Event = (i64, Change, usize, usize);

/// Order of service: rank, turn of the stage, arrival, phase of it, number; the job.
type Turn = ((u64, u32, i64, u8, u64), usize);

/// Checks all jobs of a stage.
pub(super) fn check(
    stage: &Stage,
    terms: &StageRules,
    jobs: &[Job<'_>],
    end_at: i64,
    findings: &mut Findings,
) {
    let mut sweep = Sweep {
        stage,
        terms,
        jobs,
        findings,
        servers: 0,
        held: 0,
        working: BTreeSet::new(),
        waiting: BTreeSet::new(),
        idle: false,
    };
    let events = events(stage, jobs);
    for same in events.chunk_by(|a, b| a.0 == b.0) {
        if same[0].0 >= end_at {
            break;
        }
        sweep.instant(same[0].0, same);
    }
    if terms.overtime == "restart" && !terms.preemptive {
        check_restarts(stage, jobs, findings);
    }
}

fn events(stage: &Stage, jobs: &[Job<'_>]) -> Vec<Event> {
    let mut events = shifts(stage);
    for (at, job) in jobs.iter().enumerate() {
        let started = job.work.first().map_or(NEVER, |work| work.0);
        if job.ready.min(started) < NEVER {
            events.push((job.ready.min(started), Change::Ready, at, 0));
        }
        for (nth, &(from, to)) in job.work.iter().enumerate() {
            events.push((from, Change::Starts, at, nth));
            // Work without length starts and ends at once.
            if to > from {
                events.push((to, Change::Ends, at, nth));
            }
        }
        if let Some(to) = is_held(job) {
            events.push((to, Change::Leaves, at, 0));
        }
    }
    events.sort_unstable();
    events
}

/// When a finished job leaves the server that it keeps; `None`: at once.
fn is_held(job: &Job<'_>) -> Option<i64> {
    let end = job.work.last()?.1;
    (job.finished() && job.left() > end).then(|| job.left())
}

fn shifts(stage: &Stage) -> Vec<Event> {
    let shift = |from, servers| (from, Change::Shift, 0, servers);
    match &stage.capacity {
        Capacity::Servers(servers) => vec![shift(i64::MIN, *servers as usize)],
        Capacity::Staffing(steps) => steps
            .iter()
            .map(|&(from, servers)| shift(from, servers as usize))
            .collect(),
        Capacity::Unlimited | Capacity::Throughput { .. } => match stage.open.as_deref() {
            None => vec![shift(i64::MIN, usize::MAX)],
            Some(hours) => {
                let both = |&(from, to): &(i64, i64)| [shift(from, usize::MAX), shift(to, 0)];
                let mut shifts: Vec<Event> = hours.iter().flat_map(both).collect();
                // Where one interval ends as the next begins, it stays open.
                shifts.dedup_by(|next, last| {
                    next.0 == last.0 && {
                        last.3 = next.3;
                        true
                    }
                });
                shifts
            }
        },
    }
}

/// What happened in one instant.
#[derive(Debug, Default)]
struct Instant {
    /// Jobs whose work started or went on.
    started: Vec<usize>,
    /// Jobs whose work stopped before it was done.
    stopped: Vec<usize>,
    /// Jobs worked on before it and after it.
    going_on: usize,
    /// The least urgent of them.
    least: Option<Turn>,
    /// How many had to go home.
    sent_home: usize,
}

struct Sweep<'a, 'l> {
    stage: &'a Stage,
    terms: &'a StageRules,
    jobs: &'a [Job<'l>],
    findings: &'a mut Findings,
    servers: usize,
    /// Servers held by jobs whose work has ended.
    held: usize,
    working: BTreeSet<Turn>,
    waiting: BTreeSet<Turn>,
    idle: bool,
}

impl Sweep<'_, '_> {
    fn instant(&mut self, now: i64, events: &[Event]) {
        let mut instant = Instant::default();
        let mut started = false;
        for &(_, change, job, nth) in events {
            match change {
                Change::Ends => self.ends(job, nth, &mut instant),
                Change::Leaves => self.held = self.held.saturating_sub(1),
                Change::Shift => self.servers = nth,
                Change::Ready => {
                    self.waiting.insert(turn(self.jobs, job));
                }
                Change::Starts => {
                    if !std::mem::replace(&mut started, true) {
                        self.note(&mut instant);
                    }
                    self.starts(now, job, nth, &mut instant);
                }
            }
        }
        if !started {
            self.note(&mut instant);
        }
        self.check_capacity(now, &instant);
        self.check_stops(now, &instant);
        self.check_turns(now, &instant);
        self.check_preemption(now);
        self.check_idle(now);
    }

    fn note(&self, instant: &mut Instant) {
        instant.going_on = self.busy();
        instant.least = self.working.last().copied();
        if self.terms.overtime != "finish" {
            let before = instant.going_on + instant.stopped.len();
            instant.sent_home = before.saturating_sub(self.servers);
        }
    }

    /// Servers at work or held.
    fn busy(&self) -> usize {
        self.working.len() + self.held
    }

    /// Whether a stretch is the last of a job that was finished.
    fn is_last(&self, job: usize, nth: usize) -> bool {
        self.jobs[job].finished() && nth + 1 == self.jobs[job].work.len()
    }

    fn ends(&mut self, job: usize, nth: usize, instant: &mut Instant) {
        self.working.remove(&turn(self.jobs, job));
        if self.is_last(job, nth) {
            self.held += usize::from(is_held(&self.jobs[job]).is_some());
        } else {
            instant.stopped.push(job);
            self.waiting.insert(turn(self.jobs, job));
        }
    }

    fn starts(&mut self, now: i64, job: usize, nth: usize, instant: &mut Instant) {
        instant.started.push(job);
        let turn = turn(self.jobs, job);
        let (from, to) = self.jobs[job].work[nth];
        if to > from {
            self.waiting.remove(&turn);
            self.working.insert(turn);
            return;
        }
        // Without length: a server must have been free for a moment.
        if instant.going_on >= self.servers {
            self.report_busy(now, job);
        }
        if self.is_last(job, nth) {
            self.waiting.remove(&turn);
            self.held += usize::from(is_held(&self.jobs[job]).is_some());
        } else {
            instant.stopped.push(job);
        }
    }

    fn report(&mut self, kind: Kind, now: i64, job: usize, message: impl FnOnce() -> String) {
        let order = self.jobs[job].first().order;
        let place = &self.stage.name;
        self.findings.add(kind, now, Some(order), place, message);
    }

    fn report_busy(&mut self, now: i64, job: usize) {
        let (busy, servers) = (self.busy(), self.servers);
        if !is_open(self.stage.open.as_deref(), now) {
            return self.report(Kind::Closed, now, job, || {
                "works outside the opening hours".to_owned()
            });
        }
        self.report(Kind::OverCapacity, now, job, || {
            format!("worked on while {busy} are under way and {servers} servers there")
        });
    }

    /// Work begun may outlast its shift only where it is finished in overtime.
    fn check_capacity(&mut self, now: i64, instant: &Instant) {
        if self.busy() <= self.servers {
            return;
        }
        let last = instant.started.last().copied();
        let culprit = if self.terms.overtime == "finish" {
            last
        } else {
            last.or(self.working.last().map(|turn| turn.1))
        };
        if let Some(job) = culprit {
            self.report_busy(now, job);
        }
    }

    /// Work stops when its server goes home, or is called to something more urgent; the least urgent first.
    fn check_stops(&mut self, now: i64, instant: &Instant) {
        let jobs = self.jobs;
        let mut stopped = instant.stopped.clone();
        stopped.sort_by_key(|&job| std::cmp::Reverse(turn(jobs, job)));
        for &job in stopped.iter().skip(instant.sent_home) {
            let called = self.terms.preemptive
                && instant
                    .started
                    .iter()
                    .any(|&other| more_urgent(&jobs[other], &jobs[job]) != Some(false));
            if !called {
                self.report(Kind::Interrupted, now, job, || {
                    "stops, and nothing calls its server away".to_owned()
                });
            }
        }
        if let (Some(&job), Some((_, least))) = (stopped.last(), instant.least)
            && precedes(&jobs[job], &jobs[least])
        {
            let other = jobs[least].first().order;
            self.report(Kind::Urgency, now, job, || {
                format!("stops while the less urgent order {other} goes on")
            });
        }
    }

    /// Nobody who waited before is more urgent than who starts; nor did anyone come before, among equals.
    fn check_turns(&mut self, now: i64, instant: &Instant) {
        let jobs = self.jobs;
        let mut late = Vec::new();
        for &starts in &instant.started {
            let Some(rank) = jobs[starts].rank else {
                continue;
            };
            let until = (rank, jobs[starts].turn, jobs[starts].first().begin);
            let passed = self
                .waiting
                .iter()
                .take_while(|turn| (turn.0.0, turn.0.1, turn.0.2) <= until);
            let over = passed.map(|turn| turn.1).find(|&waits| {
                // Called away from its server at this instant: perhaps after the other had started.
                let called = self.terms.preemptive && instant.stopped.contains(&waits);
                !called
                    && precedes(&jobs[waits], &jobs[starts])
                    && was_there(&jobs[waits], &jobs[starts], now)
            });
            late.extend(over.map(|waits| (waits, starts)));
        }
        for (waits, starts) in late {
            let kind = if more_urgent(&jobs[waits], &jobs[starts]) == Some(true) {
                Kind::Urgency
            } else {
                Kind::Fifo
            };
            let other = jobs[starts].first().order;
            self.report(kind, now, waits, || {
                format!("waits while order {other} starts")
            });
        }
    }

    /// With preemption nobody works while a more urgent one waits; in overtime nobody is replaced.
    fn check_preemption(&mut self, now: i64) {
        if !self.terms.preemptive || self.busy() > self.servers {
            return;
        }
        let jobs = self.jobs;
        if let (Some(&(_, waits)), Some(&(_, works))) = (self.waiting.first(), self.working.last())
            && more_urgent(&jobs[waits], &jobs[works]) == Some(true)
        {
            let other = jobs[works].first().order;
            self.report(Kind::Urgency, now, waits, || {
                format!("waits while the less urgent order {other} is worked on")
            });
        }
    }

    fn check_idle(&mut self, now: i64) {
        let idle = self.busy() < self.servers && !self.waiting.is_empty();
        if idle && !self.idle {
            let untouched =
                |turn: &&Turn| !self.jobs[turn.1].finished() && self.jobs[turn.1].work.is_empty();
            let all = self.waiting.iter().all(|turn| untouched(&turn));
            let first = self.waiting.first().map(|turn| turn.1);
            let (waiting, busy, servers) = (self.waiting.len(), self.busy(), self.servers);
            if let Some(job) = first {
                let kind = if all { Kind::Lost } else { Kind::Idle };
                self.report(kind, now, job, || {
                    format!("{waiting} waiting while {busy} of {servers} servers are busy")
                });
            }
        }
        self.idle = idle;
    }
}

/// Work that begins anew takes as long as it would have taken: longer than any part of it.
fn check_restarts(stage: &Stage, jobs: &[Job<'_>], findings: &mut Findings) {
    for job in jobs.iter().filter(|job| job.finished()) {
        let Some((&(from, to), parts)) = job.work.split_last() else {
            continue;
        };
        if parts.iter().any(|part| part.1 - part.0 >= to - from) {
            findings.add(
                Kind::Interrupted,
                from,
                Some(job.first().order),
                &stage.name,
                || "begins anew, and takes no longer than the part before".to_owned(),
            );
        }
    }
}

fn turn(jobs: &[Job<'_>], job: usize) -> Turn {
    let (begin, phase, number) = jobs[job].first().rank();
    (
        (
            jobs[job].rank.unwrap_or(u64::MAX),
            jobs[job].turn,
            begin,
            phase as u8,
            number,
        ),
        job,
    )
}

/// Whether one job is strictly more urgent than another; `None`: the trace does not tell.
fn more_urgent(a: &Job<'_>, b: &Job<'_>) -> Option<bool> {
    Some(a.rank? < b.rank?)
}

/// Whether one job surely comes before another: more urgent, or as urgent and there earlier.
fn precedes(a: &Job<'_>, b: &Job<'_>) -> bool {
    let (Some(rank), Some(other)) = (a.rank, b.rank) else {
        return false;
    };
    let (first, second) = (a.first(), b.first());
    let ranked = first.ranked && second.ranked;
    let (rank, other) = ((rank, a.turn), (other, b.turn));
    rank < other
        || (rank == other
            && (first.begin < second.begin
                || (ranked && first.begin == second.begin && first.rank() < second.rank())))
}

/// Whether a job surely was in the queue when another, which started `now`, joined it.
fn was_there(waits: &Job<'_>, starts: &Job<'_>, now: i64) -> bool {
    if waits.ready < now {
        return true;
    }
    match (starts.ready == now, waits.cause, starts.cause) {
        (true, Some(first), Some(second)) => first <= second,
        _ => false,
    }
}
