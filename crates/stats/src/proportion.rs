//! Shares of genuinely independent trials, such as "replication met its target: yes or no".
//!
//! Trials within a replication are not independent; their share belongs to [`RatioSums`](crate::RatioSums).

use crate::special::{beta_quantile, beta_quantile_upper};
use crate::{Confidence, Estimate, Mark, Method};

/// Wilson's score interval for `hits` among `trials` (Wilson 1927). None if there are no trials or more hits than trials.
///
/// ```
/// use leadtime_stats::{Confidence, proportion::wilson};
/// let e = wilson(990, 1000, Confidence::P95).expect("990 of 1000 is a share");
/// assert!((e.low - 0.9816905311296852).abs() < 1e-14 && (e.high - 0.9945592455544707).abs() < 1e-14);
/// ```
pub fn wilson(hits: u64, trials: u64, confidence: Confidence) -> Option<Estimate> {
    let share = share(hits, trials)?;
    let n = trials as f64;
    let z = confidence.normal_factor();
    let shrink = 1.0 + z * z / n;
    let centre = (share + z * z / (2.0 * n)) / shrink;
    let half = z / shrink * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    let low = if hits == 0 {
        0.0
    } else {
        (centre - half).max(0.0)
    };
    let high = if hits == trials {
        1.0
    } else {
        (centre + half).min(1.0)
    };
    Some(estimate(
        hits,
        trials,
        (low, high),
        Method::Wilson,
        confidence,
    ))
}

/// The least number of trials with this share of hits at which the lower end of [`wilson`]'s interval reaches `level`:
/// z^2 level (1 - level) / (share - level)^2. None unless 0 < level < share <= 1.
///
/// ```
/// use leadtime_stats::{Confidence, proportion::{trials_for_wilson, wilson}};
/// // nine in ten, and none has failed yet
/// assert_eq!(trials_for_wilson(1.0, 0.9, Confidence::P95), Some(35));
/// let low = |n| wilson(n, n, Confidence::P95).expect("trials").low;
/// assert!(low(34) < 0.9 && low(35) >= 0.9);
/// ```
pub fn trials_for_wilson(share: f64, level: f64, confidence: Confidence) -> Option<u64> {
    if !(level > 0.0 && level < share && share <= 1.0) {
        return None;
    }
    let z = confidence.normal_factor();
    let ratio = z / (share - level);
    Some(libm::ceil(ratio * ratio * level * (1.0 - level)) as u64)
}

/// The exact two-sided interval for `hits` among `trials` (Clopper and Pearson 1934): at least the stated coverage for every
/// share. None if there are no trials or more hits than trials.
pub fn clopper_pearson(hits: u64, trials: u64, confidence: Confidence) -> Option<Estimate> {
    share(hits, trials)?;
    let bounds = exact_bounds(
        hits as f64,
        (trials - hits) as f64,
        0.5 * confidence.alpha(),
    );
    Some(estimate(
        hits,
        trials,
        bounds,
        Method::ClopperPearson,
        confidence,
    ))
}

/// The exact one-sided upper bound of the share; the lower end is 0.
pub fn clopper_pearson_upper(hits: u64, trials: u64, confidence: Confidence) -> Option<Estimate> {
    share(hits, trials)?;
    let (_, high) = exact_bounds(hits as f64, (trials - hits) as f64, confidence.alpha());
    Some(estimate(
        hits,
        trials,
        (0.0, high),
        Method::ClopperPearson,
        confidence,
    ))
}

/// The exact one-sided lower bound of the share; the upper end is 1.
pub fn clopper_pearson_lower(hits: u64, trials: u64, confidence: Confidence) -> Option<Estimate> {
    share(hits, trials)?;
    let (low, _) = exact_bounds(hits as f64, (trials - hits) as f64, confidence.alpha());
    Some(estimate(
        hits,
        trials,
        (low, 1.0),
        Method::ClopperPearson,
        confidence,
    ))
}

/// Clopper-Pearson bounds with probability `tail` beyond each end, for real-valued counts of hits and misses.
pub(crate) fn exact_bounds(hits: f64, misses: f64, tail: f64) -> (f64, f64) {
    let low = if hits == 0.0 {
        0.0
    } else {
        beta_quantile(hits, misses + 1.0, tail)
    };
    let high = if misses == 0.0 {
        1.0
    } else {
        beta_quantile_upper(hits + 1.0, misses, tail)
    };
    (low, high)
}

fn share(hits: u64, trials: u64) -> Option<f64> {
    (trials > 0 && hits <= trials).then(|| hits as f64 / trials as f64)
}

fn estimate(
    hits: u64,
    trials: u64,
    (low, high): (f64, f64),
    method: Method,
    confidence: Confidence,
) -> Estimate {
    let found = [(Mark::NoMiss, hits == trials), (Mark::NoHit, hits == 0)];
    let marks = found
        .into_iter()
        .filter(|&(_, present)| present)
        .map(|(mark, _)| mark)
        .collect();
    Estimate {
        value: hits as f64 / trials as f64,
        low,
        high,
        n: trials,
        method,
        confidence,
        marks,
    }
}
