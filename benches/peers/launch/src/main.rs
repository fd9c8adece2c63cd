//! `peers-launch COMMAND...`: runs a command and prints, on the last line of standard error, what it took:
//! seconds by the wall, seconds of processor time (user and system), and the most memory it held, in KiB.
//!
//! A program of its own because Linux counts what the starting process held against the one it starts: a small
//! program started from Python would seem to need what Python needs.

use std::process::{Command, ExitCode};
use std::time::Instant;

use nix::sys::resource::{UsageWho, getrusage};

fn main() -> ExitCode {
    let mut words = std::env::args_os().skip(1);
    let Some(program) = words.next() else {
        eprintln!("usage: peers-launch COMMAND...");
        return ExitCode::from(2);
    };
    let begun = Instant::now();
    let status = match Command::new(&program).args(words).status() {
        Ok(status) => status,
        Err(error) => {
            eprintln!("cannot run {}: {error}", program.display());
            return ExitCode::from(127);
        }
    };
    let wall = begun.elapsed().as_secs_f64();
    match getrusage(UsageWho::RUSAGE_CHILDREN) {
        Ok(usage) => {
            let seconds =
                |time: nix::sys::time::TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 * 1e-6;
            let cpu = seconds(usage.user_time()) + seconds(usage.system_time());
            eprintln!(
                "\n{{\"wall\": {wall}, \"cpu\": {cpu}, \"peak_kib\": {}}}",
                usage.max_rss()
            );
        }
        Err(error) => {
            eprintln!("no account of the time taken: {error}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::from(
        status
            .code()
            .and_then(|code| u8::try_from(code).ok())
            .unwrap_or(1),
    )
}
