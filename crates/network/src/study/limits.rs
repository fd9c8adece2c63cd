//! What a study may cost: its budget, how many designs it may have, how many draws.

use super::tables::{BudgetTable, StudyRoot};
use super::{LIMIT_DESIGNS, LIMIT_DRAWS, MOST_DESIGNS, Study};
use crate::diagnostics::Code;
use crate::scenario::reader::Reader;
use crate::scenario::value::{Field, Span};

/// Most replications of a design, and most designs.
pub(super) fn budget(
    budget: &Field<BudgetTable>,
    start: Span,
    reader: &mut Reader<'_>,
) -> (u32, u32) {
    if budget.is_absent() && !reader.incomplete {
        let message = "the study has no budget";
        let help = "say how many replications a design may take:\n[budget]\nreplications = 100";
        reader.report_with(Code::NoBudget, start, message, help);
    }
    let Some(budget) = budget.value() else {
        return (0, MOST_DESIGNS);
    };
    if let Some(zero) = budget.replications.given().filter(|given| given.value == 0) {
        let message = "a budget of no replications answers nothing";
        reader.report(Code::NoBudget, zero.span, message);
    }
    let replications = budget.replications.cloned().unwrap_or(0);
    (
        replications,
        budget.designs.cloned().unwrap_or(MOST_DESIGNS),
    )
}

/// Where the budget stands; the start of the study where it has none.
pub(super) fn place_of_budget(budget: &Field<BudgetTable>, start: Span) -> Span {
    let replications = budget.value().and_then(|table| table.replications.span());
    replications.or(budget.span()).unwrap_or(start)
}

/// Refuses more designs than the budget allows, before any is made.
pub(super) fn too_many(study: &Study, most: u32, root: &StudyRoot, reader: &mut Reader<'_>) {
    let axes = || study.axes.iter().map(|axis| axis.points.len() as u128);
    // A product that does not fit is too large whatever it is.
    let factorial = axes().try_fold(1_u128, u128::checked_mul);
    let count = factorial
        .unwrap_or(u128::MAX)
        .max(study.listed.len() as u128);
    if count <= u128::from(most.min(LIMIT_DESIGNS)) {
        return;
    }
    let span = root.axes.span().or(root.designs.span()).unwrap_or_default();
    let (message, help) = if count > u128::from(LIMIT_DESIGNS) {
        (
            format!("the study has more than {LIMIT_DESIGNS} designs"),
            "take fewer values or fewer axes: no budget allows more".to_owned(),
        )
    } else {
        (
            format!("the study has {count} designs, its budget is {most}"),
            format!("take fewer values, or allow them:\n[budget]\ndesigns = {count}"),
        )
    };
    reader.report_with(Code::TooManyDesigns, span, message, help);
}

/// Draws of the uncertain parameters.
pub(super) fn draws(field: &Field<u32>, reader: &mut Reader<'_>) -> u32 {
    if let Some(given) = field.given() {
        if given.value < 2 {
            let message = "fewer than 2 draws tell nothing of what is not known";
            reader.report(Code::OutOfRange, given.span, message);
        }
        if given.value > LIMIT_DRAWS {
            let message = format!(
                "{} draws are more than the {LIMIT_DRAWS} that a study may have",
                given.value
            );
            let help = "some hundred draws tell the parts apart; more only make them surer";
            reader.report_with(Code::OutOfRange, given.span, message, help);
        }
    }
    field.cloned().unwrap_or(20)
}
