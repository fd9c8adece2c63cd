//! The draws of one entity and purpose as a `rand` generator.

use core::convert::Infallible;

use rand::TryRng;
use rand::rand_core::utils::fill_bytes_via_next_word;

use super::{EntityKey, Purpose};

/// The draws of one (entity, purpose) in order of their index, as a [`rand::Rng`]: for samplers that take an unknown
/// number of draws. Its k-th word is `entity.draw_at(purpose, k)`.
#[derive(Clone, Debug)]
pub struct DrawStream {
    entity: EntityKey,
    purpose: Purpose,
    index: u64,
}

impl DrawStream {
    /// Starts at index 0.
    #[must_use]
    pub const fn new(entity: EntityKey, purpose: Purpose) -> Self {
        Self {
            entity,
            purpose,
            index: 0,
        }
    }
}

impl TryRng for DrawStream {
    type Error = Infallible;

    /// The upper half of one draw.
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.try_next_u64()? >> 32) as u32)
    }

    #[inline]
    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let bits = self.entity.draw_at(self.purpose, self.index);
        self.index = self.index.wrapping_add(1);
        Ok(bits)
    }

    fn try_fill_bytes(&mut self, target: &mut [u8]) -> Result<(), Infallible> {
        fill_bytes_via_next_word(target, || self.try_next_u64())
    }
}
