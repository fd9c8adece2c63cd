//! Lanes and their departures.

use super::money::{LaneCosts, LoadLimit};
use super::tour::Tour;
use crate::calendar::DayTime;
use crate::distribution::Distribution;
use crate::time::Duration;

/// A directed connection.
#[derive(Clone, Debug)]
pub struct Lane {
    /// `from->to`, with `#2`, `#3` for further lanes between the same two nodes.
    pub name: String,
    /// Mode, e.g. `truck`; empty if not given.
    pub mode: String,
    /// Who runs it; empty if not given.
    pub carrier: String,
    /// When vehicles leave.
    pub departures: Departures,
    /// Critical pull time = departure - load lead (for a last leg: the sort cutoff).
    pub load_lead: Duration,
    /// What a departure takes; `None`: anything.
    pub capacity: Option<LoadLimit>,
    /// So many orders may be promised on a departure; `None`: any number.
    pub order_cap: Option<u32>,
    /// Time on the road.
    pub transit: Distribution,
    /// Drawn once per departure or once per parcel.
    pub draw: TransitDraw,
    /// Part of the log variance of `transit` that a whole departure shares, 0 to 1 (only with [`TransitDraw::PerParcel`]).
    pub vehicle_share: f64,
    /// Last leg: deliveries are spread uniformly over this length after the transit.
    pub spread: Duration,
    /// Last leg: its drivers; they state the capacity too. `None`: deliveries are made as `spread` says.
    pub tour: Option<Tour>,
    /// Last leg: delivery attempts that may fail; `None`: the first always succeeds.
    pub attempts: Option<Attempts>,
    /// How much later than scheduled a vehicle leaves; on demand, than it is due.
    pub delay: Option<Distribution>,
    /// Probability that a departure is cancelled.
    pub cancel: f64,
    /// Planned transit; `None`: the median of `transit` plus half of `spread` or of a full tour.
    pub planned: Option<Duration>,
    /// Scheduled departures on days closed here do not run; on demand, vehicles leave only in its open hours. Index into [`super::Network::calendars`].
    pub dispatch_calendar: Option<usize>,
    /// The vehicle stands still while this calendar (in the origin's time zone) is closed.
    pub transit_calendar: Option<usize>,
    /// Service levels that may use the lane; `None`: all. Indices into [`super::Network::service_levels`].
    pub service_levels: Option<Vec<usize>>,
    /// Great-circle distance in km where both ends have a position.
    pub distance_km: Option<f64>,
    /// Kilometres on the road: the distance times the detour of the mode.
    pub road_km: Option<f64>,
    /// Last leg: days on which its carrier delivers, instead of those of the zone. Index into [`super::Network::calendars`].
    pub delivery_calendar: Option<usize>,
    /// What it costs.
    pub costs: LaneCosts,
    /// The lane, by position, that takes what finds a departure full; it leads between the same two nodes.
    pub overflow: Option<usize>,
}

/// Delivery attempts of a last leg. A failed one is made again at the same clock time of the next delivery day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Attempts {
    /// Probability that an attempt succeeds, in (0, 1).
    pub success: f64,
    /// So many are made; then the order has ended without a delivery.
    pub most: u32,
}

/// When vehicles of a lane leave.
#[derive(Clone, Debug)]
pub enum Departures {
    /// At once for every parcel, or when the dispatch calendar opens.
    OnDemand,
    /// Every `every` ticks, the first at `offset` after midnight of the scenario's first date at the origin.
    Headway {
        /// Time between departures, positive.
        every: Duration,
        /// From that midnight to the first departure.
        offset: Duration,
    },
    /// At civil times of the origin's time zone.
    Timetable(Vec<TimetableEntry>),
}

/// Clock times on some weekdays.
#[derive(Clone, Debug)]
pub struct TimetableEntry {
    /// Monday first.
    pub weekdays: [bool; 7],
    /// Departure times, ascending.
    pub times: Vec<DayTime>,
}

/// Which parcels share one draw of the transit time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransitDraw {
    /// All parcels of a departure arrive together.
    PerDeparture,
    /// Every parcel has its own.
    PerParcel,
}
