//! Sorting what falls nearly evenly into a window.

/// Fewer are sorted as they are.
const FEW: usize = 24;

/// More items of one slot are not worth dealing.
const CROWD: u32 = 12;

/// More ranks for each item are not worth dealing to.
const MOST_RANKS_AN_ITEM: usize = 16;

/// Room for sorting, kept from one time to the next.
pub(crate) struct Sorter<T> {
    /// Where the items of each slot begin.
    starts: Vec<u32>,
    dealt: Vec<T>,
}

impl<T> Default for Sorter<T> {
    fn default() -> Self {
        Self {
            starts: Vec::new(),
            dealt: Vec::new(),
        }
    }
}

impl<T: Copy> Sorter<T> {
    /// Sorts items by their keys, which are of [from, to). They are dealt to as many slots as there are items; then hardly any is far from
    /// its place.
    pub(crate) fn sort(
        &mut self,
        items: &mut Vec<T>,
        (from, to): (u64, u64),
        key: impl Fn(&T) -> u64 + Copy,
    ) {
        if items.is_sorted_by_key(key) {
            return;
        }
        if items.len() < FEW
            || !(self.deal_evenly(items, (from, to), key) || self.deal_crowds(items, key))
        {
            return items.sort_unstable_by_key(key);
        }
        insert_each(&mut self.dealt, key);
        std::mem::swap(items, &mut self.dealt);
    }

    /// Deals items that come in crowds, such as all that one vehicle has brought, and sorts each crowd by itself; false if one of them is
    /// most of all.
    #[inline(never)]
    fn deal_crowds(&mut self, items: &[T], key: impl Fn(&T) -> u64 + Copy) -> bool {
        let keys = items.iter().map(key);
        let (from, to) = keys.fold((u64::MAX, 0), |(from, to), key| {
            (from.min(key), to.max(key))
        });
        let slot_of = even_slots(items.len(), (from, to.saturating_add(1)), key);
        let crowd = self.count(items, items.len().next_power_of_two(), slot_of);
        if crowd as usize > items.len() / 2 {
            return false;
        }
        self.deal(items, slot_of);
        if crowd > CROWD {
            // Dealt, a slot's start is that of the next.
            let mut first = 0;
            for &next in &self.starts {
                if next - first > CROWD {
                    self.dealt[first as usize..next as usize].sort_unstable_by_key(key);
                }
                first = next;
            }
        }
        true
    }

    /// Brings items of the same rank together, in the order of ranks.
    #[inline(never)]
    pub(crate) fn group(&mut self, items: &mut Vec<T>, rank: impl Fn(&T) -> u32 + Copy) {
        let ranks = items.iter().map(rank);
        let (Some(first), Some(last)) = (ranks.clone().min(), ranks.max()) else {
            return;
        };
        let slots = (last - first) as usize + 1;
        if slots > MOST_RANKS_AN_ITEM * items.len() {
            return items.sort_unstable_by_key(rank);
        }
        let slot_of = |item: &T| (rank(item) - first) as usize;
        self.count(items, slots, slot_of);
        self.deal(items, slot_of);
        std::mem::swap(items, &mut self.dealt);
    }

    /// Deals items to slots of their range; false if too many of them fall into one.
    #[inline(never)]
    fn deal_evenly(
        &mut self,
        items: &[T],
        (from, to): (u64, u64),
        key: impl Fn(&T) -> u64 + Copy,
    ) -> bool {
        let slot_of = even_slots(items.len(), (from, to), key);
        let crowd = self.count(items, items.len().next_power_of_two(), slot_of);
        if crowd <= CROWD {
            self.deal(items, slot_of);
        }
        crowd <= CROWD
    }

    /// Where the items of each slot begin; the greatest number of items in one.
    #[inline(always)]
    fn count(&mut self, items: &[T], slots: usize, slot_of: impl Fn(&T) -> usize) -> u32 {
        self.starts.clear();
        self.starts.resize(slots, 0);
        let starts = &mut self.starts[..];
        for item in items {
            starts[slot_of(item)] += 1;
        }
        let (mut start, mut crowd) = (0, 0);
        for place in starts {
            crowd = crowd.max(*place);
            start += std::mem::replace(place, start);
        }
        crowd
    }

    /// Deals items to slots, once it is known where each begins.
    #[inline(always)]
    fn deal(&mut self, items: &[T], slot_of: impl Fn(&T) -> usize) {
        self.dealt.resize(items.len(), items[0]);
        let starts = &mut self.starts[..];
        for item in items {
            let place = &mut starts[slot_of(item)];
            self.dealt[*place as usize] = *item;
            *place += 1;
        }
    }
}

/// The slot of an item among as many of the same width as there are items, up to a power of two.
#[inline(always)]
fn even_slots<T>(
    items: usize,
    (from, to): (u64, u64),
    key: impl Fn(&T) -> u64 + Copy,
) -> impl Fn(&T) -> usize + Copy {
    let slots = items.next_power_of_two();
    // Of a range as wide as that of all keys there is no next power of two.
    let bits = u64::BITS - to.saturating_sub(from).saturating_sub(1).leading_zeros();
    let shift = bits.saturating_sub(slots.ilog2());
    let last = slots - 1;
    move |item: &T| (key(item).saturating_sub(from) >> shift) as usize & last
}

/// Sorts what is nearly sorted.
#[inline(never)]
fn insert_each<T: Copy>(items: &mut [T], key: impl Fn(&T) -> u64) {
    for at in 1..items.len() {
        // Mostly there is nothing to move.
        if key(&items[at - 1]) <= key(&items[at]) {
            continue;
        }
        let item = items[at];
        let mut hole = at;
        while hole > 0 && key(&items[hole - 1]) > key(&item) {
            items[hole] = items[hole - 1];
            hole -= 1;
        }
        items[hole] = item;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::mix64;

    /// Few and many, spread over the window, all at one place, in a corner of it.
    const SPREADS: [(u64, u64); 6] = [
        (3, 900),
        (40, 1),
        (40, 1_000),
        (700, 3),
        (5_000, 1_000),
        (5_000, 40),
    ];

    /// Numbered items with keys of [7000, 8000).
    fn items(count: u64, spread: u64) -> Vec<(u64, u64)> {
        let key = |number| ((7_000 + mix64(number + 1) % spread) << 20) | number;
        (0..count).map(|number| (key(number), number)).collect()
    }

    #[test]
    fn items_are_sorted_however_they_fall() {
        let mut sorter = Sorter::default();
        for (count, spread) in SPREADS {
            let mut items = items(count, spread);
            let mut expected = items.clone();
            expected.sort_unstable();
            let shuffled = items.clone();
            for range in [(7_000 << 20, 8_000 << 20), (0, u64::MAX), (7_000 << 20, 0)] {
                items.clone_from(&shuffled);
                sorter.sort(&mut items, range, |item| item.0);
                assert!(items == expected, "{count} items over {spread}");
            }
        }
    }

    #[test]
    fn items_of_one_rank_come_together() {
        let mut sorter = Sorter::default();
        // The last ones are too far apart to be dealt.
        for (count, spread) in SPREADS.into_iter().chain([(5, 1 << 20)]) {
            let rank = |item: &(u64, u64)| (item.0 >> 20) as u32;
            let mut items = items(count, spread);
            let mut expected = items.clone();
            sorter.group(&mut items, rank);
            assert!(items.is_sorted_by_key(rank), "{count} items over {spread}");
            expected.sort_unstable();
            items.sort_unstable();
            assert!(items == expected, "{count} items over {spread}");
        }
    }
}
