//! Changes of a scenario: other values in the place of those written, before anything is checked.
//!
//! A design of an experiment is a scenario with changes. They are made to the text's values, so whatever may be written may be changed,
//! and what is wrong with a new value is told like any other fault, at the place where the change stands.

mod path;
mod scaled;

pub use path::{ChangePath, PathError};

use std::rc::Rc;
use std::sync::Arc;

use super::findings::closest;
use super::reader::Reader;
use super::value::{Entry, Given, Row, Span, Value};
use crate::diagnostics::{Code, SourceText};
use crate::text::glob;

/// One change.
#[derive(Clone, Debug)]
pub struct Change {
    /// What is changed.
    pub path: ChangePath,
    /// How.
    pub how: How,
    /// Where its value stands in the file that asks for it.
    pub span: Span,
    /// Where its address stands there.
    pub address: Span,
}

/// How a value is changed.
#[derive(Clone, Debug)]
pub enum How {
    /// It is replaced.
    Set(Written),
    /// Its amounts are multiplied.
    Scale(f64),
}

/// A value as written, of any type.
#[derive(Clone, Debug)]
pub struct Written(pub(crate) Value);

impl Written {
    /// A text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self(Value::Text(text.into()))
    }

    /// A whole number.
    #[must_use]
    pub fn whole(number: i64) -> Self {
        Self(Value::Integer(number))
    }

    /// Its text, without quotation marks.
    #[must_use]
    pub fn shown(&self) -> String {
        shown(&self.0)
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Cell(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        // 1.0 stays 1.0, as it was written.
        Value::Float(number) => format!("{number:?}"),
        Value::Bool(truth) => truth.to_string(),
        Value::Date(date) => date.to_string(),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(|item| shown(&item.value)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Table(row) => {
            let entries = row.entries.iter();
            let entries: Vec<String> = entries
                .map(|entry| format!("{} = {}", entry.key, shown(&entry.value.value)))
                .collect();
            format!("{{ {} }}", entries.join(", "))
        }
        Value::DateTime | Value::Bad => "?".to_owned(),
    }
}

impl Change {
    /// The change in words, for a digest.
    fn text(&self) -> String {
        match &self.how {
            How::Set(written) => format!("{} = {}", self.path, written.shown()),
            How::Scale(factor) => format!("{} x {factor}", self.path),
        }
    }
}

/// The changes of one design, and the file that they stand in.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// In their order: a later one sees what an earlier one made.
    pub list: Vec<Change>,
    /// The text that their spans point into, as source 0.
    pub source: Option<Arc<SourceText>>,
}

/// Changes under way, with how often each was made.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pending {
    list: Vec<(Change, Made)>,
}

#[derive(Clone, Debug, Default)]
struct Made {
    times: usize,
    /// Names that stood where none of the pattern was found.
    names: Vec<String>,
}

impl Pending {
    pub(crate) fn new(changes: &Changes) -> Self {
        let list = changes.list.iter().cloned();
        Self {
            list: list.map(|change| (change, Made::default())).collect(),
        }
    }

    /// Makes the changes to the document that concern what stands in it.
    pub(crate) fn change_document(&mut self, document: &mut Row) {
        for (change, made) in &mut self.list {
            let (list, parts) = (list_of(change.path.parts()), change.path.parts());
            // A table that stands in a file of its own is changed when that is read.
            if list.is_some_and(|list| !holds_rows(document, list.table)) {
                continue;
            }
            descend(document, parts, &mut Vec::new(), (change, &mut *made));
        }
    }

    /// Makes the changes to a row of a table that stands in a file.
    pub(crate) fn change_row(&mut self, table: &str, row: &mut Row) {
        for (change, made) in &mut self.list {
            let Some(list) = list_of(change.path.parts()).filter(|list| list.table == table) else {
                continue;
            };
            let name = list.name_of(row);
            if let [_, wanted, below @ ..] = change.path.parts() {
                if glob::matches(wanted, &name) {
                    descend(
                        row,
                        below,
                        &mut vec![table.to_owned()],
                        (change, &mut *made),
                    );
                } else {
                    made.names.push(name);
                }
            }
        }
    }

    /// Keys that changes give to rows of a table in a file, with the places of the changes.
    pub(crate) fn keys_of(&self, table: &str) -> Vec<(String, Span)> {
        let changes = self.list.iter().map(|(change, _)| change);
        let of_table = changes
            .filter(|change| list_of(change.path.parts()).is_some_and(|list| list.table == table));
        let keys = of_table.filter_map(|change| {
            let key = change.path.parts().get(2)?;
            Some((key.clone(), change.address))
        });
        keys.collect()
    }

    /// All changes in words, for a digest.
    pub(crate) fn texts(&self) -> impl Iterator<Item = String> + '_ {
        self.list.iter().map(|(change, _)| change.text())
    }

    /// Reports the changes that changed nothing.
    pub(crate) fn report_idle(self, reader: &mut Reader<'_>) {
        if reader.incomplete {
            return;
        }
        for (change, made) in self.list {
            if made.times > 0 {
                continue;
            }
            let message = match change.how {
                How::Set(_) => format!("`{}` names nothing in the scenario", change.path),
                How::Scale(_) => format!("`{}` names no amount that could be scaled", change.path),
            };
            let tables = LISTS.iter().map(|list| list.table);
            let known: Vec<&str> = made
                .names
                .iter()
                .map(String::as_str)
                .chain(tables)
                .collect();
            let mut slips = change.path.parts().iter();
            let meant = slips.find_map(|part| {
                let others = known.iter().copied();
                closest(part, others).filter(|_| !known.contains(&part.as_str()))
            });
            let help = meant.map_or_else(
                || "an address is `table.name.key`, such as `service_levels.next-day.cutoff` or `stages.\"ATL7/pack\".servers`; `*` stands for any name".to_owned(),
                |name| format!("did you mean `{name}`?"),
            );
            reader.report_with(Code::NothingChanged, change.address, message, help);
        }
    }
}

/// A table of named rows.
struct List {
    table: &'static str,
    /// The columns that make the name of a row.
    columns: &'static [&'static str],
    between: &'static str,
}

impl List {
    fn name_of(&self, row: &Row) -> String {
        let texts = self.columns.iter().map(|column| {
            let mut entries = row.entries.iter();
            let found = entries.find(|entry| &*entry.key == *column);
            found.map_or_else(String::new, |entry| shown(&entry.value.value))
        });
        texts.collect::<Vec<_>>().join(self.between)
    }
}

const fn named(table: &'static str) -> List {
    List {
        table,
        columns: &["name"],
        between: "",
    }
}

const LISTS: &[List] = &[
    named("facilities"),
    named("zones"),
    named("pools"),
    named("skus"),
    named("carriers"),
    named("deadlines"),
    named("shocks"),
    named("service_levels"),
    List {
        table: "stages",
        columns: &["facility", "stage"],
        between: "/",
    },
    List {
        table: "lanes",
        columns: &["from", "to"],
        between: "->",
    },
    List {
        table: "stock",
        columns: &["facility", "sku"],
        between: "/",
    },
    List {
        table: "paddings",
        columns: &["service_level", "zone"],
        between: "/",
    },
    List {
        table: "routes",
        columns: &["zone", "service_level"],
        between: "/",
    },
];

fn list_of(parts: &[String]) -> Option<&'static List> {
    let first = parts.first()?;
    LISTS.iter().find(|list| list.table == first)
}

fn holds_rows(document: &Row, table: &str) -> bool {
    let mut entries = document.entries.iter();
    entries.any(|entry| &*entry.key == table)
}

/// Goes down to the values that the parts name and changes them.
fn descend(row: &mut Row, parts: &[String], above: &mut Vec<String>, change: (&Change, &mut Made)) {
    let ([key] | [key, ..]) = parts else { return };
    let (change, made) = change;
    let last = parts.len() == 1;
    let list = LISTS
        .iter()
        .find(|list| above.is_empty() && list.table == key);
    let is_pattern = key.contains(['*', '?']);
    let mut found = false;
    for entry in &mut row.entries {
        if !glob::matches(key, &entry.key) {
            made.names.push(entry.key.to_string());
            continue;
        }
        found = true;
        if last {
            alter(&mut entry.value, (change, &mut *made));
            continue;
        }
        above.push(key.clone());
        match &mut entry.value.value {
            Value::Table(below) => descend(below, &parts[1..], above, (change, &mut *made)),
            Value::List(items) => {
                let named = list.unwrap_or(&OTHER_ROWS);
                change_items(items, named, &parts[1..], above, (change, &mut *made));
            }
            // A key where a table was due: it is replaced by one.
            value if matches!(change.how, How::Set(_)) && parts.len() == 2 => {
                let mut below = empty(change.span);
                descend(&mut below, &parts[1..], above, (change, &mut *made));
                *value = Value::Table(below);
            }
            _ => {}
        }
        above.pop();
    }
    if !found && !is_pattern && list.is_none() {
        create(row, parts, above, (change, &mut *made));
    }
}

fn change_items(
    items: &mut [Given<Value>],
    list: &List,
    parts: &[String],
    above: &mut Vec<String>,
    (change, made): (&Change, &mut Made),
) {
    let [wanted, below @ ..] = parts else { return };
    for (at, item) in items.iter_mut().enumerate() {
        let Value::Table(row) = &mut item.value else {
            continue;
        };
        let name = list.name_of(row);
        if glob::matches(wanted, &name) || *wanted == at.to_string() {
            descend(row, below, above, (change, &mut *made));
        } else {
            made.names.push(name);
        }
    }
}

/// Gives a table a key that it does not have; only a value that is set can be one.
fn create(
    row: &mut Row,
    parts: &[String],
    above: &mut Vec<String>,
    (change, made): (&Change, &mut Made),
) {
    let How::Set(written) = &change.how else {
        return;
    };
    // A table that nobody wrote is more likely a slip than a wish, except for a few that may be left out.
    if above.is_empty() && !OPTIONAL_TABLES.contains(&&*parts[0]) {
        return;
    }
    let value = if let [_] = parts {
        made.times += 1;
        written.0.clone()
    } else {
        let mut below = empty(change.span);
        above.push(parts[0].clone());
        descend(&mut below, &parts[1..], above, (change, &mut *made));
        above.pop();
        Value::Table(below)
    };
    row.entries.push(Entry {
        key: Rc::from(parts[0].as_str()),
        key_span: change.span,
        value: Given {
            value,
            span: change.span,
        },
    });
}

/// Tables of the main file that may be absent and come into being with a change.
const OPTIONAL_TABLES: &[&str] = &[
    "study", "offer", "sourcing", "returns", "costs", "blame", "basket",
];

fn alter(value: &mut Given<Value>, (change, made): (&Change, &mut Made)) {
    let new = match &change.how {
        How::Set(written) => Some(written.0.clone()),
        How::Scale(factor) => scaled::scaled(&value.value, *factor),
    };
    if let Some(new) = new {
        made.times += 1;
        *value = Given {
            value: new,
            span: change.span,
        };
    }
}

fn empty(span: Span) -> Row {
    Row {
        span,
        entries: Vec::new(),
    }
}

/// Rows of a table without a name of its own go by their `name`, if they have one, or their number, from 0.
const OTHER_ROWS: List = named("");
