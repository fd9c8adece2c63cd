//! Clock times and weekdays.

use super::{Piece, TextError, TextErrorKind};
use crate::calendar::DayTime;
use crate::time::{TICKS_PER_HOUR, TICKS_PER_MINUTE, TICKS_PER_SECOND};

/// Short names of the weekdays, Monday first.
pub(crate) const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// Long names of the weekdays, Monday first.
const LONG_WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// A clock time of a civil day: "17:30", "9:00", "17:30:15", up to "24:00".
///
/// # Errors
/// Empty, out of range, or not of this form.
pub fn day_time(text: &str) -> Result<DayTime, TextError> {
    day_time_piece(Piece::whole(text))
}

/// As [`day_time`], of a piece.
pub(crate) fn day_time_piece(piece: Piece<'_>) -> Result<DayTime, TextError> {
    let piece = piece.trim().required("a clock time")?;
    let mut fields = [0_i64; 3];
    let mut count = 0;
    for field in piece.text.split(':') {
        if count == 3 || !is_field(field, count) {
            return Err(not_a_clock_time(piece));
        }
        fields[count] = field.parse().map_err(|_| not_a_clock_time(piece))?;
        count += 1;
    }
    if count < 2 {
        return Err(not_a_clock_time(piece));
    }
    let [hours, minutes, seconds] = fields;
    let ticks = hours * TICKS_PER_HOUR + minutes * TICKS_PER_MINUTE + seconds * TICKS_PER_SECOND;
    if minutes > 59 || seconds > 59 || ticks > 24 * TICKS_PER_HOUR {
        let message = format!("`{}` is not between 00:00 and 24:00", piece.text);
        return Err(piece.error(TextErrorKind::OutOfRange, message));
    }
    Ok(DayTime(ticks as u32))
}

/// Hours have one or two digits, minutes and seconds two.
fn is_field(field: &str, place: usize) -> bool {
    let digits = field.bytes().all(|byte| byte.is_ascii_digit());
    digits && (field.len() == 2 || (place == 0 && field.len() == 1))
}

fn not_a_clock_time(piece: Piece<'_>) -> TextError {
    let message = format!("`{}` is not a clock time", piece.text);
    piece
        .error(TextErrorKind::Syntax, message)
        .with_help("write hours and minutes, as in `17:30`")
}

/// Weekdays, Monday first: "mon-fri", "sat", "mon,wed", "fri-mon" (over the weekend), "daily".
///
/// # Errors
/// Empty or an unknown name.
pub fn weekdays(text: &str) -> Result<[bool; 7], TextError> {
    weekdays_piece(Piece::whole(text))
}

/// As [`weekdays`], of a piece; names are separated by commas or blanks.
pub(crate) fn weekdays_piece(piece: Piece<'_>) -> Result<[bool; 7], TextError> {
    let piece = piece.trim().required("a list of weekdays")?;
    let mut open = [false; 7];
    for words in piece.split(',') {
        let words = words.required("a weekday")?;
        for word in words.words() {
            mark(word, &mut open)?;
        }
    }
    Ok(open)
}

/// Marks one day or one range of days.
fn mark(word: Piece<'_>, open: &mut [bool; 7]) -> Result<(), TextError> {
    if word.text == "daily" {
        *open = [true; 7];
        return Ok(());
    }
    let (first, last) = match word.split_once('-') {
        Some((first, last)) => (weekday(first)?, weekday(last)?),
        None => (weekday(word)?, weekday(word)?),
    };
    let mut day = first;
    open[day] = true;
    while day != last {
        day = (day + 1) % 7;
        open[day] = true;
    }
    Ok(())
}

/// One weekday by its short or long name; Monday is 0.
fn weekday(word: Piece<'_>) -> Result<usize, TextError> {
    let word = word.required("a weekday")?;
    let lower = word.text.to_lowercase();
    let known = |names: &[&str; 7]| names.iter().position(|&name| name == lower);
    known(&WEEKDAYS)
        .or_else(|| known(&LONG_WEEKDAYS))
        .ok_or_else(|| {
            let mut names = WEEKDAYS.to_vec();
            names.push("daily");
            word.unknown(TextErrorKind::UnknownName, "weekday", &names)
        })
}
