//! The far tail of a waiting time, by exponential tilting.
//!
//! The stationary wait of a first-in-first-out G/G/1 queue is the maximum of a random walk whose steps are service minus gap, so
//! P(wait > x) is the probability that the walk ever passes x. It drifts down, so that is rare; under the tilted law with density
//! e^(theta y) f(y), where theta > 0 solves E[e^(theta Y)] = 1, it drifts up and passes surely, and each passage weighs
//! e^(-theta S) (Siegmund 1976; Asmussen and Glynn 2007, section VI.2). The relative error stays bounded however far x is.

use super::importance_share;
use crate::mean::Total;
use crate::{Confidence, Estimate};

/// A random walk from 0 under the tilted law.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Walk {
    /// The level that the walk must pass, above 0.
    pub above: f64,
    /// The level at or below which the walk ends without having passed; none for a walk that may come back from anywhere.
    pub below: Option<f64>,
    /// The tilt theta > 0.
    pub tilt: f64,
    /// The most steps of one walk. A walk that has not ended by then has failed, which lowers the estimate by at most the weight
    /// of such walks; a tilted walk needs about x over its drift.
    pub most_steps: u64,
}

/// The probability that a walk passes `above` (before it falls to `below`), from `replications` tilted walks.
///
/// `step(replication, index)` draws the step from the **tilted** law. For M/M/1 with arrival rate l and service rate m the tilt is
/// m - l and swaps the rates: services with rate l, gaps with rate m. A walk on whole numbers passes when it reaches
/// `above`: give a level half a step lower.
///
/// None unless above, tilt > 0 are finite and there are replications; a step that is not finite ends its walk as failed.
///
/// ```
/// use leadtime_stats::Confidence;
/// use leadtime_stats::rare::{Walk, first_passage};
/// // gambler's ruin: up with 1/3, down with 2/3; from 1, P(20 before 0) = 1 / (2^20 - 1) = 9.54e-7. Tilted by ln 2: up with 2/3.
/// let mut state = 1_u64;
/// let mut up = || {
///     state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
///     (state >> 33) % 3 < 2
/// };
/// let walk = Walk { above: 18.5, below: Some(-1.0), tilt: 2.0_f64.ln(), most_steps: 100_000 };
/// let ruin = first_passage(walk, 2000, |_, _| if up() { 1.0 } else { -1.0 }, Confidence::P95).expect("walks");
/// assert!((ruin.value / 9.536_752_259e-7 - 1.0).abs() < 0.1 && ruin.half_width() < 0.05 * ruin.value);
/// ```
pub fn first_passage(
    walk: Walk,
    replications: u64,
    mut step: impl FnMut(u64, u64) -> f64,
    confidence: Confidence,
) -> Option<Estimate> {
    let positive = |x: f64| x > 0.0 && x.is_finite();
    if !(positive(walk.above) && positive(walk.tilt)) {
        return None;
    }
    let weights: Vec<Total> = (0..replications)
        .map(|replication| Total {
            sum: walk.weight(|index| step(replication, index)),
            count: 1.0,
        })
        .collect();
    importance_share(&weights, confidence)
}

impl Walk {
    /// e^(-theta S) at the passage, 0 if the walk does not pass.
    fn weight(&self, mut step: impl FnMut(u64) -> f64) -> f64 {
        let mut place = 0.0;
        for index in 0..self.most_steps {
            place += step(index);
            if place > self.above && place.is_finite() {
                return libm::exp(-self.tilt * place);
            }
            if !place.is_finite() || self.below.is_some_and(|below| place <= below) {
                return 0.0;
            }
        }
        0.0
    }
}

/// The tilt: the positive root of the logarithmic moment generating function k(theta) = ln E[e^(theta Y)] of a step with negative mean
/// (Lundberg's equation), below `limit`, where k becomes infinite (or anything so large that k is positive there).
///
/// k is convex with k(0) = 0, so it is negative between 0 and the root. None if no root is found: the drift is not negative,
/// or the tail of the step is too heavy to be tilted.
///
/// ```
/// use leadtime_stats::rare::lundberg_root;
/// // M/M/1: E[e^(t S)] E[e^(-t A)] = m / (m - t) * l / (l + t), root m - l
/// let k = |t: f64| -(1.0 - t).ln() - (1.0 + t / 0.8).ln();
/// assert!((lundberg_root(k, 1.0).expect("stable") - 0.2).abs() < 1e-12);
/// ```
pub fn lundberg_root(log_mgf: impl Fn(f64) -> f64, limit: f64) -> Option<f64> {
    if !(limit > 0.0 && limit.is_finite()) {
        return None;
    }
    // from the limit down to a point where k is negative; the root lies above it
    let mut high = limit;
    let mut low = 0.5 * limit;
    let negative = |theta: f64| log_mgf(theta) < 0.0;
    while !negative(low) {
        high = low;
        low *= 0.5;
        if low < limit * 1e-12 {
            return None;
        }
    }
    while high - low > 2.0 * f64::EPSILON * high {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if negative(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    // where k never becomes positive, the bisection ran into the limit
    (high < limit).then_some(0.5 * (low + high))
}
