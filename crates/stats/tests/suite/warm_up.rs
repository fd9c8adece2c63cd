//! The end of a warm-up: M/M/1 from empty, whose mean waits are known for every customer, and series without a transient.

use crate::draws::Draws;
use leadtime_stats::Confidence;
use leadtime_stats::mean::mean;
use leadtime_stats::warm_up::{
    MSER_BATCH, WarmUp, average_over_replications, moving_average, mser,
};
use proptest::prelude::*;

/// Waits of the first customers of M/M/1 with arrivals .8 and service 1, from empty, by Lindley's recursion.
fn waits(draws: &mut Draws, customers: usize) -> Vec<f64> {
    let mut wait = 0.0;
    (0..customers)
        .map(|_| {
            let now = wait;
            wait = (wait + draws.exponential(1.0) - draws.exponential(1.25)).max(0.0);
            now
        })
        .collect()
}

fn replications(seed: u64, count: u64, customers: usize) -> Vec<Vec<f64>> {
    (0..count)
        .map(|r| waits(&mut Draws(seed ^ (r << 40)), customers))
        .collect()
}

/// Means over whole periods of `length` customers.
fn by_period(run: &[f64], length: usize) -> Vec<f64> {
    run.chunks_exact(length)
        .map(|period| period.iter().sum::<f64>() / length as f64)
        .collect()
}

#[test]
fn the_transient_is_spitzers() {
    let runs = replications(1, 4000, 100);
    for (customer, exact) in [
        (2, 0.444_444_444_444_444_4),
        (10, 1.859_832_085_936_294_7),
        (100, 3.810_376_245_169_55),
    ] {
        let values: Vec<f64> = runs.iter().map(|run| run[customer - 1]).collect();
        let wait = mean(&values, Confidence::P95).unwrap();
        assert!(
            (wait.value - exact).abs() < 2.3 * wait.half_width(),
            "{customer}: {}",
            wait.value
        );
    }
}

#[test]
fn mser_leaves_the_transient_out() {
    let runs = replications(2, 200, 4000);
    let periods: Vec<Vec<f64>> = runs.iter().map(|run| by_period(run, 20)).collect();
    let days = average_over_replications(&periods).unwrap();
    let WarmUp::CutAt { periods: cut } = mser(&days, MSER_BATCH).unwrap().verdict else {
        panic!("long enough");
    };
    // E[W_100] = 3.81 of 4: at least the first hundred customers, and far from all
    assert!((5..=60).contains(&cut), "{cut}");
    let mean_from = |from: usize| {
        let values: Vec<f64> = periods
            .iter()
            .map(|run| run[from..].iter().sum::<f64>() / (run.len() - from) as f64)
            .collect();
        mean(&values, Confidence::P95).unwrap()
    };
    assert!(mean_from(cut as usize).covers(4.0));
    // over the first 400 customers the bias shows beyond any doubt
    let early: Vec<f64> = runs
        .iter()
        .map(|run| run[..100].iter().sum::<f64>() / 100.0)
        .collect();
    assert!(mean(&early, Confidence::P95).unwrap().high < 4.0);
}

#[test]
fn a_series_that_still_rises_is_too_short() {
    let days = average_over_replications(&replications(3, 2000, 60)).unwrap();
    assert_eq!(mser(&days, MSER_BATCH).unwrap().verdict, WarmUp::TooShort);
    let straight: Vec<f64> = (0..200).map(f64::from).collect();
    assert_eq!(
        mser(&straight, MSER_BATCH).unwrap().verdict,
        WarmUp::TooShort
    );
}

#[test]
fn a_level_series_is_seldom_refused() {
    let (mut refused, mut cut) = (0, 0.0);
    for study in 0..1000 {
        let mut draws = Draws(study << 30);
        let days: Vec<f64> = (0..200).map(|_| draws.normal()).collect();
        match mser(&days, MSER_BATCH).unwrap().verdict {
            WarmUp::TooShort => refused += 1,
            WarmUp::CutAt { periods } => cut += periods as f64 / 1000.0,
        }
    }
    // 58 measured
    assert!(refused < 80, "{refused}");
    assert!(cut < 20.0, "{cut}");
}

#[test]
fn a_weekly_cycle_fools_days_and_not_weeks() {
    // what the periods are for: six busy days and a quiet one, from empty
    let mut draws = Draws(5);
    let days: Vec<f64> = (0..7 * 60)
        .map(|d| {
            let transient = -3.0 * libm::exp(-f64::from(d) / 14.0);
            10.0 + transient + if d % 7 == 6 { -6.0 } else { 0.0 } + 0.1 * draws.normal()
        })
        .collect();
    let weeks = by_period(&days, 7);
    let WarmUp::CutAt { periods } = mser(&weeks, 1).unwrap().verdict else {
        panic!("long enough");
    };
    assert!((5..=20).contains(&periods), "{periods} weeks");
    assert!(
        matches!(mser(&days, 1).unwrap().verdict, WarmUp::CutAt { periods } if periods < 5 * 7)
    );
}

#[test]
fn unusable_series() {
    assert_eq!(average_over_replications(&[] as &[Vec<f64>]), None);
    assert_eq!(average_over_replications(&[vec![1.0], vec![]]), None);
    assert_eq!(average_over_replications(&[vec![1.0, f64::NAN]]), None);
    assert_eq!(mser(&[1.0], 0), None);
    assert_eq!(mser(&[f64::INFINITY; 60], 5), None);
    assert_eq!(mser(&[], 5).unwrap().verdict, WarmUp::TooShort);
    assert_eq!(moving_average(&[1.0, 2.0], 2), None);
    // nothing moves: nothing is left out
    assert_eq!(
        mser(&[3.0; 50], 5).unwrap().verdict,
        WarmUp::CutAt { periods: 0 }
    );
}

proptest! {
    // the definition, term by term
    #[test]
    fn curve_is_the_definition(values in proptest::collection::vec(-10.0..10.0_f64, 10..60)) {
        let found = mser(&values, 1).unwrap();
        prop_assert_eq!(found.curve.len(), values.len() - 4);
        for (d, z) in found.curve.iter().enumerate() {
            let rest = &values[d..];
            let n = rest.len() as f64;
            let mean = rest.iter().sum::<f64>() / n;
            let squares: f64 = rest.iter().map(|v| (v - mean) * (v - mean)).sum();
            prop_assert!((z - squares / (n * n)).abs() < 1e-10 * (1.0 + z));
        }
    }

    #[test]
    fn moving_average_keeps_straight_lines(a in -5.0..5.0_f64, b in -5.0..5.0_f64, window in 0..20_usize) {
        let line: Vec<f64> = (0..40).map(|i| a + b * f64::from(i)).collect();
        let smooth = moving_average(&line, window).unwrap();
        prop_assert_eq!(smooth.len(), 40 - window);
        prop_assert!(smooth.iter().zip(&line).all(|(s, l)| (s - l).abs() < 1e-9));
    }
}
