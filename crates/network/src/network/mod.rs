//! The validated network: what a fulfilment network and its promises ARE.
//!
//! A [`Network`] is only ever made by validating a scenario, so everything in it is consistent: names are unique, every
//! reference points at something, every number is finite and in range. It keeps names and civil calendars; the simulator
//! compiles it into dense indices.

mod deadline;
mod demand;
mod door;
mod lane;
mod lookup;
mod money;
mod node;
mod offer;
mod queueing;
mod returns;
mod shock;
mod stock;
mod tour;

pub use deadline::{Deadline, DeadlineOf};
pub use demand::{Demand, ForecastVolume, Profile, ReplayRow, Season};
pub use door::DeliveryWindow;
pub use lane::{Attempts, Departures, Lane, TimetableEntry, TransitDraw};
pub use money::{Assign, Band, Carrier, CarrierKind, Costs, Economy, LaneCosts, LoadLimit, Money};
pub use node::{Capacity, Facility, FacilityKind, Node, Position, Shift, Stage, Zone};
pub use offer::{
    AfterCutoff, Choose, Cutoff, CutoffAt, PaddingAt, PaddingOverride, PromisePolicy,
    RouteOverride, ServiceLevel, ServiceWindow, Sourcing, SourcingRow, StaticTable,
};
pub use queueing::{
    Batch, Breakdown, Buffer, Discipline, Outage, OutageTime, Overtime, Pool, Queueing, Rework,
    Serve, WhenFull,
};
pub use returns::Returns;
pub use shock::{Grain, Importance, Shock, ShockScope, ShockTarget, ShockTouches};
pub use stock::{
    Basket, BasketKind, Kept, Replenishment, Sku, Stock, StockCosts, StockPolicy, WhenOut,
};
pub use tour::Tour;

use std::collections::BTreeMap;

use jiff::civil::Date;
use petgraph::graph::{DiGraph, NodeIndex};

use crate::calendar::Calendar;
use crate::diagnostics::Place;
use crate::promise::PaddingGrid;
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
    /// Whether an order is late is integrated over its last leg, in place of being counted, where that is possible.
    pub conditional: bool,
    /// Shocks that are drawn more often than they happen, in replications of their own; `None`: none.
    pub importance: Option<Importance>,
    /// Late orders are charged to their causes; `None`: they are only counted.
    pub blame: Option<Blame>,
    /// Dates before which orders are to be delivered, in the order of the file.
    pub deadlines: Vec<Deadline>,
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
    /// Orders wait for the next of these instants and are sourced then, with what is known then; `None`: at placement.
    pub sourced_at: Option<Departures>,
    /// Classes of articles; empty: every order is one line of something that is always there.
    pub skus: Vec<Sku>,
    /// What an order consists of.
    pub basket: Basket,
    /// Which SKU lies where, in file order.
    pub stock: Vec<Stock>,
    /// What flows back; `None`: nothing does.
    pub returns: Option<Returns>,
    /// Service levels, fastest first.
    pub service_levels: Vec<ServiceLevel>,
    /// The paddings at which curves are drawn; at least one grid.
    pub padding_grids: Vec<PaddingGrid>,
    /// Per grid: each of its paddings is simulated by itself, on the same random numbers.
    pub simulated_grids: Vec<bool>,
    /// Padding overrides: (service level, zone) -> amount. Indices are positions in `service_levels` and `zones`.
    pub paddings: Vec<PaddingOverride>,
    /// Shared random multipliers.
    pub shocks: Vec<Shock>,
    /// Routes fixed by hand.
    pub routes: Vec<RouteOverride>,
    /// Costs, weights and carriers.
    pub economy: Economy,
    /// Where levels, stages and rates stand, for findings that only show when the plan is compiled.
    pub places: Places,
}

/// Places in the scenario of what later findings are about.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// Of the name of each service level.
    pub service_levels: Vec<Place>,
    /// Of the name of each stage, per facility.
    pub stages: Vec<Vec<Place>>,
    /// Of the name of each SKU.
    pub skus: Vec<Place>,
    /// Of each weight in grams at which a rate of a carrier ends.
    pub rates: BTreeMap<(String, i64), Place>,
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

/// What is asked about late orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Blame {
    /// What counts as one cause.
    pub by: BlameBy,
    /// How many of the largest causes are simulated again as if they ran to plan.
    pub rerun: u32,
    /// How many replications, the first ones, are looked at and run again, at most.
    pub replications: u32,
}

/// What counts as one cause of lateness.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlameBy {
    /// Each stage of each facility, each lane.
    Place,
    /// Stages of one name, wherever they are; linehauls, and last legs, of one mode.
    Kind,
}

/// Defaults of a study.
#[derive(Clone, Copy, Debug)]
pub struct StudyDefaults {
    /// Master seed; never entropy.
    pub seed: u64,
    /// Independent runs.
    pub replications: u32,
}
