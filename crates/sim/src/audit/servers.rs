//! A stage with servers: at every instant no more work than servers, and no free server while a parcel waits.

use super::leg::Leg;
use super::report::{Findings, Kind};
use super::timetable::is_open;
use crate::trace::Stage;

/// From an instant on: how many servers, and whether new work may start.
#[derive(Clone, Copy, Debug)]
struct Shift {
    from: i64,
    servers: u32,
    open: bool,
}

/// Checks all visits, given by rank, against the staffing steps `(from, servers)`.
pub(super) fn check(
    stage: &Stage,
    steps: &[(i64, u32)],
    legs: &[Leg],
    end_at: i64,
    findings: &mut Findings,
) {
    Sweep::new(stage, steps, legs, end_at, findings).run();
}

/// Moves through the instants at which anything changes.
struct Sweep<'a> {
    stage: &'a Stage,
    findings: &'a mut Findings,
    end_at: i64,
    legs: &'a [Leg],
    /// Legs not yet arrived, by rank.
    arrivals: &'a [Leg],
    /// Legs not yet started, latest first.
    starts: Vec<&'a Leg>,
    /// Ends of work that took time, latest first.
    ends: Vec<i64>,
    /// Shifts not yet begun, latest first.
    shifts: Vec<Shift>,
    shift: Shift,
    busy: u32,
    waiting: i64,
    waiting_pending: i64,
    idle: bool,
}

impl<'a> Sweep<'a> {
    fn new(
        stage: &'a Stage,
        steps: &[(i64, u32)],
        legs: &'a [Leg],
        end_at: i64,
        findings: &'a mut Findings,
    ) -> Self {
        let mut starts: Vec<&Leg> = legs.iter().filter(|leg| !leg.pending).collect();
        // Reversed, so that the next is popped off the end; work without length before other work of its instant.
        starts.sort_unstable_by_key(|leg| {
            std::cmp::Reverse((leg.start, leg.end > leg.start, leg.rank()))
        });
        let worked = legs.iter().filter(|leg| leg.end > leg.start);
        let mut ends: Vec<i64> = worked.map(|leg| leg.end).collect();
        ends.sort_unstable_by_key(|&end| std::cmp::Reverse(end));
        Self {
            stage,
            findings,
            end_at,
            legs,
            arrivals: legs,
            starts,
            ends,
            shifts: shifts(stage, steps),
            shift: Shift {
                from: i64::MIN,
                servers: 0,
                open: false,
            },
            busy: 0,
            waiting: 0,
            waiting_pending: 0,
            idle: false,
        }
    }

    fn run(&mut self) {
        while let Some(now) = self.next_change() {
            self.complete(now);
            while let Some(shift) = self.shifts.pop_if(|shift| shift.from <= now) {
                self.shift = shift;
            }
            self.arrive(now);
            self.start(now);
            self.check_idle(now);
        }
    }

    fn next_change(&self) -> Option<i64> {
        let next = [
            self.arrivals.first().map(|leg| leg.begin),
            self.starts.last().map(|leg| leg.start),
            self.ends.last().copied(),
            self.shifts.last().map(|shift| shift.from),
        ];
        next.into_iter().flatten().min()
    }

    fn complete(&mut self, now: i64) {
        while self.ends.pop_if(|end| *end <= now).is_some() {
            // A broken trace may end work that was refused a server.
            self.busy = self.busy.saturating_sub(1);
        }
    }

    fn arrive(&mut self, now: i64) {
        while let Some((leg, rest)) = self
            .arrivals
            .split_first()
            .filter(|(leg, _)| leg.begin <= now)
        {
            self.waiting += 1;
            self.waiting_pending += i64::from(leg.pending);
            self.arrivals = rest;
        }
    }

    fn start(&mut self, now: i64) {
        while let Some(leg) = self.starts.pop_if(|leg| leg.start <= now) {
            self.waiting -= 1;
            if self.busy >= self.shift.servers {
                let (busy, servers) = (self.busy, self.shift.servers);
                self.findings.add(
                    Kind::OverCapacity,
                    now,
                    Some(leg.order),
                    &self.stage.name,
                    || format!("starts while {busy} of {servers} servers are busy"),
                );
            }
            self.busy += u32::from(leg.end > leg.start);
        }
    }

    fn check_idle(&mut self, now: i64) {
        let free = self.shift.open && self.busy < self.shift.servers;
        let idle = free && self.waiting > 0 && now < self.end_at;
        if idle && !self.idle {
            self.report_idle(now);
        }
        self.idle = idle;
    }

    fn report_idle(&mut self, now: i64) {
        let pending = self.waiting == self.waiting_pending;
        let kind = if pending { Kind::Lost } else { Kind::Idle };
        let waits =
            |leg: &&Leg| leg.begin <= now && leg.pending == pending && (pending || leg.start > now);
        let order = self
            .legs
            .iter()
            .find(waits)
            .filter(|_| self.findings.lists(kind))
            .map(|leg| leg.order);
        let (busy, servers, waiting) = (self.busy, self.shift.servers, self.waiting);
        self.findings.add(kind, now, order, &self.stage.name, || {
            format!("{waiting} waiting while {busy} of {servers} servers are busy")
        });
    }
}

/// Staffing and opening hours in one list, latest first; always one from the beginning of time.
fn shifts(stage: &Stage, steps: &[(i64, u32)]) -> Vec<Shift> {
    let hours = stage.open.as_deref();
    let mut times: Vec<i64> = steps.iter().map(|step| step.0).collect();
    times.extend(
        hours
            .unwrap_or_default()
            .iter()
            .flat_map(|&(start, end)| [start, end]),
    );
    times.push(i64::MIN);
    times.sort_unstable_by_key(|&time| std::cmp::Reverse(time));
    times.dedup();
    let shift = |&from: &i64| {
        let step = steps.partition_point(|step| step.0 <= from).checked_sub(1);
        Shift {
            from,
            servers: step.map_or(0, |step| steps[step].1),
            open: is_open(hours, from),
        }
    };
    times.iter().map(shift).collect()
}
