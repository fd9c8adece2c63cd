//! Evenly spaced values of an axis: numbers, paddings and durations, clock times.

use super::axes::Step;
use crate::calendar::DayTime;
use crate::scenario::Written;
use crate::scenario::value::Value;
use crate::text;

/// Values that an axis may have at most.
pub(super) const MOST: usize = 10_000;

/// `from`, `from + step`, ... up to `to`.
///
/// # Errors
/// What is wrong, in a sentence without a full stop.
pub(super) fn spread(from: &Written, to: &Written, step: &Written) -> Result<Vec<Written>, String> {
    match (&from.0, &to.0, &step.0) {
        (Value::Text(from), Value::Text(to), Value::Text(step)) => texts(from, to, step),
        (from, to, step) => {
            let number = |value: &Value| match value {
                Value::Integer(number) => Some((*number as f64, true)),
                Value::Float(number) if number.is_finite() => Some((*number, false)),
                _ => None,
            };
            let [Some(from), Some(to), Some(step)] = [number(from), number(to), number(step)]
            else {
                return Err(
                    "`from`, `to` and `step` must all be numbers, durations or clock times"
                        .to_owned(),
                );
            };
            numbers(from, to, step)
        }
    }
}

fn numbers(
    (from, whole_from): (f64, bool),
    (to, whole_to): (f64, bool),
    (step, whole_step): (f64, bool),
) -> Result<Vec<Written>, String> {
    let steps = step_count(from, to, step)?;
    let whole = whole_from && whole_to && whole_step;
    let value = |at: usize| {
        let value = from + step * at as f64;
        if whole {
            Value::Integer(value as i64)
        } else {
            // Twelve digits: 0.1 + 2 x 0.1 is meant to be 0.3.
            Value::Float((value * 1e12).round() / 1e12)
        }
    };
    Ok((0..=steps).map(|at| Written(value(at))).collect())
}

/// How often the step fits between the ends.
fn step_count(from: f64, to: f64, step: f64) -> Result<usize, String> {
    if step <= 0.0 {
        return Err("`step` must be above zero".to_owned());
    }
    if to < from {
        return Err("`to` is before `from`".to_owned());
    }
    let steps = ((to - from) / step + 1e-9).floor();
    if steps >= MOST as f64 {
        return Err(format!("an axis may have {MOST} values at most"));
    }
    Ok(steps as usize)
}

fn texts(from: &str, to: &str, step: &str) -> Result<Vec<Written>, String> {
    if let (Ok(first), Ok(last)) = (text::day_time(from), text::day_time(to)) {
        let between = text::duration(step).map_err(|error| error.message)?;
        let steps = step_count(f64::from(first.0), f64::from(last.0), between.0 as f64)?;
        let at = |at: usize| DayTime((i64::from(first.0) + between.0 * at as i64) as u32);
        return Ok((0..=steps)
            .map(|n| Written::text(at(n).to_string()))
            .collect());
    }
    let grid = text::padding_grid(from, to, step).map_err(|(_, error)| error.message)?;
    if grid.len > MOST {
        return Err(format!("an axis may have {MOST} values at most"));
    }
    let value = |at: usize| match one_unit([from, to, step]) {
        Some(([first, _, between], unit)) => {
            let number = between.saturating_mul(at as i64).saturating_add(first);
            format!("{number}{unit}")
        }
        None => spelled(&grid.amount(at).to_string(), from, step),
    };
    Ok((0..grid.len).map(|at| Written::text(value(at))).collect())
}

/// Amounts of whole numbers in one and the same unit: values between them are written in it too, since names of designs are.
fn one_unit(texts: [&str; 3]) -> Option<([i64; 3], &str)> {
    let unit = unit_of(texts[0]);
    let number = |text: &str| text.trim().strip_suffix(unit)?.trim().parse().ok();
    let [first, last, between] = texts.map(number);
    Some(([first?, last?, between?], unit)).filter(|_| !unit.is_empty())
}

fn unit_of(text: &str) -> &str {
    let text = text.trim();
    let number = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    &text[number.len()..]
}

/// A zero has no unit of its own: it takes that of the first value, if this is zero, or of the step.
fn spelled(amount: &str, from: &str, step: &str) -> String {
    if amount != "0s" {
        return amount.to_owned();
    }
    let zero = text::signed_duration(from).is_ok_and(|length| length.0 == 0);
    format!("0{}", unit_of(if zero { from } else { step }))
}

/// A value as a number that can be drawn: clock times in seconds of the day, durations in seconds, others as they are.
pub(super) fn measured(value: &Written) -> Option<(f64, Step)> {
    match &value.0 {
        Value::Integer(number) => Some((*number as f64, Step::Number)),
        Value::Float(number) => Some((*number, Step::Number)),
        Value::Text(written) => {
            if let Ok(time) = text::day_time(written) {
                return Some((f64::from(time.0) / 1_000.0, Step::ClockTime));
            }
            if let Ok(length) = text::signed_duration(written) {
                return Some((length.0 as f64 / 1_000.0, Step::Seconds));
            }
            written
                .trim()
                .parse()
                .ok()
                .map(|number| (number, Step::Number))
        }
        _ => None,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, missing_docs)]
mod tests {
    use super::*;

    fn texts_of(from: &str, to: &str, step: &str) -> Vec<String> {
        let written = [from, to, step].map(Written::text);
        let values = spread(&written[0], &written[1], &written[2]).unwrap();
        values.iter().map(Written::shown).collect()
    }

    // catches: an end that is left out or passed, days that become hours, clock times beyond midnight
    #[test]
    fn values_lie_between_the_ends() {
        assert_eq!(
            texts_of("19:30", "21:00", "45min"),
            ["19:30", "20:15", "21:00"]
        );
        // As they are written, so that patterns of names are written the same way.
        assert_eq!(texts_of("-1h", "1h", "1h"), ["-1h", "0h", "1h"]);
        assert_eq!(
            texts_of("30min", "90min", "30min"),
            ["30min", "60min", "90min"]
        );
        assert_eq!(texts_of("0h", "1h", "30min"), ["0h", "30min", "1h"],);
        assert_eq!(
            texts_of("-30s", "1min", "30s"),
            ["-30s", "0s", "30s", "1min"]
        );
        assert_eq!(texts_of("0d", "2d", "1d"), ["0d", "1d", "2d"]);
        let number = |n| Written(Value::Float(n));
        let values = spread(&number(0.1), &number(0.5), &number(0.1)).unwrap();
        let values: Vec<String> = values.iter().map(Written::shown).collect();
        assert_eq!(values, ["0.1", "0.2", "0.3", "0.4", "0.5"]);
        let whole = |n| Written::whole(n);
        assert!(spread(&whole(3), &whole(1), &whole(1)).is_err());
        assert!(spread(&whole(1), &whole(3), &whole(0)).is_err());
        assert!(spread(&whole(1), &Written::text("3h"), &whole(1)).is_err());
        assert!(spread(&whole(1), &whole(1_000_000), &whole(1)).is_err());
    }
}
