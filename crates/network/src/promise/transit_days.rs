//! The `static-table` policy: days counted through dispatch, transit and delivery calendars.

use crate::calendar::{CivilDays, DayTime, OpenDays};
use crate::time::Instant;

/// What a carrier's table of transit days needs beside the number of days: the calendars of an origin and a zone.
#[derive(Clone, Copy, Debug)]
pub struct TransitDays<'a> {
    /// Civil days of the origin.
    pub origin: &'a CivilDays,
    /// Orders after this clock time of the origin are dispatched on the next dispatch day; `None`: 24:00.
    pub cutoff: Option<DayTime>,
    /// Dispatch days of the origin.
    pub dispatch: &'a OpenDays,
    /// Days on which parcels move.
    pub transit: &'a OpenDays,
    /// Civil days of the zone.
    pub zone: &'a CivilDays,
    /// Delivery days of the zone.
    pub delivery: &'a OpenDays,
}

impl TransitDays<'_> {
    /// The base promise of an order with so many transit days: the last tick of its delivery day.
    ///
    /// Dispatched on the first dispatch day on which the cutoff is not yet over, it travels until the n-th transit day after
    /// that (no transit days: until dispatch), and is delivered on the first delivery day from then on.
    /// [`Instant::NEVER`] if a calendar is never open.
    #[must_use]
    pub fn promise(&self, placement: Instant, transit_days: u32) -> Instant {
        let today = self.origin.day_of(placement);
        let cutoff = self
            .origin
            .deadline(today, self.cutoff.unwrap_or(DayTime::END));
        let ready = if placement <= cutoff {
            today
        } else {
            today.plus(1)
        };
        let dispatched = self.dispatch.next_open_day(ready);
        let arrived = self.transit.add(dispatched, i64::from(transit_days));
        self.zone.end_of(self.delivery.next_open_day(arrived))
    }
}
