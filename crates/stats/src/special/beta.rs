//! The beta and binomial distributions.

use super::newton::solve_in_log;
use super::quadrature::outward_integral;
use super::saddle::{TAU, deviance, log1p_minus, stirling_error};
use super::{Tails, Target};

/// Steps of the continued fraction before the quadrature takes over.
const TERMS: u32 = 300;

/// The regularised incomplete beta function I_x(a, b) (DLMF 8.17.2): the probability that a beta(a, b) variable is at most
/// `x` in [0, 1], for `a`, `b` > 0. NaN outside the domain.
///
/// Relative error about 1e-14, growing with sqrt(a + b) as the condition of the function does; a few microseconds.
pub fn beta_i(a: f64, b: f64, x: f64) -> f64 {
    checked_tails(a, b, x).lower
}

/// 1 - I_x(a, b), accurate for tiny values.
pub fn beta_i_upper(a: f64, b: f64, x: f64) -> f64 {
    checked_tails(a, b, x).upper
}

/// The quantile of the beta distribution: the x with I_x(a, b) = `p`, for p in [0, 1].
pub fn beta_quantile(a: f64, b: f64, p: f64) -> f64 {
    if !(valid(a, b) && (0.0..=1.0).contains(&p)) {
        f64::NAN
    } else if p == 0.0 || p == 1.0 {
        p
    } else {
        quantile(a, b, Target::lower(p))
    }
}

/// The upper quantile of the beta distribution: the x with 1 - I_x(a, b) = `q`, accurate for tiny q.
pub fn beta_quantile_upper(a: f64, b: f64, q: f64) -> f64 {
    if !(valid(a, b) && (0.0..=1.0).contains(&q)) {
        f64::NAN
    } else if q == 0.0 || q == 1.0 {
        1.0 - q
    } else {
        quantile(a, b, Target::upper(q))
    }
}

/// P(X <= `k`) for X binomial(`n`, `p`): I_{1-p}(n - k, k + 1) (DLMF 8.17.5).
pub fn binomial_cdf(k: u64, n: u64, p: f64) -> f64 {
    binomial_tails(k, n, p).lower
}

/// P(X > `k`) for X binomial(`n`, `p`), accurate for tiny values.
pub fn binomial_sf(k: u64, n: u64, p: f64) -> f64 {
    binomial_tails(k, n, p).upper
}

fn binomial_tails(k: u64, n: u64, p: f64) -> Tails {
    if !(0.0..=1.0).contains(&p) {
        return Tails {
            lower: f64::NAN,
            upper: f64::NAN,
        };
    }
    if k >= n {
        return Tails::from_upper(0.0);
    }
    checked_tails((k + 1) as f64, (n - k) as f64, p).swapped()
}

fn valid(a: f64, b: f64) -> bool {
    a > 0.0 && b > 0.0 && a.is_finite() && b.is_finite()
}

fn checked_tails(a: f64, b: f64, x: f64) -> Tails {
    if !(valid(a, b) && (0.0..=1.0).contains(&x)) {
        return Tails {
            lower: f64::NAN,
            upper: f64::NAN,
        };
    }
    tails(a, b, x, 1.0 - x)
}

/// Both tails of beta(a, b) at x, where y = 1 - x is given so that neither loses digits.
pub(super) fn tails(a: f64, b: f64, x: f64, y: f64) -> Tails {
    if x <= 0.0 {
        return Tails::from_lower(0.0);
    }
    if y <= 0.0 {
        return Tails::from_upper(0.0);
    }
    let kernel = kernel(a, b, x, y);
    if x * (b + 1.0) <= y * (a + 1.0) {
        Tails::from_lower(kernel * lower_over_kernel(a, b, x, y))
    } else {
        Tails::from_upper(kernel * lower_over_kernel(b, a, y, x))
    }
}

/// x^a y^b / B(a, b) = x y f(x): the density with respect to the logit of x.
pub(super) fn kernel(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let n = a + b;
    let exponent = stirling_error(n)
        - stirling_error(a)
        - stirling_error(b)
        - deviance(a, n * x)
        - deviance(b, n * y);
    libm::exp(exponent) * (a / TAU * (b / n)).sqrt()
}

/// I_x(a, b) / kernel for x at or below (a + 1) / (a + b + 2): the even part of the continued fraction DLMF 8.17.22, by
/// Lentz's method, or the quadrature where it is slow.
///
/// The even part has positive terms for n < b, so nothing cancels near the mean of large parameters (DiDonato and Morris
/// 1992, equation 9); the fraction itself loses digits there like sqrt(a + b).
fn lower_over_kernel(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let excess = a * y - b * x + 1.0;
    let mut fraction = a * excess / (a + 1.0);
    let mut c = fraction;
    let mut d = 0.0;
    for n in 1..TERMS {
        let n = f64::from(n);
        let odd = a + 2.0 * n;
        let share = n * (b - n) * x / (odd - 1.0);
        let numerator = (a + n - 1.0) * (a + b + n - 1.0) * x / (odd - 1.0) * share;
        let denominator = n + share + (a + n) * (excess + n * (1.0 + y)) / (odd + 1.0);
        d = 1.0 / (denominator + numerator * d);
        c = denominator + numerator / c;
        fraction *= c * d;
        if (c * d - 1.0).abs() < 1e-16 {
            return 1.0 / fraction;
        }
    }
    tail_by_quadrature(a, b, x, y)
}

/// The lower tail at `x` over the kernel, for large parameters.
fn tail_by_quadrature(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let slope = ((b - 1.0) * x - (a - 1.0) * y) / (x * y);
    let log_ratio =
        |s: f64| (a - 1.0) * log1p_minus(-s / x) + (b - 1.0) * log1p_minus(s / y) + slope * s;
    let n = a + b;
    let spread = (a.max(1.0) / n * (b.max(1.0) / n) / (n + 1.0)).sqrt();
    outward_integral(log_ratio, spread, slope, x) / (x * y)
}

/// Newton on the odds x / y, in which both logarithmic tails are nearly straight.
fn quantile(a: f64, b: f64, target: Target) -> f64 {
    let n = a + b;
    let spread = ((1.0 / a + 1.0 / b) * n / (n + 1.0)).sqrt();
    let start = a / b * libm::exp((target.normal_deviate() * spread).clamp(-300.0, 300.0));
    let odds = solve_in_log(start, target.increasing(), |odds| {
        let (x, y) = (odds / (1.0 + odds), 1.0 / (1.0 + odds));
        target.residual(tails(a, b, x, y), kernel(a, b, x, y))
    });
    if odds == f64::INFINITY {
        1.0
    } else {
        odds / (1.0 + odds)
    }
}
