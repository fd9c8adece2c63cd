//! From the text of a study to a [`Study`], with everything that is wrong with it.

use super::axes::{axes, listed, written_changes};
use super::figure::{FigureName, Requirement};
use super::limits::{budget, draws, place_of_budget, too_many};
use super::questions::{
    Assertion, By, Error, FloorWord, Goal, Of, OfWord, PrecisionGoal, Profit, Question, Response,
    Selection, SelectionMethod,
};
use super::tables::{
    AssertionRow, DesignRow, PrecisionRow, ProfitTable, SelectTable, SolveRow, StudyRoot,
};
use super::uncertain::uncertain;
use super::{Axis, Design, SCHEMA, Study};
use crate::diagnostics::{Code, Diagnostics};
use crate::scenario::findings::closest;
use crate::scenario::reader::Reader;
use crate::scenario::table::{Table, report_unknown_keys};
use crate::scenario::value::{Field, Given, Span};
use crate::scenario::{Change, Changes, Files, How, Written, toml_rows};

/// Reads a study; `files` has it as its main file.
///
/// # Errors
/// All problems at once, with the text that they point into.
pub fn read(files: &Files) -> Result<Study, Diagnostics> {
    let mut reader = Reader::new(files);
    let Some((source, text)) = reader.text(files.main(), None) else {
        return Err(reader.findings.finish());
    };
    let mut document = toml_rows::parse(text.text(), source, &mut reader);
    report_unknown_keys::<StudyRoot>(&mut document, "key or table", &mut reader);
    let root = StudyRoot::from_row(document, &mut reader);
    let start = Span::new(source, 0..0);
    if let Some(schema) = root.schema.given().filter(|schema| schema.value != SCHEMA) {
        let message = format!(
            "schema {} is not known, this program reads schema {SCHEMA}",
            schema.value
        );
        reader.report(Code::UnknownSchema, schema.span, message);
    }
    let (replications, most) = budget(&root.budget, start, &mut reader);
    let axes = axes(rows(&root.axes), &mut reader);
    let profit = profit(&root.profit, &mut reader);
    let mut study = Study {
        name: root.name.cloned().unwrap_or_default(),
        description: root.description.cloned(),
        scenario: root.scenario.given().cloned().unwrap_or(Given {
            value: ".".to_owned(),
            span: start,
        }),
        seed: root.seed.cloned(),
        replications,
        budget: place_of_budget(&root.budget, start),
        changes: common_changes(&root, &mut reader),
        precision: rows(&root.precision)
            .iter()
            .filter_map(|row| precision(row, &mut reader))
            .collect(),
        assertions: rows(&root.assertions)
            .iter()
            .filter_map(|row| assertion(row, &mut reader))
            .collect(),
        profit,
        uncertain: uncertain(rows(&root.uncertain), &mut reader),
        draws: draws(&root.draws, &mut reader),
        selection: selection(&root.select, &mut reader),
        questions: rows(&root.solve)
            .iter()
            .filter_map(|row| question(row, (&axes, profit), &mut reader))
            .collect(),
        listed: Vec::new(),
        axes,
        source: text,
    };
    study.listed = listed_designs(&study, &root, &mut reader);
    too_many(&study, most, &root, &mut reader);
    if reader.findings.found.has_errors() {
        return Err(reader.findings.finish());
    }
    Ok(study)
}

fn rows<T>(field: &Field<Vec<Given<T>>>) -> &[Given<T>] {
    field.value().map_or(&[], Vec::as_slice)
}

/// Changes that all designs have; the keys for the clock are the first.
fn common_changes(root: &StudyRoot, reader: &mut Reader<'_>) -> Vec<Change> {
    let clock = [
        ("clock.warm_up", &root.warm_up),
        ("clock.horizon", &root.horizon),
    ];
    let clock = clock
        .into_iter()
        .filter_map(|(path, field): (&str, &Field<Written>)| {
            let given = field.given()?;
            Some(Change {
                path: path.parse().ok()?,
                how: How::Set(given.value.clone()),
                span: given.span,
                address: given.span,
            })
        });
    let mut changes: Vec<Change> = clock.collect();
    changes.extend(written_changes(&root.set, &root.scale, reader));
    changes
}

fn listed_designs(study: &Study, root: &StudyRoot, reader: &mut Reader<'_>) -> Vec<Design> {
    let listed_rows: &[Given<DesignRow>] = rows(&root.designs);
    if let (Some(row), false) = (listed_rows.first(), study.axes.is_empty()) {
        let message = "a study has axes or designs, not both";
        let help = "write the designs as values of an axis, or in a study of their own";
        reader.report_with(Code::DesignsClash, row.span, message, help);
    }
    let mut designs: Vec<Design> = Vec::new();
    for row in listed_rows {
        let point = listed(&row.value, reader);
        if designs.iter().any(|other| other.name == point.label) {
            let span = row.value.name.span().unwrap_or(row.span);
            let message = format!("two designs are called `{}`", point.label);
            reader.report(Code::DesignsClash, span, message);
        }
        let mut list = study.changes.clone();
        list.extend(point.changes);
        designs.push(Design {
            name: point.label,
            at: Vec::new(),
            scenario: point.scenario.unwrap_or_else(|| study.scenario.clone()),
            changes: Changes {
                list,
                source: Some(study.source.clone()),
            },
        });
    }
    designs
}

fn figure(text: &Field<String>, reader: &mut Reader<'_>) -> Option<Given<FigureName>> {
    let text = text.given()?;
    match text.value.parse() {
        Ok(value) => Some(Given {
            value,
            span: text.span,
        }),
        Err(error) => {
            unreadable(&error, text.span, reader);
            None
        }
    }
}

fn requirement(text: &Field<String>, reader: &mut Reader<'_>) -> Option<Given<Requirement>> {
    let text = text.given()?;
    match text.value.parse() {
        Ok(value) => Some(Given {
            value,
            span: text.span,
        }),
        Err(error) => {
            unreadable(&error, text.span, reader);
            None
        }
    }
}

fn unreadable(error: &super::figure::NotAFigure, span: Span, reader: &mut Reader<'_>) {
    let help = r#"write a measure and a service level, such as on_time("next-day") >= 0.95"#;
    reader.report_with(Code::UnknownFigure, span, error.to_string(), help);
}

fn precision(row: &Given<PrecisionRow>, reader: &mut Reader<'_>) -> Option<PrecisionGoal> {
    let figure = figure(&row.value.figure, reader);
    let error = match (row.value.absolute.given(), row.value.relative.given()) {
        (Some(given), None) => (Error::Absolute(given.value), given),
        (None, Some(given)) => (Error::Relative(given.value), given),
        (None, None) if row.value.absolute.is_bad() || row.value.relative.is_bad() => return None,
        _ => {
            let message = "a precision needs `absolute` or `relative`, and not both";
            reader.report(Code::OutOfRange, row.span, message);
            return None;
        }
    };
    if error.1.value <= 0.0 {
        reader.report(
            Code::OutOfRange,
            error.1.span,
            "a precision must be above zero",
        );
        return None;
    }
    Some(PrecisionGoal {
        figure: figure?,
        error: error.0,
    })
}

fn assertion(row: &Given<AssertionRow>, reader: &mut Reader<'_>) -> Option<Assertion> {
    let that = requirement(&row.value.that, reader);
    let of = of(&row.value.of, &row.value.probability, row.span, reader);
    Some(Assertion {
        that: that?,
        design: row.value.design.given().cloned().unwrap_or(Given {
            value: "*".to_owned(),
            span: row.span,
        }),
        of: of?,
        by: row.value.by.or(By::Value)?,
    })
}

fn of(
    word: &Field<OfWord>,
    probability: &Field<f64>,
    span: Span,
    reader: &mut Reader<'_>,
) -> Option<Of> {
    if let Some(given) = probability
        .given()
        .filter(|given| !(given.value > 0.0 && given.value < 1.0))
    {
        let message = format!("{} is not between 0 and 1", given.value);
        reader.report(Code::OutOfRange, given.span, message);
        return None;
    }
    match word.or(OfWord::Mean)? {
        OfWord::Mean if probability.is_absent() => Some(Of::Mean),
        OfWord::Mean => {
            let span = probability.span().unwrap_or(span);
            let message = "`probability` is of one period: it needs `of = \"period\"`";
            reader.report(Code::OutOfRange, span, message);
            None
        }
        OfWord::Period => Some(Of::Period {
            probability: probability.or(0.9)?,
        }),
    }
}

/// A question; what it is about is in `asked`.
fn question(
    row: &Given<SolveRow>,
    asked: (&[Axis], Option<Profit>),
    reader: &mut Reader<'_>,
) -> Option<Question> {
    let (axes, profit) = asked;
    let goal = goal(row, profit, reader);
    let confidence = row.value.confidence.or(0.95)?;
    if !(confidence > 0.5 && confidence < 1.0) {
        let span = row.value.confidence.span().unwrap_or(row.span);
        let message = format!("a confidence of {confidence} is not between 0.5 and 1");
        reader.report(Code::OutOfRange, span, message);
    }
    let name = row.value.axis.given()?;
    let axis = axes.iter().position(|axis| axis.name == name.value);
    if axis.is_none() {
        let message = format!("the study has no axis `{}`", name.value);
        let known = || axes.iter().map(|axis| axis.name.as_str());
        let help = closest(&name.value, known()).map_or_else(
            || format!("its axes are {}", known().collect::<Vec<_>>().join(", ")),
            |meant| format!("did you mean `{meant}`?"),
        );
        reader.report_with(Code::UnknownAxis, name.span, message, help);
    }
    Some(Question {
        name: row
            .value
            .name
            .cloned()
            .unwrap_or_else(|| name.value.clone()),
        axis: axis?,
        goal: goal?,
        per: row.value.per.cloned(),
        floor: row.value.floor.or(FloorWord::Segment)?,
        confidence,
        span: row.span,
    })
}

/// What is looked for: a requirement kept, or a figure at its best.
fn goal(row: &Given<SolveRow>, profit: Option<Profit>, reader: &mut Reader<'_>) -> Option<Goal> {
    let SolveRow {
        find,
        that,
        minimise,
        maximise,
        ..
    } = &row.value;
    let given = [
        find.is_absent(),
        that.is_absent(),
        minimise.is_absent(),
        maximise.is_absent(),
    ]
    .map(|absent| !absent);
    match given {
        [true, true, false, false] => {
            let that = requirement(that, reader);
            let of = of(&row.value.of, &row.value.probability, row.span, reader);
            Some(Goal::Keep {
                find: find.cloned()?,
                that: that?,
                of: of?,
            })
        }
        [false, false, true, false] | [false, false, false, true] => {
            let most = given[3];
            let figure = figure(if most { maximise } else { minimise }, reader)?;
            if figure.value.measure == "profit" && profit.is_none() {
                let help = "say what an order brings, and how demand answers:\n[profit]\nrevenue = 30\nlogit = { utility = 1.2, per_hour = -0.02 }";
                let message = "the study does not say what an order brings";
                reader.report_with(Code::UnknownFigure, figure.span, message, help);
            }
            Some(Goal::Best { most, figure })
        }
        _ => {
            let message = "a question needs `find` and `that`, or `minimise`, or `maximise`";
            let help = "such as find = \"largest\" and that = 'on_time >= 0.95'";
            reader.report_with(Code::MissingKey, row.span, message, help);
            None
        }
    }
}

fn profit(table: &Field<ProfitTable>, reader: &mut Reader<'_>) -> Option<Profit> {
    let given = table.given()?;
    let table = &given.value;
    let linear = table.linear.value().and_then(|linear| {
        Some(Response::Linear {
            at_zero: linear.at_zero.cloned()?,
            per_hour: linear.per_hour.cloned()?,
        })
    });
    let logit = table.logit.value().and_then(|logit| {
        Some(Response::Logit {
            utility: logit.utility.cloned()?,
            per_hour: logit.per_hour.cloned()?,
        })
    });
    if table.linear.is_absent() == table.logit.is_absent() {
        let message = "the profit needs `linear` or `logit`: how demand answers the quote";
        reader.report(Code::MissingKey, given.span, message);
    }
    Some(Profit {
        revenue: table.revenue.cloned()?,
        demand: linear.or(logit)?,
    })
}

fn selection(table: &Field<SelectTable>, reader: &mut Reader<'_>) -> Option<Selection> {
    let given = table.given()?;
    let table = &given.value;
    let figure = figure(&table.figure, reader);
    let mut positive = |field: &Field<f64>, most: f64| {
        let given = field.given()?;
        let inside = given.value > 0.0 && given.value < most;
        if !inside {
            let message = format!("{} is not above 0 and below {most}", given.value);
            reader.report(Code::OutOfRange, given.span, message);
        }
        inside.then_some(given.value)
    };
    let indifference = positive(&table.indifference, f64::MAX);
    let confidence = if table.confidence.is_absent() {
        Some(0.95)
    } else {
        positive(&table.confidence, 1.0)
    };
    let first = table.first.or(30)?;
    if first < 5 {
        let span = table.first.span().unwrap_or(given.span);
        let message = "a first stage of fewer than 5 replications knows nothing of variances";
        reader.report(Code::OutOfRange, span, message);
    }
    Some(Selection {
        figure: figure?,
        indifference: indifference?,
        confidence: confidence?,
        method: table.method.or(SelectionMethod::KimNelson)?,
        first,
        span: given.span,
    })
}
