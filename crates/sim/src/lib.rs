//! Compile a network into a plan, run replications, run a study, audit a trace.

pub mod audit;
pub mod engine;
pub mod outcome;
pub mod plan;
pub mod random;
pub mod sampling;
pub mod study;
pub mod trace;
