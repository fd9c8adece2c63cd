//! Cost per order of networks like the reference network of other sizes; see [`leadtime_benches::sizes`].
//!
//! Each size by itself, for `critcmp`; the program `results` measures them beside the reference network, and the largest ones too.
#![allow(missing_docs)]

use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use leadtime_benches::sizes::{Dimension, Size};
use leadtime_sim::engine::replicate;
use leadtime_sim::plan::Plan;

/// Larger ones along a dimension take too long for a bench of many samples.
const LARGEST: [(Dimension, u64); 5] = [
    (Dimension::Orders, 1_000_000),
    (Dimension::Servers, 1_000),
    (Dimension::Lanes, 10_000),
    (Dimension::InFlight, 100_000),
    (Dimension::InFlightByRate, 100_000),
];

fn sizes(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("sizes");
    group.sample_size(10);
    group.warm_up_time(Duration::from_millis(500));
    group.measurement_time(Duration::from_secs(3));
    for (dimension, largest) in LARGEST {
        let values = dimension.values().iter();
        for &value in values.filter(|&&value| value <= largest) {
            let size = Size::new(dimension, value);
            let plan = Plan::compile(&size.network());
            group.throughput(Throughput::Elements(replicate(&plan, 1, 0).visits));
            group.bench_function(&size.name, |bencher| {
                bencher.iter(|| replicate(&plan, 1, 0));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, sizes);
criterion_main!(benches);
