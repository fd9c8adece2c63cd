//! Durations, rates, offsets, clock times, hours, timetables, servers.

use serde_json::{Value as Json, json};

use super::{Family, parsed, report, text_schema};
use crate::calendar::{DayTime, WeeklyHours};
use crate::diagnostics::Code;
use crate::network::{Capacity, DeliveryWindow, Departures, Outage};
use crate::promise::{DayOffset, PaddingAmount, Rounding};
use crate::scenario::from_value::{FromValue, wrong_type};
use crate::scenario::reader::Reader;
use crate::scenario::value::{Given, Span, Value};
use crate::text::{self, pattern};
use crate::time::Duration;

/// Implements reading by a parser of [`crate::text`].
macro_rules! written {
    ($type:ty, $family:ident, $example:literal, $pattern:expr, $parse:expr) => {
        impl FromValue for $type {
            fn from_value(value: Value, span: Span, reader: &mut Reader<'_>) -> Option<Self> {
                parsed(&value, span, reader, (Family::$family, $example), $parse)
            }

            fn schema() -> Json {
                text_schema($pattern, $example)
            }
        }
    };
}

/// Elapsed time, zero or more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Elapsed(pub Duration);
written!(
    Elapsed,
    Quantity,
    "90min",
    Some(pattern::DURATION),
    |text| text::duration(text).map(Elapsed)
);

/// Elapsed time that may be negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SignedElapsed(pub Duration);
written!(
    SignedElapsed,
    Quantity,
    "-2h",
    Some(pattern::SIGNED_DURATION),
    |text| { text::signed_duration(text).map(SignedElapsed) }
);

/// Visits per hour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VisitRate(pub f64);
written!(VisitRate, Quantity, "1000/d", Some(pattern::RATE), |text| {
    text::rate(text).map(VisitRate)
});

/// Parcels per hour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ParcelRate(pub f64);
written!(
    ParcelRate,
    Quantity,
    "9000/h",
    Some(pattern::RATE),
    |text| text::rate(text).map(ParcelRate)
);

/// Kilometres per hour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Speed(pub f64);
written!(Speed, Quantity, "80km/h", Some(pattern::SPEED), |text| {
    text::speed(text).map(Speed)
});

/// A bound on the promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LatestDay(pub DayOffset);
written!(
    LatestDay,
    Word,
    "next-delivery-day",
    Some(pattern::LATEST),
    |text| text::latest(text).map(LatestDay)
);

written!(
    DeliveryWindow,
    Time,
    "17:00-21:00",
    None,
    text::delivery_window
);

/// Weekdays, Monday first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days(pub [bool; 7]);
written!(Days, Time, "mon-fri", None, |text| text::weekdays(text)
    .map(Days));

written!(
    DayOffset,
    Quantity,
    "2d",
    Some(pattern::DAY_OFFSET),
    text::day_offset
);
written!(
    PaddingAmount,
    Quantity,
    "4h",
    Some(pattern::PADDING),
    text::padding
);
written!(
    DayTime,
    Time,
    "17:30",
    Some(pattern::DAY_TIME),
    text::day_time
);
written!(
    Rounding,
    Word,
    "end-of-day",
    Some(pattern::ROUNDING),
    text::rounding
);
written!(
    Departures,
    Time,
    "mon-fri 18:00 20:30; sat 14:00",
    None,
    text::departures
);

/// The weekdays that a key such as `mon-fri` names.
pub(crate) fn weekdays_of(key: &str, span: Span, reader: &mut Reader<'_>) -> Option<[bool; 7]> {
    match text::weekdays(key) {
        Ok(days) => Some(days),
        Err(error) => {
            report(&error, key, span, reader, (Family::Time, "mon-fri"));
            None
        }
    }
}

/// How many servers a stage has.
#[derive(Clone, Debug)]
pub struct ServerCount(pub Capacity);

impl FromValue for ServerCount {
    fn from_value(value: Value, span: Span, reader: &mut Reader<'_>) -> Option<Self> {
        if matches!(value, Value::Integer(_)) {
            let servers = u32::from_value(value, span, reader)?;
            if servers == 0 {
                reader.report(Code::OutOfRange, span, "a stage needs at least 1 server");
                return None;
            }
            return Some(Self(Capacity::Servers(servers)));
        }
        let family = match &value {
            Value::Text(text) | Value::Cell(text) if text.contains('@') => Family::Time,
            Value::Float(number) if number.is_finite() => {
                return wrong_type(
                    "a whole number, \"unlimited\" or shifts",
                    &value,
                    span,
                    reader,
                );
            }
            _ => Family::Word,
        };
        parsed(
            &value,
            span,
            reader,
            (family, "40 @ mon-fri 06:00-14:30"),
            text::staffing,
        )
        .map(Self)
    }

    fn schema() -> Json {
        json!({ "anyOf": [{ "type": "integer", "minimum": 1 }, text_schema(None, "40 @ mon-fri 06:00-14:30")] })
    }
}

/// Servers that are away for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outages(pub Vec<Outage>);
written!(
    Outages,
    Time,
    "4 @ mon-fri 12:00-12:30; all @ 2026-12-24 12:00 to 2026-12-25 06:00",
    None,
    |text| text::outages(text).map(Outages)
);

/// Open hours: one text or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenHours(pub WeeklyHours);

impl FromValue for OpenHours {
    fn from_value(value: Value, span: Span, reader: &mut Reader<'_>) -> Option<Self> {
        let items = match value {
            Value::List(items) => items,
            single => vec![Given {
                value: single,
                span,
            }],
        };
        let mut intervals = Vec::new();
        let mut good = true;
        for item in items {
            let example = (Family::Time, "mon-fri 06:00-22:00");
            match parsed(
                &item.value,
                item.span,
                reader,
                example,
                text::weekly_interval,
            ) {
                Some(hours) => intervals.extend(hours.intervals),
                None => good = false,
            }
        }
        intervals.sort_by_key(|interval| (interval.weekday, interval.from));
        good.then_some(Self(WeeklyHours { intervals }))
    }

    fn schema() -> Json {
        let one = text_schema(None, "mon-fri 06:00-22:00");
        json!({ "anyOf": [one.clone(), { "type": "array", "items": one }] })
    }
}

/// Days after placement: a number of civil days, or text such as `1bd`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayNumber(pub DayOffset);

impl FromValue for DayNumber {
    fn from_value(value: Value, span: Span, reader: &mut Reader<'_>) -> Option<Self> {
        if let Value::Integer(number) = value {
            if !(0..=36_525).contains(&number) {
                reader.report(
                    Code::OutOfRange,
                    span,
                    format!("{number} is not a number of days from 0 to 36525"),
                );
                return None;
            }
            return i32::try_from(number)
                .ok()
                .map(|days| Self(DayOffset::Days(days)));
        }
        let offset = DayOffset::from_value(value, span, reader)?;
        if matches!(offset, DayOffset::Elapsed(_)) {
            reader.report_with(
                Code::NotAQuantity,
                span,
                "a day is due, not an elapsed time",
                "write 1, \"1d\" or \"1bd\"",
            );
            return None;
        }
        Some(Self(offset))
    }

    fn schema() -> Json {
        json!({ "anyOf": [{ "type": "integer", "minimum": 0 }, { "type": "string", "pattern": "^\\s*[0-9]+ ?(d|w|bd)\\s*$" }] })
    }
}
