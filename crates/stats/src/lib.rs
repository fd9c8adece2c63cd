//! leadtime-stats
