//! JSON lines become a table.

use std::io::{BufRead, Write};
use std::sync::Arc;

use leadtime_sim::trace::TraceReader;
use parquet::basic::Compression;
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, Int64Type};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{
    SerializedColumnWriter, SerializedFileWriter, SerializedRowGroupWriter,
};
use serde_json::Value;

use crate::columns::{COLUMNS, Holds, INDEX, schema};
use crate::{Error, HEADER};

/// Rows of a row group: what is held in memory at once.
const GROUP: usize = 1 << 16;

/// Writes a trace of JSON lines as a Parquet table; returns the sink.
///
/// # Errors
/// [`Error`] when a line is not a record, or the sink fails.
pub fn write<R: BufRead, W: Write + Send>(lines: R, sink: W) -> Result<W, Error> {
    let mut reader = TraceReader::new(lines)?;
    let header = serde_json::to_string(reader.header()).map_err(Error::Header)?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_key_value_metadata(Some(vec![KeyValue::new(HEADER.to_owned(), header)]))
        .build();
    let mut table = SerializedFileWriter::new(sink, schema()?, Arc::new(properties))?;
    let mut rows = Rows::default();
    let mut number = 0;
    for record in &mut reader {
        number += 1;
        let value = serde_json::to_value(record?).map_err(Error::Header)?;
        rows.push(number, value)?;
        if rows.kinds.len() == GROUP {
            rows.write(table.next_row_group()?)?;
            rows = Rows::default();
        }
    }
    if !rows.kinds.is_empty() {
        rows.write(table.next_row_group()?)?;
    }
    Ok(table.into_inner()?)
}

/// Rows that wait to be written, column by column.
#[derive(Default)]
struct Rows {
    kinds: Vec<ByteArray>,
    cells: Vec<Vec<Option<Cell>>>,
}

#[derive(Clone, Debug)]
enum Cell {
    Integer(i64),
    Truth(bool),
    Text(String),
}

impl Rows {
    fn push(&mut self, row: u64, record: Value) -> Result<(), Error> {
        let wrong = |message: String| Error::Row { row, message };
        self.cells.resize(COLUMNS.len(), Vec::new());
        let Value::Object(record) = record else {
            return Err(wrong("not a record".to_owned()));
        };
        for (kind, fields) in record {
            let Value::Object(fields) = fields else {
                return Err(wrong(format!("a `{kind}` without fields")));
            };
            self.kinds.push(ByteArray::from(kind.as_str()));
            for column in &mut self.cells {
                column.push(None);
            }
            for (field, value) in fields {
                self.fill(&field, value)
                    .map_err(|message| wrong(format!("`{field}` of a `{kind}`: {message}")))?;
            }
        }
        Ok(())
    }

    /// Fills the cell of a field in the last row; of a place or a cause the index too.
    fn fill(&mut self, field: &str, value: Value) -> Result<(), String> {
        let cell = match value {
            Value::Null => return Ok(()),
            Value::Bool(truth) => Cell::Truth(truth),
            Value::Number(number) => match number.as_i64() {
                Some(number) => Cell::Integer(number),
                None => return Err(format!("{number} is no 64-bit integer")),
            },
            Value::String(text) => Cell::Text(text),
            Value::Object(choice) => {
                let Some((name, index)) = choice.into_iter().next() else {
                    return Err("nothing in it".to_owned());
                };
                self.fill(INDEX, index)?;
                Cell::Text(name)
            }
            Value::Array(_) => return Err("a list".to_owned()),
        };
        let place = COLUMNS.iter().position(|column| column.0 == field);
        let column = place.and_then(|place| self.cells[place].last_mut());
        *column.ok_or("there is no column for it")? = Some(cell);
        Ok(())
    }

    fn write<W: Write + Send>(
        &self,
        mut group: SerializedRowGroupWriter<'_, W>,
    ) -> Result<(), Error> {
        if let Some(mut column) = group.next_column()? {
            let of_kind = column.typed::<ByteArrayType>();
            of_kind.write_batch(&self.kinds, None, None)?;
            column.close()?;
        }
        for ((_, holds), cells) in COLUMNS.iter().zip(&self.cells) {
            let Some(mut column) = group.next_column()? else {
                break;
            };
            match holds {
                Holds::Integer => {
                    fill_column::<_, Int64Type>(&mut column, cells, |cell| match cell {
                        Cell::Integer(number) => Some(*number),
                        _ => None,
                    })
                }
                Holds::Truth => fill_column::<_, BoolType>(&mut column, cells, |cell| match cell {
                    Cell::Truth(truth) => Some(*truth),
                    _ => None,
                }),
                Holds::Text => {
                    fill_column::<_, ByteArrayType>(&mut column, cells, |cell| match cell {
                        Cell::Text(text) => Some(ByteArray::from(text.as_str())),
                        _ => None,
                    })
                }
            }?;
            column.close()?;
        }
        group.close()?;
        Ok(())
    }
}

fn fill_column<V, T: DataType<T = V>>(
    column: &mut SerializedColumnWriter<'_>,
    cells: &[Option<Cell>],
    value: impl Fn(&Cell) -> Option<V>,
) -> Result<(), Error> {
    let values = cells.iter().map(|cell| cell.as_ref().and_then(&value));
    let there: Vec<i16> = values.clone().map(|of| i16::from(of.is_some())).collect();
    let values: Vec<T::T> = values.flatten().collect();
    let typed = column.typed::<T>();
    typed.write_batch(&values, Some(&there), None)?;
    Ok(())
}
