//! Laws whose quantile function is piecewise linear: given quantiles, observed values.

use super::{Level, inverse::between};

/// Linear between the points (probability, value).
pub(super) fn quantile_of_points(points: &[(f64, f64)], level: Level) -> f64 {
    let right = points.partition_point(|&(p, _)| p < level.lower);
    match (
        right.checked_sub(1).and_then(|left| points.get(left)),
        points.get(right),
    ) {
        (Some(&(p0, v0)), Some(&(p1, v1))) => {
            let upper = if p1 == 1.0 {
                level.upper
            } else {
                p1 - level.lower
            };
            between(
                v0,
                v1,
                Level {
                    lower: (level.lower - p0) / (p1 - p0),
                    upper: upper / (p1 - p0),
                },
            )
        }
        (None, Some(&(_, first))) => first,
        (Some(&(_, last)), None) => last,
        (None, None) => f64::NAN,
    }
}

/// Linear between the order statistics, the i-th of n (from 0) at i / (n - 1) (Hyndman & Fan 1996, type 7).
pub(super) fn quantile_of_values(values: &[f64], level: Level) -> f64 {
    let Some(last) = values.len().checked_sub(1) else {
        return f64::NAN;
    };
    let position = level.lower * last as f64;
    let left = (position as usize).min(last);
    let right = (left + 1).min(last);
    let fraction = position - left as f64;
    let upper = if right == last {
        (level.upper * last as f64).min(1.0)
    } else {
        1.0 - fraction
    };
    between(
        values[left],
        values[right],
        Level {
            lower: fraction,
            upper,
        },
    )
}

/// Inverse of [`quantile_of_points`], continuous from the right.
pub(super) fn tails_of_points(points: &[(f64, f64)], x: f64) -> Level {
    let right = points.partition_point(|&(_, v)| v <= x);
    match (
        right.checked_sub(1).and_then(|left| points.get(left)),
        points.get(right),
    ) {
        (Some(&(p0, v0)), Some(&(p1, v1))) => {
            let share = (x - v0) / (v1 - v0);
            let rest = (v1 - x) / (v1 - v0);
            Level {
                lower: p0 + (p1 - p0) * share,
                upper: (1.0 - p1) + (p1 - p0) * rest,
            }
        }
        (None, _) => Level::lower(0.0),
        (_, None) => Level::upper(0.0),
    }
}

/// Inverse of [`quantile_of_values`], continuous from the right.
pub(super) fn tails_of_values(values: &[f64], x: f64) -> Level {
    let right = values.partition_point(|&v| v <= x);
    let Some(left) = right.checked_sub(1) else {
        return Level::lower(0.0);
    };
    let Some(&next) = values.get(right) else {
        return Level::upper(0.0);
    };
    let steps = (values.len() - 1) as f64;
    let share = (x - values[left]) / (next - values[left]);
    let rest = (next - x) / (next - values[left]);
    Level {
        lower: (left as f64 + share) / steps,
        upper: (steps - right as f64 + rest) / steps,
    }
}
