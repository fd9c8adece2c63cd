//! The split of variance into input and sampling.

use crate::draws::{Draws, coverage, margin};
use leadtime_stats::two_level::{Component, TwoLevel, two_level};
use leadtime_stats::{Confidence, Method};

const LEVEL: Confidence = Confidence::P95;

/// k draws and n replications of a normal model.
fn sample(draws: &mut Draws, k: usize, n: usize, input: f64, sampling: f64) -> TwoLevel {
    let values: Vec<Vec<f64>> = (0..k)
        .map(|_| {
            let expected = 7.0 + input.sqrt() * draws.normal();
            (0..n)
                .map(|_| expected + sampling.sqrt() * draws.normal())
                .collect()
        })
        .collect();
    two_level(&values, LEVEL).unwrap()
}

fn covers(component: Component, x: f64) -> bool {
    component.low <= x && component.high.is_none_or(|high| x <= high)
}

#[test]
fn intervals_by_hand() {
    // k = 6, n = 4 with MSB = 12 and MSW = 3: chi-square with 5 and 18 degrees of freedom, F(5, 18)
    let shifts = [-3.0, -1.0, -1.0, 1.0, 1.0, 3.0]; // sum of squares 22
    let scale = (15.0 / 22.0_f64).sqrt(); // n * 15 / 5 = 12
    let within = (9.0 / 4.0_f64).sqrt(); // four of +-s each: 4 s^2 / 3 = 3
    let values: Vec<Vec<f64>> = shifts
        .iter()
        .map(|shift| {
            [1.0, -1.0, 1.0, -1.0]
                .iter()
                .map(|sign| scale * shift + within * sign)
                .collect()
        })
        .collect();
    let split = two_level(&values, LEVEL).unwrap();
    assert!((split.sampling.value - 3.0).abs() < 1e-12 && (split.input.value - 2.25).abs() < 1e-12);
    // tables: chi2_{.025, 18} = 8.231, chi2_{.975, 18} = 31.526; F_{.975, 5, 18} = 3.382, F_{.025, 5, 18} = 1 / 6.3582 (F_{.975, 18, 5});
    // chi2_{.025, 5} = .8312, chi2_{.975, 5} = 12.833
    let near = |got: f64, wanted: f64| assert!((got / wanted - 1.0).abs() < 2e-3, "{got} {wanted}");
    near(split.sampling.low, 54.0 / 31.526);
    near(split.sampling.high.unwrap(), 54.0 / 8.231);
    near(split.input.low, (60.0 - 15.0 * 3.382) / (4.0 * 12.833));
    near(
        split.input.high.unwrap(),
        (60.0 - 15.0 / 6.3582) / (4.0 * 0.8312),
    );
    let ratio = |f: f64| (4.0 / f - 1.0) / 4.0;
    near(split.input_share.low, ratio(3.382) / (1.0 + ratio(3.382)));
    near(
        split.input_share.high.unwrap(),
        ratio(1.0 / 6.3582) / (1.0 + ratio(1.0 / 6.3582)),
    );
    assert_eq!(
        (split.draws, split.replications, split.mean.method),
        (6, 4, Method::TwoLevel)
    );
    assert!(split.mean.value.abs() < 1e-12 && split.mean.n == 6);
}

#[test]
fn components_cover() {
    let (mut sampling, mut share, mut mean) = (0, 0, 0);
    let (mut input_sum, mut sampling_sum) = (0.0, 0.0);
    let input = coverage(2000, 31, |draws| {
        let split = sample(draws, 20, 8, 2.0, 5.0);
        sampling += u32::from(covers(split.sampling, 5.0));
        share += u32::from(covers(split.input_share, 2.0 / 7.0));
        mean += u32::from(split.mean.covers(7.0));
        input_sum += split.input.value / 2000.0;
        sampling_sum += split.sampling.value / 2000.0;
        covers(split.input, 2.0)
    });
    for exact in [sampling, share, mean] {
        let got = f64::from(exact) / 2000.0;
        assert!((got - 0.95).abs() < margin(0.95, 2000), "{got}");
    }
    assert!(input > 0.95 - margin(0.95, 2000) && input < 0.99, "{input}");
    // both are unbiased where clipping is rare
    assert!(
        (input_sum - 2.0).abs() < 0.1 && (sampling_sum - 5.0).abs() < 0.05,
        "{input_sum} {sampling_sum}"
    );
}

#[test]
fn known_parameters_are_seen_as_such() {
    // without input uncertainty the estimate is negative in about half of the studies: cut, and said
    let mut clipped = 0;
    let got = coverage(1000, 32, |draws| {
        let split = sample(draws, 20, 8, 0.0, 5.0);
        clipped += u32::from(split.input_clipped);
        assert!(!split.input_clipped || (split.input.value, split.input.low) == (0.0, 0.0));
        covers(split.input, 0.0) && covers(split.input_share, 0.0)
    });
    assert!((400..700).contains(&clipped), "{clipped}");
    assert!(got > 0.95 - margin(0.95, 1000), "{got}");
}

#[test]
fn unbalanced_or_flat_data() {
    assert_eq!(two_level(&[vec![1.0, 2.0]], LEVEL), None);
    assert_eq!(two_level(&[vec![1.0, 2.0], vec![1.0]], LEVEL), None);
    assert_eq!(two_level(&[vec![1.0], vec![1.0]], LEVEL), None);
    assert_eq!(
        two_level(&[vec![1.0, f64::NAN], vec![1.0, 2.0]], LEVEL),
        None
    );
    let flat = two_level(&[vec![2.0, 2.0], vec![2.0, 2.0]], LEVEL).unwrap();
    assert_eq!(
        (
            flat.input.value,
            flat.sampling.value,
            flat.input_share.value
        ),
        (0.0, 0.0, 0.0)
    );
    // all spread is input
    let input = two_level(&[vec![1.0, 1.0], vec![2.0, 2.0]], LEVEL).unwrap();
    assert_eq!((input.input_share.value, input.sampling.value), (1.0, 0.0));
    let back: TwoLevel = serde_json::from_str(&serde_json::to_string(&input).unwrap()).unwrap();
    assert_eq!(back, input);
}
