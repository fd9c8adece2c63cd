//! A table becomes JSON lines.

use parquet::file::reader::{ChunkReader, FileReader, SerializedFileReader};
use parquet::record::{Field, Row};
use serde_json::{Map, Value};

use crate::columns::{INDEX, KIND};
use crate::{Error, HEADER};

/// The JSON lines of a trace that was written as a Parquet table, header first.
///
/// # Errors
/// [`Error`] when the file is no Parquet table, or the table no trace.
pub fn read<R: ChunkReader + 'static>(file: R) -> Result<Vec<u8>, Error> {
    let table = SerializedFileReader::new(file)?;
    let header =
        header(&table).ok_or_else(|| Error::Foreign(format!("its metadata has no `{HEADER}`")))?;
    let mut lines = header.to_owned().into_bytes();
    lines.push(b'\n');
    for (at, row) in table.get_row_iter(None)?.enumerate() {
        let wrong = |message| Error::Row {
            row: at as u64 + 1,
            message,
        };
        let record = record(&row?).map_err(wrong)?;
        serde_json::to_writer(&mut lines, &record).map_err(|error| wrong(error.to_string()))?;
        lines.push(b'\n');
    }
    Ok(lines)
}

/// Whether a file is the trace of a replication as a Parquet table.
pub fn is_trace<R: ChunkReader + 'static>(file: R) -> bool {
    SerializedFileReader::new(file).is_ok_and(|table| header(&table).is_some())
}

fn header<R: ChunkReader + 'static>(table: &SerializedFileReader<R>) -> Option<&str> {
    let metadata = table.metadata().file_metadata().key_value_metadata()?;
    let header = metadata.iter().find(|one| one.key == HEADER)?;
    header.value.as_deref()
}

/// What is null in a row is not a field of its record, or null there too, which is the same to its reader.
fn record(row: &Row) -> Result<Value, String> {
    let (mut kind, mut named, mut index) = (None, None, None);
    let mut fields = Map::new();
    for (name, field) in row.get_column_iter() {
        let value = match field {
            Field::Null => continue,
            Field::Str(text) if name == KIND => {
                kind = Some(text.clone());
                continue;
            }
            Field::Str(text) => {
                named = Some(name.clone());
                Value::from(text.clone())
            }
            Field::Long(number) if name == INDEX => {
                index = Some(*number);
                continue;
            }
            Field::Long(number) => Value::from(*number),
            Field::Bool(truth) => Value::from(*truth),
            other => return Err(format!("`{name}` holds {other}")),
        };
        fields.insert(name.clone(), value);
    }
    if let (Some(name), Some(index)) = (named, index)
        && let Some(Value::String(text)) = fields.remove(&name)
    {
        fields.insert(name, Value::Object(Map::from_iter([(text, index.into())])));
    }
    let kind = kind.ok_or_else(|| format!("no `{KIND}`"))?;
    Ok(Value::Object(Map::from_iter([(
        kind,
        Value::Object(fields),
    )])))
}
