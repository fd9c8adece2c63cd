//! Figures by name: what a study looks at, and where it stands in a plan.

use leadtime_network::study::{FigureName, Goal, Study, designs};
use leadtime_network::text::glob_matches;
use leadtime_network::{Code, Diagnostic, Diagnostics};
use leadtime_sim::outcome::Unit;
use leadtime_sim::plan::Plan;
use leadtime_sim::study::Measure;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The figure that a study itself defines.
pub(crate) const PROFIT: &str = "profit";

/// A measure of one service level, or of all together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// What is measured.
    pub measure: Measure,
    /// Service level; `None`: all together.
    pub level: Option<String>,
}

/// A figure in a result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FigureSummary {
    /// As it is written in a study: `on_time("next-day")`.
    pub name: String,
    /// `on_time`, `on_time_day`, `offer_share`, `lead_time`, `quote_length`, `tardiness`, `cost`.
    pub measure: String,
    /// Service level; null: all.
    pub service_level: Option<String>,
    /// Unit of its values.
    pub unit: Unit,
    /// Whether more of it is better.
    pub more_is_better: bool,
}

impl Figure {
    /// The figure with this name.
    ///
    /// # Errors
    /// The measures there are, if this is none of them.
    pub fn named(name: &FigureName) -> Result<Self, String> {
        let known = || Measure::ALL.map(Measure::name).join(", ");
        let measure = Measure::named(&name.measure)
            .ok_or_else(|| format!("`{}` is not one of {}", name.measure, known()))?;
        Ok(Self {
            measure,
            level: name.level.clone(),
        })
    }

    /// All figures of a plan: every measure of every service level, then of all together; costs only where they are counted. One level alone
    /// is not told twice.
    #[must_use]
    pub fn all(plan: &Plan) -> Vec<Self> {
        let names = &plan.level_names;
        let levels = names.iter().cloned().map(Some);
        let together = (names.len() > 1).then_some(None);
        let levels = levels.chain(together);
        let counted = |measure: &Measure| *measure != Measure::Cost || plan.counts_costs();
        let of = |level: Option<String>| {
            let measures = Measure::ALL.into_iter().filter(counted);
            let figures = measures.map(|measure| Self {
                measure,
                level: level.clone(),
            });
            figures.collect::<Vec<_>>()
        };
        levels.flat_map(of).collect()
    }

    /// The place of its service level in a plan; one past the last: all together. `None`: the plan has no such level.
    #[must_use]
    pub fn row(&self, plan: &Plan) -> Option<usize> {
        let names = &plan.level_names;
        match &self.level {
            Some(level) => names.iter().position(|name| name == level),
            None => Some(names.len()),
        }
    }

    /// As it is written in a study.
    #[must_use]
    pub fn name(&self) -> String {
        FigureName {
            measure: self.measure.name().to_owned(),
            level: self.level.clone(),
        }
        .to_string()
    }

    /// For a result.
    #[must_use]
    pub fn summary(&self) -> FigureSummary {
        FigureSummary {
            name: self.name(),
            measure: self.measure.name().to_owned(),
            service_level: self.level.clone(),
            unit: self.measure.unit(),
            more_is_better: self.measure.more_is_better(),
        }
    }
}

/// Tells every figure of a study that the outcome of a plan would not have, and every assertion about no design.
pub(crate) fn report_unknown(study: &Study, plan: &Plan, found: &mut Diagnostics) {
    let names = designs(study);
    for assertion in &study.assertions {
        let pattern = &assertion.design;
        if !names
            .iter()
            .any(|design| glob_matches(&pattern.value, &design.name))
        {
            let message = format!("no design is called `{}`", pattern.value);
            let help = names.first().map_or_else(String::new, |first| {
                format!(
                    "the first of {} is `{}`; `*` stands for any text",
                    names.len(),
                    first.name
                )
            });
            let finding = Diagnostic::new(Code::NothingMatched, message).help(help);
            let range = pattern.span.start as usize..pattern.span.end as usize;
            found.push(finding.at(study.source.place(range)));
        }
    }
    let precision = study
        .precision
        .iter()
        .map(|goal| (&goal.figure.value, goal.figure.span));
    let assertions = study
        .assertions
        .iter()
        .map(|row| (&row.that.value.figure, row.that.span));
    let questions = study.questions.iter().filter_map(|row| match &row.goal {
        Goal::Keep { that, .. } => Some((&that.value.figure, that.span)),
        Goal::Best { figure, .. } if figure.value.measure == PROFIT => None,
        Goal::Best { figure, .. } => Some((&figure.value, figure.span)),
    });
    let selection = study.selection.iter();
    let selection = selection.map(|select| (&select.figure.value, select.figure.span));
    for (name, span) in precision
        .chain(assertions)
        .chain(questions)
        .chain(selection)
    {
        if let Some((message, help)) = missing(name, plan) {
            let mut finding = Diagnostic::new(Code::UnknownFigure, message).help(help);
            finding.place = Some(study.source.place(span.start as usize..span.end as usize));
            found.push(finding);
        }
    }
}

/// What is wrong with a figure of a plan, and what to do.
fn missing(name: &FigureName, plan: &Plan) -> Option<(String, String)> {
    let figure = match Figure::named(name) {
        Ok(figure) => figure,
        Err(message) => {
            return Some((
                message,
                "times are in seconds, shares between 0 and 1".to_owned(),
            ));
        }
    };
    if figure.row(plan).is_none() {
        let level = figure.level.unwrap_or_default();
        let message = format!("the scenario has no service level `{level}`");
        return Some((message, format!("it has {}", plan.level_names.join(", "))));
    }
    if figure.measure == Measure::Cost && !plan.counts_costs() {
        let help = "give the scenario `[costs]`".to_owned();
        return Some(("the scenario gives no costs".to_owned(), help));
    }
    None
}
