//! What may be said where not one late order was seen.

use leadtime_network::promise::PaddingGrid;
use leadtime_stats::{Confidence, RatioSums, ratio};

use super::sums::CurveSums;
use crate::outcome::{Padding, ZeroLate};

/// The design effect of the largest padding of a curve at which late orders were seen often enough to know it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Borrowed {
    effect: f64,
    padding: crate::outcome::Padding,
}

impl Borrowed {
    /// From the largest padding of a curve at which at least 20 replications had a late order; none where there is no such one.
    pub(super) fn from_curve(
        grid: &PaddingGrid,
        cells: &[CurveSums],
        of: impl Fn(&CurveSums) -> &RatioSums,
        padding: impl Fn(usize) -> Padding,
    ) -> Option<Self> {
        let known = |at: &usize| of(&cells[*at]).with_miss >= ratio::FEW_BAD_PERIODS;
        let at = (0..grid.len).rev().find(known)?;
        Some(Self {
            effect: of(&cells[at]).design_effect()?,
            padding: padding(at),
        })
    }
}

/// Both bounds of the late share; none where a late order was seen, or nothing was promised.
pub(super) fn zero_late(sums: &RatioSums, borrowed: Option<&Borrowed>) -> Option<ZeroLate> {
    let bounds = sums.no_miss_bounds(borrowed.map(|borrowed| borrowed.effect), Confidence::P95)?;
    Some(ZeroLate {
        assumption_free: bounds.assumption_free,
        model_based: bounds.model_based,
        design_effect: borrowed.map(|borrowed| borrowed.effect.max(1.0)),
        design_effect_at: borrowed.map(|borrowed| borrowed.padding.clone()),
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, missing_docs)]
mod tests {
    use leadtime_network::promise::PaddingKind;

    use super::*;

    /// 100 replications of 1000 orders, of which `late` are late in every second one.
    fn cell(late: u64) -> CurveSums {
        let mut cell = CurveSums::default();
        for replication in 0..100 {
            let late = if replication % 2 == 0 { late } else { 0 };
            cell.on_time.record(1_000 - late, 1_000);
        }
        cell
    }

    fn grid(len: usize) -> PaddingGrid {
        PaddingGrid::new(PaddingKind::Elapsed, 0, 3_600_000, len)
    }

    fn padding(at: usize) -> Padding {
        Padding {
            kind: "elapsed".to_owned(),
            place: "promise".to_owned(),
            value: Some(3_600.0 * at as f64),
            unit: "s".to_owned(),
            own: false,
            passive: true,
            simulated: false,
            feeds_back: false,
        }
    }

    /// The late share at 1 h is .01 with a variance of 100 x 10^2 / (100 x 99 x 1000^2), where independent orders would give
    /// .01 x .99 / 100,000: a design effect of 100/9.801, and 9801 effective orders. 1 - .05^(1/9801) = 3.05611e-4;
    /// 1 - .05^(1/100) = .0295130.
    #[test]
    fn the_design_effect_comes_from_the_largest_padding_with_late_orders() {
        let cells = [cell(400), cell(20), cell(0), cell(0)];
        let borrowed =
            Borrowed::from_curve(&grid(4), &cells, |cell| &cell.on_time, padding).unwrap();
        assert!((borrowed.effect - 100.0 / 9.801).abs() < 1e-12);
        assert_eq!(borrowed.padding.value, Some(3_600.0));
        let bounds = zero_late(&cells[2].on_time, Some(&borrowed)).unwrap();
        assert!((bounds.assumption_free - 0.029_513_049_607).abs() < 1e-12);
        let expected = 1.0 - libm::pow(0.05, 1.0 / 9_801.0);
        assert!((bounds.model_based.unwrap() - expected).abs() < 1e-12);
        assert!((expected - 3.056e-4).abs() < 1e-7);
    }

    #[test]
    fn too_few_bad_replications_lend_nothing() {
        let mut rare = CurveSums::default();
        (0..100).for_each(|r| rare.on_time.record(1_000 - u64::from(r < 19), 1_000));
        let cells = [rare, cell(0)];
        assert_eq!(
            Borrowed::from_curve(&grid(2), &cells, |cell| &cell.on_time, padding),
            None
        );
        let bounds = zero_late(&cells[1].on_time, None).unwrap();
        assert_eq!((bounds.model_based, bounds.design_effect), (None, None));
        assert_eq!(
            zero_late(&cells[0].on_time, None),
            None,
            "late orders were seen"
        );
    }
}
