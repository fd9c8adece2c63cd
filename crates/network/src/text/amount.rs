//! Lengths that may be civil: offsets, paddings, `latest`.

use super::duration::signed;
use super::number::negative;
use super::quantity::{Part, Quantity, quantity};
use super::{Piece, TextError, TextErrorKind};
use crate::promise::{DayOffset, PaddingAmount, PaddingGrid};

/// Units of civil lengths, for messages.
const UNITS: [&str; 7] = ["ms", "s", "min", "h", "d", "w", "bd"];
/// No offset may be longer: a hundred years of days.
const MOST_DAYS: i64 = 36_525;
/// No grid may have more values.
const MOST_VALUES: i64 = 100_000;

/// A length from an instant or a civil day, zero or more: "6h" and "24h" are elapsed, "2d" and "1w" civil days, "1bd"
/// delivery days.
///
/// # Errors
/// Empty, bare number, unknown unit, negative, days that are not whole or are mixed with other units.
pub fn day_offset(text: &str) -> Result<DayOffset, TextError> {
    let quantity = quantity(Piece::whole(text), "a length of time")?;
    if quantity.negative {
        return Err(negative(quantity.piece));
    }
    offset(&quantity)
}

/// The latest acceptable promise: "same-day", "next-delivery-day", or as [`day_offset`].
///
/// # Errors
/// As [`day_offset`].
pub fn latest(text: &str) -> Result<DayOffset, TextError> {
    let piece = Piece::whole(text).required("`same-day`, `next-delivery-day` or a length")?;
    match piece.text {
        "same-day" => Ok(DayOffset::Days(0)),
        "next-delivery-day" => Ok(DayOffset::BusinessDays(1)),
        word if word.starts_with(|c: char| c.is_alphabetic()) => Err(piece.unknown(
            TextErrorKind::UnknownName,
            "bound",
            &["same-day", "next-delivery-day", "2d", "2bd"],
        )),
        _ => day_offset(text),
    }
}

/// An amount of padding: "4h", "1d", "1bd", "10%" of the base quote; may be negative. "24h" is elapsed, "1d" is civil.
///
/// # Errors
/// Empty, bare number, unknown unit, days that are not whole or are mixed with other units, a percentage finer than a
/// hundredth.
pub fn padding(text: &str) -> Result<PaddingAmount, TextError> {
    let quantity = quantity(Piece::whole(text), "an amount of padding")?;
    if let [part] = quantity.parts[..]
        && part.unit.text == "%"
    {
        return percent(&quantity, part);
    }
    Ok(match offset(&quantity)? {
        DayOffset::Elapsed(length) => PaddingAmount::Elapsed(length),
        DayOffset::Days(days) => PaddingAmount::Days(days),
        DayOffset::BusinessDays(days) => PaddingAmount::BusinessDays(days),
    })
}

/// Which of the three texts of a padding grid is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GridField {
    /// The first value.
    From,
    /// The last value.
    To,
    /// The distance between values.
    Step,
}

/// A grid of paddings: `from`, `from + step`, ... up to `to`, all in one unit.
///
/// # Errors
/// The field that is wrong, with what [`padding`] says of it; or another unit than `from`, a step that is not positive,
/// `to` before `from`, or more than 100 000 values.
pub fn padding_grid(
    from: &str,
    to: &str,
    step: &str,
) -> Result<PaddingGrid, (GridField, TextError)> {
    let first = padding(from).map_err(|error| (GridField::From, error))?;
    let last = same_kind(first, to).map_err(|error| (GridField::To, error))?;
    let between = same_kind(first, step).map_err(|error| (GridField::Step, error))?;
    let wrong = |field, text, message: &str| {
        Err((
            field,
            Piece::whole(text).error(TextErrorKind::OutOfRange, message),
        ))
    };
    if between <= 0 {
        return wrong(
            GridField::Step,
            step,
            "the step of a padding grid must be above zero",
        );
    }
    if last < first.value() {
        return wrong(
            GridField::To,
            to,
            "the last padding of a grid is before the first",
        );
    }
    let steps = (last - first.value()) / between;
    if steps >= MOST_VALUES {
        return wrong(
            GridField::Step,
            step,
            "a padding grid may have 100000 values at most",
        );
    }
    Ok(PaddingGrid::new(
        first.kind(),
        first.value(),
        between,
        steps as usize + 1,
    ))
}

/// The value of a padding that must be of the kind of `first`.
fn same_kind(first: PaddingAmount, text: &str) -> Result<i64, TextError> {
    let amount = padding(text)?;
    if amount.kind() != first.kind() {
        let message = format!("`{amount}` and `{first}` are not in the same unit");
        let error = Piece::whole(text).error(TextErrorKind::UnknownUnit, message);
        return Err(error.with_help("elapsed time (h), days (d), delivery days (bd) and percent (%) cannot be mixed in one grid"));
    }
    Ok(amount.value())
}

/// Elapsed, or a whole number of days.
fn offset(quantity: &Quantity<'_>) -> Result<DayOffset, TextError> {
    if let Some(part) = quantity
        .parts
        .iter()
        .find(|part| part.unit_ticks().is_none() && part.unit.text != "bd")
    {
        return Err(part.wrong_unit(quantity.piece, &UNITS));
    }
    match quantity.parts[..] {
        [part] if part.unit.text == "bd" => Ok(DayOffset::BusinessDays(days(quantity, part, 1)?)),
        [part] if part.unit.text == "d" => Ok(DayOffset::Days(days(quantity, part, 1)?)),
        [part] if part.unit.text == "w" => Ok(DayOffset::Days(days(quantity, part, 7)?)),
        _ if quantity
            .parts
            .iter()
            .any(|part| ["bd", "d", "w"].contains(&part.unit.text)) =>
        {
            Err(mixed(quantity.piece))
        }
        _ => signed(quantity).map(DayOffset::Elapsed),
    }
}

/// A whole number of days.
fn days(quantity: &Quantity<'_>, part: Part<'_>, per_unit: i64) -> Result<i32, TextError> {
    let days = part.times_exactly(per_unit).ok_or_else(|| {
        let message = format!("`{}` is not a whole number of days", quantity.piece.text);
        let error = quantity.piece.error(TextErrorKind::OutOfRange, message);
        error.with_help("days are civil days here; write hours for elapsed time, as in `36h`")
    })?;
    if days > MOST_DAYS {
        let message = format!("`{}` is longer than a hundred years", quantity.piece.text);
        return Err(quantity.piece.error(TextErrorKind::OutOfRange, message));
    }
    let days = days as i32;
    Ok(if quantity.negative { -days } else { days })
}

/// Hundredths of a percent.
fn percent(quantity: &Quantity<'_>, part: Part<'_>) -> Result<PaddingAmount, TextError> {
    let hundredths = part
        .times_exactly(100)
        .filter(|&value| value <= 10_000_000)
        .ok_or_else(|| {
            let message = format!(
                "`{}` is not a percentage in hundredths up to 100000%",
                quantity.piece.text
            );
            quantity.piece.error(TextErrorKind::OutOfRange, message)
        })?;
    Ok(PaddingAmount::Percent(if quantity.negative {
        -hundredths
    } else {
        hundredths
    }))
}

fn mixed(piece: Piece<'_>) -> TextError {
    let message = format!("`{}` mixes civil days with elapsed time", piece.text);
    piece
        .error(TextErrorKind::Syntax, message)
        .with_help("write hours alone, as in `28h`, or whole days alone, as in `1d`")
}
