//! A value times a factor, as it is written: `16 @ mon-fri 06:00-14:30`, `lognormal(mean=1min, cv=0.5)`, `4750/h`, `6h`, `50`.

use super::super::value::Value;

/// The value times the factor; `None` where there is no amount in it.
///
/// Whole numbers stay whole (at least 1 where they were). In a text the counts in front of `@` are scaled where there are any, else the
/// amounts with a unit, else a number that stands alone: the shape of a distribution stays as it is.
pub(super) fn scaled(value: &Value, factor: f64) -> Option<Value> {
    match value {
        Value::Integer(number) => Some(Value::Integer(whole(*number as f64, factor) as i64)),
        Value::Float(number) => Some(Value::Float(number * factor)),
        Value::Text(text) => scaled_text(text, factor).map(Value::Text),
        Value::Cell(text) => scaled_text(text, factor).map(Value::Cell),
        _ => None,
    }
}

fn whole(number: f64, factor: f64) -> f64 {
    let scaled = (number * factor).round();
    if number >= 1.0 && factor > 0.0 {
        scaled.max(1.0)
    } else {
        scaled
    }
}

fn scaled_text(text: &str, factor: f64) -> Option<String> {
    if let Ok(number) = text.trim().parse::<f64>() {
        let is_whole = !text.contains(['.', 'e', 'E']);
        let scaled = if is_whole {
            whole(number, factor)
        } else {
            number * factor
        };
        return Some(scaled.to_string());
    }
    let counts = text.contains('@');
    let mut out = String::new();
    let mut found = false;
    for (number, before, after) in numbers(text) {
        out.push_str(before);
        let wanted = if counts {
            after.trim_start().starts_with('@')
        } else {
            has_unit(after)
        };
        match number.parse::<f64>() {
            Ok(value) if wanted => {
                found = true;
                let scaled = if counts {
                    whole(value, factor)
                } else {
                    value * factor
                };
                out.push_str(&scaled.to_string());
            }
            _ => out.push_str(number),
        }
    }
    found.then_some(out)
}

/// Whether a unit or a rate follows at once.
fn has_unit(after: &str) -> bool {
    after
        .chars()
        .next()
        .is_some_and(|c| c.is_alphabetic() || matches!(c, '/' | '%'))
}

/// Each number of a text, what stands before it (from the number before on), and what stands after it; what is left comes last as a
/// number without digits. Digits within a name or a clock time are none.
fn numbers(text: &str) -> Vec<(&str, &str, &str)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let (mut at, mut from) = (0, 0);
    while at < bytes.len() {
        let digit = bytes[at].is_ascii_digit();
        let inside =
            at > 0 && (bytes[at - 1].is_ascii_alphabetic() || matches!(bytes[at - 1], b':' | b'_'));
        // `1h30min`: the letters before the second number are its neighbour's unit.
        let after_amount = inside && unit_of_an_amount(text, at);
        if !digit {
            at += 1;
            continue;
        }
        let length = bytes[at..]
            .iter()
            .take_while(|b| b.is_ascii_digit() || **b == b'.')
            .count();
        let end = at + length;
        let clock = bytes.get(end) == Some(&b':');
        if (!inside || after_amount) && !clock {
            found.push((&text[at..end], &text[from..at], &text[end..]));
            from = end;
        }
        at = end;
    }
    found.push(("", &text[from..], ""));
    found
}

/// Whether the letters that end at `at` come right after a digit.
fn unit_of_an_amount(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end_matches(|c: char| c.is_ascii_alphabetic());
    before.len() < at && before.ends_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, missing_docs)]
mod tests {
    use super::*;

    // catches: clock times, shapes or names taken for amounts; a count that becomes a fraction or nothing
    #[test]
    fn amounts_are_scaled_and_nothing_else() {
        for (text, factor, expected) in [
            ("50", 1.1, "55"),
            ("3", 0.1, "1"),
            ("0", 2.0, "0"),
            ("0.25", 2.0, "0.5"),
            (
                "16 @ mon-fri 06:00-14:30; 7 @ sat 17:30-22:00",
                1.5,
                "24 @ mon-fri 06:00-14:30; 11 @ sat 17:30-22:00",
            ),
            (
                "lognormal(mean=4min, cv=0.5)",
                1.5,
                "lognormal(mean=6min, cv=0.5)",
            ),
            (
                "quantiles(p5=2d, p50=7d, p99=40d)",
                0.5,
                "quantiles(p5=1d, p50=3.5d, p99=20d)",
            ),
            ("1h30min", 2.0, "2h60min"),
            ("2h 30min", 2.0, "4h 60min"),
            ("4750/h", 2.0, "9500/h"),
            ("-4h", 0.5, "-2h"),
            ("10%", 1.5, "15%"),
            (
                "gamma(shape=16, scale=30min)",
                0.5,
                "gamma(shape=16, scale=15min)",
            ),
        ] {
            assert_eq!(
                scaled_text(text, factor).as_deref(),
                Some(expected),
                "{text}"
            );
        }
        for text in ["mon-fri 06:00-22:00", "unlimited", "", "ABE2"] {
            assert_eq!(scaled_text(text, 2.0), None, "{text}");
        }
    }
}
