//! Uniform and normal numbers from 64 random bits.

use leadtime_stats::special::{normal_quantile, normal_quantile_upper};

/// Uniform on [0, 1): the upper 53 bits. For comparisons with a probability: `unit(bits) < p` has probability p to 1e-16.
#[inline]
#[must_use]
pub fn unit(bits: u64) -> f64 {
    (bits >> 11) as i64 as f64 * TWO_POW_MINUS_53
}

/// Uniform on (0, 1): the midpoints of 2^52 equal cells, never 0 nor 1.
#[inline]
#[must_use]
pub fn unit_open(bits: u64) -> f64 {
    ((bits >> 12) as i64 as f64 + 0.5) * TWO_POW_MINUS_52
}

/// A standard normal number, by exact inversion; monotone in `bits`, symmetric, with tails to 9 standard deviations.
#[must_use]
pub fn gaussian(bits: u64) -> f64 {
    if bits >> 63 == 0 {
        normal_quantile(tail(bits))
    } else {
        normal_quantile_upper(tail(!bits))
    }
}

/// (bits + 1/2) / 2^64 for `bits` in the lower half: a tail probability with 53 significant bits however small.
fn tail(bits: u64) -> f64 {
    (bits as i64 as f64 + 0.5) * TWO_POW_MINUS_64
}

const TWO_POW_MINUS_52: f64 = 1.0 / (1u64 << 52) as f64;
const TWO_POW_MINUS_53: f64 = 1.0 / (1u64 << 53) as f64;
const TWO_POW_MINUS_64: f64 = TWO_POW_MINUS_53 / 2048.0;
