//! Quantile functions.

use leadtime_network::distribution::Distribution;
use leadtime_stats::special::{
    beta_quantile, gamma_quantile, gamma_quantile_upper, normal_cdf, normal_quantile,
    normal_quantile_upper,
};

use super::{Level, mixture, pert_shapes, pieces};

/// The exact quantile at `level`.
pub(super) fn at(distribution: &Distribution, level: Level) -> f64 {
    match *distribution {
        Distribution::Constant(value) => value,
        Distribution::Uniform { low, high } => between(low, high, level),
        Distribution::Exponential { mean } => mean * exponential(level),
        Distribution::Gamma { shape, scale } => scale * gamma(shape, level),
        Distribution::Lognormal { mu, sigma } => lognormal(mu, sigma, level),
        Distribution::Normal { mean, sd } => truncated_normal(mean, sd, level),
        Distribution::Weibull { shape, scale } => {
            scale * libm::pow(exponential(level), 1.0 / shape)
        }
        Distribution::Triangular { min, mode, max } => triangular(min, mode, max, level),
        Distribution::Pert { min, mode, max } => pert(min, mode, max, level),
        Distribution::Quantiles(ref points) => pieces::quantile_of_points(points, level),
        Distribution::Empirical(ref values) => pieces::quantile_of_values(values, level),
        Distribution::Mixture(ref components) => mixture::quantile(components, level),
        Distribution::Shifted { by, ref base } => by + at(base, level),
    }
}

/// Linear from `low` to `high`, counted from the nearer end.
pub(super) fn between(low: f64, high: f64, level: Level) -> f64 {
    if level.lower <= 0.5 {
        low + (high - low) * level.lower
    } else {
        high - (high - low) * level.upper
    }
}

/// -ln(1 - p).
fn exponential(level: Level) -> f64 {
    if level.lower <= 0.5 {
        -libm::log1p(-level.lower)
    } else {
        -libm::log(level.upper)
    }
}

fn gamma(shape: f64, level: Level) -> f64 {
    if level.lower <= 0.5 {
        gamma_quantile(shape, level.lower)
    } else {
        gamma_quantile_upper(shape, level.upper)
    }
}

fn normal(level: Level) -> f64 {
    if level.lower <= 0.5 {
        normal_quantile(level.lower)
    } else {
        normal_quantile_upper(level.upper)
    }
}

fn lognormal(mu: f64, sigma: f64, level: Level) -> f64 {
    if sigma == 0.0 {
        libm::exp(mu)
    } else {
        libm::exp(mu + sigma * normal(level))
    }
}

/// The normal law kept where it is not negative: its kept mass is m = Phi(mean / sd), its survival function that of the whole
/// law over m.
fn truncated_normal(mean: f64, sd: f64, level: Level) -> f64 {
    if sd == 0.0 {
        return mean.max(0.0);
    }
    let kept = normal_cdf(mean / sd);
    let cut = normal_cdf(-mean / sd);
    let whole = Level {
        lower: cut + level.lower * kept,
        upper: level.upper * kept,
    };
    (mean + sd * normal(whole)).max(0.0)
}

fn triangular(min: f64, mode: f64, max: f64, level: Level) -> f64 {
    let width = max - min;
    if level.lower * width <= mode - min {
        min + (level.lower * width * (mode - min)).sqrt()
    } else {
        max - (level.upper * width * (max - mode)).sqrt()
    }
}

fn pert(min: f64, mode: f64, max: f64, level: Level) -> f64 {
    if min >= max {
        return min;
    }
    let (a, b) = pert_shapes(min, mode, max);
    if level.lower <= 0.5 {
        min + (max - min) * beta_quantile(a, b, level.lower)
    } else {
        // 1 - X is beta(b, a): its lower quantile keeps the distance from max accurate
        max - (max - min) * beta_quantile(b, a, level.upper)
    }
}
