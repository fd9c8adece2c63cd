//! The trace of one replication: what happened to every order, as JSON lines.
//!
//! A trace holds everything that the [auditor](crate::audit) needs and nothing of the engine: a [`Header`] with the
//! capacities, timetables and promise rules in ticks, one [`Record`] a line, and an [`End`] with the counts. The engine
//! calls a [`Recorder`]; [`NoTrace`] compiles to nothing, [`TraceWriter`] writes the lines. `docs/reference/trace.md`
//! describes the format for readers in other languages.
//!
//! ```
//! use leadtime_sim::trace::{Header, Record, Recorder, TraceReader, TraceWriter};
//!
//! let header = Header { scenario: "tiny".into(), zones: vec!["Atlanta".into()], ..Header::default() };
//! let mut writer = TraceWriter::new(Vec::new(), &header);
//! writer.placed(0, 5, 0, None, None, None);
//! writer.end(60_000, 1, 0, 0, 1);
//! let bytes = writer.finish()?;
//!
//! let mut reader = TraceReader::new(&bytes[..])?;
//! assert_eq!(reader.header(), &header);
//! let records = reader.by_ref().collect::<Result<Vec<_>, _>>()?;
//! assert!(matches!(records[0], Record::Placed(order) if order.at == 5));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod blame_records;
mod caps;
mod clocks;
mod compiled;
mod cost_records;
mod economy;
mod header;
mod offers;
mod planned;
mod reader;
mod record;
mod recorder;
mod stock;
mod stock_records;
mod writer;

pub use blame_records::{Blame, BlameCause};
pub use caps::{Booked, Closed, GivenBack, Place};
pub use compiled::record;
pub use cost_records::{Books, Cost, Overflow, Weight};
pub use economy::{Economy, LaneEconomy, Prices};
pub use header::{
    Capacity, Clock, Departures, Door, Draw, Header, Lane, Padding, PaddingOverride, Rounding,
    ServiceLevel, Stage, StageRules, Tour, VERSION,
};
pub use offers::{After, Cutoff, PaddingAt, Policy, TransitDays, Window};
pub use planned::{PlanTerms, PlannedLane, PlannedPath, PlannedStage};
pub use reader::{TraceError, TraceReader};
pub use record::{
    Attempt, Batched, Blocked, Delivered, Drawn, End, Entered, Exhausted, LaneTrip, Placed, Record,
    Restocked, Returned, StageVisit, Work,
};
pub use recorder::{NoTrace, Recorder};
pub use stock::{Baskets, Returns, Stock, StockPolicy, WhenOut};
pub use stock_records::{
    LineClaim, LineFilled, ParcelMade, StockOrdered, StockReceived, StockShipped,
};
pub use writer::TraceWriter;
