//! All integration tests of the crate as one program: each further one would link everything again, in time and on disk.
#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

mod answers;
mod compare;
mod select;
mod sensitivity;
mod solve;
mod studies;
mod support;
mod sweep;
mod uncertainty;
mod warm_up;
