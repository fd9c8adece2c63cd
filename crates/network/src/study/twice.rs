//! Values that stand on an axis twice: the same design under the same name, simulated twice and told as two.

use std::collections::BTreeMap;

use super::axes::{Point, Step};
use crate::diagnostics::Code;
use crate::scenario::reader::Reader;
use crate::scenario::value::Span;

/// Reports every value that another one before it equals, however they are written: `60min` is `1h`.
pub(super) fn report_twice(points: &[Point], spans: &[Span], reader: &mut Reader<'_>) {
    let mut seen: BTreeMap<Key, &str> = BTreeMap::new();
    let mut told = None;
    for (point, span) in points.iter().zip(spans) {
        let Some(first) = seen.insert(key(point), &point.label) else {
            continue;
        };
        // Evenly spaced values stand in one place, which one message is enough for.
        if told.replace(*span) == Some(*span) {
            continue;
        }
        let message = if first == point.label {
            format!("the axis has the value `{first}` twice")
        } else {
            format!(
                "the axis has `{first}` and `{}`, which are the same",
                point.label
            )
        };
        let help = "take one of them out, or space the values further apart";
        reader.report_with(Code::BadAxis, *span, message, help);
    }
}

/// What makes two values equal: their number with its kind, or else how they are written.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Number(u8, u64),
    Text(String),
}

fn key(point: &Point) -> Key {
    match point.number {
        // Adding zero makes -0 and 0 one.
        Some(number) => Key::Number(kind(point.step), (number + 0.0).to_bits()),
        None => Key::Text(point.label.trim_end_matches('/').to_owned()),
    }
}

const fn kind(step: Step) -> u8 {
    match step {
        Step::Name => 0,
        Step::Number => 1,
        Step::Factor => 2,
        Step::Seconds => 3,
        Step::ClockTime => 4,
    }
}
