//! Tables of rows that stand inline or in a CSV file.

use std::rc::Rc;
use std::sync::Arc;

use super::csv_rows::{self, Cells};
use super::findings::closest;
use super::reader::Reader;
use super::table::{Table, report_if_unknown};
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
        (_, Field::Given(path)) => from_file(&path.value, path.span, reader),
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

/// The rows of a CSV file.
pub(crate) fn from_file<T: Table>(path: &str, named_at: Span, reader: &mut Reader<'_>) -> Rows<T> {
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
    let count = header.cells.len();
    let mut complete = true;
    let mut read = Vec::new();
    for cells in rows {
        if fits(&cells, count, source, reader) {
            read.push(T::from_row(row(cells, &columns, source), reader));
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
    /// Required keys without a column; reported here once, so that rows keep silent.
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
    for cell in &header.cells {
        let span = Span::new(source, cell.range.clone());
        let twice = keys.iter().flatten().any(|(key, _)| **key == *cell.text);
        let known =
            !cell.text.is_empty() && report_if_unknown::<T>(&cell.text, span, "column", reader);
        if twice {
            reader.report(
                Code::DuplicateKey,
                span,
                format!("the column `{}` stands twice", cell.text),
            );
        }
        keys.push((known && !twice).then(|| (Rc::from(cell.text.as_str()), span)));
    }
    let has = |name: &str| keys.iter().flatten().any(|(key, _)| **key == *name);
    let missing: Vec<Rc<str>> = T::KEYS
        .iter()
        .filter(|key| key.required && !has(key.name))
        .map(|key| Rc::from(key.name))
        .collect();
    for key in &missing {
        let span = Span::new(source, header.range.clone());
        let message = format!("{} needs the column `{key}`", T::TITLE);
        match closest(key, header.cells.iter().map(|cell| cell.text.as_str())) {
            Some(like) => reader.report_with(
                Code::MissingKey,
                span,
                message,
                format!("is `{like}` meant to be it?"),
            ),
            None => reader.report(Code::MissingKey, span, message),
        }
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
