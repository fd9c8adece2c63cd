//! The largest of several t statistics that share a control: Dunnett's law, correlation 1/2.

use super::quadrature::composite_nodes;
use super::{gamma_quantile, gamma_quantile_upper, ln_gamma, normal_cdf};
use crate::Confidence;

/// Whether the differences are bounded from one side or from both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sides {
    /// P(max T_i <= g).
    One,
    /// P(max |T_i| <= g).
    Two,
}

/// P(max T_i <= `g`), or of |T_i|, where T_i = (Z_i - Z_0) / (sqrt 2 s) for i = 1..=`comparisons`, with Z independent standard
/// normal and dof s^2 chi-square (Dunnett 1955): the studentised differences of designs from one control with equal sample
/// sizes. The correlation is 1/2.
///
/// By 16 point Gauss rules over s and Z_0; within 1e-10. NaN unless dof >= 1 and there is a comparison; an infinite dof is
/// known variance. About a millisecond.
pub fn dunnett_cdf(g: f64, comparisons: u32, dof: f64, sides: Sides) -> f64 {
    if comparisons == 0 || dof.is_nan() || dof < 1.0 || g.is_nan() {
        return f64::NAN;
    }
    let normal = normal_nodes();
    let probability: f64 = scaled_chi_nodes(dof)
        .iter()
        .map(|&(s, weight)| {
            let reach = core::f64::consts::SQRT_2 * g * s;
            weight * given_spread(reach, comparisons, sides, &normal)
        })
        .sum();
    probability.clamp(0.0, 1.0)
}

/// The g at which [`dunnett_cdf`] is the level: 1.916 one-sided and 2.212 two-sided for two comparisons, known variance and
/// 95 %. NaN unless dof >= 1 and there is a comparison.
pub fn dunnett_factor(comparisons: u32, dof: f64, confidence: Confidence, sides: Sides) -> f64 {
    if comparisons == 0 || dof.is_nan() || dof < 1.0 {
        return f64::NAN;
    }
    let level = confidence.level();
    let from = match sides {
        Sides::Two => 0.0,
        // one comparison at level below 1/2 has a negative factor
        Sides::One => -64.0,
    };
    increasing_root(from, |g| dunnett_cdf(g, comparisons, dof, sides) - level)
}

fn given_spread(reach: f64, comparisons: u32, sides: Sides, normal: &[(f64, f64)]) -> f64 {
    let inside = |z: f64| match sides {
        Sides::One => normal_cdf(z + reach),
        Sides::Two => (normal_cdf(z + reach) - normal_cdf(z - reach)).max(0.0),
    };
    normal
        .iter()
        .map(|&(z, weight)| weight * whole_power(inside(z), comparisons))
        .sum()
}

/// base^exponent by squaring, the same bits everywhere.
pub(crate) fn whole_power(base: f64, exponent: u32) -> f64 {
    let (mut power, mut square, mut left) = (1.0, base, exponent);
    while left > 0 {
        if left & 1 == 1 {
            power *= square;
        }
        square *= square;
        left >>= 1;
    }
    power
}

/// Nodes z with weights that hold the standard normal density.
fn normal_nodes() -> Vec<(f64, f64)> {
    const REACH: f64 = 8.5;
    let scale = 1.0 / core::f64::consts::TAU.sqrt();
    composite_nodes(-REACH, REACH, 8)
        .into_iter()
        .map(|(z, weight)| (z, weight * scale * libm::exp(-0.5 * z * z)))
        .collect()
}

/// Nodes s with weights that hold the density of s = sqrt(chi-square(dof) / dof), over all but 1e-16 of its mass on each side.
///
/// The density 2 (v/2)^(v/2) s^(v-1) exp(-v s^2 / 2) / Gamma(v/2) is smooth for every dof >= 1, where that of the chi-square is
/// not. Weights sum to 1 within 1e-12.
pub(crate) fn scaled_chi_nodes(dof: f64) -> Vec<(f64, f64)> {
    if dof > 1e12 {
        return vec![(1.0, 1.0)];
    }
    let half = 0.5 * dof;
    let from = (gamma_quantile(half, 1e-16) / half).sqrt();
    let to = (gamma_quantile_upper(half, 1e-16) / half).sqrt();
    let constant = core::f64::consts::LN_2 + half * libm::log(half) - ln_gamma(half);
    composite_nodes(from, to, 6)
        .into_iter()
        .map(|(s, weight)| {
            let log_density = constant + (dof - 1.0) * libm::log(s) - half * s * s;
            (s, weight * libm::exp(log_density))
        })
        .collect()
}

/// The root above `from` of an increasing function, to a few roundings: doubling, then regula falsi in the Illinois variant (Dowell
/// and Jarratt 1971), about ten evaluations. Infinite if it lies beyond 2^60.
pub(crate) fn increasing_root(from: f64, f: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut width) = (from, 1.0);
    let (mut below, mut above) = (f(low), f(low + width));
    while above < 0.0 {
        (low, below) = (low + width, above);
        width *= 2.0;
        if width > 1.2e18 {
            return f64::INFINITY;
        }
        above = f(low + width);
    }
    let mut high = low + width;
    let mut last_kept = 0;
    for _ in 0..200 {
        if high - low <= 4.0 * f64::EPSILON * high.abs().max(1.0) {
            break;
        }
        let chord = (low * above - high * below) / (above - below);
        let inside = chord > low && chord < high;
        let x = if inside { chord } else { 0.5 * (low + high) };
        let value = f(x);
        // the sums themselves are rounded at 1e-15
        if value.abs() < 1e-15 {
            return x;
        }
        // an end that stays twice counts half, or it would stay for ever
        if value < 0.0 {
            (low, below) = (x, value);
            above *= if last_kept == 1 { 0.5 } else { 1.0 };
            last_kept = 1;
        } else {
            (high, above) = (x, value);
            below *= if last_kept == -1 { 0.5 } else { 1.0 };
            last_kept = -1;
        }
    }
    0.5 * (low + high)
}
