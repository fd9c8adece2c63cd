//! Parcels in flight, by slot. Memory follows the parcels in flight, not the orders simulated.

use std::hint::black_box;

use crate::random::{EntityKey, ReplicationKey};

/// A parcel under way: where it stands, and what its order was sold. One cache line, fetched when its time bucket comes up:
/// whatever happens to the parcel then finds it at hand.
#[derive(Clone, Copy)]
#[repr(align(64))]
pub(crate) struct Parcel {
    /// Names its random numbers.
    pub(crate) entity: EntityKey,
    pub(crate) placed: i64,
    pub(crate) promise: i64,
    /// Position of its next step in the plan's steps.
    pub(crate) step: u32,
    /// Running number of its order in the replication.
    pub(crate) number: u32,
    pub(crate) zone: u32,
    /// Day of the scoring window on which it was placed.
    pub(crate) day: i32,
    /// Level first wanted, level sold.
    pub(crate) wanted: u16,
    pub(crate) level: u16,
    /// Hour of the zone's local week in which it was placed.
    pub(crate) hour_of_week: u8,
    /// Placed in the scoring window.
    pub(crate) cohort: bool,
    /// How often work on it had to be done again.
    pub(crate) loops: u16,
    /// It flows back: its order has ended, and `placed` is when.
    pub(crate) back: bool,
}

/// A slot that nobody has taken yet.
pub(crate) const NOBODY: Parcel = Parcel {
    entity: ReplicationKey::new(0, 0).stream(0).entity(0),
    placed: 0,
    promise: 0,
    step: 0,
    number: 0,
    zone: 0,
    day: 0,
    wanted: 0,
    level: 0,
    hour_of_week: 0,
    cohort: false,
    loops: 0,
    back: false,
};

/// So few parcels are at hand anyway.
const AT_HAND: usize = 4_096;

/// All parcels in flight.
pub(crate) struct Parcels {
    pub(crate) parcels: Vec<Parcel>,
    /// Base promises per slot and level; `NOT_OPEN` where the level was not offered.
    bases: Vec<i64>,
    levels: usize,
    free: Vec<u32>,
}

/// The base promise of a level that was not offered.
pub(crate) const NOT_OPEN: i64 = i64::MIN;

impl Parcels {
    pub(crate) fn new(levels: usize) -> Self {
        Self {
            parcels: Vec::new(),
            bases: Vec::new(),
            levels,
            free: Vec::new(),
        }
    }

    /// Takes a slot for an order to which only the level that it was sold was open.
    #[inline(always)]
    pub(crate) fn enter_steady(&mut self, parcel: Parcel, base: i64) -> u32 {
        let slot = self.take_slot();
        let at = slot as usize;
        let level = usize::from(parcel.level);
        self.parcels[at] = parcel;
        if self.levels > 1 {
            self.bases[at * self.levels..][..self.levels].fill(NOT_OPEN);
        }
        self.bases[at * self.levels + level] = base;
        slot
    }

    #[inline(always)]
    fn take_slot(&mut self) -> u32 {
        match self.free.pop() {
            Some(slot) => slot,
            None => self.further_slot(),
        }
    }

    /// Takes a slot.
    #[inline(always)]
    pub(crate) fn enter(&mut self, parcel: Parcel, bases: &[i64]) -> u32 {
        let slot = self.take_slot();
        let at = slot as usize;
        self.parcels[at] = parcel;
        // A level or a few: a loop, not a call.
        let mine = self.bases[at * self.levels..][..self.levels].iter_mut();
        for (mine, base) in mine.zip(bases) {
            *mine = *base;
        }
        slot
    }

    /// One slot more than there were.
    #[inline(never)]
    fn further_slot(&mut self) -> u32 {
        let slot = self.parcels.len();
        self.parcels.push(NOBODY);
        self.bases.resize((slot + 1) * self.levels, NOT_OPEN);
        slot as u32
    }

    /// Gives a slot back.
    #[inline]
    pub(crate) fn leave(&mut self, slot: u32) {
        self.free.push(slot);
    }

    /// Looks at parcels that are needed next. Where many are under way, none of them is at hand: seen side by side and without doing
    /// anything, they are fetched together.
    #[inline]
    pub(crate) fn glance_at(&self, slots: impl Iterator<Item = u32>) {
        if self.parcels.len() > AT_HAND {
            let seen = slots.map(|slot| self.parcels[slot as usize].placed);
            black_box(seen.fold(0, |all, one| all ^ one));
        }
    }

    /// Looks at so many slots that are taken next.
    #[inline]
    pub(crate) fn glance_at_free(&self, count: usize) {
        if self.parcels.len() > AT_HAND {
            let next = self.free.iter().rev().take(count);
            let seen = next.map(|&slot| {
                let base = self.bases.get(slot as usize * self.levels);
                self.parcels[slot as usize].placed ^ base.copied().unwrap_or_default()
            });
            black_box(seen.fold(0, |all, one| all ^ one));
        }
    }

    /// Base promises of a slot, per level.
    #[inline]
    pub(crate) fn bases(&self, slot: u32) -> &[i64] {
        &self.bases[slot as usize * self.levels..][..self.levels]
    }

    /// Slots in use.
    pub(crate) fn in_flight(&self) -> usize {
        self.parcels.len() - self.free.len()
    }
}
