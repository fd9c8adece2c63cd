//! Promise arithmetic against brute force: every padding of the grid, over clock changes, holidays and delivery days.

use jiff::civil::date;
use leadtime_network::calendar::{CivilDays, DayIndex, OpenDays};
use leadtime_network::promise::{DayOffset, PaddingGrid, PaddingKind, PromiseClock, Rounding};
use leadtime_network::time::Instant;
use proptest::prelude::*;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
const NEW_YORK: &str = "America/New_York";

fn any_rounding() -> impl Strategy<Value = Rounding> {
    prop_oneof![
        Just(Rounding::Instant),
        prop::sample::select(vec![1, 2, 3, 4, 6, 8, 12, 24]).prop_map(Rounding::Hours),
        Just(Rounding::EndOfDay),
        Just(Rounding::EndOfDeliveryDay),
    ]
}

fn any_grid() -> impl Strategy<Value = PaddingGrid> {
    let kinds = [
        (PaddingKind::Elapsed, HOUR / 7, 50 * HOUR),
        (PaddingKind::Days, 1, 6),
        (PaddingKind::BusinessDays, 1, 6),
        (PaddingKind::Percent, 1, 9_000),
    ];
    (
        prop::sample::select(kinds.to_vec()),
        -1.0..0.5_f64,
        0.0..1.0_f64,
        1_usize..80,
    )
        .prop_map(|((kind, least_step, widest), from, step, len)| {
            PaddingGrid::new(
                kind,
                (from * widest as f64) as i64,
                least_step + (step * widest as f64 / 20.0) as i64,
                len,
            )
        })
}

/// A clock over a change of summer time, with its delivery days.
fn any_clock() -> impl Strategy<Value = PromiseClock> {
    let starts = vec![
        date(2026, 3, 2),
        date(2026, 3, 20),
        date(2026, 10, 26),
        date(2026, 12, 20),
    ];
    let zones = vec![
        NEW_YORK,
        "Asia/Beirut",
        "Australia/Lord_Howe",
        "Pacific/Chatham",
        "Europe/Berlin",
    ];
    let week = prop::array::uniform7(prop::bool::weighted(0.7))
        .prop_filter("some day", |days| days.contains(&true));
    (
        prop::sample::select(starts),
        prop::sample::select(zones),
        week,
        prop::collection::vec(-3_i64..30, 0..6),
    )
        .prop_map(|(start, zone, week, closed)| {
            let days = CivilDays::new(start, NEW_YORK, zone, Instant(40 * DAY)).unwrap();
            let delivery = OpenDays::of(
                week,
                days.weekday(DayIndex(0)),
                closed.into_iter().map(DayIndex),
            );
            PromiseClock::new(days, delivery).unwrap()
        })
}

/// An instant of the first weeks, often at or next to the edge of an hour or a day.
fn any_instant(days: i64) -> impl Strategy<Value = i64> {
    prop_oneof![
        0..days * DAY,
        (0..days * 24, -1_i64..=1).prop_map(|(hour, off)| hour * HOUR + off)
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(20_000) })]

    /// The closed forms equal trying every padding of the grid, and promises grow with the padding.
    #[test]
    fn required_and_offered_equal_brute_force(
        clock in any_clock(), rounding in any_rounding(), grid in any_grid(),
        placed in any_instant(14), quote in any_instant(5), delivered in any_instant(24), latest in any_instant(24),
    ) {
        let (placement, base) = (Instant(placed), Instant(placed + quote));
        let (delivery, latest) = (Instant(delivered), Instant(latest));
        let promises: Vec<Instant> =
            (0..grid.len).map(|i| clock.promise(placement, base, grid.amount(i), rounding)).collect();
        prop_assert!(promises.is_sorted(), "{:?}", promises);
        prop_assert!(promises[0] >= placement);
        let required = promises.iter().position(|&promise| promise >= delivery).unwrap_or(grid.len);
        prop_assert_eq!(clock.required(placement, base, rounding, delivery, &grid), required);
        let offered = promises.iter().filter(|&&promise| promise <= latest).count();
        prop_assert_eq!(clock.offered(placement, base, rounding, Some(latest), &grid), offered);
    }

    /// Rounding goes up, stays when done again, keeps order, and its inverse is exact to the tick.
    #[test]
    fn rounding_and_its_inverse(
        clock in any_clock(), rounding in any_rounding(), t in any_instant(24), later in 0..3 * DAY,
    ) {
        let rounded = clock.round(rounding, Instant(t));
        prop_assert!(rounded >= Instant(t));
        prop_assert_eq!(clock.round(rounding, rounded), rounded);
        prop_assert!(clock.round(rounding, Instant(t + later)) >= rounded);
        let least = clock.least_before_rounding(rounding, Instant(t));
        prop_assert!(clock.round(rounding, least) >= Instant(t));
        prop_assert!(clock.round(rounding, Instant(least.0 - 1)) < Instant(t));
        // No instant in between was passed over.
        prop_assert!(least <= Instant(t));
    }

    /// Offsets keep the order of instants, and days come in order.
    #[test]
    fn offsets_keep_order(clock in any_clock(), t in any_instant(20), later in 0..2 * DAY, n in -5_i32..6) {
        for offset in [DayOffset::Days(n), DayOffset::BusinessDays(n)] {
            let day = |t| clock.days().day_of(clock.add(t, offset));
            prop_assert!(day(Instant(t)) <= day(Instant(t + later)));
        }
        prop_assert!(clock.add(Instant(t), DayOffset::BusinessDays(n)) <= clock.add(Instant(t), DayOffset::BusinessDays(n + 1)));
        prop_assert!(clock.latest(Instant(t), DayOffset::BusinessDays(n.abs())) >= clock.day_end(Instant(t)));
    }
}
