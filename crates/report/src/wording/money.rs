//! Amounts of money.

use leadtime_sim::outcome::{CostFigures, Figure};

use super::NOTHING;
use super::number::signed;

/// An amount with two decimals, or more where it is very small: `12.40`, `0.0032`.
pub(crate) fn amount(value: Option<f64>) -> String {
    match value.filter(|value| value.is_finite()) {
        Some(value) if value != 0.0 && value.abs() < 0.1 => signed(value, 3, false),
        Some(value) => signed(value, 2, false),
        None => NOTHING.to_owned(),
    }
}

/// An amount with its interval: `12.40 (12.31–12.49)`.
pub(crate) fn amount_interval(figure: &Figure) -> String {
    let value = amount(figure.value);
    match (figure.low, figure.high) {
        (Some(low), Some(high)) => {
            format!("{value} ({}–{})", amount(Some(low)), amount(Some(high)))
        }
        _ => value,
    }
}

/// `, USD`, where the scenario names its currency.
pub(crate) fn in_currency(costs: &CostFigures) -> String {
    if costs.currency.is_empty() {
        String::new()
    } else {
        format!(", {}", costs.currency)
    }
}

/// Whose cost per order a row tells.
pub(crate) fn whose(name: &str) -> &str {
    if name.is_empty() {
        "no carrier named"
    } else {
        name
    }
}
