//! Means, ratios of sums, paired differences, outcome ranges, goodness of fit and simultaneous levels on known numbers.

use leadtime_stats::goodness::{chi_square, kolmogorov_sf, kolmogorov_smirnov, z_from_t};
use leadtime_stats::mean::{
    correlation, mean, paired_difference, paired_ratio_difference, ratio_mean,
};
use leadtime_stats::outcome::{outcome_range, period_shares, probability_at_least};
use leadtime_stats::simultaneous::{bonferroni, sidak};
use leadtime_stats::{Confidence, Estimate, Mark, Method, RatioSums, Total};

const LEVEL: Confidence = Confidence::P95;

fn close(a: f64, b: f64, relative: f64) -> bool {
    (a - b).abs() <= relative * b.abs()
}

/// Student's sleep data (1908), the two drugs: the paired t interval is (-2.4598858, -0.7001142) in every textbook.
const SLEEP: [(f64, f64); 10] = [
    (0.7, 1.9),
    (-1.6, 0.8),
    (-0.2, 1.1),
    (-1.2, 0.1),
    (-0.1, -0.1),
    (3.4, 4.4),
    (3.7, 5.5),
    (0.8, 1.6),
    (0.0, 4.6),
    (2.0, 3.4),
];

#[test]
fn paired_difference_of_students_sleep_data() {
    let e = paired_difference(&SLEEP, LEVEL).unwrap();
    assert!(close(e.value, -1.58, 1e-14));
    assert!(
        close(e.low, -2.459_885_8, 1e-7) && close(e.high, -0.700_114_2, 1e-7),
        "{e:?}"
    );
    assert_eq!((e.n, e.method), (10, Method::PairedT));
    assert!(close(correlation(&SLEEP).unwrap(), 0.795_170_2, 1e-7));
}

/// Numerically demanding: NIST StRD "NumAcc4", certified mean 10000000.2 and standard deviation .1.
#[test]
fn mean_of_nist_numacc4() {
    let mut values = vec![10_000_000.2];
    for _ in 0..500 {
        values.extend([10_000_000.1, 10_000_000.3]);
    }
    let e = mean(&values, LEVEL).unwrap();
    let deviation = e.half_width() / LEVEL.t_factor(1000.0) * 1001.0_f64.sqrt();
    assert!(
        close(e.value, 10_000_000.2, 1e-15) && close(deviation, 0.1, 1e-7),
        "{} {deviation}",
        e.value
    );
}

#[test]
fn one_value_has_no_interval_and_says_so_in_json() {
    let e = mean(&[3.5], LEVEL).unwrap();
    assert_eq!((e.low, e.high), (f64::NEG_INFINITY, f64::INFINITY));
    let text = serde_json::to_string(&e).unwrap();
    let expected = r#"{"value":3.5,"low":null,"high":null,"n":1,"method":"student-t","marks":["single-replication"]}"#;
    assert_eq!(text, expected);
    assert_eq!(serde_json::from_str::<Estimate>(&text).unwrap(), e);
    assert_eq!(mean(&[], LEVEL), None);
    assert_eq!(mean(&[1.0, f64::NAN], LEVEL), None);
}

#[test]
fn confidence_is_saved_when_it_is_not_the_default() {
    let e = mean(&[1.0, 2.0], Confidence::P90).unwrap();
    let text = serde_json::to_string(&e).unwrap();
    assert!(text.contains(r#""confidence":0.9"#));
    assert_eq!(serde_json::from_str::<Estimate>(&text).unwrap(), e);
    assert!(serde_json::from_str::<Estimate>(&text.replace("0.9", "1.0")).is_err());
    assert!(Confidence::try_from(f64::NAN).is_err());
}

/// The ratio estimator with 0/1 sums is the clustered share: the same point and the same variance by another route.
#[test]
fn ratio_of_counts_is_the_clustered_share() {
    let replications = [(96, 100), (60, 77), (118, 120), (85, 90), (40, 61)];
    let mut sums = RatioSums::default();
    for (hits, trials) in replications {
        sums.record(hits, trials);
    }
    let totals = replications.map(|(hits, trials)| Total {
        sum: hits as f64,
        count: trials as f64,
    });
    let e = ratio_mean(&totals, LEVEL).unwrap();
    assert!(close(e.value, sums.share().unwrap(), 1e-15));
    assert!(close(
        e.half_width(),
        sums.standard_error().unwrap() * LEVEL.t_factor(4.0),
        1e-12
    ));
    assert_eq!((e.n, e.method), (448, Method::RatioT));
    // equal counts: the plain mean of the replication means
    let equal = [3.0, 5.0, 10.0].map(|sum| Total { sum, count: 2.0 });
    let plain = mean(&[1.5, 2.5, 5.0], LEVEL).unwrap();
    assert!(close(
        ratio_mean(&equal, LEVEL).unwrap().half_width(),
        plain.half_width(),
        1e-14
    ));
    assert_eq!(ratio_mean(&[Total::default()], LEVEL), None);
}

#[test]
fn paired_ratios_cancel_what_is_common() {
    let total = |sum: f64, count: f64| Total { sum, count };
    let a = [total(10.0, 2.0), total(30.0, 3.0), total(18.0, 3.0)];
    // the same design twice: no difference, no width
    let e = paired_ratio_difference(&a.map(|x| (x, x)), LEVEL).unwrap();
    assert_eq!((e.value, e.low, e.high), (0.0, 0.0, 0.0));
    // equal counts: the paired difference of the means per replication
    let pairs = [(4.0, 2.0), (9.0, 8.0), (7.0, 6.5)]
        .map(|(x, y)| (total(5.0 * x, 5.0), total(5.0 * y, 5.0)));
    let e = paired_ratio_difference(&pairs, LEVEL).unwrap();
    let plain = paired_difference(&[(4.0, 2.0), (9.0, 8.0), (7.0, 6.5)], LEVEL).unwrap();
    assert!(close(e.value, plain.value, 1e-14) && close(e.half_width(), plain.half_width(), 1e-13));
    // unequal counts, by hand: p_A = 20/4, p_B = 9/3; d = (2 - 5)/2 - (1 - 3)/1.5 and its negative
    let pairs = [
        (total(2.0, 1.0), total(1.0, 1.0)),
        (total(18.0, 3.0), total(8.0, 2.0)),
    ];
    let e = paired_ratio_difference(&pairs, LEVEL).unwrap();
    let d = (2.0_f64 - 5.0) / 2.0 - (1.0 - 3.0) / 1.5;
    assert!(
        close(e.value, 2.0, 1e-15) && close(e.half_width(), d.abs() * LEVEL.t_factor(1.0), 1e-12)
    );
}

#[test]
fn outcome_range_is_that_of_the_next_period() {
    let range = outcome_range(&[0.9, 0.7, 0.8]).unwrap();
    assert_eq!(
        (range.low, range.median, range.high, range.n),
        (0.7, 0.8, 0.9, 3)
    );
    assert_eq!(range.marks, [Mark::TooFewBadPeriods]);
    assert_eq!(outcome_range(&[]), None);
    assert_eq!(period_shares(&[(1, 2), (0, 0), (3, 3)]), [0.5, 1.0]);
    // targets are inclusive: 95 of 100 meets 95 %
    let shares = period_shares(&[(95, 100), (94, 100), (96, 100), (100, 100)]);
    let e = probability_at_least(&shares, 0.95, LEVEL).unwrap();
    assert_eq!((e.value, e.n, e.method), (0.75, 4, Method::Wilson));
}

/// scipy.stats.kstwo.sf, exact.
#[test]
fn kolmogorov_tail_is_near_the_exact_law() {
    let exact = [
        (0.3, 10, 0.270_535_6),
        (0.5, 10, 0.007_777_4),
        (0.16, 50, 0.138_396_3),
        (0.1, 100, 0.252_692_8),
        (0.02, 1000, 0.810_897_2),
        (0.043, 1000, 0.048_111_0),
        (0.05, 1000, 0.013_012_1),
    ];
    for (distance, n, p) in exact {
        let got = kolmogorov_sf(distance, n);
        assert!(
            (got - p).abs() < 0.003_f64.min(0.3 / n as f64),
            "D={distance} n={n}: {got} instead of {p}"
        );
    }
    // both series meet at z = 1 and the classical critical value 1.3581 leaves 5 %
    assert!((kolmogorov_sf(1.358_098_6e-4, 100_000_000) - 0.05).abs() < 1e-4);
    assert_eq!(
        (kolmogorov_sf(0.0, 5), kolmogorov_sf(1.0, 1000)),
        (1.0, 0.0)
    );
}

#[test]
fn kolmogorov_distance_looks_at_both_sides_of_a_step() {
    let fit = kolmogorov_smirnov(&[0.1, 0.2, 0.9], |x| x).unwrap();
    assert!(close(fit.statistic, 2.0 / 3.0 - 0.2, 1e-15));
    let fit = kolmogorov_smirnov(&[0.8, 0.9], |x| x).unwrap();
    assert!(close(fit.statistic, 0.8, 1e-15));
    assert_eq!(kolmogorov_smirnov(&[], |x| x), None);
}

#[test]
fn chi_square_of_a_die() {
    // scipy.stats.chisquare([16, 18, 16, 14, 12, 12]): 2.0, p .8491450361
    let fit = chi_square(&[16, 18, 16, 14, 12, 12], &[88.0 / 6.0; 6], 0).unwrap();
    assert!(close(fit.statistic, 2.0, 1e-12) && close(fit.p_value, 0.849_145_036_084_609_6, 1e-12));
    assert_eq!(chi_square(&[1, 2], &[1.0], 0), None);
    assert_eq!(chi_square(&[1, 2], &[1.0, 2.0], 1), None);
}

#[test]
fn z_is_the_normal_deviate_of_t() {
    // t = 2.262157 on 9 degrees of freedom is as rare as z = 1.959964
    let z = z_from_t(1.0 + 2.262_157_162_798_205, 1.0, 1.0, 10).unwrap();
    assert!(close(z, 1.959_963_984_540_054, 1e-13));
    assert!(close(
        z_from_t(0.0, 2.262_157_162_798_205, 1.0, 10).unwrap(),
        -z,
        1e-13
    ));
    assert_eq!(z_from_t(3.0, 3.0, 0.0, 10), Some(0.0));
    assert_eq!(z_from_t(3.1, 3.0, 0.0, 10), Some(f64::INFINITY));
    assert_eq!(
        (z_from_t(3.1, 3.0, 1.0, 1), z_from_t(f64::NAN, 3.0, 1.0, 9)),
        (None, None)
    );
}

#[test]
fn levels_for_many_intervals() {
    assert!(close(bonferroni(LEVEL, 10).alpha(), 0.005, 1e-13));
    assert!(close(
        sidak(LEVEL, 10).level(),
        0.994_883_803_108_176_3,
        1e-12
    ));
    assert_eq!((bonferroni(LEVEL, 1), bonferroni(LEVEL, 0)), (LEVEL, LEVEL));
    assert!(bonferroni(LEVEL, u64::MAX).level() < 1.0 && sidak(LEVEL, u64::MAX).level() < 1.0);
    for k in [2, 20, 2000] {
        assert!(sidak(LEVEL, k) < bonferroni(LEVEL, k));
    }
}
