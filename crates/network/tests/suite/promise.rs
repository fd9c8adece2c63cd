//! Promise arithmetic: against calendars worked out by hand and against the normal cdf.

use jiff::civil::{Date, date};
use leadtime_network::calendar::{CalendarError, CivilDays, DayIndex, DayTime, OpenDays};
use leadtime_network::network::ServiceWindow;
use leadtime_network::promise::{DayOffset, PaddingAmount, PromiseClock, Rounding, TransitDays};
use leadtime_network::text;
use leadtime_network::time::{Duration, Instant};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
const NEW_YORK: &str = "America/New_York";
const WEEKDAYS: [bool; 7] = [true, true, true, true, true, false, false];

fn civil(start: Date) -> CivilDays {
    CivilDays::new(start, NEW_YORK, NEW_YORK, Instant(60 * DAY)).unwrap()
}

fn open(days: &CivilDays, weekdays: [bool; 7], closed: &[Date]) -> OpenDays {
    OpenDays::of(
        weekdays,
        days.weekday(DayIndex(0)),
        closed.iter().map(|&date| days.day_of_date(date)),
    )
}

/// Monday to Friday but Christmas 2026, in New York.
fn december() -> PromiseClock {
    let days = civil(date(2026, 12, 14));
    let delivery = open(&days, WEEKDAYS, &[date(2026, 12, 25)]);
    PromiseClock::new(days, delivery).unwrap()
}

fn at(clock: &PromiseClock, day: i8, time: &str) -> Instant {
    clock.days().at(
        clock.days().day_of_date(date(2026, 12, day)),
        text::day_time(time).unwrap(),
    )
}

fn end_of(clock: &PromiseClock, day: i8) -> Instant {
    clock
        .days()
        .end_of(clock.days().day_of_date(date(2026, 12, day)))
}

fn padding(source: &str) -> PaddingAmount {
    text::padding(source).unwrap()
}

#[test]
fn days_and_delivery_days_keep_the_clock_time() {
    let clock = december();
    let thursday = at(&clock, 24, "15:00");
    for (amount, expected) in [
        ("24h", at(&clock, 25, "15:00")),
        ("1d", at(&clock, 25, "15:00")),
        ("1bd", at(&clock, 28, "15:00")),
        ("2bd", at(&clock, 29, "15:00")),
        ("0bd", thursday),
        ("-1bd", at(&clock, 23, "15:00")),
        ("-4h", at(&clock, 24, "11:00")),
    ] {
        assert_eq!(
            clock.pad(Instant(0), thursday, padding(amount)),
            expected,
            "{amount}"
        );
    }
    // From a Saturday, one delivery day leads to Monday, and back to Thursday, as Friday is Christmas.
    let saturday = at(&clock, 26, "15:00");
    assert_eq!(
        clock.add(saturday, DayOffset::BusinessDays(1)),
        at(&clock, 28, "15:00")
    );
    assert_eq!(
        clock.add(saturday, DayOffset::BusinessDays(-1)),
        at(&clock, 24, "15:00")
    );
    // A day is 25 hours long when the clock goes back; elapsed time is not.
    let autumn = civil(date(2026, 10, 26));
    let clock = PromiseClock::new(autumn, OpenDays::every_day()).unwrap();
    let eve = clock.days().at(DayIndex(5), DayTime(18 * 3_600_000));
    assert_eq!(
        clock.add(eve, DayOffset::Days(1)) - eve,
        Duration::from_hours(25)
    );
    assert_eq!(
        clock.pad(eve, eve, padding("24h")) - eve,
        Duration::from_hours(24)
    );
}

#[test]
fn a_percentage_is_one_of_the_base_quote_rounded_down() {
    let clock = december();
    let padded = |placed: i64, base: i64, amount| {
        clock.pad(Instant(placed), Instant(base), padding(amount)).0
    };
    assert_eq!(padded(1_000, 1_000 + 20 * HOUR, "10%"), 1_000 + 22 * HOUR);
    assert_eq!(padded(1_000, 1_000 + 20 * HOUR, "-25%"), 1_000 + 15 * HOUR);
    assert_eq!(padded(0, 999, "10%"), 999 + 99);
    assert_eq!(padded(0, 999, "-10%"), 999 - 100);
}

#[test]
fn roundings() {
    let clock = december();
    let rounded = |rounding, day, time| clock.round(rounding, at(&clock, day, time));
    assert_eq!(
        rounded(Rounding::Instant, 24, "15:20"),
        at(&clock, 24, "15:20")
    );
    assert_eq!(
        rounded(Rounding::Hours(1), 24, "15:20"),
        at(&clock, 24, "16:00")
    );
    assert_eq!(
        rounded(Rounding::Hours(1), 24, "15:00"),
        at(&clock, 24, "15:00")
    );
    assert_eq!(
        rounded(Rounding::Hours(4), 24, "12:01"),
        at(&clock, 24, "16:00")
    );
    // The last window belongs to its day.
    assert_eq!(rounded(Rounding::Hours(2), 24, "22:01"), end_of(&clock, 24));
    assert_eq!(
        rounded(Rounding::Hours(2), 24, "00:00"),
        at(&clock, 24, "00:00")
    );
    assert_eq!(rounded(Rounding::EndOfDay, 24, "00:00"), end_of(&clock, 24));
    assert_eq!(rounded(Rounding::EndOfDay, 25, "12:00"), end_of(&clock, 25));
    assert_eq!(
        rounded(Rounding::EndOfDeliveryDay, 24, "23:59"),
        end_of(&clock, 24)
    );
    assert_eq!(
        rounded(Rounding::EndOfDeliveryDay, 25, "00:00"),
        end_of(&clock, 28)
    );
    assert_eq!(clock.day_end(at(&clock, 25, "00:00")), end_of(&clock, 25));
}

/// On the Chatham Islands the clock goes back from 03:45 to 02:45 on 5 Apr 2026: 03:00 comes twice, and counts the first time.
#[test]
fn windows_when_the_clock_is_set_back() {
    let days = CivilDays::new(
        date(2026, 4, 5),
        "Pacific/Chatham",
        "Pacific/Chatham",
        Instant(DAY),
    )
    .unwrap();
    let clock = PromiseClock::new(days, OpenDays::every_day()).unwrap();
    let minutes = |minutes: i64| Instant(minutes * HOUR / 60);
    for (elapsed, end) in [
        (179, 180),
        (180, 180),
        (181, 300),
        (226, 300),
        (239, 300),
        (300, 300),
    ] {
        assert_eq!(
            clock.round(Rounding::Hours(1), minutes(elapsed)),
            minutes(end),
            "{elapsed}"
        );
        let least = Instant(minutes(if end == 180 { 120 } else { 180 }).0 + 1);
        assert_eq!(
            clock.least_before_rounding(Rounding::Hours(1), minutes(elapsed)),
            least,
            "{elapsed}"
        );
    }
}

#[test]
fn no_promise_precedes_placement() {
    let clock = december();
    let (placed, base) = (at(&clock, 22, "10:00"), at(&clock, 22, "18:00"));
    assert_eq!(
        clock.promise(placed, base, padding("-12h"), Rounding::Instant),
        placed
    );
    assert_eq!(
        clock.promise(placed, base, padding("-12h"), Rounding::Hours(3)),
        at(&clock, 22, "12:00")
    );
    assert_eq!(
        clock.promise(placed, base, padding("-3d"), Rounding::EndOfDay),
        end_of(&clock, 22)
    );
}

#[test]
fn latest_is_the_end_of_a_day_of_placement() {
    let clock = december();
    let placed = at(&clock, 24, "10:00");
    assert_eq!(
        clock.latest(placed, text::latest("same-day").unwrap()),
        end_of(&clock, 24)
    );
    assert_eq!(
        clock.latest(placed, text::latest("next-delivery-day").unwrap()),
        end_of(&clock, 28)
    );
    assert_eq!(
        clock.latest(placed, text::latest("2d").unwrap()),
        end_of(&clock, 26)
    );
    assert_eq!(
        clock.latest(placed, text::latest("2bd").unwrap()),
        end_of(&clock, 29)
    );
    assert_eq!(
        clock.latest(placed, text::latest("20h").unwrap()),
        end_of(&clock, 25)
    );
    // An order that counts as placed the next day has its latest from there.
    let counted = clock.counted_placement(placed, 1);
    assert_eq!(counted, at(&clock, 25, "00:00"));
    assert_eq!(
        clock.latest(counted, DayOffset::Days(0)),
        end_of(&clock, 25)
    );
    assert_eq!(clock.counted_placement(placed, 0), placed);
}

#[test]
fn service_windows() {
    let clock = december();
    let window = |until: Option<&str>, day: &str, at: &str| ServiceWindow {
        until: until.map(|until| text::day_time(until).unwrap()),
        day: text::day_offset(day).unwrap(),
        at: text::day_time(at).unwrap(),
    };
    let windows = [
        window(Some("08:00"), "0d", "13:00"),
        window(Some("13:00"), "0d", "24:00"),
        window(None, "1bd", "13:00"),
    ];
    let promised = |day, time| clock.service(at(&clock, day, time), &windows);
    assert_eq!(promised(24, "08:00"), at(&clock, 24, "13:00"));
    // 24:00 is the last tick of its day, so that "same day" holds.
    assert_eq!(promised(24, "08:01"), end_of(&clock, 24));
    assert_eq!(promised(24, "13:01"), at(&clock, 28, "13:00"));
    // A promise for an hour that has passed is one for now.
    assert_eq!(
        clock.service(at(&clock, 24, "15:00"), &windows[..1]),
        at(&clock, 24, "15:00")
    );
    assert_eq!(clock.service(at(&clock, 24, "15:00"), &[]), Instant::NEVER);
    // "0bd": today if it is a delivery day.
    let today = [window(None, "0bd", "20:00")];
    assert_eq!(
        clock.service(at(&clock, 24, "15:00"), &today),
        at(&clock, 24, "20:00")
    );
    assert_eq!(
        clock.service(at(&clock, 25, "15:00"), &today),
        at(&clock, 28, "20:00")
    );
}

#[test]
fn a_clock_needs_a_delivery_day() {
    let days = civil(date(2026, 12, 14));
    let never = OpenDays::of([false; 7], 0, []);
    assert_eq!(
        PromiseClock::new(days, never).unwrap_err(),
        CalendarError::NeverOpen
    );
}

/// Order on Wednesday 23 Dec 2026 before the cutoff, 2-4 transit days, Monday to Friday (validation: "Calendars").
#[test]
fn static_transit_days_over_christmas() {
    let days = civil(date(2026, 12, 14));
    let christmas = [date(2026, 12, 25)];
    let (all, closed) = (
        open(&days, WEEKDAYS, &[]),
        open(&days, WEEKDAYS, &christmas),
    );
    let promised = |dispatch, transit, delivery, transit_days, order: &str| {
        let cutoff = text::day_time("14:00").ok();
        let table = TransitDays {
            origin: &days,
            cutoff,
            dispatch,
            transit,
            zone: &days,
            delivery,
        };
        let placed = days.at(
            days.day_of_date(date(2026, 12, 23)),
            text::day_time(order).unwrap(),
        );
        let promise = table.promise(placed, transit_days);
        assert_eq!(
            promise,
            days.end_of(days.day_of(promise)),
            "the promise is the end of a day"
        );
        days.date(days.day_of(promise)).day()
    };
    // Nothing closed: 25-29 Dec.
    assert_eq!(
        [2, 3, 4].map(|n| promised(&all, &all, &all, n, "14:00")),
        [25, 28, 29]
    );
    // Closed for dispatch, transit and delivery: 28-30 Dec.
    assert_eq!(
        [2, 3, 4].map(|n| promised(&closed, &closed, &closed, n, "14:00")),
        [28, 29, 30]
    );
    // Closed for delivery only: 28-29 Dec.
    assert_eq!(
        [2, 3, 4].map(|n| promised(&all, &all, &closed, n, "14:00")),
        [28, 28, 29]
    );
    // After the cutoff everything is a dispatch day later.
    assert_eq!(
        [2, 3, 4].map(|n| promised(&all, &all, &all, n, "14:01")),
        [28, 29, 30]
    );
    // Nothing leaves on a closed dispatch day.
    let late = open(&days, WEEKDAYS, &[date(2026, 12, 23), date(2026, 12, 24)]);
    assert_eq!(promised(&late, &all, &all, 1, "09:00"), 28);
    // No transit day: delivered on the day of dispatch.
    assert_eq!(promised(&all, &all, &all, 0, "09:00"), 23);
}

/// Planned for 18:00 and told as "by the end of the day", delivered N(18:00, 10 h): the end of the day is 6 h later, and stays
/// so with 3 h of padding; with 7 h it is the end of the next day, 30 h later.
#[test]
fn padding_under_end_of_day_rounding_is_a_staircase() {
    let clock = december();
    let base = at(&clock, 22, "18:00");
    let grid = text::padding_grid("0h", "12h", "1h").unwrap();
    let on_time = |hours: i64| {
        // The last delivery that this padding, or less, keeps on time.
        let kept = |late: i64| {
            clock.required(
                Instant(0),
                base,
                Rounding::EndOfDay,
                Instant(base.0 + late),
                &grid,
            ) <= hours as usize
        };
        let (mut kept_at, mut missed_at) = (0, 100 * HOUR);
        while missed_at - kept_at > 1 {
            let middle = (kept_at + missed_at) / 2;
            *(if kept(middle) {
                &mut kept_at
            } else {
                &mut missed_at
            }) = middle;
        }
        let z = kept_at as f64 / (10 * HOUR) as f64;
        libm::erfc(-z / std::f64::consts::SQRT_2) / 2.0
    };
    // Phi(.6) and Phi(3).
    for (hours, exact) in [
        (0, 0.725_746_9),
        (3, 0.725_746_9),
        (5, 0.725_746_9),
        (7, 0.998_650_1),
        (12, 0.998_650_1),
    ] {
        assert!(
            (on_time(hours) - exact).abs() < 1e-6,
            "{hours} h: {}",
            on_time(hours)
        );
    }
}

#[test]
fn an_order_that_never_comes_is_never_on_time() {
    let clock = december();
    let grid = text::padding_grid("0h", "10h", "1h").unwrap();
    for rounding in [
        Rounding::Instant,
        Rounding::EndOfDay,
        Rounding::EndOfDeliveryDay,
        Rounding::Hours(2),
    ] {
        assert_eq!(
            clock.required(Instant(0), Instant(5), rounding, Instant::NEVER, &grid),
            grid.len
        );
        assert_eq!(
            clock.offered(Instant(0), Instant(5), rounding, None, &grid),
            grid.len
        );
        assert_eq!(
            clock.offered(
                Instant(0),
                Instant(5),
                rounding,
                Some(Instant::NEVER),
                &grid
            ),
            grid.len
        );
    }
}
