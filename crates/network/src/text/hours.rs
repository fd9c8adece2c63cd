//! Weekly hours, staffing and departures.

use jiff::civil::{Date, DateTime};

use super::clock::{day_time_piece, weekdays_piece};
use super::duration::positive_duration;
use super::number::count;
use super::{Piece, TextError, TextErrorKind};
use crate::calendar::{DayTime, WeeklyHours, WeeklyInterval};
use crate::network::{
    Capacity, DeliveryWindow, Departures, Outage, OutageTime, Shift, TimetableEntry,
};
use crate::time::Duration;

/// Weekly hours from several texts: ["mon-fri 06:00-22:00", "sat 08:00-14:00"].
///
/// Each text names weekdays and then any number of intervals; without an interval the days are open all day. An end at
/// or before the start is on the next day.
///
/// # Errors
/// The position of the text that is wrong, and what is wrong with it.
pub fn weekly_hours<T: AsRef<str>>(texts: &[T]) -> Result<WeeklyHours, (usize, TextError)> {
    let mut intervals = Vec::new();
    for (position, text) in texts.iter().enumerate() {
        intervals.extend(
            interval_piece(Piece::whole(text.as_ref())).map_err(|error| (position, error))?,
        );
    }
    Ok(sorted(intervals))
}

/// Weekly hours from one text: "mon-fri 06:00-22:00", or whole days: "mon-fri".
///
/// # Errors
/// Empty, an unknown weekday, or not of this form.
pub fn weekly_interval(text: &str) -> Result<WeeklyHours, TextError> {
    interval_piece(Piece::whole(text)).map(sorted)
}

/// How much a stage can do at once: "40", "unlimited", "40 @ mon-fri 06:00-14:30; 60 @ daily 15:00-23:30".
///
/// # Errors
/// Empty, a number of servers that is not a whole number of at least 1, or hours that are wrong.
pub fn staffing(text: &str) -> Result<Capacity, TextError> {
    let piece = Piece::whole(text).required("a number of servers")?;
    if piece.text == "unlimited" {
        return Ok(Capacity::Unlimited);
    }
    if piece.text.starts_with(|c: char| c.is_alphabetic())
        && !super::number::spells_not_finite(piece.text)
    {
        return Err(piece.unknown(TextErrorKind::UnknownName, "capacity", &["unlimited"]));
    }
    if !piece.text.contains('@') && !piece.text.contains(';') {
        return count(piece, "the number of servers").map(Capacity::Servers);
    }
    let shifts = piece
        .split(';')
        .filter(|part| !part.text.is_empty())
        .map(shift);
    shifts.collect::<Result<_, _>>().map(Capacity::Staffing)
}

/// Servers that are away: "4 @ mon-fri 12:00-12:30; all @ 2026-12-24 12:00 to 2026-12-25 06:00".
///
/// # Errors
/// Empty, a number of servers that is not a whole number of at least 1 (or `all`), hours or instants that are wrong, or an end that is
/// not after its start.
pub fn outages(text: &str) -> Result<Vec<Outage>, TextError> {
    let piece = Piece::whole(text).required("a time when servers are away")?;
    let parts = piece.split(';').filter(|part| !part.text.is_empty());
    parts.map(outage).collect()
}

fn outage(piece: Piece<'_>) -> Result<Outage, TextError> {
    let Some((servers, when)) = piece.split_once('@') else {
        let error = piece.error(
            TextErrorKind::Syntax,
            format!("`{}` says not when the servers are away", piece.text),
        );
        return Err(error.with_help("write `4 @ mon-fri 12:00-12:30`"));
    };
    let servers = if servers.text == "all" {
        None
    } else {
        Some(count(servers, "the number of servers")?)
    };
    let when = match when.text.find(" to ") {
        None => OutageTime::Weekly(sorted(interval_piece(when)?)),
        Some(at) => {
            let from = civil_instant(when.slice(0, at).trim())?;
            let to = civil_instant(when.slice(at + " to ".len(), when.text.len()).trim())?;
            if to <= from {
                let message = format!("`{}` ends before it begins", when.text);
                return Err(when.error(TextErrorKind::OutOfRange, message));
            }
            OutageTime::Once { from, to }
        }
    };
    Ok(Outage { servers, when })
}

/// "2026-12-24 12:00", or a date alone: its midnight.
fn civil_instant(piece: Piece<'_>) -> Result<DateTime, TextError> {
    let (date, time) = piece.split_once(' ').unwrap_or((piece, piece.slice(0, 0)));
    let parsed: Result<Date, _> = date.text.parse();
    let Ok(day) = parsed else {
        let error = date.error(
            TextErrorKind::Syntax,
            format!("`{}` is not a date", date.text),
        );
        return Err(error.with_help("write `2026-12-24 12:00 to 2026-12-25 06:00`"));
    };
    let at = if time.text.is_empty() {
        DayTime::MIDNIGHT
    } else {
        day_time_piece(time)?
    };
    let midnight = day.to_datetime(jiff::civil::Time::midnight());
    let after = jiff::SignedDuration::from_millis(i64::from(at.0));
    midnight.checked_add(after).map_err(|_| {
        date.error(
            TextErrorKind::OutOfRange,
            "the date is out of range".to_owned(),
        )
    })
}

/// When vehicles leave: "on-demand", "every 120min", "every 2h from 00:30", "mon-fri 18:00 20:30; sat 14:00".
///
/// # Errors
/// Empty, a headway that is not positive, an unknown weekday, or not of this form.
pub fn departures(text: &str) -> Result<Departures, TextError> {
    let piece = Piece::whole(text).required("a timetable")?;
    if piece.text == "on-demand" {
        return Ok(Departures::OnDemand);
    }
    if piece.text == "every" || piece.text.starts_with("every ") {
        return headway(piece.slice("every".len(), piece.text.len()));
    }
    let entries = piece
        .split(';')
        .filter(|part| !part.text.is_empty())
        .map(timetable_entry);
    entries.collect::<Result<_, _>>().map(Departures::Timetable)
}

/// Delivery hours: "17:00-21:00".
///
/// # Errors
/// Empty, not of this form, or an end that is not after the beginning.
pub fn delivery_window(text: &str) -> Result<DeliveryWindow, TextError> {
    let piece = Piece::whole(text).required("delivery hours")?;
    let (from, to) = clock_interval(piece)?;
    if to <= from {
        let message = format!("`{}` does not end after it begins", piece.text);
        return Err(piece
            .error(TextErrorKind::OutOfRange, message)
            .with_help("delivery hours lie within a day, as in `17:00-21:00`"));
    }
    Ok(DeliveryWindow { from, to })
}

fn sorted(mut intervals: Vec<WeeklyInterval>) -> WeeklyHours {
    intervals.sort_by_key(|interval| (interval.weekday, interval.from, interval.to));
    intervals.dedup();
    WeeklyHours { intervals }
}

fn interval_piece(piece: Piece<'_>) -> Result<Vec<WeeklyInterval>, TextError> {
    let piece = piece.required("weekly hours")?;
    let (days, times) = days_and_times(piece)?;
    let mut spans = Vec::new();
    for word in times.words() {
        spans.push(clock_interval(word)?);
    }
    if spans.is_empty() {
        spans.push((DayTime::MIDNIGHT, DayTime::END));
    }
    let open = (0..7_u8).filter(|&day| days[usize::from(day)]);
    Ok(open
        .flat_map(|weekday| {
            spans
                .iter()
                .map(move |&(from, to)| WeeklyInterval { weekday, from, to })
        })
        .collect())
}

/// Weekdays up to the first digit, and what follows it.
fn days_and_times(piece: Piece<'_>) -> Result<([bool; 7], Piece<'_>), TextError> {
    let first = piece
        .text
        .find(|c: char| c.is_ascii_digit())
        .unwrap_or(piece.text.len());
    let days = piece.slice(0, first).trim();
    if days.text.is_empty() {
        let error = piece.error(
            TextErrorKind::Syntax,
            format!("`{}` names no weekdays", piece.text),
        );
        return Err(error.with_help(
            "write weekdays before the times, as in `mon-fri 06:00-22:00` or `daily 18:00`",
        ));
    }
    Ok((
        weekdays_piece(days)?,
        piece.slice(first, piece.text.len()).trim(),
    ))
}

fn clock_interval(word: Piece<'_>) -> Result<(DayTime, DayTime), TextError> {
    let Some((from, to)) = word.split_once('-') else {
        let error = word.error(
            TextErrorKind::Syntax,
            format!("`{}` is not an interval of clock times", word.text),
        );
        return Err(error.with_help("write start and end without blanks, as in `06:00-22:00`"));
    };
    let start = day_time_piece(from)?;
    if start == DayTime::END {
        return Err(from
            .error(TextErrorKind::OutOfRange, "no interval starts at 24:00")
            .with_help("write `00:00`"));
    }
    Ok((start, day_time_piece(to)?))
}

fn shift(piece: Piece<'_>) -> Result<Shift, TextError> {
    let Some((servers, hours)) = piece.split_once('@') else {
        let error = piece.error(
            TextErrorKind::Syntax,
            format!("`{}` says not when the servers are there", piece.text),
        );
        return Err(error.with_help("write `40 @ mon-fri 06:00-14:30`"));
    };
    Ok(Shift {
        servers: count(servers, "the number of servers")?,
        hours: sorted(interval_piece(hours)?),
    })
}

fn headway(piece: Piece<'_>) -> Result<Departures, TextError> {
    let piece = piece.trim();
    let (every, offset) = match piece.text.find("from") {
        None => (piece, Duration::ZERO),
        Some(i) => {
            let first = day_time_piece(piece.slice(i + "from".len(), piece.text.len()))?;
            (piece.slice(0, i).trim(), Duration(i64::from(first.0)))
        }
    };
    Ok(Departures::Headway {
        every: positive_duration(every, "the time between departures")?,
        offset,
    })
}

fn timetable_entry(piece: Piece<'_>) -> Result<TimetableEntry, TextError> {
    let (weekdays, rest) = days_and_times(piece)?;
    let mut times = Vec::new();
    for word in rest
        .text
        .split([' ', '\t', ','])
        .filter(|word| !word.is_empty())
    {
        let at = rest.at + (word.as_ptr() as usize - rest.text.as_ptr() as usize);
        times.push(day_time_piece(Piece { text: word, at })?);
    }
    if times.is_empty() {
        let error = piece.error(
            TextErrorKind::Syntax,
            format!("`{}` names no departure time", piece.text),
        );
        return Err(error.with_help("write `mon-fri 18:00 20:30`"));
    }
    times.sort_unstable();
    times.dedup();
    Ok(TimetableEntry { weekdays, times })
}
