//! Rare, shocked lateness and bounds at their worst case: a smaller version of the study in `docs/methods/coverage.md`.
//!
//! Bands are the coverages measured there, less 4.5 binomial standard errors of the studies run here.

use crate::draws::{Draws, coverage, margin};
use leadtime_stats::mean::{mean, paired_difference, paired_ratio_difference};
use leadtime_stats::rare::one_sided_bounds;
use leadtime_stats::special::{normal_quantile, normal_sf};
use leadtime_stats::{Confidence, Mark, RatioSums, Total};

const LEVEL: Confidence = Confidence::P95;
const ORDERS: u64 = 350;

/// Late orders of a week whose days have probability Phi(a + Z), Z an AR(1) process of correlation .9; and with a - .3.
fn week(draws: &mut Draws, intercept: f64) -> (u64, u64) {
    let mut shock = draws.normal();
    let (mut late, mut better) = (0, 0);
    for _ in 0..7 {
        late += draws.hits(50, normal_sf(-(intercept + shock)));
        better += draws.hits(50, normal_sf(-(intercept - 0.3 + shock)));
        shock = 0.9 * shock + 0.19_f64.sqrt() * draws.normal();
    }
    (late, better)
}

/// Shares of studies: (covered, missed without a mark).
struct Told {
    covered: f64,
    silent: f64,
}

/// The on-time share and the difference of two designs, 1 % late, so many weeks.
fn shocked(weeks: usize, studies: u32, seed: u64) -> [Told; 2] {
    let intercept = normal_quantile(0.01) * core::f64::consts::SQRT_2;
    let better = normal_sf((0.3 - intercept) / core::f64::consts::SQRT_2);
    let mut draws = Draws(seed);
    let mut counts = [[0_u32; 2]; 2];
    for _ in 0..studies {
        let days: Vec<(u64, u64)> = (0..weeks).map(|_| week(&mut draws, intercept)).collect();
        let mut sums = RatioSums::default();
        days.iter()
            .for_each(|day| sums.record(ORDERS - day.0, ORDERS));
        let total = |late: u64| Total {
            sum: late as f64,
            count: ORDERS as f64,
        };
        let pairs: Vec<_> = days
            .iter()
            .map(|day| (total(day.0), total(day.1)))
            .collect();
        let figures = [
            (sums.estimate(LEVEL).unwrap(), 0.99),
            (
                paired_ratio_difference(&pairs, LEVEL).unwrap(),
                0.01 - better,
            ),
        ];
        for ((figure, truth), count) in figures.iter().zip(&mut counts) {
            let covered = figure.covers(*truth);
            count[0] += u32::from(covered);
            count[1] += u32::from(!covered && figure.marks.is_empty());
        }
    }
    let share = |n: u32| f64::from(n) / f64::from(studies);
    counts.map(|[covered, silent]| Told {
        covered: share(covered),
        silent: share(silent),
    })
}

#[test]
fn shocked_weeks_are_marked_until_their_interval_holds() {
    // 100 weeks: covers .92, and says that it is in doubt
    let [share, difference] = shocked(100, 400, 1);
    assert!(
        share.covered < 0.96 && share.silent < 0.07,
        "{} {}",
        share.covered,
        share.silent
    );
    assert!(difference.silent < 0.07, "{}", difference.silent);
    // 400 weeks: covers, and is trusted
    let [share, difference] = shocked(400, 400, 2);
    assert!(
        share.covered > 0.94 - margin(0.94, 400),
        "{}",
        share.covered
    );
    assert!(
        difference.covered > 0.94 - margin(0.94, 400),
        "{}",
        difference.covered
    );
}

#[test]
fn zero_late_bound_is_exact_at_its_worst_case() {
    // a bad day makes all orders late and is just too rare for the bound of 59 good ones
    let bad = 1.0 - libm::pow(0.05, 1.0 / 59.0) + 1e-9;
    let got = coverage(4000, 3, |draws| {
        let mut sums = RatioSums::default();
        (0..59).for_each(|_| sums.record(if draws.uniform() < bad { 0 } else { 80 }, 80));
        one_sided_bounds(&sums, LEVEL).unwrap().0 <= 1.0 - bad
    });
    assert!((got - 0.95).abs() < margin(0.95, 4000) + 0.005, "{got}");
}

#[test]
fn paired_differences_cover_and_pairing_pays() {
    let mut unpaired = 0.0;
    let mut paired = 0.0;
    let got = coverage(4000, 4, |draws| {
        let pairs: Vec<(f64, f64)> = (0..30)
            .map(|_| {
                let day = 3.0 * draws.normal();
                (10.5 + day + draws.normal(), 10.0 + day + draws.normal())
            })
            .collect();
        let a: Vec<f64> = pairs.iter().map(|pair| pair.0).collect();
        let difference = paired_difference(&pairs, LEVEL).unwrap();
        paired += difference.half_width();
        unpaired += mean(&a, LEVEL).unwrap().half_width();
        difference.covers(0.5)
    });
    assert!((got - 0.95).abs() < margin(0.95, 4000), "{got}");
    assert!(paired < 0.5 * unpaired);
}

#[test]
fn skewed_and_flat_values_are_marked() {
    let mut draws = Draws(5);
    let (mut normal, mut skewed) = (0, 0);
    for _ in 0..400 {
        let values: Vec<f64> = (0..30).map(|_| draws.normal()).collect();
        normal += u32::from(mean(&values, LEVEL).unwrap().is_marked(Mark::Skewed));
        let values: Vec<f64> = (0..30).map(|_| draws.exponential(1.0)).collect();
        skewed += u32::from(mean(&values, LEVEL).unwrap().is_marked(Mark::Skewed));
    }
    // exponential values have skewness 2: Cochran's rule asks for 100 of them
    assert!(normal < 16 && skewed > 240, "{normal} {skewed}");
    let flat = mean(&[0.0; 40], LEVEL).unwrap();
    assert_eq!((flat.half_width(), flat.marks), (0.0, vec![Mark::NoSpread]));
    // tiny and huge values: the skewness has no unit
    for scale in [1e-90, 1e90] {
        let values: Vec<f64> = (0..30).map(|i| if i == 0 { scale } else { 0.0 }).collect();
        assert_eq!(mean(&values, LEVEL).unwrap().marks, [Mark::Skewed]);
    }
}
