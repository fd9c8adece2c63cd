//! The values in `expected.toml` are those of the collection of exact cases, where that is at hand.

use std::collections::{BTreeMap, BTreeSet};

use super::expected::{families, root};

fn cases() -> Option<BTreeMap<String, (f64, f64)>> {
    let file = root().join("../shared/validation/analytic_cases.json");
    let Ok(text) = std::fs::read_to_string(&file) else {
        println!("skipped: the collection of exact cases (../shared/validation) is not here");
        return None;
    };
    let all: serde_json::Value = serde_json::from_str(&text).unwrap();
    let cases = all["cases"].as_array().unwrap().iter().map(|case| {
        let tolerance = case["rel_tol"].as_f64().unwrap();
        (
            case["name"].as_str().unwrap().to_owned(),
            (case["value"].as_f64().unwrap(), tolerance),
        )
    });
    // What was itself simulated is stated to all its digits.
    let references = all["simulated_references"].as_array().unwrap().iter();
    let references = references.map(|case| {
        (
            case["name"].as_str().unwrap().to_owned(),
            (case["value"].as_f64().unwrap(), 0.0),
        )
    });
    Some(cases.chain(references).collect())
}

#[test]
fn expected_values_are_those_of_the_cases() {
    let Some(cases) = cases() else { return };
    let mut used = BTreeSet::new();
    for family in families() {
        for figure in &family.figure {
            if figure.source.contains(' ') {
                continue;
            }
            let Some(&(value, tolerance)) = cases.get(&figure.source) else {
                panic!("{}: there is no case `{}`", family.name, figure.source);
            };
            assert_eq!(
                figure.published.is_some(),
                figure.because.is_some(),
                "{}: {}",
                family.name,
                figure.name
            );
            let stated = figure.published.unwrap_or(figure.exact);
            let allowed = tolerance.max(1e-9) * value.abs();
            assert!(
                (stated - value).abs() <= allowed,
                "{}: {}: {stated}, not {value}",
                family.name,
                figure.name
            );
            used.insert(figure.source.as_str().to_owned());
        }
    }
    println!("{} of {} cases are used", used.len(), cases.len());
}

/// Every case is simulated, or tested elsewhere, or named among those that the model cannot express.
#[test]
fn every_case_is_accounted_for() {
    let Some(cases) = cases() else { return };
    let page = std::fs::read_to_string(root().join("docs/methods/validation.md")).unwrap();
    let simulated: BTreeSet<String> = families()
        .into_iter()
        .flat_map(|family| family.figure)
        .map(|figure| figure.source)
        .collect();
    let missing: Vec<&String> = cases
        .keys()
        .filter(|name| !simulated.contains(*name) && !page.contains(&format!("`{name}`")))
        .collect();
    assert!(
        missing.is_empty(),
        "neither simulated nor explained: {missing:?}"
    );
}
