//! The table of a selection.

use leadtime_experiment::{Contestant, Selected};
use leadtime_sim::outcome::Unit;

use super::content::Sheet;
use super::{render, wrapped};
use crate::plots::Topic;
use crate::wording::{self, TimeUnit};

/// The selection for a terminal: plain text without colours. The design selected and how surely, then every design with its mean and the
/// replications that it took.
#[must_use]
pub fn selected(selected: &Selected) -> String {
    let sheet = selected_sheet(selected);
    let mut out = wrapped(&answer(selected), "  ");
    out.push('\n');
    out.push_str(&render(&sheet));
    out.push_str("\n\n");
    out.push_str(&wrapped(&sheet.caption, ""));
    out
}

fn answer(selected: &Selected) -> String {
    let Selected {
        study,
        selected: best,
        figure,
        replications,
        ..
    } = selected;
    let taken = wording::count(*replications);
    let least = shown(selected, selected.indifference);
    match selected.probability {
        Some(probability) => format!(
            "{study}: {best} is best in {}, with probability {probability} if it leads by {least} or more ({taken} replications in all)",
            figure.name
        ),
        None => format!(
            "{study}: {best} leads in {} after {taken} replications in all; no probability is stated: {}",
            figure.name,
            if selected.method == "ocba" {
                "the method is for exploration"
            } else {
                "the budget ended first"
            }
        ),
    }
}

fn selected_sheet(selected: &Selected) -> Sheet {
    let heads = [
        "design",
        "#mean",
        "#replications",
        "in to the end",
        "selected",
    ];
    let mut sheet = Sheet::new(Topic::Promises, "Designs", &heads);
    let row = |design: &Contestant| {
        let mark = |yes: bool| if yes { "*" } else { "" }.to_owned();
        vec![
            design.name.clone(),
            shown(selected, design.mean),
            wording::count(u64::from(design.replications)),
            mark(design.in_to_the_end),
            mark(design.name == selected.selected),
        ]
    };
    sheet.rows.extend(selected.designs.iter().map(row));
    "Mean: over replications, of each one's own figure; those of designs that dropped out rest on fewer. What was selected looks a little better here than it \
     is: estimate it again with another seed."
        .clone_into(&mut sheet.caption);
    sheet
}

fn shown(selected: &Selected, value: f64) -> String {
    match selected.figure.unit {
        Unit::Share => format!("{:.3} %", 100.0 * value),
        Unit::Seconds => {
            let unit = TimeUnit::for_largest(value.abs());
            format!("{} {}", unit.number(Some(value)), unit.short())
        }
        _ => wording::amount(Some(value)),
    }
}
