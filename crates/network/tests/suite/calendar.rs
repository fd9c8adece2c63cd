//! Compiled calendars against counting by hand and against plain loops over ticks or days.

use jiff::civil::{Date, date};
use leadtime_network::calendar::{
    Calendar, CivilDays, CutoffClock, DayIndex, DayTime, OpenDays, OpenIntervals, StepFunction,
    scheduled_departures,
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

proptest! {
    #![proptest_config(cases(3_000))]

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
    // A headway is elapsed time from the first midnight on, whatever the clock does.
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
    // At an origin in another time zone it is that one's midnight, three hours after the start in Los Angeles, five before it
    // in London.
    let even = text::departures("every 2h from 00:30").unwrap();
    for (zone, first) in [("America/Los_Angeles", 3), ("Europe/London", 1)] {
        let there = days(AUTUMN, NEW_YORK, zone);
        let until = Instant((first + 3) * HOUR);
        let departed = scheduled_departures(&even, &there, &every_day, Instant(0), until);
        let first = Instant(first * HOUR + HOUR / 2);
        assert_eq!(departed, [first, first + Duration::from_hours(2)], "{zone}");
        assert_eq!(there.clock(departed[0]).0 / 60_000 % 120, 30, "{zone}");
    }
    // The first one is not before its hour: in London 08:00 comes three hours after the start.
    let there = days(AUTUMN, NEW_YORK, "Europe/London");
    let late = text::departures("every 2h from 08:00").unwrap();
    assert_eq!(
        scheduled_departures(&late, &there, &every_day, Instant(0), Instant(3 * HOUR)),
        [Instant(3 * HOUR)]
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
