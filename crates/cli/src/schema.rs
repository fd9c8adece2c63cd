//! `leadtime schema`: the JSON Schemas of what is read and written.

use anyhow::Context;
use leadtime_network::{scenario, study};
use serde_json::Value;

use crate::arguments::{SchemaArguments, SchemaOf};
use crate::console;
use crate::failure::{Exit, Failure};

pub(crate) fn schema(arguments: &SchemaArguments) -> Result<Exit, Failure> {
    let text = match arguments.of {
        SchemaOf::Scenario => pretty(&scenario::json_schema())?,
        SchemaOf::Study => pretty(&study::json_schema())?,
        SchemaOf::Sweep => leadtime_report::sweep_schema(),
        SchemaOf::Answers => leadtime_report::answers_schema(),
        SchemaOf::Selected => leadtime_report::selected_schema(),
        SchemaOf::Uncertainty => leadtime_report::uncertainty_schema(),
        SchemaOf::WarmUp => leadtime_report::warm_up_schema(),
        SchemaOf::Outcome => leadtime_report::outcome_schema(),
        SchemaOf::Sensitivity => leadtime_report::sensitivity_schema(),
        SchemaOf::Comparison => leadtime_report::comparison_schema(),
    };
    console::print(&text)?;
    Ok(Exit::Done)
}

fn pretty(schema: &Value) -> anyhow::Result<String> {
    let text = serde_json::to_string_pretty(schema);
    Ok(text.context("cannot write the schema as JSON")? + "\n")
}
