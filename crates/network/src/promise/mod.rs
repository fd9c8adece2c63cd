//! Promise arithmetic: offsets, padding, rounding, `latest`, and the required padding of an order.
//!
//! Everything is exact in ticks; no query allocates or can fail. A promise is
//!
//! ```text
//! promise(padding) = round(max(placement, base promise + padding))
//! ```
//!
//! which is nondecreasing in the padding, so that of a whole grid of paddings one index says from which on an order is on
//! time ([`PromiseClock::required`]), and one up to which its level is offered ([`PromiseClock::offered`]).

mod amount;
mod clock;
mod grid;
mod required;
mod transit_days;

pub use self::amount::{DayOffset, PaddingAmount, PaddingKind, Rounding};
pub use self::clock::PromiseClock;
pub use self::grid::PaddingGrid;
pub use self::transit_days::TransitDays;
