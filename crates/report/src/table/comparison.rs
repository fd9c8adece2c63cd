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
        out.push_str(&format!("  {}  {}\n", wording::letter(at), design.name));
    }
    for warning in &comparison.warnings {
        out.push_str(&wrapped(&format!("warning: {UNLIKE}: {warning}"), "    "));
    }
    out.push('\n');
    out.push_str(&render(&sheet));
    out.push_str("\n\n");
    out.push_str(&wrapped(&sheet.caption, ""));
    for text in shared(comparison) {
        out.push_str(&wrapped(&text, "  "));
    }
    if comparison.replications < ENOUGH {
        out.push_str(&wrapped(FEW, ""));
    }
    for (at, note) in notes.spelled_out().iter().enumerate() {
        out.push_str(&wrapped(&format!("[{}] {note}", at + 1), "    "));
    }
    out
}

/// In what the designs also differ.
pub(crate) const UNLIKE: &str = "the designs differ in more than what they do";
/// Pairs whose common orders are told in the table.
const PAIRS: usize = 6;

/// How many orders the designs can have in common, a sentence per pair; nothing where all orders are the same.
pub(crate) fn shared(comparison: &Comparison) -> Vec<String> {
    let place = |name: &str| comparison.designs.iter().position(|d| d.name == name);
    let called = |name: &str| place(name).map_or_else(|| NOTHING.to_owned(), wording::letter);
    let unequal = comparison.shared_orders.iter();
    let unequal = unequal.filter(|pair| pair.common_low < 1.0).take(PAIRS);
    let told = unequal.map(|pair| {
        format!(
            "Orders: {} in {}, {} in {}; of the larger number {} can be orders of the same visits.",
            wording::count(pair.orders_minus),
            called(&pair.minus),
            wording::count(pair.orders),
            called(&pair.design),
            wording::percent_range(Some(pair.common_low), Some(pair.common_high))
        )
    });
    told.collect()
}

pub(crate) fn sheet(comparison: &Comparison, notes: &mut Notes) -> Sheet {
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
    let called = |name: &str| place(name).map_or_else(|| NOTHING.to_owned(), wording::letter);
    let (first, second) = (value(&pair.minus), value(&pair.design));
    let scale = TimeUnit::for_largest(first.unwrap_or(0.0).max(second.unwrap_or(0.0)));
    let shown = |value| match row.unit {
        Unit::Share => wording::percent(value),
        Unit::Seconds => format!("{} {}", scale.number(value), scale.short()),
        _ => wording::amount(value),
    };
    let difference = if wording::is_none(&pair.difference) {
        "none".to_owned()
    } else {
        notes.noted(difference(&pair.difference, row.unit), &doubts(pair))
    };
    vec![
        row.service_level.as_deref().unwrap_or("all").to_owned(),
        wording::measure(&row.measure).to_owned(),
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

/// The better one of a pair, where the interval leaves out zero.
pub(crate) fn better<'a>(row: &MeasureRow, pair: &'a PairFigure) -> Option<&'a str> {
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
    let (factor, name) = wording::scale(unit, wording::largest(estimate));
    let told = wording::difference_interval(estimate, factor);
    format!("{told} {name}").trim_end().to_owned()
}
