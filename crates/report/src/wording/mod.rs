//! How numbers are said to a planner: shares in percent, lengths of time in hours or days, counts with separators.
//!
//! Nothing observed is a dash, never `NaN` or `null`.

mod blame;
mod civil;
mod compared;
mod money;
mod number;
mod padding;
mod precision;
mod share;
mod time;

use leadtime_sim::outcome::{Mark, NetworkCounts, Outcome};

pub(crate) use blame::{cause, points};
pub(crate) use civil::{date, day, end_of_hour, hours};
pub(crate) use compared::{
    answers_provenance, comparison_provenance, difference_interval, is_none, largest, letter,
    measure, scale, sensitivity_provenance, sweep_provenance,
};
pub(crate) use money::{amount, amount_interval, in_currency, whose};
pub(crate) use number::{count, counted, difference, plain, quantity, quantity_interval};
pub(crate) use padding::{padding, padding_amount, padding_scale, padding_unit};
pub(crate) use precision::reached;
pub(crate) use share::{
    percent, percent_at_most, percent_interval, percent_of, percent_range, rare_interval, target,
};
pub(crate) use time::{TimeUnit, length};

/// What stands where nothing was observed.
pub(crate) const NOTHING: &str = "–";

/// How large the network is, in words.
pub(crate) fn size(counts: NetworkCounts) -> String {
    [
        counted(counts.facilities, "facility", "facilities"),
        counted(counts.stages, "stage", "stages"),
        counted(counts.lanes, "lane", "lanes"),
        counted(counts.zones, "zone", "zones"),
    ]
    .join(", ")
}

/// A caveat, spelled out.
pub(crate) fn mark(mark: Mark) -> &'static str {
    match mark {
        Mark::TooFewBadPeriods => {
            "too few bad periods: under 30 replications, or under 20 bad ones; the interval may be too narrow"
        }
        Mark::ZeroLate => {
            "no late order was seen: the lower end is the bound that assumes nothing about the orders"
        }
        Mark::AllLate => "every order was late",
        Mark::OneReplication => "one replication only: no interval can be given",
        Mark::Undecided => {
            "some orders were undecided when the run ended: the value is a lower bound"
        }
        Mark::SmallSegment => "few independent orders (under 200): read with care",
    }
}

/// The first 12 characters of the scenario's digest.
pub(crate) fn short_digest(outcome: &Outcome) -> String {
    outcome.scenario.digest.chars().take(12).collect()
}

/// What must not be overlooked in an outcome without congestion.
pub(crate) const UNCAPACITATED: &str = "without queues: every stage had as many servers as parcels and every vehicle room for all, so the figures show what \
     the network adds by its times and timetables alone, not what may be promised";

/// `100 replications · 2,345,678 orders · seed 1 · scenario us-next-day 0123456789ab`: stands under every plot.
pub(crate) fn provenance(outcome: &Outcome) -> String {
    format!(
        "{}{} · {} promised orders scored · seed {} · scenario {} {}",
        uncapacitated(outcome),
        replications(outcome.replications),
        count(outcome.cohort.promised),
        outcome.seed,
        outcome.scenario.name,
        short_digest(outcome)
    )
}

/// The first words under a plot of an outcome without congestion.
fn uncapacitated(outcome: &Outcome) -> &'static str {
    if outcome.uncapacitated {
        "UNCAPACITATED · "
    } else {
        ""
    }
}

/// `1 replication`, `100 replications`.
pub(crate) fn replications(n: u32) -> String {
    counted(n, "replication", "replications")
}

/// The name of a service level as it is said: the figure over all levels is `all levels`.
pub(crate) fn level(name: &str) -> &str {
    if name == ALL { "all levels" } else { name }
}

/// The name under which the outcome keeps the figures over all levels.
pub(crate) const ALL: &str = "all";
