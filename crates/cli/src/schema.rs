//! `leadtime schema`: the JSON Schemas of what is read and written.

use anyhow::Context;
use leadtime_network::scenario::json_schema;

use crate::arguments::{SchemaArguments, SchemaOf};
use crate::console;
use crate::failure::{Exit, Failure};

pub(crate) fn schema(arguments: &SchemaArguments) -> Result<Exit, Failure> {
    let text = match arguments.of {
        SchemaOf::Scenario => {
            serde_json::to_string_pretty(&json_schema())
                .context("cannot write the schema as JSON")?
                + "\n"
        }
        SchemaOf::Outcome => leadtime_report::outcome_schema(),
    };
    console::print(&text)?;
    Ok(Exit::Done)
}
