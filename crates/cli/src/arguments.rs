//! What may stand on the command line. These types only parse; each subcommand resolves its own.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use leadtime_network::promise::DayOffset;
use leadtime_network::text;
use leadtime_sim::engine::Driver;

/// What may we promise our customers, and what does keeping it cost?
///
/// Simulates a fulfilment network and says how often its promises are kept, and what padding would buy.
/// `leadtime` alone is `leadtime run`.
#[derive(Debug, Parser)]
#[command(version, about, after_help = EXIT_CODES)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

const EXIT_CODES: &str = "Exit codes: 0 done; 1 internal fault or failed write; 2 bad scenario or usage; \
    4 interrupted, the finished replications are kept; 99 a promise was missed (`run --assert`).";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Simulate a scenario and report
    #[command(after_help = EXIT_CODES)]
    Run(RunArguments),
    /// Compare scenarios on the same random numbers: what differs, and by how much at least and at most
    Compare(CompareArguments),
    /// Read and validate a scenario: all problems at once, and how much work it is
    Check(CheckArguments),
    /// Make tables, plots and the page of an earlier run again, without simulating
    Report(ReportArguments),
    /// Explain the code of an error or warning, with an example; without a code, list them all
    Explain(ExplainArguments),
    /// Print the JSON Schema of `scenario.toml` or of `outcome.json`
    Schema(SchemaArguments),
    /// Write a small commented scenario to start from
    New(NewArguments),
    /// Check the trace of a replication against the rules of the model
    Audit(AuditArguments),
}

impl Default for Command {
    fn default() -> Self {
        Self::Run(RunArguments::default())
    }
}

#[derive(Debug, Default, Args)]
pub(crate) struct RunArguments {
    /// Folder of a scenario, or its scenario.toml [default: the built-in us-next-day]
    pub(crate) scenario: Option<PathBuf>,
    /// Folder for the results; an earlier one of this program is replaced [default: leadtime-out/SCENARIO-SEED]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Independent runs [default: as the scenario says]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) replications: Option<u32>,
    /// Seed of all random numbers [default: as the scenario says]
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    /// Threads; the result does not depend on it [default: one per core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
    /// End of the scoring window, counted from the start: `28d`, `500h` [default: as the scenario says]
    #[arg(long, value_name = "TIME", value_parser = horizon)]
    pub(crate) horizon: Option<DayOffset>,
    /// What is printed; with json the one document, and plots and page are made only with --report
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
    /// Make plots and page whatever is printed
    #[arg(long)]
    pub(crate) report: bool,
    /// How time is moved; the result does not depend on it
    #[arg(long, value_enum, default_value_t)]
    pub(crate) driver: DriverName,
    /// Without queues: every stage has as many servers as parcels, every vehicle room for all. Shows what congestion adds, not what
    /// may be promised
    #[arg(long, conflicts_with = "assert")]
    pub(crate) uncapacitated: bool,
    /// Write what happens to every order of replication 0 to this file, as JSON lines; a name that ends in `.parquet` gives a table, where built with that feature
    #[arg(long, value_name = "FILE")]
    pub(crate) trace: Option<PathBuf>,
    /// Refuse a scenario with warnings
    #[arg(long)]
    pub(crate) deny_warnings: bool,
    /// End with 99 if a service level misses its target: `value` compares the expected on-time share at the scenario's
    /// own padding, `low` the lower end of its 95 % interval
    #[arg(long, value_name = "BY", num_args = 0..=1, require_equals = true, default_missing_value = "value")]
    pub(crate) assert: Option<AssertBy>,
}

#[derive(Debug, Args)]
pub(crate) struct CompareArguments {
    /// Folders of scenarios, or their scenario.toml; the first is the baseline
    #[arg(required = true, num_args = 2..)]
    pub(crate) scenarios: Vec<PathBuf>,
    /// Independent runs of each [default: as the first scenario says]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) replications: Option<u32>,
    /// Seed of all random numbers [default: as the first scenario says]
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    /// Threads; the result does not depend on it [default: one per core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
    /// End of the scoring window, counted from the start: `28d`, `500h` [default: as each scenario says]
    #[arg(long, value_name = "TIME", value_parser = horizon)]
    pub(crate) horizon: Option<DayOffset>,
    /// What is printed
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
    /// Refuse scenarios with warnings
    #[arg(long)]
    pub(crate) deny_warnings: bool,
}

/// What is printed to standard output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Tables for people.
    #[default]
    Table,
    /// One JSON document.
    Json,
}

/// How time is moved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum DriverName {
    /// The faster one.
    #[default]
    Auto,
    /// Event by event.
    Events,
    /// Place by place; refused where a scenario does not allow it.
    Sweep,
}

impl From<DriverName> for Driver {
    fn from(name: DriverName) -> Self {
        match name {
            DriverName::Auto => Self::Auto,
            DriverName::Events => Self::Events,
            DriverName::Sweep => Self::Sweep,
        }
    }
}

/// What is held against a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum AssertBy {
    /// The expected on-time share.
    Value,
    /// The lower end of its 95 % confidence interval.
    Low,
}

#[derive(Debug, Args)]
pub(crate) struct CheckArguments {
    /// Folder of a scenario, or its scenario.toml [default: the built-in us-next-day]
    pub(crate) scenario: Option<PathBuf>,
    /// Refuse a scenario with warnings
    #[arg(long)]
    pub(crate) deny_warnings: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ReportArguments {
    /// Folder of an earlier run
    pub(crate) dir: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainArguments {
    /// For example E101
    pub(crate) code: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct SchemaArguments {
    /// Of which file
    #[arg(value_enum, default_value_t)]
    pub(crate) of: SchemaOf,
}

/// A file with a schema.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaOf {
    /// `scenario.toml`.
    #[default]
    Scenario,
    /// `outcome.json`.
    Outcome,
}

#[derive(Debug, Args)]
pub(crate) struct NewArguments {
    /// Folder to make; its last part is the name of the scenario
    pub(crate) name: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct AuditArguments {
    /// A file that `run --trace` wrote
    pub(crate) trace: PathBuf,
}

fn horizon(text: &str) -> Result<DayOffset, String> {
    text::day_offset(text).map_err(|error| error.to_string())
}
