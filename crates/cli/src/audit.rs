//! `leadtime audit`: does a trace keep the rules of the model?

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use crate::arguments::AuditArguments;
use crate::console;
use crate::failure::{Exit, Failure};

/// A trace that breaks a rule is a fault of the program that wrote it; one that cannot be read is bad usage.
pub(crate) fn audit(arguments: &AuditArguments) -> Result<Exit, Failure> {
    let path = arguments.trace.display();
    let unread = |why: String| Failure::Usage(format!("cannot read the trace {path}: {why}"));
    let file = File::open(&arguments.trace).map_err(|error| unread(error.to_string()))?;
    let mut lines = BufReader::new(file);
    let begins = lines
        .fill_buf()
        .map_err(|error| unread(error.to_string()))?;
    let audited = if begins.starts_with(b"PAR1") {
        let lines = table(&arguments.trace).map_err(unread)?;
        leadtime_sim::audit::audit(&lines[..])
    } else {
        leadtime_sim::audit::audit(lines)
    };
    let report = audited
        .map_err(|error| Failure::Usage(format!("cannot audit the trace {path}: {error}")))?;
    console::print(&report.to_string())?;
    Ok(if report.is_clean() {
        Exit::Done
    } else {
        Exit::Fault
    })
}

/// The JSON lines of a trace that is a Parquet table.
#[cfg(feature = "parquet")]
fn table(path: &Path) -> Result<Vec<u8>, String> {
    let file = File::open(path).map_err(|error| error.to_string())?;
    leadtime_parquet::read(file).map_err(|error| error.to_string())
}

#[cfg(not(feature = "parquet"))]
fn table(_: &Path) -> Result<Vec<u8>, String> {
    Err(
        "it is a Parquet table, and this program was built without the feature `parquet`"
            .to_owned(),
    )
}
