//! Distributions as specified: canonical parameters, validated, not yet sampled.
//!
//! Values are in ticks for durations and plain numbers for dimensionless laws. Sampling lives in the simulator, which
//! builds a quantile table from the exact inverse cdf of each.

mod moments;

/// A distribution with canonical parameters.
#[derive(Clone, Debug, PartialEq)]
pub enum Distribution {
    /// Always the same value.
    Constant(f64),
    /// Uniform on [low, high].
    Uniform {
        /// Least value.
        low: f64,
        /// Greatest value.
        high: f64,
    },
    /// Exponential.
    Exponential {
        /// Mean.
        mean: f64,
    },
    /// Gamma; Erlang is the case of a whole shape.
    Gamma {
        /// Shape k.
        shape: f64,
        /// Scale; mean = shape x scale.
        scale: f64,
    },
    /// Lognormal.
    Lognormal {
        /// Mean of the logarithm.
        mu: f64,
        /// Standard deviation of the logarithm.
        sigma: f64,
    },
    /// Normal, truncated below at 0 (renormalised).
    Normal {
        /// Mean before truncation.
        mean: f64,
        /// Standard deviation before truncation.
        sd: f64,
    },
    /// Weibull.
    Weibull {
        /// Shape.
        shape: f64,
        /// Scale.
        scale: f64,
    },
    /// Triangular.
    Triangular {
        /// Least value.
        min: f64,
        /// Most likely value.
        mode: f64,
        /// Greatest value.
        max: f64,
    },
    /// PERT: a beta on [min, max] with lambda = 4.
    Pert {
        /// Least value.
        min: f64,
        /// Most likely value.
        mode: f64,
        /// Greatest value.
        max: f64,
    },
    /// Quantile table: (probability, value), both ascending, first probability 0, last 1; linear between.
    Quantiles(Vec<(f64, f64)>),
    /// Observed values, ascending; the quantile function is linear between order statistics.
    Empirical(Vec<f64>),
    /// Weighted components; weights sum to 1.
    Mixture(Vec<(f64, Distribution)>),
    /// A constant added.
    Shifted {
        /// The constant.
        by: f64,
        /// What it is added to.
        base: Box<Distribution>,
    },
}

/// The law of a shock's multiplier over its grains.
#[derive(Clone, Debug, PartialEq)]
pub enum ShockLaw {
    /// Independent per grain.
    Independent(Distribution),
    /// exp(sigma g - sigma^2/2), g a stationary Gaussian AR(1) per grain: mean exactly 1.
    Ar1 {
        /// Standard deviation of the log multiplier.
        sigma: f64,
        /// Lag-1 correlation of g, |phi| < 1.
        phi: f64,
    },
    /// A Markov chain over regimes with geometric spells; the next regime is chosen with equal chance among the others.
    Regimes(Vec<Regime>),
}

/// One regime of a shock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Regime {
    /// The multiplier while it lasts.
    pub factor: f64,
    /// Mean spell in grains, at least 1.
    pub spell: f64,
}
