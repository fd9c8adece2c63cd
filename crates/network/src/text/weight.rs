//! Weights: "1.2kg", "800g", "2 lb".

use super::quantity::{Quantity, quantity};
use super::{Piece, TextError, TextErrorKind};

/// No weight may be greater, grams: a thousand tonnes.
pub const HEAVIEST: f64 = 1e9;

/// Units, for messages.
const UNITS: [&str; 4] = ["g", "kg", "t", "lb"];

/// A weight in whole grams, zero or more: "1.2kg", "800g", "7.5t", "2lb" (453.59237 g each).
///
/// # Errors
/// Empty, bare number, unknown unit, negative, above [`HEAVIEST`], or not of this form.
pub fn weight(text: &str) -> Result<i64, TextError> {
    grams(Piece::whole(text)).map(|grams| (grams + 0.5) as i64)
}

/// A weight in grams, not rounded: a parameter of a distribution.
pub(crate) fn grams(piece: Piece<'_>) -> Result<f64, TextError> {
    let quantity = quantity(piece, "a weight")?;
    if quantity.negative {
        return Err(super::number::negative(quantity.piece));
    }
    let total = sum(&quantity)?;
    if total > HEAVIEST {
        return Err(quantity.piece.error(
            TextErrorKind::OutOfRange,
            format!("`{}` is more than 1000 t", quantity.piece.text),
        ));
    }
    Ok(total)
}

fn sum(quantity: &Quantity<'_>) -> Result<f64, TextError> {
    let mut total = 0.0;
    for part in &quantity.parts {
        total += match part.unit.text {
            "g" => part.times(1),
            "kg" => part.times(1_000),
            "t" => part.times(1_000_000),
            "lb" => part.times(45_359_237) / 1e5,
            _ => return Err(part.wrong_unit(quantity.piece, &UNITS)),
        };
    }
    Ok(total)
}
