//! Nanoseconds per draw: the hash alone, the hash and a table, and rand_distr's samplers for comparison.
#![allow(missing_docs)]

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use leadtime_network::distribution::Distribution as Law;
use leadtime_sim::random::{EntityKey, Philox4x32, Purpose, ReplicationKey, StreamKey};
use leadtime_sim::sampling::{Sampler, Tables};
use rand::Rng;
use rand_distr::Distribution;

/// Orders a pass; each takes five draws, as in the reference network.
const ORDERS: u64 = 2_000;

const PURPOSES: [Purpose; 5] = [
    Purpose::named(1),
    Purpose::named(2),
    Purpose::named(3),
    Purpose::TRANSIT,
    Purpose::SPREAD,
];

/// The laws of the reference network, in ticks.
fn laws() -> [Law; 5] {
    [
        Law::Lognormal {
            mu: 12.338,
            sigma: 0.472_380_727,
        },
        Law::Lognormal {
            mu: 12.054,
            sigma: 0.472_380_727,
        },
        Law::Gamma {
            shape: 16.0,
            scale: 1_800_000.0,
        },
        Law::Gamma {
            shape: 4.0,
            scale: 75_000.0,
        },
        Law::Exponential { mean: 6_000.0 },
    ]
}

fn zone() -> StreamKey {
    black_box(ReplicationKey::new(1, 0).stream(2))
}

/// Sums what five draws of every order give.
fn five_draws_an_order(draw: impl Fn(EntityKey, usize) -> u64) -> u64 {
    let zone = zone();
    let mut sum = 0u64;
    for number in 0..ORDERS {
        let order = zone.entity(number);
        for part in 0..PURPOSES.len() {
            sum = sum.wrapping_add(draw(order, part));
        }
    }
    sum
}

fn ours(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("draw");
    group.throughput(Throughput::Elements(ORDERS * 5));
    group.bench_function("hash", |b| {
        b.iter(|| five_draws_an_order(|order, part| order.draw(PURPOSES[part])));
    });
    let mut tables = Tables::new();
    let mut compile = |law: &Law| tables.sampler(law);
    let mut cases: Vec<(&str, [Sampler; 5])> =
        vec![("five laws", laws().each_ref().map(&mut compile))];
    let same = |law: &Law, compile: &mut dyn FnMut(&Law) -> Sampler| {
        core::array::from_fn(|_| compile(law))
    };
    cases.push(("one lognormal", same(&laws()[0], &mut compile)));
    cases.push(("constant", same(&Law::Constant(5.0), &mut compile)));
    let observed = (0..1000).map(|i| f64::from(i) * 97.0).collect();
    cases.push(("empirical", same(&Law::Empirical(observed), &mut compile)));
    for (name, samplers) in &cases {
        group.bench_with_input(BenchmarkId::new("value", name), samplers, |b, samplers| {
            b.iter(|| {
                let value = |order: EntityKey, part: usize| {
                    samplers[part].sample(order.draw(PURPOSES[part]))
                };
                five_draws_an_order(|order, part| value(order, part).to_bits())
            });
        });
        group.bench_with_input(BenchmarkId::new("ticks", name), samplers, |b, samplers| {
            b.iter(|| {
                five_draws_an_order(|order, part| {
                    samplers[part].ticks(order.draw(PURPOSES[part])) as u64
                })
            });
        });
    }
    group.finish();
}

/// Two thousand lanes with a shape each: tables that no cache holds.
fn many_tables(criterion: &mut Criterion) {
    let mut tables = Tables::new();
    let lanes: Vec<Sampler> = (0..2000)
        .map(|lane| {
            tables.sampler(&Law::Lognormal {
                mu: 15.0,
                sigma: 0.1 + 1e-4 * f64::from(lane),
            })
        })
        .collect();
    let mut group = criterion.benchmark_group("two thousand tables");
    group.throughput(Throughput::Elements(ORDERS * 5));
    group.bench_function("ticks", |b| {
        b.iter(|| {
            five_draws_an_order(|order, part| {
                let lane = order
                    .draw(Purpose::SOURCING)
                    .wrapping_add(part as u64 * 397)
                    % 2000;
                lanes[lane as usize].ticks(order.draw(PURPOSES[part])) as u64
            })
        });
    });
    group.finish();
}

fn peers(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("peers");
    group.throughput(Throughput::Elements(ORDERS * 5));
    group.bench_function("philox", |b| {
        b.iter(|| {
            let mut stream = black_box(Philox4x32::new([1, 2])).stream(0);
            (0..ORDERS * 5).fold(0u64, |sum, _| sum.wrapping_add(stream.next_u64()))
        });
    });
    let mut bench = |name: &str, law: &dyn Fn(&mut leadtime_sim::random::DrawStream) -> f64| {
        group.bench_function(BenchmarkId::new("rand_distr", name), |b| {
            b.iter(|| {
                five_draws_an_order(|order, part| {
                    let mut stream = order.stream(PURPOSES[part]);
                    law(&mut stream).to_bits()
                })
            });
        });
    };
    if let Ok(lognormal) = rand_distr::LogNormal::new(12.338, 0.472) {
        bench("lognormal", &|stream| lognormal.sample(stream));
    }
    if let Ok(gamma) = rand_distr::Gamma::new(16.0, 1.8e6) {
        bench("gamma", &|stream| gamma.sample(stream));
    }
    if let Ok(exponential) = rand_distr::Exp::new(1.0 / 6000.0) {
        bench("exponential", &|stream| exponential.sample(stream));
    }
    group.finish();
}

fn compile(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("compile");
    for (name, law) in ["lognormal", "gamma", "exponential"]
        .into_iter()
        .zip([0, 2, 4].map(|i| laws()[i].clone()))
    {
        group.bench_function(name, |b| b.iter(|| Tables::new().sampler(black_box(&law))));
    }
    group.finish();
}

criterion_group!(benches, ours, many_tables, peers, compile);
criterion_main!(benches);
