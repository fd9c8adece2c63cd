//! Facilities, their stages, and zones.

use super::{Money, Outage, Pool, Queueing};
use crate::calendar::WeeklyHours;
use crate::distribution::Distribution;
use crate::time::Duration;

/// A node of the graph.
#[derive(Clone, Debug)]
pub enum Node {
    /// A place where parcels are worked on or change vehicles.
    Facility(Facility),
    /// A set of customers served as one destination.
    Zone(Zone),
}

/// Latitude and longitude in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    /// Degrees north, -90 to 90.
    pub latitude: f64,
    /// Degrees east, -180 to 180.
    pub longitude: f64,
}

/// What a facility is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FacilityKind {
    /// Holds stock; orders are sourced here.
    FulfilmentCentre,
    /// Sorts parcels between lines.
    SortCentre,
    /// Moves parcels from vehicle to vehicle.
    CrossDock,
    /// Last-leg routes start here.
    DeliveryStation,
    /// A 3PL hub.
    Hub,
    /// Supplies stock.
    Supplier,
}

/// A place in the network.
#[derive(Clone, Debug)]
pub struct Facility {
    /// Unique name.
    pub name: String,
    /// What it is for.
    pub kind: FacilityKind,
    /// Where it stands, if known.
    pub position: Option<Position>,
    /// IANA time zone.
    pub time_zone: String,
    /// Steps in the order in which a parcel passes them.
    pub stages: Vec<Stage>,
    /// Staff shared by several of the stages.
    pub pools: Vec<Pool>,
}

/// One step inside a facility.
#[derive(Clone, Debug)]
pub struct Stage {
    /// Name, unique within the facility.
    pub name: String,
    /// How much it can do at once.
    pub capacity: Capacity,
    /// Length of the work on one parcel.
    pub service: Distribution,
    /// Planned length; `None`: the median of `service`.
    pub planned: Option<Duration>,
    /// Index into [`super::Network::calendars`]; closed outside.
    pub calendar: Option<usize>,
    /// Who is served next, and what interrupts work.
    pub queueing: Queueing,
    /// Cost of the work on a parcel, each time it is done.
    pub cost: Money,
    /// Cost of an hour of a server that is present.
    pub wage: Money,
    /// Servers that are away for a while.
    pub outages: Vec<Outage>,
    /// Whose staff works there: position in [`Facility::pools`]; `None`: its own.
    pub pool: Option<usize>,
    /// Only what flows back passes it.
    pub returns: bool,
}

/// How much a stage can do at once.
#[derive(Clone, Debug)]
pub enum Capacity {
    /// A constant number of servers.
    Servers(u32),
    /// A number of servers that follows the shifts; zero outside them. Overlapping shifts add up.
    Staffing(Vec<Shift>),
    /// As many as there are parcels: a pure delay.
    Unlimited,
    /// Starts are spaced by 1/rate; the service time follows as a pure delay. Parcels per hour.
    Throughput {
        /// Parcels per hour.
        per_hour: f64,
    },
}

/// Servers present during weekly hours.
#[derive(Clone, Debug)]
pub struct Shift {
    /// How many.
    pub servers: u32,
    /// When, in the facility's civil time.
    pub hours: WeeklyHours,
}

/// A set of customers served as one destination.
#[derive(Clone, Debug)]
pub struct Zone {
    /// Unique name.
    pub name: String,
    /// Share of demand, not normalised, positive.
    pub weight: f64,
    /// Where it is, if known.
    pub position: Option<Position>,
    /// IANA time zone.
    pub time_zone: String,
    /// Days on which deliveries are made. Index into [`super::Network::calendars`]; `None`: every day.
    pub delivery_calendar: Option<usize>,
    /// When somebody is at home; `None`: at any time.
    pub delivery_window: Option<super::DeliveryWindow>,
    /// Demand profile of its own. Index into [`super::Network::profiles`].
    pub profile: Option<usize>,
}
