//! Ctrl-C: the first one ends the study after the replications under way, the second one ends the program.

use std::fs;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use anyhow::Context;

use crate::console;

static STOP: AtomicBool = AtomicBool::new(false);
/// Removed when the program is aborted.
static TEMPORARY: Mutex<Option<PathBuf>> = Mutex::new(None);
/// The exit code of an interrupted run.
const INCOMPLETE: i32 = 4;

/// Listens from now on; the flag is set by the first interrupt.
///
/// # Errors
/// The system does not let us.
pub(crate) fn listen() -> anyhow::Result<&'static AtomicBool> {
    ctrlc::set_handler(|| {
        if STOP.swap(true, Ordering::Relaxed) {
            abort();
        }
        console::note(
            "interrupted: the replications under way are finished; once more to stop at once",
        );
    })
    .context("cannot listen for interrupts")?;
    Ok(&STOP)
}

/// Names the temporary folder that an abort would leave behind.
pub(crate) fn remove_when_aborted(folder: &Path) {
    *TEMPORARY.lock().unwrap_or_else(PoisonError::into_inner) = Some(folder.to_owned());
}

fn abort() -> ! {
    if let Some(folder) = TEMPORARY
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .take()
    {
        let _ = fs::remove_dir_all(folder);
    }
    process::exit(INCOMPLETE)
}
