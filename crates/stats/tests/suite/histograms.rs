//! Histograms: exact counts and merges, narrow quantiles, clustered sums against recording by hand, saving.

use leadtime_stats::histogram::{bin_bounds, bin_of};
use leadtime_stats::{ClusteredHistogram, Confidence, Histogram, Mark, RatioSums};
use proptest::prelude::*;

fn histogram(values: &[i64]) -> Histogram {
    let mut histogram = Histogram::default();
    for &value in values {
        histogram.record(value);
    }
    histogram
}

fn clustered(replications: &[Vec<i64>]) -> ClusteredHistogram {
    let mut clustered = ClusteredHistogram::default();
    for values in replications {
        clustered.absorb(&histogram(values));
    }
    clustered
}

/// Durations of every magnitude, both signs.
fn duration() -> impl Strategy<Value = i64> {
    (any::<i64>(), 20..62_u32).prop_map(|(value, shift)| value >> shift)
}

fn durations() -> impl Strategy<Value = Vec<i64>> {
    prop::collection::vec(duration(), 0..60)
}

proptest! {
    // catches: a quantile off by one rank, a bin wider than promised, interpolation out of the bin
    #[test]
    fn quantiles_are_within_a_bin(values in prop::collection::vec(duration(), 1..200), p in 0.0..=1.0_f64) {
        let mut sorted = values.clone();
        sorted.sort_unstable();
        let rank = ((p * sorted.len() as f64).ceil() as usize).clamp(1, sorted.len());
        let exact = sorted[rank - 1];
        let got = histogram(&values).quantile(p).unwrap();
        prop_assert!((got as f64 - exact as f64).abs() <= exact.abs() as f64 / 256.0, "{got} instead of {exact}");
    }

    #[test]
    fn counts_and_sums_are_exact(values in durations(), edge in duration()) {
        let edge = bin_bounds(bin_of(edge)).1;
        let histogram = histogram(&values);
        prop_assert_eq!(histogram.count_at_most(edge), values.iter().filter(|&&v| v <= edge).count() as u64);
        prop_assert_eq!(histogram.count_at_most_zero(), values.iter().filter(|&&v| v <= 0).count() as u64);
        prop_assert_eq!(histogram.sum(), values.iter().map(|&v| i128::from(v)).sum::<i128>());
        prop_assert_eq!(histogram.range(), values.iter().min().copied().zip(values.iter().max().copied()));
    }

    #[test]
    fn merging_is_recording_to_the_byte(a in durations(), b in durations(), c in durations()) {
        let all = histogram(&[a.clone(), b.clone(), c.clone()].concat());
        let (a, b, c) = (histogram(&a), histogram(&b), histogram(&c));
        let (mut left, mut right) = (a.clone(), c);
        left.merge(&b);
        left.merge(&right);
        right.merge(&b);
        right.merge(&a);
        prop_assert_eq!(&left, &all);
        let text = serde_json::to_string(&all).unwrap();
        prop_assert_eq!(serde_json::to_string(&left).unwrap(), text.clone());
        prop_assert_eq!(serde_json::to_string(&right).unwrap(), text.clone());
        prop_assert_eq!(serde_json::from_str::<Histogram>(&text).unwrap(), all);
    }

    // catches: values without room, ends or sums of only some
    #[test]
    fn recording_together_is_recording_each(before in durations(), values in durations()) {
        let mut together = histogram(&before);
        together.record_all(values.iter().copied());
        prop_assert_eq!(&together, &histogram(&[before, values].concat()));
    }

    // a cleared histogram keeps its room, which must not show
    #[test]
    fn clearing_leaves_no_trace(a in durations(), b in durations()) {
        let mut reused = histogram(&a);
        reused.clear();
        for &value in &b {
            reused.record(value);
        }
        prop_assert_eq!(serde_json::to_string(&reused).unwrap(), serde_json::to_string(&histogram(&b)).unwrap());
        let mut merged = histogram(&a);
        merged.merge(&reused);
        prop_assert_eq!(merged, histogram(&[a, b].concat()));
    }

    // catches: edges added later that do not know the replications before, and any wrong sum
    #[test]
    fn clustered_sums_are_those_of_each_edge(replications in prop::collection::vec(durations(), 0..8), at in duration()) {
        let clustered = clustered(&replications);
        let bin = bin_of(at);
        let edge = bin_bounds(bin).1;
        let mut expected = RatioSums::default();
        for values in &replications {
            expected.record(values.iter().filter(|&&v| v <= edge).count() as u64, values.len() as u64);
        }
        prop_assert_eq!(clustered.sums_at(bin), expected);
    }

    #[test]
    fn clustered_merging_is_absorbing_to_the_byte(replications in prop::collection::vec(durations(), 0..9), cut in 0..9_usize) {
        let cut = cut.min(replications.len());
        let all = clustered(&replications);
        let (mut a, mut b) = (clustered(&replications[..cut]), clustered(&replications[cut..]));
        let first = a.clone();
        a.merge(&b);
        b.merge(&first);
        prop_assert_eq!(&a, &all);
        prop_assert_eq!(&b, &all);
        let text = serde_json::to_string(&all).unwrap();
        prop_assert_eq!(serde_json::to_string(&b).unwrap(), text.clone());
        prop_assert_eq!(serde_json::from_str::<ClusteredHistogram>(&text).unwrap(), all);
    }

    #[test]
    fn clustered_quantiles_are_pooled_ones(replications in prop::collection::vec(durations(), 1..8), p in 0.001..0.999_f64) {
        let pooled = histogram(&replications.concat());
        let estimate = clustered(&replications).quantile(p, Confidence::P95);
        prop_assert_eq!(estimate.as_ref().map(|e| e.value), pooled.quantile(p).map(|v| v as f64));
        if let Some(e) = estimate {
            prop_assert!(e.covers(e.value), "{e:?}");
        }
    }

    // inverting by one incomplete beta function agrees with comparing p to the printed interval of the share
    #[test]
    fn quantile_ends_are_where_the_share_interval_crosses(seed in 0..1000_u64, p in 0.05..0.95_f64) {
        let replication = |r: u64| (0..40).map(|i| ((r * 7919 + i * 104_729 + seed * 31) % 997) as i64 + (r % 5) as i64 * 90).collect();
        let clustered = clustered(&(0..40).map(replication).collect::<Vec<_>>());
        let estimate = clustered.quantile(p, Confidence::P95).unwrap();
        let share = |value: f64| clustered.share_at_most(value as i64, Confidence::P95).unwrap().1;
        prop_assert!(estimate.low.is_infinite() || share(estimate.low).high < p || clustered.range().unwrap().0 as f64 == estimate.low);
        prop_assert!(estimate.high.is_infinite() || share(estimate.high).low > p || clustered.range().unwrap().1 as f64 == estimate.high);
    }
}

#[test]
fn constant_data_have_a_constant_median() {
    let clustered = clustered(&vec![vec![1_000_003; 10]; 100]);
    let median = clustered.quantile(0.5, Confidence::P95).unwrap();
    assert_eq!(
        (median.value, median.low, median.high),
        (1_000_003.0, 1_000_003.0, 1_000_003.0)
    );
    // 100 replications cannot bound a p99.9 without assumptions: 1 - .05^(1/100) > .001
    let extreme = clustered.quantile(0.999, Confidence::P95).unwrap();
    assert_eq!((extreme.low, extreme.high), (1_000_003.0, f64::INFINITY));
    assert!(extreme.is_marked(Mark::OpenAbove));
}

#[test]
fn empty_histograms_have_no_figures() {
    let empty = Histogram::default();
    assert_eq!(
        (
            empty.mean(),
            empty.quantile(0.5),
            empty.range(),
            empty.total()
        ),
        (None, None, None, 0)
    );
    let mut clustered = ClusteredHistogram::default();
    clustered.absorb(&empty);
    assert_eq!(
        (
            clustered.replications(),
            clustered.quantile(0.5, Confidence::P95)
        ),
        (1, None)
    );
    assert_eq!(histogram(&[1]).quantile(f64::NAN), None);
}

#[test]
fn extreme_values_have_a_place() {
    let histogram = histogram(&[i64::MIN, i64::MAX, 0]);
    assert_eq!(histogram.quantile(0.5), Some(0));
    assert_eq!(histogram.sum(), -1);
    let text = serde_json::to_string(&histogram).unwrap();
    assert_eq!(serde_json::from_str::<Histogram>(&text).unwrap(), histogram);
}

// a saved file is input: whatever it says, reading it must not panic later
#[test]
fn corrupt_files_are_refused() {
    let refused = [
        r#"{"first":0,"counts":[1],"sum":1,"range":null}"#,
        r#"{"first":0,"counts":[],"sum":0,"range":[1,1]}"#,
        r#"{"first":5,"counts":[1],"sum":1,"range":[1,1]}"#,
        r#"{"first":0,"counts":[1,0],"sum":1,"range":[1,2]}"#,
        r#"{"first":2147483647,"counts":[1,1],"sum":1,"range":[1,2]}"#,
        r#"{"first":0,"counts":[18446744073709551615,1],"sum":1,"range":[1,2]}"#,
        r#"{"first":0,"counts":[1],"sum":"x","range":[1,1]}"#,
    ];
    for text in refused {
        assert!(serde_json::from_str::<Histogram>(text).is_err(), "{text}");
    }
    let good = serde_json::to_value(clustered(&[vec![1, 2, 3], vec![2]])).unwrap();
    for (pointer, value) in [
        ("/edges/0/0", 7),
        ("/edges/1/0", -1),
        ("/edges/0/1", 99),
        ("/range/1", 900),
        ("/edges/2/1", 1),
    ] {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).unwrap() = value.into();
        assert!(
            serde_json::from_value::<ClusteredHistogram>(bad).is_err(),
            "{pointer} = {value}"
        );
    }
}
