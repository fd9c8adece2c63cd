//! The JSON Schema of `scenario.toml`, made from the same declarations that read it.

use serde_json::{Value, json};

use super::from_value::FromValue;
use super::tables::RootTable;

/// The JSON Schema (draft 2020-12) of the main file of a scenario. What it accepts has the right form; the reader and the
/// validation have the last word.
#[must_use]
pub fn json_schema() -> Value {
    let mut schema = RootTable::schema();
    if let Some(object) = schema.as_object_mut() {
        object.insert(
            "$schema".to_owned(),
            json!("https://json-schema.org/draft/2020-12/schema"),
        );
        object.insert("title".to_owned(), json!("leadtime scenario, schema 1"));
    }
    schema
}
