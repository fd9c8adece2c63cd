//! Keys: the address of a draw, absorbed word by word.

use super::DrawStream;

/// 2^64 divided by the golden ratio, made odd: the step of SplitMix64.
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// Separates the absorption of names from that of numbers (first 64 bits of the fraction of pi, made odd).
const NAME_STEP: u64 = 0x243F_6A88_85A3_08D3;

/// Offset of the seed, so that seed 0 does not start at the fixed point 0 of [`mix64`] (bits 64-128 of the fraction of pi).
const SEED_OFFSET: u64 = 0x1319_8A2E_0370_7344;

/// Offset of hashed purpose names (bits 128-192 of the fraction of pi).
const NAMED_OFFSET: u64 = 0xA409_3822_299F_31D0;

/// Stafford's variant 13 of the 64-bit finaliser: a bijection in which each input bit flips each output bit with
/// probability close to one half. The output function of SplitMix64. `mix64(0) == 0`.
#[inline]
#[must_use]
pub const fn mix64(word: u64) -> u64 {
    let z = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Separates seeds of verifying replications from the seeds themselves (bits 192-256 of the fraction of pi).
const VERIFY_OFFSET: u64 = 0x082E_FA98_EC4E_6C89;

/// The seed of replications that verify what was chosen under `seed`; below 2^53, so that every reader of JSON keeps it.
#[must_use]
pub const fn verify_seed(seed: u64) -> u64 {
    mix64(seed.wrapping_add(VERIFY_OFFSET)) >> 11
}

/// The key under which a name's random numbers are drawn.
#[must_use]
pub fn name_key(name: &str) -> u64 {
    let hash = blake3::hash(name.as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&hash.as_bytes()[..8]);
    u64::from_le_bytes(first)
}

/// The key of one replication of a study.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReplicationKey(u64);

impl ReplicationKey {
    /// The key of replication number `replication` (from 0) under `seed`.
    #[must_use]
    pub const fn new(seed: u64, replication: u64) -> Self {
        let seeded = mix64(seed.wrapping_add(SEED_OFFSET));
        Self(mix64(seeded.wrapping_add(GOLDEN.wrapping_mul(replication))))
    }

    /// The stream of a named thing (zone, lane, shock, stage); `name` is the first 8 bytes of a hash of its name.
    #[inline]
    #[must_use]
    pub const fn stream(self, name: u64) -> StreamKey {
        StreamKey(mix64(self.0.wrapping_add(NAME_STEP.wrapping_mul(name))))
    }
}

/// The key of one named thing in one replication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StreamKey(u64);

impl StreamKey {
    /// The entity with this running number: the k-th visit of a zone, the departure at an instant, the grain of a shock.
    /// A signed number (an instant, a day before the start) is passed as its two's complement, `number as u64`.
    #[inline]
    #[must_use]
    pub const fn entity(self, number: u64) -> EntityKey {
        EntityKey(mix64(self.0.wrapping_add(GOLDEN.wrapping_mul(number))))
    }
}

/// The key of one entity: an order, a departure, a grain of a shock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntityKey(u64);

impl EntityKey {
    /// The 64 random bits of this entity for `purpose`.
    #[inline]
    #[must_use]
    pub const fn draw(self, purpose: Purpose) -> u64 {
        mix64(self.0.wrapping_add(purpose.0))
    }

    /// The `index`-th draw of this entity for `purpose`; index 0 is [`EntityKey::draw`].
    #[inline]
    #[must_use]
    pub const fn draw_at(self, purpose: Purpose, index: u64) -> u64 {
        mix64(self.address(purpose, index))
    }

    /// The address of [`EntityKey::draw_at`]: the draw is [`mix64`] of it.
    #[inline]
    pub(crate) const fn address(self, purpose: Purpose, index: u64) -> u64 {
        self.0
            .wrapping_add(purpose.0)
            .wrapping_add(GOLDEN.wrapping_mul(index))
    }

    /// The part `number` of this entity with draws of its own: a parcel of an order, an attempt of a parcel.
    #[inline]
    #[must_use]
    pub const fn part(self, number: u64) -> Self {
        Self(self.draw_at(Purpose::PART, number))
    }

    /// The draws of this entity for `purpose`, index 0, 1, 2, ..., as a [`rand::Rng`].
    #[must_use]
    pub const fn stream(self, purpose: Purpose) -> DrawStream {
        DrawStream::new(self, purpose)
    }
}

/// What a draw is for. Fixed purposes are constants; stages and lanes have a purpose by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Purpose(u64);

impl Purpose {
    /// Gap between the arrivals of visits.
    pub const ARRIVAL: Self = Self::fixed(1);
    /// Wanted service level.
    pub const LEVEL: Self = Self::fixed(2);
    /// Choice of the origin where a rule is random.
    pub const SOURCING: Self = Self::fixed(3);
    /// Late leaving of a departure.
    pub const DELAY: Self = Self::fixed(4);
    /// Cancellation of a departure.
    pub const CANCEL: Self = Self::fixed(5);
    /// Value of a shock in a grain.
    pub const SHOCK: Self = Self::fixed(6);
    /// Position within the hours of a delivery route.
    pub const SPREAD: Self = Self::fixed(7);
    /// Transit of a departure, shared by its parcels.
    pub const TRANSIT: Self = Self::fixed(8);
    /// Service time of a stage.
    pub const SERVICE: Self = Self::fixed(9);
    /// Lines and items of a basket.
    pub const BASKET: Self = Self::fixed(10);
    /// Choices of a customer.
    pub const CHOICE: Self = Self::fixed(11);
    /// Success of a delivery attempt.
    pub const ATTEMPT: Self = Self::fixed(12);
    /// Error of a demand forecast.
    pub const FORECAST: Self = Self::fixed(13);
    /// Size of a batch of visits.
    pub const BATCH: Self = Self::fixed(14);
    /// The keys of parts, see [`EntityKey::part`].
    const PART: Self = Self::fixed(15);
    /// Whether a parcel is sent back, how long it is kept, how long it travels, whether it can be sold again.
    pub const RETURN: Self = Self::fixed(16);

    /// The purpose of a named stage or lane; `name` is the first 8 bytes of a hash of its name, e.g. of `stage:ATL1/pick`.
    #[must_use]
    pub const fn named(name: u64) -> Self {
        Self(mix64(name.wrapping_add(NAMED_OFFSET)))
    }

    /// A fixed purpose: hashed like the names, from a disjoint part of the number line.
    const fn fixed(number: u64) -> Self {
        Self(mix64(GOLDEN.wrapping_mul(number)))
    }
}
