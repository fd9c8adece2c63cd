//! Laws of times, sampled by `rand_distr`.

use rand::Rng;
use rand_distr::{Distribution, Exp, Gamma, LogNormal};
use serde::{Deserialize, Serialize};

/// A law of a time in minutes.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub enum Law {
    /// Exponential.
    Exponential(Exp<f64>),
    /// Lognormal.
    LogNormal(LogNormal<f64>),
    /// Gamma.
    Gamma(Gamma<f64>),
}

impl Law {
    /// Exponential with this mean.
    pub fn exponential(mean: f64) -> Self {
        Self::Exponential(Exp::new(1.0 / mean).expect("a positive mean"))
    }

    /// Gamma with this shape and scale.
    pub fn gamma(shape: f64, scale: f64) -> Self {
        Self::Gamma(Gamma::new(shape, scale).expect("positive shape and scale"))
    }
}

/// Lognormal with this mean and coefficient of variation.
pub fn lognormal(mean: f64, cv: f64) -> Law {
    Law::LogNormal(LogNormal::from_mean_cv(mean, cv).expect("a positive mean and a finite cv"))
}

impl Distribution<f64> for Law {
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        match self {
            Self::Exponential(law) => law.sample(rng),
            Self::LogNormal(law) => law.sample(rng),
            Self::Gamma(law) => law.sample(rng),
        }
    }
}
