//! How visits arise.

use jiff::civil::Date;

use crate::distribution::Distribution;
use crate::scenario::quantities::{LawText, VisitRate, Words};
use crate::scenario::table::table;
use crate::scenario::value::Given;

table! {
    /// `[demand]`: exactly one kind.
    DemandTable, "the demand";
    /// A nonhomogeneous Poisson process.
    optional poisson: PoissonTable,
    /// A forecast volume per day.
    optional forecast: ForecastTable,
    /// Independent gaps between visits.
    optional renewal: RenewalTable,
    /// A replay of an order log.
    optional replay: ReplayTable,
}

table! {
    /// `[demand.poisson]`.
    PoissonTable, "Poisson demand";
    /// Mean visits over all zones, such as `100000/d`; split by the weights of the zones.
    required rate: VisitRate,
    /// Name of a profile for zones without their own. Default: flat.
    optional profile: String,
    /// Factors by date; where several hold, they multiply.
    optional season: Vec<Given<SeasonRow>>,
}

table! {
    /// A factor between two dates, in the civil days of the zone.
    SeasonRow, "a season";
    /// First day.
    required from: Date,
    /// Last day, inclusive.
    required to: Date,
    /// What the rate is multiplied by.
    required factor: f64,
}

table! {
    /// `[demand.forecast]`.
    ForecastTable, "forecast demand";
    /// CSV file with the columns `date`, `volume` and, optionally, `zone`.
    required volume: String,
    /// Name of a profile for the shape within the day. Default: flat.
    optional profile: String,
    /// Law of a factor per day, shared by all zones, such as `lognormal(mean=1, cv=0.1)`.
    optional error: LawText,
}

table! {
    /// A row of a forecast file.
    ForecastRow, "a day of the forecast";
    /// The day.
    required date: Date,
    /// Expected visits.
    required volume: f64,
    /// Name of the zone. Default: all zones, by weight.
    optional zone: String,
}

table! {
    /// `[demand.renewal]`.
    RenewalTable, "renewal demand";
    /// Time between visits; each zone has its own stream.
    required interarrival: Distribution,
    /// Visits that arrive together. Default 1.
    optional batch: u32,
}

table! {
    /// `[demand.replay]`.
    ReplayTable, "replayed demand";
    /// CSV file with the columns `time`, `zone` and, optionally, `service_level`, `promise`, `skus`, `units` and `id`.
    required log: String,
}

table! {
    /// A row of an order log.
    ReplayRow, "a logged order";
    /// When it was placed: with an offset, or in the local time of the clock.
    required time: String,
    /// Name of the zone.
    required zone: String,
    /// Name of the service level that was bought.
    optional service_level: String,
    /// The promise that was given.
    optional promise: String,
    /// Names of the SKUs that were bought, one a line, separated by blanks. Default: drawn.
    optional skus: Words,
    /// Units of each of these lines, separated by blanks. Default: drawn.
    optional units: Words,
    /// The log's own number of the order. Default: the number of the row.
    optional id: u64,
}
