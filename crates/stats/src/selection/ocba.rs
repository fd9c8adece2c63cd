//! Optimal computing budget allocation: where to spend replications so that the best design is most likely seen as such.
//!
//! A rule for exploration. It states no probability; check its answer with one of the procedures beside it, or on fresh
//! replications.

use super::Goal;

/// What is known of one design.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Known {
    /// The mean of its observations.
    pub mean: f64,
    /// Their standard deviation.
    pub deviation: f64,
}

/// The shares of a budget, one per design, summing to 1 (Chen, Lin, Yucesan and Chick 2000, Discrete Event Dynamic Systems 10,
/// 251): N_i / N_j = ((s_i / d_i) / (s_j / d_j))^2 for designs i, j other than the best, and N_b = s_b sqrt(sum N_i^2 / s_i^2), where
/// d_i is the distance to the best mean.
///
/// Distances below `indifference` > 0 count as it: nothing is gained by telling such designs apart, and equal means would
/// take the whole budget. A deviation of zero counts as a billionth of the greatest. If no design varies, or there is only
/// one, shares are equal. None without designs, with a figure that is not finite, or unless the indifference is positive.
///
/// ```
/// use leadtime_stats::selection::{Goal, ocba::{Known, shares}};
/// let known = [1.0, 2.0, 3.0].map(|mean| Known { mean, deviation: 2.0 });
/// let share = shares(&known, 1e-6, Goal::Least).expect("three designs");
/// // distances 1 and 2: four times the work for the nearer; the best takes sqrt(1 + 1/16) of it
/// assert!((share[1] / share[2] - 4.0).abs() < 1e-12 && (share[0] / share[1] - 1.0625_f64.sqrt()).abs() < 1e-12);
/// ```
pub fn shares(known: &[Known], indifference: f64, goal: Goal) -> Option<Vec<f64>> {
    let finite = |k: &Known| k.mean.is_finite() && k.deviation.is_finite() && k.deviation >= 0.0;
    if !(known.iter().all(finite) && indifference > 0.0) {
        return None;
    }
    let means: Vec<f64> = known.iter().map(|k| k.mean).collect();
    let best = goal.best_of(&means)?;
    let greatest = known.iter().fold(0.0_f64, |most, k| most.max(k.deviation));
    if greatest == 0.0 || known.len() == 1 {
        return Some(vec![1.0 / known.len() as f64; known.len()]);
    }
    let deviation = |i: usize| known[i].deviation.max(1e-9 * greatest) / greatest;
    let mut weights: Vec<f64> = (0..known.len())
        .map(|i| {
            let distance = (means[i] - means[best]).abs().max(indifference);
            let ratio = deviation(i) * indifference / distance;
            ratio * ratio
        })
        .collect();
    let others = (0..known.len()).filter(|&i| i != best);
    let squares: f64 = others
        .map(|i| (weights[i] / deviation(i)) * (weights[i] / deviation(i)))
        .sum();
    weights[best] = deviation(best) * squares.sqrt();
    let total: f64 = weights.iter().sum();
    Some(weights.into_iter().map(|weight| weight / total).collect())
}

/// How the next `increment` replications are spent, given how many each design has had: towards the shares of the new total,
/// never taking any back. The counts sum to the increment; fractions go to the largest remainders, earlier designs first.
///
/// None if the lengths differ or there are no designs.
pub fn next_step(shares: &[f64], had: &[u64], increment: u64) -> Option<Vec<u64>> {
    if shares.len() != had.len() || shares.is_empty() {
        return None;
    }
    let total = had.iter().sum::<u64>() as f64 + increment as f64;
    let lacking: Vec<f64> = shares
        .iter()
        .zip(had)
        .map(|(share, &had)| (share * total - had as f64).max(0.0))
        .collect();
    Some(apportion(&lacking, increment))
}

/// Whole counts in proportion to `weights` that sum to `total`, by largest remainders; equal weights if all are zero.
pub(crate) fn apportion(weights: &[f64], total: u64) -> Vec<u64> {
    let sum: f64 = weights.iter().sum();
    let quota = |weight: f64| {
        if sum > 0.0 {
            weight / sum * total as f64
        } else {
            total as f64 / weights.len() as f64
        }
    };
    let quotas: Vec<f64> = weights.iter().map(|&weight| quota(weight)).collect();
    let mut counts: Vec<u64> = quotas.iter().map(|&q| libm::floor(q) as u64).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    let remainder = |i: usize| quotas[i] - libm::floor(quotas[i]);
    order.sort_by(|&a, &b| remainder(b).total_cmp(&remainder(a)).then(a.cmp(&b)));
    let mut left = total.saturating_sub(counts.iter().sum());
    for &i in order.iter().cycle().take(weights.len() * 2) {
        if left == 0 {
            break;
        }
        counts[i] += 1;
        left -= 1;
    }
    counts
}
