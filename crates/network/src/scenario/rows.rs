//! Tables of rows that stand inline or in a CSV file.

use std::rc::Rc;
use std::sync::Arc;

use super::csv_rows::{self, Cells};
use super::reader::Reader;
use super::table::{Recognised, Table, recognise};
use super::value::{Entry, Field, Given, Row, Span, Value};
use crate::diagnostics::Code;

/// The rows of a table.
#[derive(Clone, Debug)]
pub struct Rows<T> {
    /// In the order of the file.
    pub rows: Vec<T>,
    /// All rows could be read. Where not, a name that seems to be missing may just be in a row that was not understood.
    pub complete: bool,
    /// Where the table stands or is named, if it is.
    pub span: Option<Span>,
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            complete: true,
            span: None,
        }
    }
}

/// The rows of a table, from wherever they are.
pub(crate) fn merged<T: Table>(
    name: &str,
    inline: Field<Vec<Given<T>>>,
    file: Option<&Field<String>>,
    reader: &mut Reader<'_>,
) -> Rows<T> {
    let file = file.unwrap_or(&Field::Absent);
    if let (Field::Given(rows), Some(path)) = (&inline, file.given()) {
        let message = format!("`{name}` stands in this file and in `{}`", path.value);
        let help = format!("remove the rows here, or `{name}` under [tables]");
        reader.report_with(
            Code::TableTwice,
            rows.value.first().map_or(rows.span, |row| row.span),
            message,
            help,
        );
    }
    match (inline, file) {
        (Field::Given(Given { value, span }), _) => {
            let rows = value.into_iter().map(|row| row.value).collect();
            Rows {
                rows,
                complete: !reader.incomplete,
                span: Some(span),
            }
        }
        (_, Field::Given(path)) => changed_from_file(name, &path.value, path.span, reader),
        (Field::Bad, _) | (_, Field::Bad) => Rows {
            complete: false,
            ..Rows::default()
        },
        (Field::Absent, Field::Absent) => Rows {
            complete: !reader.incomplete,
            ..Rows::default()
        },
    }
}

/// The rows of a CSV file that is no table of the scenario, and so is never changed.
pub(crate) fn from_file<T: Table>(path: &str, named_at: Span, reader: &mut Reader<'_>) -> Rows<T> {
    changed_from_file("", path, named_at, reader)
}

/// The rows of the CSV file of a table, with the changes made to it.
fn changed_from_file<T: Table>(
    table: &str,
    path: &str,
    named_at: Span,
    reader: &mut Reader<'_>,
) -> Rows<T> {
    let unreadable = Rows {
        rows: Vec::new(),
        complete: false,
        span: Some(named_at),
    };
    let Some((source, text)) = reader.text(path, Some(named_at)) else {
        return unreadable;
    };
    let text = Arc::clone(&text);
    let was_incomplete = reader.incomplete;
    let mut rows = csv_rows::parse(text.text(), source, reader).into_iter();
    let faulty = reader.incomplete != was_incomplete;
    reader.incomplete = was_incomplete;
    let Some(header) = rows.next() else {
        reader.report(Code::EmptyTable, named_at, format!("`{path}` is empty"));
        return unreadable;
    };
    if faulty {
        return unreadable;
    }
    let Some(columns) = columns::<T>(&header, source, reader) else {
        return unreadable;
    };
    for (key, span) in reader.changes.keys_of(table) {
        recognise::<T>(&key, span, "column", reader);
    }
    let count = header.cells.len();
    let mut complete = true;
    let mut read = Vec::new();
    for cells in rows {
        if fits(&cells, count, source, reader) {
            let mut row = row(cells, &columns, source);
            reader.changes.change_row(table, &mut row);
            read.push(T::from_row(row, reader));
        } else {
            complete = false;
        }
    }
    if read.is_empty() && complete {
        reader.report(
            Code::EmptyTable,
            named_at,
            format!("`{path}` has a header but no rows"),
        );
        complete = false;
    }
    Rows {
        rows: read,
        complete,
        span: Some(named_at),
    }
}

/// What each column of a file means.
struct Columns {
    /// Key and place of the header per column; `None`: not known, reported.
    keys: Vec<Option<(Rc<str>, Span)>>,
    /// Keys that lack a column which they need or which is misspelt; reported here once, so that rows keep silent.
    missing: Vec<Rc<str>>,
}

fn columns<T: Table>(header: &Cells, source: u32, reader: &mut Reader<'_>) -> Option<Columns> {
    if let [only] = &header.cells[..]
        && only.text.contains([';', '\t'])
    {
        let span = Span::new(source, only.range.clone());
        reader.report_with(
            Code::CsvSyntax,
            span,
            "cells are not separated by commas",
            "save the table with commas between cells",
        );
        return None;
    }
    let mut keys: Vec<Option<(Rc<str>, Span)>> = Vec::with_capacity(header.cells.len());
    let mut meant = Vec::new();
    for cell in &header.cells {
        let span = Span::new(source, cell.range.clone());
        let twice = keys.iter().flatten().any(|(key, _)| **key == *cell.text);
        if twice {
            let message = format!("the column `{}` stands twice", cell.text);
            reader.report(Code::DuplicateKey, span, message);
        }
        let recognised = if cell.text.is_empty() || twice {
            Recognised::Unknown
        } else {
            recognise::<T>(&cell.text, span, "column", reader)
        };
        match recognised {
            Recognised::Known => keys.push(Some((Rc::from(cell.text.as_str()), span))),
            Recognised::Meant(name) => {
                meant.push(name);
                keys.push(None);
            }
            Recognised::Unknown => keys.push(None),
        }
    }
    let has = |name: &str| keys.iter().flatten().any(|(key, _)| **key == *name);
    let missing = T::KEYS
        .iter()
        .filter(|key| (key.required || meant.contains(&key.name)) && !has(key.name));
    let missing: Vec<Rc<str>> = missing.map(|key| Rc::from(key.name)).collect();
    for key in missing.iter().filter(|key| !meant.contains(&&***key)) {
        let span = Span::new(source, header.range.clone());
        reader.report(
            Code::MissingKey,
            span,
            format!("{} needs the column `{key}`", T::TITLE),
        );
    }
    Some(Columns { keys, missing })
}

/// Whether a row has as many cells as the header; empty cells more or less at the end are let pass.
fn fits(cells: &Cells, count: usize, source: u32, reader: &mut Reader<'_>) -> bool {
    let found = cells.cells.len();
    if found == count
        || cells
            .cells
            .iter()
            .skip(count)
            .all(|cell| cell.text.is_empty())
            && found > count
    {
        return true;
    }
    let span = Span::new(source, cells.range.clone());
    let help = "put quotation marks around a cell that has a comma in it";
    reader.report_with(
        Code::CsvSyntax,
        span,
        format!("this row has {found} cells, the header has {count}"),
        help,
    );
    false
}

fn row(cells: Cells, columns: &Columns, source: u32) -> Row {
    let span = Span::new(source, cells.range);
    let given = cells
        .cells
        .into_iter()
        .zip(&columns.keys)
        .filter_map(|(cell, key)| {
            let (key, key_span) = key.as_ref()?;
            let value = Given {
                value: Value::Cell(cell.text),
                span: Span::new(source, cell.range),
            };
            Some(Entry {
                key: Rc::clone(key),
                key_span: *key_span,
                value,
            })
        });
    let missing = columns.missing.iter().map(|key| Entry {
        key: Rc::clone(key),
        key_span: span,
        value: Given {
            value: Value::Bad,
            span,
        },
    });
    Row {
        span,
        entries: given.chain(missing).collect(),
    }
}
