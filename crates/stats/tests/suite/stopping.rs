//! Precision targets and the schedule of looks.

use crate::draws::{Draws, coverage, margin};
use leadtime_stats::mean::mean;
use leadtime_stats::stopping::{Blocks, Decision, Growth, InvalidBlocks, Precision, decide};
use leadtime_stats::{Confidence, RatioSums};
use proptest::prelude::*;

const LEVEL: Confidence = Confidence::P95;

#[test]
fn schedules_that_cannot_be_followed_are_refused() {
    assert_eq!(
        Blocks::new(29, Growth::Steps(10), 100),
        Err(InvalidBlocks::FirstTooSmall(29))
    );
    assert_eq!(
        Blocks::new(50, Growth::Steps(10), 49),
        Err(InvalidBlocks::BudgetBelowFirst {
            first: 50,
            budget: 49
        })
    );
    assert_eq!(
        Blocks::new(50, Growth::Percent(0), 99),
        Err(InvalidBlocks::NoGrowth)
    );
    let once = Blocks::new(30, Growth::Steps(u64::MAX), 30).unwrap();
    assert_eq!(once.prefixes().collect::<Vec<_>>(), [30]);
    let huge = Blocks::new(300, Growth::Percent(u64::MAX), u64::MAX).unwrap();
    assert_eq!(huge.prefixes().collect::<Vec<_>>(), [300, u64::MAX]);
}

proptest! {
    // catches: a schedule that repeats a look, overshoots the budget, or never ends
    #[test]
    fn prefixes_ascend_to_the_budget(first in 30..200_u64, more in 0..5000_u64, step in 1..500_u64, percent: bool) {
        let growth = if percent { Growth::Percent(step) } else { Growth::Steps(step) };
        let blocks = Blocks::new(first, growth, first + more).unwrap();
        let prefixes: Vec<u64> = blocks.prefixes().collect();
        prop_assert_eq!((prefixes[0], *prefixes.last().unwrap()), (first, first + more));
        prop_assert!(prefixes.windows(2).all(|pair| pair[0] < pair[1]));
        for pair in prefixes.windows(2) {
            prop_assert_eq!(blocks.next_after(pair[0]), Some(pair[1]));
            prop_assert_eq!(blocks.next_after(pair[1] - 1), Some(pair[1]));
        }
        prop_assert_eq!(blocks.next_after(first + more), None);
    }
}

#[test]
fn decisions_fall_on_prefixes_only() {
    let blocks = Blocks::new(30, Growth::Steps(20), 70).unwrap();
    let good = mean(&[1.0, 1.0 + 1e-9, 1.0], LEVEL).map(|e| Precision::Relative(0.01).achieved(&e));
    let bad = mean(&[1.0, 2.0, 3.0], LEVEL).map(|e| Precision::Relative(0.01).achieved(&e));
    assert_eq!(decide(&blocks, 30, &[good]), Decision::Met);
    assert_eq!(
        decide(&blocks, 40, &[good]),
        Decision::GoOn { next: 50 },
        "not a look"
    );
    assert_eq!(
        decide(&blocks, 50, &[good, bad]),
        Decision::GoOn { next: 70 }
    );
    assert_eq!(
        decide(&blocks, 50, &[good, None]),
        Decision::GoOn { next: 70 }
    );
    assert_eq!(decide(&blocks, 70, &[good, bad]), Decision::BudgetSpent);
    assert_eq!(decide(&blocks, 70, &[good]), Decision::Met);
}

#[test]
fn relative_precision_follows_laws_rule() {
    // values 9 and 11: mean 10, standard error 1, t_{.975,1} = 12.706: arm 12.7, no relative error
    let wide = mean(&[9.0, 11.0], LEVEL).unwrap();
    let achieved = Precision::Relative(0.5).achieved(&wide);
    assert_eq!((achieved.met, achieved.relative), (false, None));
    // an arm of 1 around 11 allows a relative error of exactly 10 %: the truth may be 10
    let mut estimate = wide;
    (estimate.value, estimate.low, estimate.high) = (11.0, 10.0, 12.0);
    assert!(Precision::Relative(0.100_000_001).achieved(&estimate).met);
    assert!(!Precision::Relative(0.099_999_999).achieved(&estimate).met);
    assert_eq!(
        Precision::Relative(0.1).achieved(&estimate).relative,
        Some(0.1)
    );
    assert!(Precision::Absolute(1.0).achieved(&estimate).met);
    // the longer arm counts
    estimate.high = 12.5;
    assert!(!Precision::Absolute(1.4).achieved(&estimate).met);
    assert!(Precision::Absolute(1.5).achieved(&estimate).met);
}

#[test]
fn shares_are_precise_relative_to_the_late_share() {
    // 40 weeks, 97.5 % on time with interval (.95664, .98706): arm .01836 on a late share of .025
    let mut sums = RatioSums::default();
    for week in 0..40 {
        sums.record(if week % 4 == 0 { 90 } else { 100 }, 100);
    }
    let on_time = sums.estimate(LEVEL).unwrap();
    let late = Precision::RelativeToComplement(0.1).achieved(&on_time);
    assert!(!late.met && (late.relative.unwrap() - 2.766).abs() < 5e-3);
    assert!(Precision::Relative(0.1).achieved(&on_time).met);
    assert_eq!(
        late.met,
        Precision::Relative(0.1).achieved(&on_time.complement()).met
    );
    // nothing late yet: no relative precision, however long the study; an absolute one from the bound
    let mut never = RatioSums::default();
    (0..30).for_each(|_| never.record(1000, 1000));
    let never = never.estimate(LEVEL).unwrap();
    let relative = Precision::RelativeToComplement(0.5).achieved(&never);
    assert_eq!((relative.met, relative.relative), (false, None));
    let absolute = Precision::Absolute(0.05).achieved(&never);
    assert!(!absolute.met && (absolute.half_width.unwrap() - 0.095_034).abs() < 1e-6);
}

/// One study: normal waits of mean 10 and standard deviation 8, run until the relative error is at most 10 %.
fn stopped_study(draws: &mut Draws, blocks: &Blocks) -> (u64, bool) {
    let mut waits = Vec::new();
    loop {
        let replications = waits.len() as u64;
        let estimate = mean(&waits, LEVEL);
        let achieved = estimate
            .as_ref()
            .map(|wait| Precision::Relative(0.1).achieved(wait));
        match decide(blocks, replications, &[achieved]) {
            Decision::GoOn { next } => {
                waits.extend((replications..next).map(|_| 10.0 + 8.0 * draws.normal()));
            }
            Decision::Met | Decision::BudgetSpent => {
                return (replications, estimate.unwrap().covers(10.0));
            }
        }
    }
}

#[test]
fn stopped_runs_cover_and_meet_their_target() {
    let blocks = Blocks::new(30, Growth::Percent(20), 100_000).unwrap();
    let mut most = 0;
    let got = coverage(2000, 11, |draws| {
        let (replications, covered) = stopped_study(draws, &blocks);
        most = most.max(replications);
        covered
    });
    // about (1.96 * 8 / (10 / 11))^2 = 297 replications are needed
    assert!(most > 297 && most < 600, "{most}");
    assert!(got > 0.93 - margin(0.93, 2000), "{got}");
}
