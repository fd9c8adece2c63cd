//! Do intervals cover as often as they say? Macro-replications with known truth and a fixed seed.
//!
//! Each bound below is a known coverage less (or plus) 4.5 binomial standard errors of the number of macro-replications.
//! Wrong code this catches: independence assumed between the trials of a replication (a p90 then covers .54 below), R for R - 1,
//! a one-sided factor in a two-sided interval (.90), ranks off by one, the wrong tail of the beta quantile.

use leadtime_stats::mean::{Total, mean, paired_ratio_difference, ratio_mean};
use leadtime_stats::outcome::outcome_range;
use leadtime_stats::quantile::quantile_of_sorted;
use leadtime_stats::special::{normal_quantile, normal_sf};
use leadtime_stats::{ClusteredHistogram, Confidence, Histogram, Mark, RatioSums};

use crate::draws::{Draws, coverage, margin};

const LEVEL: Confidence = Confidence::P95;

#[test]
fn t_interval_of_normal_means_is_exact() {
    let got = coverage(10_000, 1, |draws| {
        let values: Vec<f64> = (0..10).map(|_| 3.0 + draws.normal()).collect();
        mean(&values, LEVEL).unwrap().covers(3.0)
    });
    assert!((got - 0.95).abs() < margin(0.95, 10_000), "{got}");
}

#[test]
fn order_statistics_cover_as_computed() {
    // p95 of 1000 uniforms: ranks 936 and 964 cover with probability .9580952682
    let got = coverage(3000, 2, |draws| {
        let mut values: Vec<f64> = (0..1000).map(|_| draws.uniform()).collect();
        values.sort_by(f64::total_cmp);
        quantile_of_sorted(&values, 0.95, LEVEL)
            .unwrap()
            .covers(0.95)
    });
    assert!((got - 0.958_095_268_2).abs() < margin(0.958, 3000), "{got}");
}

/// On-time orders of one replication: a bad day (one in ten) has 40 % late, a good one 2 %; days differ in volume.
fn shocked_day(draws: &mut Draws) -> (u64, u64) {
    let trials = 60 + (draws.uniform() * 80.0) as u64;
    let p = if draws.uniform() < 0.1 { 0.6 } else { 0.98 };
    (draws.hits(trials, p), trials)
}

const SHOCKED_SHARE: f64 = 0.1 * 0.6 + 0.9 * 0.98;

#[test]
fn korn_graubard_covers_under_shocks() {
    // 100 replications, about 10 of them bad. Rarer shocks need more replications; measured with this generator, days late
    // 40 % (bad) or .1 % (good), 1000 macro-replications, Korn-Graubard against a plain t interval on the same sums:
    //   bad days 10 %: R = 30 .943 against .884, R = 100 .968 against .927
    //   bad days  3 %: R = 30 .611 against .601, R = 100 .925 against .865, R = 400 .961 against .936
    // At R = 30 and 3 % four studies in ten see no bad day at all: no interval can help there, hence the mark.
    let got = coverage(2000, 3, |draws| {
        let mut sums = RatioSums::default();
        for _ in 0..100 {
            let (hits, trials) = shocked_day(draws);
            sums.record(hits, trials);
        }
        sums.estimate(LEVEL).unwrap().covers(SHOCKED_SHARE)
    });
    assert!(got > 0.95 - margin(0.95, 2000) && got < 0.99, "{got}");
}

/// Where coverage fails, the mark stands: 100 replications with 3 % bad days cover .925 and hold under 20 bad days.
#[test]
fn too_few_bad_periods_are_marked() {
    let marked = coverage(500, 9, |draws| {
        let mut sums = RatioSums::default();
        for _ in 0..100 {
            let p = if draws.uniform() < 0.03 { 0.6 } else { 1.0 };
            sums.record(draws.hits(100, p), 100);
        }
        sums.estimate(LEVEL)
            .unwrap()
            .is_marked(Mark::TooFewBadPeriods)
    });
    assert_eq!(marked, 1.0);
}

#[test]
fn korn_graubard_is_conservative_for_independent_trials() {
    let got = coverage(2000, 4, |draws| {
        let mut sums = RatioSums::default();
        for _ in 0..40 {
            sums.record(draws.hits(25, 0.96), 25);
        }
        sums.estimate(LEVEL).unwrap().covers(0.96)
    });
    assert!(got > 0.95 - margin(0.95, 2000), "{got}");
}

#[test]
fn ratio_and_paired_ratio_means_cover() {
    let (mut single, mut paired) = (0_u32, 0_u32);
    let mut draws = Draws(5);
    for _ in 0..2000 {
        let replication = |draws: &mut Draws| {
            let day = draws.normal();
            let count = 100.0 + (draws.uniform() * 60.0).floor();
            let a = Total {
                sum: count * (5.0 + 0.5 * day) + draws.normal(),
                count,
            };
            let b = Total {
                sum: (count + 7.0) * (4.5 + 0.4 * day) + draws.normal(),
                count: count + 7.0,
            };
            (a, b)
        };
        let pairs: Vec<_> = (0..30).map(|_| replication(&mut draws)).collect();
        let a: Vec<Total> = pairs.iter().map(|pair| pair.0).collect();
        single += u32::from(ratio_mean(&a, LEVEL).unwrap().covers(5.0));
        paired += u32::from(paired_ratio_difference(&pairs, LEVEL).unwrap().covers(0.5));
    }
    for covered in [single, paired] {
        let got = f64::from(covered) / 2000.0;
        assert!((got - 0.95).abs() < margin(0.95, 2000), "{got}");
    }
}

/// Lead times with a common part per replication: X = 1000 + 60 S + 80 E in ticks, so F(x) = Phi((x - 1000) / 100).
#[test]
fn clustered_quantiles_cover() {
    let p = 0.9;
    let truth = 1000.0 + 100.0 * normal_quantile(p);
    let mut pooled_only = 0;
    let got = coverage(2000, 6, |draws| {
        let mut clustered = ClusteredHistogram::default();
        for _ in 0..50 {
            let shock = 60.0 * draws.normal();
            let mut one = Histogram::default();
            for _ in 0..40 {
                one.record((1000.0 + shock + 80.0 * draws.normal()).round() as i64);
            }
            clustered.absorb(&one);
        }
        let estimate = clustered.quantile(p, LEVEL).unwrap();
        // the same values taken as independent: a normal-theory width without the design effect
        let density = 0.175_498_331_932_486_6 / 100.0;
        let half = 1.96 * (p * (1.0 - p) / 2000.0).sqrt() / density;
        pooled_only += u32::from((estimate.value - truth).abs() <= half);
        estimate.covers(truth)
    });
    assert!(got > 0.95 - margin(0.95, 2000) && got < 0.99, "{got}");
    // the test would notice if clustering were ignored
    assert!(f64::from(pooled_only) / 2000.0 < 0.75);
}

#[test]
fn outcome_range_holds_nine_periods_in_ten() {
    // the next period, drawn afresh, lies inside with probability (n + 1)(.95 - .05) / (n + 1) = .9 for n = 39
    let got = coverage(20_000, 7, |draws| {
        let values: Vec<f64> = (0..39).map(|_| normal_sf(draws.normal())).collect();
        let range = outcome_range(&values).unwrap();
        (range.low..=range.high).contains(&draws.uniform())
    });
    assert!((got - 0.9).abs() < margin(0.9, 20_000), "{got}");
}
