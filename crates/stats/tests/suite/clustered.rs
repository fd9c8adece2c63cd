//! Clustered shares: exactness of the variance, bounds when nothing was seen, marks, merging, saving.

use leadtime_stats::proportion::clopper_pearson;
use leadtime_stats::{Confidence, Mark, Method, RatioSums};
use proptest::prelude::*;

const LEVEL: Confidence = Confidence::P95;

fn sums(replications: &[(u64, u64)]) -> RatioSums {
    let mut sums = RatioSums::default();
    for &(hits, trials) in replications {
        sums.record(hits, trials);
    }
    sums
}

/// The definition, term by term: residuals in exact integers, then one division.
fn variance_by_definition(replications: &[(u64, u64)]) -> f64 {
    let r = replications.len() as f64;
    let x: i128 = replications.iter().map(|&(hits, _)| i128::from(hits)).sum();
    let n: i128 = replications
        .iter()
        .map(|&(_, trials)| i128::from(trials))
        .sum();
    let residuals = replications
        .iter()
        .map(|&(hits, trials)| (n * i128::from(hits) - x * i128::from(trials)) as f64 / n as f64);
    let squares: f64 = residuals.map(|d| d * d).sum();
    let mean_n = n as f64 / r;
    squares / (r * (r - 1.0)) / (mean_n * mean_n)
}

#[test]
fn variance_of_a_hand_computed_case() {
    // p = 6/10, residuals .4 * 2 = 2 - 1.8 = .2, 3 - 3 = 0, 1 - 1.2 = -.2; mean N = 10/3
    let sums = sums(&[(2, 3), (3, 5), (1, 2)]);
    let expected = (0.04 + 0.0 + 0.04) / 6.0 / (100.0 / 9.0);
    assert!((sums.variance().unwrap() / expected - 1.0).abs() < 1e-15);
    let binomial = 0.24 / 10.0;
    assert!((sums.design_effect().unwrap() / (expected / binomial) - 1.0).abs() < 1e-14);
}

// catches: the expanded sum of squares formed in floats, which has no digit left here (its terms are 1e44 and agree in the
// first 18 digits)
#[test]
fn variance_survives_cancellation() {
    let replications: Vec<(u64, u64)> = (0..100_u64)
        .map(|r| (3_000_000_000 + 7 * r - r % 3, 3_000_000_000 + 7 * r))
        .collect();
    let exact = variance_by_definition(&replications);
    let got = sums(&replications).variance().unwrap();
    assert!(
        (got / exact - 1.0).abs() < 1e-14,
        "{got:e} instead of {exact:e}"
    );
}

proptest! {
    #[test]
    fn variance_is_the_definition(replications in prop::collection::vec((0..5000_u64, 0..5000_u64), 2..40)) {
        let replications: Vec<_> = replications.into_iter().map(|(a, b)| (a.min(b), a.max(b))).collect();
        let exact = variance_by_definition(&replications);
        prop_assume!(exact.is_finite());
        let got = sums(&replications).variance().unwrap();
        prop_assert!((got - exact).abs() <= 1e-13 * exact, "{got:e} instead of {exact:e}");
    }

    #[test]
    fn interval_holds_the_share_and_stays_inside(replications in prop::collection::vec((0..300_u64, 0..300_u64), 1..60)) {
        let replications: Vec<_> = replications.into_iter().map(|(a, b)| (a.min(b), a.max(b))).collect();
        let sums = sums(&replications);
        let Some(estimate) = sums.estimate(LEVEL) else { return Ok(()) };
        prop_assert!(0.0 <= estimate.low && estimate.high <= 1.0);
        prop_assert!(estimate.covers(estimate.value), "{estimate:?}");
        // the misses mirror the hits
        let late = sums.complement().estimate(LEVEL).unwrap();
        prop_assert!((late.low - (1.0 - estimate.high)).abs() < 1e-12 && (late.high - (1.0 - estimate.low)).abs() < 1e-12);
        // never narrower than if the trials were independent
        if estimate.method == Method::KornGraubard {
            let independent = clopper_pearson(sums.hits, sums.trials, LEVEL).unwrap();
            prop_assert!(estimate.low <= independent.low + 1e-12 && estimate.high >= independent.high - 1e-12);
        }
    }

    #[test]
    fn merging_is_recording(replications in prop::collection::vec((0..300_u64, 0..300_u64), 0..30), cut in 0..30_usize) {
        let cut = cut.min(replications.len());
        let (mut a, b) = (sums(&replications[..cut]), sums(&replications[cut..]));
        let mut reversed = b;
        reversed.merge(&a);
        a.merge(&b);
        prop_assert_eq!(a, sums(&replications));
        prop_assert_eq!(reversed, a);
    }
}

#[test]
fn without_trials_there_is_no_share() {
    assert_eq!(RatioSums::default().estimate(LEVEL), None);
    assert_eq!(sums(&[(0, 0), (0, 0)]).estimate(LEVEL), None);
}

#[test]
fn one_replication_says_nothing_about_the_spread() {
    let estimate = sums(&[(90, 100)]).estimate(LEVEL).unwrap();
    assert_eq!(
        (estimate.value, estimate.low, estimate.high),
        (0.9, 0.0, 1.0)
    );
    assert!(
        estimate.is_marked(Mark::SingleReplication) && estimate.is_marked(Mark::TooFewBadPeriods)
    );
}

#[test]
fn zero_late_is_a_normal_answer() {
    let sums = sums(&vec![(1000, 1000); 100]);
    let estimate = sums.estimate(LEVEL).unwrap();
    // 1 - .05^(1/100) = .029513: the design effect does not enter
    let bound = 0.029_513_049_607_037_85;
    assert_eq!(
        (estimate.value, estimate.high, estimate.method),
        (1.0, 1.0, Method::NeverSeen)
    );
    assert!((1.0 - estimate.low - bound).abs() < 1e-14);
    assert_eq!(estimate.marks, [Mark::TooFewBadPeriods, Mark::NoMiss]);
    let bounds = sums.no_miss_bounds(Some(50.0), LEVEL).unwrap();
    assert!((bounds.assumption_free - bound).abs() < 1e-14);
    // 1 - .05^(1/2000)
    assert!((bounds.model_based.unwrap() - 0.001_496_744_895_188_284).abs() < 1e-15);
    // a design effect below 1 claims nothing beyond independent trials: 1 - .05^(1/100000)
    let plain = sums
        .no_miss_bounds(Some(0.1), LEVEL)
        .unwrap()
        .model_based
        .unwrap();
    assert!((plain - 2.995_687_401_942_796e-5).abs() < 1e-17);
    assert_eq!(self::sums(&[(1, 2)]).no_miss_bounds(None, LEVEL), None);
}

#[test]
fn all_late_mirrors_zero_late() {
    let none = sums(&vec![(0, 10); 50]).estimate(LEVEL).unwrap();
    let all = sums(&vec![(10, 10); 50]).estimate(LEVEL).unwrap();
    assert_eq!((none.value, none.low, 1.0 - none.high), (0.0, 0.0, all.low));
    assert!(none.is_marked(Mark::NoHit) && none.is_marked(Mark::TooFewGoodPeriods));
}

// catches: a mark that looks at late orders, or at replications that contain one, instead of bad replications
#[test]
fn marks_count_bad_replications() {
    let mut replications = vec![(900, 1000); 19];
    replications.extend(vec![(1000, 1000); 81]);
    assert!(
        sums(&replications)
            .estimate(LEVEL)
            .unwrap()
            .is_marked(Mark::TooFewBadPeriods)
    );
    // one late order elsewhere is no twentieth bad day; a hundred are
    for (late, marked) in [(1, true), (100, false)] {
        replications[50] = (1000 - late, 1000);
        let estimate = sums(&replications).estimate(LEVEL).unwrap();
        assert_eq!(estimate.is_marked(Mark::TooFewBadPeriods), marked, "{late}");
    }
    let days = sums(&replications);
    assert_eq!((days.with_miss, days.bad_periods()), (20, 20.0));
    assert_eq!(sums(&[(10, 10)]).bad_periods(), 0.0);
    // 3 + 1 late: 16 / 10
    assert_eq!(sums(&[(7, 10), (10, 10), (9, 10)]).bad_periods(), 1.6);
    assert!(
        sums(&replications[..29])
            .estimate(LEVEL)
            .unwrap()
            .is_marked(Mark::TooFewBadPeriods)
    );
}

/// Korn and Graubard by hand: equal replications of 50 trials with 44 or 46 hits. Var is the variance of the mean share,
/// below binomial, so the effective number stays at n, times (z / t_29)^2.
#[test]
fn effective_trials_are_capped_at_trials() {
    let replications: Vec<_> = (0..30).map(|r| (44 + 2 * (r % 2), 50)).collect();
    let sums = sums(&replications);
    assert!(sums.design_effect().unwrap() < 1.0);
    assert_eq!(sums.effective_trials(), Some(1500.0));
    let estimate = sums.estimate(LEVEL).unwrap();
    // 1500 (1.959963985 / 2.045229642)^2 = 1377.5370; beta quantiles by scipy
    assert!(
        (estimate.low - 0.882_931_460_024_43).abs() < 1e-9
            && (estimate.high - 0.915_339_082_265_65).abs() < 1e-9,
        "{estimate:?}"
    );
}

#[test]
fn wide_sums_survive_saving() {
    let sums = sums(&[(u64::MAX / 4, u64::MAX / 2), (7, 9)]);
    let text = serde_json::to_string(&sums).unwrap();
    assert_eq!(serde_json::from_str::<RatioSums>(&text).unwrap(), sums);
    // through an untyped tree, where numbers beyond 64 bits would become floats
    let tree: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_json::from_value::<RatioSums>(tree).unwrap(), sums);
}
