//! Rates, speeds and the rounding of a promise.

use super::duration::unit;
use super::number::positive_number;
use super::{Piece, TextError, TextErrorKind};
use crate::promise::Rounding;
use crate::time::{TICKS_PER_HOUR, TICKS_PER_MINUTE, TICKS_PER_SECOND};

/// A rate per hour: "100000/d", "10/min", "9000/h", "70000/week"; above zero. A day has 24 hours.
///
/// # Errors
/// Empty, bare number, unknown unit, negative or zero, not finite.
pub fn rate(text: &str) -> Result<f64, TextError> {
    let piece = Piece::whole(text).required("a rate")?;
    let Some((number, per)) = piece.split_once('/') else {
        let error = piece.error(
            TextErrorKind::BareNumber,
            format!("`{}` says not per what time", piece.text),
        );
        return Err(error.with_help("write `100000/d`, `4000/h` or `10/min`"));
    };
    let amount = positive_number(number, "a rate")?;
    let per_unit = match per.text {
        "sec" | "second" => TICKS_PER_SECOND,
        "minute" => TICKS_PER_MINUTE,
        "hour" => TICKS_PER_HOUR,
        "day" => 24 * TICKS_PER_HOUR,
        "week" => 7 * 24 * TICKS_PER_HOUR,
        _ => unit(per.required("a unit of time")?)?,
    };
    let per_hour = amount * TICKS_PER_HOUR as f64 / per_unit as f64;
    if !per_hour.is_finite() {
        return Err(super::number::not_finite(number));
    }
    Ok(per_hour)
}

/// A speed in km per hour: "80km/h", "50mph" (1 mile = 1.609344 km).
///
/// # Errors
/// Empty, bare number, unknown unit, negative or zero, not finite.
pub fn speed(text: &str) -> Result<f64, TextError> {
    let piece = Piece::whole(text).required("a speed")?;
    let digits = piece
        .text
        .find(|c: char| c.is_alphabetic())
        .unwrap_or(piece.text.len());
    let amount = positive_number(piece.slice(0, digits), "a speed")?;
    let unit = piece.slice(digits, piece.text.len());
    match unit.text {
        "km/h" => Ok(amount),
        "mph" => Ok(amount * 1.609_344),
        "" => {
            let error = piece.error(
                TextErrorKind::BareNumber,
                format!("`{}` has no unit", piece.text),
            );
            Err(error.with_help(format!("write `{}km/h`", piece.text)))
        }
        _ => Err(unit.unknown(
            TextErrorKind::UnknownUnit,
            "unit of speed",
            &["km/h", "mph"],
        )),
    }
}

/// Rounding of a promise: "instant", "hour", "2h" (windows that divide the day), "end-of-day", "end-of-delivery-day".
///
/// # Errors
/// Empty, an unknown name, or a window that does not divide 24 hours.
pub fn rounding(text: &str) -> Result<Rounding, TextError> {
    let piece = Piece::whole(text).required("a rounding")?;
    match piece.text {
        "instant" => return Ok(Rounding::Instant),
        "hour" => return Ok(Rounding::Hours(1)),
        "end-of-day" => return Ok(Rounding::EndOfDay),
        "end-of-delivery-day" => return Ok(Rounding::EndOfDeliveryDay),
        _ => {}
    }
    if piece.text.starts_with(|c: char| c.is_alphabetic()) {
        let known = ["instant", "hour", "2h", "end-of-day", "end-of-delivery-day"];
        return Err(piece.unknown(TextErrorKind::UnknownName, "rounding", &known));
    }
    let window = super::duration::duration_piece(piece)?;
    let hours = window.0 / TICKS_PER_HOUR;
    if window.0 % TICKS_PER_HOUR != 0 || hours == 0 || 24 % hours != 0 {
        let message = format!(
            "windows of `{}` do not divide a day of 24 hours",
            piece.text
        );
        return Err(piece
            .error(TextErrorKind::OutOfRange, message)
            .with_help("one of: 1h, 2h, 3h, 4h, 6h, 8h, 12h, 24h"));
    }
    Ok(Rounding::Hours(hours as u32))
}
