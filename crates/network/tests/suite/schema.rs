//! The JSON Schema accepts what the reader accepts and refuses the commonest mistakes.

use std::path::Path;

use leadtime_network::scenario::json_schema;
use serde_json::Value as Json;

fn as_json(value: toml::Value) -> Json {
    match value {
        toml::Value::Datetime(time) => Json::String(time.to_string()),
        toml::Value::Array(items) => items.into_iter().map(as_json).collect(),
        toml::Value::Table(table) => table
            .into_iter()
            .map(|(key, value)| (key, as_json(value)))
            .collect(),
        toml::Value::Float(number) => serde_json::json!(number),
        toml::Value::Integer(number) => serde_json::json!(number),
        toml::Value::Boolean(truth) => Json::Bool(truth),
        toml::Value::String(text) => Json::String(text),
    }
}

fn complaints(text: &str) -> Vec<String> {
    let document = as_json(toml::Value::Table(text.parse().unwrap()));
    let validator = jsonschema::draft202012::new(&json_schema()).unwrap();
    validator
        .iter_errors(&document)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

#[test]
fn shipped_scenarios_fit() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut checked = 0;
    for folder in [
        "tutorial/two-node",
        "reference",
        "reference-tight",
        "reference-departure",
        "us-next-day",
        "metro-same-day",
    ] {
        let path = root
            .join("../../scenarios")
            .join(folder)
            .join("scenario.toml");
        let Ok(text) = std::fs::read_to_string(&path) else {
            continue;
        };
        assert_eq!(complaints(&text), Vec::<String>::new(), "{folder}");
        checked += 1;
    }
    assert!(checked >= 4);
    assert_eq!(
        complaints(include_str!("rich/scenario.toml")),
        Vec::<String>::new()
    );
}

#[test]
fn common_mistakes_do_not_fit() {
    let rich = include_str!("rich/scenario.toml");
    for (good, bad) in [
        ("horizon = \"21d\"", "horizon = 21"),
        ("horizon = \"21d\"", "horizon = \"21 dayz\""),
        ("horizon = \"21d\"", "horizn = \"21d\""),
        ("kind = \"sort-centre\"", "kind = \"warehouse\""),
        ("padding = \"10%\"", "padding = 10"),
        ("rounding = \"2h\"", "rounding = \"5h\""),
        ("at = \"13:00\"", "at = \"25:00\""),
        ("schema = 1", "schema = \"1\""),
        ("name = \"rich\"\n", ""),
    ] {
        let text = rich.replacen(good, bad, 1);
        assert_ne!(text, rich, "{good}");
        assert_ne!(complaints(&text), Vec::<String>::new(), "{bad}");
    }
}

/// The schema of a table by its path: `clock`, `lanes[]`, `calendars.*`, `demand.poisson`.
fn table<'s>(schema: &'s Json, path: &str) -> &'s Json {
    path.split('.')
        .filter(|part| !part.is_empty())
        .fold(schema, |schema, part| match part {
            "*" => &schema["additionalProperties"],
            part => match part.strip_suffix("[]") {
                Some(name) => &schema["properties"][name]["items"],
                None => &schema["properties"][part],
            },
        })
}

/// The keys of a table, in the order of their declaration where the schema keeps it, required ones first.
fn keys(schema: &Json) -> String {
    let required: Vec<&str> = schema["required"]
        .as_array()
        .unwrap()
        .iter()
        .map(|key| key.as_str().unwrap())
        .collect();
    let properties = schema["properties"].as_object().unwrap();
    let mut rows: Vec<(bool, &String, &str)> = properties
        .iter()
        .map(|(key, value)| {
            (
                !required.contains(&key.as_str()),
                key,
                value["description"].as_str().unwrap(),
            )
        })
        .collect();
    rows.sort_by_key(|(optional, key, _)| (*optional, *key));
    let mut text = String::from("| key | | meaning |\n|---|---|---|\n");
    for (optional, key, doc) in rows {
        text += &format!(
            "| `{key}` | {} | {doc} |\n",
            if optional { "" } else { "required" }
        );
    }
    text
}

/// The tables of keys in the reference are those of the declarations; `UPDATE=1` rewrites them.
#[test]
fn the_reference_lists_every_key() {
    check_reference("scenario.md", &json_schema(), 44);
    check_reference("study.md", &leadtime_network::study::json_schema(), 12);
}

fn check_reference(name: &str, schema: &Json, tables_of_keys: usize) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../docs/reference")
        .join(name);
    let found = std::fs::read_to_string(&path).unwrap();
    let mut expected = String::new();
    let mut rest = found.as_str();
    let mut tables = 0;
    while let Some((before, after)) = rest.split_once("<!-- keys: ") {
        let (table_path, block) = after.split_once(" -->\n").unwrap();
        let (_, after) = block.split_once("<!-- end -->").unwrap();
        expected += &format!(
            "{before}<!-- keys: {table_path} -->\n{}<!-- end -->",
            keys(table(schema, table_path.trim()))
        );
        rest = after;
        tables += 1;
    }
    expected += rest;
    assert_eq!(tables, tables_of_keys, "a table is missing in {name}");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &expected).unwrap();
    }
    assert!(
        found == expected,
        "docs/reference/{name} is not what the declarations say; run with UPDATE=1"
    );
}

/// Golden: `UPDATE=1` rewrites the file.
#[test]
fn the_schema_of_a_study_in_the_docs_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/study.schema.json");
    let schema =
        serde_json::to_string_pretty(&leadtime_network::study::json_schema()).unwrap() + "\n";
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &schema).unwrap();
    }
    assert_eq!(
        std::fs::read_to_string(&path).unwrap_or_default(),
        schema,
        "run with UPDATE=1 to rewrite"
    );
}
