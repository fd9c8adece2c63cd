//! Input uncertainty: how much of the doubt comes from parameters that are not known, and how much from too few replications.
//!
//! Outer level: k draws of the parameters (arrival rate, transit law) from what is known of them. Inner level: n replications with
//! each. The one-way random effects model X_ij = m + A_i + E_ij splits the variance into an input part Var A and a sampling part
//! Var E (Searle, Casella and McCulloch 1992, chapter 3; for simulation Sun, Apley and Staum 2011). More replications shrink the second
//! only; no computer time shrinks the first.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::special::{beta_quantile, beta_quantile_upper, gamma_quantile, gamma_quantile_upper};
use crate::{Confidence, Estimate, Method, mean};

/// A variance with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Component {
    /// The point estimate, never negative.
    pub value: f64,
    /// The lower end, never negative.
    pub low: f64,
    /// The upper end; `null` when the data give none.
    pub high: Option<f64>,
}

/// The split of the variance of a figure into input and sampling.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TwoLevel {
    /// The mean over parameters and replications; its interval covers both kinds of doubt: t over the k means of draws.
    pub mean: Estimate,
    /// Draws of the parameters, k.
    pub draws: u64,
    /// Replications for each, n.
    pub replications: u64,
    /// Var A, of the expected figure over the parameters: (MSB - MSW) / n, cut at zero.
    pub input: Component,
    /// Var E, of one replication at given parameters: MSW.
    pub sampling: Component,
    /// The share of the variance of one replication that is due to input, Var A / (Var A + Var E).
    pub input_share: Component,
    /// True if MSB was below MSW, so that the estimate of the input part came out negative and was cut at zero: it is too small
    /// to be seen with so many draws and replications.
    pub input_clipped: bool,
}

/// One-way random effects analysis of `values[draw][replication]`.
///
/// The interval of the sampling part is chi-square's and that of the share the F distribution's, both exact for normal values; that
/// of the input part is Williams's (1962), the F interval times MSW's, at least the stated coverage (Tukey-Williams, with
/// alpha / 2 for each of its two ends). None for fewer than two draws or replications, unequal numbers of replications, or a
/// value that is not finite.
///
/// ```
/// use leadtime_stats::{Confidence, two_level::two_level};
/// // three draws of an arrival rate, four weeks with each
/// let waits = [[4.0, 5.0, 6.0, 5.0], [8.0, 9.0, 7.0, 8.0], [5.0, 6.0, 6.0, 7.0]];
/// let split = two_level(&waits, Confidence::P95).expect("balanced");
/// // MSB = 4 * 7/3 = 28/3, MSW = 2/3: input (28/3 - 2/3) / 4 = 13/6
/// assert!((split.sampling.value - 2.0 / 3.0).abs() < 1e-12 && (split.input.value - 13.0 / 6.0).abs() < 1e-12);
/// assert!((split.input_share.value - 13.0 / 17.0).abs() < 1e-12 && !split.input_clipped);
/// ```
pub fn two_level(values: &[impl AsRef<[f64]>], confidence: Confidence) -> Option<TwoLevel> {
    let n = values.first()?.as_ref().len();
    let k = values.len();
    let balanced = values.iter().all(|draw| draw.as_ref().len() == n);
    if k < 2 || n < 2 || !balanced {
        return None;
    }
    let means: Vec<f64> = values
        .iter()
        .map(|draw| draw.as_ref().iter().sum::<f64>() / n as f64)
        .collect();
    let overall = mean::mean(&means, confidence)?;
    let squares = Squares::of(values, &means, overall.value);
    Some(TwoLevel {
        draws: k as u64,
        replications: n as u64,
        input: squares.input(confidence),
        sampling: squares.sampling(confidence),
        input_share: squares.share(confidence),
        input_clipped: squares.between < squares.within,
        mean: Estimate {
            method: Method::TwoLevel,
            ..overall
        },
    })
}

/// Mean squares and their degrees of freedom.
#[derive(Debug, Clone, Copy)]
struct Squares {
    between: f64,
    within: f64,
    between_dof: f64,
    within_dof: f64,
    /// Replications per draw.
    n: f64,
}

impl Squares {
    fn of(values: &[impl AsRef<[f64]>], means: &[f64], overall: f64) -> Self {
        let n = values[0].as_ref().len() as f64;
        let k = means.len() as f64;
        let square = |x: f64| x * x;
        let between: f64 = means.iter().map(|m| square(m - overall)).sum();
        let within: f64 = values
            .iter()
            .zip(means)
            .map(|(draw, m)| draw.as_ref().iter().map(|x| square(x - m)).sum::<f64>())
            .sum();
        Squares {
            between: n * between / (k - 1.0),
            within: within / (k * (n - 1.0)),
            between_dof: k - 1.0,
            within_dof: k * (n - 1.0),
            n,
        }
    }

    fn sampling(&self, confidence: Confidence) -> Component {
        let tail = 0.5 * confidence.alpha();
        let sum = self.within * self.within_dof;
        let half = 0.5 * self.within_dof;
        Component {
            value: self.within,
            low: sum / (2.0 * gamma_quantile_upper(half, tail)),
            high: Some(sum / (2.0 * gamma_quantile(half, tail))),
        }
    }

    /// (MSB - MSW) / n with Williams's interval: at the ends of the sum of squares between draws, (MSB (k - 1) / chi2) (1 - F / (MSB /
    /// MSW)) / n.
    fn input(&self, confidence: Confidence) -> Component {
        let tail = 0.5 * confidence.alpha();
        let half = 0.5 * self.between_dof;
        let end = |chi: f64, f: f64| {
            let part = (self.between - self.within * f) * self.between_dof;
            (part / (2.0 * chi * self.n)).max(0.0)
        };
        let (low_f, high_f) = self.ratio_quantiles(tail);
        Component {
            value: ((self.between - self.within) / self.n).max(0.0),
            low: end(gamma_quantile_upper(half, tail), high_f),
            high: Some(end(gamma_quantile(half, tail), low_f)).filter(|high| high.is_finite()),
        }
    }

    /// Var A / (Var A + Var E), from the exact interval of Var A / Var E: (MSB / MSW / F - 1) / n.
    fn share(&self, confidence: Confidence) -> Component {
        let share = |f: f64| {
            // MSB / (n MSW F) - 1 / n, over itself plus one; without any spread there is nothing to share
            let ratio = (self.between - self.within * f).max(0.0);
            let whole = ratio + self.n * self.within * f;
            if whole > 0.0 { ratio / whole } else { 0.0 }
        };
        let (low_f, high_f) = self.ratio_quantiles(0.5 * confidence.alpha());
        Component {
            value: share(1.0),
            low: share(high_f),
            high: Some(share(low_f)),
        }
    }

    /// The lower and upper `tail` points of the F distribution of MSB / MSW without an input part: F = (b / d1) / ((1 - b) / d2) for
    /// b beta with half the degrees of freedom.
    fn ratio_quantiles(&self, tail: f64) -> (f64, f64) {
        let (a, b) = (0.5 * self.between_dof, 0.5 * self.within_dof);
        let odds = |x: f64| x / (1.0 - x) * self.within_dof / self.between_dof;
        (
            odds(beta_quantile(a, b, tail)),
            odds(beta_quantile_upper(a, b, tail)),
        )
    }
}
