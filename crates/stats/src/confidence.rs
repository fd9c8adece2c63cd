//! The confidence level of an interval.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::special::{normal_quantile_upper, t_quantile_upper};

/// The confidence level of an interval: strictly between 0 and 1, .95 by default.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "f64", into = "f64")]
pub struct Confidence(#[schemars(range(min = 0.0, max = 1.0))] f64);

/// A confidence level outside (0, 1).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct InvalidConfidence(
    /// The level that was refused.
    pub f64,
);

impl core::fmt::Display for InvalidConfidence {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(
            f,
            "a confidence level lies strictly between 0 and 1, not at {}",
            self.0
        )
    }
}

impl std::error::Error for InvalidConfidence {}

impl Default for Confidence {
    fn default() -> Self {
        Confidence::P95
    }
}

impl TryFrom<f64> for Confidence {
    type Error = InvalidConfidence;

    fn try_from(level: f64) -> Result<Self, InvalidConfidence> {
        if level > 0.0 && level < 1.0 {
            Ok(Confidence(level))
        } else {
            Err(InvalidConfidence(level))
        }
    }
}

impl From<Confidence> for f64 {
    fn from(confidence: Confidence) -> f64 {
        confidence.0
    }
}

impl Confidence {
    /// 95 %, the default.
    pub const P95: Confidence = Confidence(0.95);

    /// 90 %.
    pub const P90: Confidence = Confidence(0.90);

    /// The level, in (0, 1).
    pub fn level(self) -> f64 {
        self.0
    }

    /// The error probability 1 - level.
    pub fn alpha(self) -> f64 {
        1.0 - self.0
    }

    /// The two-sided normal factor: 1.959964 at 95 %.
    pub fn normal_factor(self) -> f64 {
        normal_quantile_upper(0.5 * self.alpha())
    }

    /// The two-sided factor of Student's t with `dof` degrees of freedom: 2.262157 at 95 % and 9.
    pub fn t_factor(self, dof: f64) -> f64 {
        t_quantile_upper(0.5 * self.alpha(), dof)
    }
}
