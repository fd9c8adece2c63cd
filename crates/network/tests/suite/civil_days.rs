//! Civil days against the time zone database and against clock changes worked out by hand.

use jiff::civil::{Date, date};
use leadtime_network::calendar::{
    CalendarError, CivilDays, ClockChange, DayIndex, DayTime, time_zone_like,
};
use leadtime_network::text;
use leadtime_network::time::{Duration, Instant};
use proptest::prelude::*;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const NEW_YORK: &str = "America/New_York";
/// 21 days, over the end of summer time in Europe (25 Oct) and the United States (1 Nov).
const AUTUMN: Date = date(2026, 10, 20);
/// 21 days, over its beginning in the United States (8 Mar) and Europe (29 Mar).
const SPRING: Date = date(2026, 3, 1);
const UNTIL: Instant = Instant(40 * DAY);

fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(cases)
    }
}

fn days(start: Date, clock: &str, own: &str) -> CivilDays {
    CivilDays::new(start, clock, own, UNTIL).unwrap()
}

fn time(source: &str) -> DayTime {
    text::day_time(source).unwrap()
}

/// The tick of a clock time of a date.
fn at(days: &CivilDays, date: Date, clock: &str) -> Instant {
    days.at(days.day_of_date(date), time(clock))
}

#[test]
fn days_have_23_24_and_25_hours() {
    let spring = days(SPRING, NEW_YORK, NEW_YORK);
    let length = |days: &CivilDays, date| {
        let day = days.day_of_date(date);
        (days.end_of(day).0 + 1 - days.start_of(day).0) / HOUR
    };
    assert_eq!(length(&spring, date(2026, 3, 7)), 24);
    assert_eq!(length(&spring, date(2026, 3, 8)), 23);
    assert_eq!(
        length(&days(AUTUMN, NEW_YORK, NEW_YORK), date(2026, 11, 1)),
        25
    );
    assert_eq!(spring.start_of(DayIndex(0)), Instant(0));
    // 18:00 on the 7th to 18:00 on the 8th is 23 hours.
    let evening = at(&spring, date(2026, 3, 7), "18:00");
    assert_eq!(
        spring.add_days(evening, 1) - evening,
        Duration::from_hours(23)
    );
    assert_eq!(spring.add_days(spring.add_days(evening, 9), -9), evening);
}

#[test]
fn skipped_and_repeated_clock_times() {
    let spring = days(SPRING, NEW_YORK, NEW_YORK);
    let changed = spring.day_of_date(date(2026, 3, 8));
    assert_eq!(
        spring.clock_change(changed, time("02:00")),
        Some(ClockChange::Skipped)
    );
    assert_eq!(
        spring.clock_change(changed, time("02:59")),
        Some(ClockChange::Skipped)
    );
    assert_eq!(spring.clock_change(changed, time("03:00")), None);
    assert_eq!(spring.clock_change(changed, time("01:59")), None);
    assert_eq!(spring.clock_change(changed.plus(1), time("02:30")), None);
    // Moved forward to the first instant after the jump, two hours after midnight.
    assert_eq!(
        spring.at(changed, time("02:30")) - spring.start_of(changed),
        Duration::from_hours(2)
    );
    assert_eq!(
        spring.at(changed, time("03:00")) - spring.start_of(changed),
        Duration::from_hours(2)
    );
    assert_eq!(
        spring.clock(spring.at(changed, time("02:30"))),
        time("03:00")
    );

    let autumn = days(AUTUMN, NEW_YORK, NEW_YORK);
    let changed = autumn.day_of_date(date(2026, 11, 1));
    assert_eq!(
        autumn.clock_change(changed, time("01:00")),
        Some(ClockChange::Repeated)
    );
    assert_eq!(
        autumn.clock_change(changed, time("01:59")),
        Some(ClockChange::Repeated)
    );
    assert_eq!(autumn.clock_change(changed, time("02:00")), None);
    assert_eq!(autumn.clock_change(changed, time("00:59")), None);
    // The first of the two; the second shows the same clock.
    assert_eq!(
        autumn.at(changed, time("01:30")) - autumn.start_of(changed),
        Duration::from_minutes(90)
    );
    assert_eq!(
        autumn.clock(autumn.at(changed, time("01:30")) + Duration::from_hours(1)),
        time("01:30")
    );
    assert_eq!(
        autumn.at(changed, time("02:00")) - autumn.start_of(changed),
        Duration::from_hours(3)
    );
    // A move by no days stays in the second one.
    let second = autumn.at(changed, time("01:30")) + Duration::from_hours(1);
    assert_eq!(autumn.add_days(second, 0), second);
}

#[test]
fn the_same_date_has_the_same_number_in_every_zone() {
    let tokyo = days(AUTUMN, NEW_YORK, "Asia/Tokyo");
    // Midnight of 20 Oct in New York (UTC-4) is 13:00 of that day in Tokyo (UTC+9).
    assert_eq!(tokyo.day_of(Instant(0)), DayIndex(0));
    assert_eq!(tokyo.clock(Instant(0)), time("13:00"));
    assert_eq!(tokyo.start_of(DayIndex(0)), Instant(-13 * HOUR));
    // 20 Oct 2026 is a Tuesday.
    assert_eq!(tokyo.weekday(DayIndex(0)), 1);
    assert_eq!(tokyo.hour_of_week(Instant(0)), 24 + 13);
    assert_eq!(tokyo.date(DayIndex(12)), date(2026, 11, 1));
    assert_eq!(tokyo.day_of_date(date(2026, 10, 19)), DayIndex(-1));
    // New York's clock goes back on 1 Nov: its midnight is 14:00 in Tokyo from then on.
    let new_york = days(AUTUMN, NEW_YORK, NEW_YORK);
    assert_eq!(tokyo.clock(new_york.start_of(DayIndex(13))), time("14:00"));
}

#[test]
fn days_that_begin_or_end_with_a_clock_change() {
    // Beirut's clock jumps from 00:00 to 01:00 on 29 Mar 2026 and goes back from 24:00 to 23:00 on 24 Oct.
    let spring = days(SPRING, "Asia/Beirut", "Asia/Beirut");
    let jump = spring.day_of_date(date(2026, 3, 29));
    assert_eq!(spring.clock(spring.start_of(jump)), time("01:00"));
    assert_eq!(
        spring.end_of(jump).0 + 1 - spring.start_of(jump).0,
        23 * HOUR
    );
    assert_eq!(
        spring.day_of(Instant(spring.start_of(jump).0 - 1)),
        jump.plus(-1)
    );
    let autumn = days(AUTUMN, "Asia/Beirut", "Asia/Beirut");
    let back = autumn.day_of_date(date(2026, 10, 24));
    assert_eq!(
        autumn.end_of(back).0 + 1 - autumn.start_of(back).0,
        25 * HOUR
    );
    assert_eq!(autumn.clock(autumn.end_of(back)).0, DayTime::END.0 - 1);
    // In 2010 St John's went back from 00:01 to 23:01: the new day had begun and goes on.
    let newfoundland = CivilDays::new(
        date(2010, 11, 1),
        "America/St_Johns",
        "America/St_Johns",
        UNTIL,
    )
    .unwrap();
    let day = newfoundland.day_of_date(date(2010, 11, 7));
    let start = newfoundland.start_of(day);
    for (minutes, expected) in [
        (-1, day.plus(-1)),
        (0, day),
        (1, day),
        (30, day),
        (61, day),
        (24 * 60, day),
    ] {
        assert_eq!(
            newfoundland.day_of(Instant(start.0 + minutes * MINUTE)),
            expected,
            "{minutes}"
        );
    }
}

#[test]
fn unknown_time_zones_get_a_suggestion() {
    let error = CivilDays::new(AUTUMN, "America/NewYork", "UTC", UNTIL).unwrap_err();
    assert_eq!(
        error,
        CalendarError::UnknownTimeZone("America/NewYork".to_owned())
    );
    assert_eq!(time_zone_like("America/NewYork").as_deref(), Some(NEW_YORK));
    assert_eq!(
        time_zone_like("Europe/Belrin").as_deref(),
        Some("Europe/Berlin")
    );
    assert_eq!(time_zone_like("?"), None);
}

proptest! {
    #![proptest_config(cases(3_000))]

    /// Days and clocks agree with the time zone database at every instant, also far beyond the end.
    #[test]
    fn civil_time_agrees_with_the_database(
        zone in prop::sample::select(vec![
            "America/New_York", "America/Los_Angeles", "America/Sao_Paulo", "Europe/Berlin", "Europe/Lisbon", "Asia/Kolkata",
            "Asia/Tokyo", "Asia/Beirut", "Africa/Casablanca", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia", "UTC",
        ]),
        clock in prop::sample::select(vec!["America/New_York", "Europe/Berlin", "Asia/Tokyo"]),
        ticks in -30 * DAY..600 * DAY,
    ) {
        let civil = days(SPRING, clock, zone);
        let origin = SPRING.in_tz(clock).unwrap().timestamp().as_millisecond();
        let there = jiff::Timestamp::from_millisecond(origin + ticks).unwrap().in_tz(zone).unwrap();
        let t = Instant(ticks);
        let day = civil.day_of(t);
        prop_assert_eq!(civil.date(day), there.date());
        prop_assert_eq!(civil.day_of_date(there.date()), day);
        let clock_time = there.time();
        let since = (i64::from(clock_time.hour()) * 60 + i64::from(clock_time.minute())) * MINUTE
            + i64::from(clock_time.second()) * 1_000 + i64::from(clock_time.millisecond());
        prop_assert_eq!(i64::from(civil.clock(t).0), since);
        prop_assert_eq!(civil.weekday(day), there.weekday().to_monday_zero_offset() as u8);
        prop_assert_eq!(civil.hour_of_week(t), usize::from(civil.weekday(day)) * 24 + clock_time.hour() as usize);
        let start = there.start_of_day().unwrap().timestamp().as_millisecond() - origin;
        prop_assert_eq!(civil.start_of(day), Instant(start));
        prop_assert!(civil.start_of(day) <= t && t <= civil.end_of(day));
        // Out and back, unless the clock shows the time twice.
        let back = civil.at(day, civil.clock(t));
        prop_assert!(back == t || civil.clock_change(day, civil.clock(t)) == Some(ClockChange::Repeated));
    }

    /// Among usual days each begins 24 hours after the one before; all are usual but those around a change of the clock.
    #[test]
    fn usual_days_begin_every_24_hours(
        zone in prop::sample::select(vec![
            "America/New_York", "America/Sao_Paulo", "Asia/Beirut", "Asia/Tokyo", "Africa/Casablanca", "America/St_Johns",
            "Australia/Lord_Howe", "Pacific/Apia", "UTC",
        ]),
        start in prop::sample::select(vec![SPRING, AUTUMN, date(2010, 10, 1), date(2011, 12, 1)]),
        ticks in -30 * DAY..60 * DAY,
    ) {
        let civil = days(start, "Europe/Berlin", zone);
        let t = Instant(ticks);
        let day = civil.day_of(t);
        let Some(usual) = civil.usual_days(t) else {
            let near = -1..=1;
            let lengths = near.map(|by| civil.end_of(day.plus(by)).0 + 1 - civil.start_of(day.plus(by)).0);
            prop_assert!(lengths.into_iter().any(|length| length != DAY));
            return Ok(());
        };
        prop_assert!(usual.contains(&t));
        prop_assert_eq!(t.0 - (t.0 - usual.start.0) % DAY, civil.start_of(day).0);
        // The first and the last of them as well.
        for at in [usual.start.0, usual.end.0.min(400 * DAY) - 1] {
            let start = civil.start_of(civil.day_of(Instant(at)));
            prop_assert_eq!(at - (at - usual.start.0) % DAY, start.0);
            prop_assert_eq!(civil.end_of(civil.day_of(Instant(at))).0 + 1 - start.0, DAY);
        }
    }

    /// Clock times of a day come in order.
    #[test]
    fn clock_times_are_in_order(a in 0_u32..=86_400_000, b in 0_u32..=86_400_000, day in 0_i64..40, spring in any::<bool>()) {
        let civil = days(if spring { SPRING } else { AUTUMN }, NEW_YORK, NEW_YORK);
        let (a, b) = (a.min(b), a.max(b));
        prop_assert!(civil.at(DayIndex(day), DayTime(a)) <= civil.at(DayIndex(day), DayTime(b)));
        prop_assert!(civil.at(DayIndex(day), DayTime(b)) <= civil.at(DayIndex(day + 1), DayTime(a)).max(civil.start_of(DayIndex(day + 1))));
    }
}

/// The reorder margins of a planner: 1 Jul + 2 + 5 + 2 + 3 days = 13 Jul.
#[test]
fn margins_add() {
    let civil = CivilDays::new(date(2026, 7, 1), "Europe/Berlin", "Europe/Berlin", UNTIL).unwrap();
    let issue = [2, 5, 2, 3]
        .iter()
        .fold(civil.day_of_date(date(2026, 7, 1)), |day, &margin| {
            day.plus(margin)
        });
    assert_eq!(civil.date(issue), date(2026, 7, 13));
}
