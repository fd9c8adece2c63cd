//! A number of servers that follows the shifts, as a [tournament](super::servers) of those who are there.
//!
//! When a shift ends, those leave who fall free first: the others are as many as stay. Work in hand is finished by its server, so that of
//! those who leave still counts, should more come before it ends.

use super::servers::Servers;
use super::station::{NEVER, Staffing};

/// To seat more anew with each shift costs more than a heap of their ends.
pub(crate) const MOST_ON_SHIFT: u32 = 1 << 12;

/// A stage whose number of servers, at most [`MOST_ON_SHIFT`], changes.
pub(crate) struct Shifts {
    staffing: Staffing,
    /// Position of the last start in `staffing`, and when the step after it begins.
    step: usize,
    next: i64,
    /// No start is earlier than the one before it.
    last_start: i64,
    /// Those who are there; `None`: nobody.
    present: Option<Servers>,
    /// When those fall free who have left with work in hand.
    leaving: Vec<i64>,
}

impl Shifts {
    /// An idle stage.
    pub(crate) fn new(staffing: Staffing) -> Self {
        let mut shifts = Self {
            staffing,
            step: 0,
            next: NEVER,
            last_start: i64::MIN,
            present: None,
            leaving: Vec::new(),
        };
        shifts.seat(0);
        shifts
    }

    /// When the work on a parcel starts that arrives `now`; [`NEVER`]: it does not. Else the caller says next how long it takes.
    #[inline(always)]
    pub(crate) fn start(&mut self, now: i64) -> i64 {
        let time = now.max(self.last_start);
        let mut start = time.max(self.first_free());
        if start >= self.next {
            start = self.start_later(time);
        }
        self.last_start = start;
        start
    }

    /// The server that has started is busy until then.
    #[inline(always)]
    pub(crate) fn busy_until(&mut self, end: i64) {
        if let Some(present) = &mut self.present {
            present.occupy_first(end);
        }
    }

    #[inline(always)]
    fn first_free(&self) -> i64 {
        self.present.as_ref().map_or(NEVER, Servers::first_free)
    }

    /// As [`Self::start`] from an instant on, with another shift perhaps.
    #[inline(never)]
    fn start_later(&mut self, mut time: i64) -> i64 {
        loop {
            let start = time.max(self.first_free());
            if start < self.next || self.next >= NEVER {
                return start.min(NEVER);
            }
            time = time.max(self.next);
            let passed = &self.staffing[self.step + 1..];
            self.step += passed.partition_point(|step| step.0 <= time);
            self.seat(time);
        }
    }

    /// Seats as many as are there by the shift at an instant: those who are busy longest, and idle ones beside them.
    fn seat(&mut self, time: i64) {
        let here = self.present.iter().flat_map(Servers::free);
        let mut busy: Vec<i64> = here.chain(self.leaving.iter().copied()).collect();
        busy.retain(|&end| end > time);
        busy.sort_unstable_by(|one, other| other.cmp(one));
        let servers = self.staffing.get(self.step).map_or(0, |step| step.1);
        self.leaving = busy.split_off(busy.len().min(servers as usize));
        let free = |seat: u32| busy.get(seat as usize).copied().unwrap_or(0);
        self.present = (servers > 0).then(|| Servers::seated(servers, free));
        let next = self.staffing.get(self.step + 1);
        self.next = next.map_or(NEVER, |step| step.0);
    }
}

#[cfg(test)]
mod tests {
    use super::super::station::Staffed;
    use super::*;
    use crate::random::mix64;

    /// Whatever the shifts: parcels start when they do where all work in progress is kept in a heap and counted.
    #[test]
    fn shifts_start_work_when_fewer_are_busy_than_there_are() {
        let mut state = 7;
        let mut below = |most: u64| {
            state = mix64(state + 1);
            state % most
        };
        for case in 0..400 {
            let crowd = [3, 12, 40, 90][case % 4];
            let mut at = -(below(2) as i64) * 50;
            let mut staffing = Vec::new();
            for _ in 0..below(12) {
                staffing.push((at, (below(crowd) * below(2)) as u32));
                at += 1 + below(300) as i64;
            }
            staffing.push((at, below(3) as u32));
            staffing[0].0 = [i64::MIN, staffing[0].0.min(0)][case % 2];
            let mut shifts = Shifts::new(staffing.clone());
            let mut heap = Staffed::new(staffing.clone());
            let mut now = 0;
            for _ in 0..400 {
                now += (below(12) * below(2)) as i64;
                let start = heap.start(now);
                assert_eq!(shifts.start(now), start, "{staffing:?} at {now}");
                if start >= NEVER {
                    break;
                }
                // Now and then for ages: the last of a long queue may wait for decades.
                let unit = if case % 5 == 0 { 1 << 30 } else { 1 };
                let end = start + below(8 * crowd) as i64 * unit;
                heap.busy_until(end);
                shifts.busy_until(end);
            }
        }
    }
}
