//! Laws of shocks.

use super::call::Call;
use super::{Laws, ReadFile, Unit};
use crate::distribution::{Regime, ShockLaw};
use crate::network::Grain;
use crate::text::duration::positive_duration;
use crate::text::number::{nonnegative_number, number};
use crate::text::{Piece, TextError, TextErrorKind};
use crate::time::TICKS_PER_DAY;

/// The law of a shock: "ar1(sigma=0.15, phi=0.6)", "regimes(1.0 for 19d, 1.6 for 1.5d)", or a distribution of plain
/// numbers, drawn independently per grain.
///
/// Mean spells of regimes are given as lengths of time and become numbers of grains.
///
/// # Errors
/// As [`super::distribution`]; |phi| >= 1; fewer than two regimes; a mean spell shorter than one grain.
pub fn shock_law(text: &str, grain: Grain, read: ReadFile<'_>) -> Result<ShockLaw, TextError> {
    let piece = Piece::whole(text).required("a law")?;
    match Call::read(piece)? {
        Some(call) if call.name.text == "ar1" => ar1(&call),
        Some(call) if call.name.text == "regimes" => regimes(&call, grain),
        _ => Laws {
            unit: Unit::Plain,
            read,
            depth: 0,
        }
        .law(piece)
        .map(ShockLaw::Independent),
    }
}

fn ar1(call: &Call<'_>) -> Result<ShockLaw, TextError> {
    let [Some(deviation), Some(correlation)] = call.bind([&["sigma"], &["phi"]])? else {
        return Err(call.missing("`sigma` and `phi`", "ar1(sigma=0.15, phi=0.6)"));
    };
    let (sigma, phi) = (nonnegative_number(deviation)?, number(correlation)?);
    if phi.abs() >= 1.0 {
        let message = format!(
            "phi must lie strictly between -1 and 1, but `{}` is written",
            correlation.text
        );
        return Err(correlation.error(TextErrorKind::OutOfRange, message));
    }
    if sigma > 5.0 {
        return Err(deviation.error(
            TextErrorKind::OutOfRange,
            "sigma is the deviation of a logarithm; above 5 it means nothing",
        ));
    }
    Ok(ShockLaw::Ar1 { sigma, phi })
}

fn regimes(call: &Call<'_>, grain: Grain) -> Result<ShockLaw, TextError> {
    let regimes: Vec<Regime> = call
        .arguments
        .iter()
        .map(|argument| regime(argument.value, grain))
        .collect::<Result<_, _>>()?;
    if regimes.len() < 2 {
        return Err(call.missing("at least two regimes", "regimes(1.0 for 19d, 1.6 for 1.5d)"));
    }
    Ok(ShockLaw::Regimes(regimes))
}

fn regime(piece: Piece<'_>, grain: Grain) -> Result<Regime, TextError> {
    let Some(word) = piece.text.find(" for ") else {
        let error = piece.error(
            TextErrorKind::Syntax,
            format!("`{}` is not a regime", piece.text),
        );
        return Err(error.with_help("write a factor and its mean spell, as in `1.6 for 1.5d`"));
    };
    let spell = piece.slice(word + " for ".len(), piece.text.len()).trim();
    let grain_ticks = match grain {
        Grain::Day => TICKS_PER_DAY,
        Grain::Week => 7 * TICKS_PER_DAY,
    };
    let grains = positive_duration(spell, "a mean spell")?.0 as f64 / grain_ticks as f64;
    if grains < 1.0 {
        let message = format!(
            "a mean spell of `{}` is shorter than the shock's grain",
            spell.text
        );
        return Err(spell.error(TextErrorKind::OutOfRange, message));
    }
    Ok(Regime {
        factor: nonnegative_number(piece.slice(0, word))?,
        spell: grains,
    })
}
