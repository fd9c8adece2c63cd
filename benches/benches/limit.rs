//! The least that an order of the reference network can cost; see [`leadtime_benches::limit`].
#![allow(missing_docs)]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use leadtime_benches::limit::{Limit, WINDOW};

const WINDOWS: usize = 64;

fn limit(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("limit");
    group.throughput(Throughput::Elements((WINDOWS * WINDOW) as u64));
    group.bench_function("reference", |bencher| {
        let mut parts = Limit::new(1);
        bencher.iter(|| parts.run(black_box(WINDOWS)));
    });
    group.finish();
}

criterion_group!(benches, limit);
criterion_main!(benches);
