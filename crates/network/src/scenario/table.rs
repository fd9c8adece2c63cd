//! Tables with known keys: `table!` declares the struct, its keys, how it is read and its JSON Schema in one place.

use std::rc::Rc;

use serde_json::{Map, Value as Json, json};

use super::findings::closest;
use super::from_value::FromValue;
use super::reader::Reader;
use super::value::{Entry, Field, Given, Row, Span, Value};
use crate::diagnostics::Code;

/// One key of a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key {
    /// Its name, in TOML and as a CSV column.
    pub(crate) name: &'static str,
    /// Whether the table must have it.
    pub(crate) required: bool,
    /// What it means.
    pub(crate) doc: &'static str,
    pub(crate) schema: fn() -> Json,
}

/// A table (or a row of a CSV file) with known keys.
pub(crate) trait Table: Sized {
    /// What one such table is called in messages.
    const TITLE: &'static str;
    /// Its keys.
    const KEYS: &'static [Key];

    /// Reads each key by itself.
    fn from_row(row: Row, reader: &mut Reader<'_>) -> Self;
}

impl<T: Table> FromValue for T {
    fn from_value(value: Value, span: Span, reader: &mut Reader<'_>) -> Option<Self> {
        match value {
            Value::Table(mut row) => {
                report_unknown_keys::<T>(&mut row, "key", reader);
                Some(T::from_row(row, reader))
            }
            other => super::from_value::wrong_type("a table", &other, span, reader),
        }
    }

    fn schema() -> Json {
        let properties: Map<String, Json> = T::KEYS
            .iter()
            .map(|key| (key.name.to_owned(), described(key)))
            .collect();
        let required: Vec<&str> = T::KEYS
            .iter()
            .filter(|key| key.required)
            .map(|key| key.name)
            .collect();
        json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
    }
}

fn described(key: &Key) -> Json {
    let mut schema = (key.schema)();
    if let Some(object) = schema.as_object_mut() {
        object.insert("description".to_owned(), json!(key.doc.trim()));
    }
    schema
}

/// What a key turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Recognised {
    /// The table has it.
    Known,
    /// The table does not have it, but this key, which was most likely meant.
    Meant(&'static str),
    /// The table has nothing like it.
    Unknown,
}

/// Reports keys that the table does not have. What was meant instead counts as given but not understood, so that it is
/// not reported as missing too.
pub(crate) fn report_unknown_keys<T: Table>(row: &mut Row, what: &str, reader: &mut Reader<'_>) {
    let mut meant = Vec::new();
    for entry in &row.entries {
        if let Recognised::Meant(name) = recognise::<T>(&entry.key, entry.key_span, what, reader) {
            meant.push((name, entry.key_span));
        }
    }
    for (name, key_span) in meant {
        if !row.entries.iter().any(|entry| &*entry.key == name) {
            let value = Given {
                value: Value::Bad,
                span: key_span,
            };
            row.entries.push(Entry {
                key: Rc::from(name),
                key_span,
                value,
            });
        }
    }
}

/// Reports a key or column that the table does not have, with the nearest one that it has.
pub(crate) fn recognise<T: Table>(
    key: &str,
    span: Span,
    what: &str,
    reader: &mut Reader<'_>,
) -> Recognised {
    let known = || T::KEYS.iter().map(|key| key.name);
    if known().any(|name| name == key) {
        return Recognised::Known;
    }
    let meant = closest(key, known());
    let help = match meant {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("known are {}", known().collect::<Vec<_>>().join(", ")),
    };
    // After a syntax error keys may stand in tables where they were not written.
    if !reader.incomplete {
        let message = format!("{} has no {what} `{key}`", T::TITLE);
        reader.report_with(Code::UnknownKey, span, message, help);
    }
    meant.map_or(Recognised::Unknown, Recognised::Meant)
}

/// Takes one key out of a row and reads it.
pub(crate) fn field<V: FromValue>(
    row: &mut Row,
    key: &str,
    required: bool,
    title: &str,
    reader: &mut Reader<'_>,
) -> Field<V> {
    let Some(Given { value, span }) = row.take(key) else {
        if !required {
            return Field::Absent;
        }
        report_missing(key, title, row.span, reader);
        return Field::Bad;
    };
    match value {
        Value::Bad => Field::Bad,
        Value::Cell(text) if text.is_empty() => {
            if !required {
                return Field::Absent;
            }
            report_missing(key, title, span, reader);
            Field::Bad
        }
        value => V::from_value(value, span, reader)
            .map_or(Field::Bad, |value| Field::Given(Given { value, span })),
    }
}

fn report_missing(key: &str, title: &str, span: Span, reader: &mut Reader<'_>) {
    if !reader.incomplete {
        reader.report(Code::MissingKey, span, format!("{title} needs `{key}`"));
    }
}

/// Declares a table: `required` and `optional` keys with their types; `as "name"` where the key is not the field's name.
macro_rules! table {
    (
        $(#[doc = $doc:literal])*
        $name:ident, $title:literal;
        $( $(#[doc = $key_doc:literal])* $need:ident $field:ident $(as $key:literal)? : $type:ty, )*
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, Default)]
        pub struct $name {
            /// Where the table or row stands.
            pub span: $crate::scenario::value::Span,
            $( $(#[doc = $key_doc])* pub $field: $crate::scenario::value::Field<$type>, )*
        }

        impl $crate::scenario::table::Table for $name {
            const TITLE: &'static str = $title;
            const KEYS: &'static [$crate::scenario::table::Key] = &[
                $( $crate::scenario::table::Key {
                    name: $crate::scenario::table::key!($field $($key)?),
                    required: $crate::scenario::table::need!($need),
                    doc: concat!($($key_doc),*),
                    schema: <$type as $crate::scenario::from_value::FromValue>::schema,
                }, )*
            ];

            fn from_row(mut row: $crate::scenario::value::Row, reader: &mut $crate::scenario::reader::Reader<'_>) -> Self {
                Self {
                    span: row.span,
                    $( $field: $crate::scenario::table::field(
                        &mut row,
                        $crate::scenario::table::key!($field $($key)?),
                        $crate::scenario::table::need!($need),
                        $title,
                        reader,
                    ), )*
                }
            }
        }
    };
}

macro_rules! key {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $key:literal) => {
        $key
    };
}

macro_rules! need {
    (required) => {
        true
    };
    (optional) => {
        false
    };
}

pub(crate) use {key, need, table};
