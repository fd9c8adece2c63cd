//! Civil dates and clock times as a planner says them.

use super::NOTHING;

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// `Thu 24 Dec` of `2026-12-24`; what is no date stays as it is.
pub(crate) fn date(iso: &str) -> String {
    day_number(iso).map_or_else(|| iso.to_owned(), day)
}

/// `Wed 23 Dec 18:00` of `2026-12-23T18:00`; midnight is the 24:00 of the day before: it is the end of an hour. A dash where there is none.
pub(crate) fn end_of_hour(iso: Option<&str>) -> String {
    let Some(iso) = iso else {
        return NOTHING.to_owned();
    };
    let Some((number, clock)) = iso
        .split_once('T')
        .and_then(|(date, clock)| Some((day_number(date)?, clock)))
    else {
        return iso.to_owned();
    };
    if clock == "00:00" {
        format!("{} 24:00", day(number - 1))
    } else {
        format!("{} {clock}", day(number))
    }
}

/// Hours of local time since the day 0 of [`day`], of `2026-12-23T18:00`.
pub(crate) fn hours(iso: &str) -> Option<f64> {
    let (date, clock) = iso.split_once('T')?;
    let hour: u8 = clock.split(':').next()?.parse().ok()?;
    Some(day_number(date)? as f64 * 24.0 + f64::from(hour))
}

/// Days since 1 March 2000 of an ISO date.
fn day_number(iso: &str) -> Option<i64> {
    let mut parts = iso.splitn(3, '-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Years that begin in March have the day that may be missing at their end.
    let (year, month) = if month > 2 {
        (year - 2000, month - 3)
    } else {
        (year - 2001, month + 9)
    };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    Some(365 * year + leap_days + (153 * month + 2) / 5 + day - 1)
}

/// Weekday, day and month of a day number.
pub(crate) fn day(number: i64) -> String {
    let of_400_years = number.rem_euclid(146_097);
    let year = (of_400_years - of_400_years / 1_460 + of_400_years / 36_524
        - of_400_years / 146_096)
        / 365;
    let of_year = of_400_years - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    // 1 March 2000 was a Wednesday.
    let weekday = WEEKDAYS[(number + 2).rem_euclid(7) as usize];
    format!("{weekday} {day} {}", MONTHS[((month + 2) % 12) as usize])
}

#[cfg(test)]
mod tests {
    use super::*;

    // catches: leap years, the turn of a year, a weekday off by one
    #[test]
    fn dates_are_said_with_their_weekday() {
        let said = [
            ("2026-12-24", "Thu 24 Dec"),
            ("2026-01-01", "Thu 1 Jan"),
            ("2024-02-29", "Thu 29 Feb"),
            ("2000-03-01", "Wed 1 Mar"),
            ("1999-12-31", "Fri 31 Dec"),
            ("2100-03-01", "Mon 1 Mar"),
        ];
        for (iso, words) in said {
            assert_eq!(date(iso), words);
        }
        assert_eq!(end_of_hour(Some("2026-12-23T18:00")), "Wed 23 Dec 18:00");
        assert_eq!(end_of_hour(Some("2027-01-01T00:00")), "Thu 31 Dec 24:00");
        assert_eq!(end_of_hour(Some("2024-03-01T00:00")), "Thu 29 Feb 24:00");
        assert_eq!(end_of_hour(Some("soon")), "soon");
        assert_eq!(end_of_hour(None), NOTHING);
    }
}
