//! Parameters that are not known for sure.

use super::axes::{addresses, changes};
use super::tables::UncertainRow;
use crate::diagnostics::Code;
use crate::distribution::Distribution;
use crate::scenario::reader::Reader;
use crate::scenario::value::{Given, Span, Value};
use crate::scenario::{Change, ChangePath, How, Written};
use crate::text;

/// A parameter and what is known of it.
#[derive(Clone, Debug)]
pub struct Uncertain {
    /// What it is called.
    pub name: String,
    /// What is known of its value, or of the factor.
    pub law: Distribution,
    /// What takes the value.
    addresses: Vec<ChangePath>,
    /// Whether the value is a factor.
    scales: bool,
    span: Span,
}

impl Uncertain {
    /// The changes that give a scenario this value, or multiply by it.
    #[must_use]
    pub fn drawn(&self, value: f64) -> Vec<Change> {
        let how = if self.scales {
            How::Scale(value)
        } else {
            How::Set(Written(Value::Float(value)))
        };
        changes(&self.addresses, &how, self.span)
    }
}

/// Reads the parameters; those that are not understood are reported and left out.
pub(super) fn uncertain(rows: &[Given<UncertainRow>], reader: &mut Reader<'_>) -> Vec<Uncertain> {
    rows.iter().filter_map(|row| one(row, reader)).collect()
}

fn one(row: &Given<UncertainRow>, reader: &mut Reader<'_>) -> Option<Uncertain> {
    let UncertainRow {
        set, scale, law, ..
    } = &row.value;
    if set.is_absent() == scale.is_absent() {
        let message = "an uncertain parameter needs `set` or `scale`, and not both";
        reader.report(Code::BadAxis, row.span, message);
        return None;
    }
    let scales = set.is_absent();
    let written = if scales { scale } else { set };
    let addresses = addresses(written.value()?, reader)?;
    let given = law.given()?;
    let mut no_file = |_: &str| Err("a law of a study stands in one line".to_owned());
    let law = match text::distribution(&given.value, text::Unit::Plain, &mut no_file) {
        Ok(law) => law,
        Err(error) => {
            let help = error.help.unwrap_or_else(|| {
                "such as pert(0.9, 1.0, 1.2), uniform(0.8, 1.1) or normal(mean=1, sd=0.05)"
                    .to_owned()
            });
            reader.report_with(Code::NotADistribution, given.span, error.message, help);
            return None;
        }
    };
    let name = row.value.name.cloned();
    Some(Uncertain {
        name: name.unwrap_or_else(|| addresses[0].key().to_owned()),
        law,
        addresses,
        scales,
        span: given.span,
    })
}
