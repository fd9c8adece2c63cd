//! Costs, weights, carriers and their rates.

use crate::network::{CarrierKind, Departures};
use crate::scenario::quantities::{Elapsed, Weight, Words};
use crate::scenario::table::table;

table! {
    /// `[costs]`: amounts are numbers, all in the same currency.
    CostsTable, "the costs";
    /// What the amounts are counted in, such as `USD`: a label, nothing is converted.
    optional currency: String,
    /// Per order delivered after its promise.
    optional late: f64,
    /// Per hour that it is late, by the tick.
    optional late_hour: f64,
    /// Per delivery attempt that failed.
    optional failed_attempt: f64,
    /// Per order that ends without a delivery: the refund and what goes with it. Such an order pays nothing for being late.
    optional undelivered: f64,
    /// Per parcel that flows back, delivered or not: its label, transport and inspection. Needs `[returns]`.
    optional per_return: f64,
    /// Per hour that is quoted beyond the base promise: what a longer promise loses.
    optional padding_hour: f64,
    /// Per hour that an order is delivered before its promise.
    optional early_hour: f64,
}

table! {
    /// A row of `carriers`; lanes name theirs with `carrier`.
    CarrierRow, "a carrier";
    /// Unique name.
    required name: String,
    /// `own-fleet` or `3pl`.
    required kind: CarrierKind,
    /// Default `departures` of its lanes: when it picks up.
    optional pickups: Departures,
    /// Default `load_lead` of its lanes with departures.
    optional load_lead: Elapsed,
    /// Default `dispatch_calendar` of its lanes.
    optional dispatch_calendar: String,
    /// Default `transit_calendar` of its lanes.
    optional transit_calendar: String,
    /// Name of a calendar of the days on which it delivers. Default: the days of each zone.
    optional delivery_calendar: String,
    /// Names of the only service levels that it offers: the default of its lanes.
    optional service_levels: Words,
}

table! {
    /// A row of `rates`: what a carrier takes for a parcel on a last leg, by weight and zone.
    RateRow, "a rate";
    /// Name of the carrier.
    required carrier: String,
    /// Pattern on the `rate_zone` of the lane or the name of the zone, or with `->` on the name of the lane. Default `*`. Of several patterns that fit, the one whose
    /// rows stand last counts.
    optional zone: String,
    /// Parcels of at most this weight. Default: any weight.
    optional up_to: Weight,
    /// Cost of such a parcel.
    required cost: f64,
}
