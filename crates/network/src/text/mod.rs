//! Quantities as people write them in a scenario, in a TOML string and in a CSV cell alike.
//!
//! One function per quantity. Each reads a whole text and says precisely what is wrong and where; none reads a file, the
//! clock or the environment. Canonical texts are written by `Display` and [`crate::distribution::Distribution::text`].
//!
//! ```
//! use leadtime_network::text;
//! use leadtime_network::time::Duration;
//!
//! assert_eq!(text::duration("2h 30m").map(|length| length.to_string()), Ok("2h 30min".to_owned()));
//! assert_eq!(text::duration("90min"), Ok(Duration::from_minutes(90)));
//! let error = text::duration("90").unwrap_err();
//! assert_eq!(error.kind, text::TextErrorKind::BareNumber);
//! ```

mod amount;
mod clock;
mod duration;
mod error;
pub(crate) mod glob;
mod hours;
mod law;
mod number;
pub mod pattern;
mod piece;
mod quantity;
mod rate;
mod weight;
mod write;

pub use self::amount::{GridField, day_offset, latest, padding, padding_grid};
pub use self::clock::{day_time, weekdays};
pub use self::duration::{LONGEST, duration, signed_duration};
pub use self::error::{TextError, TextErrorKind};
pub use self::glob::matches as glob_matches;
pub use self::hours::{
    delivery_window, departures, outages, staffing, weekly_hours, weekly_interval,
};
pub use self::law::{ReadFile, Unit, distribution, shock_law};
pub(crate) use self::piece::Piece;
pub use self::rate::{rate, rounding, speed};
pub use self::weight::{HEAVIEST, weight};
