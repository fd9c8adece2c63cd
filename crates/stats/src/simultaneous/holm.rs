//! Holm's step-down test of several hypotheses.

/// The p-values of several tests, adjusted so that rejecting those at or below alpha errs on any with probability at most
/// alpha, whatever their dependence (Holm 1979): the i-th smallest times k + 1 - i, made to ascend, at most 1. In the order given.
///
/// Never weaker than Bonferroni; it gives no intervals. A NaN counts as 1.
///
/// ```
/// use leadtime_stats::simultaneous::holm;
/// let adjusted = holm(&[0.01, 0.04, 0.03, 0.005]);
/// let wanted = [0.03, 0.06, 0.06, 0.02];
/// assert!(adjusted.iter().zip(wanted).all(|(a, w)| (a - w).abs() < 1e-15));
/// ```
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    let p = |i: usize| {
        if p_values[i].is_nan() {
            1.0
        } else {
            p_values[i]
        }
    };
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|&a, &b| p(a).total_cmp(&p(b)).then(a.cmp(&b)));
    let mut adjusted = vec![0.0; p_values.len()];
    let mut most = 0.0_f64;
    for (rank, &i) in order.iter().enumerate() {
        most = most.max((p_values.len() - rank) as f64 * p(i)).min(1.0);
        adjusted[i] = most;
    }
    adjusted
}
