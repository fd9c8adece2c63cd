//! How visits arise.

use jiff::civil::Date;

use crate::distribution::{Distribution, ShockLaw};

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
        /// Index into [`super::Network::profiles`] for zones without their own; `None`: flat.
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
    /// Position in [`super::Network::zones`]; `None`: all zones by weight.
    pub zone: Option<usize>,
    /// Expected visits.
    pub volume: f64,
}

/// One logged order.
#[derive(Clone, Debug)]
pub struct ReplayRow {
    /// When it was placed.
    pub placed: crate::time::Instant,
    /// Position in [`super::Network::zones`].
    pub zone: usize,
    /// Position in [`super::Network::service_levels`], if the log says.
    pub service_level: Option<usize>,
    /// The promise that was really given, if the log says.
    pub promise: Option<crate::time::Instant>,
    /// What was bought, if the log says: position in [`super::Network::skus`] and units of each line.
    pub lines: Vec<(usize, u32)>,
    /// The log's own identifier, else the row number: names the order's random numbers.
    pub id: u64,
}
