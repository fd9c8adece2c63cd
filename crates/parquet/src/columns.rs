//! The columns of the table.

use std::sync::Arc;

use parquet::basic::{LogicalType, Repetition, Type as PhysicalType};
use parquet::errors::ParquetError;
use parquet::schema::types::{Type, TypePtr};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    Integer,
    Truth,
    /// What kind of place or cause; its index, where it has one, is in [`INDEX`].
    Text,
}

/// The column that names the kind of the record.
pub(crate) const KIND: &str = "record";

/// The column of the index that belongs to a [`Holds::Text`].
pub(crate) const INDEX: &str = "index";

/// Every field of any record, by name: who is concerned, where, when, and what else.
pub(crate) const COLUMNS: &[(&str, Holds)] = &[
    ("order", Holds::Integer),
    ("of", Holds::Integer),
    ("first", Holds::Integer),
    ("zone", Holds::Integer),
    ("level", Holds::Integer),
    ("origin", Holds::Integer),
    ("stage", Holds::Integer),
    ("lane", Holds::Integer),
    ("stock", Holds::Integer),
    ("at", Holds::Integer),
    ("arrive", Holds::Integer),
    ("start", Holds::Integer),
    ("end", Holds::Integer),
    ("from", Holds::Integer),
    ("to", Holds::Integer),
    ("ready", Holds::Integer),
    ("scheduled", Holds::Integer),
    ("departed", Holds::Integer),
    ("arrives", Holds::Integer),
    ("base", Holds::Integer),
    ("promise", Holds::Integer),
    ("lines", Holds::Integer),
    ("units", Holds::Integer),
    ("grams", Holds::Integer),
    ("service", Holds::Integer),
    ("repairs", Holds::Integer),
    ("succeeds", Holds::Truth),
    ("handling", Holds::Integer),
    ("transport", Holds::Integer),
    ("failure", Holds::Integer),
    ("padding", Holds::Integer),
    ("placed", Holds::Integer),
    ("delivered", Holds::Integer),
    ("open", Holds::Integer),
    ("not_offered", Holds::Integer),
    ("place", Holds::Text),
    ("cause", Holds::Text),
    (INDEX, Holds::Integer),
    ("leaves", Holds::Integer),
    ("facility", Holds::Integer),
    ("resellable", Holds::Truth),
    ("ticks", Holds::Integer),
];

/// The schema of the table.
pub(crate) fn schema() -> Result<TypePtr, ParquetError> {
    let kind = Type::primitive_type_builder(KIND, PhysicalType::BYTE_ARRAY)
        .with_repetition(Repetition::REQUIRED)
        .with_logical_type(Some(LogicalType::String))
        .build()?;
    let mut fields = vec![Arc::new(kind)];
    for &(name, holds) in COLUMNS {
        let (of, logical) = match holds {
            Holds::Integer => (PhysicalType::INT64, None),
            Holds::Truth => (PhysicalType::BOOLEAN, None),
            Holds::Text => (PhysicalType::BYTE_ARRAY, Some(LogicalType::String)),
        };
        let column = Type::primitive_type_builder(name, of)
            .with_repetition(Repetition::OPTIONAL)
            .with_logical_type(logical)
            .build()?;
        fields.push(Arc::new(column));
    }
    Type::group_type_builder("trace")
        .with_fields(fields)
        .build()
        .map(Arc::new)
}
