//! Values that are written as text: durations, clock times, distributions, words of a choice. The grammar is in
//! [`crate::text`]; here its mistakes get codes and places.

mod laws;
mod texts;
mod weights;
mod words;

pub(crate) use laws::shock_law;
pub use laws::{LawText, PlainLaw, WeightLaw};
pub(crate) use texts::weekdays_of;
pub use texts::{
    DayNumber, Days, Elapsed, LatestDay, OpenHours, Outages, ParcelRate, ServerCount,
    SignedElapsed, Speed, VisitRate,
};
pub use weights::{LoadLimitText, Weight};
pub use words::{DeadlineKind, SourcingRule, StockRule, TimeZoneName, Words};

use serde_json::{Value as Json, json};

use super::from_value::wrong_type;
use super::reader::Reader;
use super::value::{Span, Value};
use crate::diagnostics::Code;
use crate::text::{TextError, TextErrorKind};

/// A family of texts: decides the code of its mistakes.
#[derive(Clone, Copy)]
pub(crate) enum Family {
    /// Numbers with units.
    Quantity,
    /// Clock times, weekdays, hours, timetables.
    Time,
    /// Distributions and shock laws.
    Law,
    /// Mostly words.
    Word,
}

impl Family {
    /// The code of a mistake.
    fn code(self, kind: TextErrorKind) -> Code {
        match (kind, self) {
            (TextErrorKind::BareNumber, _) => Code::MissingUnit,
            (TextErrorKind::NotFinite, _) => Code::NotFinite,
            (TextErrorKind::Negative, Self::Quantity | Self::Law | Self::Time) => {
                Code::NegativeDuration
            }
            (TextErrorKind::OutOfRange, Self::Law) => Code::ImpossibleParameters,
            (TextErrorKind::OutOfRange | TextErrorKind::Negative, Self::Quantity | Self::Word) => {
                Code::OutOfRange
            }
            (_, Self::Quantity) => Code::NotAQuantity,
            (_, Self::Time) => Code::NotATime,
            (_, Self::Law) => Code::NotADistribution,
            (_, Self::Word) => Code::UnknownWord,
        }
    }
}

/// Reads a text with a parser of [`crate::text`]; a number without quotation marks lacks its unit.
pub(crate) fn parsed<T>(
    value: &Value,
    span: Span,
    reader: &mut Reader<'_>,
    (family, example): (Family, &str),
    parse: impl FnOnce(&str) -> Result<T, TextError>,
) -> Option<T> {
    match value {
        Value::Text(text) | Value::Cell(text) => match parse(text) {
            Ok(parsed) => Some(parsed),
            Err(error) => {
                report(&error, text, span, reader, (family, example));
                None
            }
        },
        Value::Float(number) if !number.is_finite() => {
            reader.report(
                Code::NotFinite,
                span,
                format!("{number} is not a finite number"),
            );
            None
        }
        Value::Integer(_) | Value::Float(_) if matches!(family, Family::Quantity | Family::Law) => {
            let message = format!("`{}` has no unit", reader.findings.raw(span));
            reader.report_with(
                Code::MissingUnit,
                span,
                message,
                format!("write text with a unit, such as \"{example}\""),
            );
            None
        }
        other => wrong_type(&format!("text such as \"{example}\""), other, span, reader),
    }
}

/// Reports a mistake at the part of the text that is wrong.
pub(crate) fn report(
    error: &TextError,
    text: &str,
    span: Span,
    reader: &mut Reader<'_>,
    (family, example): (Family, &str),
) {
    // A file that could not be read was reported when it was tried.
    if error.kind == TextErrorKind::Unreadable {
        return;
    }
    let formless = matches!(
        error.kind,
        TextErrorKind::Empty | TextErrorKind::Syntax | TextErrorKind::UnknownUnit
    );
    let example = || formless.then(|| format!("write it as in \"{example}\""));
    let help = error.help.clone().or_else(example);
    let span = part_of(span, text, &error.span, reader);
    let code = family.code(error.kind);
    match help {
        Some(help) => reader.report_with(code, span, error.message.clone(), help),
        None => reader.report(code, span, error.message.clone()),
    }
}

/// The place of a part of a text: exact where the text stands in the file as it is, else the whole value.
fn part_of(span: Span, text: &str, part: &std::ops::Range<usize>, reader: &Reader<'_>) -> Span {
    let raw = reader.findings.raw(span);
    let Some(before) = raw
        .find(text)
        .filter(|_| !text.is_empty() && part.start < part.end)
    else {
        return span;
    };
    let start = span.start as usize + before;
    Span::new(span.source, start + part.start..start + part.end)
}

fn text_schema(pattern: Option<&str>, example: &str) -> Json {
    match pattern {
        Some(pattern) => json!({ "type": "string", "pattern": pattern, "examples": [example] }),
        None => json!({ "type": "string", "minLength": 1, "examples": [example] }),
    }
}
