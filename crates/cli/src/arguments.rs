//! What may stand on the command line. These types only parse; each subcommand resolves its own.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use leadtime_network::promise::DayOffset;
use leadtime_network::study::{Error, FigureName};
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
    4 interrupted, the finished replications are kept; 99 a promise or an assertion was missed (`run --assert`, `sweep`).";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Simulate a scenario and report
    #[command(after_help = EXIT_CODES)]
    Run(RunArguments),
    /// Compare scenarios on the same random numbers: what differs, and by how much at least and at most
    Compare(CompareArguments),
    /// Run every design of a study: what each value of its axes does, and which designs no other one beats
    #[command(after_help = EXIT_CODES)]
    Sweep(ToldStudyArguments),
    /// Work backwards: the least padding, the latest cutoff, the fewest servers that keep what a study asks for
    Solve(ToldStudyArguments),
    /// Find the best design of a study with a stated probability, dropping those that are surely worse
    Select(StudyArguments),
    /// Split the doubt in every figure into that of uncertain parameters and that of too few replications
    Uncertainty(StudyArguments),
    /// Which stage, lane or shock moves the on-time share most, and what the next best fix is
    Sensitivity(SensitivityArguments),
    /// Find how much of the beginning to leave out: one value per day or week, averaged over replications
    WarmUp(WarmUpArguments),
    /// Read and validate a scenario: all problems at once, and how much work it is
    Check(CheckArguments),
    /// Make tables, plots and the page of an earlier run again, without simulating
    Report(ReportArguments),
    /// Explain the code of an error or warning, with an example; without a code, list them all
    Explain(ExplainArguments),
    /// Print the JSON Schema of `scenario.toml`, `study.toml`, `outcome.json` and of what the other commands write
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
    /// End when a figure is precise, at the latest after all replications: `on_time("next-day")=10%` of its late share, `lead_time=5min`; may be
    /// repeated
    #[arg(long, value_name = "FIGURE=ERROR", value_parser = precision)]
    pub(crate) precision: Vec<(FigureName, Error)>,
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
    /// Folder for the results; an earlier one of this program is replaced [default: leadtime-out/compare-A-B-SEED]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// What is printed; with json the one document, and plots and page are made only with --report
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
    /// Make plots and page whatever is printed
    #[arg(long)]
    pub(crate) report: bool,
    /// Refuse scenarios with warnings
    #[arg(long)]
    pub(crate) deny_warnings: bool,
}

#[derive(Debug, Args)]
pub(crate) struct SensitivityArguments {
    /// Folder of a scenario, or its scenario.toml [default: the built-in us-next-day]
    pub(crate) scenario: Option<PathBuf>,
    /// The service level whose on-time share is looked at [default: all together]
    #[arg(long, value_name = "LEVEL")]
    pub(crate) level: Option<String>,
    /// How far every lever is moved, up and down; whole numbers of servers by one at least
    #[arg(long, value_name = "SHARE", default_value = "10%", value_parser = share)]
    pub(crate) by: f64,
    /// What counts as one stage or lane [default: as `[blame]` says, else kind]
    #[arg(long, value_enum)]
    pub(crate) group: Option<Grouping>,
    /// So many levers are moved at most; of more, those with the largest effect in a screening
    #[arg(long, value_name = "N", default_value_t = 24, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) most: u32,
    /// Replications of the screening
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) screening: u32,
    /// What a lever costs: money a day for one percent of it, such as `--cost "transit linehaul by truck=250"`; may be repeated [default: wages of
    /// stages, where the scenario gives them]
    #[arg(long, value_name = "LEVER=MONEY", value_parser = cost)]
    pub(crate) cost: Vec<(String, f64)>,
    /// Independent runs of each [default: as the scenario says]
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
    /// Folder for the results; an earlier one of this program is replaced [default: leadtime-out/sensitivity-SCENARIO-SEED]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// What is printed; with json the one document, and plots and page are made only with --report
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
    /// Make plots and page whatever is printed
    #[arg(long)]
    pub(crate) report: bool,
    /// Refuse a scenario with warnings
    #[arg(long)]
    pub(crate) deny_warnings: bool,
}

/// What counts as one stage or lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Grouping {
    /// Stages of one name, wherever they are; linehauls, and last legs, of one mode.
    Kind,
    /// Each stage of each facility, each lane.
    Place,
}

#[derive(Debug, Args)]
pub(crate) struct StudyArguments {
    /// A study.toml, or its folder
    pub(crate) study: PathBuf,
    /// Folder for the results; an earlier one of this program is replaced [default: leadtime-out/COMMAND-STUDY-SEED]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Most independent runs of each design [default: as the study says]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) replications: Option<u32>,
    /// Seed of all random numbers [default: as the study says, else its scenario]
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    /// Threads; the result does not depend on it [default: one per core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) threads: Option<u16>,
    /// What is printed
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
    /// Refuse scenarios with warnings
    #[arg(long)]
    pub(crate) deny_warnings: bool,
}

/// A study whose results have a page.
#[derive(Debug, Args)]
pub(crate) struct ToldStudyArguments {
    #[command(flatten)]
    pub(crate) study: StudyArguments,
    /// Make plots and page whatever is printed; with --format json they are left out else
    #[arg(long)]
    pub(crate) report: bool,
}

#[derive(Debug, Args)]
pub(crate) struct WarmUpArguments {
    /// Folder of a scenario, or its scenario.toml [default: the built-in us-next-day]
    pub(crate) scenario: Option<PathBuf>,
    /// What one value is the mean of [default: a week where demand, calendars or timetables repeat weekly, else a day]
    #[arg(long, value_enum)]
    pub(crate) period: Option<Period>,
    /// Replications that are averaged [default: 20]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) replications: Option<u32>,
    /// Seed of all random numbers [default: as the scenario says]
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    /// End of the run, counted from the start: `70d` [default: as the scenario says]
    #[arg(long, value_name = "TIME", value_parser = horizon)]
    pub(crate) horizon: Option<DayOffset>,
    /// Folder for the results; an earlier one of this program is replaced [default: leadtime-out/warm-up-SCENARIO-SEED]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// What is printed
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// What one value of a series is the mean of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Period {
    /// Orders placed on one day.
    Day,
    /// In one week.
    Week,
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
    /// `comparison.json`, of `leadtime compare`.
    Comparison,
    /// `sensitivity.json`, of `leadtime sensitivity`.
    Sensitivity,
    /// `study.toml`, of `leadtime sweep` and `leadtime solve`.
    Study,
    /// `sweep.json`, of `leadtime sweep`.
    Sweep,
    /// `answers.json`, of `leadtime solve`.
    Answers,
    /// `selected.json`, of `leadtime select`.
    Selected,
    /// `uncertainty.json`, of `leadtime uncertainty`.
    Uncertainty,
    /// `warm_up.json`, of `leadtime warm-up`.
    WarmUp,
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

/// A share between 0.1 and 90 %: `10%`, `0.1`.
fn share(text: &str) -> Result<f64, String> {
    let text = text.trim();
    let (number, unit) = match text.strip_suffix('%') {
        Some(percent) => (percent.trim_end(), 100.0),
        None => (text, 1.0),
    };
    let share = number.parse::<f64>().map(|number| number / unit);
    let share = share.map_err(|_| "a share is `10%` or `0.1`".to_owned())?;
    if (0.001..=0.9).contains(&share) {
        Ok(share)
    } else {
        Err("levers are moved by 0.1 to 90 %".to_owned())
    }
}

/// `servers pack=120`.
fn cost(text: &str) -> Result<(String, f64), String> {
    let parts = text.rsplit_once('=');
    let (lever, money) = parts.ok_or("a cost is `LEVER=MONEY`, such as `servers pack=120`")?;
    let money = money.trim().parse::<f64>().ok();
    let money = money.filter(|money| money.is_finite() && *money > 0.0);
    let money = money.ok_or("the money is a number above 0")?;
    Ok((lever.trim().to_owned(), money))
}

/// `on_time("next-day")=10%`, `on_time=0.002`, `lead_time=5min`.
fn precision(text: &str) -> Result<(FigureName, Error), String> {
    let parts = text.rsplit_once('=');
    let (figure, error) = parts.ok_or("a precision is `FIGURE=ERROR`, such as `on_time=10%`")?;
    let figure = figure
        .parse::<FigureName>()
        .map_err(|error| error.to_string())?;
    let error = error.trim();
    let amount = |text: &str| text.trim().parse::<f64>().ok();
    let error = match error.strip_suffix('%') {
        Some(percent) => amount(percent).map(|percent| Error::Relative(percent / 100.0)),
        None => {
            let seconds = text::duration(error)
                .ok()
                .map(|length| length.0 as f64 / 1_000.0);
            amount(error).or(seconds).map(Error::Absolute)
        }
    };
    match error {
        Some(Error::Absolute(size) | Error::Relative(size)) if !(size > 0.0 && size.is_finite()) => {
            Err("the error is above zero".to_owned())
        }
        Some(error) => Ok((figure, error)),
        None => Err("the error is a share such as `10%`, a number such as `0.002` or a duration such as `5min`".to_owned()),
    }
}
