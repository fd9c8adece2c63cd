//! Who waits where: turns within the window at hand, by place.

use crate::plan::{NOWHERE, SweepPlan};

use super::super::light::Light;
use super::super::sorting::Sorter;
use super::super::turn::Turn;
use super::gathering::Gathering;
use super::windows::Windows;

/// A quiet place gets room for so many at most before they come.
const MOST_ROOM: usize = 64;

/// Everybody who waits.
pub(crate) struct Sweep<'p> {
    pub(super) plan: &'p SweepPlan,
    /// Per group: turns within its window.
    pub(super) inboxes: Vec<Vec<Turn>>,
    /// Of the busy places, and of the quiet ones.
    windows: [Windows; 2],
    pub(super) gathering: Gathering,
    sorter: Sorter<Turn>,
    /// While parcels travel light.
    pub(super) light: Option<Light>,
}

impl<'p> Sweep<'p> {
    pub(super) fn new(plan: &'p SweepPlan) -> Self {
        let groups = plan.groups.len();
        let [busy, quiet] = plan.windows;
        Self {
            plan,
            inboxes: vec![Vec::new(); groups],
            windows: [
                Windows::new(0..plan.busy, busy),
                Windows::new(plan.busy..groups, quiet),
            ],
            gathering: Gathering::new(plan.of_step.len()),
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
    pub(crate) fn push(&mut self, turn: &Turn) {
        let group = self.plan.of_step[turn.step as usize];
        self.wait_all(group, std::iter::once(turn));
    }

    /// Parcels wait for their turns in a group.
    #[inline(always)]
    pub(super) fn wait_all<'a>(&mut self, group: u32, turns: impl Iterator<Item = &'a Turn>) {
        let group = group as usize;
        let inbox = &mut self.inboxes[group];
        let quiet = self.plan.is_quiet(group);
        let windows = &mut self.windows[usize::from(quiet)];
        let list = windows.list_of(group);
        if quiet && inbox.capacity() == 0 {
            inbox.reserve(self.plan.a_quiet_place.min(MOST_ROOM));
        }
        for turn in turns {
            if windows.holds(turn) {
                // Not pushed: a turn would be copied twice.
                inbox.extend_from_slice(std::slice::from_ref(turn));
            } else {
                windows.put_off(list, turn);
            }
        }
    }

    /// Begins the window of the busy places that follows on the last, and where theirs is over that of the quiet ones, but none goes on
    /// beyond `until`.
    pub(super) fn open(&mut self, until: i64) {
        let from = self.swept_to();
        for windows in &mut self.windows {
            if windows.to() <= from {
                windows.open((from, until), &mut self.inboxes, &self.plan.of_step);
            }
        }
    }

    /// Whether the window of the quiet places ends with that of the busy ones.
    pub(super) fn quiet_are_due(&self) -> bool {
        let [busy, quiet] = &self.windows;
        quiet.to() == busy.to()
    }

    /// The turns of a group within the window, in their order. Those before it get none any more.
    pub(super) fn take(&mut self, group: usize) -> Vec<Turn> {
        let mut turns = std::mem::take(&mut self.inboxes[group]);
        let windows = &self.windows[usize::from(self.plan.is_quiet(group))];
        self.sorter
            .sort(&mut turns, windows.bounds(), |turn| turn.key);
        turns
    }

    /// Gives the room for turns back to its group.
    pub(super) fn close(&mut self, group: usize, mut room: Vec<Turn>) {
        room.clear();
        self.inboxes[group] = room;
    }

    /// The end of the last window.
    pub(super) fn swept_to(&self) -> i64 {
        self.windows[0].to()
    }

    /// A parcel goes no further within the run.
    #[cold]
    pub(super) fn strand(&mut self, turn: &Turn, stranded: &mut Vec<u32>) {
        match &mut self.light {
            Some(light) => light.lost.push(*turn),
            None => stranded.push(turn.slot()),
        }
    }

    /// Everybody who still waits. Nobody gathers between sweeps: all who do depart where one ends.
    pub(super) fn waiting_mut(&mut self) -> impl Iterator<Item = &mut Turn> {
        let later = self.windows.iter_mut().flat_map(Windows::later_mut);
        self.inboxes.iter_mut().flatten().chain(later)
    }

    /// Everybody who still waits.
    pub(crate) fn waiting(&self) -> impl Iterator<Item = &Turn> {
        let later = self.windows.iter().flat_map(Windows::later);
        self.inboxes.iter().flatten().chain(later)
    }
}
