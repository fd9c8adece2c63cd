//! Distributions and the laws of shocks.

use serde_json::{Value as Json, json};

use super::{Family, parsed, report, text_schema};
use crate::distribution::{Distribution, ShockLaw};
use crate::network::Grain;
use crate::scenario::from_value::{FromValue, wrong_type};
use crate::scenario::reader::Reader;
use crate::scenario::value::{Given, Span, Value};
use crate::text::{self, TextError, TextErrorKind, Unit};

/// What is expected where a distribution is due.
const DISTRIBUTION: (Family, &str) = (Family::Law, "lognormal(mean=20min, cv=0.5)");
/// What is expected where a number or its law is due.
const PLAIN_LAW: (Family, &str) = (Family::Law, "mixture(0.8: 1, 0.2: 2)");
/// What is expected where the law of a shock is due.
const SHOCK_LAW: (Family, &str) = (Family::Law, "ar1(sigma=0.15, phi=0.6)");

impl FromValue for Distribution {
    fn from_value(value: Value, span: Span, reader: &mut Reader<'_>) -> Option<Self> {
        let (Value::Text(text) | Value::Cell(text)) = &value else {
            return parsed(&value, span, reader, DISTRIBUTION, |_| unreachable_text());
        };
        let read = &mut |path: &str| read_file(path, span, reader);
        let law = text::distribution(text, Unit::Duration, read);
        reported(law, text, span, reader, DISTRIBUTION)
    }

    fn schema() -> Json {
        text_schema(None, "lognormal(mean=20min, cv=0.5)")
    }
}

/// A plain number, or the law of one.
#[derive(Clone, Debug, PartialEq)]
pub struct PlainLaw(pub Distribution);

impl FromValue for PlainLaw {
    fn from_value(value: Value, span: Span, reader: &mut Reader<'_>) -> Option<Self> {
        let (Value::Text(text) | Value::Cell(text)) = &value else {
            let number = f64::from_value(value, span, reader)?;
            return Some(Self(Distribution::Constant(number)));
        };
        let read = &mut |path: &str| read_file(path, span, reader);
        let law = text::distribution(text, Unit::Plain, read);
        reported(law, text, span, reader, PLAIN_LAW).map(Self)
    }

    fn schema() -> Json {
        json!({ "anyOf": [{ "type": "number" }, { "type": "string" }] })
    }
}

/// Only called for texts, which were handled before.
fn unreachable_text<T>() -> Result<T, TextError> {
    Err(TextError {
        kind: TextErrorKind::Syntax,
        span: 0..0,
        message: "not a distribution".into(),
        help: None,
    })
}

/// The law of a weight, in grams.
#[derive(Clone, Debug, PartialEq)]
pub struct WeightLaw(pub Distribution);

/// What is expected where the law of a weight is due.
const WEIGHT: (Family, &str) = (Family::Law, "lognormal(median=1.2kg, p95=6kg)");

impl FromValue for WeightLaw {
    fn from_value(value: Value, span: Span, reader: &mut Reader<'_>) -> Option<Self> {
        let (Value::Text(text) | Value::Cell(text)) = &value else {
            return parsed(&value, span, reader, WEIGHT, |_| unreachable_text());
        };
        let read = &mut |path: &str| read_file(path, span, reader);
        let law = text::distribution(text, Unit::Weight, read);
        reported(law, text, span, reader, WEIGHT).map(Self)
    }

    fn schema() -> Json {
        text_schema(None, "lognormal(median=1.2kg, p95=6kg)")
    }
}

/// The text of a file that a distribution names; what is wrong with it is reported here.
fn read_file(path: &str, named_at: Span, reader: &mut Reader<'_>) -> Result<String, String> {
    match reader.text(path, Some(named_at)) {
        Some((_, source)) => Ok(source.text().to_owned()),
        None => Err("it was reported when it was read".to_owned()),
    }
}

/// The law of a shock with this grain.
pub(crate) fn shock_law(
    law: &Given<LawText>,
    grain: Grain,
    reader: &mut Reader<'_>,
) -> Option<ShockLaw> {
    let Given {
        value: LawText(text),
        span,
    } = law;
    let read = &mut |path: &str| read_file(path, *span, reader);
    let law = text::shock_law(text, grain, read);
    reported(law, text, *span, reader, SHOCK_LAW)
}

/// What was read; a mistake is reported.
fn reported<T>(
    law: Result<T, TextError>,
    text: &str,
    span: Span,
    reader: &mut Reader<'_>,
    form: (Family, &str),
) -> Option<T> {
    match law {
        Ok(law) => Some(law),
        Err(error) => {
            report(&error, text, span, reader, form);
            None
        }
    }
}

/// The law of a shock; what its spells mean depends on the grain, so it is parsed when that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LawText(pub String);

impl FromValue for LawText {
    fn from_value(value: Value, span: Span, reader: &mut Reader<'_>) -> Option<Self> {
        match value {
            Value::Text(text) | Value::Cell(text) => Some(Self(text)),
            other => wrong_type(
                "a law such as \"lognormal(mean=1, cv=0.1)\"",
                &other,
                span,
                reader,
            ),
        }
    }

    fn schema() -> Json {
        text_schema(None, "ar1(sigma=0.15, phi=0.6)")
    }
}
