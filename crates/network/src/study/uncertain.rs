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
    /// What it is called; no other one is called the same, since random numbers go by names.
    pub name: String,
    /// What is known of its value, or of the factor.
    pub law: Distribution,
    /// Where the law stands, and with it every value drawn.
    pub span: Span,
    /// What takes the value.
    addresses: Vec<Given<ChangePath>>,
    /// Whether the value is a factor.
    scales: bool,
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

/// A parameter with the name that it was given, and where that stands.
struct Row {
    named: Option<Given<String>>,
    parameter: Uncertain,
}

/// Reads the parameters; those that are not understood are reported and left out.
pub(super) fn uncertain(rows: &[Given<UncertainRow>], reader: &mut Reader<'_>) -> Vec<Uncertain> {
    let mut rows: Vec<Row> = rows.iter().filter_map(|row| one(row, reader)).collect();
    tell_addresses_apart(&rows, reader);
    give_names(&mut rows);
    tell_names_apart(&rows, reader);
    rows.into_iter().map(|row| row.parameter).collect()
}

fn one(row: &Given<UncertainRow>, reader: &mut Reader<'_>) -> Option<Row> {
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
    let addresses = addresses(written.given()?, reader)?;
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
    Some(Row {
        named: row.value.name.given().cloned(),
        parameter: Uncertain {
            name: String::new(),
            law,
            span: given.span,
            addresses,
            scales,
        },
    })
}

/// What two parameters give a value to, or one parameter twice, has the value of neither.
fn tell_addresses_apart(rows: &[Row], reader: &mut Reader<'_>) {
    let mut seen: Vec<&ChangePath> = Vec::new();
    for address in rows.iter().flat_map(|row| &row.parameter.addresses) {
        if seen.contains(&&address.value) {
            let message = format!("`{}` is uncertain twice", address.value);
            let help = "say in one place all that is known of it";
            reader.report_with(Code::DesignsClash, address.span, message, help);
        }
        seen.push(&address.value);
    }
}

/// The name given, else the last key of the address, else, where another parameter is called that too, the whole address.
fn give_names(rows: &mut [Row]) {
    let short = |row: &Row| row.parameter.addresses[0].value.key().to_owned();
    let names: Vec<String> = rows
        .iter()
        .map(|row| {
            let given = row.named.as_ref().map(|given| given.value.clone());
            given.unwrap_or_else(|| short(row))
        })
        .collect();
    for (row, name) in rows.iter_mut().zip(&names) {
        let shared = names.iter().filter(|other| *other == name).count() > 1;
        row.parameter.name = if row.named.is_none() && shared {
            row.parameter.addresses[0].value.to_string()
        } else {
            name.clone()
        };
    }
}

/// Parameters of one name would be drawn as one.
fn tell_names_apart(rows: &[Row], reader: &mut Reader<'_>) {
    for (at, row) in rows.iter().enumerate() {
        let same = |other: &Row| other.parameter.name == row.parameter.name;
        let named = row.named.as_ref().or_else(|| {
            // A name that is the whole address of a parameter above.
            let above = rows[..at].iter().find(|other| same(other));
            above.and_then(|other| other.named.as_ref())
        });
        if let Some(named) = named.filter(|_| rows[..at].iter().any(same)) {
            let message = format!("two uncertain parameters are called `{}`", named.value);
            let help = "random numbers go by names: give each parameter a `name` of its own";
            reader.report_with(Code::DesignsClash, named.span, message, help);
        }
    }
}
