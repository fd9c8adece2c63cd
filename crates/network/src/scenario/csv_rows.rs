//! From CSV to values with places: RFC 4180, one column header, every cell knows where it stands.

use std::ops::Range;

use super::reader::Reader;
use super::value::Span;
use crate::diagnostics::Code;

/// One cell: what it says, and its bytes in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    /// Unquoted, without blanks at the ends.
    pub(crate) text: String,
    /// Bytes in the file, quotation marks included.
    pub(crate) range: Range<usize>,
}

/// One row of cells.
pub(crate) struct Cells {
    pub(crate) cells: Vec<Cell>,
    /// Bytes in the file, without the line break.
    pub(crate) range: Range<usize>,
}

/// The rows of a file, header first, without blank rows; what is wrong with quotation marks is reported.
pub(crate) fn parse(text: &str, source: u32, reader: &mut Reader<'_>) -> Vec<Cells> {
    let mut rows = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let (row, next, fault) = parse_row(text, at);
        if let Some((range, message)) = fault {
            reader.incomplete = true;
            reader.report(Code::CsvSyntax, Span::new(source, range), message);
        }
        let blank = row.cells.iter().all(|cell| cell.text.is_empty());
        if !blank {
            rows.push(row);
        }
        at = next;
    }
    rows
}

type Fault = (Range<usize>, &'static str);

/// One row from `start` on, the start of the next one, and the first fault of its quotation marks.
fn parse_row(text: &str, start: usize) -> (Cells, usize, Option<Fault>) {
    let bytes = text.as_bytes();
    let mut cells = Vec::new();
    let mut fault = None;
    let mut at = start;
    loop {
        let (cell, end, cell_fault) = parse_cell(text, at);
        fault = fault.or(cell_fault);
        cells.push(cell);
        if bytes.get(end) == Some(&b',') {
            at = end + 1;
            continue;
        }
        let next = match (bytes.get(end), bytes.get(end + 1)) {
            (Some(b'\r'), Some(b'\n')) => end + 2,
            (Some(_), _) => end + 1,
            (None, _) => end,
        };
        return (
            Cells {
                cells,
                range: start..end,
            },
            next,
            fault,
        );
    }
}

/// One cell from `start` on, the position of the `,`, line break or end that closes it, and its fault.
fn parse_cell(text: &str, start: usize) -> (Cell, usize, Option<Fault>) {
    let bytes = text.as_bytes();
    let quote = start
        + bytes[start..]
            .iter()
            .take_while(|&&b| b == b' ' || b == b'\t')
            .count();
    if bytes.get(quote) != Some(&b'"') {
        let end = start
            + bytes[start..]
                .iter()
                .take_while(|b| !matches!(b, b',' | b'\n' | b'\r'))
                .count();
        let raw = &text[start..end];
        let trimmed = raw.trim();
        let from = start + (raw.len() - raw.trim_start().len());
        return (
            Cell {
                text: trimmed.to_owned(),
                range: from..from + trimmed.len(),
            },
            end,
            None,
        );
    }
    let (content, after, closed) = parse_quoted(text, quote);
    let end = after
        + bytes[after..]
            .iter()
            .take_while(|b| !matches!(b, b',' | b'\n' | b'\r'))
            .count();
    let fault = if !closed {
        Some((quote..after, "a quotation mark is not closed"))
    } else if !text[after..end].trim().is_empty() {
        Some((
            after..end,
            "there is text after the closing quotation mark; double the marks within a cell",
        ))
    } else {
        None
    };
    (
        Cell {
            text: content.trim().to_owned(),
            range: quote..after,
        },
        end,
        fault,
    )
}

/// The content between quotation marks from `quote` on, the position after the closing one, and whether there is one.
fn parse_quoted(text: &str, quote: usize) -> (String, usize, bool) {
    let mut content = String::new();
    let mut at = quote + 1;
    while let Some(found) = text[at..].find('"') {
        content.push_str(&text[at..at + found]);
        at += found + 1;
        if text.as_bytes().get(at) != Some(&b'"') {
            return (content, at, true);
        }
        content.push('"');
        at += 1;
    }
    content.push_str(&text[at..]);
    (content, text.len(), false)
}
