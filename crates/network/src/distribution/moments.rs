//! Means, variances and scaling.

use super::Distribution;

/// 1/sqrt(2 pi).
const STANDARD_NORMAL_PEAK: f64 = 0.398_942_280_401_432_7;

impl Distribution {
    /// Whether it always gives the same value.
    #[must_use]
    pub fn is_constant(&self) -> bool {
        match self {
            Self::Constant(_) => true,
            Self::Quantiles(points) => points.windows(2).all(|pair| pair[0].1 == pair[1].1),
            Self::Empirical(values) => values.windows(2).all(|pair| pair[0] == pair[1]),
            Self::Mixture(components) => {
                components.iter().all(|(_, law)| law.is_constant())
                    && components
                        .windows(2)
                        .all(|pair| pair[0].1.mean() == pair[1].1.mean())
            }
            Self::Shifted { base, .. } => base.is_constant(),
            Self::Uniform { low, high } => low == high,
            Self::Lognormal { sigma, .. } => *sigma == 0.0,
            _ => false,
        }
    }

    /// The expected value, in the unit of the law (ticks for durations). Exact but for rounding.
    #[must_use]
    pub fn mean(&self) -> f64 {
        match self {
            Self::Constant(value) => *value,
            Self::Uniform { low, high } => low + (high - low) / 2.0,
            Self::Exponential { mean } => *mean,
            Self::Gamma { shape, scale } => shape * scale,
            Self::Lognormal { mu, sigma } => libm::exp(mu + sigma * sigma / 2.0),
            Self::Normal { mean, sd } if *sd == 0.0 => mean.max(0.0),
            Self::Normal { mean, sd } => mean + sd * hazard_at_zero(*mean, *sd),
            Self::Weibull { shape, scale } => scale * libm::tgamma(1.0 + 1.0 / shape),
            Self::Triangular { min, mode, max } => (min + mode + max) / 3.0,
            Self::Pert { min, mode, max } => (min + 4.0 * mode + max) / 6.0,
            Self::Quantiles(points) => pieces(points)
                .map(|(weight, a, b)| weight * (a + b) / 2.0)
                .sum(),
            Self::Empirical(values) => linear_moments(values).0,
            Self::Mixture(components) => components
                .iter()
                .map(|(weight, law)| weight * law.mean())
                .sum(),
            Self::Shifted { by, base } => by + base.mean(),
        }
    }

    /// The variance, in the square of the law's unit. Exact but for rounding.
    #[must_use]
    pub fn variance(&self) -> f64 {
        match self {
            Self::Constant(_) => 0.0,
            Self::Uniform { low, high } => (high - low) * (high - low) / 12.0,
            Self::Exponential { mean } => mean * mean,
            Self::Gamma { shape, scale } => shape * scale * scale,
            Self::Lognormal { sigma, .. } => {
                let mean = self.mean();
                mean * mean * libm::expm1(sigma * sigma)
            }
            Self::Normal { sd, .. } if *sd == 0.0 => 0.0,
            Self::Normal { mean, sd } => {
                // Standardised, the truncation is at a = -mean/sd: variance 1 + a h - h^2 with the hazard h at a.
                let hazard = hazard_at_zero(*mean, *sd);
                sd * sd * (1.0 - mean / sd * hazard - hazard * hazard)
            }
            Self::Weibull { shape, scale } => {
                let first = libm::tgamma(1.0 + 1.0 / shape);
                scale * scale * (libm::tgamma(1.0 + 2.0 / shape) - first * first)
            }
            Self::Triangular { min, mode, max } => {
                let (lower, upper) = (mode - min, max - mode);
                (lower * lower + lower * upper + upper * upper) / 18.0
            }
            // A beta with lambda = 4: (mean - min)(max - mean)/7.
            Self::Pert { min, max, .. } => (self.mean() - min) * (max - self.mean()) / 7.0,
            Self::Quantiles(points) => variance_of_pieces(pieces(points), self.mean()),
            Self::Empirical(values) => linear_moments(values).1,
            Self::Mixture(components) => {
                let mean = self.mean();
                let around =
                    |law: &Self| law.variance() + (law.mean() - mean) * (law.mean() - mean);
                components
                    .iter()
                    .map(|(weight, law)| weight * around(law))
                    .sum()
            }
            Self::Shifted { base, .. } => base.variance(),
        }
    }

    /// The law of `factor` times the value; `factor` must be positive and finite.
    #[must_use]
    pub fn scale_by(&self, factor: f64) -> Self {
        let f = factor;
        match self {
            Self::Constant(value) => Self::Constant(value * f),
            Self::Uniform { low, high } => Self::Uniform {
                low: low * f,
                high: high * f,
            },
            Self::Exponential { mean } => Self::Exponential { mean: mean * f },
            Self::Gamma { shape, scale } => Self::Gamma {
                shape: *shape,
                scale: scale * f,
            },
            Self::Lognormal { mu, sigma } => Self::Lognormal {
                mu: mu + libm::log(f),
                sigma: *sigma,
            },
            Self::Normal { mean, sd } => Self::Normal {
                mean: mean * f,
                sd: sd * f,
            },
            Self::Weibull { shape, scale } => Self::Weibull {
                shape: *shape,
                scale: scale * f,
            },
            Self::Triangular { min, mode, max } => Self::Triangular {
                min: min * f,
                mode: mode * f,
                max: max * f,
            },
            Self::Pert { min, mode, max } => Self::Pert {
                min: min * f,
                mode: mode * f,
                max: max * f,
            },
            Self::Quantiles(points) => {
                Self::Quantiles(points.iter().map(|(p, value)| (*p, value * f)).collect())
            }
            Self::Empirical(values) => {
                Self::Empirical(values.iter().map(|value| value * f).collect())
            }
            Self::Mixture(components) => Self::Mixture(
                components
                    .iter()
                    .map(|(weight, law)| (*weight, law.scale_by(f)))
                    .collect(),
            ),
            Self::Shifted { by, base } => Self::Shifted {
                by: by * f,
                base: Box::new(base.scale_by(f)),
            },
        }
    }
}

/// Density over upper tail probability of a standard normal at -mean/sd, where a normal truncated at 0 begins.
fn hazard_at_zero(mean: f64, sd: f64) -> f64 {
    let a = -mean / sd;
    let tail = libm::erfc(a / std::f64::consts::SQRT_2) / 2.0;
    STANDARD_NORMAL_PEAK * libm::exp(-a * a / 2.0) / tail
}

/// (probability, first value, last value) of each piece of a linear quantile function.
fn pieces(points: &[(f64, f64)]) -> impl Iterator<Item = (f64, f64, f64)> {
    points
        .windows(2)
        .map(|pair| (pair[1].0 - pair[0].0, pair[0].1, pair[1].1))
}

/// Sum over pieces of the second moment around `mean` of a uniform value.
fn variance_of_pieces(pieces: impl Iterator<Item = (f64, f64, f64)>, mean: f64) -> f64 {
    let second = |(weight, a, b): (f64, f64, f64)| {
        let (a, b) = (a - mean, b - mean);
        weight * (a * a + a * b + b * b) / 3.0
    };
    pieces.map(second).sum()
}

/// Mean and variance of a quantile function that is linear between equally probable order statistics.
fn linear_moments(values: &[f64]) -> (f64, f64) {
    if values.len() < 2 {
        return (values.first().copied().unwrap_or(f64::NAN), 0.0);
    }
    let weight = 1.0 / (values.len() - 1) as f64;
    let mean: f64 = values
        .windows(2)
        .map(|pair| weight * (pair[0] + pair[1]) / 2.0)
        .sum();
    (
        mean,
        variance_of_pieces(
            values.windows(2).map(|pair| (weight, pair[0], pair[1])),
            mean,
        ),
    )
}
