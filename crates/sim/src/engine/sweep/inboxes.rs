//! Who waits where: turns by window, and within the window at hand by place.

use crate::plan::{NOWHERE, Step, SweepPlan};

use super::super::agenda::{Phase, key, time_of};

/// Windows ahead that have a list of their own; what comes later waits on one for all.
const AHEAD: usize = 1_024;

/// A parcel's turn at a place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Turn {
    pub(super) key: u64,
    pub(super) slot: u32,
    /// The place's group.
    pub(super) group: u32,
}

/// Everybody who waits.
pub(crate) struct Sweep<'p> {
    pub(super) plan: &'p SweepPlan,
    /// Per group: turns within the window.
    pub(super) inboxes: Vec<Vec<Turn>>,
    /// Groups with turns within the window, a bit each.
    waiting: Vec<u64>,
    /// Turns of later windows; window `w` at `w % AHEAD`.
    ahead: Vec<Vec<Turn>>,
    beyond: Vec<Turn>,
    /// Number of the window, and where it ends.
    window: usize,
    limit: u64,
}

impl<'p> Sweep<'p> {
    pub(super) fn new(plan: &'p SweepPlan) -> Self {
        let groups = plan.groups.len();
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

    /// Whether parcels wait for their turn before a step.
    #[inline(always)]
    pub(crate) fn waits_at(&self, step: Step) -> bool {
        self.plan.group_of(step) != NOWHERE
    }

    /// A parcel waits for its turn before a step.
    #[inline(always)]
    pub(crate) fn push(&mut self, step: Step, key: u64, slot: u32) {
        let group = self.plan.group_of(step);
        let turn = Turn { key, slot, group };
        if key < self.limit {
            self.admit(turn);
        } else {
            self.put_off(turn);
        }
    }

    #[inline(always)]
    fn admit(&mut self, turn: Turn) {
        let group = turn.group as usize;
        self.inboxes[group].push(turn);
        self.waiting[group / 64] |= 1 << (group % 64);
    }

    #[inline(always)]
    fn put_off(&mut self, turn: Turn) {
        let window = (time_of(turn.key) as u64 / self.plan.window as u64) as usize;
        if window < self.window + AHEAD {
            self.ahead[window % AHEAD].push(turn);
        } else {
            self.beyond.push(turn);
        }
    }

    /// Begins the window that ends at `until`.
    pub(super) fn open(&mut self, window: usize, until: i64) {
        self.window = window;
        self.limit = key(until, Phase::Completion, 0);
        if window.is_multiple_of(AHEAD) {
            for turn in std::mem::take(&mut self.beyond) {
                self.put_off(turn);
            }
        }
        let mut turns = std::mem::take(&mut self.ahead[window % AHEAD]);
        for turn in turns.drain(..) {
            self.admit(turn);
        }
        self.ahead[window % AHEAD] = turns;
    }

    /// The turns of the first group from `from` on that has any within the window: those before it get none any more.
    pub(super) fn take(&mut self, from: usize) -> Option<(usize, Vec<Turn>)> {
        let mut word = from / 64;
        let mut bits = self.waiting.get(word)? & (!0 << (from % 64));
        while bits == 0 {
            word += 1;
            bits = *self.waiting.get(word)?;
        }
        let group = 64 * word + bits.trailing_zeros() as usize;
        Some((group, std::mem::take(&mut self.inboxes[group])))
    }

    /// Gives the room for turns back to its group, which has none left.
    pub(super) fn close(&mut self, group: usize, mut room: Vec<Turn>) {
        room.clear();
        self.inboxes[group] = room;
        self.waiting[group / 64] &= !(1 << (group % 64));
    }

    /// Everybody who still waits.
    pub(super) fn left(self) -> impl Iterator<Item = Turn> {
        let inboxes = self.inboxes.into_iter().flatten();
        inboxes.chain(self.ahead.into_iter().flatten().chain(self.beyond))
    }
}
