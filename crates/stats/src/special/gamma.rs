//! The gamma function and the gamma distribution.

use super::newton::solve_in_log;
use super::quadrature::outward_integral;
use super::saddle::{TAU, deviance, log1p_minus, stirling_error};
use super::{Tails, Target};

/// Terms of a series or fraction before the quadrature takes over.
const TERMS: u32 = 400;

/// ln |Gamma(x)|, for x not a pole.
pub fn ln_gamma(x: f64) -> f64 {
    libm::lgamma(x)
}

/// The regularised lower incomplete gamma function P(a, x) (DLMF 8.2.4): the probability that a gamma variable with shape
/// `a` > 0 and scale 1 is at most `x` >= 0.
///
/// Relative error about 1e-14, growing with sqrt(a) as the condition of the function does. Takes at most a few
/// microseconds for any shape. NaN outside the domain.
pub fn gamma_p(a: f64, x: f64) -> f64 {
    tails(a, x).lower
}

/// The regularised upper incomplete gamma function Q(a, x) = 1 - P(a, x), accurate for tiny values.
pub fn gamma_q(a: f64, x: f64) -> f64 {
    tails(a, x).upper
}

/// The quantile of the gamma distribution with shape `a` > 0 and scale 1: the x with P(a, x) = `p`, for p in [0, 1].
///
/// Zero when the true quantile underflows (tiny shapes).
pub fn gamma_quantile(a: f64, p: f64) -> f64 {
    if !(a > 0.0 && a.is_finite() && (0.0..=1.0).contains(&p)) {
        f64::NAN
    } else if p == 0.0 {
        0.0
    } else if p == 1.0 {
        f64::INFINITY
    } else {
        quantile(a, Target::lower(p))
    }
}

/// The upper quantile of the gamma distribution: the x with Q(a, x) = `q`, accurate for q down to the smallest float.
pub fn gamma_quantile_upper(a: f64, q: f64) -> f64 {
    if !(a > 0.0 && a.is_finite() && (0.0..=1.0).contains(&q)) {
        f64::NAN
    } else if q == 0.0 {
        f64::INFINITY
    } else if q == 1.0 {
        0.0
    } else {
        quantile(a, Target::upper(q))
    }
}

/// The probability that a chi-square variable with `dof` > 0 degrees of freedom exceeds `x`.
pub fn chi_square_sf(x: f64, dof: f64) -> f64 {
    gamma_q(0.5 * dof, 0.5 * x)
}

/// Both tails of the gamma distribution with shape `a` at `x`.
fn tails(a: f64, x: f64) -> Tails {
    if !(a > 0.0 && a.is_finite() && x >= 0.0) {
        return Tails {
            lower: f64::NAN,
            upper: f64::NAN,
        };
    }
    if x == 0.0 {
        return Tails::from_lower(0.0);
    }
    if x == f64::INFINITY {
        return Tails::from_upper(0.0);
    }
    let kernel = kernel(a, x);
    let split = if a < 1.0 { 1.0 } else { a + 1.0 };
    if x < split {
        Tails::from_lower(kernel * lower_over_kernel(a, x))
    } else {
        Tails::from_upper(kernel * upper_over_kernel(a, x))
    }
}

/// x^a e^-x / Gamma(a) = x f(x): the density with respect to ln x.
fn kernel(a: f64, x: f64) -> f64 {
    libm::exp(-stirling_error(a) - deviance(a, x)) * (a / TAU).sqrt()
}

/// P(a, x) / kernel for x < a + 1: the series sum x^n / (a (a+1) ... (a+n)) (DLMF 8.11.4), or the quadrature.
fn lower_over_kernel(a: f64, x: f64) -> f64 {
    let mut term = 1.0 / a;
    let mut sum = term;
    for n in 1..TERMS {
        term *= x / (a + f64::from(n));
        sum += term;
        if term < sum * 1e-17 {
            return sum;
        }
    }
    tail_by_quadrature(a, x, -1.0)
}

/// Q(a, x) / kernel for x >= a + 1 (or x >= 1): Legendre's continued fraction (DLMF 8.9.2, even part) by Lentz's method,
/// or the quadrature.
fn upper_over_kernel(a: f64, x: f64) -> f64 {
    let mut b = x + 1.0 - a;
    let mut c = f64::INFINITY;
    let mut d = 1.0 / b;
    let mut fraction = d;
    for n in 1..TERMS {
        let n = f64::from(n);
        let numerator = -n * (n - a);
        b += 2.0;
        d = 1.0 / (b + numerator * d);
        c = b + numerator / c;
        fraction *= c * d;
        if (c * d - 1.0).abs() < 1e-16 {
            return fraction;
        }
    }
    tail_by_quadrature(a, x, 1.0)
}

/// The tail beyond `x` in direction `side` (+1 up, -1 down) over the kernel, for large `a`.
fn tail_by_quadrature(a: f64, x: f64, side: f64) -> f64 {
    let slope = side * ((a - 1.0) - x) / x;
    let log_ratio = |s: f64| (a - 1.0) * log1p_minus(side * s / x) + slope * s;
    let limit = if side < 0.0 { x } else { f64::INFINITY };
    outward_integral(log_ratio, a.sqrt(), slope, limit) / x
}

fn quantile(a: f64, target: Target) -> f64 {
    let ln_p = match target {
        Target::Lower(p) => libm::log(p),
        Target::Upper(q) => libm::log1p(-q),
    };
    // P(a, x) <= x^a / Gamma(a + 1), so this never exceeds the quantile and is the quantile where it is tiny
    let ln_small = (ln_p + libm::lgamma(a + 1.0)) / a;
    if ln_small < -745.0 {
        return 0.0;
    }
    let root = 1.0 - 1.0 / (9.0 * a) + target.normal_deviate() / (3.0 * a.sqrt());
    let start = if root > 0.3 {
        a * root * root * root
    } else {
        libm::exp(ln_small)
    };
    solve_in_log(start, target.increasing(), |x| {
        target.residual(tails(a, x), kernel(a, x))
    })
}
