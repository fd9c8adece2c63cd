//! `leadtime audit`: does a trace keep the rules of the model?

use std::fs::File;
use std::io::BufReader;

use crate::arguments::AuditArguments;
use crate::console;
use crate::failure::{Exit, Failure};

/// A trace that breaks a rule is a fault of the program that wrote it; one that cannot be read is bad usage.
pub(crate) fn audit(arguments: &AuditArguments) -> Result<Exit, Failure> {
    let path = arguments.trace.display();
    let file = File::open(&arguments.trace)
        .map_err(|error| Failure::Usage(format!("cannot read the trace {path}: {error}")))?;
    let report = leadtime_sim::audit::audit(BufReader::new(file))
        .map_err(|error| Failure::Usage(format!("cannot audit the trace {path}: {error}")))?;
    console::print(&report.to_string())?;
    Ok(if report.is_clean() {
        Exit::Done
    } else {
        Exit::Fault
    })
}
