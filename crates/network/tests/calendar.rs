//! Compiled calendars against the time zone database, against counting by hand, and against plain loops over ticks or days.
#![allow(clippy::unwrap_used, missing_docs)]

use jiff::civil::{Date, date};
use leadtime_network::calendar::{
    Calendar, CalendarError, CivilDays, ClockChange, CutoffClock, DayIndex, DayTime, OpenDays,
    OpenIntervals, StepFunction, scheduled_departures, time_zone_like,
};
use leadtime_network::network::{AfterCutoff, Capacity, Cutoff, CutoffAt, Shift};
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

fn calendar(hours: &[&str], closed: &[Date]) -> Calendar {
    let hours = text::weekly_hours(hours).unwrap();
    Calendar {
        name: "test".to_owned(),
        hours,
        closed: closed.to_vec(),
    }
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

    /// Clock times of a day come in order.
    #[test]
    fn clock_times_are_in_order(a in 0_u32..=86_400_000, b in 0_u32..=86_400_000, day in 0_i64..40, spring in any::<bool>()) {
        let civil = days(if spring { SPRING } else { AUTUMN }, NEW_YORK, NEW_YORK);
        let (a, b) = (a.min(b), a.max(b));
        prop_assert!(civil.at(DayIndex(day), DayTime(a)) <= civil.at(DayIndex(day), DayTime(b)));
        prop_assert!(civil.at(DayIndex(day), DayTime(b)) <= civil.at(DayIndex(day + 1), DayTime(a)).max(civil.start_of(DayIndex(day + 1))));
    }

    /// Counting open days in whole weeks equals counting them one by one.
    #[test]
    fn open_days_are_counted(
        weekdays in prop::array::uniform7(any::<bool>()).prop_filter("some day", |days| days.contains(&true)),
        first in 0_u8..7, closed in prop::collection::vec(-20_i64..60, 0..25), day in -30_i64..70, n in -12_i64..12,
    ) {
        let open = OpenDays::of(weekdays, first, closed.iter().map(|&day| DayIndex(day)));
        let is_open = |day: i64| weekdays[(day + i64::from(first)).rem_euclid(7) as usize] && !closed.contains(&day);
        let step = |mut day: i64, by: i64| loop {
            day += by;
            if is_open(day) {
                break day;
            }
        };
        prop_assert_eq!(open.is_open(DayIndex(day)), is_open(day));
        prop_assert_eq!(open.next_open_day(DayIndex(day)), DayIndex(step(day - 1, 1)));
        prop_assert_eq!(open.last_open_before(DayIndex(day)), DayIndex(step(day, -1)));
        let there = (0..n.abs()).fold(day, |day, _| step(day, n.signum()));
        prop_assert_eq!(open.add(DayIndex(day), n), DayIndex(there));
        let between = (day..day + n.abs()).filter(|&day| is_open(day)).count() as i64;
        prop_assert_eq!(open.between(DayIndex(day), DayIndex(day + n.abs())), between);
    }
}

#[test]
fn a_calendar_that_is_never_open() {
    let open = OpenDays::of([false; 7], 3, []);
    assert!(!open.ever_open());
    assert_eq!(open.next_open_day(DayIndex(5)), DayIndex::NEVER);
    assert_eq!(open.add(DayIndex(5), 1), DayIndex::NEVER);
    let civil = days(AUTUMN, NEW_YORK, NEW_YORK);
    assert_eq!(civil.end_of(DayIndex::NEVER), Instant::NEVER);
    assert_eq!(civil.start_of(DayIndex::NEVER), Instant::NEVER);
    let shut = OpenIntervals::new(&calendar(&[], &[]), &civil, UNTIL);
    assert_eq!(shut.next_open(Instant(0)), Instant::NEVER);
    assert_eq!(shut.advance(Instant(0), Duration(1)), Instant::NEVER);
    assert!(!shut.is_open(Instant(0)));
    assert!(OpenDays::every_day().is_open(DayIndex(-3)));
    assert_eq!(OpenDays::every_day().add(DayIndex(4), -9), DayIndex(-5));
}

#[test]
fn open_intervals_follow_the_clock() {
    let civil = days(AUTUMN, NEW_YORK, NEW_YORK);
    // Closed on Thursday 22 Oct; a night shift that begins the evening before still ends in it.
    let hours = calendar(
        &["mon-thu 22:00-06:00", "sat 08:00-14:00"],
        &[date(2026, 10, 22)],
    );
    let open = OpenIntervals::new(&hours, &civil, UNTIL);
    let on = |day, clock| at(&civil, date(2026, 10, day), clock);
    assert!(open.is_open(on(21, "22:00")) && open.is_open(on(22, "05:59")));
    assert!(!open.is_open(on(22, "06:00")), "closing is exclusive");
    assert_eq!(open.next_open(on(22, "06:00")), on(24, "08:00"));
    assert_eq!(open.next_open(on(24, "09:00")), on(24, "09:00"));
    // Nine hours of work from Wednesday 23:00: seven until 06:00, two on Saturday.
    assert_eq!(
        open.advance(on(21, "23:00"), Duration::from_hours(9)),
        on(24, "10:00")
    );
    // Work that ends at closing ends then, one tick more takes it to the next opening.
    assert_eq!(
        open.advance(on(21, "23:00"), Duration::from_hours(7)),
        on(22, "06:00")
    );
    assert_eq!(
        open.advance(on(21, "23:00"), Duration(7 * HOUR + 1)),
        Instant(on(24, "08:00").0 + 1)
    );
    assert_eq!(
        open.advance(on(22, "12:00"), Duration::ZERO),
        on(22, "12:00")
    );
    assert_eq!(
        open.open_between(on(21, "00:00"), on(24, "09:00")),
        Duration::from_hours(6 + 8 + 1)
    );
    // The days before the start are known: the night of 19 Oct ends in the first morning.
    assert!(open.is_open(Instant(0)));
    // On 1 Nov the clock goes back: a Saturday night has an hour more.
    let nights = OpenIntervals::new(&calendar(&["sat 22:00-06:00"], &[]), &civil, UNTIL);
    let night = at(&civil, date(2026, 10, 31), "22:00");
    assert_eq!(
        nights.open_between(night, night + Duration::from_hours(24)),
        Duration::from_hours(9)
    );
    // Open all week has no breaks and no end.
    let all = OpenIntervals::new(&calendar(&["daily"], &[]), &civil, UNTIL);
    assert_eq!(all, OpenIntervals::always());
    assert_eq!(
        all.advance(Instant(900 * DAY), Duration(5)),
        Instant(900 * DAY + 5)
    );
}

proptest! {
    #![proptest_config(cases(300))]

    /// Work and open time equal what minute by minute counting gives.
    #[test]
    fn work_is_counted_minute_by_minute(
        spans in prop::collection::vec((0_u8..7, 0_u32..24, 0_u32..=24, 0_u32..60), 1..6),
        from in 0_i64..10_000, work in 0_i64..3_000, spring in any::<bool>(),
    ) {
        let start = if spring { date(2026, 3, 5) } else { date(2026, 10, 29) };
        let civil = days(start, NEW_YORK, NEW_YORK);
        let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        let texts: Vec<String> = spans.iter()
            .map(|(day, from, to, minute)| format!("{} {from:02}:{minute:02}-{to:02}:00", names[usize::from(*day)])).collect();
        let hours = text::weekly_hours(&texts).unwrap();
        let open = OpenIntervals::of_hours(&hours, &[], &civil, UNTIL);
        let is_open = |minute: i64| {
            let t = Instant(minute * MINUTE);
            let today = civil.day_of(t);
            (today.0 - 1..=today.0).map(DayIndex).any(|day| hours.intervals.iter().any(|interval| {
                let close = if interval.to > interval.from { day } else { day.plus(1) };
                interval.weekday == civil.weekday(day) && civil.at(day, interval.from) <= t && t < civil.at(close, interval.to)
            }))
        };
        let t = Instant(from * MINUTE);
        prop_assert_eq!(open.is_open(t), is_open(from));
        let (mut minute, mut done) = (from, 0);
        while done < work && minute < from + 30_000 {
            done += i64::from(is_open(minute));
            minute += 1;
        }
        if done == work {
            prop_assert_eq!(open.advance(t, Duration(work * MINUTE)), Instant(minute * MINUTE));
            prop_assert_eq!(open.open_between(t, Instant(minute * MINUTE)), Duration(work * MINUTE));
        }
        let next = (from..from + 30_000).find(|&minute| is_open(minute));
        if let Some(next) = next {
            prop_assert_eq!(open.next_open(t), Instant(next * MINUTE));
        }
    }
}

fn shifts(source: &str) -> Vec<Shift> {
    let Ok(Capacity::Staffing(shifts)) = text::staffing(source) else {
        panic!("shifts")
    };
    shifts
}

#[test]
fn overlapping_shifts_add_up() {
    let civil = days(AUTUMN, NEW_YORK, NEW_YORK);
    let staff = StepFunction::new(
        &shifts("40 @ mon-fri 06:00-14:30; 60 @ daily 14:00-22:00; 5 @ sat 22:00-02:00"),
        &civil,
        UNTIL,
    );
    let on = |day, clock| at(&civil, date(2026, 10, day), clock);
    for (clock, servers) in [
        ("05:59", 0),
        ("06:00", 40),
        ("13:59", 40),
        ("14:00", 100),
        ("14:29", 100),
        ("14:30", 60),
        ("21:59", 60),
        ("22:00", 0),
    ] {
        assert_eq!(staff.value_at(on(20, clock)), servers, "{clock}");
    }
    assert_eq!(staff.next_change_after(on(20, "06:00")), on(20, "14:00"));
    assert_eq!(staff.next_change_after(on(20, "05:00")), on(20, "06:00"));
    assert_eq!(staff.greatest(), 100);
    // 8.5 h of 40 and 8 h of 60 on a weekday.
    assert_eq!(
        staff.integral(on(20, "00:00"), on(21, "00:00")),
        i128::from((340 + 480) * HOUR)
    );
    // A shift over midnight into Sunday 25 Oct.
    assert_eq!(staff.value_at(on(25, "01:59")), 5);
    assert_eq!(staff.value_at(on(25, "02:00")), 0);
    // Only while the calendar is open.
    let open = OpenIntervals::new(
        &calendar(&["mon-fri 08:00-15:00"], &[date(2026, 10, 21)]),
        &civil,
        UNTIL,
    );
    let within = staff.within(&open);
    for (clock, servers) in [
        ("07:59", 0),
        ("08:00", 40),
        ("14:00", 100),
        ("14:30", 60),
        ("15:00", 0),
        ("20:00", 0),
    ] {
        assert_eq!(within.value_at(on(20, clock)), servers, "{clock}");
    }
    assert_eq!(within.integral(on(21, "00:00"), on(22, "00:00")), 0);
    assert_eq!(
        StepFunction::constant(7).integral(Instant(-5), Instant(5)),
        70
    );
    assert_eq!(
        StepFunction::constant(7).next_change_after(Instant(0)),
        Instant::NEVER
    );
}

#[test]
fn departures_by_timetable_and_headway() {
    let civil = days(AUTUMN, NEW_YORK, NEW_YORK);
    let on = |month, day, clock| at(&civil, date(2026, month, day), clock);
    let every_day = OpenDays::every_day();
    let timetable = text::departures("mon-fri 18:00 20:30; sat 14:00").unwrap();
    // Friday 23 to Monday 26 October, both ends inclusive.
    assert_eq!(
        scheduled_departures(
            &timetable,
            &civil,
            &every_day,
            on(10, 23, "20:30"),
            on(10, 26, "18:00")
        ),
        [
            on(10, 23, "20:30"),
            on(10, 24, "14:00"),
            on(10, 26, "18:00")
        ]
    );
    // Not on days closed for dispatch.
    let dispatch = OpenDays::new(&calendar(&["mon-sat"], &[date(2026, 10, 26)]), &civil);
    assert_eq!(
        scheduled_departures(
            &timetable,
            &civil,
            &dispatch,
            on(10, 23, "20:00"),
            on(10, 27, "18:00")
        ),
        [
            on(10, 23, "20:30"),
            on(10, 24, "14:00"),
            on(10, 27, "18:00")
        ]
    );
    // 24:00 belongs to the day before; the repeated 01:30 of 1 Nov departs once, at its first time.
    let nights = text::departures("fri 24:00; sun 01:30").unwrap();
    let fridays = OpenDays::new(&calendar(&["fri", "sun"], &[]), &civil);
    let first = on(11, 1, "00:00") + Duration::from_minutes(90);
    assert_eq!(
        scheduled_departures(
            &nights,
            &civil,
            &fridays,
            on(10, 30, "12:00"),
            on(11, 2, "00:00")
        ),
        [on(10, 31, "00:00"), first]
    );
    // A headway is elapsed time from the start, whatever the clock does.
    let headway = text::departures("every 10h from 00:30").unwrap();
    assert_eq!(
        scheduled_departures(
            &headway,
            &civil,
            &every_day,
            Instant(-DAY),
            Instant(21 * HOUR)
        ),
        [
            Instant(HOUR / 2),
            Instant(10 * HOUR + HOUR / 2),
            Instant(20 * HOUR + HOUR / 2)
        ]
    );
    assert_eq!(
        scheduled_departures(
            &headway,
            &civil,
            &every_day,
            Instant(10 * HOUR + HOUR / 2),
            Instant(20 * HOUR)
        ),
        [Instant(10 * HOUR + HOUR / 2)]
    );
    let on_demand = text::departures("on-demand").unwrap();
    assert!(scheduled_departures(&on_demand, &civil, &every_day, Instant(0), UNTIL).is_empty());
    // The skipped 02:30 of 8 Mar departs as the clock has jumped.
    let spring = days(SPRING, NEW_YORK, NEW_YORK);
    let early = text::departures("daily 02:30").unwrap();
    let jump = spring.day_of_date(date(2026, 3, 8));
    let departed = scheduled_departures(
        &early,
        &spring,
        &every_day,
        spring.start_of(jump),
        spring.end_of(jump),
    );
    assert_eq!(departed, [spring.start_of(jump) + Duration::from_hours(2)]);
}

fn cutoff(after: AfterCutoff) -> Cutoff {
    let five = Some(time("17:00"));
    Cutoff {
        weekdays: [five, five, five, five, five, Some(time("12:00")), None],
        holiday: Some(Some(time("10:00"))),
        holidays: vec![date(2026, 11, 26)],
        at: CutoffAt::Zone,
        after,
    }
}

#[test]
fn cutoffs_by_weekday_and_holiday() {
    let civil = CivilDays::new(date(2026, 11, 2), NEW_YORK, NEW_YORK, UNTIL).unwrap();
    let on = |day, clock| at(&civil, date(2026, 11, day), clock);
    let close = CutoffClock::new(&cutoff(AfterCutoff::Close), civil.clone());
    let day = |day| civil.day_of_date(date(2026, 11, day));
    assert_eq!(close.of_day(day(25)), Some(on(25, "17:00")));
    assert_eq!(close.of_day(day(26)), Some(on(26, "10:00")));
    assert_eq!(close.of_day(day(28)), Some(on(28, "12:00")));
    assert_eq!(close.of_day(day(29)), None);
    // Inclusive.
    assert_eq!(close.days_rolled(on(25, "17:00")), Some(0));
    assert_eq!(close.days_rolled(Instant(on(25, "17:00").0 + 1)), None);
    assert_eq!(close.days_rolled(on(29, "09:00")), None);
    assert_eq!(close.next_cutoff(on(28, "13:00")), on(30, "17:00"));
    let rolls = CutoffClock::new(&cutoff(AfterCutoff::NextDay), civil.clone());
    assert_eq!(rolls.days_rolled(on(25, "18:00")), Some(1));
    // Saturday afternoon counts as Monday, as nothing is offered on Sunday.
    assert_eq!(rolls.days_rolled(on(28, "12:01")), Some(2));
    assert_eq!(rolls.days_rolled(on(29, "09:00")), Some(1));
    // A cutoff at 24:00 is the last tick of its day.
    let midnight = Cutoff {
        weekdays: [Some(DayTime::END); 7],
        holiday: None,
        ..cutoff(AfterCutoff::Close)
    };
    assert_eq!(
        CutoffClock::new(&midnight, civil.clone()).of_day(day(26)),
        Some(civil.end_of(day(26)))
    );
    // Holidays without a cutoff of their own are closed.
    let shut = Cutoff {
        holiday: Some(None),
        ..cutoff(AfterCutoff::Close)
    };
    assert_eq!(CutoffClock::new(&shut, civil.clone()).of_day(day(26)), None);
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
