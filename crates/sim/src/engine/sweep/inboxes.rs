//! Who waits where: turns by window, and within the window at hand by place.

use crate::plan::{NOWHERE, SweepPlan};
use crate::random::EntityKey;

use super::super::agenda::{Phase, key, time_of};
use super::sorting::Sorter;

/// Windows ahead that have a list of their own; what comes later waits on one for all.
const AHEAD: usize = 1_024;

/// A parcel's turn at a place, with what is needed of it there.
#[derive(Clone, Copy)]
pub(crate) struct Turn {
    pub(crate) key: u64,
    pub(crate) entity: EntityKey,
    pub(crate) slot: u32,
    /// The step before which it stands.
    pub(crate) step: u32,
    /// How often work on it had to be done again.
    pub(crate) loops: u16,
}

/// Everybody who waits.
pub(crate) struct Sweep<'p> {
    pub(super) plan: &'p SweepPlan,
    /// Per group: turns within the window.
    pub(super) inboxes: Vec<Vec<Turn>>,
    /// Turns of later windows; window `w` at `w % AHEAD`.
    ahead: Vec<Vec<Turn>>,
    beyond: Vec<Turn>,
    /// Room of lists that have been worked through: only as many keep any as there are windows with turns.
    spare: Vec<Vec<Turn>>,
    /// Number of the window, and where it begins and ends.
    window: usize,
    from: i64,
    to: i64,
    limit: u64,
    sorter: Sorter,
}

impl<'p> Sweep<'p> {
    pub(super) fn new(plan: &'p SweepPlan) -> Self {
        let groups = plan.groups.len();
        Self {
            plan,
            inboxes: vec![Vec::new(); groups],
            ahead: vec![Vec::new(); AHEAD],
            beyond: Vec::new(),
            spare: Vec::new(),
            window: 0,
            from: 0,
            to: 0,
            limit: 0,
            sorter: Sorter::default(),
        }
    }

    /// Whether parcels wait for their turn before a step.
    #[inline(always)]
    pub(crate) fn waits_at(&self, step: u32) -> bool {
        self.plan.of_step[step as usize] != NOWHERE
    }

    /// A parcel waits for its turn.
    #[inline(always)]
    pub(crate) fn push(&mut self, turn: Turn) {
        self.wait(self.plan.of_step[turn.step as usize], turn);
    }

    /// A parcel waits for its turn in a group.
    #[inline(always)]
    pub(super) fn wait(&mut self, group: u32, turn: Turn) {
        if turn.key < self.limit {
            self.inboxes[group as usize].push(turn);
        } else {
            self.put_off(turn);
        }
    }

    #[inline(always)]
    fn put_off(&mut self, turn: Turn) {
        let window = (time_of(turn.key) as u64 / self.plan.window as u64) as usize;
        if window < self.window + AHEAD {
            let list = &mut self.ahead[window % AHEAD];
            if list.capacity() == 0 {
                *list = self.spare.pop().unwrap_or_default();
            }
            list.push(turn);
        } else {
            self.beyond.push(turn);
        }
    }

    /// Begins the window that ends at `until`.
    pub(super) fn open(&mut self, window: usize, (from, until): (i64, i64)) {
        self.window = window;
        (self.from, self.to) = (from, until);
        self.limit = key(until, Phase::Completion, 0);
        if window.is_multiple_of(AHEAD) {
            for turn in std::mem::take(&mut self.beyond) {
                self.put_off(turn);
            }
        }
        let mut turns = std::mem::take(&mut self.ahead[window % AHEAD]);
        let mut later = Vec::new();
        for turn in turns.drain(..) {
            // The last window is cut short: what comes after it is not its own.
            if turn.key >= self.limit {
                later.push(turn);
                continue;
            }
            let group = self.plan.of_step[turn.step as usize];
            self.inboxes[group as usize].push(turn);
        }
        self.ahead[window % AHEAD] = later;
        if turns.capacity() > 0 {
            self.spare.push(turns);
        }
    }

    /// The turns of a group within the window, in their order. Those before it get none any more.
    pub(super) fn take(&mut self, group: usize) -> Vec<Turn> {
        let mut turns = std::mem::take(&mut self.inboxes[group]);
        self.sorter.sort(&mut turns, (self.from, self.to));
        turns
    }

    /// Gives the room for turns back to its group.
    pub(super) fn close(&mut self, group: usize, mut room: Vec<Turn>) {
        room.clear();
        self.inboxes[group] = room;
    }

    /// The end of the last window.
    pub(super) fn swept_to(&self) -> i64 {
        self.to
    }

    /// Everybody who still waits.
    pub(crate) fn waiting(&self) -> impl Iterator<Item = &Turn> {
        let inboxes = self.inboxes.iter().flatten();
        inboxes.chain(self.ahead.iter().flatten().chain(&self.beyond))
    }
}
