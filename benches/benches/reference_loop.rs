//! Orders per second of the hand-written simulator: the floor beside which the engine's bench stands.
#![allow(missing_docs)]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use leadtime_benches::reference_loop::{Parameters, simulate};

/// Scored orders a run: 70 days would be 1.008 M; ten days give the same orders/s in a shorter bench.
const ORDERS: u64 = 144_000;

fn reference_loop(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("reference-loop");
    group.sample_size(10);
    for (name, parameters) in [
        ("reference", Parameters::REFERENCE),
        ("tight", Parameters::TIGHT),
    ] {
        // What is counted is what is simulated: warm-up and run-out too.
        let simulated = simulate(parameters, ORDERS, 1).simulated;
        group.throughput(Throughput::Elements(simulated));
        group.bench_function(name, |bencher| {
            bencher.iter(|| simulate(black_box(parameters), black_box(ORDERS), 1));
        });
    }
    group.finish();
}

criterion_group!(benches, reference_loop);
criterion_main!(benches);
