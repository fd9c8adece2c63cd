//! leadtime-stats

pub mod special;
