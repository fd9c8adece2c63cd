//! Lengths of time, a group of them in one unit.

use leadtime_sim::outcome::Figure;

use super::NOTHING;
use super::number::{plain, signed};
use super::share::width_digits;

/// The unit in which a group of lengths of time is said, so that they compare at a glance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TimeUnit {
    Seconds,
    Minutes,
    Hours,
    Days,
}

impl TimeUnit {
    /// The unit for a group whose largest length is `seconds`.
    pub(crate) fn for_largest(seconds: f64) -> Self {
        match seconds.abs() {
            s if s < 120.0 => Self::Seconds,
            s if s < 2.0 * 3600.0 => Self::Minutes,
            s if s < 100.0 * 3600.0 => Self::Hours,
            _ => Self::Days,
        }
    }

    /// Seconds in one unit.
    pub(crate) fn seconds(self) -> f64 {
        match self {
            Self::Seconds => 1.0,
            Self::Minutes => 60.0,
            Self::Hours => 3600.0,
            Self::Days => 86_400.0,
        }
    }

    /// `hours`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Seconds => "seconds",
            Self::Minutes => "minutes",
            Self::Hours => "hours",
            Self::Days => "days",
        }
    }

    /// `h`.
    pub(crate) fn short(self) -> &'static str {
        match self {
            Self::Seconds => "s",
            Self::Minutes => "min",
            Self::Hours => "h",
            Self::Days => "d",
        }
    }

    /// The bare number in this unit: `31.4`.
    pub(crate) fn number(self, seconds: Option<f64>) -> String {
        match seconds {
            Some(seconds) if seconds.is_finite() => {
                let value = seconds / self.seconds();
                let digits = if value.abs() >= 10.0 || value == 0.0 {
                    1
                } else {
                    2
                };
                signed(value, digits, false)
            }
            _ => NOTHING.to_owned(),
        }
    }

    /// `31.4 (31.1–31.7)`.
    pub(crate) fn number_interval(self, figure: &Figure) -> String {
        let point = self.number(figure.value);
        match (figure.value, figure.low, figure.high) {
            (Some(_), Some(low), Some(high)) => {
                let digits = width_digits((high - low) / 2.0 / self.seconds()).clamp(1, 2);
                let show = |v: f64| signed(v / self.seconds(), digits, false);
                let point = figure.value.map_or(point, show);
                let dash = if low < 0.0 || high < 0.0 {
                    "…"
                } else {
                    "–"
                };
                format!("{point} ({}{dash}{})", show(low), show(high))
            }
            _ => point,
        }
    }
}

/// One length of time in its own best unit: `31.4 h`.
pub(crate) fn length(seconds: Option<f64>) -> String {
    match seconds {
        Some(s) if s.is_finite() => {
            let unit = TimeUnit::for_largest(s);
            format!(
                "{} {}",
                plain((s / unit.seconds() * 10.0).round() / 10.0, false),
                unit.short()
            )
        }
        _ => NOTHING.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, missing_docs)]
    use super::*;

    #[test]
    fn a_length_is_said_in_its_best_unit() {
        assert_eq!(length(Some(90.0)), "90 s");
        assert_eq!(length(Some(31.44 * 3600.0)), "31.4 h");
        assert_eq!(length(Some(10.0 * 86_400.0)), "10 d");
        assert_eq!(length(None), "–");
    }
}
