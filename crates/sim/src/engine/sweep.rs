//! The sweep: window by window, and within a window place by place.
//!
//! The kernels are those of the event-driven driver, and so is the walk between them; only the order differs in which parcels have their
//! turn. At one place it is the same, that of their keys, so every parcel meets what it would have met event by event. From the end of the
//! scoring window on, when only what is still open matters, the rest is left to the events.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::plan::{Plan, Step, SweepPlan};
use crate::trace::Recorder;

use super::agenda::{Phase, TIME_LIMIT, key, phase_of, time_of};
use super::flow::Flow;

/// Windows ahead that have a list of their own; what comes later waits on one for all.
const AHEAD: usize = 1_024;

/// A parcel's turn: its key and its slot.
type Turn = (u64, u32);

/// Who waits where.
pub(crate) struct Sweep<'p> {
    plan: &'p SweepPlan,
    /// Per group: turns within the window.
    inboxes: Vec<Vec<Turn>>,
    /// Groups with turns within the window, a bit each.
    waiting: Vec<u64>,
    /// Turns of later windows with their group; window `w` at `w % AHEAD`.
    ahead: Vec<Vec<(Turn, u32)>>,
    beyond: Vec<(Turn, u32)>,
    /// Number of the window, and where it ends.
    window: usize,
    limit: u64,
}

impl<'p> Sweep<'p> {
    pub(crate) fn new(plan: &'p SweepPlan) -> Self {
        let groups = plan.returning.len();
        Self {
            plan,
            inboxes: vec![Vec::new(); groups],
            waiting: vec![0; groups.div_ceil(64)],
            ahead: vec![Vec::new(); AHEAD],
            beyond: Vec::new(),
            window: 0,
            limit: 0,
        }
    }

    /// A parcel waits for its turn before a step.
    #[inline]
    pub(super) fn push(&mut self, step: Step, turn: Turn) {
        let group = self.plan.group_of(step);
        if turn.0 < self.limit {
            self.inboxes[group].push(turn);
            self.waiting[group / 64] |= 1 << (group % 64);
            return;
        }
        self.put_off((turn, group as u32));
    }

    fn put_off(&mut self, turn: (Turn, u32)) {
        let window = (time_of(turn.0.0) / self.plan.window) as usize;
        if window < self.window + AHEAD {
            self.ahead[window % AHEAD].push(turn);
        } else {
            self.beyond.push(turn);
        }
    }

    /// Begins the window that ends at `until`.
    fn open(&mut self, window: usize, until: i64) {
        self.window = window;
        self.limit = key(until, Phase::Completion, 0);
        if window.is_multiple_of(AHEAD) {
            for turn in std::mem::take(&mut self.beyond) {
                self.put_off(turn);
            }
        }
        let mut turns = std::mem::take(&mut self.ahead[window % AHEAD]);
        let limit = self.limit;
        turns.retain(|&((key, slot), group)| {
            // The last window is cut short: what comes after it is not its own.
            if key >= limit {
                return true;
            }
            self.inboxes[group as usize].push((key, slot));
            self.waiting[group as usize / 64] |= 1 << (group % 64);
            false
        });
        self.ahead[window % AHEAD] = turns;
    }

    /// The first group with turns within the window: those before it get none any more.
    fn next(&self) -> Option<usize> {
        let word = self.waiting.iter().position(|&word| word != 0)?;
        Some(64 * word + self.waiting[word].trailing_zeros() as usize)
    }

    /// Everybody who still waits.
    fn left(self) -> impl Iterator<Item = Turn> {
        let inboxes = self.inboxes.into_iter().flatten();
        let ahead = self.ahead.into_iter().flatten().chain(self.beyond);
        inboxes.chain(ahead.map(|(turn, _)| turn))
    }
}

impl<'p, R: Recorder> Flow<'p, '_, R> {
    /// The sweep, where the plan can be swept and nobody wants to see things in the order in which they happen.
    pub(super) fn sweep(&self) -> Option<Box<Sweep<'p>>> {
        let plan = self.plan.sweep.as_ref()?;
        (self.witness.is_none() && !R::IN_ORDER).then(|| Box::new(Sweep::new(plan)))
    }

    /// Sweeps all windows up to `until` and hands the rest to the agenda; as [`Flow::run_until`].
    pub(super) fn sweep_until(&mut self, until: i64) {
        let until = until.min(TIME_LIMIT - 1);
        let length = match &self.sweep {
            Some(sweep) => sweep.plan.window,
            None => return,
        };
        let mut window = 0;
        let mut from = 0;
        while from < until {
            let to = (from + length).min(until);
            self.sweep_window(window, to);
            if self.outcome.is_void() {
                return;
            }
            from = to;
            window += 1;
        }
        if let Some(sweep) = self.sweep.take() {
            for (key, slot) in sweep.left() {
                self.agenda.push(&mut self.parcels.parcels, key, slot);
            }
        }
    }

    fn sweep_window(&mut self, window: usize, to: i64) {
        let limit = key(to, Phase::Completion, 0);
        if let Some(sweep) = &mut self.sweep {
            sweep.open(window, to);
        }
        while self.next_visit < limit {
            let visit = self.arrivals.next();
            self.last_event = self.last_event.max(visit.at);
            self.place(visit);
            if self.parcels.in_flight() > self.plan.most_in_flight {
                self.outcome.overflowed = Some(self.last_event);
                return;
            }
            self.look_ahead();
        }
        while let Some((group, returning, turns)) = self.take_turns() {
            if returning {
                self.serve_returning(group, turns);
            } else {
                self.serve(group, turns);
            }
        }
    }

    /// The turns of the next group.
    fn take_turns(&mut self) -> Option<(usize, bool, Vec<Turn>)> {
        let sweep = self.sweep.as_mut()?;
        let group = sweep.next()?;
        let returning = sweep.plan.returning[group];
        Some((group, returning, std::mem::take(&mut sweep.inboxes[group])))
    }

    /// A place that nobody comes back to.
    fn serve(&mut self, group: usize, mut turns: Vec<Turn>) {
        turns.sort_unstable();
        if let Some(last) = turns.last() {
            self.last_event = self.last_event.max(time_of(last.0));
        }
        for (key, slot) in turns.drain(..) {
            self.walk(slot, time_of(key), phase_of(key), true);
        }
        self.close_group(group, turns);
    }

    /// Places that parcels come back to, within the window perhaps: event by event.
    fn serve_returning(&mut self, group: usize, mut turns: Vec<Turn>) {
        let mut heap: BinaryHeap<Reverse<Turn>> = turns.drain(..).map(Reverse).collect();
        while let Some(Reverse((key, slot))) = heap.pop() {
            self.last_event = self.last_event.max(time_of(key));
            self.walk(slot, time_of(key), phase_of(key), true);
            if let Some(sweep) = &mut self.sweep {
                heap.extend(sweep.inboxes[group].drain(..).map(Reverse));
            }
        }
        self.close_group(group, turns);
    }

    /// Gives the room for turns back to its group, which has none left.
    fn close_group(&mut self, group: usize, room: Vec<Turn>) {
        if let Some(sweep) = &mut self.sweep {
            sweep.inboxes[group] = room;
            sweep.waiting[group / 64] &= !(1 << (group % 64));
        }
    }
}

/// How time is moved; every driver gives the same outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Driver {
    /// The faster one: event by event.
    #[default]
    Auto,
    /// Event by event.
    Events,
    /// Window by window, place by place.
    Sweep,
}

impl Plan {
    /// The plan with a driver.
    ///
    /// # Errors
    /// Why a plan cannot be swept.
    pub fn driven_by(mut self, driver: Driver) -> Result<Self, &'static str> {
        self.sweep = match driver {
            Driver::Auto | Driver::Events => None,
            Driver::Sweep => Some(Box::new(SweepPlan::new(&self)?)),
        };
        Ok(self)
    }

    /// Whether replications are swept.
    #[must_use]
    pub fn is_swept(&self) -> bool {
        self.sweep.is_some()
    }

    /// How many of the first `replications` are swept: not those in which late orders are charged to their causes.
    #[must_use]
    pub fn swept(&self, replications: u32) -> u32 {
        let charged = self.blame.as_ref().map_or(0, |blame| blame.replications);
        if self.is_swept() {
            replications.saturating_sub(charged)
        } else {
            0
        }
    }
}
