//! Numbers with units, as in "2h 30m", before anyone says what the units mean.

use super::number::{not_finite, spells_not_finite};
use super::{Piece, TextError, TextErrorKind};
use crate::time::{TICKS_PER_DAY, TICKS_PER_HOUR, TICKS_PER_MINUTE, TICKS_PER_SECOND};

/// A signed sum of numbers with units.
pub(crate) struct Quantity<'a> {
    /// Whether a minus stands in front.
    pub(crate) negative: bool,
    /// The parts in the order written; at least one.
    pub(crate) parts: Vec<Part<'a>>,
    /// Where it stands.
    pub(crate) piece: Piece<'a>,
}

/// One number with its unit.
#[derive(Clone, Copy)]
pub(crate) struct Part<'a> {
    /// Digits with at most one decimal point.
    pub(crate) number: Piece<'a>,
    /// Letters or a percent sign; empty if none is written.
    pub(crate) unit: Piece<'a>,
}

/// Reads a signed sum of numbers with units; `what` names the quantity in messages.
pub(crate) fn quantity<'a>(piece: Piece<'a>, what: &str) -> Result<Quantity<'a>, TextError> {
    let piece = piece.trim().required(what)?;
    if spells_not_finite(piece.text) {
        return Err(not_finite(piece));
    }
    let negative = piece.text.starts_with('-');
    let signed = negative || piece.text.starts_with('+');
    let mut rest = piece.slice(usize::from(signed), piece.text.len()).trim();
    let mut parts = Vec::new();
    while !rest.text.is_empty() {
        let (part, after) = part(rest, piece, what)?;
        parts.push(part);
        rest = after;
    }
    if parts.is_empty() {
        return Err(piece.error(
            TextErrorKind::Syntax,
            format!("`{}` is not {what}", piece.text),
        ));
    }
    Ok(Quantity {
        negative,
        parts,
        piece,
    })
}

/// The first number with its unit, and what follows.
fn part<'a>(
    rest: Piece<'a>,
    whole: Piece<'a>,
    what: &str,
) -> Result<(Part<'a>, Piece<'a>), TextError> {
    let digits = length_of(rest, |c| c.is_ascii_digit() || c == '.');
    let number = rest.slice(0, digits);
    if number.text.parse::<f64>().is_err() {
        return Err(whole.error(
            TextErrorKind::Syntax,
            format!("`{}` is not {what}", whole.text),
        ));
    }
    let after = rest.slice(digits, rest.text.len()).trim();
    let letters = length_of(after, |c| c.is_alphabetic() || c == '%');
    Ok((
        Part {
            number,
            unit: after.slice(0, letters),
        },
        after.slice(letters, after.text.len()).trim(),
    ))
}

/// Bytes of the leading characters that are `wanted`.
fn length_of(piece: Piece<'_>, wanted: impl Fn(char) -> bool) -> usize {
    piece.text.find(|c| !wanted(c)).unwrap_or(piece.text.len())
}

impl<'a> Part<'a> {
    /// The unit's length in ticks, as an elapsed time: `d` is 24 h.
    pub(crate) fn unit_ticks(self) -> Option<i64> {
        match self.unit.text {
            "ms" => Some(1),
            "s" => Some(TICKS_PER_SECOND),
            "m" | "min" => Some(TICKS_PER_MINUTE),
            "h" => Some(TICKS_PER_HOUR),
            "d" => Some(TICKS_PER_DAY),
            "w" => Some(7 * TICKS_PER_DAY),
            _ => None,
        }
    }

    /// number x `unit`, if that is a whole number that fits.
    pub(crate) fn times_exactly(self, unit: i64) -> Option<i64> {
        let (mantissa, scale) = self.decimal()?;
        let product = mantissa * i128::from(unit);
        if product % scale != 0 {
            return None;
        }
        i64::try_from(product / scale).ok()
    }

    /// number x `unit` rounded to the nearest whole, halves up.
    pub(crate) fn times_rounded(self, unit: i64) -> Option<i64> {
        let (mantissa, scale) = self.decimal()?;
        i64::try_from((2 * mantissa * i128::from(unit) + scale) / (2 * scale)).ok()
    }

    /// number x `unit`: exact where the product is whole, else correct to one rounding of the number and one of the product.
    pub(crate) fn times(self, unit: i64) -> f64 {
        match self.times_exactly(unit) {
            Some(whole) => whole as f64,
            // The lexer has seen that it parses.
            None => self.number.text.parse::<f64>().unwrap_or(f64::NAN) * unit as f64,
        }
    }

    /// Numerator and power of ten, for numbers of up to 18 digits.
    fn decimal(self) -> Option<(i128, i128)> {
        let (whole, fraction) = self
            .number
            .text
            .split_once('.')
            .unwrap_or((self.number.text, ""));
        if whole.len() + fraction.len() > 18 {
            return None;
        }
        let mantissa: i128 = format!("0{whole}{fraction}").parse().ok()?;
        Some((mantissa, 10_i128.pow(fraction.len() as u32)))
    }

    /// The number with its unit, as one piece.
    pub(crate) fn piece(self, whole: Piece<'a>) -> Piece<'a> {
        let from = self.number.at - whole.at;
        whole.slice(from, self.unit.at + self.unit.text.len() - whole.at)
    }

    /// The mistake of a unit that is missing or not one of `allowed`.
    pub(crate) fn wrong_unit(self, whole: Piece<'a>, allowed: &[&str]) -> TextError {
        let list = allowed.join(", ");
        if self.unit.text.is_empty() {
            let number = self.number.text;
            let error = self
                .number
                .error(TextErrorKind::BareNumber, format!("`{number}` has no unit"));
            return error.with_help(format!("write it with one of: {list}"));
        }
        let piece = self.piece(whole);
        let message = format!("unknown unit `{}` in `{}`", self.unit.text, whole.text);
        let error = Piece {
            text: self.unit.text,
            at: piece.at + piece.text.len() - self.unit.text.len(),
        }
        .error(TextErrorKind::UnknownUnit, message);
        error.with_help(
            match meant(self.unit.text).filter(|unit| allowed.contains(unit)) {
                Some(unit) => format!("write `{unit}`"),
                None => format!("one of: {list}"),
            },
        )
    }
}

/// The unit that is usually meant by a longer or differently written one.
fn meant(unit: &str) -> Option<&'static str> {
    match unit.to_lowercase().as_str() {
        "millisecond" | "milliseconds" | "msec" => Some("ms"),
        "sec" | "secs" | "second" | "seconds" | "s" => Some("s"),
        "mins" | "minute" | "minutes" | "mn" | "min" => Some("min"),
        "hr" | "hrs" | "hour" | "hours" | "h" => Some("h"),
        "day" | "days" | "d" => Some("d"),
        "wk" | "wks" | "week" | "weeks" | "w" => Some("w"),
        "bds" | "wd" | "workday" | "workdays" | "bd" => Some("bd"),
        _ => None,
    }
}
