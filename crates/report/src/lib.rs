//! leadtime-report
