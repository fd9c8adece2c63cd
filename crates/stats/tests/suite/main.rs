//! All integration tests of the crate as one program: each further one would link everything again, in time and on disk.
#![allow(clippy::unwrap_used, missing_docs, unreachable_pub)]

mod clustered;
mod coverage;
mod coverage_rare;
mod draws;
mod histograms;
mod means;
mod published_values;
mod rare_claims;
mod rare_estimators;
mod selection;
mod simultaneous;
mod special;
mod special_laws;
mod stopping;
mod two_level;
mod warm_up;
