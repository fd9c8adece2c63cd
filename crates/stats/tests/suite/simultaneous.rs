//! Many intervals at once.

use crate::draws::{Draws, coverage, margin};
use leadtime_stats::mean::{Total, paired_difference, paired_ratio_difference};
use leadtime_stats::selection::Goal;
use leadtime_stats::simultaneous::{
    Comparison, bonferroni, holm, paired_differences, paired_ratio_differences, winner,
};
use leadtime_stats::{Confidence, Method};
use proptest::prelude::*;

const LEVEL: Confidence = Confidence::P95;

proptest! {
    // between the raw p-value and Bonferroni's, in the same order
    #[test]
    fn holm_lies_between(p in proptest::collection::vec(0.0..1.0_f64, 1..20)) {
        let adjusted = holm(&p);
        let k = p.len() as f64;
        for (i, (raw, a)) in p.iter().zip(&adjusted).enumerate() {
            prop_assert!(a >= raw && *a <= (k * raw).min(1.0) + 1e-15);
            for (other, b) in p.iter().zip(&adjusted).skip(i) {
                prop_assert!((raw < other) <= (a <= b) && (raw > other) <= (a >= b));
            }
        }
    }
}

/// Three designs on common days, and orders per replication.
fn designs(draws: &mut Draws, replications: usize) -> Vec<Vec<Total>> {
    let mut columns = vec![Vec::new(); 3];
    for _ in 0..replications {
        let day = 1.0 + 0.4 * draws.normal();
        let count = 80.0 + (draws.uniform() * 40.0).floor();
        for (design, column) in columns.iter_mut().enumerate() {
            let mean = 5.0 + 0.2 * design as f64 + day + 0.2 * draws.normal();
            column.push(Total {
                sum: mean * count,
                count,
            });
        }
    }
    columns
}

#[test]
fn each_difference_is_the_paired_one_at_bonferronis_level() {
    let columns = designs(&mut Draws(1), 50);
    let sums: Vec<Vec<f64>> = columns
        .iter()
        .map(|column| column.iter().map(|total| total.sum).collect())
        .collect();
    let third = bonferroni(LEVEL, 3);
    let all = paired_differences(&sums, Comparison::AllPairs, LEVEL).unwrap();
    let pairs: Vec<_> = all.iter().map(|d| (d.a, d.b)).collect();
    assert_eq!(pairs, [(0, 1), (0, 2), (1, 2)]);
    let paired: Vec<_> = sums[0]
        .iter()
        .copied()
        .zip(sums[2].iter().copied())
        .collect();
    assert_eq!(
        Some(&all[1].estimate),
        paired_difference(&paired, third).as_ref()
    );
    let versus = paired_ratio_differences(&columns, Comparison::Versus(1), LEVEL).unwrap();
    let pairs: Vec<_> = versus.iter().map(|d| (d.a, d.b)).collect();
    assert_eq!(pairs, [(0, 1), (2, 1)]);
    let paired: Vec<_> = columns[2]
        .iter()
        .copied()
        .zip(columns[1].iter().copied())
        .collect();
    assert_eq!(
        Some(&versus[1].estimate),
        paired_ratio_difference(&paired, bonferroni(LEVEL, 2)).as_ref()
    );
    assert_eq!(versus[0].estimate.method, Method::PairedRatioT);
}

#[test]
fn comparisons_without_sense_are_refused() {
    let (short, long) = (vec![1.0, 2.0], vec![1.0, 2.0, 3.0]);
    assert_eq!(
        paired_differences(&[short.clone(), long.clone()], Comparison::AllPairs, LEVEL),
        None
    );
    assert_eq!(
        paired_differences(std::slice::from_ref(&short), Comparison::AllPairs, LEVEL),
        None
    );
    assert_eq!(
        paired_differences(
            &[short.clone(), short.clone()],
            Comparison::Versus(2),
            LEVEL
        ),
        None
    );
    assert_eq!(
        paired_differences(&[short, vec![f64::NAN, 1.0]], Comparison::AllPairs, LEVEL),
        None
    );
    assert_eq!(
        paired_differences(&[] as &[Vec<f64>], Comparison::AllPairs, LEVEL),
        None
    );
}

#[test]
fn a_winner_needs_every_interval() {
    let columns = designs(&mut Draws(2), 400);
    let all = paired_ratio_differences(&columns, Comparison::AllPairs, LEVEL).unwrap();
    assert_eq!(winner(&all, 3, Goal::Least), Some(0));
    assert_eq!(winner(&all, 3, Goal::Most), Some(2));
    // against a baseline that is not the winner, the pair 0-2 is unknown
    let versus = paired_ratio_differences(&columns, Comparison::Versus(1), LEVEL).unwrap();
    assert_eq!(winner(&versus, 3, Goal::Least), None);
    // a single replication compares nothing
    let one: Vec<&[Total]> = columns.iter().map(|column| &column[..1]).collect();
    let single = paired_ratio_differences(&one, Comparison::AllPairs, LEVEL).unwrap();
    assert_eq!(winner(&single, 3, Goal::Least), None);
    assert_eq!(winner(&[], 1, Goal::Least), None);
}

#[test]
fn all_intervals_hold_together() {
    // three intervals, strongly dependent: at least 95 %; each at 95 % alone they would hold together in about 88 %
    let got = coverage(2000, 21, |draws| {
        let columns = designs(draws, 30);
        let all = paired_ratio_differences(&columns, Comparison::AllPairs, LEVEL).unwrap();
        all.iter()
            .all(|d| d.estimate.covers(0.2 * (d.a as f64 - d.b as f64)))
    });
    assert!(got > 0.95 - margin(0.95, 2000) && got < 0.985, "{got}");
}
