//! Numbers and durations within their ranges.

use crate::diagnostics::Code;
use crate::network::Money;
use crate::scenario::{Elapsed, Field, Findings, Given};
use crate::time::Duration;

/// Sums of a million such numbers are still exact to the last whole one.
const LARGEST: f64 = 1e9;

/// Which numbers are allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Allowed {
    /// Above 0, at most [`LARGEST`].
    Positive,
    /// 0 to [`LARGEST`].
    NonNegative,
    /// 0 to 1, both inclusive.
    Share,
    /// Between 0 and 1, without both.
    InnerShare,
    /// 0 to 1, without 1.
    ShareBelowOne,
    /// 1 to [`LARGEST`].
    AtLeastOne,
    /// -90 to 90.
    Latitude,
    /// -180 to 180.
    Longitude,
}

impl Allowed {
    fn contains(self, number: f64) -> bool {
        match self {
            Self::Positive => number > 0.0 && number <= LARGEST,
            Self::NonNegative => (0.0..=LARGEST).contains(&number),
            Self::Share => (0.0..=1.0).contains(&number),
            Self::InnerShare => number > 0.0 && number < 1.0,
            Self::ShareBelowOne => (0.0..1.0).contains(&number),
            Self::AtLeastOne => (1.0..=LARGEST).contains(&number),
            Self::Latitude => (-90.0..=90.0).contains(&number),
            Self::Longitude => (-180.0..=180.0).contains(&number),
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Positive => "above 0 and at most 1e9",
            Self::NonNegative => "from 0 to 1e9",
            Self::Share => "from 0 to 1",
            Self::InnerShare => "between 0 and 1",
            Self::ShareBelowOne => "from 0 to below 1",
            Self::AtLeastOne => "from 1 to 1e9",
            Self::Latitude => "from -90 to 90",
            Self::Longitude => "from -180 to 180",
        }
    }
}

/// A number that was given, if it is allowed; what is not is reported.
pub(super) fn number(
    field: &Field<f64>,
    key: &str,
    allowed: Allowed,
    findings: &mut Findings,
) -> Option<f64> {
    let Given { value, span } = field.given()?;
    if allowed.contains(*value) {
        return Some(*value);
    }
    let message = format!("`{key}` is {value}, it must be {}", allowed.words());
    findings.report(Code::OutOfRange, *span, message);
    None
}

/// An amount of money of zero or more.
pub(super) fn money(field: &Field<f64>, key: &str, findings: &mut Findings) -> Money {
    number(field, key, Allowed::NonNegative, findings).map_or(Money::ZERO, Money::of)
}

/// A whole number of at least 1.
pub(super) fn count(field: &Field<u32>, key: &str, findings: &mut Findings) -> Option<u32> {
    let Given { value, span } = field.given()?;
    if *value == 0 {
        findings.report(
            Code::OutOfRange,
            *span,
            format!("`{key}` is 0, it must be at least 1"),
        );
        return None;
    }
    Some(*value)
}

/// A duration of zero or more; the reader refuses negative ones.
pub(super) fn length(field: &Field<Elapsed>) -> Option<Duration> {
    field.value().map(|elapsed| elapsed.0)
}
