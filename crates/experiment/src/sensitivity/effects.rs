//! Effects of levers from sums over replications.

use leadtime_stats::mean::{mean, paired_difference, paired_ratio_difference};
use leadtime_stats::{Confidence, Estimate, Method, Total};

/// On time and promised orders, per replication.
pub(super) type Column = Vec<Total>;

/// The on-time share over all replications; `None` where nothing was promised.
pub(super) fn share(column: &[Total]) -> Option<f64> {
    let (sum, count) = sums(column);
    (count > 0.0).then(|| sum / count)
}

fn sums(column: &[Total]) -> (f64, f64) {
    column.iter().fold((0.0, 0.0), |(sum, count), total| {
        (sum + total.sum, count + total.count)
    })
}

/// On-time share of `moved` minus that of `base`, paired.
pub(super) fn difference(
    moved: &[Total],
    base: &[Total],
    confidence: Confidence,
) -> Option<Estimate> {
    let pairs: Vec<(Total, Total)> = moved.iter().copied().zip(base.iter().copied()).collect();
    paired_ratio_difference(&pairs, confidence)
}

/// Late orders a day fewer than in `base`, paired.
pub(super) fn fewer_late(
    moved: &[Total],
    base: &[Total],
    days: f64,
    confidence: Confidence,
) -> Option<Estimate> {
    let late = |total: &Total| (total.count - total.sum) / days;
    let pairs = base.iter().zip(moved);
    let pairs: Vec<(f64, f64)> = pairs.map(|(b, m)| (late(b), late(m))).collect();
    paired_difference(&pairs, confidence)
}

/// (ln L_up - ln L_down) / (ln f_up - ln f_down) of the late shares L at factors f: the central difference of ln L over ln f.
///
/// Student's t on d_r = ((X_r - L N_r) / mean N) / L of the upper end minus that of the lower one (delta method). `None` where an end has no late
/// order, or both have the same factor.
pub(super) fn elasticity(
    (up, f_up): (&[Total], f64),
    (down, f_down): (&[Total], f64),
) -> Option<Estimate> {
    let (upper, lower) = (late_share(up)?, late_share(down)?);
    let across = libm::log(f_up) - libm::log(f_down);
    if across.abs() < 1e-9 {
        return None;
    }
    let (of_up, of_down) = (relative(up, upper), relative(down, lower));
    let residuals: Vec<f64> = of_up.zip(of_down).map(|(a, b)| (a - b) / across).collect();
    let around_zero = mean(&residuals, Confidence::P95)?;
    let value = (libm::log(upper) - libm::log(lower)) / across;
    Some(Estimate {
        value,
        low: value + around_zero.low - around_zero.value,
        high: value + around_zero.high - around_zero.value,
        method: Method::PairedRatioT,
        ..around_zero
    })
}

/// The late share where there is one above 0.
fn late_share(column: &[Total]) -> Option<f64> {
    share(column)
        .map(|share| 1.0 - share)
        .filter(|late| *late > 0.0)
}

/// Residuals of ln L per replication.
fn relative(column: &[Total], late: f64) -> impl Iterator<Item = f64> + '_ {
    let (_, count) = sums(column);
    let mean_count = count / column.len() as f64;
    column
        .iter()
        .map(move |total| (total.count - total.sum - late * total.count) / mean_count / late)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, missing_docs)]
mod tests {
    use super::*;

    fn column(late: &[f64]) -> Column {
        let total = |late: &f64| Total {
            sum: 1_000.0 - late,
            count: 1_000.0,
        };
        late.iter().map(total).collect()
    }

    // catches: an elasticity of the on-time share, of the wrong sign, or per percent of nothing
    #[test]
    fn twice_the_late_orders_at_twice_the_lever_is_an_elasticity_of_one() {
        let (up, down) = (column(&[40.0, 80.0]), column(&[20.0, 40.0]));
        let found = elasticity((&up, 2.0), (&down, 1.0)).unwrap();
        assert!((found.value - 1.0).abs() < 1e-12, "{found:?}");
        // Both ends move together: the ratio is the same in each replication.
        assert!(found.half_width() < 1e-9, "{found:?}");
        let none = column(&[0.0, 0.0]);
        assert!(elasticity((&up, 2.0), (&none, 1.0)).is_none());
        let fewer = fewer_late(&down, &up, 10.0, Confidence::P95).unwrap();
        assert!((fewer.value - 3.0).abs() < 1e-12);
    }
}
