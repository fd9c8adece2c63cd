//! Philox4x32-10, the second generator.

use core::convert::Infallible;

use rand::TryRng;
use rand::rand_core::utils::fill_bytes_via_next_word;

/// Multipliers of the two lanes (Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3").
const MULTIPLIERS: [u32; 2] = [0xD251_1F53, 0xCD9E_8D57];

/// Weyl steps of the two key words: golden ratio and sqrt(3) - 1.
const KEY_STEPS: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];

const ROUNDS: u32 = 10;

/// Philox4x32-10: a counter of 128 bits under a key of 64 bits gives 128 random bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Philox4x32 {
    key: [u32; 2],
}

impl Philox4x32 {
    /// The generator under `key`.
    #[must_use]
    pub const fn new(key: [u32; 2]) -> Self {
        Self { key }
    }

    /// The four words at `counter`.
    #[must_use]
    pub fn block(self, counter: [u32; 4]) -> [u32; 4] {
        let mut words = counter;
        let mut key = self.key;
        for _ in 0..ROUNDS {
            words = round(words, key);
            key = [
                key[0].wrapping_add(KEY_STEPS[0]),
                key[1].wrapping_add(KEY_STEPS[1]),
            ];
        }
        words
    }

    /// The words at counters (0, high), (1, high), ... in order, as a [`rand::Rng`].
    #[must_use]
    pub const fn stream(self, high: u64) -> PhiloxStream {
        PhiloxStream {
            generator: self,
            high,
            low: 0,
            pending: None,
        }
    }
}

fn round(words: [u32; 4], key: [u32; 2]) -> [u32; 4] {
    let (high0, low0) = wide_product(MULTIPLIERS[0], words[0]);
    let (high1, low1) = wide_product(MULTIPLIERS[1], words[2]);
    [
        high1 ^ words[1] ^ key[0],
        low1,
        high0 ^ words[3] ^ key[1],
        low0,
    ]
}

fn wide_product(a: u32, b: u32) -> (u32, u32) {
    let product = u64::from(a) * u64::from(b);
    ((product >> 32) as u32, product as u32)
}

/// Philox read as a stream of 64-bit words, two per block.
#[derive(Clone, Debug)]
pub struct PhiloxStream {
    generator: Philox4x32,
    high: u64,
    low: u64,
    pending: Option<u64>,
}

impl TryRng for PhiloxStream {
    type Error = Infallible;

    /// The upper half of the next 64-bit word.
    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.try_next_u64()? >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        if let Some(word) = self.pending.take() {
            return Ok(word);
        }
        let counter = [
            self.low as u32,
            (self.low >> 32) as u32,
            self.high as u32,
            (self.high >> 32) as u32,
        ];
        let [a, b, c, d] = self.generator.block(counter);
        self.low = self.low.wrapping_add(1);
        self.pending = Some(join(c, d));
        Ok(join(a, b))
    }

    fn try_fill_bytes(&mut self, target: &mut [u8]) -> Result<(), Infallible> {
        fill_bytes_via_next_word(target, || self.try_next_u64())
    }
}

fn join(low: u32, high: u32) -> u64 {
    u64::from(high) << 32 | u64::from(low)
}
