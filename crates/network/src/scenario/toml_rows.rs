//! From TOML to values with places; all syntax errors at once.

use std::rc::Rc;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::reader::Reader;
use super::value::{Entry, Given, Row, Span, Value};
use crate::diagnostics::Code;

/// Parses a document as far as it goes and reports every syntax error.
pub(crate) fn parse(text: &str, source: u32, reader: &mut Reader<'_>) -> Row {
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let span = Span::new(source, error.span().unwrap_or(0..0));
        report(error.message(), span, text, reader);
    }
    // The document as a whole has no place of its own: its beginning.
    row(table.get_ref(), 0..0, source)
}

fn report(message: &str, span: Span, text: &str, reader: &mut Reader<'_>) {
    if !message.starts_with("duplicate key") {
        reader.incomplete = true;
        reader.report(Code::TomlSyntax, span, message.to_owned());
        return;
    }
    // All keys of the second of two tables are lost; of two keys only one.
    let before = text.as_bytes().get(..span.start as usize);
    reader.incomplete |= before.is_some_and(|before| before.ends_with(b"["));
    let key = reader.findings.raw(span).to_owned();
    let message = format!("`{key}` stands twice in its table");
    reader.report(Code::DuplicateKey, span, message);
}

fn row(table: &DeTable<'_>, span: std::ops::Range<usize>, source: u32) -> Row {
    let mut entries: Vec<Entry> = table
        .iter()
        .map(|(key, value)| Entry {
            key: Rc::from(key.get_ref().as_ref()),
            key_span: Span::new(source, key.span()),
            value: given(value, source),
        })
        .collect();
    // The parser sorts keys by name; the order of the file is what people expect of named calendars and profiles.
    entries.sort_by_key(|entry| entry.key_span.start);
    Row {
        span: Span::new(source, span),
        entries,
    }
}

fn given(value: &Spanned<DeValue<'_>>, source: u32) -> Given<Value> {
    Given {
        value: converted(value, source),
        span: Span::new(source, value.span()),
    }
}

fn converted(value: &Spanned<DeValue<'_>>, source: u32) -> Value {
    match value.get_ref() {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => Value::Integer(number),
            // Too large for an integer: as a float it is out of range wherever it matters.
            Err(_) => Value::Float(number.as_str().parse().unwrap_or(f64::INFINITY)),
        },
        DeValue::Float(number) => Value::Float(number.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(truth) => Value::Bool(*truth),
        DeValue::Datetime(time) => date(time).map_or(Value::DateTime, Value::Date),
        DeValue::Array(items) => {
            Value::List(items.iter().map(|item| given(item, source)).collect())
        }
        DeValue::Table(table) => Value::Table(row(table, value.span(), source)),
    }
}

/// A local date without a time.
fn date(time: &toml::value::Datetime) -> Option<Date> {
    if time.time.is_some() || time.offset.is_some() {
        return None;
    }
    let date = time.date?;
    Date::new(
        i16::try_from(date.year).ok()?,
        i8::try_from(date.month).ok()?,
        i8::try_from(date.day).ok()?,
    )
    .ok()
}
