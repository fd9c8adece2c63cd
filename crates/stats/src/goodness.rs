//! Does a sample agree with a known law? Kolmogorov-Smirnov, chi-square, and the z of the validation protocol.

use crate::special::{chi_square_sf, normal_quantile_upper, t_sf};

/// The outcome of a goodness-of-fit test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fit {
    /// The test statistic: the Kolmogorov-Smirnov distance, or the chi-square sum.
    pub statistic: f64,
    /// The probability of a statistic at least this large if the law is true.
    pub p_value: f64,
}

/// The Kolmogorov-Smirnov test of independent values, sorted ascending, against a continuous distribution function.
///
/// None without values. The values must be independent: one per replication, not the orders of one replication.
pub fn kolmogorov_smirnov(sorted: &[f64], cdf: impl Fn(f64) -> f64) -> Option<Fit> {
    let n = sorted.len();
    if n == 0 {
        return None;
    }
    let distance = sorted.iter().enumerate().fold(0.0_f64, |worst, (i, &x)| {
        let f = cdf(x);
        worst
            .max(f - i as f64 / n as f64)
            .max((i + 1) as f64 / n as f64 - f)
    });
    Some(Fit {
        statistic: distance,
        p_value: kolmogorov_sf(distance, n as u64),
    })
}

/// P(D_n >= `distance`) for the Kolmogorov-Smirnov distance of `n` > 0 independent values.
///
/// The limiting law at the corrected argument z + 1/(6 sqrt n) + (z - 1)/(4n) with z = sqrt(n) D (Vrbik 2018); within .003
/// for n >= 10, and far closer for larger n.
pub fn kolmogorov_sf(distance: f64, n: u64) -> f64 {
    let root = (n as f64).sqrt();
    let z = distance * root;
    kolmogorov_limit_sf(z + 1.0 / (6.0 * root) + (z - 1.0) / (4.0 * n as f64))
}

/// P(K > z) for Kolmogorov's limiting law: 2 sum (-1)^(k-1) exp(-2 k^2 z^2), or its theta transform where that is slow.
fn kolmogorov_limit_sf(z: f64) -> f64 {
    use core::f64::consts::PI;
    if z <= 0.0 {
        return 1.0;
    }
    if z < 1.0 {
        let term = |odd: f64| libm::exp(-(odd * PI) * (odd * PI) / (8.0 * z * z));
        let sum: f64 = [1.0, 3.0, 5.0, 7.0].into_iter().map(term).sum();
        return (1.0 - (2.0 * PI).sqrt() / z * sum).clamp(0.0, 1.0);
    }
    let term = |k: f64| libm::exp(-2.0 * k * k * z * z);
    (2.0 * (term(1.0) - term(2.0) + term(3.0) - term(4.0))).clamp(0.0, 1.0)
}

/// Pearson's chi-square test of `observed` counts against `expected` ones.
///
/// Degrees of freedom are the cells less one less `fitted` parameters. None if the lengths differ, a cell expects nothing or
/// less, or no degree of freedom is left. Pool cells so that each expects at least 5.
pub fn chi_square(observed: &[u64], expected: &[f64], fitted: u32) -> Option<Fit> {
    let usable = observed.len() == expected.len() && expected.iter().all(|&cell| cell > 0.0);
    let freedom = observed.len() as f64 - 1.0 - f64::from(fitted);
    if !usable || freedom < 1.0 {
        return None;
    }
    let statistic = observed
        .iter()
        .zip(expected)
        .map(|(&o, &e)| (o as f64 - e) * (o as f64 - e) / e)
        .sum();
    Some(Fit {
        statistic,
        p_value: chi_square_sf(statistic, freedom),
    })
}

/// The standard normal deviate of an estimate whose standard error has `replications` - 1 degrees of freedom:
/// z = Phi^-1(F_{t,R-1}((estimate - exact) / se)). |z| < 4.5 passes.
///
/// None below two replications, or if the standard error is negative or anything is NaN. A standard error of zero gives 0
/// for an exact estimate and an infinite z for any other.
pub fn z_from_t(estimate: f64, exact: f64, standard_error: f64, replications: u64) -> Option<f64> {
    if replications < 2
        || standard_error < 0.0
        || (estimate - exact).is_nan()
        || standard_error.is_nan()
    {
        return None;
    }
    let difference = estimate - exact;
    if difference == 0.0 {
        return Some(0.0);
    }
    let tail = t_sf(difference.abs() / standard_error, (replications - 1) as f64);
    Some(normal_quantile_upper(tail).copysign(difference))
}
