//! Facilities, stages, lanes, zones, shocks and routes.

use crate::distribution::Distribution;
use crate::network::{
    DeliveryWindow, Departures, Discipline, FacilityKind, Grain, Overtime, Serve, ShockScope,
    ShockTarget, TransitDraw, WhenFull,
};
use crate::scenario::quantities::{
    Elapsed, LawText, LoadLimitText, Outages, ParcelRate, ServerCount, Speed, TimeZoneName, Words,
};
use crate::scenario::table::table;
use crate::scenario::value::Given;

table! {
    /// A row of `facilities`.
    FacilityRow, "a facility";
    /// Unique name.
    required name: String,
    /// What it is for.
    required kind: FacilityKind,
    /// Degrees north.
    optional lat: f64,
    /// Degrees east.
    optional lon: f64,
    /// IANA time zone. Default: that of the clock.
    optional time_zone: TimeZoneName,
}

table! {
    /// A row of `stages`; the stages of a facility stand in the order in which a parcel passes them.
    StageRow, "a stage";
    /// Name of the facility.
    required facility: String,
    /// Name of the stage, unique within the facility.
    required stage: String,
    /// A number, `unlimited`, or shifts such as `40 @ mon-fri 06:00-14:30; 60 @ daily 15:00-23:30` (overlaps add up).
    optional servers: ServerCount,
    /// Starts are spaced by one over this rate, such as `9000/h`; instead of `servers`.
    optional throughput: ParcelRate,
    /// Name of a pool of the facility whose staff works here; instead of `servers`.
    optional pool: String,
    /// Length of the work on one parcel.
    required service: Distribution,
    /// Planned length. Default: the median of `service`.
    optional planned: Elapsed,
    /// Name of a calendar; closed outside.
    optional calendar: String,
    /// `fifo` (default), `earliest-due-date`, `earliest-cpt` or `priority` (of the service level).
    optional discipline: Discipline,
    /// A more urgent arrival takes the server of the least urgent work, which is resumed later. Default false.
    optional preemptive: bool,
    /// Work in progress when its server goes home: `finish` (default), `pause` (resumed where it stopped) or `restart`.
    optional overtime: Overtime,
    /// So many parcels are collected and worked on together, with one draw of `service`.
    optional batch: u32,
    /// A batch begins this long after its first parcel at the latest. Default: it waits until it is full.
    optional batch_wait: Elapsed,
    /// Waves: parcels wait for the next release, such as `daily 10:00 13:00 16:00` or `every 2h`.
    optional release: Departures,
    /// So many orders may be promised on a wave, counted by the plan at placement; a service level whose plan needs a wave that is
    /// full is not offered. Default: no limit.
    optional order_cap: u32,
    /// Mean working time of a server between failures (exponential); the work is resumed after the repair.
    optional breakdown: Elapsed,
    /// Length of a repair.
    optional repair: Distribution,
    /// Probability that the work must be done again.
    optional rework: f64,
    /// Name of the stage at which it is done again: this one (default) or an earlier one of the facility.
    optional rework_to: String,
    /// Cost of the work on a parcel, each time it is done.
    optional cost: f64,
    /// Cost of an hour of a server that is present, working or not.
    optional wage: f64,
    /// Parcels that may wait in front of the stage; while it is full, who is finished at the stage before stays on its server.
    /// Default: no limit.
    optional buffer: u32,
    /// `block` (default), or at the first stage of an origin `turn-away`: while the buffer is full the level is not offered.
    optional when_full: WhenFull,
    /// Servers that are away, such as `4 @ mon-fri 12:00-12:30; all @ 2026-12-24 12:00 to 2026-12-25 06:00`; work in
    /// progress follows `overtime`.
    optional outages: Outages,
    /// Only what flows back passes this stage; such stages stand after the others of their facility. Default false. Needs
    /// `[returns]`.
    optional returns: bool,
}

table! {
    /// A row of `pools`: staff that several stages of a facility share. A free server takes the most urgent parcel by
    /// `discipline`, whatever its stage.
    PoolRow, "a pool";
    /// Name of the facility.
    required facility: String,
    /// Name of the pool, unique within the facility.
    required name: String,
    /// A number, or shifts as in `stages`.
    required servers: ServerCount,
    /// Name of a calendar; closed outside.
    optional calendar: String,
    /// `fifo` (default), `earliest-due-date`, `earliest-cpt` or `priority` (of the service level).
    optional discipline: Discipline,
    /// Among parcels that are equally urgent: `downstream-first` (default, the last stage at which somebody waits) or
    /// `longest-waiting` (who came first to its stage).
    optional serve: Serve,
    /// A more urgent arrival takes the server of the least urgent work, which is resumed later. Default false.
    optional preemptive: bool,
    /// Work in progress when its server goes home: `finish` (default), `pause` or `restart`.
    optional overtime: Overtime,
    /// Servers that are away, as in `stages`.
    optional outages: Outages,
}

table! {
    /// A row of `lanes`.
    LaneRow, "a lane";
    /// Name of a facility.
    required from: String,
    /// Name of a facility or a zone; to a zone it is a last leg.
    required to: String,
    /// Mode, such as `truck`; its table under `modes` gives defaults.
    optional mode: String,
    /// Who runs it: of the `carriers`, where there are any.
    optional carrier: String,
    /// `on-demand` (default), `every 2h`, `every 2h from 00:30`, or a timetable in the local time of `from` such as
    /// `mon-fri 18:00 20:30; sat 14:00`.
    optional departures: Departures,
    /// Parcels must be ready this long before a departure. Default 0.
    optional load_lead: Elapsed,
    /// What a departure takes: a number of parcels, or a weight such as `800kg`. Default: anything.
    optional capacity: LoadLimitText,
    /// So many orders may be promised on a departure, counted by the plan at placement; a service level whose plan needs a
    /// departure that is full is not offered. Default: no limit.
    optional order_cap: u32,
    /// Time on the road. May be absent where the mode has a speed and both ends have positions.
    optional transit: Distribution,
    /// `per-departure` (default for timetables and headways between facilities) or `per-parcel`.
    optional draw: TransitDraw,
    /// Part of the log variance of the transit that a whole departure shares, 0 to 1.
    optional vehicle_share: f64,
    /// Last leg: deliveries are spread uniformly over this length after the transit.
    optional spread: Elapsed,
    /// Last leg with departures: tours that may leave at each. The parcels of a departure are dealt to them in turn, as they were
    /// loaded; a departure takes `drivers` times the stops that fit into `route_hours`.
    optional drivers: u32,
    /// Stops that a driver makes in an hour: stop k is made k / rate after the transit.
    optional stops_per_hour: f64,
    /// Instead of `stops_per_hour`: how long a tour takes, by its number of stops.
    optional route_time: RouteTimeTable,
    /// A driver's tour lasts so long at most, transit apart; what does not fit waits for the next departure.
    optional route_hours: Elapsed,
    /// Last leg: probability that a delivery attempt succeeds; a failed one is made again at the same clock time of the next
    /// delivery day. Default 1.
    optional success: f64,
    /// Last leg: so many attempts are made at most. Default 3.
    optional attempts: u32,
    /// How much later than scheduled a vehicle leaves. On demand: how long after the parcel is ready and `dispatch_calendar` open.
    optional delay: Distribution,
    /// Probability that a departure is cancelled.
    optional cancel: f64,
    /// Planned transit. Default: the median of `transit` plus half of `spread`, or of a full tour.
    optional planned: Elapsed,
    /// Name of a calendar; departures on days closed there do not run. On demand: parcels that are ready outside its hours wait.
    optional dispatch_calendar: String,
    /// Name of a calendar; the vehicle stands still while it is closed.
    optional transit_calendar: String,
    /// Names of the only service levels that may use it, separated by blanks. Default: all.
    optional service_levels: Words,
    /// Cost of each scheduled departure that runs, empty or not.
    optional cost_per_departure: f64,
    /// Cost of each parcel.
    optional cost_per_parcel: f64,
    /// Cost of each kilometre that a vehicle drives, by the distance of the lane and the detour of its mode: of each departure;
    /// on demand, where every parcel has its own vehicle, of each parcel.
    optional cost_per_km: f64,
    /// Last leg: what its carrier calls the zone, such as `4`; the rates go by it. Default: the name of the zone.
    optional rate_zone: String,
    /// Name of a carrier with a lane between the same two places: when the departure that a parcel could take is full, it goes with
    /// that carrier instead of waiting.
    optional overflow: String,
}

table! {
    /// `route_time` of a lane: a tour of n stops takes `per_stop n + b sqrt(area n) / speed`, and its stops are spread evenly over it.
    RouteTimeTable, "a route time";
    /// Time at the door of each stop.
    required per_stop: Elapsed,
    /// Square kilometres in which a tour's stops lie.
    required area_km2: f64,
    /// On the way between stops, such as `30km/h`.
    required speed: Speed,
    /// Length of a tour over the square root of area times stops. Default 0.7124, that of shortest tours as the crow flies.
    optional b: f64,
}

table! {
    /// `[modes.NAME]`: where a lane gives no transit, it is lognormal with mean `fixed + detour x distance / speed` and
    /// coefficient of variation `cv`.
    ModeTable, "a mode";
    /// Such as `80km/h`.
    required speed: Speed,
    /// Kilometres on the road per kilometre of great circle. Default 1.
    optional detour: f64,
    /// Time that does not depend on the distance. Default 0.
    optional fixed: Elapsed,
    /// Coefficient of variation. Default 0: constant.
    optional cv: f64,
}

table! {
    /// A row of `zones`.
    ZoneRow, "a zone";
    /// Unique name.
    required name: String,
    /// Share of demand, relative to the other zones. Default 1.
    optional weight: f64,
    /// Degrees north.
    optional lat: f64,
    /// Degrees east.
    optional lon: f64,
    /// IANA time zone. Default: that of the clock.
    optional time_zone: TimeZoneName,
    /// Name of a calendar of the days on which deliveries are made. Default: every day.
    optional delivery_calendar: String,
    /// Clock times at which somebody is at the door on delivery days, such as `17:00-21:00`. Default: at any time.
    optional delivery_window: DeliveryWindow,
    /// Name of a demand profile of its own.
    optional profile: String,
}

table! {
    /// A row of `shocks`.
    ShockRow, "a shock";
    /// Unique name; names its random numbers.
    required name: String,
    /// What it multiplies.
    required target: ShockTarget,
    /// Patterns on `from->to`, `carrier:NAME`, `facility/stage` or zone names. Default: everything of the kind of the target.
    optional at: Vec<Given<String>>,
    /// `shared` (default): one value for everything touched; `each`: one per touched entity.
    optional scope: ShockScope,
    /// How long one value holds. Default: `day`.
    optional grain: Grain,
    /// IANA time zone of the grain. Default: that of the clock.
    optional time_zone: TimeZoneName,
    /// `ar1(sigma=0.15, phi=0.6)`, `regimes(1.0 for 19d, 1.6 for 1.5d)`, or a distribution without unit.
    required law: LawText,
    /// Part of the entity's own log variance that the shock takes out of it, 0 to 1. Default 0.
    optional share: f64,
}

table! {
    /// A row of `routes`.
    RouteRow, "a route";
    /// Name of the zone.
    required zone: String,
    /// Name of the service level. Default: all.
    optional service_level: String,
    /// Names from the fulfilment centre to the zone, such as `ATL1>ATL2>Atlanta`.
    required path: String,
}
