//! The statistics cases of the validation file, each by its name; every case of the groups below must be covered.
#![allow(clippy::print_stderr)]

use std::collections::BTreeMap;

use leadtime_stats::proportion::{clopper_pearson, clopper_pearson_upper, wilson};
use leadtime_stats::quantile::{least_sample_for_bound, order_statistic_ranks};
use leadtime_stats::special::{normal_cdf, t_quantile};
use leadtime_stats::{Confidence, RatioSums};
use serde_json::Value;

const GROUPS: [&str; 4] = [
    "CI proportion",
    "CI quantile (order statistics)",
    "CI mean",
    "clustered on-time",
];

/// P(D <= q) for a lognormal D of given mean and coefficient of variation.
fn lognormal_cdf(q: f64, mean: f64, cv: f64) -> f64 {
    let variance = libm::log1p(cv * cv);
    normal_cdf((libm::log(q / mean) + 0.5 * variance) / variance.sqrt())
}

/// 20,000 days of 1000 orders, one in twenty bad, whose on-time counts are spread over their binomial laws by evenly spaced
/// normal deviates: a sample whose variance is the population's, without random numbers.
fn design_effect_of_days() -> f64 {
    let (good, bad) = (
        lognormal_cdf(27.0, 20.0, 0.15),
        lognormal_cdf(27.0, 32.0, 0.4),
    );
    let mut sums = RatioSums::default();
    for day in 0..20_000_u32 {
        let p = if day % 20 == 0 { bad } else { good };
        let stratum = f64::from(day / 20) + 0.5;
        let deviate = leadtime_stats::special::normal_quantile(stratum / 1000.0);
        let hits = 1000.0 * p + deviate * (1000.0 * p * (1.0 - p)).sqrt();
        sums.record(hits.round().clamp(0.0, 1000.0) as u64, 1000);
    }
    sums.design_effect().unwrap()
}

fn computed() -> BTreeMap<&'static str, (f64, f64)> {
    let level = Confidence::P95;
    let ranks = order_statistic_ranks(1000, 0.95, level).unwrap();
    let (w, cp) = (
        wilson(990, 1000, level).unwrap(),
        clopper_pearson(990, 1000, level).unwrap(),
    );
    BTreeMap::from([
        ("wilson_lo", (w.low, 1e-10)),
        ("wilson_hi", (w.high, 1e-10)),
        ("cp_lo", (cp.low, 1e-10)),
        ("cp_hi", (cp.high, 1e-10)),
        (
            "cp_zero",
            (clopper_pearson_upper(0, 3000, level).unwrap().high, 1e-10),
        ),
        ("qci_lo", (ranks.low.unwrap() as f64, 0.0)),
        ("qci_hi", (ranks.high.unwrap() as f64, 0.0)),
        ("qci_cov", (ranks.coverage, 1e-10)),
        ("t_ci_halfwidth_factor", (t_quantile(0.975, 9.0), 1e-13)),
        // the sample's variance is the population's up to rounding to whole orders: an estimator that divides by R instead
        // of R - 1, or treats orders as independent, is off by 1/20000 or by a factor of 354
        ("day_overdispersion", (design_effect_of_days(), 2e-3)),
    ])
}

#[test]
fn cases_of_the_validation_file() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/validation/analytic_cases.json"
    );
    let Ok(text) = std::fs::read_to_string(path) else {
        eprintln!("skipped: the validation file is not beside this checkout");
        return;
    };
    let file: Value = serde_json::from_str(&text).unwrap();
    let computed = computed();
    let mut checked = 0;
    for case in file["cases"].as_array().unwrap() {
        if !GROUPS.contains(&case["group"].as_str().unwrap()) {
            continue;
        }
        let name = case["name"].as_str().unwrap();
        let expected = case["value"].as_f64().unwrap();
        let (got, tolerance) = computed[name];
        assert!(
            (got / expected - 1.0).abs() <= tolerance,
            "{name}: {got} instead of {expected}"
        );
        checked += 1;
    }
    assert_eq!(checked, computed.len());
}

/// The same numbers for a checkout without the validation file (Wilson 1927; Clopper and Pearson 1934; scipy).
#[test]
fn cases_without_the_file() {
    let expected = [
        ("wilson_lo", 0.9816905311296852),
        ("wilson_hi", 0.9945592455544707),
        ("cp_lo", 0.9816867569448875),
        ("cp_hi", 0.9951944893089507),
        ("cp_zero", 0.000998079011996587),
        ("qci_lo", 936.0),
        ("qci_hi", 964.0),
        ("qci_cov", 0.9580952682226541),
        ("t_ci_halfwidth_factor", 2.262157162798205),
        ("day_overdispersion", 353.7097834243558),
    ];
    let computed = computed();
    for (name, value) in expected {
        let (got, tolerance) = computed[name];
        assert!(
            (got / value - 1.0).abs() <= tolerance,
            "{name}: {got} instead of {value}"
        );
    }
}

/// Least samples whose maximum bounds a quantile: 59 is the classical "first order Wilks" number.
#[test]
fn least_samples() {
    let sizes =
        [0.95, 0.99, 0.999, 0.9999].map(|p| least_sample_for_bound(p, Confidence::P95).unwrap());
    assert_eq!(sizes, [59, 299, 2995, 29_956]);
}
