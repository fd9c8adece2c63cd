//! Canonical texts: what is written here is read back as the same value.

use std::fmt::{self, Display, Formatter};

use super::Unit;
use crate::calendar::DayTime;
use crate::distribution::Distribution;
use crate::promise::{DayOffset, PaddingAmount, Rounding};
use crate::time::{Duration, TICKS_PER_DAY, TICKS_PER_HOUR, TICKS_PER_MINUTE, TICKS_PER_SECOND};

/// Units from the longest to the shortest.
const UNITS: [(&str, i64); 5] = [
    ("d", TICKS_PER_DAY),
    ("h", TICKS_PER_HOUR),
    ("min", TICKS_PER_MINUTE),
    ("s", TICKS_PER_SECOND),
    ("ms", 1),
];

impl Display for Duration {
    /// "1d 4h", "-2h 30min", "0s"; a day is 24 hours.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        elapsed(f, *self, &UNITS)
    }
}

impl Display for DayOffset {
    /// "28h" where elapsed, "2d", "1bd".
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Elapsed(length) => elapsed(f, *length, &UNITS[1..]),
            Self::Days(days) => write!(f, "{days}d"),
            Self::BusinessDays(days) => write!(f, "{days}bd"),
        }
    }
}

impl Display for PaddingAmount {
    /// "28h" where elapsed, "2d", "-1bd", "12.5%".
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Elapsed(length) => DayOffset::Elapsed(length).fmt(f),
            Self::Days(days) => DayOffset::Days(days).fmt(f),
            Self::BusinessDays(days) => DayOffset::BusinessDays(days).fmt(f),
            Self::Percent(hundredths) => {
                let sign = if hundredths < 0 { "-" } else { "" };
                let (whole, rest) = (hundredths.abs() / 100, hundredths.abs() % 100);
                match rest {
                    0 => write!(f, "{sign}{whole}%"),
                    _ if rest % 10 == 0 => write!(f, "{sign}{whole}.{}%", rest / 10),
                    _ => write!(f, "{sign}{whole}.{rest:02}%"),
                }
            }
        }
    }
}

impl Display for DayTime {
    /// "17:30", with seconds "17:30:15", and with a fraction where there is one.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let ticks = i64::from(self.0);
        write!(
            f,
            "{:02}:{:02}",
            ticks / TICKS_PER_HOUR,
            ticks % TICKS_PER_HOUR / TICKS_PER_MINUTE
        )?;
        let (seconds, rest) = (
            ticks % TICKS_PER_MINUTE / TICKS_PER_SECOND,
            ticks % TICKS_PER_SECOND,
        );
        if seconds > 0 || rest > 0 {
            write!(f, ":{seconds:02}")?;
        }
        if rest > 0 {
            write!(f, ".{rest:03}")?;
        }
        Ok(())
    }
}

impl Display for Rounding {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Instant => f.write_str("instant"),
            Self::Hours(1) => f.write_str("hour"),
            Self::Hours(hours) => write!(f, "{hours}h"),
            Self::EndOfDay => f.write_str("end-of-day"),
            Self::EndOfDeliveryDay => f.write_str("end-of-delivery-day"),
        }
    }
}

impl Distribution {
    /// The canonical text in the given unit, which [`super::distribution`] reads back as the same law.
    ///
    /// A lognormal is written by its median and a quantile by its percentage: lengths of at least a few ticks and percentages
    /// that were read come back exact, others within one unit in the last place of the logarithm or the probability.
    #[must_use]
    pub fn text(&self, unit: Unit) -> String {
        Law { law: self, unit }.to_string()
    }
}

/// A law to be written in a unit.
struct Law<'a> {
    law: &'a Distribution,
    unit: Unit,
}

/// A value to be written in a unit.
struct Value(f64, Unit);

impl Display for Value {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self(value, unit) = *self;
        match unit {
            Unit::Plain => write!(f, "{value}"),
            Unit::Weight => write!(f, "{value}g"),
            Unit::Duration if value == value.trunc() && value.abs() < 1e15 => {
                Duration(value as i64).fmt(f)
            }
            Unit::Duration => write!(f, "{value}ms"),
        }
    }
}

impl Display for Law<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let v = |value: f64| Value(value, self.unit);
        match self.law {
            Distribution::Constant(value) => write!(f, "constant({})", v(*value)),
            Distribution::Uniform { low, high } => write!(f, "uniform({}, {})", v(*low), v(*high)),
            Distribution::Exponential { mean } => write!(f, "exponential(mean={})", v(*mean)),
            Distribution::Gamma { shape, scale } => {
                write!(f, "gamma(shape={shape}, scale={})", v(*scale))
            }
            Distribution::Lognormal { mu, sigma } => {
                write!(f, "lognormal(median={}, sigma={sigma})", v(median(*mu)))
            }
            Distribution::Normal { mean, sd } => {
                write!(f, "normal(mean={}, sd={})", v(*mean), v(*sd))
            }
            Distribution::Weibull { shape, scale } => {
                write!(f, "weibull(shape={shape}, scale={})", v(*scale))
            }
            Distribution::Triangular { min, mode, max } => {
                write!(f, "triangular({}, {}, {})", v(*min), v(*mode), v(*max))
            }
            Distribution::Pert { min, mode, max } => {
                write!(f, "pert({}, {}, {})", v(*min), v(*mode), v(*max))
            }
            Distribution::Quantiles(points) => self.quantiles(f, points),
            Distribution::Empirical(values) => {
                f.write_str("empirical(")?;
                list(f, values, |f, &value| v(value).fmt(f))
            }
            Distribution::Mixture(components) => {
                f.write_str("mixture(")?;
                list(f, components, |f, (weight, law)| {
                    write!(
                        f,
                        "{weight}: {}",
                        Law {
                            law,
                            unit: self.unit
                        }
                    )
                })
            }
            Distribution::Shifted { by, base } => {
                write!(
                    f,
                    "shifted({}, {})",
                    v(*by),
                    Law {
                        law: base,
                        unit: self.unit
                    }
                )
            }
        }
    }
}

impl Law<'_> {
    fn quantiles(&self, f: &mut Formatter<'_>, points: &[(f64, f64)]) -> fmt::Result {
        f.write_str("quantiles(")?;
        list(f, points, |f, &(p, value)| {
            let value = Value(value, self.unit);
            match p {
                0.0 => write!(f, "min={value}"),
                1.0 => write!(f, "max={value}"),
                _ => write!(f, "p{}={value}", percent(p)),
            }
        })
    }
}

/// Items between commas and a closing parenthesis.
fn list<T>(
    f: &mut Formatter<'_>,
    items: &[T],
    write: impl Fn(&mut Formatter<'_>, &T) -> fmt::Result,
) -> fmt::Result {
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            f.write_str(", ")?;
        }
        write(f, item)?;
    }
    f.write_str(")")
}

/// The percentage which divided by 100 gives `p` again, where there is one within a few steps.
fn percent(p: f64) -> f64 {
    nearby(100.0 * p, |percent| percent / 100.0 == p)
}

/// The median whose logarithm is `mu` again, where there is one within a few steps.
fn median(mu: f64) -> f64 {
    let guess = libm::exp(mu);
    // Whole ticks read better, and most medians are given so.
    if libm::log(guess.round()) == mu {
        guess.round()
    } else {
        nearby(guess, |median| libm::log(median) == mu)
    }
}

/// The float nearest to `guess` that fits, looking 64 steps to both sides; `guess` if none does.
fn nearby(guess: f64, fits: impl Fn(f64) -> bool) -> f64 {
    let (mut below, mut above) = (guess, guess);
    for _ in 0..64 {
        if fits(below) {
            return below;
        }
        if fits(above) {
            return above;
        }
        (below, above) = (below.next_down(), above.next_up());
    }
    guess
}

fn elapsed(f: &mut Formatter<'_>, length: Duration, units: &[(&str, i64)]) -> fmt::Result {
    if length == Duration::ZERO {
        return f.write_str("0s");
    }
    let mut rest = length.0.unsigned_abs();
    let mut mark = if length.0 < 0 { "-" } else { "" };
    for &(name, ticks) in units {
        let number = rest / ticks.unsigned_abs();
        rest %= ticks.unsigned_abs();
        if number > 0 {
            write!(f, "{mark}{number}{name}")?;
            mark = " ";
        }
    }
    Ok(())
}
