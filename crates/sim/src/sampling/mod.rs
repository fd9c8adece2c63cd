//! Sampling by inversion: 64 random bits in, a value of a distribution out.
//!
//! - [`law`]: exact quantiles and cdf of a [`Distribution`](leadtime_network::distribution::Distribution);
//! - [`Tables`] compiles distributions into [`Sampler`]s that share tables: one per family and shape, whatever the scale;
//! - [`split`] divides a lognormal's log variance between a common and an own part;
//! - [`ShockSampler`] gives the multipliers of a shock over its grains.
//!
//! Inversion is monotone: with the same bits a longer law gives a longer time, which is what makes designs on common random
//! numbers comparable draw by draw.
//!
//! # The tables
//! u = bits / 2^64. The table is in t = min(u, 1 - u), one side each: ten octaves of t with 16 cells each, in every cell a
//! parabola through the exact quantiles at its ends and its middle. A cell is found by the exponent and the upper mantissa
//! bits of t itself. Where a parabola is not monotone or errs by more than the tolerance (jumps and kinks of given quantiles
//! and mixtures, extreme shapes), and for t below 2^-11, pieces of adaptive width take over, down to t = 2^-54; they cost
//! some 10 ns instead of 2, but are met in one draw of a thousand.
//!
//! The error is at most 5e-5 max(|q|, 0.01 spread) and at most 2e-5 max(|q - median|, 0.1 spread) for t >= 2^-24, ten times
//! that beyond; spread is the smaller of the standard deviation and the 5-95 % range. The same law has the same bits on any
//! machine.

mod draws;
mod fit;
pub mod law;
mod normal_form;
mod sampler;
mod series;
mod split;
mod table;

pub(crate) use draws::{Draws, MOST};
pub use sampler::{Sampler, Tables, to_ticks};
pub use series::ShockSampler;
pub use split::{Split, split};
