//! Values that are written as text: durations, clock times, distributions, words of a choice. The grammar is in
//! [`crate::text`]; here its mistakes get codes and places.

use serde_json::{Value as Json, json};

use super::findings::closest;
use super::from_value::{FromValue, wrong_type};
use super::reader::Reader;
use super::value::{Span, Value};
use crate::calendar::{DayTime, WeeklyHours};
use crate::diagnostics::Code;
use crate::distribution::Distribution;
use crate::network::{
    AfterCutoff, Capacity, Choose, Departures, FacilityKind, Grain, ShockScope, ShockTarget,
    TransitDraw,
};
use crate::promise::{DayOffset, PaddingAmount, Rounding};
use crate::text::{self, TextError, TextErrorKind, Unit, pattern};
use crate::time::Duration;

/// A family of texts: decides the code of its mistakes.
#[derive(Clone, Copy)]
pub(crate) enum Family {
    /// Numbers with units.
    Quantity,
    /// Clock times, weekdays, hours, timetables.
    Time,
    /// Distributions and shock laws.
    Law,
    /// Mostly words.
    Word,
}

impl Family {
    /// The code of a mistake.
    fn code(self, kind: TextErrorKind) -> Code {
        match (kind, self) {
            (TextErrorKind::BareNumber, _) => Code::MissingUnit,
            (TextErrorKind::NotFinite, _) => Code::NotFinite,
            (TextErrorKind::Negative, Self::Quantity | Self::Law | Self::Time) => {
                Code::NegativeDuration
            }
            (TextErrorKind::OutOfRange, Self::Law) => Code::ImpossibleParameters,
            (TextErrorKind::OutOfRange | TextErrorKind::Negative, Self::Quantity | Self::Word) => {
                Code::OutOfRange
            }
            (_, Self::Quantity) => Code::NotAQuantity,
            (_, Self::Time) => Code::NotATime,
            (_, Self::Law) => Code::NotADistribution,
            (_, Self::Word) => Code::UnknownWord,
        }
    }
}

/// Reads a text with a parser of [`crate::text`]; a number without quotation marks lacks its unit.
pub(crate) fn parsed<T>(
    value: &Value,
    span: Span,
    reader: &mut Reader<'_>,
    (family, example): (Family, &str),
    parse: impl FnOnce(&str) -> Result<T, TextError>,
) -> Option<T> {
    match value {
        Value::Text(text) | Value::Cell(text) => match parse(text) {
            Ok(parsed) => Some(parsed),
            Err(error) => {
                report(&error, text, span, reader, (family, example));
                None
            }
        },
        Value::Float(number) if !number.is_finite() => {
            reader.report(
                Code::NotFinite,
                span,
                format!("{number} is not a finite number"),
            );
            None
        }
        Value::Integer(_) | Value::Float(_) if matches!(family, Family::Quantity | Family::Law) => {
            let message = format!("`{}` has no unit", reader.findings.raw(span));
            reader.report_with(
                Code::MissingUnit,
                span,
                message,
                format!("write text with a unit, such as \"{example}\""),
            );
            None
        }
        other => wrong_type(&format!("text such as \"{example}\""), other, span, reader),
    }
}

/// Reports a mistake at the part of the text that is wrong.
pub(crate) fn report(
    error: &TextError,
    text: &str,
    span: Span,
    reader: &mut Reader<'_>,
    (family, example): (Family, &str),
) {
    // A file that could not be read was reported when it was tried.
    if error.kind == TextErrorKind::Unreadable {
        return;
    }
    let help = error
        .help
        .clone()
        .unwrap_or_else(|| format!("write it as in \"{example}\""));
    let span = part_of(span, text, &error.span, reader);
    reader.report_with(family.code(error.kind), span, error.message.clone(), help);
}

/// The place of a part of a text: exact where the text stands in the file as it is, else the whole value.
fn part_of(span: Span, text: &str, part: &std::ops::Range<usize>, reader: &Reader<'_>) -> Span {
    let raw = reader.findings.raw(span);
    let Some(before) = raw
        .find(text)
        .filter(|_| !text.is_empty() && part.start < part.end)
    else {
        return span;
    };
    let start = span.start as usize + before;
    Span::new(span.source, start + part.start..start + part.end)
}

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

fn text_schema(pattern: Option<&str>, example: &str) -> Json {
    match pattern {
        Some(pattern) => json!({ "type": "string", "pattern": pattern, "examples": [example] }),
        None => json!({ "type": "string", "minLength": 1, "examples": [example] }),
    }
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

impl FromValue for Distribution {
    fn from_value(value: Value, span: Span, reader: &mut Reader<'_>) -> Option<Self> {
        let (Value::Text(text) | Value::Cell(text)) = &value else {
            return parsed(
                &value,
                span,
                reader,
                (Family::Law, "lognormal(mean=20min, cv=0.5)"),
                |_| unreachable_text(),
            );
        };
        let law = text::distribution(text, Unit::Duration, &mut |path| {
            read_file(path, span, reader)
        });
        law.map_err(|error| {
            report(
                &error,
                text,
                span,
                reader,
                (Family::Law, "lognormal(mean=20min, cv=0.5)"),
            )
        })
        .ok()
    }

    fn schema() -> Json {
        text_schema(None, "lognormal(mean=20min, cv=0.5)")
    }
}

/// Only called for texts, which were handled before.
fn unreachable_text<T>() -> Result<T, TextError> {
    Err(TextError {
        kind: TextErrorKind::Syntax,
        span: 0..0,
        message: "not a distribution".into(),
        help: None,
    })
}

/// The text of a file that a distribution names; what is wrong with it is reported here.
pub(crate) fn read_file(
    path: &str,
    named_at: Span,
    reader: &mut Reader<'_>,
) -> Result<String, String> {
    match reader.text(path, Some(named_at)) {
        Some((_, source)) => Ok(source.text().to_owned()),
        None => Err("it was reported when it was read".to_owned()),
    }
}

/// The law of a shock; what its spells mean depends on the grain, so it is parsed when that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LawText(pub String);

impl FromValue for LawText {
    fn from_value(value: Value, span: Span, reader: &mut Reader<'_>) -> Option<Self> {
        match value {
            Value::Text(text) | Value::Cell(text) => Some(Self(text)),
            other => wrong_type(
                "a law such as \"lognormal(mean=1, cv=0.1)\"",
                &other,
                span,
                reader,
            ),
        }
    }

    fn schema() -> Json {
        text_schema(None, "ar1(sigma=0.15, phi=0.6)")
    }
}

/// Open hours: one text or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenHours(pub WeeklyHours);

impl FromValue for OpenHours {
    fn from_value(value: Value, span: Span, reader: &mut Reader<'_>) -> Option<Self> {
        let items = match value {
            Value::List(items) => items,
            single => vec![super::value::Given {
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

/// Names separated by blanks, or a list of names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(pub Vec<String>);

impl FromValue for Words {
    fn from_value(value: Value, span: Span, reader: &mut Reader<'_>) -> Option<Self> {
        match value {
            Value::Text(text) | Value::Cell(text) => {
                Some(Self(text.split_whitespace().map(str::to_owned).collect()))
            }
            Value::List(_) => {
                let list: Vec<super::value::Given<String>> =
                    FromValue::from_value(value, span, reader)?;
                Some(Self(list.into_iter().map(|item| item.value).collect()))
            }
            other => wrong_type("names separated by blanks", &other, span, reader),
        }
    }

    fn schema() -> Json {
        json!({ "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] })
    }
}

/// A name of the IANA time zone database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeZoneName(pub String);

impl FromValue for TimeZoneName {
    fn from_value(value: Value, span: Span, reader: &mut Reader<'_>) -> Option<Self> {
        let name = String::from_value(value, span, reader)?;
        if reader.knows_time_zone(&name) {
            return Some(Self(name));
        }
        let names: Vec<String> = jiff::tz::db()
            .available()
            .map(|known| known.to_string())
            .collect();
        let help = match closest(&name, names.iter().map(String::as_str)) {
            Some(known) => format!("did you mean `{known}`?"),
            None => "write a name of the IANA database, such as \"Europe/Berlin\"".to_owned(),
        };
        reader.report_with(
            Code::UnknownTimeZone,
            span,
            format!("`{name}` is not a time zone"),
            help,
        );
        None
    }

    fn schema() -> Json {
        text_schema(None, "America/New_York")
    }
}

/// The rule of the sourcing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourcingRule {
    /// Least planned time.
    Nearest,
    /// By the sourcing table.
    Table,
}

/// Implements reading one of a few words.
macro_rules! choice {
    ($type:ident: $($word:literal => $variant:ident),* $(,)?) => {
        impl FromValue for $type {
            fn from_value(value: Value, span: Span, reader: &mut Reader<'_>) -> Option<Self> {
                let word = String::from_value(value, span, reader)?;
                match word.as_str() {
                    $($word => Some(Self::$variant),)*
                    other => {
                        unknown_word(other, &[$($word),*], span, reader);
                        None
                    }
                }
            }

            fn schema() -> Json {
                json!({ "enum": [$($word),*] })
            }
        }
    };
}

fn unknown_word(word: &str, known: &[&str], span: Span, reader: &mut Reader<'_>) {
    let message = format!("`{word}` is not one of {}", known.join(", "));
    match closest(word, known.iter().copied()) {
        Some(meant) => reader.report_with(
            Code::UnknownWord,
            span,
            message,
            format!("did you mean `{meant}`?"),
        ),
        None => reader.report(Code::UnknownWord, span, message),
    }
}

choice!(FacilityKind:
    "fulfilment-centre" => FulfilmentCentre,
    "sort-centre" => SortCentre,
    "cross-dock" => CrossDock,
    "delivery-station" => DeliveryStation,
    "hub" => Hub,
    "supplier" => Supplier,
);
choice!(TransitDraw: "per-departure" => PerDeparture, "per-parcel" => PerParcel);
choice!(ShockTarget:
    "service-time" => ServiceTime,
    "transit" => Transit,
    "servers" => Servers,
    "demand" => Demand,
    "departure-delay" => DepartureDelay,
);
choice!(ShockScope: "shared" => Shared, "each" => Each);
choice!(Grain: "day" => Day, "week" => Week);
choice!(Choose: "mix" => Mix, "fastest" => Fastest);
choice!(AfterCutoff: "close" => Close, "next-day" => NextDay);
choice!(SourcingRule: "nearest" => Nearest, "table" => Table);
