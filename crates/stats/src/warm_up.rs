//! How much of the beginning to leave out: MSER and Welch's moving average.
//!
//! Both look at **one value per whole period of the calendar** (day or week, whichever repeats), averaged over replications. On
//! hourly values a weekly cycle looks like an endless transient, and one replication alone is too noisy to show a short one.
//!
//! A study of a finite window from a known state (a peak week that begins with empty shelves) needs no warm-up at all.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The batch of MSER-5.
pub const MSER_BATCH: usize = 5;

/// Batches below which a cut cannot be told from noise.
pub const LEAST_BATCHES: usize = 10;

/// Batches that always remain: the spread of fewer says nothing.
const LEAST_REMAINING: usize = 5;

/// Where the warm-up ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "verdict")]
pub enum WarmUp {
    /// Leave out so many periods from the start.
    CutAt {
        /// Periods left out; 0 if the series shows no transient.
        periods: u64,
    },
    /// The series still moves in its second half, or holds too few batches: run longer.
    TooShort,
}

/// The verdict of MSER and the curve that it is the minimum of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Mser {
    /// Where the warm-up ends.
    pub verdict: WarmUp,
    /// Periods per batch.
    pub batch: u64,
    /// z(d) for d = 0, 1, ... batches left out; empty if there are too few batches.
    pub curve: Vec<f64>,
}

/// The value of each period averaged over replications, `runs[replication][period]`, folded in replication order.
///
/// None without replications or periods, if the runs differ in length, or with a value that is not finite.
pub fn average_over_replications(runs: &[impl AsRef<[f64]>]) -> Option<Vec<f64>> {
    let periods = runs.first()?.as_ref().len();
    let usable = |run: &[f64]| run.len() == periods && run.iter().all(|value| value.is_finite());
    if periods == 0 || !runs.iter().all(|run| usable(run.as_ref())) {
        return None;
    }
    let mut sums = vec![0.0; periods];
    for run in runs {
        for (sum, value) in sums.iter_mut().zip(run.as_ref()) {
            *sum += value;
        }
    }
    let count = runs.len() as f64;
    Some(sums.into_iter().map(|sum| sum / count).collect())
}

/// MSER (White 1997; batches of five: White, Cobb and Spratt 2000): leave out the d batches that minimise
/// z(d) = sum over i > d of (Y_i - mean_d)^2 / (n - d)^2, where Y are means of `batch` periods.
///
/// The least d of equal minima. At least five batches always remain. If the minimum leaves out more than half, the series is too
/// short, as it is with under [`LEAST_BATCHES`] batches; a series of 40 independent batches without any transient is
/// called too short in about one case in seventeen. A last incomplete batch is not used. None with a value that is not finite or a batch of zero.
///
/// [`MSER_BATCH`] is usual; a batch of 1 serves where the periods are few and already means over many orders and
/// replications.
///
/// ```
/// use leadtime_stats::warm_up::{MSER_BATCH, WarmUp, mser};
/// let day = |d: u32| if d < 20 { 4.0 + 0.2 * f64::from(20 - d) } else { 4.0 + 0.1 * f64::from(d * 7 % 3) };
/// let days: Vec<f64> = (0..100).map(day).collect();
/// let found = mser(&days, MSER_BATCH).expect("finite values");
/// assert_eq!(found.verdict, WarmUp::CutAt { periods: 20 });
/// assert_eq!(mser(&days[..45], MSER_BATCH).expect("finite values").verdict, WarmUp::TooShort);
/// ```
pub fn mser(periods: &[f64], batch: usize) -> Option<Mser> {
    if batch == 0 || periods.iter().any(|value| !value.is_finite()) {
        return None;
    }
    let means: Vec<f64> = periods
        .chunks_exact(batch)
        .map(|chunk| chunk.iter().sum::<f64>() / batch as f64)
        .collect();
    let curve = if means.len() < LEAST_BATCHES {
        Vec::new()
    } else {
        marginal_errors(&means)
    };
    let least = (0..curve.len()).reduce(|best, d| if curve[d] < curve[best] { d } else { best });
    let verdict = match least {
        Some(d) if 2 * d <= means.len() => WarmUp::CutAt {
            periods: (d * batch) as u64,
        },
        _ => WarmUp::TooShort,
    };
    Some(Mser {
        verdict,
        batch: batch as u64,
        curve,
    })
}

/// z(d) for every d that leaves [`LEAST_REMAINING`] batches, from the end towards the start by Welford's updates.
fn marginal_errors(means: &[f64]) -> Vec<f64> {
    let (mut count, mut mean, mut squares) = (0.0, 0.0, 0.0);
    let mut curve = Vec::with_capacity(means.len());
    for value in means.iter().rev() {
        count += 1.0;
        let step = value - mean;
        mean += step / count;
        squares += step * (value - mean);
        curve.push(squares / (count * count));
    }
    curve.reverse();
    curve.truncate(means.len() + 1 - LEAST_REMAINING);
    curve
}

/// Welch's moving average of a series (Welch 1983; Law 2015, section 9.5.1): the mean of the values within `window` on either
/// side, with a narrower window at the start, where fewer stand before. The last `window` values are left out. The plot is read by
/// eye: the warm-up ends where the curve has become level.
///
/// None if nothing would remain or with a value that is not finite.
///
/// ```
/// use leadtime_stats::warm_up::moving_average;
/// let smooth = moving_average(&[0.0, 3.0, 6.0, 3.0, 3.0], 1).expect("five values");
/// assert_eq!(smooth, [0.0, 3.0, 4.0, 4.0]);
/// ```
pub fn moving_average(periods: &[f64], window: usize) -> Option<Vec<f64>> {
    if window >= periods.len() || periods.iter().any(|value| !value.is_finite()) {
        return None;
    }
    let smooth = |i: usize| {
        let reach = window.min(i);
        let around = &periods[i - reach..=i + reach];
        around.iter().sum::<f64>() / around.len() as f64
    };
    Some((0..periods.len() - window).map(smooth).collect())
}
