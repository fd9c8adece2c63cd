//! Sorting the turns of a window.

use super::super::agenda::{Phase, TIME_SHIFT, key};
use super::inboxes::Turn;

/// Fewer are sorted as they are.
const FEW: usize = 24;

/// More turns of one slot are not worth dealing.
const CROWD: u32 = 12;

/// Room for sorting, kept from one place to the next.
#[derive(Default)]
pub(super) struct Sorter {
    /// Where the turns of each slot of time begin.
    starts: Vec<u32>,
    dealt: Vec<Turn>,
}

impl Sorter {
    /// Sorts turns of the window [from, to) by their keys. They are dealt to as many slots of time as there are turns; then hardly
    /// anyone is far from his place.
    pub(super) fn sort(&mut self, turns: &mut Vec<Turn>, (from, to): (i64, i64)) {
        if turns.is_sorted_by_key(|turn| turn.key) {
            return;
        }
        if turns.len() < FEW || !self.deal(turns, from, to - from) {
            return turns.sort_unstable_by_key(|turn| turn.key);
        }
        insert_each(&mut self.dealt);
        std::mem::swap(turns, &mut self.dealt);
    }

    /// Deals turns to slots of time; false if too many of them fall into one.
    #[inline(never)]
    fn deal(&mut self, turns: &[Turn], from: i64, length: i64) -> bool {
        let slots = turns.len().next_power_of_two();
        let width = (length.max(1) as u64).next_power_of_two();
        let shift = width.ilog2().saturating_sub(slots.ilog2());
        let last = slots - 1;
        // Of a key no more counts than its instant, in whole slots from the beginning on.
        let first = key(from, Phase::Completion, 0) - key(0, Phase::Completion, 0);
        let shift = TIME_SHIFT + shift;
        let slot_of = |turn: &Turn| ((turn.key - first) >> shift) as usize & last;
        self.starts.clear();
        self.starts.resize(slots, 0);
        let starts = &mut self.starts[..];
        for turn in turns {
            starts[slot_of(turn)] += 1;
        }
        let (mut start, mut crowd) = (0, 0);
        for place in starts.iter_mut() {
            crowd = crowd.max(*place);
            start += std::mem::replace(place, start);
        }
        if crowd > CROWD {
            return false;
        }
        self.dealt.resize(turns.len(), turns[0]);
        for turn in turns {
            let place = &mut starts[slot_of(turn)];
            self.dealt[*place as usize] = *turn;
            *place += 1;
        }
        true
    }
}

/// Sorts what is nearly sorted.
#[inline(never)]
fn insert_each(turns: &mut [Turn]) {
    for at in 1..turns.len() {
        // Mostly there is nothing to move.
        if turns[at - 1].key <= turns[at].key {
            continue;
        }
        let turn = turns[at];
        let mut hole = at;
        while hole > 0 && turns[hole - 1].key > turn.key {
            turns[hole] = turns[hole - 1];
            hole -= 1;
        }
        turns[hole] = turn;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::agenda::{Phase, key};
    use crate::engine::sweep::Label;
    use crate::random::{ReplicationKey, mix64};

    /// Few and many, spread over the window, all at one instant, in a corner of it.
    #[test]
    fn turns_are_sorted_however_they_fall() {
        let mut sorter = Sorter::default();
        for (count, spread) in [
            (3, 900),
            (40, 1),
            (40, 1_000),
            (700, 3),
            (5_000, 1_000),
            (5_000, 40),
        ] {
            let mut turns: Vec<Turn> = (0..count)
                .map(|number| Turn {
                    key: key(
                        7_000 + (mix64(number + 1) % spread) as i64,
                        Phase::Receipt,
                        number,
                    ),
                    entity: ReplicationKey::new(0, 0).stream(0).entity(number),
                    label: Label::of_slot(number as u32),
                    step: 0,
                    loops: 0,
                })
                .collect();
            let mut expected = turns.clone();
            expected.sort_by_key(|turn| turn.key);
            sorter.sort(&mut turns, (7_000, 8_000));
            let slots = |turns: &[Turn]| turns.iter().map(|turn| turn.slot()).collect::<Vec<_>>();
            let sorted = slots(&turns) == slots(&expected);
            assert!(sorted, "{count} turns over {spread} ticks");
        }
    }
}
