//! The jobs of a stage with rules: which parcels were worked on together, when they could first be, and when they were.

use std::collections::BTreeMap;

use super::ledger::Ledger;
use super::leg::{Leg, Phase, Place};
use super::report::{Findings, Kind};
use super::rules::Rules;
use super::timetable::next_departure;
use super::urgency::urgency;
use crate::trace::{Stage, StageRules, Work};

/// A job that is never ready within the run.
pub(super) const NEVER: i64 = i64::MAX;

/// What brought a job into the queue: the phase of the instant, and the order's place in it. Waves and batches that have
/// waited long enough come last, all at once.
pub(super) type Cause = (u8, u64);

const RELEASE: Cause = (3, 0);

/// What one server does at once: a parcel, or a batch of them.
#[derive(Debug)]
pub(super) struct Job<'l> {
    /// The visits of its parcels; the first one names it in `work` records.
    pub(super) members: Vec<&'l Leg>,
    /// Smaller is more urgent; `None`: the trace does not tell.
    pub(super) rank: Option<u64>,
    /// When it joins the queue: arrived, released, its batch complete.
    pub(super) ready: i64,
    /// What made it ready; `None`: unknown within that instant.
    pub(super) cause: Option<Cause>,
    /// Stretches of work, by time.
    pub(super) work: Vec<(i64, i64)>,
    /// Which of the stages of its staff, and the turn of that stage among equally urgent work.
    pub(super) stage: u32,
    pub(super) turn: u32,
}

impl Job<'_> {
    /// Its first parcel.
    pub(super) fn first(&self) -> &Leg {
        self.members[0]
    }

    /// When its server is free of it: all its parcels have left.
    pub(super) fn left(&self) -> i64 {
        self.members
            .iter()
            .map(|leg| leg.left)
            .max()
            .unwrap_or(NEVER)
    }

    /// Whether its work has ended.
    pub(super) fn finished(&self) -> bool {
        !self.first().pending
    }
}

/// All jobs of a stage; checks waves, batches, and that visits and work agree.
pub(super) fn at<'l>(
    rules: &Rules<'_>,
    number: u32,
    terms: &StageRules,
    ledger: &'l Ledger,
    findings: &mut Findings,
) -> Vec<Job<'l>> {
    let stage = rules.stage(number);
    let legs = ledger.at(Place::Stage(number));
    let released = |leg: &Leg| match &terms.release {
        None => leg.entered,
        Some(_) if leg.entered == NEVER => NEVER,
        Some(waves) => next_departure(waves, leg.entered).unwrap_or(NEVER),
    };
    let mut visits: Vec<&Leg> = legs.iter().collect();
    // Of visits without length at one instant the first may be ranked, those that failed and come again are not.
    visits.sort_by_key(|leg| (leg.order, leg.begin, leg.end, !leg.ranked));
    let mut jobs = match terms.batch {
        None => single_jobs(&visits, terms, released),
        Some(size) => {
            let mut batches = Batches {
                stage,
                size,
                wait: terms.batch_wait,
                end_at: ledger.end.at,
                findings,
            };
            batches.jobs(number, &visits, ledger, released)
        }
    };
    let works = ledger.works_at(number);
    share_out(stage, &mut jobs, works, ledger.end.at, findings);
    for job in &mut jobs {
        (job.stage, job.turn) = (number, terms.turn);
        let ranks = job
            .members
            .iter()
            .map(|leg| urgency(rules, number, leg, ledger, &terms.discipline));
        job.rank = ranks
            .collect::<Option<Vec<u64>>>()
            .and_then(|ranks| ranks.into_iter().min());
        check_job(stage, terms, job, findings);
        if job.finished() && job.work.is_empty() {
            // Reported; what its visit says is taken for its work.
            job.work.push((job.first().start, job.first().end));
        }
    }
    jobs
}

/// Without batches every visit is a job.
fn single_jobs<'l>(
    visits: &[&'l Leg],
    terms: &StageRules,
    released: impl Fn(&Leg) -> i64,
) -> Vec<Job<'l>> {
    let job = |&leg: &&'l Leg| Job {
        members: vec![leg],
        rank: None,
        ready: released(leg),
        cause: match &terms.release {
            _ if from_outside(leg) => None,
            Some(_) => by_wave(leg, released(leg)),
            None => arrival(leg),
        },
        work: Vec::new(),
        stage: 0,
        turn: 0,
    };
    visits.iter().map(job).collect()
}

/// Whether a parcel had to wait for room: then it comes in at some moment of the instant that nothing tells.
fn from_outside(leg: &Leg) -> bool {
    leg.entered > leg.outside
}

/// What a parcel's arrival is within its instant.
fn arrival(leg: &Leg) -> Option<Cause> {
    let phase = match leg.phase {
        Phase::Completion => 0,
        Phase::Receipt => 1,
        Phase::Placement => 2,
        // In the same phase as waves: before or after them.
        Phase::Release => return None,
    };
    let known = leg.ranked && leg.entered == leg.begin;
    known.then_some((phase, leg.rank().2))
}

/// A wave or a batch that has waited: unless the parcel came in the same phase of that instant, before it or after it.
fn by_wave(leg: &Leg, ready: i64) -> Option<Cause> {
    let before = leg.begin < ready || (leg.ranked && leg.phase < Phase::Release);
    before.then_some(RELEASE)
}

/// Whether one parcel surely came before another.
fn came_before(a: &Leg, b: &Leg) -> bool {
    a.begin < b.begin || (a.begin == b.begin && a.ranked && b.ranked && a.rank() < b.rank())
}

/// Reads the batches of a stage, and checks them.
struct Batches<'a> {
    stage: &'a Stage,
    size: u32,
    wait: Option<i64>,
    end_at: i64,
    findings: &'a mut Findings,
}

impl Batches<'_> {
    fn jobs<'l>(
        &mut self,
        number: u32,
        visits: &[&'l Leg],
        ledger: &'l Ledger,
        released: impl Fn(&Leg) -> i64,
    ) -> Vec<Job<'l>> {
        let mut jobs: Vec<Job<'l>> = Vec::new();
        // How many visits of an order are in batches by now.
        let mut taken: BTreeMap<u64, usize> = BTreeMap::new();
        let here = ledger.batched.iter().filter(|of| of.stage == number);
        // Of the last instant not everything is told.
        for batched in here.filter(|of| of.at < ledger.end.at) {
            let order = batched.order;
            let from = visits.partition_point(|leg| leg.order < order);
            let nth = taken.entry(order).or_insert(0);
            let visit = visits.get(from + *nth).filter(|leg| leg.order == order);
            *nth += 1;
            let Some(&leg) = visit else {
                self.report(
                    batched.at,
                    order,
                    "in a batch, and not at the stage".to_owned(),
                );
                continue;
            };
            if order == batched.first {
                jobs.push(Job {
                    members: vec![leg],
                    rank: None,
                    ready: batched.at,
                    cause: None,
                    work: Vec::new(),
                    stage: 0,
                    turn: 0,
                });
                continue;
            }
            let batch = jobs
                .last_mut()
                .filter(|job| job.first().order == batched.first && job.ready == batched.at);
            match batch {
                Some(batch) => batch.members.push(leg),
                None => self.report(
                    batched.at,
                    order,
                    format!(
                        "does not follow order {}, the first of its batch",
                        batched.first
                    ),
                ),
            }
        }
        self.check_formed(&mut jobs, &released);
        self.check_left(visits, &taken, &released);
        jobs
    }

    fn report(&mut self, at: i64, order: u64, message: String) {
        let place = &self.stage.name;
        self.findings
            .add(Kind::Batch, at, Some(order), place, || message);
    }

    /// Parcels are collected as they come, and a batch is complete when it is full or has waited long enough.
    fn check_formed(&mut self, jobs: &mut [Job<'_>], released: impl Fn(&Leg) -> i64) {
        let mut before: Option<&Leg> = None;
        for job in jobs {
            let order = job.first().order;
            for &leg in &job.members {
                if let Some(before) = before.filter(|before| came_before(leg, before)) {
                    let message =
                        format!("collected after order {}, which came later", before.order);
                    self.report(job.ready, leg.order, message);
                }
                before = Some(leg);
            }
            let times = || job.members.iter().map(|leg| released(leg));
            let (first, last) = (
                times().min().unwrap_or(NEVER),
                times().max().unwrap_or(NEVER),
            );
            let count = job.members.len();
            if count > self.size as usize {
                let message = format!("{count} parcels where {} are worked on together", self.size);
                self.report(job.ready, order, message);
            }
            let full = count >= self.size as usize;
            let due = if full {
                Some(last)
            } else {
                self.wait.map(|wait| first.saturating_add(wait))
            };
            if due != Some(job.ready) || last > job.ready {
                let message = format!(
                    "{count} of {} parcels at {}, complete at {due:?}",
                    self.size, job.ready
                );
                self.report(job.ready, order, message);
            }
            let by_arrival = full && last == job.members[count - 1].begin;
            job.cause = if by_arrival {
                arrival(job.members[count - 1])
            } else if job.members.iter().any(|leg| from_outside(leg)) {
                None
            } else {
                let ready = job.ready;
                let waves = job.members.iter().map(|leg| by_wave(leg, ready));
                waves.min().flatten()
            };
        }
    }

    /// Parcels in no batch: none is worked on, and those who wait at the end wait for more.
    fn check_left(
        &mut self,
        visits: &[&Leg],
        taken: &BTreeMap<u64, usize>,
        released: impl Fn(&Leg) -> i64,
    ) {
        let mut waiting = Vec::new();
        for mine in visits.chunk_by(|a, b| a.order == b.order) {
            let batched = taken.get(&mine[0].order).copied().unwrap_or(0);
            for leg in mine.iter().skip(batched) {
                if leg.pending {
                    waiting.push((released(leg), leg.order));
                } else if leg.start < self.end_at {
                    self.report(leg.start, leg.order, "worked on without a batch".to_owned());
                }
            }
        }
        waiting.retain(|&(released, _)| released < self.end_at);
        waiting.sort_unstable();
        let Some(&(first, order)) = waiting.first() else {
            return;
        };
        if waiting.len() >= self.size as usize {
            let message = format!("{} parcels wait, and no batch is formed", waiting.len());
            self.report(waiting[self.size as usize - 1].0, order, message);
        } else if let Some(due) = self.wait.map(|wait| first.saturating_add(wait))
            && due < self.end_at
        {
            self.report(due, order, "has waited, and no batch is formed".to_owned());
        }
    }
}

/// Gives every job its stretches of work: in order of time, up to the one that ends with the visit.
fn share_out(
    stage: &Stage,
    jobs: &mut [Job<'_>],
    works: &[Work],
    end_at: i64,
    findings: &mut Findings,
) {
    let mut by_order: Vec<&mut Job<'_>> = jobs.iter_mut().collect();
    by_order.sort_by_key(|job| (job.first().order, job.first().begin, job.first().end));
    let mut rest = works;
    let mut stray = |work: &Work| {
        if work.from >= end_at {
            return;
        }
        findings.add(Kind::Work, work.from, Some(work.order), &stage.name, || {
            "work on a parcel that is not there".to_owned()
        });
    };
    let mut by_order = by_order.into_iter().peekable();
    while let Some(job) = by_order.next() {
        let (order, begin, end) = (job.first().order, job.first().begin, job.first().end);
        let comes_again = by_order
            .peek()
            .is_some_and(|next| next.first().order == order);
        while let Some((work, later)) = rest.split_first()
            && (work.order < order || (work.order == order && work.from < begin))
        {
            stray(work);
            rest = later;
        }
        while let Some((work, later)) = rest.split_first()
            && work.order == order
            && (!job.finished() || work.to <= end)
        {
            rest = later;
            job.work.push((work.from, work.to));
            // Called away as it began, work without length may begin again at the instant at which it ends; at the last
            // instant it may also be that of a visit that nothing else tells of.
            let again =
                |next: &Work| (next.order, next.from, next.to) == (order, end, end) && end < end_at;
            if job.finished() && work.to == end && (comes_again || !rest.first().is_some_and(again))
            {
                break;
            }
        }
    }
    rest.iter().for_each(stray);
}

/// The visits of a job's parcels are its work: the same start, the same end, nothing before it was ready.
fn check_job(stage: &Stage, terms: &StageRules, job: &Job<'_>, findings: &mut Findings) {
    let first = job.first();
    let mut wrong = |kind, at, message: String| {
        findings.add(kind, at, Some(first.order), &stage.name, || message);
    };
    if job.finished() {
        let span = (
            job.work.first().map(|work| work.0),
            job.work.last().map(|work| work.1),
        );
        if span != (Some(first.start), Some(first.end)) {
            let message = format!(
                "from {} to {}, and the work from {:?} to {:?}",
                first.start, first.end, span.0, span.1
            );
            wrong(Kind::Work, first.start, message);
        }
    }
    if job.work.iter().any(|work| work.1 < work.0) || job.work.windows(2).any(|w| w[1].0 < w[0].1) {
        wrong(
            Kind::Work,
            first.start,
            "two servers at once, or work that ends before it starts".to_owned(),
        );
    }
    let together = |leg: &&Leg| {
        (leg.pending, leg.end) == (first.pending, first.end)
            && (leg.pending || leg.start == first.start)
    };
    if !job.members.iter().all(together) {
        wrong(
            Kind::Batch,
            first.start,
            "not all parcels of the batch start and end together".to_owned(),
        );
    }
    if let Some(&(from, _)) = job.work.first()
        && from < job.ready
    {
        let kind = match (&terms.batch, &terms.release) {
            (None, Some(_)) => Kind::Wave,
            (Some(_), _) => Kind::Batch,
            // A start before arrival is one of causality.
            (None, None) => return,
        };
        let ready = job.ready;
        wrong(
            kind,
            from,
            format!("starts at {from}, and is ready at {ready}"),
        );
    }
}
