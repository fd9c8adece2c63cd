//! The agenda: what happens next, ordered by (time, phase, number).
//!
//! A key packs the whole order of events into one integer: 38 bits of time (8.7 years of milliseconds), 3 of phase, 23 of
//! the order's running number. Later events wait in a ring of buckets, as lists of slots, so a parcel in transit costs two
//! writes until its bucket comes up, however many there are; then the bucket is sorted once. Events that are added to the
//! bucket already begun wait beside it in a small 4-ary heap, events beyond the ring in an overflow list that is looked
//! through once a turn.

use super::parcels::Parcel;

/// What may happen at one instant, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u64)]
pub(crate) enum Phase {
    /// A stage has finished with a parcel.
    Completion = 1,
    /// Servers come or go.
    Shift = 2,
    /// A parcel arrives by vehicle.
    Receipt = 3,
    /// A visit places an order.
    Placement = 4,
    /// A wave is released.
    Release = 5,
    /// A stock is looked at.
    Decision = 6,
}

const NUMBER_BITS: u32 = 23;
const PHASE_BITS: u32 = 3;
/// Bits of a key below its instant.
const TIME_SHIFT: u32 = NUMBER_BITS + PHASE_BITS;
/// Orders in flight at most: their numbers modulo this tell them apart.
pub(crate) const MAX_IN_FLIGHT: usize = 1 << NUMBER_BITS;
/// The first tick that no key can hold.
pub(crate) const TIME_LIMIT: i64 = 1 << 38;

/// The key of an event. Times are never negative here.
pub(crate) fn key(time: i64, phase: Phase, number: u64) -> u64 {
    ((time as u64) << TIME_SHIFT)
        | ((phase as u64) << NUMBER_BITS)
        | (number & (MAX_IN_FLIGHT as u64 - 1))
}

/// The phase of a key.
pub(crate) fn phase_of(key: u64) -> Phase {
    match (key >> NUMBER_BITS) & ((1 << PHASE_BITS) - 1) {
        1 => Phase::Completion,
        2 => Phase::Shift,
        3 => Phase::Receipt,
        4 => Phase::Placement,
        5 => Phase::Release,
        _ => Phase::Decision,
    }
}

/// The number of a key: that of an order, so far as it tells orders in flight apart.
pub(crate) fn number_of(key: u64) -> u32 {
    (key & (MAX_IN_FLIGHT as u64 - 1)) as u32
}

/// The instant of a key.
pub(crate) fn time_of(key: u64) -> i64 {
    (key >> TIME_SHIFT) as i64
}

/// The agenda of one replication: at most one event a parcel slot.
pub(crate) struct Agenda {
    /// Key of the next event of `due` or `late`; `u64::MAX` when both are empty.
    next: u64,
    /// Events of the current bucket, the next one last.
    due: Vec<(u64, u32)>,
    /// Events added to the current bucket, or to one already passed, after it was sorted: a 4-ary heap.
    late: Vec<(u64, u32)>,
    /// Slots of each bucket, in no order.
    ring: Vec<Vec<u32>>,
    /// Number of the current bucket since tick 0; bucket `b` sits at `ring[b % len]`.
    current: u64,
    /// log2 of a bucket's width in ticks.
    width: u32,
    /// Slots in the ring.
    in_ring: usize,
    /// Slots whose bucket lies beyond the ring.
    beyond: Vec<u32>,
}

impl Agenda {
    /// An empty agenda with buckets of 2^`width` ticks and 2^`ring` of them.
    pub(crate) fn new(width: u32, ring: u32) -> Self {
        Self {
            next: u64::MAX,
            due: Vec::new(),
            late: Vec::new(),
            ring: vec![Vec::new(); 1 << ring],
            current: 0,
            width,
            in_ring: 0,
            beyond: Vec::new(),
        }
    }

    /// Adds the event of a slot. The slot must have none pending.
    #[inline]
    pub(crate) fn push(&mut self, parcels: &mut [Parcel], key: u64, slot: u32) {
        let bucket = key >> (TIME_SHIFT + self.width);
        if bucket <= self.current {
            sift_up(&mut self.late, (key, slot));
            self.next = self.next.min(key);
            return;
        }
        parcels[slot as usize].key = key;
        if bucket - self.current < self.ring.len() as u64 {
            self.link(bucket, slot);
        } else {
            self.beyond.push(slot);
        }
    }

    /// The key of the next event, or `u64::MAX`.
    #[inline]
    pub(crate) fn peek(&mut self, parcels: &[Parcel]) -> u64 {
        if self.next == u64::MAX {
            self.advance(parcels);
        }
        self.next
    }

    /// Removes the next event; call [`Self::peek`] first.
    #[inline]
    pub(crate) fn pop(&mut self) -> Option<(u64, u32)> {
        let key_of = |event: Option<&(u64, u32)>| event.map_or(u64::MAX, |event| event.0);
        let event = if key_of(self.due.last()) <= key_of(self.late.first()) {
            self.due.pop()
        } else {
            pop(&mut self.late)
        };
        self.next = key_of(self.due.last()).min(key_of(self.late.first()));
        event
    }

    /// Slots that still have an event.
    pub(crate) fn pending(&self) -> Vec<u32> {
        let begun = self.due.iter().chain(&self.late);
        let mut slots: Vec<u32> = begun.map(|event| event.1).collect();
        slots.extend(&self.beyond);
        slots.extend(self.ring.iter().flatten());
        slots.sort_unstable();
        slots
    }

    #[inline]
    fn link(&mut self, bucket: u64, slot: u32) {
        let place = (bucket & (self.ring.len() as u64 - 1)) as usize;
        self.ring[place].push(slot);
        self.in_ring += 1;
    }

    /// Moves on to the next bucket that holds an event and sorts it.
    fn advance(&mut self, parcels: &[Parcel]) {
        while self.due.is_empty() {
            if self.in_ring == 0 {
                // Nothing within a turn of the ring: jump to just before the earliest event beyond it.
                let Some(earliest) = self
                    .beyond
                    .iter()
                    .map(|&slot| self.bucket_of(parcels, slot))
                    .min()
                else {
                    return;
                };
                self.current = earliest - 1;
                self.recall(parcels);
            }
            self.current += 1;
            let place = (self.current & (self.ring.len() as u64 - 1)) as usize;
            if place == 0 {
                self.recall(parcels);
            }
            let slots = &mut self.ring[place];
            self.in_ring -= slots.len();
            // All parcels of the bucket are fetched side by side, before the first has its turn.
            let events = slots.drain(..);
            self.due
                .extend(events.map(|slot| (parcels[slot as usize].key, slot)));
        }
        self.due
            .sort_unstable_by_key(|event| std::cmp::Reverse(event.0));
        self.next = self.due.last().map_or(u64::MAX, |event| event.0);
    }

    fn bucket_of(&self, parcels: &[Parcel], slot: u32) -> u64 {
        parcels[slot as usize].key >> (TIME_SHIFT + self.width)
    }

    /// Takes into the ring what has come within one turn of it.
    fn recall(&mut self, parcels: &[Parcel]) {
        let mut waiting = std::mem::take(&mut self.beyond);
        waiting.retain(|&slot| {
            let bucket = self.bucket_of(parcels, slot);
            let near = bucket - self.current < self.ring.len() as u64;
            if near {
                self.link(bucket, slot);
            }
            !near
        });
        self.beyond = waiting;
    }
}

/// Adds an event to a 4-ary min-heap.
fn sift_up(heap: &mut Vec<(u64, u32)>, event: (u64, u32)) {
    let mut hole = heap.len();
    heap.push(event);
    while hole > 0 {
        let parent = (hole - 1) / 4;
        if heap[parent].0 <= event.0 {
            break;
        }
        heap[hole] = heap[parent];
        hole = parent;
    }
    heap[hole] = event;
}

/// Removes the least event of a 4-ary min-heap.
fn pop(heap: &mut Vec<(u64, u32)>) -> Option<(u64, u32)> {
    let last = heap.pop()?;
    let Some(&top) = heap.first() else {
        return Some(last);
    };
    sift_down(heap, last);
    Some(top)
}

/// Replaces the top of a 4-ary min-heap by `event`.
fn sift_down(heap: &mut [(u64, u32)], event: (u64, u32)) {
    let mut hole = 0;
    loop {
        let first = 4 * hole + 1;
        if first >= heap.len() {
            break;
        }
        let last = (first + 4).min(heap.len());
        let mut least = first;
        for child in first + 1..last {
            if heap[child].0 < heap[least].0 {
                least = child;
            }
        }
        if heap[least].0 >= event.0 {
            break;
        }
        heap[hole] = heap[least];
        hole = least;
    }
    heap[hole] = event;
}

#[cfg(test)]
mod tests {
    use super::super::parcels::NOBODY;
    use super::*;

    /// A sorted list is the whole contract; the ring, the overflow and the jump must not show.
    fn agrees_with_sorting(width: u32, ring: u32, spread: u64) {
        let mut agenda = Agenda::new(width, ring);
        let mut parcels = vec![NOBODY; 200];
        let mut expected = std::collections::BTreeSet::new();
        let mut state = 1u64;
        let mut random = move || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            state >> 33
        };
        let mut free: Vec<u32> = (0..200).rev().collect();
        let mut now = 0;
        for step in 0..20_000u64 {
            if !free.is_empty() && random() % 2 == 0 {
                let phase =
                    [Phase::Completion, Phase::Receipt, Phase::Placement][(random() % 3) as usize];
                let event = (
                    key(now + (random() % spread) as i64, phase, step),
                    free.pop().expect("checked"),
                );
                agenda.push(&mut parcels, event.0, event.1);
                expected.insert(event);
            } else if let Some(first) = expected.pop_first() {
                assert_eq!(agenda.peek(&parcels), first.0);
                let event = agenda.pop().expect("peeked");
                assert_eq!(event.0, first.0);
                now = time_of(event.0);
                free.push(event.1);
            }
            assert_eq!(agenda.pending().len(), expected.len());
        }
    }

    #[test]
    fn pops_in_key_order_whatever_the_buckets() {
        agrees_with_sorting(4, 3, 1_000); // most events beyond the ring
        agrees_with_sorting(10, 6, 1_000); // all in one or two buckets
        agrees_with_sorting(2, 10, 3_000); // most in the ring
        agrees_with_sorting(0, 1, 100_000); // jumps
    }

    #[test]
    fn keys_order_by_time_then_phase_then_number() {
        assert!(key(5, Phase::Placement, 9) < key(6, Phase::Completion, 0));
        assert!(key(5, Phase::Completion, 9) < key(5, Phase::Receipt, 0));
        assert!(key(5, Phase::Receipt, 1) < key(5, Phase::Receipt, 2));
        assert_eq!(
            time_of(key(TIME_LIMIT - 1, Phase::Placement, u64::MAX)),
            TIME_LIMIT - 1
        );
    }
}
