//! Who waits where: turns by window, and within the window at hand by place.

use crate::plan::{NOWHERE, SweepPlan};
use crate::random::EntityKey;

use super::super::agenda::{Phase, key, time_of};
use super::light::{Label, Light};
use super::onward::Passing;
use super::sorting::Sorter;

/// Windows ahead that have lists of their own; what comes later waits on one for all.
const AHEAD: usize = 1_024;

/// So few groups have lists of their own in each window: what is on them need not be dealt.
const FEW: usize = 8;

/// Turns that a list has room for, once it has any.
const AT_LEAST: usize = 4;

/// A parcel's turn at a place, with what is needed of it there.
#[derive(Clone, Copy)]
pub(crate) struct Turn {
    pub(crate) key: u64,
    pub(crate) entity: EntityKey,
    pub(crate) label: Label,
    /// The step before which it stands.
    pub(crate) step: u32,
    /// How often work on it had to be done again.
    pub(crate) loops: u16,
}

impl Turn {
    /// Where all is kept that is known of the parcel, unless it travels light.
    #[inline(always)]
    pub(crate) fn slot(&self) -> u32 {
        self.label.slot()
    }
}

/// Everybody who waits.
pub(crate) struct Sweep<'p> {
    pub(super) plan: &'p SweepPlan,
    /// Per group: turns within the window.
    pub(super) inboxes: Vec<Vec<Turn>>,
    /// Turns of later windows: the lists of window `w` begin at `(w % AHEAD) x lists`.
    ahead: Vec<Vec<Turn>>,
    /// Lists of a window: one for each group, or, if there are not few of them, one for all.
    lists: usize,
    beyond: Vec<Turn>,
    /// Room of lists that have been worked through: only as many keep any as there are lists with turns.
    spare: Vec<Vec<Turn>>,
    /// Number of the window, and where it begins and ends.
    window: usize,
    from: i64,
    to: i64,
    limit: u64,
    sorter: Sorter,
    /// While parcels travel light.
    pub(super) light: Option<Light>,
}

impl<'p> Sweep<'p> {
    pub(super) fn new(plan: &'p SweepPlan) -> Self {
        let groups = plan.groups.len();
        let lists = if groups <= FEW { groups } else { 1 };
        Self {
            plan,
            inboxes: vec![Vec::new(); groups],
            ahead: vec![Vec::new(); AHEAD * lists],
            lists,
            beyond: Vec::new(),
            spare: Vec::new(),
            window: 0,
            from: 0,
            to: 0,
            limit: 0,
            sorter: Sorter::default(),
            light: None,
        }
    }

    /// A parcel sets out within the window; false if it need not wait before its first step.
    #[inline(always)]
    pub(crate) fn begin(&mut self, turn: Turn) -> bool {
        let group = self.plan.of_step[turn.step as usize];
        if group == NOWHERE {
            return false;
        }
        self.inboxes[group as usize].push(turn);
        true
    }

    /// A parcel waits for its turn.
    #[inline(always)]
    pub(crate) fn push(&mut self, turn: Turn) {
        self.wait(self.plan.of_step[turn.step as usize], &turn);
    }

    /// A parcel waits for its turn in a group.
    #[inline(always)]
    fn wait(&mut self, group: u32, turn: &Turn) {
        if turn.key < self.limit {
            self.inboxes[group as usize].push(*turn);
        } else {
            self.put_off(group, turn);
        }
    }

    /// Parcels wait for their turns in a group.
    #[inline(always)]
    pub(super) fn wait_all<'a>(&mut self, group: u32, parcels: impl Iterator<Item = &'a Passing>) {
        for parcel in parcels {
            self.wait(group, &parcel.turn);
        }
    }

    #[inline(always)]
    fn put_off(&mut self, group: u32, turn: &Turn) {
        let window = (time_of(turn.key) as u64 >> self.plan.window) as usize;
        if window >= self.window + AHEAD {
            return self.put_beyond(turn);
        }
        let mine = if self.lists > 1 { group as usize } else { 0 };
        let list = self.first_list(window) + mine;
        if self.ahead[list].capacity() == 0 {
            self.make_room(list);
        }
        self.ahead[list].push(*turn);
    }

    /// The first list of a window.
    #[inline(always)]
    fn first_list(&self, window: usize) -> usize {
        (window % AHEAD) * self.lists
    }

    #[cold]
    #[inline(never)]
    fn put_beyond(&mut self, turn: &Turn) {
        self.beyond.push(*turn);
    }

    /// A list gets its first turn.
    #[cold]
    #[inline(never)]
    fn make_room(&mut self, list: usize) {
        self.ahead[list] = match self.spare.pop() {
            Some(room) => room,
            None => Vec::with_capacity(AT_LEAST),
        };
    }

    /// Begins the window that ends at `until`.
    pub(super) fn open(&mut self, window: usize, (from, until): (i64, i64)) {
        self.window = window;
        (self.from, self.to) = (from, until);
        self.limit = key(until, Phase::Completion, 0);
        if window.is_multiple_of(AHEAD) {
            for turn in std::mem::take(&mut self.beyond) {
                self.put_off(self.plan.of_step[turn.step as usize], &turn);
            }
        }
        // The last window is cut short: what comes after it is not its own.
        let whole = until >= self.plan.end_of(window);
        let first = self.first_list(window);
        for list in first..first + self.lists {
            let mut turns = std::mem::take(&mut self.ahead[list]);
            if turns.is_empty() {
                continue;
            }
            if !whole {
                self.ahead[list] = self.split(&mut turns);
            }
            let of_one_group = self.inboxes.len() == self.lists;
            match self.inboxes.get_mut(list - first) {
                Some(inbox) if of_one_group && inbox.is_empty() => {
                    std::mem::swap(inbox, &mut turns);
                }
                _ => self.deal(&turns),
            }
            turns.clear();
            self.spare.push(turns);
        }
    }

    /// Takes out what comes after the window.
    fn split(&self, turns: &mut Vec<Turn>) -> Vec<Turn> {
        let (now, later) = turns.drain(..).partition(|turn| turn.key < self.limit);
        *turns = now;
        later
    }

    /// Deals turns to their places. Mostly many in a row come to the same.
    #[inline(never)]
    fn deal(&mut self, turns: &[Turn]) {
        for alike in turns.chunk_by(|one, next| one.step == next.step) {
            let inbox = &mut self.inboxes[self.plan.of_step[alike[0].step as usize] as usize];
            match alike {
                [turn] => inbox.push(*turn),
                alike => inbox.extend_from_slice(alike),
            }
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

    /// A parcel goes no further within the run.
    #[cold]
    pub(super) fn strand(&mut self, turn: &Turn, stranded: &mut Vec<u32>) {
        match &mut self.light {
            Some(light) => light.lost.push(*turn),
            None => stranded.push(turn.slot()),
        }
    }

    /// Everybody who still waits.
    pub(super) fn waiting_mut(&mut self) -> impl Iterator<Item = &mut Turn> {
        let inboxes = self.inboxes.iter_mut().flatten();
        inboxes.chain(self.ahead.iter_mut().flatten().chain(&mut self.beyond))
    }

    /// Everybody who still waits.
    pub(crate) fn waiting(&self) -> impl Iterator<Item = &Turn> {
        let inboxes = self.inboxes.iter().flatten();
        inboxes.chain(self.ahead.iter().flatten().chain(&self.beyond))
    }
}
