//! Verdicts on what a study asserts, one line each.

use leadtime_experiment::AssertionVerdict;

use super::content::Sheet;
use crate::plots::Topic;

/// `kept: on_time("next-day") >= 0.95 in cutoff 20:00: 0.9612 (at least 0.9533)`.
#[must_use]
pub fn verdict(verdict: &AssertionVerdict) -> String {
    let AssertionVerdict {
        that,
        design,
        standing,
        probability,
        ..
    } = verdict;
    let kept = if verdict.kept { "kept" } else { "missed" };
    let of = probability.map_or_else(String::new, window);
    let seen = match standing {
        None => "not observed".to_owned(),
        Some(found) if verdict.by == "bound" => {
            format!(
                "{:.5}, surely between {:.5} and {:.5}",
                found.value, found.low, found.high
            )
        }
        Some(found) => format!("{:.5}", found.value),
    };
    format!("{kept}: {that}{of}, {design}: {seen}")
}

fn window(probability: f64) -> String {
    format!(" in a window with probability {probability}")
}

/// The verdicts as a table: what was asserted of which design, what was seen, and whether it is kept.
pub(crate) fn verdicts_sheet(verdicts: &[AssertionVerdict]) -> Sheet {
    let heads = ["assertion", "design", "#seen", "#surely between", "verdict"];
    let mut sheet = Sheet::new(Topic::Promises, "Assertions", &heads);
    for verdict in verdicts {
        let of = verdict.probability.map_or_else(String::new, window);
        let (seen, surely) = match &verdict.standing {
            None => ("not observed".to_owned(), String::new()),
            Some(found) => (
                format!("{:.5}", found.value),
                format!("{:.5} and {:.5}", found.low, found.high),
            ),
        };
        sheet.rows.push(vec![
            format!("{}{of}", verdict.that),
            verdict.design.clone(),
            seen,
            surely,
            if verdict.kept { "kept" } else { "missed" }.to_owned(),
        ]);
    }
    "Judged by the value seen, or where the assertion says so by the end of the interval that is nearer to failing (one-sided, 95 %)."
        .clone_into(&mut sheet.caption);
    sheet
}
