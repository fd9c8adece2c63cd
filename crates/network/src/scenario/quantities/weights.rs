//! Weights, and what a vehicle takes.

use serde_json::{Value as Json, json};

use super::{Family, parsed, text_schema};
use crate::diagnostics::Code;
use crate::network::LoadLimit;
use crate::scenario::from_value::FromValue;
use crate::scenario::reader::Reader;
use crate::scenario::value::{Span, Value};
use crate::text::{self, pattern};

/// A weight in grams.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Weight(pub i64);

impl FromValue for Weight {
    fn from_value(value: Value, span: Span, reader: &mut Reader<'_>) -> Option<Self> {
        parsed(
            &value,
            span,
            reader,
            (Family::Quantity, "2kg"),
            text::weight,
        )
        .map(Self)
    }

    fn schema() -> Json {
        text_schema(Some(pattern::WEIGHT), "2kg")
    }
}

/// What a departure takes: a number of parcels, or a weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoadLimitText(pub LoadLimit);

impl FromValue for LoadLimitText {
    fn from_value(value: Value, span: Span, reader: &mut Reader<'_>) -> Option<Self> {
        let weighed = match &value {
            Value::Text(_) => true,
            Value::Cell(text) => text.ends_with(char::is_alphabetic),
            _ => false,
        };
        let limit = if weighed {
            let grams = Weight::from_value(value, span, reader)?.0;
            LoadLimit::Grams(u32::try_from(grams).ok()?)
        } else {
            LoadLimit::Parcels(u32::from_value(value, span, reader)?)
        };
        if matches!(limit, LoadLimit::Parcels(0) | LoadLimit::Grams(0)) {
            let message = "`capacity` is 0, it must be at least 1";
            reader.report(Code::OutOfRange, span, message);
            return None;
        }
        Some(Self(limit))
    }

    fn schema() -> Json {
        json!({ "anyOf": [{ "type": "integer", "minimum": 1 }, text_schema(Some(pattern::WEIGHT), "800kg")] })
    }
}
