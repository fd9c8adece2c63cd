//! The padding tally: required padding and its count, per order.
#![allow(missing_docs)]

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use leadtime_network::calendar::{CivilDays, OpenDays};
use leadtime_network::promise::{PaddingGrid, PaddingKind, PromiseClock, Rounding};
use leadtime_network::time::{Instant, TICKS_PER_HOUR};

const ORDERS: i64 = 10_000;

fn padding_tally(criterion: &mut Criterion) {
    let start = "2026-11-02".parse().expect("a date");
    let days = CivilDays::new(
        start,
        "UTC",
        "America/New_York",
        Instant(90 * 24 * TICKS_PER_HOUR),
    )
    .expect("known zones");
    let clock = PromiseClock::new(days, OpenDays::every_day()).expect("always open");
    let grid = PaddingGrid {
        kind: PaddingKind::Elapsed,
        from: -12 * TICKS_PER_HOUR,
        step: TICKS_PER_HOUR / 4,
        len: 241,
    };
    let mut group = criterion.benchmark_group("padding-tally");
    group.throughput(Throughput::Elements(ORDERS as u64));
    for (name, rounding) in [
        ("instant", Rounding::Instant),
        ("end-of-day", Rounding::EndOfDay),
    ] {
        group.bench_function(name, |bencher| {
            let mut tally = vec![0_u32; grid.len + 1];
            bencher.iter(|| {
                for order in 0..ORDERS {
                    let placed = Instant(order * 400_009);
                    let base = Instant(placed.0 + 12 * TICKS_PER_HOUR);
                    let delivery = Instant(
                        base.0 + (order * 7_919_017) % (30 * TICKS_PER_HOUR) - 6 * TICKS_PER_HOUR,
                    );
                    tally[clock.required(black_box(placed), base, rounding, delivery, &grid)] += 1;
                }
                black_box(&mut tally);
            });
        });
    }
    group.finish();
}

criterion_group!(benches, padding_tally);
criterion_main!(benches);
