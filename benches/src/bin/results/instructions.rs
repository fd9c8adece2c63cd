//! Instructions per order, by the bench of that name.

use std::process::Command;

/// What the bench prints: a table, or that it was skipped.
pub(crate) fn count() -> Result<String, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let told = Command::new(cargo)
        .args(["bench", "-p", "leadtime-benches", "--bench", "instructions"])
        .output()
        .map_err(|error| format!("cargo: {error}"))?;
    Ok(String::from_utf8_lossy(&told.stdout).into_owned())
}
