//! Random multipliers shared by many orders.

use crate::distribution::ShockLaw;

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

/// Shocks whose bad regimes are drawn more often than they happen, so that rare lateness shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Importance {
    /// Positions of the shocks: regimes, not on demand.
    pub shocks: Vec<usize>,
    /// The mean spell of the usual regime, the longest, is divided by this (but is never shorter than a grain). At least 1.
    pub times: f64,
    /// Replications of their own; `None`: as many as the study has.
    pub replications: Option<u32>,
}
