//! The designs of a sweep, and what was solved for, as tidy tables.

use std::path::Path;

use leadtime_experiment::{Answer, Answers, SegmentAnswer, Sweep, SweptDesign};

use super::comparison::marks;
use super::{Table, number, unit, write};
use crate::error::ReportError;

const DESIGN_HEADS: [&str; 14] = [
    "design",
    "values",
    "figure",
    "service_level",
    "measure",
    "unit",
    "value",
    "low",
    "high",
    "n",
    "method",
    "marks",
    "replications",
    "passive",
];

/// Writes `designs.csv` into `dir`, which must exist: a row per design and figure that was observed; `values` are those of the axes, in their
/// order, with ` / ` between them. Shares between 0 and 1, times in seconds; intervals are 95 % ones.
///
/// # Errors
/// [`ReportError::Csv`], [`ReportError::Write`].
pub fn designs(sweep: &Sweep, dir: &Path) -> Result<String, ReportError> {
    let name = "designs.csv";
    let mut table = Table::new(&DESIGN_HEADS);
    for design in &sweep.designs {
        table.rows.extend(design_rows(sweep, design));
    }
    write(&dir.join(name), table)?;
    Ok(name.to_owned())
}

fn design_rows(sweep: &Sweep, design: &SweptDesign) -> Vec<Vec<String>> {
    let values = sweep
        .axes
        .iter()
        .zip(&design.at)
        .map(|(axis, &at)| axis.values[at].clone());
    let values = values.collect::<Vec<_>>().join(" / ");
    let observed = sweep.figures.iter().zip(&design.figures);
    let rows = observed.filter_map(|(figure, found)| {
        let found = found.as_ref()?;
        Some(vec![
            design.name.clone(),
            values.clone(),
            figure.name.clone(),
            figure.service_level.clone().unwrap_or_default(),
            figure.measure.clone(),
            unit(figure.unit).to_owned(),
            number(Some(found.value)),
            number(Some(found.low)),
            number(Some(found.high)),
            found.n.to_string(),
            found.method.name().to_owned(),
            marks(&found.marks),
            design.replications.to_string(),
            design.passive.to_string(),
        ])
    });
    rows.collect()
}

const ANSWER_HEADS: [&str; 16] = [
    "question",
    "asks",
    "of",
    "given",
    "service_level",
    "zone",
    "axis",
    "answer",
    "by_value",
    "from",
    "to",
    "value",
    "low",
    "high",
    "replications",
    "replications_needed",
];

/// Writes `answers.csv` into `dir`, which must exist: a row per question, choice of other values, and segment. `value`, `low` and `high` are
/// the figure at the answer with its 95 % interval.
///
/// # Errors
/// [`ReportError::Csv`], [`ReportError::Write`].
pub fn answers(answers: &Answers, dir: &Path) -> Result<String, ReportError> {
    let name = "answers.csv";
    let mut table = Table::new(&ANSWER_HEADS);
    for answer in &answers.answers {
        table.rows.extend(
            answer
                .segments
                .iter()
                .map(|segment| answer_row(answer, segment)),
        );
    }
    write(&dir.join(name), table)?;
    Ok(name.to_owned())
}

fn answer_row(answer: &Answer, segment: &SegmentAnswer) -> Vec<String> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let [from, to] = segment.range.clone().unwrap_or_default();
    let figure = segment.figure.as_ref();
    vec![
        answer.question.clone(),
        answer.asks.clone(),
        answer.of.clone(),
        text(&answer.given),
        text(&segment.service_level),
        text(&segment.zone),
        answer.axis.clone(),
        text(&segment.value),
        text(&segment.by_value),
        from,
        to,
        number(figure.map(|found| found.value)),
        number(figure.map(|found| found.low)),
        number(figure.map(|found| found.high)),
        segment.replications.to_string(),
        segment
            .replications_needed
            .map(|n| n.to_string())
            .unwrap_or_default(),
    ]
}
