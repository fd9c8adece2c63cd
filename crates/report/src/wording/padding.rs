//! Amounts of padding.

use leadtime_sim::outcome::Padding;

use super::number::plain;
use super::time::TimeUnit;

/// An amount of padding with its sign and unit: `+3 h`, `−1 business day`, `+10 %`.
pub(crate) fn padding_amount(value: f64, unit: &str) -> String {
    match unit {
        "s" => {
            let unit = if value == 0.0 || value.abs() >= 3600.0 {
                TimeUnit::Hours
            } else {
                TimeUnit::Minutes
            };
            format!("{} {}", plain(value / unit.seconds(), true), unit.short())
        }
        other => format!(
            "{} {}",
            plain(value, true),
            padding_unit(other, value.abs() == 1.0)
        ),
    }
}

/// The unit of a padding as it is said: `days`.
pub(crate) fn padding_unit(unit: &str, one: bool) -> &str {
    match (unit, one) {
        ("s", _) => "h",
        ("d", true) => "day",
        ("d", false) => "days",
        ("bd", true) => "business day",
        ("bd", false) => "business days",
        _ => unit,
    }
}

/// The scale of a grid of paddings: `hours`.
pub(crate) fn padding_scale(unit: &str) -> &str {
    match unit {
        "s" => "hours",
        "d" => "days",
        "bd" => "business days",
        "%" => "% of the quote",
        _ => unit,
    }
}

/// The padding of a row: `+3 h`, or `varies` where it differs among the orders.
pub(crate) fn padding(padding: &Padding) -> String {
    padding
        .value
        .map_or_else(|| "varies".to_owned(), |v| padding_amount(v, &padding.unit))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, missing_docs)]
    use super::*;

    #[test]
    fn paddings_carry_sign_and_unit() {
        assert_eq!(padding_amount(0.0, "s"), "0 h");
        assert_eq!(padding_amount(5400.0, "s"), "+1.5 h");
        assert_eq!(padding_amount(-900.0, "s"), "−15 min");
        assert_eq!(padding_amount(1.0, "bd"), "+1 business day");
        assert_eq!(padding_amount(-2.0, "d"), "−2 days");
        assert_eq!(padding_amount(10.0, "%"), "+10 %");
    }
}
