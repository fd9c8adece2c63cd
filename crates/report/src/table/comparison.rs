//! The table of a comparison: a row per measure and pair of designs.

use leadtime_experiment::{Comparison, MeasureRow, PairFigure};
use leadtime_sim::outcome::Unit;
use leadtime_stats::{Estimate, Mark};

use super::content::{Notes, Sheet};
use super::{render, wrapped};
use crate::plots::Topic;
use crate::wording::{self, NOTHING, TimeUnit};

/// Differences that few replications decide.
const SKEWED: &str = "a few replications decide this difference: with more of them the interval may move further than it says";
const NO_SPREAD: &str = "the same in every replication: the interval has no width and says nothing of what was not seen";
const FEW: &str =
    "Under 30 replications: bad days that nobody has seen yet may change the differences.";
/// Below this many replications that is said.
const ENOUGH: u32 = 30;

/// The comparison for a terminal: plain text without colours. Designs go by letters, the first is A. Each row tells a measure of two of
/// them, their difference (the later one minus the earlier one) with an interval that holds together with those of all other pairs, how
/// strongly the two moved together, and which is better where the interval leaves no doubt.
#[must_use]
pub fn comparison(comparison: &Comparison) -> String {
    let mut notes = Notes::default();
    let sheet = sheet(comparison, &mut notes);
    let mut out = format!(
        "{} of each design on the same random numbers, seed {}\n",
        wording::replications(comparison.replications),
        comparison.seed
    );
    for (at, design) in comparison.designs.iter().enumerate() {
        out.push_str(&format!("  {}  {}\n", letter(at), design.name));
    }
    out.push('\n');
    out.push_str(&render(&sheet));
    out.push_str("\n\n");
    out.push_str(&wrapped(&sheet.caption, ""));
    if comparison.replications < ENOUGH {
        out.push_str(&wrapped(FEW, ""));
    }
    for (at, note) in notes.spelled_out().iter().enumerate() {
        out.push_str(&wrapped(&format!("[{}] {note}", at + 1), "    "));
    }
    out
}

/// A for the first design; numbers where letters run out.
fn letter(at: usize) -> String {
    u8::try_from(at).ok().filter(|at| *at < 26).map_or_else(
        || format!("#{}", at + 1),
        |at| char::from(b'A' + at).to_string(),
    )
}

fn sheet(comparison: &Comparison, notes: &mut Notes) -> Sheet {
    let heads = [
        "level",
        "measure",
        "#first",
        "#second",
        "#difference (95 %)",
        "pair",
        "#correlation",
        "better",
    ];
    let mut sheet = Sheet::new(Topic::Promises, "Differences", &heads);
    // With one level, all levels together say the same once more.
    let levels = comparison
        .rows
        .iter()
        .filter_map(|row| row.service_level.as_deref());
    let mut levels: Vec<&str> = levels.collect();
    levels.dedup();
    for row in &comparison.rows {
        if levels.len() == 1 && row.service_level.is_none() {
            continue;
        }
        for pair in &row.differences {
            sheet.rows.push(cells(comparison, row, pair, notes));
        }
    }
    "Difference: second minus first of the pair, replication by replication; the intervals of one measure hold for all pairs at once, those of different \
     measures one by one. Better: only where the interval leaves out zero. Correlation: how alike the two were over replications; the closer to 1, the \
     more the same random numbers helped."
        .clone_into(&mut sheet.caption);
    sheet
}

fn cells(
    comparison: &Comparison,
    row: &MeasureRow,
    pair: &PairFigure,
    notes: &mut Notes,
) -> Vec<String> {
    let place = |name: &str| comparison.designs.iter().position(|d| d.name == name);
    let value = |name: &str| Some(row.values.get(place(name)?)?.value);
    let called = |name: &str| place(name).map_or_else(|| NOTHING.to_owned(), letter);
    let (first, second) = (value(&pair.minus), value(&pair.design));
    let scale = TimeUnit::for_largest(first.unwrap_or(0.0).max(second.unwrap_or(0.0)));
    let shown = |value| match row.unit {
        Unit::Share => wording::percent(value),
        Unit::Seconds => format!("{} {}", scale.number(value), scale.short()),
        _ => wording::amount(value),
    };
    let same = pair.difference.value == 0.0 && pair.difference.half_width() == 0.0;
    let difference = if same {
        "none".to_owned()
    } else {
        notes.noted(difference(&pair.difference, row.unit), &doubts(pair))
    };
    vec![
        row.service_level.as_deref().unwrap_or("all").to_owned(),
        words(&row.measure).to_owned(),
        shown(first),
        shown(second),
        difference,
        format!("{} − {}", called(&pair.design), called(&pair.minus)),
        pair.correlation
            .map_or_else(|| NOTHING.to_owned(), |r| wording::plain(r, false)),
        better(row, pair).map_or_else(|| NOTHING.to_owned(), called),
    ]
}

fn doubts(pair: &PairFigure) -> Vec<&'static str> {
    let marks = pair.difference.marks.iter();
    marks
        .filter_map(|mark| match mark {
            Mark::Skewed => Some(SKEWED),
            Mark::NoSpread => Some(NO_SPREAD),
            _ => None,
        })
        .collect()
}

/// The name of a measure in words.
fn words(measure: &str) -> &str {
    match measure {
        "on_time" => "on time",
        "on_time_day" => "on time, by the day",
        "offer_share" => "offer share",
        "lead_time" => "lead time",
        "quote_length" => "quote length",
        "cost" => "cost per order",
        other => other,
    }
}

/// The better one of a pair, where the interval leaves out zero.
fn better<'a>(row: &MeasureRow, pair: &'a PairFigure) -> Option<&'a str> {
    let Estimate { low, high, .. } = pair.difference;
    let more_is_better = row.unit == Unit::Share;
    match (low > 0.0, high < 0.0) {
        (false, false) => None,
        (more, _) if more == more_is_better => Some(&pair.design),
        _ => Some(&pair.minus),
    }
}

/// `+1.24 (+0.98…+1.50) points`, `−3.1 (−3.4…−2.8) min`.
fn difference(estimate: &Estimate, unit: Unit) -> String {
    let ends = [estimate.low, estimate.high];
    let largest = ends.into_iter().filter(|end| end.is_finite());
    let largest = largest.fold(estimate.value.abs(), |most, end| most.max(end.abs()));
    let (factor, name) = match unit {
        Unit::Share => (100.0, "points"),
        Unit::Seconds => {
            let unit = TimeUnit::for_largest(largest);
            (1.0 / unit.seconds(), unit.short())
        }
        _ => (1.0, ""),
    };
    let name = if name.is_empty() {
        String::new()
    } else {
        format!(" {name}")
    };
    let show = |value: f64| wording::difference(value * factor, estimate.half_width() * factor);
    if !ends.iter().all(|end| end.is_finite()) {
        return format!("{}{name}", show(estimate.value));
    }
    format!(
        "{} ({}…{}){name}",
        show(estimate.value),
        show(estimate.low),
        show(estimate.high)
    )
}
