//! The padding tally: required padding and its count, per order; one count, and the curve as the engine keeps it.
#![allow(missing_docs)]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use leadtime_benches::padding::{ORDERS, PaddingTally};
use leadtime_network::promise::Rounding;

fn padding_tally(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("padding-tally");
    group.throughput(Throughput::Elements(ORDERS));
    let mut tally = PaddingTally::new();
    group.bench_function("plain", |bencher| {
        bencher.iter(|| {
            tally.count_plain();
            black_box(&mut tally.required);
        });
    });
    let roundings = [
        ("instant", Rounding::Instant),
        ("end-of-day", Rounding::EndOfDay),
    ];
    for (name, rounding) in roundings {
        let mut tally = PaddingTally::new();
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                tally.count(rounding);
                black_box(&mut tally.required);
            });
        });
        group.bench_function(format!("{name}-curve"), |bencher| {
            bencher.iter(|| {
                tally.count_curve(rounding);
                black_box(&mut tally.curve);
            });
        });
    }
    group.finish();
}

criterion_group!(benches, padding_tally);
criterion_main!(benches);
