//! Parcels in flight, as columns by slot. Memory follows the parcels in flight, not the orders simulated.

use crate::random::EntityKey;

/// Where a parcel stands on its way.
#[derive(Clone, Copy)]
pub(crate) struct Parcel {
    /// Names its random numbers.
    pub(crate) entity: EntityKey,
    /// Running number of its order in the replication.
    pub(crate) number: u64,
    /// Position of its next step in the plan's steps.
    pub(crate) step: u32,
}

/// What its order was sold.
#[derive(Clone, Copy)]
pub(crate) struct Sold {
    pub(crate) placed: i64,
    pub(crate) promise: i64,
    pub(crate) zone: u32,
    /// Level first wanted, level sold.
    pub(crate) wanted: u16,
    pub(crate) level: u16,
    /// Placed in the scoring window.
    pub(crate) cohort: bool,
    /// Hour of the zone's local week in which it was placed.
    pub(crate) hour_of_week: u8,
    /// Day of the scoring window on which it was placed.
    pub(crate) day: i32,
}

/// All parcels in flight.
pub(crate) struct Parcels {
    pub(crate) parcels: Vec<Parcel>,
    pub(crate) sold: Vec<Sold>,
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
            sold: Vec::new(),
            bases: Vec::new(),
            levels,
            free: Vec::new(),
        }
    }

    /// Takes a slot.
    #[inline]
    pub(crate) fn enter(&mut self, parcel: Parcel, sold: Sold, bases: &[i64]) -> u32 {
        match self.free.pop() {
            Some(slot) => {
                let at = slot as usize;
                self.parcels[at] = parcel;
                self.sold[at] = sold;
                self.bases[at * self.levels..][..self.levels].copy_from_slice(bases);
                slot
            }
            None => {
                self.parcels.push(parcel);
                self.sold.push(sold);
                self.bases.extend_from_slice(bases);
                self.parcels.len() as u32 - 1
            }
        }
    }

    /// Gives a slot back.
    #[inline]
    pub(crate) fn leave(&mut self, slot: u32) {
        self.free.push(slot);
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
