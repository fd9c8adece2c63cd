//! Service levels, promises, paddings, sourcing and routes.

use jiff::civil::Date;
use petgraph::graph::NodeIndex;

use super::Assign;
use crate::calendar::DayTime;
use crate::promise::{DayOffset, PaddingAmount, Rounding};
use crate::time::Duration;

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
    /// The earliest planned delivery now: the planned path is walked through calendars and timetables.
    Fastest,
    /// As few parcels as possible; among equals the nearest.
    FewestSplits,
    /// Where the least work waits, in hours of the facility's slowest stage.
    LeastLoaded,
    /// The cheapest planned path whose planned delivery keeps the promise; if none does, the fastest.
    CheapestThatMeets,
    /// By table.
    Table(Vec<SourcingRow>),
}

/// One row of a sourcing table.
#[derive(Clone, Copy, Debug)]
pub struct SourcingRow {
    /// Position in [`super::Network::zones`].
    pub zone: usize,
    /// Position in [`super::Network::facilities`].
    pub facility: usize,
    /// Position in [`super::Network::service_levels`]; `None`: all levels.
    pub service_level: Option<usize>,
}

/// What is offered at checkout.
#[derive(Clone, Debug)]
pub struct ServiceLevel {
    /// Unique name.
    pub name: String,
    /// Wanted share under [`Choose::Mix`], not normalised.
    pub share: f64,
    /// Its rank where a stage serves by priority; smaller numbers first.
    pub priority: u32,
    /// The last instant of a day at which it is offered; `None`: always offered.
    pub cutoff: Option<Cutoff>,
    /// Latest acceptable promise, counted from placement's local day.
    pub latest: Option<DayOffset>,
    /// Lifts `latest`: the level keeps its name however late the promise.
    pub keep_label: bool,
    /// How the base promise is made.
    pub promise: PromisePolicy,
    /// How much is added.
    pub padding: PaddingAmount,
    /// To what it is added.
    pub padding_at: PaddingAt,
    /// No base promise is made for sooner than this after placement.
    pub at_least: Option<DayOffset>,
    /// What is promised, after placement, where the policy has no answer; `None`: the level is not offered there.
    pub fallback: Option<DayOffset>,
    /// After padding.
    pub rounding: Rounding,
    /// Wanted on-time share, 0 to 1.
    pub target: Option<f64>,
    /// Delivered at least so long before the promise counts as beaten.
    pub beat_by: Duration,
    /// The promise is told as a window of this length that ends with it; `None`: as a deadline.
    pub window: Option<Duration>,
    /// Whether what comes before the window is on time.
    pub early_is_ok: bool,
    /// Whether the first attempt at the door decides, not the delivery.
    pub attempt_counts: bool,
    /// When its customers are at the door, instead of those of the zone.
    pub delivery_window: Option<super::DeliveryWindow>,
    /// Eligible zones; `None`: all. Positions in [`super::Network::zones`].
    pub zones: Option<Vec<usize>>,
    /// Which way where several lead to a zone.
    pub assign: Assign,
    /// The way of doing business that it belongs to, for figures of money.
    pub way: Option<String>,
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
    /// A named facility; position in [`super::Network::facilities`].
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
    /// The planned path, with the work that waits ahead of the order at the stages of its origin.
    State {
        /// Added on top.
        safety: Duration,
        /// The share to be kept whatever the queue, in (0, 1): the time through the origin's stages is then this quantile of
        /// its law given the queue, not its plan.
        service: Option<f64>,
    },
    /// Transit days per (origin, zone) through the dispatch, transit and delivery calendars.
    StaticTable(StaticTable),
    /// A quantile of the lead times of the level's orders in the zone, in runs made beforehand.
    Quantile {
        /// Which quantile, in (0, 1).
        share: f64,
        /// So many runs are made.
        runs: u32,
    },
    /// The promise of the replayed log row.
    Log,
}

/// Where padding sits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PaddingAt {
    /// Added to the base promise.
    #[default]
    Promise,
    /// Added to the planned work before the first departure: the plan may move to a later one.
    Process,
    /// The cutoff is so much earlier, the promise unchanged.
    Cutoff,
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
    /// Calendar of dispatch days; index into [`super::Network::calendars`]; `None`: every day.
    pub dispatch_calendar: Option<usize>,
    /// Calendar of transit days.
    pub transit_calendar: Option<usize>,
    /// (origin facility position, zone position, transit days).
    pub days: Vec<(usize, usize, u32)>,
}

/// A padding for one level, one zone or both.
#[derive(Clone, Copy, Debug)]
pub struct PaddingOverride {
    /// Position in [`super::Network::service_levels`]; `None`: all.
    pub service_level: Option<usize>,
    /// Position in [`super::Network::zones`]; `None`: all.
    pub zone: Option<usize>,
    /// The amount that holds there; the last matching row wins.
    pub padding: PaddingAmount,
}

/// A route fixed by hand.
#[derive(Clone, Debug)]
pub struct RouteOverride {
    /// Position in [`super::Network::zones`].
    pub zone: usize,
    /// Position in [`super::Network::service_levels`]; `None`: all levels.
    pub service_level: Option<usize>,
    /// Nodes from the origin facility to the zone.
    pub path: Vec<NodeIndex>,
}
