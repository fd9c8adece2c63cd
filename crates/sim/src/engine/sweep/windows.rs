//! Who waits for later windows.

use std::ops::Range;

use super::super::agenda::{Phase, key, time_of};
use super::super::turn::Turn;

/// Windows ahead that have lists of their own; what comes later waits on one for all.
const AHEAD: usize = 1_024;

/// So few groups have lists of their own in each window: what is on them need not be dealt.
const FEW: usize = 8;

/// Turns that a list has room for, once it has any.
const AT_LEAST: usize = 4;

/// The windows of some groups: the one at hand, and turns of later ones.
pub(super) struct Windows {
    groups: Range<usize>,
    /// log2 of the length of a window in ticks.
    length: u32,
    /// The lists of window `w` begin at `(w % AHEAD) x lists`.
    ahead: Vec<Vec<Turn>>,
    /// Lists of a window: one for each group, or, if there are not few of them, one for all.
    lists: usize,
    beyond: Vec<Turn>,
    /// Room of lists that have been worked through: only as many keep any as there are lists with turns.
    spare: Vec<Vec<Turn>>,
    /// Number of the window at hand, and where it begins and ends.
    window: usize,
    from: i64,
    to: i64,
    limit: u64,
}

impl Windows {
    pub(super) fn new(groups: Range<usize>, length: u32) -> Self {
        let lists = if groups.len() <= FEW { groups.len() } else { 1 };
        Self {
            groups,
            length,
            ahead: vec![Vec::new(); AHEAD * lists],
            lists,
            beyond: Vec::new(),
            spare: Vec::new(),
            window: 0,
            from: 0,
            to: 0,
            limit: 0,
        }
    }

    /// Where the window at hand ends.
    #[inline(always)]
    pub(super) fn to(&self) -> i64 {
        self.to
    }

    /// From which key on to which the turns of the window at hand are.
    pub(super) fn bounds(&self) -> (u64, u64) {
        (key(self.from, Phase::Completion, 0), self.limit)
    }

    /// Whether a turn is within the window at hand.
    #[inline(always)]
    pub(super) fn holds(&self, turn: &Turn) -> bool {
        turn.key < self.limit
    }

    /// Which of the lists of a window is that of a group.
    #[inline(always)]
    pub(super) fn list_of(&self, group: usize) -> usize {
        match self.lists {
            1 => 0,
            _ => group - self.groups.start,
        }
    }

    /// A turn is of a later window.
    #[inline(always)]
    pub(super) fn put_off(&mut self, list: usize, turn: &Turn) {
        let window = (time_of(turn.key) as u64 >> self.length) as usize;
        if window >= self.window + AHEAD {
            return self.put_beyond(turn);
        }
        let list = self.first_list(window) + list;
        let turns = &mut self.ahead[list];
        if turns.len() == turns.capacity() {
            make_room(turns, &mut self.spare);
        }
        turns.extend_from_slice(std::slice::from_ref(turn));
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

    /// Begins the window in which `from` lies, or as much of it as there is before `until`. Its turns are dealt to the inboxes.
    pub(super) fn open(
        &mut self,
        (from, until): (i64, i64),
        inboxes: &mut [Vec<Turn>],
        of_step: &[u32],
    ) {
        self.window = (from as u64 >> self.length) as usize;
        let end = (self.window as i64 + 1) << self.length;
        (self.from, self.to) = (from, end.min(until));
        self.limit = key(self.to, Phase::Completion, 0);
        if self.window.is_multiple_of(AHEAD) {
            for turn in std::mem::take(&mut self.beyond) {
                let list = self.list_of(of_step[turn.step as usize] as usize);
                self.put_off(list, &turn);
            }
        }
        // A window is cut short: what comes after it is not its own.
        let whole = until >= end;
        let first = self.first_list(self.window);
        for list in first..first + self.lists {
            let mut turns = std::mem::take(&mut self.ahead[list]);
            if turns.is_empty() {
                continue;
            }
            if !whole {
                self.ahead[list] = self.split(&mut turns);
            }
            let inbox = &mut inboxes[self.groups.start + list - first];
            if self.groups.len() == self.lists && inbox.is_empty() {
                std::mem::swap(inbox, &mut turns);
            } else {
                deal(&turns, inboxes, of_step);
            }
            turns.clear();
            self.spare.push(turns);
        }
    }

    /// Takes out what comes after the window at hand.
    fn split(&self, turns: &mut Vec<Turn>) -> Vec<Turn> {
        let (now, later) = turns.drain(..).partition(|turn| self.holds(turn));
        *turns = now;
        later
    }

    /// Turns of later windows.
    pub(super) fn later(&self) -> impl Iterator<Item = &Turn> {
        self.ahead.iter().flatten().chain(&self.beyond)
    }

    /// Turns of later windows.
    pub(super) fn later_mut(&mut self) -> impl Iterator<Item = &mut Turn> {
        self.ahead.iter_mut().flatten().chain(&mut self.beyond)
    }
}

/// A list that is full gets room, at first what another had.
#[cold]
#[inline(never)]
fn make_room(turns: &mut Vec<Turn>, spare: &mut Vec<Vec<Turn>>) {
    if turns.capacity() == 0
        && let Some(room) = spare.pop()
    {
        *turns = room;
    } else {
        turns.reserve(AT_LEAST);
    }
}

/// Deals turns to their places. Mostly many in a row come to the same.
#[inline(never)]
fn deal(turns: &[Turn], inboxes: &mut [Vec<Turn>], of_step: &[u32]) {
    for alike in turns.chunk_by(|one, next| one.step == next.step) {
        let inbox = &mut inboxes[of_step[alike[0].step as usize] as usize];
        match alike {
            [turn] => inbox.push(*turn),
            alike => inbox.extend_from_slice(alike),
        }
    }
}
