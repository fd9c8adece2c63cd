//! Means over replications, ratios of sums over replications, and paired differences on common random numbers.
//!
//! The inputs are values per replication, in replication order: floats are folded in that order only, so the result never
//! depends on which replication finished first. Intervals are Student's t with R - 1 degrees of freedom.
//!
//! A t interval is as good as its values are symmetric. Cochran (1977, section 2.15) asks for 25 G^2 values of skewness G, so that a 95 %
//! interval errs in at most 6 %; with fewer (and a skewness beyond that of normal values by chance, G^2 > 24 / R) the estimate
//! carries [`Mark::Skewed`], as where one bad week in thirty makes all the difference between two designs.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Confidence, Estimate, Mark, Method};

/// What one replication adds to a ratio of sums: total wait and number of orders, say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Total {
    /// The sum of the quantity over the replication.
    pub sum: f64,
    /// The number of things summed over (or their weight).
    pub count: f64,
}

/// The mean of one value per replication, with Student's t interval.
///
/// None without values or with a value that is not finite. One value has no interval: the bounds are infinite and marked.
///
/// ```
/// use leadtime_stats::{Confidence, mean::mean};
/// let e = mean(&[5.0, 7.0, 9.0], Confidence::P95).expect("finite values");
/// assert_eq!(e.value, 7.0);
/// // t_{.975, 2} = 4.302653, standard error 2 / sqrt 3
/// assert!((e.half_width() - 4.302652729749464 * 2.0 / 3.0_f64.sqrt()).abs() < 1e-12);
/// ```
pub fn mean(values: &[f64], confidence: Confidence) -> Option<Estimate> {
    let spread = Spread::of(values.iter().copied())?;
    Some(spread.estimate(spread.mean, spread.n, Method::StudentT, confidence))
}

/// The ratio sum / count over all replications, with the delta-method variance clustered by replication (Cochran 1977,
/// section 6.3) and Student's t interval: the mean wait per order, where replications differ in their orders.
///
/// `n` is the total count. None without replications, with a value that is not finite, or unless the total count is
/// positive.
pub fn ratio_mean(totals: &[Total], confidence: Confidence) -> Option<Estimate> {
    let ratio = Ratio::of(totals.iter().copied())?;
    let residuals = Spread::of(totals.iter().map(|&total| ratio.residual(total)))?;
    Some(residuals.estimate(ratio.value, ratio.count as u64, Method::RatioT, confidence))
}

/// The mean of A - B over replications run on common random numbers, with the paired t interval.
///
/// None without pairs or with a value that is not finite.
pub fn paired_difference(pairs: &[(f64, f64)], confidence: Confidence) -> Option<Estimate> {
    let spread = Spread::of(pairs.iter().map(|(a, b)| a - b))?;
    Some(spread.estimate(spread.mean, spread.n, Method::PairedT, confidence))
}

/// The difference of two ratios of sums, p_A - p_B, over replications run on common random numbers.
///
/// The interval is Student's t on the linearised differences
/// d_r = (X_A - p_A N_A) / mean N_A - (X_B - p_B N_B) / mean N_B. None without pairs, with a value that is not finite, or
/// unless both total counts are positive.
pub fn paired_ratio_difference(
    pairs: &[(Total, Total)],
    confidence: Confidence,
) -> Option<Estimate> {
    let a = Ratio::of(pairs.iter().map(|pair| pair.0))?;
    let b = Ratio::of(pairs.iter().map(|pair| pair.1))?;
    let residuals = Spread::of(
        pairs
            .iter()
            .map(|pair| a.residual(pair.0) - b.residual(pair.1)),
    )?;
    Some(residuals.estimate(
        a.value - b.value,
        residuals.n,
        Method::PairedRatioT,
        confidence,
    ))
}

/// Pearson's correlation of paired values: what common random numbers achieved. None below two pairs, with a value that is
/// not finite, or if one side does not vary.
pub fn correlation(pairs: &[(f64, f64)]) -> Option<f64> {
    let a = Spread::of(pairs.iter().map(|pair| pair.0))?;
    let b = Spread::of(pairs.iter().map(|pair| pair.1))?;
    let product: f64 = pairs
        .iter()
        .map(|pair| (pair.0 - a.mean) * (pair.1 - b.mean))
        .sum();
    let scale = (a.squares * b.squares).sqrt();
    (scale > 0.0).then(|| (product / scale).clamp(-1.0, 1.0))
}

/// Mean and sums of squared and cubed deviations, by two passes in order.
struct Spread {
    n: u64,
    mean: f64,
    squares: f64,
    cubes: f64,
}

impl Spread {
    fn of(values: impl Iterator<Item = f64> + Clone) -> Option<Self> {
        let count = values.clone().count();
        if count == 0 || values.clone().any(|value| !value.is_finite()) {
            return None;
        }
        let n = count as f64;
        let first_pass = values.clone().sum::<f64>() / n;
        let mean = first_pass + values.clone().map(|value| value - first_pass).sum::<f64>() / n;
        let (squares, cubes) = values.fold((0.0, 0.0), |(squares, cubes), value| {
            let deviation = value - mean;
            let square = deviation * deviation;
            (squares + square, cubes + square * deviation)
        });
        Some(Spread {
            n: count as u64,
            mean,
            squares,
            cubes,
        })
    }

    /// The squared skewness, n (sum d^3)^2 / (sum d^2)^3; 0 without spread.
    fn squared_skewness(&self) -> f64 {
        // the ratio first: the cube of a tiny or huge sum of squares would leave the range of numbers
        let ratio = self.cubes / self.squares;
        if self.squares > 0.0 {
            ratio * ratio / self.squares * self.n as f64
        } else {
            0.0
        }
    }

    fn marks(&self) -> Vec<Mark> {
        let n = self.n as f64;
        let skewness = self.squared_skewness();
        let found = [
            (Mark::SingleReplication, self.n < 2),
            (Mark::Skewed, n < 25.0 * skewness && skewness > 24.0 / n),
            (Mark::NoSpread, self.n > 1 && self.squares == 0.0),
        ];
        let present = found.into_iter().filter(|&(_, present)| present);
        present.map(|(mark, _)| mark).collect()
    }

    /// sd / sqrt(n); none below two values.
    fn standard_error(&self) -> Option<f64> {
        let n = self.n as f64;
        (self.n > 1).then(|| (self.squares / (n - 1.0) / n).sqrt())
    }

    fn estimate(&self, value: f64, n: u64, method: Method, confidence: Confidence) -> Estimate {
        let half = self
            .standard_error()
            .map(|error| error * confidence.t_factor((self.n - 1) as f64));
        let half = half.unwrap_or(f64::INFINITY);
        Estimate {
            value,
            low: value - half,
            high: value + half,
            n,
            method,
            confidence,
            marks: self.marks(),
        }
    }
}

/// A ratio of sums and what its residuals are scaled by.
struct Ratio {
    value: f64,
    count: f64,
    mean_count: f64,
}

impl Ratio {
    fn of(totals: impl Iterator<Item = Total> + Clone) -> Option<Self> {
        let replications = totals.clone().count() as f64;
        let sum: f64 = totals.clone().map(|total| total.sum).sum();
        let count: f64 = totals.map(|total| total.count).sum();
        let usable = sum.is_finite() && count.is_finite() && count > 0.0;
        usable.then(|| Ratio {
            value: sum / count,
            count,
            mean_count: count / replications,
        })
    }

    /// (X_r - p N_r) / mean N: what the replication moves the ratio by, times R.
    fn residual(&self, total: Total) -> f64 {
        (total.sum - self.value * total.count) / self.mean_count
    }
}
