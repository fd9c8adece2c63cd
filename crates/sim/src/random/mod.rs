//! Random numbers as a pure function of what they are for.
//!
//! A draw depends on (seed, replication, stream, number, purpose, index) and on nothing else: not on the thread, the
//! order of calls, or how many draws another part of the model took. Two designs that share an order share its numbers.
//!
//! ```text
//! ReplicationKey::new(seed, replication)     once per replication
//!   .stream(name key)        -> StreamKey    once per zone, lane, shock and replication
//!   .entity(running number)  -> EntityKey    once per order, departure, grain
//!   .draw(purpose)           -> 64 bits      once per draw
//! ```
//!
//! # Construction
//! Every arrow is one step of SplitMix64 (Steele, Lea & Flood 2014, "Fast splittable pseudorandom number generators"): an
//! odd multiple of the new word is added to the key and the sum goes through the bijection [`mix64`], Stafford's variant 13
//! of the MurmurHash3 finaliser. The running numbers of one stream, and the indices of one purpose, are thus exactly
//! SplitMix64 sequences: the step is the golden-ratio constant, whose multiples differ in about half of their bits, which is
//! what keeps neighbouring numbers uncorrelated. Names and purposes enter as 64-bit hashes.
//!
//! # Properties
//! - For a fixed stream, 2^64 running numbers give 2^64 different entity keys, and for a fixed (entity, purpose), 2^64 indices
//!   give 2^64 different draws: within these there is no period and no repetition (a truly random sequence would show its
//!   first repetition after about 2^32 draws).
//! - Two different addresses share a draw only if two sums of hashed 64-bit words coincide: with n draws in a study about
//!   n^2 / 2^65 pairs, i.e. 0.03 expected shared draws in 10^9, each a single number.
//! - It is not cryptographic: keys can be recovered from draws.
//!
//! [`Philox4x32`] (Salmon et al. 2011) is the independent second generator with published known answers; the tests compare
//! the two. Both read as a stream through [`rand::Rng`].

mod key;
mod philox;
mod stream;
mod unit;

pub use key::{EntityKey, Purpose, ReplicationKey, StreamKey, mix64, name_key, verify_seed};
pub use philox::{Philox4x32, PhiloxStream};
pub use stream::DrawStream;
pub use unit::{gaussian, unit, unit_open};
