//! Figures of the network's parts: stages, lanes, zones, and what the map shows.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::figures::{Figure, OnTime};

/// A count of orders and of those on time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Hourly {
    /// Orders promised.
    pub n: u64,
    /// Of these, on time.
    pub on_time: u64,
}

/// Figures of one stage, over the scoring window.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StageFigures {
    /// Facility.
    pub facility: String,
    /// Stage.
    pub stage: String,
    /// Parcels per replication.
    pub parcels: Figure,
    /// Wait from arrival at the stage to start of the work.
    pub wait: Figure,
    /// Busy server time over server time present; null for unlimited servers.
    pub utilisation: Figure,
    /// Server time kept by parcels that were finished and found no room at the next stage, over server time present: such servers
    /// do nothing, and are not busy. Absent where the next stages have room for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blocked: Option<Figure>,
    /// Mean number waiting or in work.
    pub mean_number: Figure,
    /// Mean utilisation by hour of the facility's local week (168 values; empty for unlimited servers).
    pub utilisation_by_hour: Vec<f64>,
    /// Parcels that had arrived and not started work, at each local full hour of the day, mean over days (24 values).
    pub backlog_by_hour: Vec<f64>,
}

/// Figures of one lane, over the scoring window.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LaneFigures {
    /// `from->to`.
    pub lane: String,
    /// Parcels per replication.
    pub parcels: Figure,
    /// Wait from readiness to departure.
    pub wait: Figure,
    /// Parcels that missed their first departure for want of room, per departure used.
    pub left_behind: Figure,
    /// Share of the capacity used, over departures that carried a parcel; null for unlimited capacity.
    pub load: Figure,
    /// NSD: of the orders placed in the window that ends at the cutoff, the share that left on that departure or an earlier one; null where not applicable.
    pub nsd: Figure,
    /// Once per `departure` or per `parcel`.
    pub transit_draw: String,
}

/// Figures of one zone at the scenario's own padding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ZoneFigures {
    /// Zone.
    pub zone: String,
    /// All levels, grain `instant`.
    pub on_time: OnTime,
    /// Mean click to door.
    pub lead_time: Figure,
}

/// A node of the map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MapNode {
    /// Name.
    pub name: String,
    /// Facility kind in kebab case, or `zone`.
    pub kind: String,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// Orders (zones) or parcels handled (facilities) per day.
    pub per_day: f64,
    /// On-time share of a zone.
    pub on_time: Option<f64>,
}

/// An edge of the map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MapEdge {
    /// Index into the map's nodes.
    pub from: u32,
    /// Index into the map's nodes.
    pub to: u32,
    /// Mode.
    pub mode: String,
    /// Parcels per day.
    pub per_day: f64,
}
