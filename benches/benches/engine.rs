//! The engine along the way of the data: load, compile, one replication, threads; throughput in orders.
#![allow(missing_docs)]

use std::hint::black_box;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use leadtime_network::time::Duration;
use leadtime_network::{Files, Network, load};
use leadtime_sim::engine::replicate;
use leadtime_sim::plan::Plan;
use leadtime_sim::study::{StudyOptions, run};

/// A scenario of the repository, cut to so many days (warm-up included) so that an iteration takes a fraction of a second.
fn network(name: &str, days: i64) -> Network {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../scenarios")
        .join(name);
    let (mut network, _) =
        load(&Files::on_disk(&folder)).expect("a scenario of the repository is valid");
    network.clock.horizon = network.clock.horizon.min(Duration::from_days(days));
    network
}

fn scenario_load(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("scenario-load");
    for name in ["reference", "us-next-day"] {
        group.bench_function(name, |bencher| {
            bencher.iter(|| network(black_box(name), 14));
        });
    }
    group.finish();
}

fn plan_compile(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("plan-compile");
    group.sample_size(10);
    for name in ["reference", "us-next-day"] {
        let network = network(name, 14);
        group.bench_function(name, |bencher| {
            bencher.iter(|| Plan::compile(black_box(&network)));
        });
    }
    group.finish();
}

fn one_replication(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("replication");
    group.sample_size(10);
    for (name, days) in [
        ("reference", 13),
        ("reference-tight", 13),
        ("us-next-day", 9),
    ] {
        let plan = Plan::compile(&network(name, days));
        group.throughput(Throughput::Elements(replicate(&plan, 1, 0).visits));
        group.bench_function(name, |bencher| {
            bencher.iter(|| replicate(black_box(&plan), 1, 0));
        });
    }
    group.finish();
}

fn threads(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("threads");
    group.sample_size(10);
    let plan = Plan::compile(&network("reference", 8));
    let orders = 8 * replicate(&plan, 1, 0).visits;
    group.throughput(Throughput::Elements(orders));
    for threads in [1, 2] {
        let options = StudyOptions {
            seed: 1,
            replications: 8,
            threads,
        };
        group.bench_with_input(
            BenchmarkId::from_parameter(threads),
            &options,
            |bencher, options| {
                bencher.iter(|| run(&plan, options, &AtomicBool::new(false), &mut |_, _| {}));
            },
        );
    }
    group.finish();
}

criterion_group!(
    benches,
    scenario_load,
    plan_compile,
    one_replication,
    threads
);
criterion_main!(benches);
