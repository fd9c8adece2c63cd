//! Elapsed lengths of time: "90min", "2h 30m", "250ms".

use super::number::{negative, not_positive};
use super::quantity::{Quantity, quantity};
use super::{Piece, TextError, TextErrorKind};
use crate::time::{Duration, TICKS_PER_DAY};

/// No length may be longer: a hundred years.
pub const LONGEST: Duration = Duration(36_525 * TICKS_PER_DAY);

/// Units of elapsed time, for messages.
const UNITS: [&str; 6] = ["ms", "s", "min", "h", "d", "w"];

/// An elapsed length of time, zero or more: "90min", "2h 30m", "1d 4h", "1.5h", "250ms".
///
/// Units are ms, s, m or min (minutes), h, d (24 hours) and w (7 x 24 hours), from the longest to the shortest. The sum
/// is rounded to the nearest tick.
///
/// # Errors
/// Empty, bare number, unknown unit, negative, longer than [`LONGEST`], or not of this form.
pub fn duration(text: &str) -> Result<Duration, TextError> {
    duration_piece(Piece::whole(text))
}

/// As [`duration`], but may be negative: "-2h".
///
/// # Errors
/// As [`duration`], without the sign.
pub fn signed_duration(text: &str) -> Result<Duration, TextError> {
    signed(&quantity(Piece::whole(text), "a duration")?)
}

/// As [`duration`], of a piece.
pub(crate) fn duration_piece(piece: Piece<'_>) -> Result<Duration, TextError> {
    let quantity = quantity(piece, "a duration")?;
    refuse_negative(&quantity)?;
    signed(&quantity)
}

/// As [`duration`], but above zero; `what` names it in the message.
pub(crate) fn positive_duration(piece: Piece<'_>, what: &str) -> Result<Duration, TextError> {
    let length = duration_piece(piece)?;
    if length == Duration::ZERO {
        return Err(not_positive(piece.trim(), what));
    }
    Ok(length)
}

/// A length in ticks, not rounded to a whole tick: a parameter of a distribution.
pub(crate) fn ticks(piece: Piece<'_>) -> Result<f64, TextError> {
    let quantity = quantity(piece, "a duration")?;
    refuse_negative(&quantity)?;
    let units = units(&quantity)?;
    let total: f64 = quantity
        .parts
        .iter()
        .zip(units)
        .map(|(part, unit)| part.times(unit))
        .sum();
    if total > LONGEST.0 as f64 {
        return Err(too_long(&quantity));
    }
    Ok(total)
}

/// Ticks of one unit of elapsed time.
pub(crate) fn unit(piece: Piece<'_>) -> Result<i64, TextError> {
    let part = super::quantity::Part {
        number: piece.slice(0, 0),
        unit: piece,
    };
    part.unit_ticks()
        .ok_or_else(|| piece.unknown(TextErrorKind::UnknownUnit, "unit", &UNITS))
}

/// The sum with its sign, in whole ticks.
pub(crate) fn signed(quantity: &Quantity<'_>) -> Result<Duration, TextError> {
    let units = units(quantity)?;
    let mut total = 0_i64;
    for (part, unit) in quantity.parts.iter().zip(units) {
        let ticks = part.times_rounded(unit).filter(|&ticks| ticks <= LONGEST.0);
        total += ticks.ok_or_else(|| too_long(quantity))?;
        if total > LONGEST.0 {
            return Err(too_long(quantity));
        }
    }
    Ok(Duration(if quantity.negative { -total } else { total }))
}

/// The unit of each part in ticks; they must get shorter from left to right.
fn units(quantity: &Quantity<'_>) -> Result<Vec<i64>, TextError> {
    let mut units = Vec::with_capacity(quantity.parts.len());
    for part in &quantity.parts {
        let unit = part
            .unit_ticks()
            .ok_or_else(|| part.wrong_unit(quantity.piece, &UNITS))?;
        if units.last().is_some_and(|&before| before <= unit) {
            let error = part.piece(quantity.piece).error(
                TextErrorKind::Syntax,
                "units must get shorter from left to right",
            );
            return Err(error.with_help("for example `2h 30min`"));
        }
        units.push(unit);
    }
    Ok(units)
}

fn refuse_negative(quantity: &Quantity<'_>) -> Result<(), TextError> {
    if quantity.negative {
        Err(negative(quantity.piece))
    } else {
        Ok(())
    }
}

fn too_long(quantity: &Quantity<'_>) -> TextError {
    let message = format!(
        "`{}` is longer than a hundred years, or has more than 18 digits",
        quantity.piece.text
    );
    quantity.piece.error(TextErrorKind::OutOfRange, message)
}
