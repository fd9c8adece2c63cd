//! The agenda: what happens next, ordered by (time, phase, number).
//!
//! A key packs the whole order of events into one integer: 38 bits of time (8.7 years of milliseconds), 3 of phase, 23 of
//! the order's running number. Later events wait in a ring of buckets, so a parcel in transit costs one write until its bucket
//! comes up, however many there are; then the bucket is sorted once. Events that are added to the bucket already begun wait
//! beside it in a small heap, events beyond the ring in an overflow list that is looked through where one of them may come within.

use super::heap::{Heap, Ranked};
use super::sorting::Sorter;

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

/// A bucket keeps room for so many events: what comes in bursts, now into one bucket and now into another, would leave room in all.
const MOST_ROOM: usize = 1_024;

/// What happens at an instant: known by its key.
pub(crate) trait Event: Copy {
    fn key(&self) -> u64;
}

/// The key and the slot of a parcel.
impl Event for (u64, u32) {
    #[inline(always)]
    fn key(&self) -> u64 {
        self.0
    }
}

impl<E: Event> Ranked for E {
    type Rank = u64;

    #[inline(always)]
    fn rank(&self) -> u64 {
        self.key()
    }
}

/// The agenda of one replication.
pub(crate) struct Agenda<E> {
    /// Events of the current bucket, sorted, the next at `cursor`.
    due: Vec<E>,
    cursor: usize,
    /// Events added to the current bucket, or to one already passed, after it was sorted.
    late: Heap<E>,
    /// Events of each bucket, in no order.
    ring: Vec<Vec<E>>,
    /// Number of the current bucket since tick 0; bucket `b` sits at `ring[b % len]`.
    current: u64,
    /// log2 of a bucket's width in ticks.
    width: u32,
    /// Events in the ring.
    in_ring: usize,
    /// Events whose bucket lies beyond the ring, and the first of those buckets.
    beyond: Vec<E>,
    beyond_from: u64,
    sorter: Sorter<E>,
}

impl<E: Event> Agenda<E> {
    /// An empty agenda with buckets of 2^`width` ticks and 2^`ring` of them.
    pub(crate) fn new(width: u32, ring: u32) -> Self {
        Self {
            due: Vec::new(),
            cursor: 0,
            late: Heap::default(),
            ring: vec![Vec::new(); 1 << ring],
            current: 0,
            width,
            in_ring: 0,
            beyond: Vec::new(),
            beyond_from: u64::MAX,
            sorter: Sorter::default(),
        }
    }

    /// Adds an event.
    #[inline(always)]
    pub(crate) fn push(&mut self, event: E) {
        self.push_changed(&event, event.key(), |_| ());
    }

    /// Adds the event that one becomes by a change, and that has a key then. It is changed where it comes to stand: to read as one what was just
    /// written piece by piece, a processor waits until it is in the cache.
    #[inline(always)]
    pub(crate) fn push_changed(&mut self, event: &E, key: u64, change: impl Fn(&mut E)) {
        let bucket = self.bucket_of(key);
        if bucket > self.current && bucket - self.current < self.ring.len() as u64 {
            return self.put(bucket, event, change);
        }
        let mut changed = *event;
        change(&mut changed);
        if bucket <= self.current {
            self.late.push(changed);
        } else {
            self.put_beyond(bucket, changed);
        }
    }

    /// The key of the next event of the current bucket; `u64::MAX` when it is over.
    #[inline(always)]
    pub(crate) fn peek(&self) -> u64 {
        self.next_due().min(self.next_late())
    }

    /// Removes the next event of the current bucket, if its key is less than `limit`.
    #[inline(always)]
    pub(crate) fn pop_before(&mut self, limit: u64) -> Option<E> {
        let (due, late) = (self.next_due(), self.next_late());
        if due.min(late) >= limit {
            return None;
        }
        if late < due {
            return self.late.pop();
        }
        let event = self.due[self.cursor];
        self.cursor += 1;
        Some(event)
    }

    #[inline(always)]
    fn next_due(&self) -> u64 {
        self.due.get(self.cursor).map_or(u64::MAX, Event::key)
    }

    #[inline(always)]
    fn next_late(&self) -> u64 {
        self.late.first().map_or(u64::MAX, Event::key)
    }

    /// All events, in no order.
    pub(crate) fn pending(&self) -> impl Iterator<Item = &E> {
        let begun = self.due[self.cursor..].iter().chain(self.late.iter());
        begun.chain(&self.beyond).chain(self.ring.iter().flatten())
    }

    /// Moves on from a bucket that is over to the next that holds an event.
    #[inline(never)]
    pub(crate) fn advance(&mut self) {
        if self.begin(None).is_some() {
            self.sort();
        }
    }

    /// Begins, after a bucket that is over, the next that holds an event or an instant, and tells where it ends; `None`: there is neither.
    /// Its events are in no order yet.
    pub(crate) fn begin(&mut self, instant: Option<i64>) -> Option<i64> {
        self.due.clear();
        self.cursor = 0;
        let last = instant.map_or(u64::MAX, |at| at as u64 >> self.width);
        while self.due.is_empty() && self.current < last {
            if self.in_ring == 0 {
                // Nothing within a turn of the ring: jump to just before what comes first beyond it.
                let next = self.beyond_from.min(last);
                if next == u64::MAX {
                    return None;
                }
                self.current = next - 1;
                self.recall();
            }
            self.current += 1;
            let place = self.place_of(self.current);
            if place == 0 {
                self.recall();
            }
            if self.due.capacity() > MOST_ROOM {
                self.due = Vec::new();
            }
            std::mem::swap(&mut self.due, &mut self.ring[place]);
            self.in_ring -= self.due.len();
        }
        Some(((self.current + 1) << self.width) as i64)
    }

    /// Events of the current bucket.
    #[inline(always)]
    pub(crate) fn due(&mut self) -> &mut Vec<E> {
        &mut self.due
    }

    /// Brings the events of a bucket that begins into their order.
    pub(crate) fn sort(&mut self) {
        let first_of = |bucket: u64| bucket << (TIME_SHIFT + self.width);
        let bounds = (first_of(self.current), first_of(self.current + 1));
        self.sorter.sort(&mut self.due, bounds, Event::key);
    }

    #[inline(always)]
    fn put(&mut self, bucket: u64, event: &E, change: impl Fn(&mut E)) {
        let place = self.place_of(bucket);
        let events = &mut self.ring[place];
        events.extend_from_slice(std::slice::from_ref(event));
        if let Some(put) = events.last_mut() {
            change(put);
        }
        self.in_ring += 1;
    }

    #[inline(always)]
    fn bucket_of(&self, key: u64) -> u64 {
        key >> (TIME_SHIFT + self.width)
    }

    #[inline(always)]
    fn place_of(&self, bucket: u64) -> usize {
        (bucket & (self.ring.len() as u64 - 1)) as usize
    }

    #[cold]
    #[inline(never)]
    fn put_beyond(&mut self, bucket: u64, event: E) {
        self.beyond_from = self.beyond_from.min(bucket);
        self.beyond.push(event);
    }

    /// Takes into the ring what has come within one turn of it.
    fn recall(&mut self) {
        let end = self.current + self.ring.len() as u64;
        if self.beyond_from >= end {
            return;
        }
        self.beyond_from = u64::MAX;
        let mut beyond = std::mem::take(&mut self.beyond);
        beyond.retain(|event| {
            let bucket = self.bucket_of(event.key());
            if bucket < end {
                self.put(bucket, event, |_| ());
            } else {
                self.beyond_from = self.beyond_from.min(bucket);
            }
            bucket >= end
        });
        self.beyond = beyond;
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::collections::BTreeSet;

    use super::*;

    fn random_numbers() -> impl FnMut() -> u64 {
        let mut state = 1u64;
        move || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            state >> 33
        }
    }

    /// A sorted list is the whole contract; the ring, the overflow and the jump must not show.
    fn agrees_with_sorting(width: u32, ring: u32, spread: u64) {
        let mut agenda = Agenda::new(width, ring);
        let mut expected = BTreeSet::new();
        let mut random = random_numbers();
        let mut free: Vec<u32> = (0..200).rev().collect();
        let mut now = 0;
        for step in 0..20_000u64 {
            if !free.is_empty() && random().is_multiple_of(2) {
                let phase =
                    [Phase::Completion, Phase::Receipt, Phase::Placement][(random() % 3) as usize];
                let event = (
                    key(now + (random() % spread) as i64, phase, step),
                    free.pop().expect("checked"),
                );
                agenda.push(event);
                expected.insert(event);
            } else if let Some(first) = expected.pop_first() {
                if agenda.peek() == u64::MAX {
                    agenda.advance();
                }
                assert_eq!(agenda.peek(), first.0);
                assert_eq!(agenda.pop_before(first.0), None);
                let event = agenda.pop_before(u64::MAX).expect("peeked");
                assert_eq!(event, first);
                now = time_of(event.0);
                free.push(event.1);
            }
            assert_eq!(agenda.pending().count(), expected.len());
        }
    }

    #[test]
    fn pops_in_key_order_whatever_the_buckets() {
        agrees_with_sorting(4, 3, 1_000); // most events beyond the ring
        agrees_with_sorting(10, 6, 1_000); // all in one or two buckets
        agrees_with_sorting(2, 10, 3_000); // most in the ring
        agrees_with_sorting(0, 1, 100_000); // jumps
    }

    /// Visits join the bucket that begins; each leaves an event up to `spread` later behind.
    fn agrees_with_sorting_beside_visits((width, ring): (u32, u32), spread: u64, gap: u64) {
        let mut agenda = Agenda::new(width, ring);
        let mut expected = BTreeSet::new();
        let mut random = random_numbers();
        let mut visit = 0;
        let mut visits = 0;
        while visits < 3_000 || !expected.is_empty() {
            let next = (visits < 3_000).then_some(visit);
            let end = agenda.begin(next).expect("there is more");
            while visits < 3_000 && visit < end {
                let event = (key(visit, Phase::Placement, visits), visits as u32);
                agenda.due().push(event);
                expected.insert(event);
                visit += (random() % gap) as i64;
                visits += 1;
            }
            agenda.sort();
            while let Some(event) = agenda.pop_before(u64::MAX) {
                assert_eq!(Some(event), expected.pop_first());
                assert!(time_of(event.0) < end);
                if phase_of(event.0) == Phase::Placement {
                    let later = time_of(event.0) + (random() % spread) as i64;
                    let event = (key(later, Phase::Completion, event.1.into()), event.1);
                    agenda.push(event);
                    expected.insert(event);
                }
            }
            let begun = expected.range(..(key(end, Phase::Completion, 0), 0));
            assert_eq!(begun.count(), 0, "left behind before {end}");
        }
        assert_eq!(agenda.begin(None), None);
    }

    #[test]
    fn pops_in_key_order_beside_visits() {
        agrees_with_sorting_beside_visits((4, 3), 2_000, 20); // most events beyond the ring
        agrees_with_sorting_beside_visits((4, 3), 200, 2_000); // jumps, to a visit or to an event
        agrees_with_sorting_beside_visits((2, 10), 3_000, 10); // most in the ring
    }

    thread_local! {
        static LOOKS: Cell<u64> = const { Cell::new(0) };
    }

    /// An event that tells how often events are looked at.
    #[derive(Clone, Copy)]
    struct Watched(u64);

    impl Event for Watched {
        fn key(&self) -> u64 {
            LOOKS.set(LOOKS.get() + 1);
            self.0
        }
    }

    // catches: all that waits beyond the ring looked at for each bucket of visits
    #[test]
    fn events_beyond_the_ring_are_left_in_peace() {
        let (events, mut agenda) = (1_000, Agenda::new(4, 3));
        for number in 0..events {
            agenda.push(Watched(key(1_000_000, Phase::Receipt, number)));
        }
        for visit in 0..10_000 {
            agenda.begin(Some(visit * 16));
            assert!(agenda.due().is_empty());
        }
        assert!(LOOKS.get() < 20 * events, "{} looks", LOOKS.get());
        agenda.advance();
        assert_eq!(agenda.due().len() as u64, events);
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
