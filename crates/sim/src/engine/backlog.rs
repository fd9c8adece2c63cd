//! When an order's turn comes: the work ahead of it, walked through the shifts of a stage.
//!
//! With c servers and J services ahead the order starts once J + 1 - c of them have ended. Two walks say when. The *steady* one lets the servers that
//! are there end services of the mean length, so many a mean: exact in the mean for one server, and for any number when times are
//! exponential. The *dealt* one gives each service in turn, of its mean length, to the server that is free first: exact when times
//! are constant. With a squared coefficient of variation v between 0 and 1 the order starts (1 - v) of the way from the steady
//! start to the dealt one, as two-moment approximations of queues go between M/D/c and M/M/c (Kimura 1994).

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use leadtime_network::network::{Overtime, Serve};

use crate::plan::{CentrePlan, StationCapacity, StationPlan};

use super::station::NEVER;

/// So many services are dealt one by one, and so many more a server; of a constant length, which gives the start to the tick, up to the
/// last. Beyond, half a service matters little, and every order that is placed would go through the whole queue.
const DEALT: usize = 64;
const DEALT_A_SERVER: usize = 4;
const DEALT_CONSTANT: usize = 1_024;

/// How many services ahead at a stage are dealt one by one; kept in its plan.
pub(crate) fn most_dealt(station: &StationPlan) -> usize {
    if station.variance <= 0.0 {
        return DEALT_CONSTANT;
    }
    DEALT + DEALT_A_SERVER * station.capacity.usual_servers().min(1_024.0) as usize
}

/// Mean and variance of a service, or of what is left of it, ticks.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Work {
    pub(super) mean: f64,
    pub(super) variance: f64,
}

/// The services ahead of an order at a stage.
#[derive(Clone, Debug, Default)]
pub(crate) struct Backlog {
    /// In hand.
    pub(super) busy: Vec<Work>,
    /// In the queue.
    pub(super) queued: Runs,
    /// In front of the queue: with a wave, a batch or for want of room they join it ahead of the order.
    pub(super) gated: Runs,
    /// When the order comes, let in by a wave; and for how long its batch is collected at most.
    pub(super) comes: i64,
    pub(super) collects: i64,
}

/// Services in their order, equal ones in a row as one.
#[derive(Clone, Debug, Default)]
pub(super) struct Runs(Vec<(usize, Work)>);

impl Runs {
    /// So many alike come next.
    pub(super) fn add(&mut self, count: usize, work: Work) {
        match self.0.last_mut() {
            Some(last) if last.1 == work => last.0 += count,
            _ if count == 0 => {}
            _ => self.0.push((count, work)),
        }
    }

    fn len(&self) -> usize {
        self.0.iter().map(|run| run.0).sum()
    }

    fn one_by_one(&self) -> impl Iterator<Item = &Work> {
        self.0
            .iter()
            .flat_map(|(count, work)| std::iter::repeat_n(work, *count))
    }
}

/// What a wait is made of: ended services times their mean over the servers, ticks, and its variance.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Wait {
    pub(super) mean: f64,
    pub(super) variance: f64,
}

impl Backlog {
    /// Nothing is ahead of an order that comes at an instant.
    pub(super) fn nothing(comes: i64) -> Self {
        Self {
            comes,
            ..Self::default()
        }
    }

    /// When the order joins the queue at the latest.
    fn joins(&self) -> i64 {
        self.comes.saturating_add(self.collects)
    }

    /// Sum over all services of something of each.
    fn sum(&self, of: impl Fn(&Work) -> f64) -> f64 {
        let busy: f64 = self.busy.iter().map(&of).sum();
        let runs = self.queued.0.iter().chain(&self.gated.0);
        busy + runs
            .map(|(count, work)| *count as f64 * of(work))
            .sum::<f64>()
    }

    fn len(&self) -> usize {
        self.busy.len() + self.queued.len() + self.gated.len()
    }

    fn mean(&self) -> f64 {
        self.sum(|work| work.mean) / self.len().max(1) as f64
    }

    /// The wait behind all of it with so many servers, were they always there.
    pub(super) fn wait(&self, servers: u32) -> Wait {
        let servers = f64::from(servers.max(1));
        let ended = (self.len() as f64 + 1.0 - servers).max(0.0);
        let each = self.sum(|work| work.variance) / self.len().max(1) as f64;
        Wait {
            mean: ended * self.mean() / servers,
            variance: ended * each / (servers * servers),
        }
    }

    /// When the order's work starts, if the services ahead, seen at `from`, take `scale` times their means.
    pub(super) fn start(&self, station: &StationPlan, from: i64, scale: f64) -> i64 {
        let shifts = Shifts::of(station);
        let from = from.min(self.joins());
        let spread = station.variance / (station.mean * station.mean).max(f64::MIN_POSITIVE);
        let steady = self.steady(shifts, station, from, scale);
        if spread >= 1.0 || self.len() > station.most_dealt || steady >= NEVER || self.len() == 0 {
            return steady;
        }
        let dealt = self.dealt(shifts, station, from, scale);
        if dealt >= NEVER {
            return steady;
        }
        let start = dealt as f64 + spread * (steady - dealt) as f64;
        shifts.first_open(start as i64)
    }

    fn steady(&self, shifts: Shifts<'_>, station: &StationPlan, from: i64, scale: f64) -> i64 {
        let each = (self.mean() * scale).max(f64::MIN_POSITIVE);
        let finish = station.overtime() == Overtime::Finish;
        let behind_gate = (self.busy.len() + self.queued.len()) as f64;
        let (joins, all) = (self.joins(), self.len() as f64);
        let (mut time, mut ended, mut before) = (from, 0.0, self.busy.len() as f64);
        loop {
            let (servers, until) = shifts.at(time);
            let joined = time >= joins;
            let until = if joined { until } else { until.min(joins) };
            let ahead = if joined { all } else { behind_gate };
            let servers = f64::from(servers);
            // Whoever goes home finishes first.
            let in_hand = before.min(ahead - ended);
            if finish && in_hand > servers {
                ended += in_hand - servers;
            }
            let left = (ahead - ended).max(0.0);
            let ends = left + 1.0 - servers;
            if joined && servers > 0.0 && ends <= 0.0 {
                return time;
            }
            let rate = servers.min(left) / each;
            if joined && servers > 0.0 {
                let start = time as f64 + ends / rate;
                if start <= until as f64 {
                    return start as i64;
                }
            }
            if until >= NEVER {
                return NEVER;
            }
            ended = (ended + (until - time) as f64 * rate).min(ahead);
            (time, before) = (until, servers);
        }
    }

    fn dealt(&self, shifts: Shifts<'_>, station: &StationPlan, from: i64, scale: f64) -> i64 {
        let end = |start: i64, work: &Work| {
            shifts.end(station.overtime(), start, (work.mean * scale + 0.5) as i64)
        };
        let mut ends: BinaryHeap<Reverse<i64>> = BinaryHeap::new();
        ends.extend(self.busy.iter().map(|work| Reverse(end(from, work))));
        let mut time = from;
        let joining = self.gated.one_by_one().map(|work| (self.joins(), work));
        for (from, work) in self
            .queued
            .one_by_one()
            .map(|work| (from, work))
            .chain(joining)
        {
            time = shifts.next_start(time.max(from), &mut ends);
            if time >= NEVER {
                return NEVER;
            }
            ends.push(Reverse(end(time, work)));
        }
        shifts.next_start(time.max(self.joins()), &mut ends)
    }
}

/// The number of servers of a stage over time.
#[derive(Clone, Copy)]
pub(super) struct Shifts<'p> {
    always: u32,
    steps: &'p [(i64, u32)],
}

impl<'p> Shifts<'p> {
    /// As planned, without shocks on servers. A throughput is one server while open.
    pub(super) fn of(station: &'p StationPlan) -> Self {
        match &station.capacity {
            StationCapacity::Unlimited => Self {
                always: u32::MAX,
                steps: &[],
            },
            &StationCapacity::Servers(always) => Self { always, steps: &[] },
            StationCapacity::Staffed(steps) | StationCapacity::Throughput(_, steps) => {
                Self { always: 0, steps }
            }
        }
    }

    /// Servers at an instant, and until when.
    pub(super) fn at(self, time: i64) -> (u32, i64) {
        if self.steps.is_empty() {
            return (self.always, NEVER);
        }
        let next = self.steps.partition_point(|step| step.0 <= time);
        let servers = next.checked_sub(1).map_or(0, |last| self.steps[last].1);
        (servers, self.steps.get(next).map_or(NEVER, |step| step.0))
    }

    /// The first instant from `time` on at which somebody is there.
    fn first_open(self, mut time: i64) -> i64 {
        while time < NEVER {
            let (servers, until) = self.at(time);
            if servers > 0 {
                break;
            }
            time = until;
        }
        time
    }

    /// The first instant from `time` on at which fewer are busy than present.
    fn next_start(self, mut time: i64, ends: &mut BinaryHeap<Reverse<i64>>) -> i64 {
        while time < NEVER {
            while ends.peek().is_some_and(|end| end.0 <= time) {
                ends.pop();
            }
            let (servers, until) = self.at(time);
            if ends.len() < servers as usize {
                break;
            }
            let free = ends.peek().map_or(NEVER, |end| end.0);
            time = if servers == 0 { until } else { free.min(until) };
        }
        time
    }

    /// When work of a length ends that starts at an instant, by the overtime rule.
    pub(super) fn end(self, overtime: Overtime, start: i64, length: i64) -> i64 {
        if overtime == Overtime::Finish || self.steps.is_empty() {
            return start.saturating_add(length);
        }
        let (mut time, mut left) = (start, length);
        while time < NEVER {
            let (servers, until) = self.at(time);
            // Consecutive shifts are one stretch.
            if servers > 0 {
                if until - time >= left {
                    return time + left;
                }
                left -= until - time;
            } else if overtime == Overtime::Restart {
                left = length;
            }
            time = until;
        }
        // No shift is long enough.
        start.saturating_add(length)
    }
}

impl StationPlan {
    /// When what arrives at `time` is let in by a wave.
    pub(super) fn released(&self, time: i64) -> i64 {
        let released = |centre: &CentrePlan| centre.released(time);
        self.centre.as_ref().map_or(time, released)
    }

    /// When work of a length ends that starts at an instant.
    pub(super) fn ends(&self, start: i64, length: i64) -> i64 {
        Shifts::of(self).end(self.overtime(), start, length)
    }

    /// Whether its staff, where several stages share it, serves the last of them first.
    pub(super) fn ends_what_is_begun(&self) -> bool {
        matches!(self.pool, Some((_, Serve::DownstreamFirst)))
    }

    /// What happens to work in progress when its server goes home.
    pub(super) fn overtime(&self) -> Overtime {
        self.centre
            .as_ref()
            .map_or(Overtime::Finish, |centre| centre.overtime)
    }
}
