//! Station kernels: when does the work on an arriving parcel start?
//!
//! Under FIFO the start of a parcel is known when it arrives, because nobody who comes later can be served before it. So a
//! stage needs no event of its own: the kernel keeps just the instants at which servers fall free. With a constant number of
//! servers that is the recursion of Kiefer and Wolfowitz (1955); with shifts it is the same recursion with the number of
//! servers read off a step function. Arrivals must come in the order of their keys.

use super::heap::Heap;
pub(crate) use super::servers::{MOST_SERVERS, Servers};
pub(crate) use super::shifts::{MOST_ON_SHIFT, Shifts};

/// Servers present over time: `(from, servers)`, ascending, the first at or before tick 0.
pub(crate) type Staffing = Vec<(i64, u32)>;

/// Beyond every horizon: a start at this instant never happens.
pub(crate) const NEVER: i64 = i64::MAX / 4;

/// The state of one stage.
pub(crate) enum Station {
    /// As many servers as parcels.
    Unlimited,
    /// A constant number of servers.
    Servers(Servers),
    /// A number of servers that follows the shifts.
    Shifts(Shifts),
    /// More than are worth seating: a stage without limit, by its calendar, or thousands of servers.
    Staffed(Staffed),
    /// Starts spaced by 1/rate.
    Throughput(Throughput),
    /// Those who come later matter: its staff, by position, has events of its own.
    Centre(u32),
}

impl Station {
    /// Start and end of the work on a parcel that arrives `now`; `work` gives its length when it starts. `None`: it never
    /// starts.
    #[inline]
    pub(crate) fn serve(&mut self, now: i64, work: impl FnOnce(i64) -> i64) -> Option<(i64, i64)> {
        let start = match self {
            Self::Unlimited => now,
            Self::Servers(servers) => now.max(servers.first_free()),
            Self::Shifts(shifts) => shifts.start(now),
            Self::Staffed(staffed) => staffed.start(now),
            Self::Throughput(throughput) => throughput.start(now),
            // Parcels join it and are told when they are finished.
            Self::Centre(_) => NEVER,
        };
        if start >= NEVER {
            return None;
        }
        let end = start + work(start);
        match self {
            Self::Servers(servers) => servers.occupy_first(end),
            Self::Shifts(shifts) => shifts.busy_until(end),
            Self::Staffed(staffed) => staffed.busy_until(end),
            Self::Throughput(throughput) => throughput.started(),
            Self::Unlimited | Self::Centre(_) => {}
        }
        Some((start, end))
    }

    /// As [`Self::serve`], where the work takes as long whenever it starts: most servers are asked but once then.
    #[inline]
    pub(crate) fn serve_known(&mut self, now: i64, work: i64) -> Option<(i64, i64)> {
        match self {
            Self::Servers(servers) => Some(servers.serve(now, work)),
            station => station.serve(now, |_| work),
        }
    }
}

/// A stage whose number of servers changes. Work begun when a shift ends is finished by its server.
pub(crate) struct Staffed {
    staffing: Staffing,
    /// Position of the last start in `staffing`.
    step: usize,
    /// No start is earlier than the one before it.
    last_start: i64,
    /// Ends of the work in progress.
    busy: Heap<i64>,
}

impl Staffed {
    /// An idle stage.
    pub(crate) fn new(staffing: Staffing) -> Self {
        Self {
            staffing,
            step: 0,
            last_start: i64::MIN,
            busy: Heap::default(),
        }
    }

    pub(super) fn start(&mut self, now: i64) -> i64 {
        let mut time = now.max(self.last_start);
        loop {
            while self
                .staffing
                .get(self.step + 1)
                .is_some_and(|next| next.0 <= time)
            {
                self.step += 1;
            }
            // Completions come before everything else of an instant: a server free at `time` can start again at `time`.
            while self.busy.first().is_some_and(|&end| end <= time) {
                self.busy.pop();
            }
            let servers = self.staffing.get(self.step).map_or(0, |step| step.1);
            if self.busy.len() < servers as usize {
                self.last_start = time;
                return time;
            }
            let next_end = self.busy.first().copied().unwrap_or(NEVER);
            let next_step = self
                .staffing
                .get(self.step + 1)
                .map_or(NEVER, |step| step.0);
            time = if servers == 0 {
                next_step
            } else {
                next_end.min(next_step)
            };
            if time >= NEVER {
                self.last_start = NEVER;
                return NEVER;
            }
        }
    }

    pub(super) fn busy_until(&mut self, end: i64) {
        self.busy.push(end);
    }
}

/// A stage that starts at most so many parcels an hour, e.g. a sorter's induction. Instants are kept in 2^-20 ticks, so that
/// 40,000 an hour (one in 90 ms) stays exact over a year; outside its calendar nothing starts.
pub(crate) struct Throughput {
    /// Time between starts.
    spacing: i128,
    /// Earliest next start.
    next: i128,
    /// The last start, before rounding up to a tick.
    begun: i128,
    /// 1 while open, 0 while closed.
    open: Staffing,
    step: usize,
}

const FRACTION: u32 = 20;

impl Throughput {
    /// A stage that starts `per_hour` parcels an hour while `open` (a step function of 0 and 1).
    pub(crate) fn new(per_hour: f64, open: Staffing) -> Self {
        let spacing = (3_600_000.0 / per_hour * f64::from(1 << FRACTION) + 0.5) as i128;
        Self {
            spacing,
            next: 0,
            begun: 0,
            open,
            step: 0,
        }
    }

    fn start(&mut self, now: i64) -> i64 {
        self.begun = self.next.max(i128::from(now) << FRACTION);
        loop {
            let time = ((self.begun + (1 << FRACTION) - 1) >> FRACTION) as i64;
            while self
                .open
                .get(self.step + 1)
                .is_some_and(|next| next.0 <= time)
            {
                self.step += 1;
            }
            if self.open.get(self.step).is_some_and(|step| step.1 > 0) {
                return time;
            }
            match self.open.get(self.step + 1) {
                Some(opening) => self.begun = i128::from(opening.0) << FRACTION,
                None => return NEVER,
            }
        }
    }

    fn started(&mut self) {
        self.next = self.begun + self.spacing;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn serve(station: &mut Station, arrival: i64, service: i64) -> i64 {
        station
            .serve(arrival, |_| service)
            .map_or(NEVER, |(start, _)| start)
    }

    /// Two servers, worked by hand.
    #[test]
    fn two_servers_take_parcels_in_turn() {
        let arrivals = [(0, 10), (1, 10), (2, 1), (3, 1), (30, 5)];
        let expected = [0, 1, 10, 11, 30];
        for mut station in [
            Station::Servers(Servers::idle(2)),
            Station::Staffed(Staffed::new(vec![(0, 2)])),
        ] {
            let starts: Vec<i64> = arrivals
                .iter()
                .map(|&(at, work)| serve(&mut station, at, work))
                .collect();
            assert_eq!(starts, expected);
        }
    }

    /// Shifts are [start, end): nothing starts at the closing tick, work begun is finished, a smaller shift replaces nobody.
    #[test]
    fn a_stage_follows_its_shifts() {
        let mut station = Station::Staffed(Staffed::new(vec![
            (0, 0),
            (100, 2),
            (200, 1),
            (300, 0),
            (400, 1),
        ]));
        let starts: Vec<i64> = [
            (50, 10),
            (60, 140),
            (70, 10),
            (199, 50),
            (199, 50),
            (260, 60),
            (300, 5),
        ]
        .iter()
        .map(|&(at, work)| serve(&mut station, at, work))
        .collect();
        // 1st and 2nd at the opening; 3rd when the 1st ends; 4th at 199 beside the 2nd (until 250); at 200 one server remains, so the 5th
        // waits for 249, when both have ended but one may serve: the 2nd ends 240, the 4th 249.
        assert_eq!(starts, [100, 100, 110, 199, 249, 299, 400]);
    }

    /// A server that falls free at an instant serves a parcel of that instant.
    #[test]
    fn completion_comes_before_arrival() {
        let mut station = Station::Staffed(Staffed::new(vec![(0, 1)]));
        assert_eq!(serve(&mut station, 0, 10), 0);
        assert_eq!(serve(&mut station, 10, 10), 10);
    }

    /// 40,000 an hour is one in 90 ms; 7,000 an hour is not whole in ticks and must not drift.
    #[test]
    fn throughput_spaces_starts_without_drift() {
        let mut station = Station::Throughput(Throughput::new(7_000.0, vec![(0, 1)]));
        let mut last = 0;
        for _ in 0..=700_000 {
            last = serve(&mut station, 0, 5);
        }
        assert!(
            (last - 100 * 3_600_000).abs() <= 1,
            "the 700,001st start is after 100 hours, not {last}"
        );
        let mut idle = Station::Throughput(Throughput::new(40_000.0, vec![(0, 1)]));
        assert_eq!(
            [
                serve(&mut idle, 0, 1),
                serve(&mut idle, 0, 1),
                serve(&mut idle, 1_000, 1)
            ],
            [0, 90, 1_000]
        );
        let mut closed = Station::Throughput(Throughput::new(
            3_600.0,
            vec![(0, 0), (5_000, 1), (6_500, 0)],
        ));
        assert_eq!(
            [
                serve(&mut closed, 0, 1),
                serve(&mut closed, 0, 1),
                serve(&mut closed, 0, 1)
            ],
            [5_000, 6_000, NEVER]
        );
    }
}
