//! What a study names has to be there: figures in the outcome of every design that they are about, designs under the names of assertions.

use leadtime_network::scenario::Span;
use leadtime_network::study::{Design, FigureName, Goal, Requirement, Selection, Study};
use leadtime_network::text::glob_matches;
use leadtime_network::{Code, Diagnostic, Diagnostics};
use leadtime_sim::outcome::Unit;
use leadtime_sim::study::Measure;

use crate::figures::{Figure, PROFIT, Told};

/// Designs with what each tells figures of; most tell of the same.
pub(crate) struct Designs<'d> {
    pub(crate) all: &'d [Design],
    /// Everything that some design tells of, each once, in the order of the designs.
    pub(crate) told: &'d [Told],
    /// Per design, its place among these.
    pub(crate) of: &'d [usize],
}

/// Reports every figure of a study that the outcome of a design would not have, every bound that no share can keep, and every assertion about no
/// design.
pub(crate) fn report_missing(study: &Study, designs: &Designs<'_>, found: &mut Diagnostics) {
    let mut report = |finding: Diagnostic, span: Span| {
        let place = study.place(span);
        found.push(finding.at(place));
    };
    for assertion in &study.assertions {
        let pattern = &assertion.design;
        let about = |design: &Design| glob_matches(&pattern.value, &design.name);
        if !designs.all.iter().any(about) {
            report(nothing_matched(&pattern.value, designs.all), pattern.span);
        }
        let (that, span) = (&assertion.that.value, assertion.that.span);
        let wrong = missing(&that.figure, designs, &about).or_else(|| outside(that));
        wrong.into_iter().for_each(|wrong| report(wrong, span));
    }
    for question in &study.questions {
        let (wrong, span) = match &question.goal {
            Goal::Keep { that, .. } => {
                let wrong = missing(&that.value.figure, designs, &|_| true);
                (wrong.or_else(|| outside(&that.value)), that.span)
            }
            Goal::Best { figure, .. } if figure.value.measure == PROFIT => continue,
            Goal::Best { figure, .. } => (missing(&figure.value, designs, &|_| true), figure.span),
        };
        wrong.into_iter().for_each(|wrong| report(wrong, span));
    }
    if let Some(select) = &study.selection {
        let wrong = too_coarse(select);
        wrong
            .into_iter()
            .for_each(|wrong| report(wrong, select.span));
    }
    let precision = study.precision.iter().map(|goal| &goal.figure);
    let selection = study.selection.iter().map(|select| &select.figure);
    for figure in precision.chain(selection) {
        let wrong = missing(&figure.value, designs, &|_| true);
        wrong
            .into_iter()
            .for_each(|wrong| report(wrong, figure.span));
    }
}

fn nothing_matched(pattern: &str, designs: &[Design]) -> Diagnostic {
    let message = format!("no design is called `{pattern}`");
    let help = designs.first().map_or_else(String::new, |first| {
        format!(
            "the first of {} is `{}`; `*` stands for any text",
            designs.len(),
            first.name
        )
    });
    Diagnostic::new(Code::NothingMatched, message).help(help)
}

/// What is wrong with a figure that is asked of some designs, by the first of them that does not have it.
fn missing(
    name: &FigureName,
    designs: &Designs<'_>,
    about: &dyn Fn(&Design) -> bool,
) -> Option<Diagnostic> {
    let unknown = |message: String, help: String| {
        Some(Diagnostic::new(Code::UnknownFigure, message).help(help))
    };
    let figure = match Figure::named(name) {
        Ok(figure) => figure,
        Err(message) => {
            return unknown(
                message,
                "times are in seconds, shares between 0 and 1".to_owned(),
            );
        }
    };
    let lacks_level = |told: &Told| {
        let level = figure.level.as_ref();
        level.is_some_and(|level| !told.levels.contains(level))
    };
    let lacks_costs = |told: &Told| figure.measure == Measure::Cost && !told.costs;
    let told: Vec<bool> = designs
        .told
        .iter()
        .map(|told| lacks_level(told) || lacks_costs(told))
        .collect();
    let mut each = designs.all.iter().zip(designs.of);
    let (design, &of) = each.find(|(design, of)| told[**of] && about(design))?;
    let who = if designs.told.len() > 1 {
        format!("design `{}`", design.name)
    } else {
        "the scenario".to_owned()
    };
    let told = &designs.told[of];
    if lacks_level(told) {
        let level = figure.level.as_deref().unwrap_or_default();
        let message = format!("{who} has no service level `{level}`");
        return unknown(message, format!("it has {}", told.levels.join(", ")));
    }
    unknown(
        format!("{who} gives no costs"),
        "give the scenario `[costs]`".to_owned(),
    )
}

/// An indifference that no two shares lie apart.
fn too_coarse(select: &Selection) -> Option<Diagnostic> {
    let measure = Measure::named(&select.figure.value.measure)?;
    if measure.unit() != Unit::Share || select.indifference < 1.0 {
        return None;
    }
    let message = format!("no two shares lie {} apart", select.indifference);
    let help = "shares lie between 0 and 1: a tenth of a percent is 0.001";
    Some(Diagnostic::new(Code::OutOfRange, message).help(help))
}

/// A bound that a share keeps always or never: percent, as a rule.
fn outside(that: &Requirement) -> Option<Diagnostic> {
    let measure = Measure::named(&that.figure.measure)?;
    if measure.unit() != Unit::Share || (0.0..=1.0).contains(&that.bound) {
        return None;
    }
    let meant = if that.bound > 1.0 && that.bound <= 100.0 {
        // Rounded, since 99.9 / 100 is 0.9990000000000001.
        (that.bound * 1e10).round() / 1e12
    } else {
        0.95
    };
    let message = format!("{} is no share that orders can have", that.bound);
    let help = format!("shares are between 0 and 1, such as {meant}");
    Some(Diagnostic::new(Code::UnknownFigure, message).help(help))
}
