//! Means and variances.

use core::f64::consts::PI;

use leadtime_network::distribution::Distribution;
use leadtime_stats::special::normal_cdf;

use super::{pert_shapes, pieces};

/// E X, in the unit of the distribution.
#[must_use]
pub fn mean(distribution: &Distribution) -> f64 {
    moments(distribution).0
}

/// Var X, in the squared unit of the distribution. Infinite when it overflows.
#[must_use]
pub fn variance(distribution: &Distribution) -> f64 {
    moments(distribution).1
}

fn moments(distribution: &Distribution) -> (f64, f64) {
    match *distribution {
        Distribution::Constant(value) => (value, 0.0),
        Distribution::Uniform { low, high } => {
            (0.5 * (low + high), (high - low) * (high - low) / 12.0)
        }
        Distribution::Exponential { mean } => (mean, mean * mean),
        Distribution::Gamma { shape, scale } => (shape * scale, shape * scale * scale),
        Distribution::Lognormal { mu, sigma } => lognormal(mu, sigma),
        Distribution::Normal { mean, sd } => truncated_normal(mean, sd),
        Distribution::Weibull { shape, scale } => weibull(shape, scale),
        Distribution::Triangular { min, mode, max } => triangular(min, mode, max),
        Distribution::Pert { min, mode, max } => pert(min, mode, max),
        Distribution::Quantiles(ref points) => pieces::moments(
            points
                .windows(2)
                .map(|pair| (pair[1].0 - pair[0].0, pair[0].1, pair[1].1)),
        ),
        Distribution::Empirical(ref values) => empirical(values),
        Distribution::Mixture(ref components) => mixture(components),
        Distribution::Shifted { by, ref base } => {
            let (mean, variance) = moments(base);
            (by + mean, variance)
        }
    }
}

/// exp(mu + sigma^2/2) and its square times (exp(sigma^2) - 1).
fn lognormal(mu: f64, sigma: f64) -> (f64, f64) {
    let mean = libm::exp(mu + 0.5 * sigma * sigma);
    (mean, mean * mean * libm::expm1(sigma * sigma))
}

/// With h = phi(r) / Phi(r), r = mean / sd: mean + sd h and sd^2 (1 - h (h + r)) (Johnson, Kotz & Balakrishnan 1994, 13.10).
fn truncated_normal(mean: f64, sd: f64) -> (f64, f64) {
    if sd == 0.0 {
        return (mean.max(0.0), 0.0);
    }
    let ratio = mean / sd;
    let hazard = libm::exp(-0.5 * ratio * ratio) / (2.0 * PI).sqrt() / normal_cdf(ratio);
    (
        mean + sd * hazard,
        sd * sd * (1.0 - hazard * (hazard + ratio)),
    )
}

/// scale G(1 + 1/shape) and scale^2 (G(1 + 2/shape) - G(1 + 1/shape)^2), G the gamma function.
fn weibull(shape: f64, scale: f64) -> (f64, f64) {
    let first = libm::tgamma(1.0 + 1.0 / shape);
    let second = libm::tgamma(1.0 + 2.0 / shape);
    (scale * first, scale * scale * (second - first * first))
}

fn triangular(min: f64, mode: f64, max: f64) -> (f64, f64) {
    let (rise, width) = (mode - min, max - min);
    (
        min + (rise + width) / 3.0,
        (rise * rise + width * width - rise * width) / 18.0,
    )
}

/// (min + 4 mode + max) / 6 and (mean - min) (max - mean) / 7.
fn pert(min: f64, mode: f64, max: f64) -> (f64, f64) {
    if min >= max {
        return (min, 0.0);
    }
    let (a, b) = pert_shapes(min, mode, max);
    let share = a / (a + b);
    let width = max - min;
    (
        min + width * share,
        width * width * share * (1.0 - share) / (a + b + 1.0),
    )
}

fn empirical(values: &[f64]) -> (f64, f64) {
    if let [only] = *values {
        return (only, 0.0);
    }
    let width = 1.0 / (values.len() as f64 - 1.0);
    pieces::moments(values.windows(2).map(|pair| (width, pair[0], pair[1])))
}

/// The mean of the means; the mean of the variances plus the variance of the means.
fn mixture(components: &[(f64, Distribution)]) -> (f64, f64) {
    let total: f64 = components.iter().map(|&(weight, _)| weight).sum();
    let parts: Vec<_> = components
        .iter()
        .map(|(weight, part)| (weight / total, moments(part)))
        .collect();
    let mean: f64 = parts.iter().map(|&(weight, (m, _))| weight * m).sum();
    let variance = parts
        .iter()
        .map(|&(weight, (m, v))| weight * (v + (m - mean) * (m - mean)))
        .sum();
    (mean, variance)
}
