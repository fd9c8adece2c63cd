//! Cumulative distribution functions, both tails at once.

use leadtime_network::distribution::Distribution;
use leadtime_stats::special::{beta_i, beta_i_upper, gamma_p, gamma_q, normal_cdf, normal_sf};

use super::{Level, pert_shapes, pieces};

/// P(X <= x) and P(X > x).
pub(in crate::sampling) fn tails(distribution: &Distribution, x: f64) -> Level {
    match *distribution {
        Distribution::Constant(value) => step(value, x),
        Distribution::Uniform { low, high } => uniform(low, high, x),
        Distribution::Exponential { mean } => exponential(x / mean),
        Distribution::Gamma { shape, scale } => gamma(shape, x / scale),
        Distribution::Lognormal { mu, sigma } => lognormal(mu, sigma, x),
        Distribution::Normal { mean, sd } => truncated_normal(mean, sd, x),
        Distribution::Weibull { shape, scale } => {
            exponential(libm::pow((x / scale).max(0.0), shape))
        }
        Distribution::Triangular { min, mode, max } => triangular(min, mode, max, x),
        Distribution::Pert { min, mode, max } => pert(min, mode, max, x),
        Distribution::Quantiles(ref points) => pieces::tails_of_points(points, x),
        Distribution::Empirical(ref values) => pieces::tails_of_values(values, x),
        Distribution::Mixture(ref components) => mixture(components, x),
        Distribution::Shifted { by, ref base } => tails(base, x - by),
    }
}

/// All mass at `value`.
fn step(value: f64, x: f64) -> Level {
    if x >= value {
        Level::upper(0.0)
    } else {
        Level::lower(0.0)
    }
}

fn uniform(low: f64, high: f64, x: f64) -> Level {
    if low >= high {
        return step(low, x);
    }
    let x = x.clamp(low, high);
    Level {
        lower: (x - low) / (high - low),
        upper: (high - x) / (high - low),
    }
}

/// The exponential law with mean 1.
fn exponential(x: f64) -> Level {
    let x = x.max(0.0);
    Level {
        lower: -libm::expm1(-x),
        upper: libm::exp(-x),
    }
}

fn gamma(shape: f64, x: f64) -> Level {
    let x = x.max(0.0);
    if x == f64::INFINITY {
        return Level::upper(0.0);
    }
    Level {
        lower: gamma_p(shape, x),
        upper: gamma_q(shape, x),
    }
}

fn lognormal(mu: f64, sigma: f64, x: f64) -> Level {
    if sigma == 0.0 {
        return step(libm::exp(mu), x);
    }
    if x <= 0.0 {
        return Level::lower(0.0);
    }
    let z = (libm::log(x) - mu) / sigma;
    Level {
        lower: normal_cdf(z),
        upper: normal_sf(z),
    }
}

fn truncated_normal(mean: f64, sd: f64, x: f64) -> Level {
    if sd == 0.0 {
        return step(mean.max(0.0), x);
    }
    if x <= 0.0 {
        return Level::lower(0.0);
    }
    let kept = normal_cdf(mean / sd);
    let z = (x - mean) / sd;
    let upper = normal_sf(z) / kept;
    // below the mean of a law that is hardly cut, the difference of lower tails is the accurate form
    let lower = if z < 0.0 {
        (normal_cdf(z) - normal_cdf(-mean / sd)) / kept
    } else {
        1.0 - upper
    };
    Level { lower, upper }
}

fn triangular(min: f64, mode: f64, max: f64, x: f64) -> Level {
    if min >= max {
        return step(min, x);
    }
    let x = x.clamp(min, max);
    let width = max - min;
    if x < mode {
        Level::lower((x - min) * (x - min) / (width * (mode - min)))
    } else if x < max {
        Level::upper((max - x) * (max - x) / (width * (max - mode)))
    } else {
        Level::upper(0.0)
    }
}

fn pert(min: f64, mode: f64, max: f64, x: f64) -> Level {
    if min >= max {
        return step(min, x);
    }
    let (a, b) = pert_shapes(min, mode, max);
    let x = x.clamp(min, max);
    let (below, above) = ((x - min) / (max - min), (max - x) / (max - min));
    if below <= above {
        Level {
            lower: beta_i(a, b, below),
            upper: beta_i_upper(a, b, below),
        }
    } else {
        Level {
            lower: beta_i_upper(b, a, above),
            upper: beta_i(b, a, above),
        }
    }
}

/// The weighted sum of the tails of the components.
pub(super) fn mixture(components: &[(f64, Distribution)], x: f64) -> Level {
    let mut sum = Level {
        lower: 0.0,
        upper: 0.0,
    };
    let mut weights = 0.0;
    for (weight, component) in components {
        let part = tails(component, x);
        sum.lower += weight * part.lower;
        sum.upper += weight * part.upper;
        weights += weight;
    }
    // weights sum to 1 up to rounding: dividing keeps the ends at exactly 0 and 1
    Level {
        lower: sum.lower / weights,
        upper: sum.upper / weights,
    }
}
