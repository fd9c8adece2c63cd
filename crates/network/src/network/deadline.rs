//! Deadlines of the calendar: "in time for the holiday".

use jiff::civil::Date;

/// A date before which orders are to be delivered, and how sure that is to be: the question is until when they may be placed.
#[derive(Clone, Debug, PartialEq)]
pub struct Deadline {
    /// Its name, unique.
    pub name: String,
    /// Delivered in time: before the first instant of this date in the zone's own time.
    pub date: Date,
    /// So many local days before the date are looked at.
    pub days: u32,
    /// Wanted share of orders that are delivered in time.
    pub target: f64,
    /// What is to reach it.
    pub of: DeadlineOf,
}

/// What is to reach the target of a deadline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DeadlineOf {
    /// The expected share.
    Mean,
    /// The share of this one period, with at least this probability.
    Period {
        /// Between 0 and 1.
        probability: f64,
    },
}
