//! The saddle-point pieces of binomial, gamma and beta densities (Loader 2000): no large logarithms cancel.

/// ln sqrt(2 pi).
const LN_SQRT_TAU: f64 = 0.918_938_533_204_672_8;

/// 2 pi.
pub(super) const TAU: f64 = core::f64::consts::TAU;

/// ln(1 + d) - d, accurate relative to itself, for d > -1.
///
/// With v = d / (2 + d) it equals -d v + 2 (v^3/3 + v^5/5 + ...), a series without cancellation.
pub(super) fn log1p_minus(d: f64) -> f64 {
    if !(-0.5..=0.5).contains(&d) {
        return libm::log1p(d) - d;
    }
    let v = d / (2.0 + d);
    let square = v * v;
    let mut power = 2.0 * v * square;
    let mut sum = 0.0;
    let mut odd = 3.0;
    loop {
        let next = sum + power / odd;
        if next == sum {
            return sum - d * v;
        }
        sum = next;
        power *= square;
        odd += 2.0;
    }
}

/// The deviance x ln(x / m) + m - x, for x > 0 and m > 0; zero at x = m.
pub(super) fn deviance(x: f64, m: f64) -> f64 {
    let ratio = m / x;
    if (0.5..=1.5).contains(&ratio) {
        -x * log1p_minus((m - x) / x)
    } else {
        m - x - x * libm::log(ratio)
    }
}

/// The error of Stirling's formula, ln Gamma(a + 1) - (a + 1/2) ln a + a - ln sqrt(2 pi), for a > 0 (DLMF 5.11.1).
pub(super) fn stirling_error(a: f64) -> f64 {
    if a < 12.0 {
        return libm::lgamma(a + 1.0) - (a + 0.5) * libm::log(a) + a - LN_SQRT_TAU;
    }
    let r = 1.0 / (a * a);
    let tail = 1.0 / 1188.0 - r * (691.0 / 360_360.0 - r * (1.0 / 156.0));
    (1.0 / 12.0 - r * (1.0 / 360.0 - r * (1.0 / 1260.0 - r * (1.0 / 1680.0 - r * tail)))) / a
}
