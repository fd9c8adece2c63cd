//! Plain numbers: signs, separators, counts of things.

use leadtime_sim::outcome::Figure;

use super::NOTHING;
use super::share::width_digits;

/// A number with a true minus sign, and `+` in front of positive ones when `plus`.
pub(crate) fn signed(value: f64, digits: usize, plus: bool) -> String {
    let text = format!("{:.digits$}", value.abs());
    let zero = text.bytes().all(|b| b == b'0' || b == b'.');
    match (zero, value < 0.0, plus) {
        (true, _, _) | (_, false, false) => text,
        (_, true, _) => format!("−{text}"),
        (_, false, true) => format!("+{text}"),
    }
}

/// A number without needless zeros: `3`, `1.5`.
pub(crate) fn plain(value: f64, plus: bool) -> String {
    let text = signed(value, 2, plus);
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// A difference with its sign and so many digits that half the width of its interval shows.
pub(crate) fn difference(value: f64, half_width: f64) -> String {
    let width = if half_width.is_finite() && half_width > 0.0 {
        half_width
    } else {
        value.abs()
    };
    signed(value, width_digits(width), true)
}

/// `1,234,567`.
pub(crate) fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// `1 facility`, `22 facilities`.
pub(crate) fn counted(n: u32, one: &str, many: &str) -> String {
    format!(
        "{} {}",
        count(u64::from(n)),
        if n == 1 { one } else { many }
    )
}

/// A mean number of things: `12,345`, `87.3`, `0.042`.
pub(crate) fn quantity(value: Option<f64>) -> String {
    match value {
        Some(v) if v.is_finite() && v.abs() >= 1000.0 => {
            format!(
                "{}{}",
                if v < 0.0 { "−" } else { "" },
                count(v.abs().round() as u64)
            )
        }
        Some(v) if v.is_finite() && v.abs() >= 10.0 => plain((v * 10.0).round() / 10.0, false),
        Some(v) if v.is_finite() && (v == 0.0 || v.abs() >= 0.1) => plain(v, false),
        Some(v) if v.is_finite() => format!("{v:.4}"),
        _ => NOTHING.to_owned(),
    }
}

/// A mean number of things with its interval, the digits by its width: `1.43 (1.42–1.44)`, `523 (518–528)`.
pub(crate) fn quantity_interval(figure: &Figure) -> String {
    let (Some(value), Some(low), Some(high)) = (figure.value, figure.low, figure.high) else {
        return quantity(figure.value);
    };
    if high <= low {
        return quantity(figure.value);
    }
    let digits = width_digits((high - low) * 0.5);
    let [value, low, high] = [value, low, high].map(|number| signed(number, digits, false));
    format!("{value} ({low}–{high})")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, missing_docs)]
    use super::*;

    #[test]
    fn counts_have_separators() {
        assert_eq!(count(0), "0");
        assert_eq!(count(999), "999");
        assert_eq!(count(1_234_567), "1,234,567");
        assert_eq!(quantity(Some(0.0423)), "0.0423");
        assert_eq!(quantity(Some(12_345.6)), "12,346");
    }

    #[test]
    fn minus_zero_has_no_sign() {
        assert_eq!(signed(-0.001, 1, true), "0.0");
        assert_eq!(plain(-1.50, false), "−1.5");
    }
}
