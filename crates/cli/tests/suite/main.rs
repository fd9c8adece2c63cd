//! All integration tests of the crate as one program: each further one would link everything again, in time and on disk.
#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

mod brazil;
mod commands;
mod compare;
mod modes;
mod refusals;
mod run;
mod sensitivity;
mod studies;
mod support;
mod tutorial;
mod warm_up;
