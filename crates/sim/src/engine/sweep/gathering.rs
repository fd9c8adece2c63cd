//! Parcels that gather before the lanes that they come to, to travel together.

use super::super::sorting::Sorter;
use super::super::turn::Turn;

/// They gather in so many crowds at most: each is small enough to be brought together in a near cache.
const CROWDS: usize = 128;

/// Who gathers, each before its lane.
pub(super) struct Gathering {
    /// By ranges of steps.
    crowds: Vec<Vec<Turn>>,
    /// log2 of the length of a range.
    range: u32,
    /// Its room is for thousands, and must not be left to a place of few.
    sorter: Sorter<Turn>,
}

impl Gathering {
    /// Nobody, where parcels make so many steps.
    pub(super) fn new(steps: usize) -> Self {
        let range = steps
            .next_power_of_two()
            .ilog2()
            .saturating_sub(CROWDS.ilog2());
        Self {
            crowds: vec![Vec::new(); steps.div_ceil(1 << range)],
            range,
            sorter: Sorter::default(),
        }
    }

    /// A parcel gathers.
    #[inline(always)]
    pub(super) fn push(&mut self, turn: &Turn) {
        self.crowds[(turn.step >> self.range) as usize]
            .extend_from_slice(std::slice::from_ref(turn));
    }

    /// How many crowds there may be.
    pub(super) fn crowds(&self) -> usize {
        self.crowds.len()
    }

    /// A crowd, lane by lane.
    pub(super) fn take(&mut self, crowd: usize) -> Vec<Turn> {
        let mut turns = std::mem::take(&mut self.crowds[crowd]);
        if self.range > 0 {
            self.sorter.group(&mut turns, |turn| turn.step);
        }
        turns
    }

    /// Gives the room for it back.
    pub(super) fn give_back(&mut self, crowd: usize, mut room: Vec<Turn>) {
        room.clear();
        self.crowds[crowd] = room;
    }
}
