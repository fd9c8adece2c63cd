//! Peak memory of one size, in a process of its own.

use std::process::{Command, ExitCode};

use leadtime_benches::sizes::Size;
use leadtime_sim::plan::Plan;

use crate::studies;

/// MiB at the peak of a process that reads, compiles and runs a size once; `None` where the system does not tell.
pub(crate) fn peak(size: &str) -> Option<f64> {
    let program = std::env::current_exe().ok()?;
    let told = Command::new(program).args(["peak", size]).output().ok()?;
    let kib: f64 = String::from_utf8_lossy(&told.stdout).trim().parse().ok()?;
    Some(kib / 1_024.0)
}

/// Runs a size once and prints the peak in KiB.
pub(crate) fn tell(size: &Size) -> ExitCode {
    let plan = Plan::compile(&size.network());
    std::hint::black_box(studies::study(&plan, 1, 1));
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    match peak.and_then(|text| text.trim().strip_suffix("kB")) {
        Some(kib) => {
            println!("{}", kib.trim());
            ExitCode::SUCCESS
        }
        None => ExitCode::FAILURE,
    }
}
