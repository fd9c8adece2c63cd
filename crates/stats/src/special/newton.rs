//! Newton's method for inverse distribution functions, in the logarithm of the argument.

/// Largest change of ln x in one step.
const STRIDE: f64 = 40.0;

/// Iterations before the last iterate is returned; Newton needs 4 to 8, bisection in ln x at most 60 more.
const ITERATIONS: usize = 300;

/// Solves g(x) = 0 for x > 0, where `residual(x)` returns g and its derivative with respect to ln x.
///
/// `increasing` tells the direction of g. The logarithm of a tail of a log-concave law is concave in ln x, so Newton
/// converges monotonically after at most one overshoot; a bracket guards the rest. The iteration ends one step after the
/// change of g falls below 1e-8, where the next error is of the order of its square.
pub(super) fn solve_in_log(
    start: f64,
    increasing: bool,
    residual: impl Fn(f64) -> (f64, f64),
) -> f64 {
    let (mut low, mut high) = (0.0_f64, f64::INFINITY);
    let mut x = start.clamp(f64::MIN_POSITIVE, f64::MAX);
    for _ in 0..ITERATIONS {
        let (g, slope) = residual(x);
        if g == 0.0 {
            return x;
        }
        let step = -g / slope;
        if step.abs() * slope.abs().max(1.0) < 1e-8 {
            return x * libm::exp(step);
        }
        if (g < 0.0) == increasing {
            low = x;
        } else {
            high = x;
        }
        x = next_inside(x * libm::exp(step.clamp(-STRIDE, STRIDE)), low, high);
        if !(x > low && x < high) {
            return x;
        }
    }
    x
}

/// The proposed point if it lies inside the bracket, else a point that halves the bracket in ln x.
fn next_inside(proposed: f64, low: f64, high: f64) -> f64 {
    if proposed > low && proposed < high {
        proposed
    } else if low == 0.0 {
        high * 1e-3
    } else if high == f64::INFINITY {
        low * 1e3
    } else {
        low.sqrt() * high.sqrt()
    }
}
