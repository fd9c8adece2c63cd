//! The reference network in many sizes: one dimension varies and everything else stays as it is.
//!
//! [`Size::all`] lists the sizes by name. The criterion bench `sizes` times each by itself; the program `results` times each beside the
//! reference network and draws the plot.

mod scenario;

use leadtime_network::{Files, Network, load};

/// What grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// Orders before the end of the scoring window: the run lasts longer.
    Orders,
    /// Servers of each of the three stages; the rate of orders grows with them, so that they stay as busy as in the reference network.
    Servers,
    /// Truck lanes to as many delivery stations, each with a zone and its last leg; orders are spread evenly.
    Lanes,
    /// Parcels under way on average: the transit is longer.
    InFlight,
    /// The same, but more orders come, and there are more servers for them.
    InFlightByRate,
}

impl Dimension {
    /// Those that a plot shows.
    pub const ALL: [Self; 5] = [
        Self::Orders,
        Self::Servers,
        Self::Lanes,
        Self::InFlight,
        Self::InFlightByRate,
    ];

    /// First part of the names of its sizes.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Orders => "orders",
            Self::Servers => "servers",
            Self::Lanes => "lanes",
            Self::InFlight => "in-flight",
            Self::InFlightByRate => "in-flight-by-rate",
        }
    }

    /// The values at which it is measured.
    #[must_use]
    pub const fn values(self) -> &'static [u64] {
        match self {
            Self::Orders => &[10_000, 100_000, 1_000_000, 10_000_000],
            Self::Servers => &[1, 3, 10, 30, 100, 300, 1_000],
            Self::Lanes => &[1, 10, 100, 1_000, 10_000, 100_000],
            Self::InFlight | Self::InFlightByRate => &[1_000, 10_000, 100_000, 500_000, 1_000_000],
        }
    }
}

/// A network like the reference network but for its size.
#[derive(Clone, Debug, PartialEq)]
pub struct Size {
    /// Such as `servers-300`.
    pub name: String,
    /// Orders a minute.
    rate: f64,
    /// Servers at pick, at pack, and at all delivery stations together.
    servers: [u64; 3],
    /// Means of their services, minutes.
    service: [f64; 3],
    /// Truck lanes.
    lanes: u64,
    /// Mean transit of a truck, minutes.
    transit: f64,
    /// Length until the end of the scoring window, minutes.
    horizon: f64,
}

/// Orders under way in the reference network are its rate times this: trucks are waited for an hour, work takes some minutes.
const BESIDE_TRANSIT: f64 = 60.0 + 4.25 + 3.2 + 5.0;
/// So many orders a run unless they are what varies: enough for a tenth of a second, and for the start to weigh little.
const ORDERS: f64 = 300_000.0;
/// Those of the reference network. With many lanes a run has as many, so that what is done once a run weighs as much: a hundred for each of 10,000.
pub const ORDERS_OF_REFERENCE: f64 = 73.0 * 1_440.0 * 10.0;
/// Lanes and parcels in flight that must not make an order dear, together.
const TOGETHER: (u64, u64) = (10_000, 500_000);

impl Size {
    /// The reference network, cut to so many orders.
    #[must_use]
    pub fn reference(orders: f64) -> Self {
        let rate = 10.0;
        Self {
            name: "reference".to_owned(),
            rate,
            servers: [50, 40, 60],
            service: [4.25, 3.2, 5.0],
            lanes: 1,
            transit: 480.0,
            horizon: orders / rate,
        }
    }

    /// The reference network as it stands in the repository: 73 days, of which 70 are scored.
    #[must_use]
    pub fn scored() -> Self {
        Self::reference(ORDERS_OF_REFERENCE)
    }

    /// The size at which a dimension has a value.
    #[must_use]
    pub fn new(dimension: Dimension, value: u64) -> Self {
        let mut size = match dimension {
            Dimension::Orders => Self::reference(value as f64),
            Dimension::Servers => Self::reference(ORDERS).with_servers(value),
            Dimension::Lanes => Self::reference(ORDERS_OF_REFERENCE).with_lanes(value),
            Dimension::InFlight => Self::reference(ORDERS).with_in_flight(value),
            Dimension::InFlightByRate => Self::reference(ORDERS).with_rate_for(value),
        };
        size.name = format!("{}-{value}", dimension.name());
        size
    }

    /// Many lanes and many parcels in flight together: by a long transit, and by many orders.
    #[must_use]
    pub fn together() -> [Self; 2] {
        let (lanes, in_flight) = TOGETHER;
        let named = |size: Self, dimension: Dimension| Self {
            name: format!("lanes-{lanes}-{}-{in_flight}", dimension.name()),
            ..size
        };
        let many = || Self::reference(ORDERS_OF_REFERENCE).with_lanes(lanes);
        [
            named(many().with_in_flight(in_flight), Dimension::InFlight),
            named(many().with_rate_for(in_flight), Dimension::InFlightByRate),
        ]
    }

    /// Every size, the combined ones last.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let along = |dimension: Dimension| {
            let values = dimension.values().iter();
            values.map(move |&value| Self::new(dimension, value))
        };
        let mut all: Vec<Self> = Dimension::ALL.into_iter().flat_map(along).collect();
        all.extend(Self::together());
        all
    }

    /// So many servers at each stage, and as many orders and as much work for each as makes them as busy as before.
    fn with_servers(self, servers: u64) -> Self {
        let (before, [pick, pack, station]) = (self.servers, self.service);
        let rate = self.rate * servers as f64 / before[0] as f64;
        Self {
            rate,
            servers: [servers; 3],
            service: [
                pick,
                pack * before[0] as f64 / before[1] as f64,
                station * before[0] as f64 / before[2] as f64,
            ],
            horizon: ORDERS / rate,
            ..self
        }
        .long_enough()
    }

    fn with_lanes(self, lanes: u64) -> Self {
        Self { lanes, ..self }
    }

    fn with_in_flight(self, in_flight: u64) -> Self {
        let transit = in_flight as f64 / self.rate - BESIDE_TRANSIT;
        Self { transit, ..self }.long_enough()
    }

    fn with_rate_for(self, in_flight: u64) -> Self {
        let rate = in_flight as f64 / (self.transit + BESIDE_TRANSIT);
        let factor = rate / self.rate;
        Self {
            rate,
            servers: self
                .servers
                .map(|servers| (servers as f64 * factor).round().max(1.0) as u64),
            horizon: self.horizon * self.rate / rate,
            ..self
        }
        .long_enough()
    }

    /// Most of a run must pass with the network full.
    fn long_enough(self) -> Self {
        let least = 4.0 * (self.transit + BESIDE_TRANSIT);
        Self {
            horizon: self.horizon.max(least),
            ..self
        }
    }

    /// The validated network.
    ///
    /// # Panics
    /// Never: every size is a valid scenario, which a test says of all in [`Self::all`].
    #[must_use]
    pub fn network(&self) -> Network {
        let (network, _) = load(&self.files()).expect("sizes are valid scenarios");
        network
    }

    /// The scenario.
    #[must_use]
    pub fn files(&self) -> Files {
        scenario::files(self)
    }
}
