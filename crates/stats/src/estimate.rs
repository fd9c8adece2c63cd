//! What every figure carries: point, interval, sample size, method, and marks of doubt.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Confidence;

/// A figure with its confidence interval.
///
/// `low` and `high` are always present and never NaN. A bound that the data cannot give is infinite in memory and `null`
/// in JSON (shares use 0 and 1 instead), and a [`Mark`] says why; zero events are a normal answer with a bound, not a
/// special value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Estimate {
    /// The point estimate, in the unit of the quantity.
    pub value: f64,
    /// The lower end of the interval; `null` when there is none.
    #[serde(with = "lower_bound")]
    #[schemars(with = "Option<f64>", required)]
    pub low: f64,
    /// The upper end of the interval; `null` when there is none.
    #[serde(with = "upper_bound")]
    #[schemars(with = "Option<f64>", required)]
    pub high: f64,
    /// The sample size of the method: trials for a share, values for a mean per value or a quantile, replications for a
    /// mean over replications and for a paired difference.
    pub n: u64,
    /// How the interval was made.
    pub method: Method,
    /// The confidence level; left out when it is .95.
    #[serde(default, skip_serializing_if = "is_default_level")]
    pub confidence: Confidence,
    /// What a reader must know before trusting the interval; left out when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Mark>,
}

impl Estimate {
    /// Half the width of the interval; infinite when an end is open.
    pub fn half_width(&self) -> f64 {
        0.5 * (self.high - self.low)
    }

    /// True if `x` lies in the closed interval.
    pub fn covers(&self, x: f64) -> bool {
        self.low <= x && x <= self.high
    }

    /// True if the estimate carries `mark`.
    pub fn is_marked(&self, mark: Mark) -> bool {
        self.marks.contains(&mark)
    }

    /// The same figure in another unit: value and bounds times `factor` > 0 (ticks to seconds, say).
    #[must_use]
    pub fn scaled(mut self, factor: f64) -> Self {
        self.value *= factor;
        self.low *= factor;
        self.high *= factor;
        self
    }

    /// The estimate of 1 - share: the late share from the on-time share, and back.
    #[must_use]
    pub fn complement(mut self) -> Self {
        (self.value, self.low, self.high) = (1.0 - self.value, 1.0 - self.high, 1.0 - self.low);
        self
    }
}

/// How an interval was made. The text of a method is stable: saved outcomes and tables use it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Method {
    /// Clopper-Pearson at the effective sample size of clustered trials (Korn and Graubard 1998).
    KornGraubard,
    /// The bound 1 - alpha^(1/R) when one outcome was never seen in R replications: only their independence is assumed.
    NeverSeen,
    /// Wilson's score interval of a Bernoulli share (Wilson 1927).
    Wilson,
    /// The exact interval of a Bernoulli share (Clopper and Pearson 1934).
    ClopperPearson,
    /// Student's t over replications.
    StudentT,
    /// A ratio of sums over replications: delta-method variance, Student's t.
    RatioT,
    /// A difference of means on common random numbers: Student's t on the paired differences.
    PairedT,
    /// A difference of ratios of sums on common random numbers: Student's t on the paired linearised residuals.
    PairedRatioT,
    /// Order statistics of independent values: exact binomial ranks.
    OrderStatistics,
    /// A quantile of clustered values: the Korn-Graubard interval of the distribution function, inverted (Woodruff 1952).
    ClusteredQuantile,
    /// A share as the mean of conditional probabilities: Clopper-Pearson at its effective sample size.
    ConditionalMonteCarlo,
    /// A share as the mean of hits times their likelihood ratios: Clopper-Pearson at its effective sample size.
    ImportanceSampling,
    /// A share of strata of known probability: Clopper-Pearson at its effective sample size.
    Stratified,
    /// A mean over draws of the parameters, each the mean of its replications: Student's t over the draws.
    TwoLevel,
}

impl Method {
    /// The stable text of the method, the same as in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Method::KornGraubard => "korn-graubard",
            Method::NeverSeen => "never-seen",
            Method::Wilson => "wilson",
            Method::ClopperPearson => "clopper-pearson",
            Method::StudentT => "student-t",
            Method::RatioT => "ratio-t",
            Method::PairedT => "paired-t",
            Method::PairedRatioT => "paired-ratio-t",
            Method::OrderStatistics => "order-statistics",
            Method::ClusteredQuantile => "clustered-quantile",
            Method::ConditionalMonteCarlo => "conditional-monte-carlo",
            Method::ImportanceSampling => "importance-sampling",
            Method::Stratified => "stratified",
            Method::TwoLevel => "two-level",
        }
    }
}

impl core::fmt::Display for Method {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.pad(self.name())
    }
}

/// A reason to doubt an interval, as data; whoever prints it chooses the words.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Mark {
    /// One replication (or none with data beside it): the spread between replications is unknown, so the interval is as
    /// wide as the quantity allows.
    SingleReplication,
    /// Under 30 replications, or under 20 bad ones (in the sense of [`RatioSums::bad_periods`](crate::RatioSums::bad_periods)):
    /// the frequency of bad periods is hardly known, and worse ones may not have been seen yet.
    TooFewBadPeriods,
    /// Under 20 good replications: the mirror image, for shares near zero.
    TooFewGoodPeriods,
    /// Not one miss was seen: the interval is a bound, and the point is at its end.
    NoMiss,
    /// Not one hit was seen.
    NoHit,
    /// The data give no lower bound at this confidence.
    OpenBelow,
    /// The data give no upper bound at this confidence.
    OpenAbove,
    /// Student's t over fewer than 25 G^2 replications, with G the skewness of their values (Cochran's rule): a few extreme
    /// replications decide the figure, and the interval may be too short on their side.
    Skewed,
    /// All replications gave the same value: the interval has no width, and says nothing of what was not seen.
    NoSpread,
    /// Under 20 effective hits of a weighted estimator: a few heavy replications decide the figure.
    FewEffectiveHits,
}

fn is_default_level(confidence: &Confidence) -> bool {
    *confidence == Confidence::default()
}

/// A bound that is `null` in JSON when it is infinite.
fn serialize_bound<S: serde::Serializer>(bound: f64, serializer: S) -> Result<S::Ok, S::Error> {
    bound.is_finite().then_some(bound).serialize(serializer)
}

mod lower_bound {
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(bound: &f64, serializer: S) -> Result<S::Ok, S::Error> {
        super::serialize_bound(*bound, serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
        Ok(Option::deserialize(deserializer)?.unwrap_or(f64::NEG_INFINITY))
    }
}

mod upper_bound {
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(bound: &f64, serializer: S) -> Result<S::Ok, S::Error> {
        super::serialize_bound(*bound, serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
        Ok(Option::deserialize(deserializer)?.unwrap_or(f64::INFINITY))
    }
}
