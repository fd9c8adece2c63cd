//! The tables of a report: one content for the terminal and for the HTML page.

mod answers;
mod blame;
mod claims;
mod comparison;
mod content;
mod costs;
mod deadlines;
mod needed;
mod network;
mod promises;
mod selected;
mod sensitivity;
mod stock;
mod sweep;
mod uncertainty;
mod verdicts;
mod warm_up;

pub use answers::answers;
pub(crate) use answers::answers_sheet;
pub use comparison::comparison;
pub(crate) use comparison::{UNLIKE, better, shared, sheet as comparison_sheet};
pub use selected::selected;
pub use sensitivity::sensitivity;
pub(crate) use sensitivity::{remarks, sheets as sensitivity_sheets};
pub use sweep::sweep;
pub(crate) use sweep::sweep_sheet;
pub use uncertainty::uncertainty;
pub use verdicts::verdict;
pub(crate) use verdicts::verdicts_sheet;
pub use warm_up::warm_up;

use comfy_table::{CellAlignment, ContentArrangement, Table};
use leadtime_sim::outcome::{Outcome, Stopped};
use serde::Serialize;

pub(crate) use content::{Notes, Sheet};

use crate::headline;
use crate::wording;

/// All tables, and the footnotes that their caveats refer to.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Tables {
    pub(crate) sheets: Vec<Sheet>,
    /// Footnotes in the order of their numbers, from 1.
    pub(crate) notes: Vec<String>,
}

impl Tables {
    /// Every table that the outcome has something to say in.
    pub(crate) fn of(outcome: &Outcome) -> Self {
        let mut notes = Notes::default();
        let mut sheets = promises::sheets(outcome, &mut notes);
        sheets.extend(claims::sheets(outcome, &mut notes));
        sheets.extend(deadlines::sheets(outcome));
        sheets.extend(blame::sheets(outcome, &mut notes));
        sheets.extend(stock::sheets(outcome, &mut notes));
        sheets.extend(costs::sheets(outcome, &mut notes));
        sheets.extend(network::sheets(outcome, &mut notes));
        sheets.retain(|sheet| !sheet.rows.is_empty());
        Self {
            sheets,
            notes: notes.spelled_out(),
        }
    }
}

/// The summary for a terminal: plain text without colours, at most 120 columns wide where names are not very long.
///
/// First what was simulated and the answer in a sentence per level, then tables: promises kept with 95 % confidence
/// intervals, until when to order before a date, what one day, week or window may bring, the padding needed for the target, lead times, the worst zones, baskets
/// and stock, the busiest stages, lanes that leave parcels behind. Caveats are footnotes, spelled out below the tables.
#[must_use]
pub fn summary(outcome: &Outcome) -> String {
    let mut out = heading(outcome);
    let tables = Tables::of(outcome);
    for sheet in &tables.sheets {
        out.push('\n');
        out.push_str(&sheet.title);
        out.push('\n');
        out.push_str(&render(sheet));
        out.push('\n');
        if !sheet.caption.is_empty() {
            out.push_str(&wrapped(&sheet.caption, ""));
        }
    }
    if !tables.notes.is_empty() {
        out.push('\n');
    }
    for (i, note) in tables.notes.iter().enumerate() {
        out.push_str(&wrapped(&format!("[{}] {note}", i + 1), "    "));
    }
    for warning in &outcome.warnings {
        out.push_str(&wrapped(
            &format!("\nwarning {}: {}", warning.code, warning.message),
            "    ",
        ));
        if let Some(help) = &warning.help {
            out.push_str(&wrapped(&format!("    help: {help}"), "    "));
        }
    }
    out
}

const WIDTH: usize = 118;

fn heading(outcome: &Outcome) -> String {
    let mut out = wrapped(&title(outcome), "  ");
    out.push_str(&wrapped(&runs(outcome), "  "));
    if outcome.stopped == Stopped::Interrupted {
        let asked = wording::replications(outcome.requested);
        out.push_str(&wrapped(
            &format!("interrupted: {asked} were asked for; every figure covers the finished ones"),
            "  ",
        ));
    }
    for reached in &outcome.precision {
        out.push_str(&wrapped(&wording::reached(reached), "  "));
    }
    if outcome.uncapacitated {
        let note = format!("UNCAPACITATED, {}", wording::UNCAPACITATED);
        out.push_str(&wrapped(&note, "  "));
    }
    out.push('\n');
    for answer in headline::answers(outcome) {
        out.push_str(&wrapped(&answer.sentence(), "  "));
    }
    out
}

fn title(outcome: &Outcome) -> String {
    format!(
        "{}: {}",
        outcome.scenario.name,
        wording::size(outcome.scenario.counts)
    )
}

fn runs(outcome: &Outcome) -> String {
    let cohort = outcome.cohort;
    let mut parts = vec![
        wording::replications(outcome.replications),
        format!(
            "{} orders simulated",
            wording::count(outcome.orders_simulated)
        ),
        format!("{} promised and scored", wording::count(cohort.promised)),
    ];
    if cohort.not_offered > 0 {
        parts.push(format!(
            "{} visits were offered nothing",
            wording::count(cohort.not_offered)
        ));
    }
    if cohort.exhausted > 0 {
        parts.push(format!(
            "{} taken by nobody",
            wording::count(cohort.exhausted)
        ));
    }
    if cohort.undecided > 0 {
        parts.push(format!(
            "{} undecided at the end",
            wording::count(cohort.undecided)
        ));
    }
    parts.push(format!("seed {}", outcome.seed));
    parts.push(format!("digest {}", wording::short_digest(outcome)));
    parts.join(" · ")
}

/// The sheet as a plain table.
fn render(sheet: &Sheet) -> String {
    let mut table = Table::new();
    table
        .force_no_tty()
        .load_style(style())
        .set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(sheet.columns.iter().map(|c| c.head.as_str()));
    for row in &sheet.rows {
        table.add_row(row);
    }
    let last = sheet.columns.len().saturating_sub(1);
    for (i, column) in sheet.columns.iter().enumerate() {
        if let Some(cells) = table.column_mut(i) {
            let align = if column.numeric {
                CellAlignment::Right
            } else {
                CellAlignment::Left
            };
            cells.set_cell_alignment(align);
            cells.set_padding((u16::from(i > 0), if i == last { 0 } else { 1 }));
        }
    }
    table.trim_fmt()
}

/// A rule below the header, nothing else.
fn style() -> comfy_table::TableStyle {
    comfy_table::TableStyle::new()
        .header_separator(comfy_table::LineStyle::none().fill('─').junction('─'))
}

/// The text in lines of at most [`WIDTH`] characters, each ended; later ones begin with `indent`.
fn wrapped(text: &str, indent: &str) -> String {
    let mut out = String::new();
    let mut used = 0;
    for word in text.split(' ') {
        let long = word.chars().count();
        if used > 0 && used + 1 + long > WIDTH {
            out.push('\n');
            out.push_str(indent);
            used = indent.chars().count();
        } else if used > 0 {
            out.push(' ');
            used += 1;
        }
        out.push_str(word);
        used += long;
        if word.is_empty() && used == 0 {
            out.push(' ');
            used = 1;
        }
    }
    out.push('\n');
    out
}
