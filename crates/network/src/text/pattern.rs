//! Regular expressions (ECMA-262) of the texts, for a JSON Schema. What matches has the right form and may still be out of
//! range: the reader has the last word.

/// One number with optional decimals.
macro_rules! number {
    () => {
        r"[0-9]+(\.[0-9]+)?"
    };
}

/// A sum of lengths, longest unit first.
macro_rules! elapsed {
    ($units:literal) => {
        concat!(
            number!(),
            " ?(",
            $units,
            ")( ?",
            number!(),
            " ?(",
            $units,
            "))*"
        )
    };
}

/// [`super::duration`]: "2h 30min".
pub const DURATION: &str = concat!(r"^\s*\+?", elapsed!("ms|s|min|m|h|d|w"), r"\s*$");
/// [`super::signed_duration`]: "-2h".
pub const SIGNED_DURATION: &str = concat!(r"^\s*[+-]?", elapsed!("ms|s|min|m|h|d|w"), r"\s*$");
/// [`super::day_offset`]: "6h", "2d", "1bd".
pub const DAY_OFFSET: &str = concat!(
    r"^\s*\+?([0-9]+ ?(d|w|bd)|",
    elapsed!("ms|s|min|m|h"),
    r")\s*$"
);
/// [`super::padding`]: "4h", "-1d", "1bd", "10%".
pub const PADDING: &str = concat!(
    r"^\s*[+-]?([0-9]+ ?(d|w|bd)|[0-9]+(\.[0-9]{1,2})? ?%|",
    elapsed!("ms|s|min|m|h"),
    r")\s*$"
);
/// [`super::latest`]: "same-day", "next-delivery-day", or a length.
pub const LATEST: &str = concat!(
    r"^\s*(same-day|next-delivery-day|\+?([0-9]+ ?(d|w|bd)|",
    elapsed!("ms|s|min|m|h"),
    r"))\s*$"
);
/// [`super::day_time`]: "17:30".
pub const DAY_TIME: &str =
    r"^\s*([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?\s*$|^\s*24:00(:00)?\s*$";
/// [`super::rate`]: "100000/d".
pub const RATE: &str = concat!(
    r"^\s*",
    number!(),
    r" ?/ ?(ms|s|sec|second|m|min|minute|h|hour|d|day|w|week)\s*$"
);
/// [`super::speed`]: "80km/h".
pub const SPEED: &str = concat!(r"^\s*", number!(), r" ?(km/h|mph)\s*$");
/// [`super::weight`]: "1.2kg".
pub const WEIGHT: &str = concat!(r"^\s*\+?(", number!(), r" ?(g|kg|t|lb)\s*)+$");
/// [`super::rounding`]: "end-of-day", "2h".
pub const ROUNDING: &str =
    r"^\s*(instant|hour|end-of-day|end-of-delivery-day|(1|2|3|4|6|8|12|24) ?h)\s*$";
