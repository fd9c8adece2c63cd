//! The first line of a trace: the rules that the records must obey, in ticks.

use serde::{Deserialize, Serialize};

use super::economy::Economy;
use super::offers::{After, Cutoff, PaddingAt, Policy};
use super::planned::PlanTerms;
use super::{Baskets, Returns, Stock};

/// Version of the format that this crate writes and reads.
pub const VERSION: u32 = 2;

/// The first line. All times are ticks (milliseconds) since the scenario's start; positions in the lists are the
/// indices that the records use.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// Version of the format, [`VERSION`].
    pub trace: u32,
    /// Name of the scenario.
    pub scenario: String,
    /// Master seed.
    pub seed: u64,
    /// Which replication, from 0.
    pub replication: u32,
    /// Orders placed before this instant are not scored.
    pub warm_up: i64,
    /// End (exclusive) of the scoring window.
    pub horizon: i64,
    /// No order is placed at or after this instant; `null`: demand arrives until the run ends.
    pub ended: Option<i64>,
    /// Names of the facilities at which orders start; empty: any. With a single one, an order that never got anywhere
    /// is known to wait there.
    #[serde(default)]
    pub origins: Vec<String>,
    /// All stages, in the order in which a parcel passes those of one facility.
    pub stages: Vec<Stage>,
    /// All lanes.
    pub lanes: Vec<Lane>,
    /// All service levels, fastest first.
    pub service_levels: Vec<ServiceLevel>,
    /// Paddings that differ from their level's; the last matching row wins.
    #[serde(default)]
    pub paddings: Vec<PaddingOverride>,
    /// Names of the zones.
    pub zones: Vec<String>,
    /// Civil times, with delivery days or others.
    #[serde(default)]
    pub clocks: Vec<Clock>,
    /// Per zone the index of its clock; empty: they are not stated, and promises that need them are only bounded.
    #[serde(default)]
    pub zone_clocks: Vec<u32>,
    /// Delivery hours, by zone and level; empty: deliveries are made at any time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub doors: Vec<Door>,
    /// What things cost and weigh, and where overflow goes; `null`: nothing of it is modelled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub economy: Option<Economy>,
    /// The planned paths of all zones and levels; `null`: they are not told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<PlanTerms>,
    /// Late orders are charged to their causes.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub blame: bool,
    /// Names of the facilities that parcels and stocks point to; empty where orders are parcels.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facilities: Vec<String>,
    /// How orders are sourced that may be several parcels; `null`: every order is one parcel, which sets off at placement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baskets: Option<Baskets>,
    /// All counted stocks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stocks: Vec<Stock>,
    /// What flows back; `null`: nothing does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returns: Option<Returns>,
}

impl Default for Header {
    fn default() -> Self {
        Self {
            trace: VERSION,
            scenario: String::new(),
            seed: 0,
            replication: 0,
            warm_up: 0,
            horizon: 0,
            ended: None,
            origins: Vec::new(),
            stages: Vec::new(),
            lanes: Vec::new(),
            service_levels: Vec::new(),
            paddings: Vec::new(),
            zones: Vec::new(),
            clocks: Vec::new(),
            zone_clocks: Vec::new(),
            doors: Vec::new(),
            economy: None,
            plan: None,
            blame: false,
            facilities: Vec::new(),
            baskets: None,
            stocks: Vec::new(),
            returns: None,
        }
    }
}

/// Delivery hours of a zone and level on delivery days, both ends included, in ticks after local midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Door {
    /// Index of the zone.
    pub zone: u32,
    /// Index of the level.
    pub level: u32,
    /// The first clock time.
    pub from: i64,
    /// The last one.
    pub to: i64,
}

/// One stage of a facility.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// `facility/stage`, for messages.
    pub name: String,
    /// Name of the facility: where lanes start and end.
    pub facility: String,
    /// How much it can do at once.
    pub capacity: Capacity,
    /// Open intervals `[start, end)`, ascending and disjoint, over the whole run; `null`: always open.
    pub open: Option<Vec<(i64, i64)>>,
    /// Rules beyond first in, first out; `null`: there are none. With rules, `work` records tell what the servers did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rules: Option<StageRules>,
    /// Name of the staff that it shares with other stages of the same pool, whose `capacity` and discipline they all state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pool: Option<String>,
    /// Servers fail at work: repairs are part of the work.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub breakdowns: bool,
    /// `drawn` records tell what its work consists of.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub drawn: bool,
    /// Steps that a parcel goes back where work has to be done again; `null`: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rework: Option<u32>,
    /// Only what flows back passes it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub returns: bool,
}

/// The rules of a stage at which those who come later matter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageRules {
    /// `fifo`, `earliest-due-date`, `earliest-cpt` or `priority`.
    pub discipline: String,
    /// A more urgent arrival takes the server of the least urgent work.
    pub preemptive: bool,
    /// `finish`, `pause` or `restart`.
    pub overtime: String,
    /// Parcels worked on together.
    pub batch: Option<u32>,
    /// A batch begins so long after its first parcel at the latest.
    pub batch_wait: Option<i64>,
    /// When waves are released.
    pub release: Option<Departures>,
    /// Parcels that may wait in front of it, those not counted on which work has begun; `null`: any number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub buffer: Option<u32>,
    /// Among equally urgent work of a pool, stages with smaller numbers are served first.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub turn: u32,
}

/// How much a stage can do at once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Capacity {
    /// A constant number of servers.
    Servers(u32),
    /// Steps `(from tick, servers)`, ascending; none before the first. Shocks on servers are already in them. Work
    /// begun is finished, even when the number falls below the work in hand.
    Staffing(Vec<(i64, u32)>),
    /// A pure delay.
    Unlimited,
    /// Starts are spaced by 1/rate.
    Throughput {
        /// Starts per hour.
        per_hour: f64,
    },
}

/// One lane.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lane {
    /// `from->to`, for messages.
    pub name: String,
    /// Name of the facility where it starts.
    pub from: String,
    /// Name of the facility or zone where it ends.
    pub to: String,
    /// Parcels a departure takes; `null`: any number.
    pub capacity: Option<u32>,
    /// Last leg: so many delivery attempts at most; `null`: the first always succeeds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempts: Option<u32>,
    /// A parcel ready after `scheduled - load_lead` misses the departure.
    pub load_lead: i64,
    /// When vehicles leave.
    pub departures: Departures,
    /// Whose transit times are one draw.
    pub draw: Draw,
    /// Ends in a zone.
    pub last_leg: bool,
    /// Deliveries of one departure are spread over at most this length.
    #[serde(default)]
    pub spread: i64,
    /// Last leg: drivers; the capacity is what their tours hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tour: Option<Tour>,
    /// Parcels wait on the way for transit or delivery days, so that one departure's may be further apart than `spread`.
    #[serde(default)]
    pub calendars: bool,
    /// Vehicles may leave later than scheduled; if not, `departed` = `scheduled` (on demand: = `ready`).
    #[serde(default)]
    pub delay: bool,
    /// Probability that a departure is cancelled; 0: every departure runs.
    #[serde(default)]
    pub cancel: f64,
    /// On demand only: intervals `[start, end)` in which vehicles leave; `null`: at any time. The dispatch calendar of a
    /// timetable or headway is already in its departures.
    #[serde(default)]
    pub open: Option<Vec<(i64, i64)>>,
    /// Levels whose orders may use it (indices); `null`: all.
    #[serde(default)]
    pub service_levels: Option<Vec<u32>>,
}

/// Drivers: the parcels of a departure are dealt to them in turn, as they were loaded; stop k of a tour of n is made k / n of
/// `per_stop n + per_root sqrt(n)` after the transit.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tour {
    /// How many.
    pub drivers: u32,
    /// Ticks per stop.
    pub per_stop: f64,
    /// Ticks per square root of the stops.
    pub per_root: f64,
    /// No tour is longer.
    pub hours: i64,
}

/// When the vehicles of a lane leave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Departures {
    /// At once for every parcel.
    OnDemand,
    /// At `offset`, `offset + every`, ...
    Headway {
        /// Ticks between departures, positive.
        every: i64,
        /// The first departure.
        offset: i64,
    },
    /// Every scheduled departure of the whole run, ascending.
    Timetable(Vec<i64>),
}

/// Whose transit times are one draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Draw {
    /// All parcels of a departure arrive together (apart from `spread`).
    PerDeparture,
    /// Every parcel has its own.
    PerParcel,
}

/// How the promises of one level are made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceLevel {
    /// Its name, for messages.
    pub name: String,
    /// The base promise.
    pub policy: Policy,
    /// How much, but where a row of the header's `paddings` holds.
    pub padding: Padding,
    /// Where it sits; absent: at the promise.
    #[serde(default, skip_serializing_if = "PaddingAt::is_promise")]
    pub padding_at: PaddingAt,
    /// The last instant at which it is offered; `null`: always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cutoff: Option<Cutoff>,
    /// No base promise is sooner after placement than this; `null`: the placement itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<After>,
    /// The base promise, after placement, where the policy has no answer; `null`: the level is not offered then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fallback: Option<After>,
    /// The level is sold up to promises by the end of the local day so long after placement's; `null`: whatever is promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latest: Option<After>,
    /// After padding.
    pub rounding: Rounding,
    /// Its rank at stages that serve by priority; smaller numbers first.
    #[serde(default)]
    pub priority: u32,
}

/// The civil time of a zone, and the days on which it is delivered to. Local time is ticks plus an offset; local day `n`
/// begins at local time `n` x 24 h, and day 0 is the date of the scenario's start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clock {
    /// Local time less ticks, before the first change.
    pub offset: i64,
    /// `(instant, offset from then on)`, ascending.
    pub changes: Vec<(i64, i64)>,
    /// The weekday of day 0; Monday is 0.
    pub weekday: u8,
    /// On which weekdays deliveries are made, Monday first.
    pub delivery: [bool; 7],
    /// Days of those weekdays without deliveries, ascending.
    pub closed: Vec<i64>,
}

/// An amount of padding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Padding {
    /// Ticks.
    Elapsed(i64),
    /// Civil days.
    Days(i32),
    /// Delivery days.
    BusinessDays(i32),
    /// Hundredths of a percent of the base quote.
    Percent(i64),
}

/// A padding for one level, one zone or both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaddingOverride {
    /// Index of the level; `null`: all.
    pub level: Option<u32>,
    /// Index of the zone; `null`: all.
    pub zone: Option<u32>,
    /// The amount that holds there.
    pub padding: Padding,
}

/// Rounding of the padded promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rounding {
    /// None.
    Instant,
    /// Up to the end of a window of so many whole hours.
    Hours(u32),
    /// Up to the end of the zone's civil day.
    EndOfDay,
    /// Up to the end of the first delivery day.
    EndOfDeliveryDay,
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}
