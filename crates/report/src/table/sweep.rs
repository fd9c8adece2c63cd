//! The tables of a sweep: a row per design.

use leadtime_experiment::{Objective, Sweep, SweptDesign};
use leadtime_sim::outcome::Unit;
use leadtime_stats::Estimate;
use leadtime_stats::stopping::{Achieved, LEAST_FIRST_BLOCK};

use super::content::{Notes, Sheet};
use super::{render, wrapped};
use crate::plots::Topic;
use crate::wording::{self, NOTHING, TimeUnit};

/// Measures that are shown of every service level; of all levels together more.
const OF_LEVELS: [&str; 1] = ["on_time"];
const OF_ALL: [&str; 4] = ["on_time", "offer_share", "quote_length", "cost"];
/// Service levels that have columns of their own; of more, only all together.
const MOST_LEVELS: usize = 3;

/// What stands instead of figures of a design that broke down.
const DROWNS: &str = "a backlog without bound, or stages that wait for each other: nothing can be said of this design";

/// The sweep for a terminal: plain text without colours. A row per design with its values on the axes, the on-time share of every service
/// level with its 95 % interval, and what it costs in quote length, offer and money; `*` marks the Pareto front.
#[must_use]
pub fn sweep(sweep: &Sweep) -> String {
    let mut notes = Notes::default();
    let sheet = sweep_sheet(sweep, &mut notes);
    let mut out = format!(
        "{}: {}, at most {} of each, seed {}\n",
        sweep.study,
        wording::counted(sweep.designs.len() as u32, "design", "designs"),
        wording::replications(sweep.budget),
        sweep.seed
    );
    if let Some(description) = &sweep.description {
        out.push_str(&wrapped(description, "  "));
    }
    out.push('\n');
    out.push_str(&render(&sheet));
    out.push_str("\n\n");
    out.push_str(&wrapped(&sheet.caption, ""));
    for (at, note) in notes.spelled_out().iter().enumerate() {
        out.push_str(&wrapped(&format!("[{}] {note}", at + 1), "    "));
    }
    out
}

/// A column of figures: which, and in which unit of time.
struct Column {
    figure: usize,
    head: String,
    unit: Unit,
    scale: TimeUnit,
    /// Whether the interval is shown.
    interval: bool,
}

pub(crate) fn sweep_sheet(sweep: &Sweep, notes: &mut Notes) -> Sheet {
    let columns = columns(sweep);
    let worst = sweep
        .designs
        .iter()
        .any(|design| design.worst_zone.is_some());
    let mut heads: Vec<String> = sweep
        .axes
        .iter()
        .map(|axis| format!("#{}", axis.name))
        .collect();
    if heads.is_empty() {
        heads.push("design".to_owned());
    }
    heads.extend(columns.iter().map(|column| format!("#{}", column.head)));
    if worst {
        heads.push("#worst zone".to_owned());
    }
    heads.extend(["#runs".to_owned(), "front".to_owned()]);
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let mut sheet = Sheet::new(Topic::Promises, "Designs", &heads);
    for (at, design) in sweep.designs.iter().enumerate() {
        let mut cells = names(sweep, design);
        if design.failure.is_some() {
            let first = notes.noted("drowns".to_owned(), &[DROWNS]);
            cells.push(first);
            cells.resize(heads.len() - 2, NOTHING.to_owned());
        } else {
            cells.extend(
                columns
                    .iter()
                    .map(|column| cell(column, design.figures[column.figure].as_ref())),
            );
            if worst {
                let share = design.worst_zone.as_ref().map(|worst| worst.on_time.value);
                cells.push(wording::percent(share));
            }
        }
        cells.push(wording::count(u64::from(design.replications)));
        let front = sweep.pareto.designs.contains(&at);
        cells.push(if front { "*" } else { "" }.to_owned());
        sheet.rows.push(cells);
    }
    sheet.caption = caption(sweep, worst);
    sheet
}

fn names(sweep: &Sweep, design: &SweptDesign) -> Vec<String> {
    if sweep.axes.is_empty() {
        return vec![design.name.clone()];
    }
    let values = sweep.axes.iter().zip(&design.at);
    values.map(|(axis, &at)| axis.values[at].clone()).collect()
}

fn columns(sweep: &Sweep) -> Vec<Column> {
    let mut levels: Vec<&str> = sweep
        .figures
        .iter()
        .filter_map(|figure| figure.service_level.as_deref())
        .collect();
    levels.dedup();
    let single = levels.len() == 1;
    let shown = |figure: &&(usize, &leadtime_experiment::FigureSummary)| {
        let measure = figure.1.measure.as_str();
        let seen = sweep
            .designs
            .iter()
            .any(|design| design.figures[figure.0].is_some());
        let wanted = match figure.1.service_level {
            Some(_) if single => OF_ALL.contains(&measure),
            Some(_) => levels.len() <= MOST_LEVELS && OF_LEVELS.contains(&measure),
            None => OF_ALL.contains(&measure),
        };
        // Where everything is offered to everybody, that needs no column.
        let whole = measure == "offer_share" && everybody(sweep, figure.0);
        seen && wanted && !whole
    };
    let figures: Vec<(usize, &leadtime_experiment::FigureSummary)> =
        sweep.figures.iter().enumerate().collect();
    let column = |(at, figure): &(usize, &leadtime_experiment::FigureSummary)| {
        let values = sweep
            .designs
            .iter()
            .filter_map(|design| design.figures[*at].as_ref());
        let largest = values.map(|found| found.value).fold(0.0, f64::max);
        let scale = TimeUnit::for_largest(largest);
        let words = wording::measure(&figure.measure);
        let head = match &figure.service_level {
            Some(level) if !single => format!("{words}, {level}"),
            _ => words.to_owned(),
        };
        Column {
            figure: *at,
            head: if figure.unit == Unit::Seconds {
                format!("{head}, {}", scale.short())
            } else {
                head
            },
            unit: figure.unit,
            scale,
            interval: figure.measure == "on_time" && (single || figure.service_level.is_none()),
        }
    };
    figures.iter().filter(shown).map(column).collect()
}

fn everybody(sweep: &Sweep, figure: usize) -> bool {
    let mut shares = sweep
        .designs
        .iter()
        .filter_map(|design| design.figures[figure].as_ref());
    shares.all(|share| share.value == 1.0)
}

fn cell(column: &Column, figure: Option<&Estimate>) -> String {
    let Some(found) = figure else {
        return NOTHING.to_owned();
    };
    match column.unit {
        Unit::Share if column.interval => {
            wording::percent_interval(Some(found.value), Some(found.low), Some(found.high))
        }
        Unit::Share => wording::percent(Some(found.value)),
        Unit::Seconds => column.scale.number(Some(found.value)),
        _ => wording::amount(Some(found.value)),
    }
}

fn caption(sweep: &Sweep, worst: bool) -> String {
    let mut text = "On time of all orders with its 95 % interval, each by itself; all designs met the same random numbers, so differences are surer than the intervals \
                    suggest (`leadtime compare`)."
        .to_owned();
    if worst {
        text.push_str(
            " Worst zone: the zone that did worst on even replications, as it did on odd ones.",
        );
    }
    let objectives: Vec<String> = sweep.pareto.objectives.iter().map(objective).collect();
    if objectives.len() > 1 && sweep.designs.len() > 1 {
        text.push_str(&format!(" Front: no other design is at least as good in {} and better in one, by the values seen.", objectives.join(", ")));
    }
    let passive = sweep.designs.iter().filter(|design| design.passive).count();
    if passive > 0 {
        text.push_str(&format!(" {passive} of the designs only tell the customer another instant: their figures come from the run of another one, at no cost."));
    }
    text.push_str(&imprecise(sweep));
    text
}

/// Designs that ended before their figures were as precise as asked for, and why.
fn imprecise(sweep: &Sweep) -> String {
    let asked = |design: &&SweptDesign| !design.precision.is_empty();
    let met = |one: &Option<Achieved>| one.as_ref().is_some_and(|achieved| achieved.met);
    let missed = |design: &&SweptDesign| !design.precision.iter().all(met);
    let few = u64::from(sweep.budget) < LEAST_FIRST_BLOCK;
    let asked = sweep.designs.iter().filter(asked);
    let count = asked.filter(|design| few || missed(design)).count() as u32;
    if count == 0 {
        return String::new();
    }
    let why = if few {
        format!(
            "it is looked at after {LEAST_FIRST_BLOCK} replications for the first time, and the budget is {}",
            sweep.budget
        )
    } else {
        "the budget was spent".to_owned()
    };
    let designs = wording::counted(count, "design", "designs");
    format!(" The precision asked for was not reached in {designs}: {why}.")
}

fn objective(objective: &Objective) -> String {
    let measure = objective
        .figure
        .split('(')
        .next()
        .unwrap_or(&objective.figure);
    match measure {
        "worst_zone" => "the worst zone".to_owned(),
        measure => wording::measure(measure).to_owned(),
    }
}
