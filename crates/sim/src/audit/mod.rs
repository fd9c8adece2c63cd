//! The auditor: re-derives from a [trace](crate::trace) alone that the engine kept its own rules.
//!
//! It shares the format's record types with the engine and nothing else. From the header it knows capacities, opening
//! hours, timetables and promise rules; from the records it checks
//!
//! * every order: placed once, ended at most once, a contiguous and connected path to its own zone, and the end
//!   record's counts (`ledger`, `journey`);
//! * every promise: of a level that was open, not before placement, and recomputed from the header's terms as far as the trace
//!   allows (`offers`, `promise`);
//! * every stage: first in first out, never above its servers, nothing begun while closed, no server idle while a
//!   parcel waits, starts of a throughput stage spaced (`queue`, `servers`, `flow`); with rules beyond first in, first out
//!   also waves, batches, who is more urgent, and what interrupts work (`jobs`, `urgency`, `centre`);
//! * every lane: departures of its timetable only, critical pull times, vehicle capacity, boarding order, nobody left
//!   behind while there is room, parcels of a departure together (`trips`, `boarding`).
//!
//! * every order of several parcels: made when it is sourced, as few as hold its lines, delivered with the last (`sourcing`,
//!   `parcels`, `counts`);
//! * every counted stock: replayed from the claims of parcels and the transit of its replenishment (`shelves`), and compared
//!   record by record (`stock`);
//! * every order cap: counted on the departures and waves of the planned path, never exceeded, and full where it closes a level
//!   (`order_caps`).
//!
//! * everything that flows back: parcels that have ended, once, to where they were sent from, through the stages for returns, to the
//!   shelf (`returns`, and `shelves`).
//!
//! * every order whose delay is charged to causes: the plan is walked again from the header, and so are the charges (`blame`).
//!
//! A parcel that the records leave in the middle of its path waits for the next step. When others overtake it or
//! capacity stands free, it is [`Kind::Lost`].
//!
//! ```
//! use leadtime_sim::audit::{Kind, audit};
//! use leadtime_sim::trace::{Header, Recorder, TraceWriter};
//!
//! let header = Header { zones: vec!["Atlanta".into()], ..Header::default() };
//! let mut writer = TraceWriter::new(Vec::new(), &header);
//! writer.placed(0, 5, 0, None, None, None);
//! writer.end(60_000, 1, 0, 0, 0); // one visit, nothing offered, but the count says 0
//! let report = audit(&writer.finish()?[..])?;
//! assert_eq!(report.violations[0].kind, Kind::Count);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod attempts;
mod blame;
mod boarding;
mod centre;
mod civil;
mod costs;
mod counts;
mod drawn;
mod fifo;
mod flow;
mod jobs;
mod journey;
mod ledger;
mod leg;
mod offers;
mod onward;
mod order_caps;
mod overflow;
mod parcels;
mod planned;
mod promise;
mod queue;
mod report;
mod returns;
mod review_turns;
mod room;
mod rules;
mod sense;
mod servers;
mod shelves;
mod sourcing;
mod stock;
mod stock_records;
mod timetable;
mod tours;
mod trips;
mod urgency;
mod whereabouts;

use std::io::BufRead;

pub use report::{AuditReport, Kind, PromiseCounts, RecordCounts, Violation};

use crate::trace::{TraceError, TraceReader};
use ledger::Ledger;
use report::Findings;
use rules::Rules;

/// Violations listed per kind; all are counted.
pub const LISTED_PER_KIND: u64 = 20;

/// Why a trace cannot be audited at all. A trace that can be, but breaks rules, is no error: see [`AuditReport`].
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AuditError {
    /// The trace cannot be read.
    #[error(transparent)]
    Trace(#[from] TraceError),
    /// The header contradicts itself.
    #[error("header: {0}")]
    Header(String),
    /// A record points outside the header's lists.
    #[error("line {line}: there is no {what} number {index}")]
    Index {
        /// Where.
        line: u64,
        /// What kind of thing.
        what: &'static str,
        /// The position asked for.
        index: u32,
    },
    /// A time is so far from the scenario's start that sums of times would overflow.
    #[error("line {line}: a time is out of range")]
    Time {
        /// Where.
        line: u64,
    },
    /// The last line is missing: the trace was cut short.
    #[error("the trace stops without its end record")]
    NoEnd,
    /// Something follows the end record.
    #[error("line {line}: a record after the end record")]
    AfterEnd {
        /// Where.
        line: u64,
    },
}

/// Reads a whole trace and checks it. Memory is proportional to its records, time to n log n of them.
///
/// # Errors
/// [`AuditError`] when the trace cannot be read or its header makes no sense; broken rules are in the report.
pub fn audit(source: impl BufRead) -> Result<AuditReport, AuditError> {
    let mut reader = TraceReader::new(source)?;
    let header = reader.header().clone();
    let rules = Rules::new(&header)?;
    let mut findings = Findings::new(LISTED_PER_KIND);

    let mut ledger = Ledger::read(&mut reader, &header)?;
    counts::check(&ledger, &mut findings);
    let due = shelves::replay(&rules, &ledger.stock, ledger.end.at);
    sourcing::check(&rules, &ledger, &mut findings);
    stock::check(&rules, &ledger, &due, &mut findings);
    let back = returns::take(&rules, &mut ledger);
    let mut back = returns::check(&rules, back, &ledger, &mut findings);
    let parcels = parcels::list(&rules, &ledger, &due);
    let promises = promise::check(&rules, &ledger, &mut findings);
    order_caps::check(&rules, &ledger, &mut findings);
    attempts::check(&rules, &parcels, &ledger, &mut findings);
    blame::check(&rules, &parcels, &ledger, &mut findings);
    journey::check(&rules, &parcels, &mut ledger, &mut findings);
    costs::check(&header, &parcels, &ledger, &mut findings);
    overflow::check(&header, &ledger, &mut findings);

    ledger.legs.append(&mut back);
    ledger.sort_by_place();
    ledger.come_in();
    room::check_records(&rules, &ledger, &mut findings);
    for stage in 0..header.stages.len() as u32 {
        queue::check(&rules, stage, &ledger, &mut findings);
    }
    for lane in 0..header.lanes.len() as u32 {
        let legs = ledger.at(leg::Place::Lane(lane));
        trips::check(&rules, lane, legs, ledger.end.at, &mut findings);
    }
    Ok(findings.report(&header, ledger.counts, promises))
}
