//! Axes of a full factorial.

use super::tables::{Addresses, AxisRow};
use super::twice::report_twice;
use super::{steps, tables::DesignRow};
use crate::diagnostics::Code;
use crate::scenario::from_value::Named;
use crate::scenario::reader::Reader;
use crate::scenario::value::{Field, Given, Span};
use crate::scenario::{Change, ChangePath, How, Written};

/// An axis: what is varied, and the values that it takes.
#[derive(Clone, Debug)]
pub struct Axis {
    /// What it is called.
    pub name: String,
    /// Addresses of what takes the values; none where scenarios are exchanged.
    pub addresses: Vec<ChangePath>,
    /// Whether the values are factors.
    pub scales: bool,
    /// Its values, in their order.
    pub points: Vec<Point>,
    /// Where it stands.
    pub span: Span,
}

/// A value of an axis, or one more design.
#[derive(Clone, Debug, Default)]
pub struct Point {
    /// As written.
    pub label: String,
    /// As a number, for a plot, where it is one.
    pub number: Option<f64>,
    /// What the number means.
    pub step: Step,
    /// What it changes.
    pub changes: Vec<Change>,
    /// The scenario that it takes in place of the study's.
    pub scenario: Option<Given<String>>,
}

/// What the numbers of an axis are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Step {
    /// Names.
    #[default]
    Name,
    /// Plain numbers.
    Number,
    /// Factors of what is written.
    Factor,
    /// Lengths of time in seconds.
    Seconds,
    /// Clock times in seconds of the day.
    ClockTime,
}

/// Reads the axes; those that are not understood are reported and left out.
pub(super) fn axes(rows: &[Given<AxisRow>], reader: &mut Reader<'_>) -> Vec<Axis> {
    let mut axes: Vec<Axis> = Vec::new();
    for row in rows {
        let Some(axis) = axis(&row.value, row.span, reader) else {
            continue;
        };
        if axes.iter().any(|other| other.name == axis.name) {
            let message = format!("two axes are called `{}`", axis.name);
            reader.report_with(
                Code::BadAxis,
                row.span,
                message,
                "give one of them a `name`",
            );
        }
        let mut others = axes.iter().flat_map(|other| &other.addresses);
        if let Some(address) = others.find(|other| axis.addresses.contains(other)) {
            let message = format!("two axes change `{address}`");
            let help = "the later one would always win: put all its values on one axis";
            reader.report_with(Code::BadAxis, row.span, message, help);
        }
        axes.push(axis);
    }
    axes
}

fn axis(row: &AxisRow, span: Span, reader: &mut Reader<'_>) -> Option<Axis> {
    let kinds = [
        row.set.is_absent(),
        row.scale.is_absent(),
        row.scenarios.is_absent(),
    ];
    if kinds.iter().filter(|absent| !**absent).count() != 1 {
        let message = "an axis needs exactly one of `set`, `scale` and `scenarios`";
        reader.report(Code::BadAxis, span, message);
        return None;
    }
    if let Some(scenarios) = row.scenarios.value() {
        return exchanged(row, scenarios, span, reader);
    }
    let scales = row.set.is_absent();
    let written = if scales { &row.scale } else { &row.set };
    let addresses = addresses(written.given()?, reader)?;
    let values = values(row, span, reader)?;
    let how = |value: &Given<Written>, reader: &mut Reader<'_>| {
        if !scales {
            return Some(How::Set(value.value.clone()));
        }
        let factor = steps::measured(&value.value).map(|(number, _)| number);
        let factor = factor.filter(|factor| *factor >= 0.0 && factor.is_finite());
        if factor.is_none() {
            let message = format!("`{}` is not a factor", value.value.shown());
            reader.report(Code::BadAxis, value.span, message);
        }
        factor.map(How::Scale)
    };
    let mut points = Vec::new();
    for value in &values {
        let how = how(value, reader)?;
        let measured = steps::measured(&value.value);
        points.push(Point {
            label: value.value.shown(),
            number: measured.map(|(number, _)| number),
            step: match measured {
                Some(_) if scales => Step::Factor,
                Some((_, step)) => step,
                None => Step::Name,
            },
            changes: changes(&addresses, &how, value.span),
            scenario: None,
        });
    }
    let spans: Vec<Span> = values.iter().map(|value| value.span).collect();
    report_twice(&points, &spans, reader);
    let name = row.name.value().cloned();
    Some(Axis {
        name: name.unwrap_or_else(|| addresses[0].value.key().to_owned()),
        addresses: addresses.into_iter().map(|address| address.value).collect(),
        scales,
        points,
        span,
    })
}

/// An axis whose values are scenarios.
fn exchanged(
    row: &AxisRow,
    scenarios: &[Given<String>],
    span: Span,
    reader: &mut Reader<'_>,
) -> Option<Axis> {
    if scenarios.is_empty() {
        reader.report(Code::BadAxis, span, "the axis has no values");
        return None;
    }
    let point = |scenario: &Given<String>| Point {
        label: scenario.value.clone(),
        scenario: Some(scenario.clone()),
        ..Point::default()
    };
    let points: Vec<Point> = scenarios.iter().map(point).collect();
    let spans: Vec<Span> = scenarios.iter().map(|scenario| scenario.span).collect();
    report_twice(&points, &spans, reader);
    Some(Axis {
        name: row
            .name
            .value()
            .cloned()
            .unwrap_or_else(|| "scenario".to_owned()),
        addresses: Vec::new(),
        scales: false,
        points,
        span,
    })
}

/// The values of an axis: listed, or evenly spaced.
fn values(row: &AxisRow, span: Span, reader: &mut Reader<'_>) -> Option<Vec<Given<Written>>> {
    let spread = [&row.from, &row.to, &row.step];
    if spread.iter().any(|field| field.is_bad()) || row.values.is_bad() {
        return None;
    }
    let values = match (row.values.value(), spread.map(Field::value)) {
        (Some(values), [None, None, None]) => Ok(values.clone()),
        (None, [Some(from), Some(to), Some(step)]) => {
            let given = |value| Given { value, span };
            steps::spread(from, to, step).map(|values| values.into_iter().map(given).collect())
        }
        _ => Err("an axis needs `values`, or `from`, `to` and `step`".to_owned()),
    };
    match values {
        Ok(values) if !values.is_empty() => Some(values),
        Ok(_) => {
            reader.report(Code::BadAxis, span, "the axis has no values");
            None
        }
        Err(message) => {
            reader.report(Code::BadAxis, span, message);
            None
        }
    }
}

/// What is addressed, each with its place; at least one.
pub(super) fn addresses(
    written: &Given<Addresses>,
    reader: &mut Reader<'_>,
) -> Option<Vec<Given<ChangePath>>> {
    let (written, span) = (&written.value, written.span);
    if written.0.is_empty() {
        let message = "the list of addresses is empty";
        reader.report_with(Code::NothingChanged, span, message, ADDRESS);
    }
    let paths: Vec<Given<ChangePath>> = written
        .0
        .iter()
        .filter_map(|text| address(&text.value, text.span, reader))
        .collect();
    (paths.len() == written.0.len() && !paths.is_empty()).then_some(paths)
}

fn address(text: &str, span: Span, reader: &mut Reader<'_>) -> Option<Given<ChangePath>> {
    match text.parse() {
        Ok(value) => Some(Given { value, span }),
        Err(error) => {
            let message = format!("`{text}` is no address: {error}");
            reader.report_with(Code::NothingChanged, span, message, ADDRESS);
            None
        }
    }
}

const ADDRESS: &str =
    "write it in quotation marks as `table.name.key`, such as 'service_levels.next-day.cutoff'";

pub(super) fn changes(addresses: &[Given<ChangePath>], how: &How, span: Span) -> Vec<Change> {
    let change = |path: &Given<ChangePath>| Change {
        path: path.value.clone(),
        how: how.clone(),
        span,
        address: path.span,
    };
    addresses.iter().map(change).collect()
}

/// The changes of two tables, address = value and address = factor.
pub(super) fn written_changes(
    set: &Field<Named<Written>>,
    scale: &Field<Named<f64>>,
    reader: &mut Reader<'_>,
) -> Vec<Change> {
    let mut list = Vec::new();
    let set = set.value().map_or(&[][..], |named| &named.entries[..]);
    for (text, value) in set {
        let path = address(&text.value, text.span, reader);
        list.extend(path.map(|path| Change {
            path: path.value,
            how: How::Set(value.clone()),
            span: text.span,
            address: text.span,
        }));
    }
    let scale = scale.value().map_or(&[][..], |named| &named.entries[..]);
    for (text, factor) in scale {
        if *factor < 0.0 {
            let message = format!("a factor of {factor} is negative");
            reader.report(Code::OutOfRange, text.span, message);
        }
        let path = address(&text.value, text.span, reader);
        list.extend(path.map(|path| Change {
            path: path.value,
            how: How::Scale(*factor),
            span: text.span,
            address: text.span,
        }));
    }
    list
}

/// A design of the list as the only point of an axis.
pub(super) fn listed(row: &DesignRow, reader: &mut Reader<'_>) -> Point {
    Point {
        label: row.name.value().cloned().unwrap_or_default(),
        changes: written_changes(&row.set, &row.scale, reader),
        scenario: row.scenario.given().cloned(),
        ..Point::default()
    }
}
