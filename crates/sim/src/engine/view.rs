//! What a promise may look at when an order is placed: who is at a stage, and which work goes ahead of the order there.

use leadtime_network::network::{Discipline, Serve};
use leadtime_stats::special::gamma_q;

use crate::plan::{CentrePlan, Plan, StationPlan, Step};

use super::backlog::{Backlog, Work};
use super::centre::Centre;
use super::desk::Desk;
use super::job::{Job, Member};
use super::offer::Sight;
use super::parcels::Parcel;
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
        let mut queued = Vec::new();
        for job in centre.working() {
            let less_urgent = !order.is_after(job.place.0, job.place.1);
            if !(rules.preemptive && less_urgent) {
                let of = self.station(&centre.desks[job.desk as usize]);
                backlog
                    .busy
                    .push(left_of(of, job.worked() + (self.at - job.resumed)));
            }
            if !less_urgent {
                queued.extend(job.members.iter().flat_map(|of| self.follow_up(stage, of)));
            }
        }
        // Servers that wait for room elsewhere: for how long nobody knows.
        let home = &self.plan.stations[station.home as usize];
        backlog.busy.extend(centre.held().map(|_| left_of(home, 0)));
        for job in centre.waiting() {
            if order.is_after(job.place.0, job.place.1) {
                let of = self.station(&centre.desks[job.desk as usize]);
                queued.push(left_of(of, job.worked()));
                queued.extend(job.members.iter().flat_map(|of| self.follow_up(stage, of)));
            }
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
        backlog.gated.extend((0..full).map(|_| left_of(station, 0)));
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
    fn follow_up(&self, stage: u32, member: &Member) -> impl Iterator<Item = Work> + use<'_, 'p> {
        let own = &self.plan.stations[stage as usize];
        let goes_on = matches!(own.pool, Some((_, Serve::DownstreamFirst)));
        let step = self.parcels[member.slot as usize].step as usize + 1;
        let further = self.plan.steps.get(step..).filter(|_| goes_on);
        let further = further.unwrap_or_default().iter();
        further.map_while(move |step| match step {
            &Step::Stage(next) => {
                let next = &self.plan.stations[next as usize];
                (next.home == own.home).then(|| left_of(next, 0))
            }
            _ => None,
        })
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

/// Mean and variance of what is left of a service that has taken `worked` so far: those of the gamma law that has the mean and
/// the variance of the service. An exponential time is forgotten, of a constant one the rest is known.
///
/// E(S | S > a) = m Q(k + 1, a / theta) / Q(k, a / theta), E(S^2 | S > a) = m^2 (1 + 1 / k) Q(k + 2, a / theta) / Q(k, a / theta).
pub(super) fn left_of(station: &StationPlan, worked: i64) -> Work {
    let (mean, variance, worked) = (station.mean, station.variance, worked as f64);
    let whole = Work { mean, variance };
    let memoryless = (variance - mean * mean).abs() <= 1e-9 * variance;
    if worked <= 0.0 || memoryless || mean <= 0.0 {
        return whole;
    }
    if variance <= 0.0 {
        let mean = (mean - worked).max(0.0);
        return Work { mean, variance };
    }
    let (shape, scale) = (mean * mean / variance, variance / mean);
    let longer = gamma_q(shape, worked / scale);
    // Far out in the tail the law is exponential with its scale.
    if longer < 1e-9 {
        return Work {
            mean: scale,
            variance: scale * scale,
        };
    }
    let all = mean * gamma_q(shape + 1.0, worked / scale) / longer;
    let squared = (mean * mean + variance) * gamma_q(shape + 2.0, worked / scale) / longer;
    Work {
        mean: (all - worked).max(0.0),
        variance: (squared - all * all).max(0.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn station(mean: f64, variance: f64) -> StationPlan {
        let network =
            leadtime_network::load(&leadtime_network::scenario::Files::from_text(ONE_STAGE));
        let (network, _) = network.unwrap_or_else(|found| panic!("{found}"));
        let mut station = Plan::compile(&network).stations.remove(0);
        (station.mean, station.variance) = (mean, variance);
        station
    }

    const ONE_STAGE: &str = r#"
schema = 1
name = "one"
clock = { start = 2026-11-02, time_zone = "UTC", horizon = "1d" }
demand.poisson.rate = "1/h"
facilities = [{ name = "FC", kind = "fulfilment-centre" }]
stages = [{ facility = "FC", stage = "pick", servers = 1, service = "1min" }]
lanes = [{ from = "FC", to = "Z", transit = "1h" }]
zones = [{ name = "Z" }]
service_levels = [{ name = "s", promise = { plan = {} } }]
"#;

    // catches: residuals that forget the time worked, or that forget that an exponential one is forgotten
    #[test]
    fn what_is_left_follows_the_law() {
        let left = |variance: f64, worked| left_of(&station(1_000.0, variance), worked);
        assert_eq!(left(0.0, 300).mean, 700.0);
        assert_eq!(left(0.0, 3_000).mean, 0.0);
        assert_eq!(left(1e6, 3_000).mean, 1_000.0);
        // Erlang with two phases of 500: after a, the first is over with odds a / 500 to one, so one or two phases are left.
        let two = left(500_000.0, 1_000);
        let first = 1.0 / 3.0;
        assert!(
            (two.mean - (500.0 + 500.0 * first)).abs() < 1e-6,
            "{}",
            two.mean
        );
        let squared = 500_000.0 * (1.0 - first) + 1_500_000.0 * first;
        assert!((two.variance - (squared - two.mean * two.mean)).abs() < 1e-3);
        // Far out, one phase is left.
        assert!((left(500_000.0, 100_000).mean - 500.0).abs() < 5.0);
    }
}
