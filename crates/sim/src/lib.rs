//! Compile a network into a plan, run replications, run a study, audit a trace.

pub mod audit;
pub mod outcome;
pub mod trace;
pub mod random;
pub mod sampling;
