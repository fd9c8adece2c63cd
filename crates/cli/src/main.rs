//! `leadtime`: what may we promise our customers, and what does keeping it cost?
//!
//! Each subcommand is one file and calls one function of a library. Only here anything is printed, and only here it is
//! decided how the program ends.

mod arguments;
mod audit;
mod check;
mod compare;
mod console;
mod explain;
mod failure;
mod findings;
mod folder;
mod new;
mod report;
mod run;
mod scenario;
mod schema;
mod sensitivity;
mod study;
mod warm_up;

use std::panic;
use std::process::ExitCode;

use arguments::{Arguments, Command};
use clap::Parser;
use failure::Exit;

fn main() -> ExitCode {
    let command = Arguments::parse().command.unwrap_or_default();
    let ended = panic::catch_unwind(|| match command {
        Command::Run(arguments) => run::run(&arguments),
        Command::Compare(arguments) => compare::compare(&arguments),
        Command::Sweep(arguments) => study::sweep(&arguments),
        Command::Select(arguments) => study::select(&arguments),
        Command::Uncertainty(arguments) => study::uncertainty(&arguments),
        Command::Solve(arguments) => study::solve(&arguments),
        Command::Sensitivity(arguments) => sensitivity::sensitivity(&arguments),
        Command::WarmUp(arguments) => warm_up::warm_up(&arguments),
        Command::Check(arguments) => check::check(&arguments),
        Command::Report(arguments) => report::report(&arguments),
        Command::Explain(arguments) => explain::explain(&arguments),
        Command::Schema(arguments) => schema::schema(&arguments),
        Command::New(arguments) => new::new(&arguments),
        Command::Audit(arguments) => audit::audit(&arguments),
    });
    let exit = match ended {
        Ok(Ok(exit)) => exit,
        Ok(Err(failure)) => failure.tell(),
        // The panic hook has said what and where.
        Err(_) => Exit::Fault,
    };
    exit.into()
}
