//! The validated network: what a fulfilment network and its promises ARE.
//!
//! A [`Network`] is only ever made by validating a scenario, so everything in it is consistent: names are unique, every
//! reference points at something, every number is finite and in range. It keeps names and civil calendars; the simulator
//! compiles it into dense indices.

use jiff::civil::Date;
use petgraph::graph::{DiGraph, NodeIndex};

use crate::calendar::{Calendar, DayTime, WeeklyHours};
use crate::distribution::{Distribution, ShockLaw};
use crate::promise::{DayOffset, PaddingAmount, PaddingGrid, Rounding};
use crate::time::Duration;

/// A validated fulfilment network with its demand, service levels and promises.
#[derive(Clone, Debug)]
pub struct Network {
    /// Short name of the scenario; names the output folder.
    pub name: String,
    /// One sentence for the report.
    pub description: String,
    /// BLAKE3 digest (hex) of every byte read: the scenario file and its tables.
    pub digest: String,
    /// Start, warm-up, scoring window.
    pub clock: Clock,
    /// Seed and number of replications unless the command line says otherwise.
    pub study: StudyDefaults,
    /// Facilities and zones are nodes, lanes are edges.
    pub graph: DiGraph<Node, Lane>,
    /// Facilities in file order.
    pub facilities: Vec<NodeIndex>,
    /// Zones in file order.
    pub zones: Vec<NodeIndex>,
    /// Calendars by index; names are unique.
    pub calendars: Vec<Calendar>,
    /// Demand profiles by index.
    pub profiles: Vec<Profile>,
    /// How visits arise.
    pub demand: Demand,
    /// How a level is chosen among the open ones.
    pub choose: Choose,
    /// Which facility an order is sourced from.
    pub sourcing: Sourcing,
    /// Service levels, fastest first.
    pub service_levels: Vec<ServiceLevel>,
    /// The paddings at which curves are drawn; at least one grid.
    pub padding_grids: Vec<PaddingGrid>,
    /// Padding overrides: (service level, zone) -> amount. Indices are positions in `service_levels` and `zones`.
    pub paddings: Vec<PaddingOverride>,
    /// Shared random multipliers.
    pub shocks: Vec<Shock>,
    /// Routes fixed by hand.
    pub routes: Vec<RouteOverride>,
}

/// Start, warm-up and scoring window of a scenario.
#[derive(Clone, Debug)]
pub struct Clock {
    /// Tick 0 is local midnight of this date in `time_zone`.
    pub start: Date,
    /// IANA name; default zone of everything that has none of its own.
    pub time_zone: String,
    /// Orders placed before this instant are simulated, not scored.
    pub warm_up: Duration,
    /// End of the scoring window, counted from the start.
    pub horizon: Duration,
    /// How long the run goes on after the horizon at most; `None`: four times the longest base quote.
    pub drain: Option<Duration>,
}

/// Defaults of a study.
#[derive(Clone, Copy, Debug)]
pub struct StudyDefaults {
    /// Master seed; never entropy.
    pub seed: u64,
    /// Independent runs.
    pub replications: u32,
}

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
    /// Index into [`Network::calendars`]; closed outside; work begun is finished.
    pub calendar: Option<usize>,
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
    /// Parcels a departure takes; `None`: any number.
    pub capacity: Option<u32>,
    /// Time on the road.
    pub transit: Distribution,
    /// Drawn once per departure or once per parcel.
    pub draw: TransitDraw,
    /// Part of the log variance of `transit` that a whole departure shares, 0 to 1 (only with [`TransitDraw::PerParcel`]).
    pub vehicle_share: f64,
    /// Last leg: deliveries are spread uniformly over this length after the transit.
    pub spread: Duration,
    /// How much later than scheduled a vehicle leaves.
    pub delay: Option<Distribution>,
    /// Probability that a departure is cancelled.
    pub cancel: f64,
    /// Planned transit; `None`: the median of `transit` plus half of `spread`.
    pub planned: Option<Duration>,
    /// Departures on days closed here do not run. Index into [`Network::calendars`].
    pub dispatch_calendar: Option<usize>,
    /// The vehicle stands still while this calendar (in the origin's time zone) is closed.
    pub transit_calendar: Option<usize>,
    /// Service levels that may use the lane; `None`: all. Indices into [`Network::service_levels`].
    pub service_levels: Option<Vec<usize>>,
    /// Great-circle distance in km where both ends have a position.
    pub distance_km: Option<f64>,
}

/// When vehicles of a lane leave.
#[derive(Clone, Debug)]
pub enum Departures {
    /// At once for every parcel.
    OnDemand,
    /// Every `every` ticks, the first at `offset` after the scenario's start.
    Headway {
        /// Time between departures, positive.
        every: Duration,
        /// First departure after the start.
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
    /// Days on which deliveries are made. Index into [`Network::calendars`]; `None`: every day.
    pub delivery_calendar: Option<usize>,
    /// Demand profile of its own. Index into [`Network::profiles`].
    pub profile: Option<usize>,
}

/// Relative demand per hour of the local week, mean 1, Monday 00-01 first.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Unique name.
    pub name: String,
    /// 168 factors.
    pub week: Vec<f64>,
}

/// A factor on demand between two dates, both inclusive, in the zone's civil time.
#[derive(Clone, Copy, Debug)]
pub struct Season {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Multiplier.
    pub factor: f64,
}

/// How visits arise.
#[derive(Clone, Debug)]
pub enum Demand {
    /// Nonhomogeneous Poisson: rate x profile x season x shock.
    Poisson {
        /// Mean visits per hour over all zones, before season and shocks.
        per_hour: f64,
        /// Index into [`Network::profiles`] for zones without their own; `None`: flat.
        profile: Option<usize>,
        /// Factors by date; where several hold, they multiply.
        season: Vec<Season>,
    },
    /// A forecast volume per civil day (of each zone), shaped by a profile, with a forecast error per day.
    Forecast {
        /// Expected visits per (date, zone or all zones).
        volumes: Vec<ForecastVolume>,
        /// Shape within the day.
        profile: Option<usize>,
        /// Multiplier per day, shared by all zones, mean 1.
        error: Option<ShockLaw>,
    },
    /// Independent gaps between visits, one stream per zone.
    Renewal {
        /// Time between visits (batches).
        interarrival: Distribution,
        /// Visits that arrive together.
        batch: u32,
    },
    /// Replay of an order log.
    Replay {
        /// Rows in order of time.
        rows: Vec<ReplayRow>,
    },
}

/// Expected visits of one civil day.
#[derive(Clone, Debug)]
pub struct ForecastVolume {
    /// The day.
    pub date: Date,
    /// Position in [`Network::zones`]; `None`: all zones by weight.
    pub zone: Option<usize>,
    /// Expected visits.
    pub volume: f64,
}

/// One logged order.
#[derive(Clone, Debug)]
pub struct ReplayRow {
    /// When it was placed.
    pub placed: crate::time::Instant,
    /// Position in [`Network::zones`].
    pub zone: usize,
    /// Position in [`Network::service_levels`], if the log says.
    pub service_level: Option<usize>,
    /// The promise that was really given, if the log says.
    pub promise: Option<crate::time::Instant>,
    /// The log's own identifier, else the row number: names the order's random numbers.
    pub id: u64,
}

/// How a level is chosen without a customer model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choose {
    /// Wanted share per level, falling to the next slower open one.
    Mix,
    /// The fastest open level.
    Fastest,
}

/// Which facility an order is sourced from.
#[derive(Clone, Debug)]
pub enum Sourcing {
    /// Least planned time.
    Nearest,
    /// By table.
    Table(Vec<SourcingRow>),
}

/// One row of a sourcing table.
#[derive(Clone, Copy, Debug)]
pub struct SourcingRow {
    /// Position in [`Network::zones`].
    pub zone: usize,
    /// Position in [`Network::facilities`].
    pub facility: usize,
    /// Position in [`Network::service_levels`]; `None`: all levels.
    pub service_level: Option<usize>,
}

/// What is offered at checkout.
#[derive(Clone, Debug)]
pub struct ServiceLevel {
    /// Unique name.
    pub name: String,
    /// Wanted share under [`Choose::Mix`], not normalised.
    pub share: f64,
    /// The last instant of a day at which it is offered; `None`: always offered.
    pub cutoff: Option<Cutoff>,
    /// Latest acceptable promise, counted from placement's local day.
    pub latest: Option<DayOffset>,
    /// Lifts `latest`: the level keeps its name however late the promise.
    pub keep_label: bool,
    /// How the base promise is made.
    pub promise: PromisePolicy,
    /// Added to the base promise.
    pub padding: PaddingAmount,
    /// After padding.
    pub rounding: Rounding,
    /// Wanted on-time share, 0 to 1.
    pub target: Option<f64>,
    /// Delivered at least so long before the promise counts as beaten.
    pub beat_by: Duration,
    /// Eligible zones; `None`: all. Positions in [`Network::zones`].
    pub zones: Option<Vec<usize>>,
}

/// A cutoff per weekday and for holidays.
#[derive(Clone, Debug)]
pub struct Cutoff {
    /// Per weekday, Monday first; `None`: the level is not offered that day.
    pub weekdays: [Option<DayTime>; 7],
    /// On holidays; outer `None`: as on the weekday; inner `None`: not offered.
    pub holiday: Option<Option<DayTime>>,
    /// The dates on which `holiday` holds.
    pub holidays: Vec<Date>,
    /// Whose civil time.
    pub at: CutoffAt,
    /// What a later order means.
    pub after: AfterCutoff,
}

/// Whose civil time a cutoff is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CutoffAt {
    /// The customer's zone.
    Zone,
    /// The facility the order is sourced from.
    Origin,
    /// A named facility; position in [`Network::facilities`].
    Facility(usize),
}

/// What an order after the cutoff means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterCutoff {
    /// The level is not offered.
    Close,
    /// It counts as placed on the next civil day.
    NextDay,
}

/// How the base promise is made: a pure function of what is known at placement.
#[derive(Clone, Debug)]
pub enum PromisePolicy {
    /// A fixed length after placement.
    Constant(DayOffset),
    /// A day and an hour, by the clock time of placement.
    Service(Vec<ServiceWindow>),
    /// The planned path through calendars and timetables, plus an allowance.
    Plan {
        /// Added to the planned delivery.
        allowance: Duration,
    },
    /// Transit days per (origin, zone) through the dispatch, transit and delivery calendars.
    StaticTable(StaticTable),
    /// The promise of the replayed log row.
    Log,
}

/// Orders placed up to `until` (inclusive; the last window of the day has none) are promised for `at` on day `day`.
#[derive(Clone, Copy, Debug)]
pub struct ServiceWindow {
    /// Clock time of the zone; `None`: any.
    pub until: Option<DayTime>,
    /// Day of the promise, from placement's (or the rolled) local day.
    pub day: DayOffset,
    /// Clock time of the zone on that day.
    pub at: DayTime,
}

/// Static transit days.
#[derive(Clone, Debug)]
pub struct StaticTable {
    /// Orders after it are dispatched on the next dispatch day (origin's civil time); `None`: midnight.
    pub cutoff: Option<DayTime>,
    /// Calendar of dispatch days; index into [`Network::calendars`]; `None`: every day.
    pub dispatch_calendar: Option<usize>,
    /// Calendar of transit days.
    pub transit_calendar: Option<usize>,
    /// (origin facility position, zone position, transit days).
    pub days: Vec<(usize, usize, u32)>,
}

/// A padding for one level, one zone or both.
#[derive(Clone, Copy, Debug)]
pub struct PaddingOverride {
    /// Position in [`Network::service_levels`]; `None`: all.
    pub service_level: Option<usize>,
    /// Position in [`Network::zones`]; `None`: all.
    pub zone: Option<usize>,
    /// The amount that holds there; the last matching row wins.
    pub padding: PaddingAmount,
}

/// A route fixed by hand.
#[derive(Clone, Debug)]
pub struct RouteOverride {
    /// Position in [`Network::zones`].
    pub zone: usize,
    /// Position in [`Network::service_levels`]; `None`: all levels.
    pub service_level: Option<usize>,
    /// Nodes from the origin facility to the zone.
    pub path: Vec<NodeIndex>,
}

/// A random multiplier shared by many orders.
#[derive(Clone, Debug)]
pub struct Shock {
    /// Unique name: names its random numbers.
    pub name: String,
    /// What it multiplies.
    pub target: ShockTarget,
    /// What it touches, by position; resolved from globs.
    pub touches: ShockTouches,
    /// One value for all, or one per touched entity.
    pub scope: ShockScope,
    /// How long one value holds.
    pub grain: Grain,
    /// IANA time zone of the grain.
    pub time_zone: String,
    /// The law of the multiplier.
    pub law: ShockLaw,
    /// Part of the entity's own log variance that the shock takes out of it, 0 to 1.
    pub share: f64,
}

/// What a shock multiplies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShockTarget {
    /// Service times of stages.
    ServiceTime,
    /// Transit times of lanes.
    Transit,
    /// Number of servers of stages, rounded to the nearest whole, at least 0.
    Servers,
    /// Demand rate of zones.
    Demand,
    /// Departure delay of lanes.
    DepartureDelay,
}

/// Entities touched by a shock.
#[derive(Clone, Debug)]
pub enum ShockTouches {
    /// (facility position, stage position) pairs.
    Stages(Vec<(usize, usize)>),
    /// Edges of the graph.
    Lanes(Vec<petgraph::graph::EdgeIndex>),
    /// Zone positions.
    Zones(Vec<usize>),
}

/// One value for all touched entities, or one each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShockScope {
    /// One value for all.
    Shared,
    /// One value per entity.
    Each,
}

/// How long one value of a shock holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grain {
    /// A civil day.
    Day,
    /// An ISO week.
    Week,
}
