//! The tables of a sensitivity study: levers by what they move, fixes by what they are worth.

use leadtime_experiment::sensitivity::{CostFrom, Fix, LeverFigures, MovedFigures, Sensitivity};
use leadtime_stats::{Estimate, Mark};

use super::content::{Notes, Sheet};
use super::{render, wrapped};
use crate::plots::Topic;
use crate::wording::{self, NOTHING};

/// Rows shown at most.
const MOST: usize = 25;
const SKEWED: &str = "a few replications decide this difference: with more of them the interval may move further than it says";
const LEVERS: &str = "Each lever by itself, promises and routes as they are. More, less: on-time share there minus that of the scenario, paired; intervals of all levers hold \
     at once. After x: new amount over old, where whole numbers move by another share. Elasticity: by how many percent more orders are late with one \
     percent more of it, each with an interval of its own.";
const FIXES: &str = "Late orders fewer a day with the lever moved the way that helps; intervals of all fixes hold at once. Cost: additional wages of the stages, or as given for each \
     percent and day; without one, fixes are ranked by late orders.";

/// The study for a terminal: plain text without colours.
#[must_use]
pub fn sensitivity(found: &Sensitivity) -> String {
    let mut out = format!(
        "{}: on time {} ({}), {} of each, seed {}, levers moved by {}\n",
        found.scenario,
        wording::percent_interval(
            Some(found.on_time.value),
            finite(found.on_time.low),
            finite(found.on_time.high)
        ),
        found.service_level.as_deref().unwrap_or("all levels"),
        wording::replications(found.replications),
        found.seed,
        wording::target(found.by)
    );
    let mut notes = Notes::default();
    for sheet in sheets(found, &mut notes) {
        out.push_str(&format!("\n{}\n{}\n", sheet.title, render(&sheet)));
        out.push_str(&wrapped(&sheet.caption, ""));
    }
    for text in remarks(found) {
        out.push_str(&wrapped(&text, "  "));
    }
    for (at, note) in notes.spelled_out().iter().enumerate() {
        out.push_str(&wrapped(&format!("[{}] {note}", at + 1), "    "));
    }
    out
}

/// An end that the data give.
fn finite(end: f64) -> Option<f64> {
    end.is_finite().then_some(end)
}

/// Levers, and fixes where there is one.
pub(crate) fn sheets(found: &Sensitivity, notes: &mut Notes) -> Vec<Sheet> {
    let heads = [
        "lever",
        "#more of it, points",
        "#less of it, points",
        "#elasticity",
    ];
    let mut levers = Sheet::new(Topic::Promises, "What moves the on-time share", &heads);
    let rows = found.levers.iter().take(MOST);
    levers.rows = rows
        .map(|lever| lever_row(lever, found.by, notes))
        .collect();
    LEVERS.clone_into(&mut levers.caption);
    let heads = [
        "fix",
        "#amount",
        "#late orders fewer a day",
        "#cost a day",
        "#late orders fewer per 100",
    ];
    let mut fixes = Sheet::new(Topic::Promises, "The next best fix", &heads);
    fixes.rows = found.fixes.iter().take(MOST).map(fix_row).collect();
    FIXES.clone_into(&mut fixes.caption);
    let mut sheets = vec![levers, fixes];
    sheets.retain(|sheet| !sheet.rows.is_empty());
    sheets
}

fn lever_row(lever: &LeverFigures, by: f64, notes: &mut Notes) -> Vec<String> {
    let mut end = |moved: &Option<MovedFigures>, meant: f64| {
        let Some(moved) = moved else {
            return NOTHING.to_owned();
        };
        if wording::is_none(&moved.difference) {
            return "none".to_owned();
        }
        let mut text = wording::difference_interval(&moved.difference, 100.0);
        let other = moved.factor.filter(|factor| (factor - meant).abs() > 0.001);
        if let Some(factor) = other {
            text.push_str(&format!(" x{}", wording::plain(factor, false)));
        }
        let skewed = moved.difference.is_marked(Mark::Skewed);
        notes.noted(text, if skewed { &[SKEWED] } else { &[] })
    };
    vec![
        lever.label.clone(),
        end(&lever.up, 1.0 + by),
        end(&lever.down, 1.0 - by),
        interval(lever.elasticity.as_ref(), 1.0),
    ]
}

fn fix_row(fix: &Fix) -> Vec<String> {
    let cost = fix.cost_a_day.map_or_else(
        || NOTHING.to_owned(),
        |cost| {
            let from = match fix.cost_from {
                Some(CostFrom::Wages) => " (wages)",
                _ => "",
            };
            format!("{}{from}", wording::amount(Some(cost)))
        },
    );
    vec![
        fix.label.clone(),
        format!("x {}", wording::plain(fix.factor, false)),
        interval(Some(&fix.late_orders_a_day), 1.0),
        cost,
        interval(fix.late_orders_per_money.as_ref(), 100.0),
    ]
}

fn interval(estimate: Option<&Estimate>, factor: f64) -> String {
    estimate.map_or_else(
        || NOTHING.to_owned(),
        |estimate| wording::difference_interval(estimate, factor),
    )
}

/// What else must be known: rows not shown, screening, levers without figures.
pub(crate) fn remarks(found: &Sensitivity) -> Vec<String> {
    let mut remarks = Vec::new();
    let hidden = found.levers.len().saturating_sub(MOST);
    if hidden > 0 {
        remarks.push(format!("{hidden} more levers are in sensitivity.csv."));
    }
    if let Some(screening) = found.screening {
        remarks.push(format!(
            "Of {} levers these {} moved the on-time share most in {} with another seed ({}); the others were not looked at further.",
            screening.levers,
            screening.kept,
            wording::replications(screening.replications),
            screening.seed
        ));
    }
    for left in &found.left_out {
        remarks.push(format!("Not moved: {}, {}.", left.label, left.why));
    }
    remarks
}
