//! The trace of a replication as one Parquet table, and back.
//!
//! A row is a record: `record` names its kind, every other column is a field of some kinds of records and null in the others
//! (`docs/reference/trace.md` says which kind has which field). Integers are INT64, instants ticks from the scenario's start. The
//! header of the trace, as JSON, is the file's metadata under [`HEADER`].
//!
//! ```no_run
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use std::fs::File;
//! use std::io::BufReader;
//!
//! let lines = BufReader::new(File::open("trace.jsonl")?);
//! leadtime_parquet::write(lines, File::create("trace.parquet")?)?;
//! let lines = leadtime_parquet::read(File::open("trace.parquet")?)?;
//! assert!(leadtime_sim::audit::audit(&lines[..])?.is_clean());
//! # Ok(())
//! # }
//! ```

mod columns;
mod read;
mod write;

pub use read::{is_trace, read};
pub use write::write;

/// The name under which the header of the trace stands in the metadata of the file.
pub const HEADER: &str = "leadtime.trace";

/// What every Parquet file begins with.
pub const MAGIC: &[u8] = b"PAR1";

/// Why a trace cannot be written as a table, or read from one.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// What should become a table is not a trace.
    #[error(transparent)]
    Trace(#[from] leadtime_sim::trace::TraceError),
    /// The table cannot be written, or is not one.
    #[error(transparent)]
    Table(#[from] parquet::errors::ParquetError),
    /// A Parquet file of something else.
    #[error("not the trace of a replication: {0}")]
    Foreign(String),
    /// A record that has no place in the table, or a row that is no record.
    #[error("row {row}: {message}")]
    Row {
        /// Row of the table, from 1.
        row: u64,
        /// What is wrong with it.
        message: String,
    },
    /// The header is no JSON.
    #[error("the header of the trace: {0}")]
    Header(serde_json::Error),
}
