//! What a promise may look at when an order is placed: who is at a stage, and which work goes ahead of the order there.

use leadtime_network::network::{Discipline, Serve};

use crate::plan::{CentrePlan, Plan, StationPlan, Step};

use super::backlog::{Backlog, Runs};
use super::centre::Centre;
use super::desk::Desk;
use super::job::{Job, Member};
use super::offer::Sight;
use super::parcels::Parcel;
use super::residual::left_of;
use super::station::Station;

/// The stages as they are at an instant.
#[derive(Clone, Copy)]
pub(crate) struct View<'a, 'p> {
    pub(crate) plan: &'p Plan,
    pub(crate) stations: &'a [Station],
    pub(crate) centres: &'a [Centre<'p>],
    pub(crate) parcels: &'a [Parcel],
    pub(crate) at: i64,
}

/// How urgent the order is at a stage: by the discipline, and by the turn of the stage among those of its pool.
#[derive(Clone, Copy)]
struct Urgency {
    rank: u64,
    turn: u32,
}

impl Urgency {
    /// Where the rank is not known before the promise is, or changes on the way, the order is taken to be the least urgent of all.
    fn of(rules: &CentrePlan, priority: u32) -> Self {
        match rules.discipline {
            Discipline::Fifo => Self {
                rank: 0,
                turn: rules.turn,
            },
            Discipline::Priority => Self {
                rank: u64::from(priority),
                turn: rules.turn,
            },
            Discipline::EarliestDueDate | Discipline::EarliestCpt => Self {
                rank: u64::MAX,
                turn: u32::MAX,
            },
        }
    }

    /// Whether what came before the order goes ahead of it.
    fn is_after(self, rank: u64, turn: u32) -> bool {
        (rank, turn) <= (self.rank, self.turn)
    }
}

impl<'p> View<'_, 'p> {
    /// A stage.
    pub(crate) fn sight(&self, stage: u32) -> Sight {
        let Some((centre, desk)) = self.centre(stage) else {
            return Sight::default();
        };
        Sight {
            present: centre.desks[desk].present,
            full: centre.turns_away(desk, self.at),
        }
    }

    /// The work at a stage, and at all stages of its pool, that goes ahead of an order of a class which comes there at `arrival`.
    pub(crate) fn ahead(&self, stage: u32, priority: u32, arrival: i64) -> Backlog {
        let mut backlog = Backlog::nothing(arrival);
        let station = &self.plan.stations[stage as usize];
        let (Some((centre, own)), Some(rules)) = (self.centre(stage), &station.centre) else {
            return backlog;
        };
        let order = Urgency::of(rules, priority);
        let mut queued = Runs::default();
        for job in centre.working() {
            let less_urgent = !order.is_after(job.place.0, job.place.1);
            if !(rules.preemptive && less_urgent) {
                let of = self.station(&centre.desks[job.desk as usize]);
                backlog
                    .busy
                    .push(left_of(of, job.worked() + (self.at - job.resumed)));
            }
            if !less_urgent {
                self.follow_up(stage, job, &mut queued);
            }
        }
        // Servers that wait for room elsewhere: for how long nobody knows.
        let home = &self.plan.stations[station.home as usize];
        backlog.busy.extend(centre.held().map(|_| left_of(home, 0)));
        // The most urgent first: those ahead of the order are the first of them. At a stage of its own those beyond what is dealt one by
        // one are alike.
        let looked_at = match centre.desks.len() {
            1 => station.most_dealt,
            _ => usize::MAX,
        };
        let goes_ahead = |job: &&Job| order.is_after(job.place.0, job.place.1);
        for job in centre.waiting().take_while(goes_ahead).take(looked_at) {
            let of = self.station(&centre.desks[job.desk as usize]);
            queued.add(1, left_of(of, job.worked()));
            self.follow_up(stage, job, &mut queued);
        }
        if centre.waiting_jobs() > looked_at {
            // Where the least urgent goes ahead, all do, and need not be counted.
            let further = match centre.waiting().next_back().filter(goes_ahead) {
                Some(_) => centre.waiting_jobs() - looked_at,
                None => {
                    let rest = centre.waiting().skip(looked_at);
                    rest.take_while(goes_ahead).count()
                }
            };
            queued.add(further, left_of(station, 0));
        }
        backlog.queued = queued;
        for (at, desk) in centre.desks.iter().enumerate() {
            self.not_yet_queued(desk, at == own, order, &mut backlog);
        }
        backlog
    }

    /// What waits in front of a stage for room, a wave or a batch; at the order's own stage, when its batch begins at the latest.
    fn not_yet_queued(&self, desk: &Desk<'p>, own: bool, order: Urgency, backlog: &mut Backlog) {
        let station = self.station(desk);
        let before = |member: &&Member| order.is_after(member.rank, desk.rules.turn);
        let waiting = desk.members().filter(before).count();
        let batch = desk
            .rules
            .batch
            .map_or(1, |batch| batch.size.max(1) as usize);
        let full = if own {
            waiting / batch
        } else {
            waiting.div_ceil(batch)
        };
        backlog.gated.add(full, left_of(station, 0));
        let Some(of) = desk.rules.batch.filter(|_| own) else {
            return;
        };
        if let Some(wait) = of.wait
            && waiting % batch + 1 < batch
        {
            // The batch that is being collected is the order's own.
            let collected = desk.begins_by().filter(|_| full == 0);
            backlog.collects = collected.map_or(wait.0, |by| (by - backlog.comes).clamp(0, wait.0));
        }
    }

    /// What a pool that serves the last stage first still does on a parcel ahead, before it turns to the order.
    fn follow_up(&self, stage: u32, job: &Job, queued: &mut Runs) {
        let own = &self.plan.stations[stage as usize];
        if !matches!(own.pool, Some((_, Serve::DownstreamFirst))) {
            return;
        }
        for member in &job.members {
            let step = self.parcels[member.slot as usize].step as usize + 1;
            for step in self.plan.steps.get(step..).unwrap_or_default() {
                let &Step::Stage(next) = step else { break };
                let next = &self.plan.stations[next as usize];
                if next.home != own.home {
                    break;
                }
                queued.add(1, left_of(next, 0));
            }
        }
    }

    fn station(&self, desk: &Desk<'p>) -> &'p StationPlan {
        &self.plan.stations[desk.stage as usize]
    }

    fn centre(&self, stage: u32) -> Option<(&Centre<'p>, usize)> {
        let Station::Centre(centre) = self.stations[stage as usize] else {
            return None;
        };
        let desk = self.plan.stations[stage as usize].desk as usize;
        Some((&self.centres[centre as usize], desk))
    }
}

impl Job {
    /// How long it had been worked on when it was last taken up or put down.
    fn worked(&self) -> i64 {
        self.whole - self.left.unwrap_or(self.whole)
    }
}
