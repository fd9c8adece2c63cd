//! Standard output and standard error, without a panic when nobody reads them any more.

use std::io::{self, Write};
use std::path::Path;

use anyhow::Context;
use serde::Serialize;

use crate::arguments::Format;

/// Writes to standard output. A reader who has seen enough (`| head`) is no error.
///
/// # Errors
/// Any other failed write, such as to a full disk.
pub(crate) fn print(text: &str) -> anyhow::Result<()> {
    write(|out| out.write_all(text.as_bytes()))
}

/// Lets something write itself to standard output, as [`print()`].
///
/// # Errors
/// As [`print()`].
pub(crate) fn write(text: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> anyhow::Result<()> {
    let mut stdout = io::stdout().lock();
    match text(&mut stdout).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written.context("cannot write to standard output"),
    }
}

/// Prints what a command found: the one document, or a table and where the rest of it is.
///
/// # Errors
/// As [`print()`].
pub(crate) fn tell(
    format: Format,
    found: &impl Serialize,
    table: impl FnOnce() -> String,
    (rest, place): (&str, &Path),
) -> anyhow::Result<()> {
    match format {
        Format::Table => print(&format!("{}\n{rest}: {}\n", table(), place.display())),
        Format::Json => print(&leadtime_report::result_json(found)?),
    }
}

/// Writes a line to standard error; there is nobody to tell if that fails.
pub(crate) fn note(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}
