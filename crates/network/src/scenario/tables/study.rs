//! The file as a whole, clock, study, calendars and profiles.

use jiff::civil::Date;

use super::{
    BasketTable, CarrierRow, CostsTable, DemandTable, FacilityRow, LaneRow, ModeTable, OfferTable,
    PaddingGridRow, PaddingRow, PoolRow, RateRow, ReturnsTable, RouteRow, ServiceLevelRow,
    ShockRow, SkuRow, SourcingTable, StageRow, StockRow, ZoneRow,
};
use crate::network::BlameBy;
use crate::promise::DayOffset;
use crate::scenario::from_value::Named;
use crate::scenario::quantities::{Days, DeadlineKind, Elapsed, OpenHours, TimeZoneName};
use crate::scenario::table::table;
use crate::scenario::value::Given;

table! {
    /// The whole file.
    RootTable, "the scenario";
    /// Version of the format: 1.
    required schema: i64,
    /// Short name; names the output folder.
    required name: String,
    /// One sentence for the report.
    optional description: String,
    /// Start, warm-up and scoring window.
    required clock: ClockTable,
    /// Seed and number of replications.
    optional study: StudyTable,
    /// Tables that stand in CSV files.
    optional tables: TablesTable,
    /// Named lists of dates.
    optional holidays: Named<Vec<Given<Date>>>,
    /// Named open hours.
    optional calendars: Named<CalendarTable>,
    /// Named shapes of demand.
    optional profiles: Named<ProfileTable>,
    /// Defaults for lanes by mode.
    optional modes: Named<ModeTable>,
    /// How visits arise.
    required demand: DemandTable,
    /// How a service level is chosen.
    optional offer: OfferTable,
    /// Which facility an order is sourced from.
    optional sourcing: SourcingTable,
    /// Classes of articles.
    optional skus: Vec<Given<SkuRow>>,
    /// Which SKU lies where, and how it is replenished.
    optional stock: Vec<Given<StockRow>>,
    /// What flows back from customers.
    optional returns: ReturnsTable,
    /// What is offered, fastest first.
    required service_levels: Vec<Given<ServiceLevelRow>>,
    /// Paddings at which curves are drawn.
    optional padding_grid: Vec<Given<PaddingGridRow>>,
    /// Places where parcels are worked on.
    optional facilities: Vec<Given<FacilityRow>>,
    /// Steps inside facilities.
    optional stages: Vec<Given<StageRow>>,
    /// Staff shared by several stages.
    optional pools: Vec<Given<PoolRow>>,
    /// Directed connections.
    optional lanes: Vec<Given<LaneRow>>,
    /// Sets of customers.
    optional zones: Vec<Given<ZoneRow>>,
    /// Shared random multipliers.
    optional shocks: Vec<Given<ShockRow>>,
    /// Paddings for a service level, a zone or both.
    optional paddings: Vec<Given<PaddingRow>>,
    /// Routes fixed by hand.
    optional routes: Vec<Given<RouteRow>>,
    /// What lateness, failures and padding cost, and the currency.
    optional costs: CostsTable,
    /// Why orders are late: every late order's delay is charged to its causes.
    optional blame: BlameTable,
    /// Dates before which orders are to be delivered: until when may they be placed?
    optional deadlines: Vec<Given<DeadlineRow>>,
    /// What an order consists of.
    optional basket: BasketTable,
    /// Who runs lanes.
    optional carriers: Vec<Given<CarrierRow>>,
    /// What carriers take for a parcel.
    optional rates: Vec<Given<RateRow>>,
}

table! {
    /// `[clock]`.
    ClockTable, "the clock";
    /// Tick 0 is local midnight of this date.
    required start: Date,
    /// IANA time zone of the start; default of facilities, zones and shocks.
    required time_zone: TimeZoneName,
    /// Orders placed before are simulated, not scored: elapsed `36h`, or civil days `7d`. Default 0.
    optional warm_up: DayOffset,
    /// End of the scoring window, counted from the start, so that the warm-up is included.
    required horizon: DayOffset,
    /// How long the run goes on after the horizon at most. Default: four times the longest base quote.
    optional drain: Elapsed,
}

table! {
    /// `[study]`.
    StudyTable, "the study";
    /// Master seed. Default 1.
    optional seed: u64,
    /// Independent runs. Default 100.
    optional replications: u32,
    /// Whether late shares are also told by conditional Monte Carlo: an order counts with the probability that its last leg makes it late, in
    /// place of whether it did. For lateness too rare to be counted; takes some more time. Default false.
    optional conditional: bool,
    /// Whether late shares are also told by importance sampling: bad regimes of some shocks are drawn more often than they happen, in
    /// replications of their own, and weighed. For lateness that comes with rare bad days.
    optional importance: ImportanceTable,
}

table! {
    /// `[blame]`: the table alone, without keys, is enough.
    BlameTable, "the blame";
    /// What counts as one cause: `place` each stage of each facility and each lane, `kind` all stages of one name, all linehauls of one
    /// mode, all last legs of one mode. Default `place`.
    optional by: BlameBy,
    /// So many of the largest causes are simulated again as if they ran to plan, on the same random numbers. 0: none. Default 5.
    optional rerun: u32,
    /// So many replications, the first ones, are looked at, and simulated again for each of these causes. Default 20; never more than
    /// there are.
    optional replications: u32,
}

table! {
    /// `study.importance`.
    ImportanceTable, "importance sampling";
    /// Names of the shocks: with a law of `regimes`, not on demand.
    required shocks: Vec<Given<String>>,
    /// The mean spell of the usual regime, the longest, is so many times shorter, but never shorter than a day (or week). Default 10.
    optional times: f64,
    /// Replications of their own, half of which draw the shocks as they happen. Default: as many as the study has.
    optional replications: u32,
}

table! {
    /// A row of `deadlines`.
    DeadlineRow, "a deadline";
    /// Unique name, such as `before Christmas`.
    required name: String,
    /// In time is what is delivered before local midnight of the zone at which this date begins.
    required date: Date,
    /// Wanted share of orders delivered in time, between 0 and 1. Default 0.999.
    optional target: f64,
    /// What is to reach the target: `period` (default), the share of this one year, with a `probability`; or `mean`, the expected share.
    optional of: DeadlineKind,
    /// How probably the share of the period is to reach the target; only with `of = "period"`. Default 0.9.
    optional probability: f64,
    /// So many local days before the date are looked at, of those that are scored. Default 7.
    optional days: u32,
}

table! {
    /// `[tables]`: names of CSV files, relative to the folder of the scenario.
    TablesTable, "the list of table files";
    /// File of the facilities.
    optional facilities: String,
    /// File of the stages.
    optional stages: String,
    /// File of the pools.
    optional pools: String,
    /// File of the lanes.
    optional lanes: String,
    /// File of the zones.
    optional zones: String,
    /// File of the rows of the sourcing table.
    optional sourcing: String,
    /// File of the SKUs.
    optional skus: String,
    /// File of the stock.
    optional stock: String,
    /// File of the routes.
    optional routes: String,
    /// File of the paddings.
    optional paddings: String,
    /// File of the rates.
    optional rates: String,
}

table! {
    /// `[calendars.NAME]`.
    CalendarTable, "a calendar";
    /// Open hours, such as `mon-fri 06:00-22:00`; an interval may cross midnight.
    optional open: OpenHours,
    /// Whole days, such as `mon-fri`, instead of `open`.
    optional days: Days,
    /// Names of holiday lists on whose dates no interval starts.
    optional holidays: Vec<Given<String>>,
}

table! {
    /// `[profiles.NAME]`.
    ProfileTable, "a profile";
    /// 24 relative numbers, from 00-01 on.
    optional hours: Vec<Given<f64>>,
    /// 7 relative numbers, Monday first.
    optional weekdays: Vec<Given<f64>>,
    /// 168 relative numbers, Monday 00-01 first, instead of `hours` and `weekdays`.
    optional week: Vec<Given<f64>>,
}
