//! Texts of quantities: what they mean, what is refused and where, and that what is written is read back.

use leadtime_network::calendar::{DayTime, WeeklyInterval};
use leadtime_network::network::{Capacity, Departures, Grain};
use leadtime_network::promise::{DayOffset, PaddingAmount, PaddingGrid, PaddingKind, Rounding};
use leadtime_network::text::{self, GridField, TextError, TextErrorKind, Unit};
use leadtime_network::time::Duration;
use proptest::prelude::*;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// Kind and offending part of a mistake.
fn mistake<T: std::fmt::Debug>(source: &str, read: Result<T, TextError>) -> (TextErrorKind, &str) {
    let error = read.unwrap_err();
    assert!(!error.message.is_empty());
    (error.kind, &source[error.span])
}

fn close(a: f64, b: f64) {
    assert!((a - b).abs() <= 1e-12 * b.abs(), "{a} is not {b}");
}

#[test]
fn durations_are_exact_ticks() {
    for (source, ticks) in [
        ("90min", 90 * 60_000),
        ("90m", 90 * 60_000),
        ("2h 30m", 150 * 60_000),
        ("1h5m", 65 * 60_000),
        ("1d 4h", 28 * HOUR),
        ("45s", 45_000),
        ("250ms", 250),
        ("1.5h", 90 * 60_000),
        (" 90 min ", 90 * 60_000),
        ("1w", 7 * DAY),
        ("0h", 0),
        // Not representable in binary, exact in ticks.
        ("0.1h", 360_000),
        ("0.7s", 700),
        // Rounded to the nearest tick.
        ("0.0004s", 0),
        ("0.0005s", 1),
    ] {
        assert_eq!(text::duration(source), Ok(Duration(ticks)), "{source}");
    }
    assert_eq!(
        text::signed_duration("-2h 30min"),
        Ok(Duration(-150 * 60_000))
    );
}

#[test]
fn wrong_durations_are_refused_where_they_are_wrong() {
    use TextErrorKind::{BareNumber, Empty, Negative, NotFinite, OutOfRange, Syntax, UnknownUnit};
    for (source, kind, part) in [
        ("", Empty, ""),
        ("   ", Empty, ""),
        ("90", BareNumber, "90"),
        ("2h 30", BareNumber, "30"),
        ("-2h", Negative, "-2h"),
        (" 5 parsecs", UnknownUnit, "parsecs"),
        ("2h 3x", UnknownUnit, "x"),
        ("1bd", UnknownUnit, "bd"),
        ("nan", NotFinite, "nan"),
        ("-inf", NotFinite, "-inf"),
        ("200000d", OutOfRange, "200000d"),
        (
            "99999999999999999999999h",
            OutOfRange,
            "99999999999999999999999h",
        ),
        ("soon", Syntax, "soon"),
        ("1..5h", Syntax, "1..5h"),
        ("30m 2h", Syntax, "2h"),
        ("2h 2h", Syntax, "2h"),
        ("-", Syntax, "-"),
        ("2 h, 3 m", Syntax, "2 h, 3 m"),
        ("½h", Syntax, "½h"),
    ] {
        assert_eq!(
            mistake(source, text::duration(source)),
            (kind, part),
            "{source}"
        );
    }
    assert_eq!(
        text::duration("2 hours").unwrap_err().help.unwrap(),
        "write `h`"
    );
}

#[test]
fn civil_days_and_elapsed_hours_are_not_mixed() {
    assert_eq!(
        text::padding("24h"),
        Ok(PaddingAmount::Elapsed(Duration(DAY)))
    );
    assert_eq!(text::padding("1d"), Ok(PaddingAmount::Days(1)));
    assert_eq!(text::padding("-1d"), Ok(PaddingAmount::Days(-1)));
    assert_eq!(text::padding("2w"), Ok(PaddingAmount::Days(14)));
    assert_eq!(text::padding("1bd"), Ok(PaddingAmount::BusinessDays(1)));
    assert_eq!(
        text::padding("-2h"),
        Ok(PaddingAmount::Elapsed(Duration(-2 * HOUR)))
    );
    assert_eq!(text::padding("10%"), Ok(PaddingAmount::Percent(1_000)));
    assert_eq!(
        text::padding("-12.34 %"),
        Ok(PaddingAmount::Percent(-1_234))
    );
    assert_eq!(
        text::day_offset("6h"),
        Ok(DayOffset::Elapsed(Duration(6 * HOUR)))
    );
    assert_eq!(text::day_offset("2d"), Ok(DayOffset::Days(2)));
    assert_eq!(text::day_offset("1bd"), Ok(DayOffset::BusinessDays(1)));
    assert_eq!(text::latest("same-day"), Ok(DayOffset::Days(0)));
    assert_eq!(
        text::latest("next-delivery-day"),
        Ok(DayOffset::BusinessDays(1))
    );
    assert_eq!(text::latest("2bd"), Ok(DayOffset::BusinessDays(2)));
    use TextErrorKind::{BareNumber, Negative, OutOfRange, Syntax, UnknownName, UnknownUnit};
    for (source, kind) in [
        ("1d 4h", Syntax),
        ("1.5d", OutOfRange),
        ("0.5bd", OutOfRange),
        ("1.234%", OutOfRange),
        ("99999d", OutOfRange),
        ("3", BareNumber),
        ("3 fortnights", UnknownUnit),
        ("5% 3h", UnknownUnit),
    ] {
        assert_eq!(text::padding(source).unwrap_err().kind, kind, "{source}");
    }
    assert_eq!(text::day_offset("-1d").unwrap_err().kind, Negative);
    assert_eq!(text::day_offset("10%").unwrap_err().kind, UnknownUnit);
    let error = text::latest("next-deliver-day").unwrap_err();
    assert_eq!(
        (error.kind, error.help.unwrap().as_str()),
        (UnknownName, "did you mean `next-delivery-day`?")
    );
}

#[test]
fn padding_grids() {
    let grid = text::padding_grid("-24h", "72h", "1h").unwrap();
    assert_eq!(grid, PaddingGrid::new(PaddingKind::Elapsed, -DAY, HOUR, 97));
    // The last value does not go beyond `to`.
    assert_eq!(text::padding_grid("0bd", "5bd", "2bd").unwrap().len, 3);
    assert_eq!(
        grid.position(PaddingAmount::Elapsed(Duration::ZERO)),
        Some(24)
    );
    assert_eq!(grid.position(PaddingAmount::Days(0)), None);
    assert_eq!(grid.position(PaddingAmount::Elapsed(Duration(1))), None);
    let wrong = |from, to, step| {
        let (field, error) = text::padding_grid(from, to, step).unwrap_err();
        (field, error.kind)
    };
    assert_eq!(
        wrong("0h", "2d", "1h"),
        (GridField::To, TextErrorKind::UnknownUnit)
    );
    assert_eq!(
        wrong("0h", "2h", "0h"),
        (GridField::Step, TextErrorKind::OutOfRange)
    );
    assert_eq!(
        wrong("3h", "2h", "1h"),
        (GridField::To, TextErrorKind::OutOfRange)
    );
    assert_eq!(
        wrong("0h", "2000h", "1s"),
        (GridField::Step, TextErrorKind::OutOfRange)
    );
    assert_eq!(
        wrong("0", "2h", "1h"),
        (GridField::From, TextErrorKind::BareNumber)
    );
}

#[test]
fn clock_times_and_weekdays() {
    assert_eq!(
        text::day_time("17:30"),
        Ok(DayTime(17 * 3_600_000 + 30 * 60_000))
    );
    assert_eq!(
        text::day_time("9:05:07"),
        Ok(DayTime(9 * 3_600_000 + 5 * 60_000 + 7_000))
    );
    assert_eq!(text::day_time("24:00"), Ok(DayTime::END));
    for (source, kind) in [
        ("24:01", TextErrorKind::OutOfRange),
        ("12:60", TextErrorKind::OutOfRange),
        ("12", TextErrorKind::Syntax),
        ("5pm", TextErrorKind::Syntax),
        ("12:5", TextErrorKind::Syntax),
        ("1:2:3:4", TextErrorKind::Syntax),
        ("-1:00", TextErrorKind::Syntax),
        ("", TextErrorKind::Empty),
    ] {
        assert_eq!(text::day_time(source).unwrap_err().kind, kind, "{source}");
    }
    let days = |source| text::weekdays(source).unwrap().map(u8::from);
    assert_eq!(days("mon-fri"), [1, 1, 1, 1, 1, 0, 0]);
    assert_eq!(days("sat"), [0, 0, 0, 0, 0, 1, 0]);
    assert_eq!(days("mon,wed"), [1, 0, 1, 0, 0, 0, 0]);
    assert_eq!(days("fri-mon"), [1, 0, 0, 0, 1, 1, 1]);
    assert_eq!(days("daily"), [1; 7]);
    assert_eq!(days("Tuesday, sat-sun"), [0, 1, 0, 0, 0, 1, 1]);
    let source = "mon-fry";
    assert_eq!(
        mistake(source, text::weekdays(source)),
        (TextErrorKind::UnknownName, "fry")
    );
    assert_eq!(
        text::weekdays("mon-fry").unwrap_err().help.unwrap(),
        "did you mean `fri`?"
    );
}

#[test]
fn weekly_hours_staffing_and_departures() {
    let hours = text::weekly_hours(&["sat 08:00-14:00", "mon,fri 22:00-06:00"]).unwrap();
    let (ten_pm, six_am) = (DayTime(22 * 3_600_000), DayTime(6 * 3_600_000));
    assert_eq!(
        hours.intervals,
        vec![
            WeeklyInterval {
                weekday: 0,
                from: ten_pm,
                to: six_am
            },
            WeeklyInterval {
                weekday: 4,
                from: ten_pm,
                to: six_am
            },
            WeeklyInterval {
                weekday: 5,
                from: DayTime(8 * 3_600_000),
                to: DayTime(14 * 3_600_000)
            },
        ]
    );
    let whole = text::weekly_interval("sun").unwrap().intervals;
    assert_eq!(
        whole,
        vec![WeeklyInterval {
            weekday: 6,
            from: DayTime::MIDNIGHT,
            to: DayTime::END
        }]
    );
    let (position, error) =
        text::weekly_hours(&["mon 06:00-22:00", "tue 06:00-25:00"]).unwrap_err();
    assert_eq!((position, error.span), (1, 10..15));

    assert!(matches!(text::staffing("40"), Ok(Capacity::Servers(40))));
    assert!(matches!(
        text::staffing("unlimited"),
        Ok(Capacity::Unlimited)
    ));
    let Ok(Capacity::Staffing(shifts)) =
        text::staffing("40 @ mon-fri 06:00-14:30; 60 @ daily 15:00-23:30")
    else {
        panic!("two shifts")
    };
    assert_eq!(
        shifts
            .iter()
            .map(|shift| (shift.servers, shift.hours.intervals.len()))
            .collect::<Vec<_>>(),
        [(40, 5), (60, 7)]
    );
    for (source, kind) in [
        ("0", TextErrorKind::OutOfRange),
        ("-3", TextErrorKind::Negative),
        ("2.5", TextErrorKind::OutOfRange),
        ("unlimitd", TextErrorKind::UnknownName),
        ("40; 50", TextErrorKind::Syntax),
        ("40 @ 06:00-14:00", TextErrorKind::Syntax),
    ] {
        assert_eq!(text::staffing(source).unwrap_err().kind, kind, "{source}");
    }

    assert!(matches!(
        text::departures("on-demand"),
        Ok(Departures::OnDemand)
    ));
    let Ok(Departures::Headway { every, offset }) = text::departures("every 2h from 00:30") else {
        panic!("headway")
    };
    assert_eq!((every, offset), (Duration(2 * HOUR), Duration(HOUR / 2)));
    let Ok(Departures::Timetable(entries)) = text::departures("mon-fri 20:30 18:00; sat 14:00")
    else {
        panic!("timetable")
    };
    assert_eq!(entries.len(), 2);
    assert_eq!(
        entries[0].times,
        [DayTime(18 * 3_600_000), DayTime(20 * 3_600_000 + 1_800_000)]
    );
    let source = "mon-fri 18:00; sta 14:00";
    assert_eq!(
        mistake(source, text::departures(source)),
        (TextErrorKind::UnknownName, "sta")
    );
    for (source, kind) in [
        ("every 0min", TextErrorKind::OutOfRange),
        ("every 120", TextErrorKind::BareNumber),
        ("mon-fri", TextErrorKind::Syntax),
        ("18:00", TextErrorKind::Syntax),
    ] {
        assert_eq!(text::departures(source).unwrap_err().kind, kind, "{source}");
    }
}

#[test]
fn rates_speeds_and_roundings() {
    close(text::rate("100000/d").unwrap(), 100_000.0 / 24.0);
    close(text::rate("10/min").unwrap(), 600.0);
    close(text::rate("9000/h").unwrap(), 9_000.0);
    close(text::rate("168 / week").unwrap(), 1.0);
    close(text::speed("80km/h").unwrap(), 80.0);
    close(text::speed("50 mph").unwrap(), 80.4672);
    assert_eq!(text::rounding("hour"), Ok(Rounding::Hours(1)));
    assert_eq!(text::rounding("2h"), Ok(Rounding::Hours(2)));
    assert_eq!(
        text::rounding("end-of-delivery-day"),
        Ok(Rounding::EndOfDeliveryDay)
    );
    assert_eq!(
        text::rate("100").unwrap_err().kind,
        TextErrorKind::BareNumber
    );
    assert_eq!(
        text::rate("-1/d").unwrap_err().kind,
        TextErrorKind::Negative
    );
    assert_eq!(
        text::rate("inf/d").unwrap_err().kind,
        TextErrorKind::NotFinite
    );
    assert_eq!(
        text::rate("5/moon").unwrap_err().kind,
        TextErrorKind::UnknownUnit
    );
    assert_eq!(
        text::speed("80").unwrap_err().kind,
        TextErrorKind::BareNumber
    );
    assert_eq!(
        text::speed("80kn").unwrap_err().kind,
        TextErrorKind::UnknownUnit
    );
    assert_eq!(
        text::rounding("5h").unwrap_err().kind,
        TextErrorKind::OutOfRange
    );
    assert_eq!(
        text::rounding("90min").unwrap_err().kind,
        TextErrorKind::OutOfRange
    );
    assert_eq!(
        text::rounding("end-of-dya").unwrap_err().help.unwrap(),
        "did you mean `end-of-day`?"
    );
}

/// So many cases, none written to a file.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(cases)
    }
}

proptest! {
    #![proptest_config(cases(2_000))]

    #[test]
    fn lengths_are_read_back_as_they_were_written(ticks in -40_000 * DAY..36_525 * DAY, days in -36_525_i32..36_525, hundredths in -10_000_000_i64..10_000_000) {
        let ticks = ticks.max(-36_525 * DAY);
        prop_assert_eq!(text::signed_duration(&Duration(ticks).to_string()), Ok(Duration(ticks)));
        for amount in [
            PaddingAmount::Elapsed(Duration(ticks)), PaddingAmount::Days(days), PaddingAmount::BusinessDays(days),
            PaddingAmount::Percent(hundredths),
        ] {
            prop_assert_eq!(text::padding(&amount.to_string()), Ok(amount));
        }
        for offset in [
            DayOffset::Elapsed(Duration(ticks.abs())), DayOffset::Days(days.abs()), DayOffset::BusinessDays(days.abs()),
        ] {
            prop_assert_eq!(text::day_offset(&offset.to_string()), Ok(offset));
        }
    }

    #[test]
    fn clock_times_are_read_back_as_they_were_written(seconds in 0_u32..=86_400) {
        let time = DayTime(seconds * 1_000);
        prop_assert_eq!(text::day_time(&time.to_string()), Ok(time));
    }

    /// No text makes a reader panic, and the span lies within the text.
    #[test]
    fn any_text_gets_an_answer(source in "(\\PC{0,20}|[a-z0-9%:@;,.()=\" -]{0,40}|(lognormal|mixture|empirical|quantiles|regimes)\\([a-z0-9:,.()=\" %]{0,40}\\))") {
        let no_files = &mut |_: &str| Err("no files".to_owned());
        let mistakes = [
            text::duration(&source).err(), text::signed_duration(&source).err(), text::day_offset(&source).err(),
            text::padding(&source).err(), text::latest(&source).err(), text::day_time(&source).err(),
            text::weekdays(&source).err(), text::weekly_interval(&source).err(), text::staffing(&source).err(),
            text::departures(&source).err(), text::rate(&source).err(), text::speed(&source).err(),
            text::rounding(&source).err(), text::distribution(&source, Unit::Duration, no_files).err(),
            text::distribution(&source, Unit::Plain, no_files).err(), text::shock_law(&source, Grain::Day, no_files).err(),
        ];
        for mistake in mistakes.into_iter().flatten() {
            prop_assert!(source.get(mistake.span.clone()).is_some(), "{:?}", mistake);
        }
    }
}

/// What a pattern of the JSON Schema allows is read, or refused for its size alone.
#[test]
fn the_patterns_describe_what_is_read() {
    fn agree<T>(pattern: &str, read: impl Fn(&str) -> Result<T, TextError>) {
        let inner = pattern.replace(['^', '$'], "").replace(r"\s", " ");
        let strategy = proptest::string::string_regex(&inner).unwrap();
        proptest!(cases(500), |(source in strategy)| {
            if let Err(error) = read(&source) {
                let of_size = error.kind == TextErrorKind::OutOfRange || error.message.contains("units must get shorter");
                prop_assert!(of_size, "{} : {:?}", source, error);
            }
        });
    }
    use text::pattern;
    agree(pattern::DURATION, text::duration);
    agree(pattern::SIGNED_DURATION, text::signed_duration);
    agree(pattern::DAY_OFFSET, text::day_offset);
    agree(pattern::PADDING, text::padding);
    agree(pattern::LATEST, text::latest);
    agree(pattern::DAY_TIME, text::day_time);
    agree(pattern::RATE, text::rate);
    agree(pattern::SPEED, text::speed);
    agree(pattern::ROUNDING, text::rounding);
}
