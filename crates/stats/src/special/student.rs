//! Student's t distribution.

use super::newton::solve_in_log;
use super::{Tails, Target, beta, normal_quantile, normal_quantile_upper, normal_sf};

/// Upper tails above this are inverted from the centre, where ln t says nothing.
const CENTRAL: f64 = 0.2;

/// P(T <= `t`) with `dof` > 0 degrees of freedom (not necessarily whole; infinity is the normal law).
pub fn t_cdf(t: f64, dof: f64) -> f64 {
    t_sf(-t, dof)
}

/// P(T > `t`), accurate relative to itself in the upper tail (for t up to 1e150).
pub fn t_sf(t: f64, dof: f64) -> f64 {
    if dof.is_nan() || t.is_nan() || dof <= 0.0 {
        f64::NAN
    } else if dof == f64::INFINITY {
        normal_sf(t)
    } else if t >= 0.0 {
        0.5 * square_tails(t, dof).upper
    } else {
        0.5 + 0.5 * square_tails(-t, dof).lower
    }
}

/// The quantile of Student's t: the t with P(T <= t) = `p`, for p in [0, 1].
pub fn t_quantile(p: f64, dof: f64) -> f64 {
    if !(dof > 0.0 && (0.0..=1.0).contains(&p)) {
        f64::NAN
    } else if dof == f64::INFINITY {
        normal_quantile(p)
    } else {
        match Target::lower(p) {
            Target::Lower(tail) => -magnitude(tail, 0.5 - p, dof),
            Target::Upper(tail) => magnitude(tail, p - 0.5, dof),
        }
    }
}

/// The t with P(T > t) = `q`, accurate for tiny q.
pub fn t_quantile_upper(q: f64, dof: f64) -> f64 {
    -t_quantile(q, dof)
}

/// The law of T^2 / (dof + T^2), beta(1/2, dof/2), at t >= 0: `lower` = P(|T| <= t), `upper` = P(|T| > t).
fn square_tails(t: f64, dof: f64) -> Tails {
    let (x, y) = square_share(t, dof);
    beta::tails(0.5, 0.5 * dof, x, y)
}

/// (t^2, dof) / (dof + t^2).
fn square_share(t: f64, dof: f64) -> (f64, f64) {
    let odds = t * (t / dof);
    if odds == f64::INFINITY {
        (1.0, 0.0)
    } else {
        (odds / (1.0 + odds), 1.0 / (1.0 + odds))
    }
}

/// t f(t), the density with respect to ln t.
fn log_density(t: f64, dof: f64) -> f64 {
    let (x, y) = square_share(t, dof);
    beta::kernel(0.5, 0.5 * dof, x, y)
}

/// t >= 0 with upper tail `tail`; `centre` = 1/2 - tail, known exactly.
fn magnitude(tail: f64, centre: f64, dof: f64) -> f64 {
    if tail == 0.0 {
        f64::INFINITY
    } else if tail > CENTRAL {
        magnitude_from_centre(centre, dof)
    } else {
        let target = Target::Upper(2.0 * tail);
        solve_in_log(normal_quantile_upper(tail), false, |t| {
            target.residual(square_tails(t, dof), 2.0 * log_density(t, dof))
        })
    }
}

/// Solves P(0 < T <= t) = `centre` by Newton: the left side is concave for t >= 0, so it converges from the left.
fn magnitude_from_centre(centre: f64, dof: f64) -> f64 {
    if centre == 0.0 {
        return 0.0;
    }
    let mut t = normal_quantile(0.5 + centre);
    for _ in 0..60 {
        let error = 0.5 * square_tails(t, dof).lower - centre;
        let step = error * t / log_density(t, dof);
        t -= step;
        if step.abs() <= 1e-9 * t {
            break;
        }
    }
    t
}
