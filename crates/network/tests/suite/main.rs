//! All integration tests of the crate as one program: each further one would link everything again, in time and on disk.
#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

mod calendar;
mod changes;
mod civil_days;
mod errors;
mod hostile;
mod laws;
mod moments;
mod network;
mod promise;
mod promise_properties;
mod scale;
mod scenarios;
mod schema;
mod silent;
mod studies;
mod text;
