//! All integration tests of the crate as one program: each further one would link everything again, in time and on disk.
#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

mod blame;
mod comparison;
mod order_by;
mod plots;
mod report;
mod sensitivity;
mod stock;
mod studies;
mod support;
mod sweep;
mod what_padding_buys;
mod what_the_rest_says;
