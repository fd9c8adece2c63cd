//! Rare shares with known answers: conditional Monte Carlo, importance sampling, strata, and the tail of a queue.

use crate::draws::{Draws, coverage, margin};
use leadtime_stats::rare::{
    Allocation, Stratum, Walk, allocate, conditional_share, effective_hits, first_passage,
    importance_share, lundberg_root, stratified_share, trials_for_relative,
};
use leadtime_stats::special::normal_sf;
use leadtime_stats::{Confidence, Estimate, Mark, Method, Total};

const LEVEL: Confidence = Confidence::P95;

fn one(sum: f64) -> Total {
    Total { sum, count: 1.0 }
}

/// The truth lies within 4.5 standard errors, and the half-width is at most a tenth.
fn agrees(estimate: &Estimate, truth: f64) {
    assert!(estimate.half_width() < 0.1 * estimate.value, "{estimate:?}");
    let off = (estimate.value - truth).abs() / estimate.half_width();
    assert!(
        off < 4.5 / 1.96,
        "{} is {off} half-widths from {truth}",
        estimate.value
    );
}

/// P(lognormal with this mean and coefficient of variation > x).
fn lognormal_sf(mean: f64, variation: f64, x: f64) -> f64 {
    let variance = libm::log(1.0 + variation * variation);
    normal_sf((libm::log(x / mean) + 0.5 * variance) / variance.sqrt())
}

/// P(transit > x) of the mixture of case weather_mix: 19 good days of mean 20 h, one bad of mean 32 h.
fn weather_sf(x: f64) -> f64 {
    0.95 * lognormal_sf(20.0, 0.15, x) + 0.05 * lognormal_sf(32.0, 0.4, x)
}

const OVER_120: f64 = 8.7392e-6;

#[test]
fn weather_mix_is_the_published_case() {
    assert!((weather_sf(27.0) - (1.0 - 0.952_551_015_507_970_1)).abs() < 1e-12);
    assert!((weather_sf(33.0) - (1.0 - 0.980_084_203_293_191_6)).abs() < 1e-12);
}

/// P(handling + transit > 120 h), handling exponential with mean 2 h: the transit is integrated, the handling drawn.
#[test]
fn five_days_late_in_a_thousandth_of_the_work() {
    let plain = trials_for_relative(OVER_120, 0.1, LEVEL).unwrap();
    assert!(plain > 43_000_000);
    let replications = 4000;
    assert!(replications < plain / 1000);
    let mut draws = Draws(1);
    let late: Vec<Total> = (0..replications)
        .map(|_| one(weather_sf((120.0 - draws.exponential(2.0)).max(0.0))))
        .collect();
    let share = conditional_share(&late, LEVEL).unwrap();
    agrees(&share, OVER_120);
    assert_eq!(
        (share.method, share.n),
        (Method::ConditionalMonteCarlo, 4000)
    );
}

#[test]
fn conditioning_on_the_other_leg_is_right_as_well() {
    // draw the transit, integrate the handling: most of the mass is in transits near 120 h, which are never drawn. The
    // estimate says so: its interval is wide, not wrong.
    let mut draws = Draws(2);
    let late: Vec<Total> = (0..4000)
        .map(|_| {
            let bad = draws.uniform() < 0.05;
            let (mean, variation) = if bad { (32.0, 0.4) } else { (20.0, 0.15) };
            let variance: f64 = libm::log(1.0 + variation * variation);
            let transit = mean * libm::exp(variance.sqrt() * draws.normal() - 0.5 * variance);
            one(libm::exp(-((120.0 - transit).max(0.0)) / 2.0))
        })
        .collect();
    let share = conditional_share(&late, LEVEL).unwrap();
    assert!(share.half_width() > 0.3 * share.value);
}

/// Storms (1 in 500) have 60 % late, other days .1 %: .2198 % late.
const STORM: f64 = 0.002;
const LATE: f64 = STORM * 0.6 + (1.0 - STORM) * 1e-3;

/// One replication of 50 orders with storms drawn with probability `drawn`, and its likelihood ratio.
fn storm_day(draws: &mut Draws, drawn: f64) -> Total {
    let storm = draws.uniform() < drawn;
    let ratio = if storm {
        STORM / drawn
    } else {
        (1.0 - STORM) / (1.0 - drawn)
    };
    let late = draws.hits(50, if storm { 0.6 } else { 1e-3 });
    Total {
        sum: ratio * late as f64,
        count: 50.0,
    }
}

#[test]
fn storms_drawn_more_often_are_unbiased_and_cover() {
    let mut sum = 0.0;
    let got = coverage(1000, 3, |draws| {
        let days: Vec<Total> = (0..400).map(|_| storm_day(draws, 0.5)).collect();
        let late = importance_share(&days, LEVEL).unwrap();
        sum += late.value / 1000.0;
        assert!(late.marks.is_empty() && late.half_width() < 0.6 * LATE);
        late.covers(LATE)
    });
    // catches: weights the wrong way round, or forgotten (a mean of .3)
    assert!((sum / LATE - 1.0).abs() < 0.01, "{sum}");
    assert!(got > 0.95 - margin(0.95, 1000), "{got}");
}

#[test]
fn few_heavy_hits_are_marked() {
    // storms drawn less often than they come: a few heavy ones decide
    let mut draws = Draws(4);
    let days: Vec<Total> = (0..4000).map(|_| storm_day(&mut draws, 0.0005)).collect();
    let late = importance_share(&days, LEVEL).unwrap();
    assert!(late.is_marked(Mark::FewEffectiveHits));
    assert!((effective_hits(&[one(1e-300), one(1e-300), one(0.0)]) - 2.0).abs() < 1e-12);
    assert_eq!(effective_hits(&[one(0.0)]), 0.0);
    let none = importance_share(&[one(0.0), one(0.0), one(0.0)], LEVEL).unwrap();
    assert_eq!((none.low, none.high), (0.0, 1.0));
    assert!(none.is_marked(Mark::NoHit) && none.is_marked(Mark::FewEffectiveHits));
}

#[test]
fn strata_cover() {
    let stratum = |draws: &mut Draws, probability: f64, p: f64, n: u64| Stratum {
        probability,
        totals: (0..n)
            .map(|_| Total {
                sum: draws.hits(50, p) as f64,
                count: 50.0,
            })
            .collect(),
    };
    // deviations of the late orders of a day, sqrt(50 p (1 - p)): the storm gets a fiftieth of the work
    let deviation = |p: f64| (50.0 * p * (1.0 - p)).sqrt();
    let counts = allocate(
        &[(1.0 - STORM, deviation(1e-3)), (STORM, deviation(0.6))],
        400,
        Allocation::Neyman,
    )
    .unwrap();
    assert_eq!(counts.iter().sum::<u64>(), 400);
    assert!((5..40).contains(&counts[1]), "{counts:?}");
    let got = coverage(1000, 5, |draws| {
        let strata = [
            stratum(draws, 1.0 - STORM, 1e-3, counts[0]),
            stratum(draws, STORM, 0.6, counts[1]),
        ];
        stratified_share(&strata, LEVEL).unwrap().covers(LATE)
    });
    assert!(got > 0.93 - margin(0.93, 1000), "{got}");
}

#[test]
fn strata_are_weighed_and_checked() {
    let stratum = |probability, values: &[f64]| Stratum {
        probability,
        totals: values.iter().map(|&v| one(v)).collect(),
    };
    let share = stratified_share(
        &[stratum(0.9, &[0.0, 0.2]), stratum(0.1, &[0.5, 0.5])],
        LEVEL,
    )
    .unwrap();
    // .9 * .1 + .1 * .5; variance .81 * .02 / 2, one degree of freedom
    assert!((share.value - 0.14).abs() < 1e-15 && share.method == Method::Stratified);
    // a stratum that can happen and was not seen, or probabilities that do not sum to one
    assert_eq!(
        stratified_share(&[stratum(0.9, &[0.0, 0.2]), stratum(0.1, &[0.5])], LEVEL),
        None
    );
    assert_eq!(stratified_share(&[stratum(0.9, &[0.0, 0.2])], LEVEL), None);
    assert!(stratified_share(&[stratum(1.0, &[0.1, 0.2]), stratum(0.0, &[])], LEVEL).is_some());
    // storms without any late order in three replications: up to .002 * .63 may be missing
    let days: Vec<f64> = (0..4000)
        .map(|i| if i % 100 == 0 { 0.1 } else { 0.0 })
        .collect();
    let blind =
        stratified_share(&[stratum(0.998, &days), stratum(0.002, &[0.0; 3])], LEVEL).unwrap();
    assert!(blind.is_marked(Mark::TooFewBadPeriods));
    assert_eq!(
        allocate(&[(0.999, 1.0), (0.001, 1.0)], 10, Allocation::Proportional),
        Some(vec![8, 2])
    );
    assert_eq!(
        allocate(&[(0.5, 0.0), (0.5, 0.0)], 10, Allocation::Neyman),
        Some(vec![5, 5])
    );
    assert_eq!(allocate(&[(0.5, f64::NAN)], 10, Allocation::Neyman), None);
}

#[test]
fn queue_tail_of_mm1() {
    let (arrivals, service, x) = (0.8, 1.0, 60.0);
    let truth = 4.915_369_882_662_568e-6;
    let log_mgf =
        |t: f64| libm::log(service / (service - t)) + libm::log(arrivals / (arrivals + t));
    let tilt = lundberg_root(log_mgf, service).unwrap();
    assert!((tilt - 0.2).abs() < 1e-12);
    let mut draws = Draws(6);
    let walk = Walk {
        above: x,
        below: None,
        tilt,
        most_steps: 1_000_000,
    };
    // services and gaps swap their rates
    let step = |_, _| draws.exponential(1.0 / arrivals) - draws.exponential(1.0 / service);
    let tail = first_passage(walk, 400, step, LEVEL).unwrap();
    agrees(&tail, truth);
    // 400 walks of some 300 steps, for 78 million waits
    assert!(trials_for_relative(truth, 0.1, LEVEL).unwrap() > 78_000_000);
}

#[test]
fn queue_tail_of_a_queue_with_two_step_service() {
    // M/E2/1 at the same load: the tilt solves (2 / (2 - t))^2 * .8 / (.8 + t) = 1 by hand: t = (3.2 - sqrt(10.24 - 4 * .8)) / 2
    // from (2 - t)^2 (.8 + t) = 3.2, that is t^2 - 3.2 t + .8 = 0
    let log_mgf = |t: f64| 2.0 * libm::log(2.0 / (2.0 - t)) + libm::log(0.8 / (0.8 + t));
    let tilt = lundberg_root(log_mgf, 2.0).unwrap();
    assert!(
        (tilt - (3.2 - 7.04_f64.sqrt()) / 2.0).abs() < 1e-12,
        "{tilt}"
    );
    // tilted: service stages of rate 2 - t, gaps of rate .8 + t; P(wait > x) e^(t x) is the same constant far out
    let constant = |x: f64, seed: u64| {
        let mut draws = Draws(seed);
        let walk = Walk {
            above: x,
            below: None,
            tilt,
            most_steps: 1_000_000,
        };
        let stage = 1.0 / (2.0 - tilt);
        let step = |_, _| {
            draws.exponential(stage) + draws.exponential(stage)
                - draws.exponential(1.0 / (0.8 + tilt))
        };
        let tail = first_passage(walk, 4000, step, LEVEL).unwrap();
        (
            tail.value * libm::exp(tilt * x),
            tail.half_width() / tail.value,
        )
    };
    let ((near, error), (far, _)) = (constant(20.0, 7), constant(60.0, 8));
    assert!(
        (near / far - 1.0).abs() < 3.5 * error,
        "{near} {far} {error}"
    );
}

#[test]
fn walks_and_roots_that_do_not_exist() {
    let walk = |above, tilt| Walk {
        above,
        below: None,
        tilt,
        most_steps: 10,
    };
    let up = |_, _| 1.0;
    assert_eq!(first_passage(walk(-1.0, 0.2), 10, up, LEVEL), None);
    assert_eq!(first_passage(walk(1.0, f64::NAN), 10, up, LEVEL), None);
    assert_eq!(first_passage(walk(1.0, 0.2), 0, up, LEVEL), None);
    // walks that never arrive say nothing
    let lost = first_passage(walk(100.0, 0.2), 10, up, LEVEL).unwrap();
    assert_eq!((lost.low, lost.high, lost.value), (0.0, 1.0, 0.0));
    assert_eq!(
        first_passage(walk(100.0, 0.2), 10, |_, _| f64::NAN, LEVEL)
            .unwrap()
            .value,
        0.0
    );
    // an unstable queue has no tilt, nor a step without an upward part
    assert_eq!(
        lundberg_root(|t| -libm::log(1.0 - t) - libm::log(1.0 + t / 1.25), 1.0),
        None
    );
    assert_eq!(lundberg_root(|t| -t, 5.0), None);
    assert_eq!(lundberg_root(|t| -t, f64::INFINITY), None);
}
