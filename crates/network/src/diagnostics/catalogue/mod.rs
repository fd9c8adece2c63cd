//! What `leadtime explain` says about each code, by hundreds.

pub(super) mod graph;
pub(super) mod promises;
pub(super) mod quantities;
pub(super) mod reading;
pub(super) mod references;
pub(super) mod study;
