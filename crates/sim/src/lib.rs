//! leadtime-sim
