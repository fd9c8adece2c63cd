//! The turn of a parcel at a place where it may have to wait.

use crate::random::EntityKey;

use super::agenda::Event;
use super::light::Label;

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

impl Event for Turn {
    #[inline(always)]
    fn key(&self) -> u64 {
        self.key
    }
}
