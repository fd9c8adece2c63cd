//! Tidy CSV tables: one row per observation, durations in seconds, shares between 0 and 1, empty where nothing was observed.

mod blame;
mod claims;
mod comparison;
mod costs;
mod deadlines;
mod designs;
mod network;
mod sensitivity;
mod stock;
mod studies;

pub use comparison::differences;
pub use designs::{answers, designs};
pub use sensitivity::sensitivity;
pub use studies::{selected, uncertainty};

use std::fs::File;
use std::path::Path;

use leadtime_sim::outcome::{Figure, LeadTimeFigures, Mark, OnTime, Outcome, Unit};

use crate::crossing::{Reached, crossing};
use crate::error::ReportError;

/// Writes every table into `dir`, which must exist; gives the file names, in order.
///
/// | file | a row is |
/// |---|---|
/// | `on_time.csv` | an on-time share: every padding of the grids per level and for all, the own paddings, zones; where no late order was seen, both bounds of the late share |
/// | `service_levels.csv` | a figure of a level: offer share, on time, lead time p95, ... |
/// | `outcome_ranges.csv` | the range of one day, week or window of a level |
/// | `target_paddings.csv` | the padding at which a level's curve reaches its target, whether the grid begins there, whether it is approximate |
/// | `slack.csv` | a bin (low, high] of a level's slack |
/// | `order_hours.csv` | an hour of the week (0: Monday 00-01) of a level: orders, on time |
/// | `zones.csv` | a zone |
/// | `stages.csv` | a figure of a stage |
/// | `stage_hours.csv` | the utilisation of a stage in an hour of its local week |
/// | `stage_backlog.csv` | the backlog of a stage at a full hour of the local day |
/// | `lanes.csv` | a figure of a lane |
/// | `claims.csv` | the claim of a level that its target is kept: carried, contradicted, or the replications that it would take; only where there is a target |
/// | `conditional.csv` | the late share of a level with last legs integrated; only where that is asked for |
/// | `importance.csv` | the late share of a level by importance sampling; only where that is asked for |
/// | `order_by.csv` | a deadline, level and zone: until when to order, or the replications that a claim takes; only where a deadline is given |
/// | `order_by_hours.csv` | the orders of the 24 local hours up to an instant, of a deadline and level; only where a deadline is given |
/// | `blame.csv` | a cause of lateness: what late orders are charged to it, and what would be on time if it ran to plan; only where blame is asked for |
/// | `stock.csv` | a figure of a stock: fill rates, on hand, owed, replenishment, costs; only where stock is counted |
/// | `baskets.csv` | a figure of all orders as baskets; only where orders are baskets |
/// | `costs.csv` | a figure of money: per order of a level, zone, carrier or way, per parcel of a stage or lane; only where costs are given |
/// | `costs_over_padding.csv` | cost per order at a padding; only where costs are given |
///
/// # Errors
/// [`ReportError::Csv`], [`ReportError::Write`].
pub fn write_all(outcome: &Outcome, dir: &Path) -> Result<Vec<String>, ReportError> {
    type Make = fn(&Outcome) -> Table<'_>;
    let always: [(&str, Make); 11] = [
        ("on_time.csv", on_time),
        ("service_levels.csv", service_levels),
        ("outcome_ranges.csv", outcome_ranges),
        ("target_paddings.csv", target_paddings),
        ("slack.csv", slack),
        ("order_hours.csv", order_hours),
        ("zones.csv", network::zones),
        ("stages.csv", network::stages),
        ("stage_hours.csv", network::stage_hours),
        ("stage_backlog.csv", network::stage_backlog),
        ("lanes.csv", network::lanes),
    ];
    let claimed = outcome
        .service_levels
        .iter()
        .any(|level| level.claim.is_some());
    let if_asked: [(bool, &str, Make); 10] = [
        (
            outcome.importance.is_some(),
            "importance.csv",
            claims::importance,
        ),
        (claimed, "claims.csv", claims::claims),
        (
            outcome.conditional.is_some(),
            "conditional.csv",
            claims::conditional,
        ),
        (
            !outcome.deadlines.is_empty(),
            "order_by.csv",
            deadlines::order_by,
        ),
        (
            !outcome.deadlines.is_empty(),
            "order_by_hours.csv",
            deadlines::hours,
        ),
        (outcome.blame.is_some(), "blame.csv", blame::blame),
        (!outcome.stock.is_empty(), "stock.csv", stock::stock),
        (outcome.baskets.is_some(), "baskets.csv", stock::baskets),
        (outcome.costs.is_some(), "costs.csv", costs::costs),
        (
            outcome.costs.is_some(),
            "costs_over_padding.csv",
            costs::over_padding,
        ),
    ];
    let asked = if_asked.into_iter().filter(|(asked, ..)| *asked);
    let tables = always
        .into_iter()
        .chain(asked.map(|(_, name, make)| (name, make)));
    let mut names = Vec::new();
    // One after the other: no table is kept while the next is made.
    for (name, make) in tables {
        write(&dir.join(name), make(outcome))?;
        names.push(name.to_owned());
    }
    Ok(names)
}

/// A table as text: heads, then rows.
struct Table<'o> {
    heads: Vec<&'static str>,
    rows: Vec<Vec<String>>,
    /// Rows after these, each made when it is written: there may be very many.
    many: Box<dyn Iterator<Item = Vec<String>> + 'o>,
}

impl<'o> Table<'o> {
    fn new(heads: &[&'static str]) -> Self {
        Self::of_many(heads, std::iter::empty())
    }

    fn of_many(heads: &[&'static str], rows: impl Iterator<Item = Vec<String>> + 'o) -> Self {
        Self {
            heads: heads.to_vec(),
            rows: Vec::new(),
            many: Box::new(rows),
        }
    }
}

fn write(path: &Path, table: Table<'_>) -> Result<(), ReportError> {
    let failed = |source| ReportError::Csv {
        path: path.to_owned(),
        source,
    };
    let file = File::create(path).map_err(ReportError::write(path))?;
    let mut out = ::csv::WriterBuilder::new().from_writer(std::io::BufWriter::new(file));
    out.write_record(&table.heads).map_err(failed)?;
    for row in table.rows.into_iter().chain(table.many) {
        out.write_record(&row).map_err(failed)?;
    }
    out.flush().map_err(ReportError::write(path))
}

/// The shortest decimal that reads back as the same number; empty where there is none.
fn number(value: Option<f64>) -> String {
    value
        .filter(|v| v.is_finite())
        .map(|v| v.to_string())
        .unwrap_or_default()
}

fn marks(marks: &[Mark]) -> String {
    let name = |mark: &Mark| match mark {
        Mark::TooFewBadPeriods => "too-few-bad-periods",
        Mark::ZeroLate => "zero-late",
        Mark::AllLate => "all-late",
        Mark::OneReplication => "one-replication",
        Mark::Undecided => "undecided",
        Mark::SmallSegment => "small-segment",
    };
    marks.iter().map(name).collect::<Vec<_>>().join(" ")
}

/// Columns of a figure, after what it is a figure of.
const FIGURE: [&str; 8] = [
    "figure", "value", "low", "high", "n", "method", "unit", "marks",
];

/// The name of a unit.
fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Seconds => "seconds",
        Unit::Share => "share",
        Unit::Count => "count",
        Unit::Money => "money",
        Unit::One => "one",
    }
}

fn figure(of: &[&str], name: &str, figure: &Figure) -> Vec<String> {
    let unit = unit(figure.unit);
    let mut row: Vec<String> = of.iter().map(|s| (*s).to_owned()).collect();
    row.extend([
        name.to_owned(),
        number(figure.value),
        number(figure.low),
        number(figure.high),
        figure.n.to_string(),
        figure.method.clone(),
        unit.to_owned(),
        marks(&figure.marks),
    ]);
    row
}

fn with_figure<'o>(of: &[&'static str]) -> Table<'o> {
    Table::new(&[of, &FIGURE].concat())
}

/// Columns of an on-time row.
const ON_TIME: [&str; 19] = [
    "service_level",
    "zone",
    "grain",
    "denominator",
    "padding_kind",
    "padding_where",
    "padding",
    "padding_unit",
    "own",
    "passive",
    "on_time",
    "low",
    "high",
    "n",
    "offer_share",
    "design_effect",
    "late_at_most",
    "late_at_most_model_based",
    "marks",
];

fn on_time_row(row: &OnTime) -> Vec<String> {
    let p = &row.padding;
    vec![
        row.service_level.clone().unwrap_or_default(),
        row.zone.clone().unwrap_or_default(),
        row.grain.clone(),
        row.denominator.clone(),
        p.kind.clone(),
        p.place.clone(),
        number(p.value),
        p.unit.clone(),
        p.own.to_string(),
        p.passive.to_string(),
        number(row.value),
        number(row.low),
        number(row.high),
        row.n.to_string(),
        number(row.offer_share),
        number(row.design_effect),
        number(row.zero_late.as_ref().map(|bounds| bounds.assumption_free)),
        number(row.zero_late.as_ref().and_then(|bounds| bounds.model_based)),
        marks(&row.marks),
    ]
}

fn on_time(outcome: &Outcome) -> Table<'_> {
    Table::of_many(&ON_TIME, outcome.on_time.iter().map(on_time_row))
}

fn lengths(of: &[&str], name: &str, lengths: &LeadTimeFigures) -> Vec<Vec<String>> {
    let l = lengths;
    let each = [
        ("mean", &l.mean),
        ("p50", &l.p50),
        ("p90", &l.p90),
        ("p95", &l.p95),
        ("p99", &l.p99),
        ("p99.9", &l.p99_9),
    ];
    each.iter()
        .map(|(what, f)| figure(of, &format!("{name}_{what}"), f))
        .collect()
}

fn service_levels(outcome: &Outcome) -> Table<'_> {
    let mut table = with_figure(&["service_level"]);
    for level in &outcome.service_levels {
        let of = [level.service_level.as_str()];
        for (name, value) in [
            ("offer_share", &level.offer_share),
            ("on_time", &level.on_time),
            ("on_time_day", &level.on_time_day),
            ("beat_rate", &level.beat_rate),
            ("broken_promises", &level.broken_promises),
            ("no_broken_promise", &level.no_broken_promise),
        ] {
            table.rows.push(figure(&of, name, value));
        }
        if let Some(closed) = &level.closed_by_cap {
            table.rows.push(figure(&of, "closed_by_cap", closed));
        }
        table
            .rows
            .extend(lengths(&of, "lead_time", &level.lead_time));
        table
            .rows
            .extend(lengths(&of, "quote_length", &level.quote_length));
        table.rows.extend(lengths(&of, "slack", &level.slack));
        if let Some(tail) = &level.slack_tail {
            for (name, value) in [
                ("slack_p5", &tail.p5),
                ("slack_p1", &tail.p1),
                ("slack_p0.1", &tail.p0_1),
            ] {
                table.rows.push(figure(&of, name, value));
            }
        }
    }
    table
}

fn outcome_ranges(outcome: &Outcome) -> Table<'_> {
    let mut table = Table::new(&[
        "service_level",
        "period",
        "periods",
        "p5",
        "p50",
        "p95",
        "target",
        "reaches_target",
        "reaches_target_low",
        "reaches_target_high",
    ]);
    for level in &outcome.service_levels {
        for range in &level.outcome_range {
            let reached =
                |of: fn(&Figure) -> Option<f64>| number(range.reaches_target.as_ref().and_then(of));
            table.rows.push(vec![
                level.service_level.clone(),
                range.period.clone(),
                range.n.to_string(),
                number(range.p5),
                number(range.p50),
                number(range.p95),
                number(level.target),
                reached(|f| f.value),
                reached(|f| f.low),
                reached(|f| f.high),
            ]);
        }
    }
    table
}

fn target_paddings(outcome: &Outcome) -> Table<'_> {
    let mut table = Table::new(&[
        "service_level",
        "padding_kind",
        "padding_unit",
        "grain",
        "target",
        "by_value",
        "by_low",
        "met_at_start",
        "approximate",
        "highest_on_time",
    ]);
    for level in &outcome.service_levels {
        for curve in &level.reaches_target_at {
            let found = crossing(outcome, &level.service_level, curve).by_value;
            table.rows.push(vec![
                level.service_level.clone(),
                curve.kind.clone(),
                curve.unit.clone(),
                curve.grain.clone(),
                number(Some(curve.target)),
                number(curve.by_value),
                number(curve.by_low),
                flag(&found, |at| at.at_start),
                flag(&found, |at| !at.exact),
                number(curve.highest),
            ]);
        }
    }
    table
}

/// Whether something holds for the padding reached; empty where none is.
fn flag(reached: &Option<Reached>, holds: impl Fn(&Reached) -> bool) -> String {
    reached
        .as_ref()
        .map(|at| holds(at).to_string())
        .unwrap_or_default()
}

fn slack(outcome: &Outcome) -> Table<'_> {
    let bins = outcome.service_levels.iter().flat_map(|level| {
        let bins = level.slack_histogram.iter();
        bins.map(|bin| {
            let (low, high) = (number(Some(bin.low)), number(Some(bin.high)));
            let orders = bin.count.to_string();
            vec![level.service_level.clone(), low, high, orders]
        })
    });
    Table::of_many(&["service_level", "low", "high", "orders"], bins)
}

fn order_hours(outcome: &Outcome) -> Table<'_> {
    let mut table = Table::new(&["service_level", "hour_of_week", "orders", "on_time"]);
    for level in &outcome.service_levels {
        for (hour, cell) in level.by_hour_of_week.iter().enumerate() {
            let cells = [
                hour.to_string(),
                cell.n.to_string(),
                cell.on_time.to_string(),
            ];
            table
                .rows
                .push([vec![level.service_level.clone()], cells.to_vec()].concat());
        }
    }
    table
}
