//! The JSON Schema of `study.toml`, made from the same declarations that read it.

use serde_json::{Value, json};

use super::tables::StudyRoot;
use crate::scenario::from_value::FromValue;

/// The JSON Schema (draft 2020-12) of a study. What it accepts has the right form; the reader has the last word.
#[must_use]
pub fn json_schema() -> Value {
    let mut schema = StudyRoot::schema();
    if let Some(object) = schema.as_object_mut() {
        let draft = json!("https://json-schema.org/draft/2020-12/schema");
        object.insert("$schema".to_owned(), draft);
        object.insert("title".to_owned(), json!("leadtime study, schema 1"));
    }
    schema
}
