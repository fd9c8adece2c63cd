//! Distributions and shock laws as operators write them: "lognormal(median=20m, p95=1h5m)".

mod call;
mod family;
mod shock;
mod table;

use self::call::Call;
pub use self::shock::shock_law;
use super::number::{nonnegative_number, not_finite, not_positive, spells_not_finite};
use super::{Piece, TextError, TextErrorKind, duration};
use crate::distribution::Distribution;

/// What the numbers of a distribution measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Elapsed time: every value carries a unit; canonical parameters are in ticks.
    Duration,
    /// A plain number: a multiplier.
    Plain,
    /// A weight: every value carries a unit; canonical parameters are in grams.
    Weight,
}

/// Gives the text of a file named in a distribution, or says why it cannot.
pub type ReadFile<'a> = &'a mut dyn FnMut(&str) -> Result<String, String>;

/// Laws may be nested so deep, no deeper.
const DEEPEST: usize = 16;

/// Names of all laws, for suggestions.
const NAMES: [&str; 14] = [
    "constant",
    "uniform",
    "exponential",
    "erlang",
    "gamma",
    "lognormal",
    "normal",
    "weibull",
    "triangular",
    "pert",
    "quantiles",
    "empirical",
    "mixture",
    "shifted",
];

/// A distribution with canonical parameters, from its text.
///
/// The grammar is that of `docs/design/0001-types.md`: a value alone is a constant; otherwise a name with named or
/// positional arguments. `gamma`, `lognormal` and `quantiles` can be given in several ways and need names. `read` gives
/// the text of a file that `empirical` names, so that this function depends on nothing but bytes.
///
/// # Errors
/// Unknown names and arguments, missing arguments, values that are not finite, negative, without a unit or in the wrong
/// order, weights that do not sum to 1 within 1e-6, a file that cannot be read.
pub fn distribution(text: &str, unit: Unit, read: ReadFile<'_>) -> Result<Distribution, TextError> {
    Laws {
        unit,
        read,
        depth: 0,
    }
    .law(Piece::whole(text))
}

/// Reads laws of one unit.
struct Laws<'r> {
    unit: Unit,
    read: ReadFile<'r>,
    depth: usize,
}

impl Laws<'_> {
    /// Any law.
    fn law(&mut self, piece: Piece<'_>) -> Result<Distribution, TextError> {
        let piece = piece.trim().required("a distribution")?;
        if self.depth == DEEPEST {
            return Err(piece.error(
                TextErrorKind::OutOfRange,
                format!("laws are nested more than {DEEPEST} deep"),
            ));
        }
        self.depth += 1;
        let law = match Call::read(piece)? {
            Some(call) => self.call(&call),
            None => self.value_alone(piece).map(Distribution::Constant),
        };
        self.depth -= 1;
        law
    }

    fn call(&mut self, call: &Call<'_>) -> Result<Distribution, TextError> {
        match call.name.text {
            "constant" => self.constant(call),
            "uniform" => self.uniform(call),
            "exponential" => self.exponential(call),
            "erlang" => self.erlang(call),
            "gamma" => self.gamma(call),
            "lognormal" => self.lognormal(call),
            "normal" => self.normal(call),
            "weibull" => self.weibull(call),
            "triangular" => self.triangular(call),
            "pert" => self.pert(call),
            "quantiles" => self.quantiles(call),
            "empirical" => self.empirical(call),
            "mixture" => self.mixture(call),
            "shifted" => self.shifted(call),
            _ => Err(call
                .name
                .unknown(TextErrorKind::UnknownName, "distribution", &NAMES)),
        }
    }

    /// A value without a law's name; a lone name gets its own message.
    fn value_alone(&self, piece: Piece<'_>) -> Result<f64, TextError> {
        if !piece.text.starts_with(|c: char| c.is_alphabetic()) || spells_not_finite(piece.text) {
            return self.value(piece);
        }
        if NAMES.contains(&piece.text) {
            let message = format!("`{}` needs arguments in parentheses", piece.text);
            return Err(piece.error(TextErrorKind::MissingArgument, message));
        }
        Err(piece.unknown(TextErrorKind::UnknownName, "distribution", &NAMES))
    }

    /// A value, zero or more, in the unit of the law.
    fn value(&self, piece: Piece<'_>) -> Result<f64, TextError> {
        match self.unit {
            Unit::Duration => duration::ticks(piece),
            Unit::Plain => nonnegative_number(piece),
            Unit::Weight => super::weight::grams(piece),
        }
    }

    /// A value above zero.
    fn positive(&self, piece: Piece<'_>, what: &str) -> Result<f64, TextError> {
        let value = self.value(piece)?;
        if value == 0.0 {
            Err(not_positive(piece, what))
        } else {
            Ok(value)
        }
    }
}

/// Refuses a parameter that overflowed on its way to canonical form.
fn finite(
    piece: Piece<'_>,
    law: Distribution,
    parameters: [f64; 2],
) -> Result<Distribution, TextError> {
    if parameters.iter().all(|parameter| parameter.is_finite()) {
        Ok(law)
    } else {
        Err(not_finite(piece))
    }
}
