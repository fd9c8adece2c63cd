//! The table of input uncertainty.

use leadtime_experiment::{UncertainFigure, Uncertainty};
use leadtime_sim::outcome::Unit;

use super::content::{Notes, Sheet};
use super::{render, wrapped};
use crate::plots::Topic;
use crate::wording::{self, NOTHING, TimeUnit};

const UNSEEN: &str = "too small to be seen with so many draws and replications";

/// The split of the doubt for a terminal: plain text without colours. A row per figure: what it is expected to be, with both kinds of doubt; how
/// much one draw of the parameters and one replication move it; and the parameter that it follows most.
#[must_use]
pub fn uncertainty(found: &Uncertainty) -> String {
    let mut notes = Notes::default();
    let sheet = sheet(found, &mut notes);
    let mut out = format!(
        "{}: {} of the parameters, {} with each, seed {}\n\n",
        found.study,
        wording::counted(found.draws, "draw", "draws"),
        wording::replications(found.replications),
        found.seed
    );
    out.push_str(&render(&sheet));
    out.push_str("\n\n");
    out.push_str(&wrapped(&sheet.caption, ""));
    for (at, note) in notes.spelled_out().iter().enumerate() {
        out.push_str(&wrapped(&format!("[{}] {note}", at + 1), "    "));
    }
    out
}

fn sheet(found: &Uncertainty, notes: &mut Notes) -> Sheet {
    let heads = [
        "figure",
        "#expected (95 %)",
        "#parameters ±",
        "#one run ±",
        "#share of parameters",
        "follows most",
    ];
    let mut sheet = Sheet::new(Topic::Promises, "Input uncertainty", &heads);
    sheet
        .rows
        .extend(found.figures.iter().map(|figure| row(found, figure, notes)));
    "Expected: over what is known of the parameters; the interval covers both kinds of doubt. Parameters, one run: standard deviations of what one draw and one replication \
     add. Share of parameters: of the variance of one run; more replications do not make that part smaller, better data do. Follows most: the parameter \
     with the strongest correlation over draws."
        .clone_into(&mut sheet.caption);
    sheet
}

fn row(found: &Uncertainty, figure: &UncertainFigure, notes: &mut Notes) -> Vec<String> {
    let split = &figure.split;
    let scale = TimeUnit::for_largest(split.mean.value.abs());
    let (factor, unit) = match figure.figure.unit {
        Unit::Share => (100.0, " %"),
        Unit::Seconds => (1.0 / scale.seconds(), ""),
        _ => (1.0, ""),
    };
    let unit = if figure.figure.unit == Unit::Seconds {
        format!(" {}", scale.short())
    } else {
        unit.to_owned()
    };
    let sd = |variance: f64| format!("{:.3}{unit}", factor * variance.max(0.0).sqrt());
    let input = if split.input_clipped {
        notes.noted(sd(0.0), &[UNSEEN])
    } else {
        sd(split.input.value)
    };
    let strongest = figure.correlations.iter().zip(&found.parameters);
    let strongest =
        strongest.filter_map(|(correlation, parameter)| Some(((*correlation)?, parameter)));
    let strongest = strongest.max_by(|a, b| a.0.abs().total_cmp(&b.0.abs()));
    vec![
        figure.figure.name.clone(),
        format!(
            "{:.2} ({:.2}…{:.2}){unit}",
            factor * split.mean.value,
            factor * split.mean.low,
            factor * split.mean.high
        ),
        input,
        sd(split.sampling.value),
        wording::percent(Some(split.input_share.value)),
        strongest.map_or_else(
            || NOTHING.to_owned(),
            |(correlation, parameter)| format!("{} ({correlation:+.2})", parameter.name),
        ),
    ]
}
