//! Stratified replications: every kind of day gets its share of the work, and counts with its known probability.

use super::effective::Share;
use crate::mean::Total;
use crate::selection::ocba::apportion;
use crate::{Confidence, Estimate, Mark, Method};

/// Replications of one kind, drawn given that they are of this kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Stratum {
    /// The probability of the kind.
    pub probability: f64,
    /// Outcomes and orders per replication.
    pub totals: Vec<Total>,
}

/// How a budget is divided over strata.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allocation {
    /// In proportion to the probability: never worse than unstratified replications.
    Proportional,
    /// In proportion to probability times standard deviation: the least variance for a given total (Neyman 1934).
    Neyman,
}

/// Replications per stratum from (probability, standard deviation) each: `total` in all, at least two of every stratum that can
/// happen, so that its variance can be seen. Fractions go to the largest remainders. More than `total` if two each are more.
///
/// None if a probability or deviation is negative or not finite. With all deviations zero Neyman's rule is the proportional one.
///
/// ```
/// use leadtime_stats::rare::{Allocation, allocate};
/// // good days (95 %) vary little, bad days much
/// let days = [(0.95, 0.01), (0.05, 0.30)];
/// assert_eq!(allocate(&days, 1000, Allocation::Proportional), Some(vec![950, 50]));
/// assert_eq!(allocate(&days, 1000, Allocation::Neyman), Some(vec![388, 612]));
/// ```
pub fn allocate(strata: &[(f64, f64)], total: u64, rule: Allocation) -> Option<Vec<u64>> {
    let usable = |x: f64| x >= 0.0 && x.is_finite();
    if !strata.iter().all(|&(p, s)| usable(p) && usable(s)) {
        return None;
    }
    let least: Vec<u64> = strata
        .iter()
        .map(|&(p, _)| if p > 0.0 { 2 } else { 0 })
        .collect();
    let flat = strata.iter().all(|&(p, s)| p * s == 0.0);
    let weight = |&(p, s): &(f64, f64)| match rule {
        Allocation::Neyman if !flat => p * s,
        _ => p,
    };
    let weights: Vec<f64> = strata.iter().map(weight).collect();
    if weights.iter().all(|&weight| weight == 0.0) {
        return Some(least);
    }
    let mut counts = apportion(&weights, total);
    // what the small strata lack is taken from the largest
    for (i, &floor) in least.iter().enumerate() {
        while counts[i] < floor {
            counts[i] += 1;
            let spare = |&j: &usize| counts[j] > least[j] && j != i;
            if let Some(from) = (0..counts.len()).filter(spare).max_by_key(|&j| counts[j]) {
                counts[from] -= 1;
            }
        }
    }
    Some(counts)
}

/// The share `sum_h p_h E_h[X] / sum_h p_h E_h[N]` from strata of known probability p_h (Cochran 1977, section 6.11: the combined
/// ratio).
///
/// Its variance is sum p_h^2 s_h^2 / n_h over (sum p_h mean N_h)^2, with s_h^2 the variance of the residuals X - share N within the
/// stratum; degrees of freedom by Satterthwaite (1946). Interval as for [`conditional_share`](super::conditional_share).
/// Where a stratum showed no outcome at all and could hold more of it, by the bound 1 - alpha^(1/n_h), than the interval has
/// room for, the estimate is marked with [`Mark::TooFewBadPeriods`].
///
/// None unless the probabilities sum to 1 within 1e-9, every stratum with a positive one has two replications, and there are
/// orders.
pub fn stratified_share(strata: &[Stratum], confidence: Confidence) -> Option<Estimate> {
    let weight: f64 = strata.iter().map(|stratum| stratum.probability).sum();
    let possible: Vec<&Stratum> = strata.iter().filter(|s| s.probability > 0.0).collect();
    let signs = strata.iter().all(|stratum| stratum.probability >= 0.0);
    if !signs || (weight - 1.0).abs() > 1e-9 || possible.iter().any(|s| s.totals.len() < 2) {
        return None;
    }
    let mean = |part: fn(&Total) -> f64| -> f64 {
        let of = |s: &&Stratum| {
            s.probability * s.totals.iter().map(part).sum::<f64>() / s.totals.len() as f64
        };
        possible.iter().map(of).sum()
    };
    let (sum, count) = (mean(|total| total.sum), mean(|total| total.count));
    if !(sum.is_finite() && sum >= 0.0 && count.is_finite() && count > 0.0) {
        return None;
    }
    let value = sum / count;
    let parts: Vec<(f64, f64)> = possible
        .iter()
        .map(|stratum| part_of_variance(stratum, value, count))
        .collect();
    let variance: f64 = parts.iter().map(|part| part.0).sum();
    let denominator: f64 = parts.iter().map(|(part, dof)| part * part / dof).sum();
    let dof = if denominator > 0.0 {
        variance * variance / denominator
    } else {
        1.0
    };
    let share = Share {
        value,
        variance,
        dof: dof.max(1.0),
        replications: possible.iter().map(|s| s.totals.len() as u64).sum(),
        trials: possible
            .iter()
            .flat_map(|s| &s.totals)
            .map(|total| total.count)
            .sum(),
    };
    let mut estimate = share.estimate(Method::Stratified, confidence);
    if possible
        .iter()
        .any(|s| unseen(s, confidence) > estimate.high - estimate.value)
    {
        estimate.marks.push(Mark::TooFewBadPeriods);
    }
    Some(estimate)
}

/// The stratum's part of the variance of the share, and its degrees of freedom.
fn part_of_variance(stratum: &Stratum, share: f64, mean_count: f64) -> (f64, f64) {
    let n = stratum.totals.len() as f64;
    let residual = |total: &Total| total.sum - share * total.count;
    let mean = stratum.totals.iter().map(residual).sum::<f64>() / n;
    let squares: f64 = stratum
        .totals
        .iter()
        .map(|total| (residual(total) - mean) * (residual(total) - mean))
        .sum();
    let scale = stratum.probability / mean_count;
    (scale * scale * squares / (n - 1.0) / n, n - 1.0)
}

/// How much of the outcome a stratum that showed none may hold.
fn unseen(stratum: &Stratum, confidence: Confidence) -> f64 {
    if stratum.totals.iter().any(|total| total.sum > 0.0) {
        return 0.0;
    }
    let n = stratum.totals.len() as f64;
    stratum.probability * -libm::expm1(libm::log(confidence.alpha()) / n)
}
