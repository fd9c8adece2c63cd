//! Plain numbers.

use super::{Piece, TextError, TextErrorKind};

/// A finite number without a unit.
pub(crate) fn number(piece: Piece<'_>) -> Result<f64, TextError> {
    let piece = piece.trim().required("a number")?;
    match piece.text.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(value),
        Ok(_) => Err(not_finite(piece)),
        Err(_) => Err(not_a_number(piece)),
    }
}

/// A finite number, zero or more.
pub(crate) fn nonnegative_number(piece: Piece<'_>) -> Result<f64, TextError> {
    let value = number(piece)?;
    if value < 0.0 {
        return Err(negative(piece.trim()));
    }
    Ok(value)
}

/// A finite number above zero; `what` names it in the message.
pub(crate) fn positive_number(piece: Piece<'_>, what: &str) -> Result<f64, TextError> {
    let value = nonnegative_number(piece)?;
    if value == 0.0 {
        return Err(not_positive(piece.trim(), what));
    }
    Ok(value)
}

/// A whole number of at least 1; `what` names it in the message.
pub(crate) fn count(piece: Piece<'_>, what: &str) -> Result<u32, TextError> {
    let value = positive_number(piece, what)?;
    if value != value.trunc() || value > f64::from(u32::MAX) {
        let message = format!(
            "{what} is a whole number, but `{}` is written",
            piece.trim().text
        );
        return Err(piece.trim().error(TextErrorKind::OutOfRange, message));
    }
    Ok(value as u32)
}

/// The mistake of a value below zero.
pub(crate) fn negative(piece: Piece<'_>) -> TextError {
    piece.error(
        TextErrorKind::Negative,
        format!("`{}` is negative", piece.text),
    )
}

/// The mistake of a zero where a positive value is due.
pub(crate) fn not_positive(piece: Piece<'_>, what: &str) -> TextError {
    piece.error(
        TextErrorKind::OutOfRange,
        format!("{what} must be above zero, but `{}` is written", piece.text),
    )
}

/// The mistake of "nan" or "inf".
pub(crate) fn not_finite(piece: Piece<'_>) -> TextError {
    piece.error(
        TextErrorKind::NotFinite,
        format!("`{}` is not a finite number", piece.text),
    )
}

/// Whether a text is one of the spellings of "not a number" or infinity.
pub(crate) fn spells_not_finite(text: &str) -> bool {
    let word = text.trim_start_matches(['+', '-']).to_lowercase();
    ["nan", "inf", "infinity"].contains(&word.as_str())
}

fn not_a_number(piece: Piece<'_>) -> TextError {
    let error = piece.error(
        TextErrorKind::Syntax,
        format!("`{}` is not a plain number", piece.text),
    );
    if piece.text.starts_with(|c: char| c.is_ascii_digit()) {
        return error.with_help("this value has no unit; write only the number");
    }
    error
}
