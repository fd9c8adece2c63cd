//! JSON lines become a table.

use std::io::{BufRead, Write};
use std::sync::Arc;

use leadtime_sim::trace::TraceReader;
use parquet::basic::Compression;
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, Int64Type};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use serde_json::Value;

use crate::columns::{COLUMNS, Holds, schema};
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
    cells: Vec<Vec<Option<i64>>>,
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
            let mut places = vec![None; COLUMNS.len()];
            for (field, value) in &fields {
                let place = COLUMNS.iter().position(|column| column.0 == field);
                let cell = match value {
                    Value::Null => Some(None),
                    Value::Bool(truth) => Some(Some(i64::from(*truth))),
                    Value::Number(number) => number.as_i64().map(Some),
                    _ => None,
                };
                let (Some(place), Some(cell)) = (place, cell) else {
                    return Err(wrong(format!(
                        "`{kind}` has a `{field}` for which there is no column"
                    )));
                };
                places[place] = cell;
            }
            self.kinds.push(ByteArray::from(kind.as_str()));
            for (column, cell) in self.cells.iter_mut().zip(places) {
                column.push(cell);
            }
        }
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
            let there: Vec<i16> = cells.iter().map(|cell| i16::from(cell.is_some())).collect();
            let values = cells.iter().copied().flatten();
            match holds {
                Holds::Integer => {
                    let values: Vec<i64> = values.collect();
                    let integers = column.typed::<Int64Type>();
                    integers.write_batch(&values, Some(&there), None)?;
                }
                Holds::Truth => {
                    let values: Vec<bool> = values.map(|value| value != 0).collect();
                    let truths = column.typed::<BoolType>();
                    truths.write_batch(&values, Some(&there), None)?;
                }
            }
            column.close()?;
        }
        group.close()?;
        Ok(())
    }
}
