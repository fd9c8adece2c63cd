//! How a key's value is read and how it is described in the JSON Schema: one trait, implemented by every type that a key
//! can have.

use jiff::civil::Date;
use serde_json::{Value as Json, json};

use super::reader::Reader;
use super::value::{Given, Row, Span, Value};
use crate::diagnostics::Code;

/// A type that a key can have.
pub(crate) trait FromValue: Sized {
    /// Reads it; what is wrong is reported, then the result is `None`.
    fn from_value(value: Value, span: Span, reader: &mut Reader<'_>) -> Option<Self>;

    /// Its JSON Schema.
    fn schema() -> Json;
}

/// Reports that something else was expected here.
pub(crate) fn wrong_type<T>(
    expected: &str,
    value: &Value,
    span: Span,
    reader: &mut Reader<'_>,
) -> Option<T> {
    if !matches!(value, Value::Bad) {
        reader.report(
            Code::WrongType,
            span,
            format!("expected {expected}, found {}", value.kind()),
        );
    }
    None
}

impl FromValue for String {
    fn from_value(value: Value, span: Span, reader: &mut Reader<'_>) -> Option<Self> {
        match value {
            Value::Text(text) | Value::Cell(text) => Some(text),
            other => wrong_type("text in quotation marks", &other, span, reader),
        }
    }

    fn schema() -> Json {
        json!({ "type": "string" })
    }
}

impl FromValue for bool {
    fn from_value(value: Value, span: Span, reader: &mut Reader<'_>) -> Option<Self> {
        match &value {
            Value::Bool(truth) => Some(*truth),
            Value::Cell(text) if text == "true" => Some(true),
            Value::Cell(text) if text == "false" => Some(false),
            _ => wrong_type("true or false", &value, span, reader),
        }
    }

    fn schema() -> Json {
        json!({ "type": "boolean" })
    }
}

impl FromValue for f64 {
    /// A finite number.
    fn from_value(value: Value, span: Span, reader: &mut Reader<'_>) -> Option<Self> {
        let number = match &value {
            Value::Integer(number) => *number as f64,
            Value::Float(number) => *number,
            Value::Cell(text) => match text.parse() {
                Ok(number) => number,
                Err(_) => return wrong_type(decimal_hint(text), &value, span, reader),
            },
            _ => return wrong_type("a number", &value, span, reader),
        };
        if !number.is_finite() {
            reader.report(
                Code::NotFinite,
                span,
                format!("`{}` is not a finite number", reader.findings.raw(span)),
            );
            return None;
        }
        Some(number)
    }

    fn schema() -> Json {
        json!({ "type": "number" })
    }
}

/// Spreadsheets of half the world write a decimal comma.
fn decimal_hint(text: &str) -> &'static str {
    if text.contains(',') {
        "a number with a decimal point"
    } else {
        "a number"
    }
}

impl FromValue for i64 {
    fn from_value(value: Value, span: Span, reader: &mut Reader<'_>) -> Option<Self> {
        match &value {
            Value::Integer(number) => Some(*number),
            Value::Cell(text) => match text.parse() {
                Ok(number) => Some(number),
                Err(_) => wrong_type("a whole number", &value, span, reader),
            },
            Value::Float(number) if !number.is_finite() => {
                f64::from_value(value, span, reader).and(None)
            }
            _ => wrong_type("a whole number", &value, span, reader),
        }
    }

    fn schema() -> Json {
        json!({ "type": "integer" })
    }
}

impl FromValue for u64 {
    fn from_value(value: Value, span: Span, reader: &mut Reader<'_>) -> Option<Self> {
        let number = i64::from_value(value, span, reader)?;
        if number < 0 {
            reader.report(Code::OutOfRange, span, format!("{number} is negative"));
        }
        Self::try_from(number).ok()
    }

    fn schema() -> Json {
        json!({ "type": "integer", "minimum": 0 })
    }
}

impl FromValue for u32 {
    fn from_value(value: Value, span: Span, reader: &mut Reader<'_>) -> Option<Self> {
        let number = u64::from_value(value, span, reader)?;
        if number > u64::from(Self::MAX) {
            reader.report(
                Code::OutOfRange,
                span,
                format!("{number} is larger than {}", Self::MAX),
            );
        }
        Self::try_from(number).ok()
    }

    fn schema() -> Json {
        json!({ "type": "integer", "minimum": 0, "maximum": Self::MAX })
    }
}

impl FromValue for Date {
    fn from_value(value: Value, span: Span, reader: &mut Reader<'_>) -> Option<Self> {
        match &value {
            Value::Date(date) => Some(*date),
            Value::Cell(text) | Value::Text(text) => match text.parse() {
                Ok(date) => Some(date),
                Err(_) => {
                    let message = format!("`{text}` is not a date");
                    reader.report_with(
                        Code::NotATime,
                        span,
                        message,
                        "write year-month-day, such as 2026-11-02",
                    );
                    None
                }
            },
            _ => wrong_type("a date such as 2026-11-02", &value, span, reader),
        }
    }

    fn schema() -> Json {
        json!({ "type": "string", "format": "date" })
    }
}

impl<T: FromValue> FromValue for Vec<Given<T>> {
    /// All elements that can be read; the others are reported.
    fn from_value(value: Value, span: Span, reader: &mut Reader<'_>) -> Option<Self> {
        let Value::List(items) = value else {
            return wrong_type("a list in brackets", &value, span, reader);
        };
        let read = |item: Given<Value>, reader: &mut Reader<'_>| {
            T::from_value(item.value, item.span, reader).map(|value| Given {
                value,
                span: item.span,
            })
        };
        let count = items.len();
        let given: Self = items
            .into_iter()
            .filter_map(|item| read(item, reader))
            .collect();
        // A shorter list would only cause messages about its length.
        (given.len() == count).then_some(given)
    }

    fn schema() -> Json {
        json!({ "type": "array", "items": T::schema() })
    }
}

/// Names of one's own choice with values, in the order of the file.
#[derive(Clone, Debug)]
pub struct Named<T> {
    /// Names and values.
    pub entries: Vec<(Given<String>, T)>,
    /// Some values could not be understood (and were reported).
    pub incomplete: bool,
}

impl<T: FromValue> FromValue for Named<T> {
    fn from_value(value: Value, span: Span, reader: &mut Reader<'_>) -> Option<Self> {
        let Value::Table(Row { entries, .. }) = value else {
            return wrong_type("a table", &value, span, reader);
        };
        let count = entries.len();
        let mut named = Vec::with_capacity(count);
        for entry in entries {
            let name = Given {
                value: entry.key.to_string(),
                span: entry.key_span,
            };
            if let Some(value) = T::from_value(entry.value.value, entry.value.span, reader) {
                named.push((name, value));
            }
        }
        Some(Self {
            incomplete: named.len() < count,
            entries: named,
        })
    }

    fn schema() -> Json {
        json!({ "type": "object", "additionalProperties": T::schema() })
    }
}
