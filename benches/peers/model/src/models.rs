//! The three models.

use crate::laws::{Law, lognormal};

/// Which model is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// `scenarios/reference`: utilisation .85, .80, .83.
    Reference,
    /// `scenarios/reference-tight`: utilisation .94.
    ReferenceTight,
    /// One server, arrivals .8 and service 1 per minute.
    Mm1,
}

/// A stage: a first-in-first-out queue before servers that are all alike.
#[derive(Clone, Copy, Debug)]
pub struct Stage {
    /// How many serve at a time.
    pub servers: usize,
    /// Service time, minutes.
    pub service: Law,
}

impl Model {
    /// Minutes between trucks: they leave at multiples of it and take all that is at the dock.
    pub const TRUCK_EVERY: f64 = 120.0;
    /// What an order is promised, minutes after its placement.
    pub const PROMISE: f64 = 720.0;
    /// Days before the first scored order.
    pub const WARM_UP_DAYS: u32 = 3;
    /// Demand goes on for so long after the last scored order, minutes: by then it is delivered, but for one in 1e14.
    pub const RUN_OUT: f64 = 2160.0;

    /// The model of a name on the command line.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Reference, Self::ReferenceTight, Self::Mm1]
            .into_iter()
            .find(|model| model.name() == name)
    }

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reference => "reference",
            Self::ReferenceTight => "reference-tight",
            Self::Mm1 => "mm1",
        }
    }

    /// A day in minutes. That of the M/M/1 has ten times as many, so that it holds about as many orders (11,520 to 14,400)
    /// and hardly anything of the queue of the day before: standard errors come from the scatter of days.
    pub fn day(self) -> f64 {
        match self {
            Self::Mm1 => 14_400.0,
            Self::Reference | Self::ReferenceTight => 1_440.0,
        }
    }

    /// Time between two orders, minutes.
    pub fn gap(self) -> Law {
        match self {
            Self::Mm1 => Law::exponential(1.25),
            Self::Reference | Self::ReferenceTight => Law::exponential(0.1),
        }
    }

    /// Pick and pack at the fulfilment centre, or the one queue of the M/M/1.
    pub fn stages(self) -> Vec<Stage> {
        let at_centre = |pick, pack| {
            vec![
                Stage {
                    servers: pick,
                    service: lognormal(4.25, 0.5),
                },
                Stage {
                    servers: pack,
                    service: lognormal(3.2, 0.5),
                },
            ]
        };
        match self {
            Self::Reference => at_centre(50, 40),
            Self::ReferenceTight => at_centre(45, 34),
            Self::Mm1 => vec![Stage {
                servers: 1,
                service: Law::exponential(1.0),
            }],
        }
    }

    /// The linehaul of one parcel, minutes, and the delivery station behind it; the M/M/1 has none.
    pub fn beyond_the_truck(self) -> Option<(Law, Stage)> {
        let servers = match self {
            Self::Reference => 60,
            Self::ReferenceTight => 53,
            Self::Mm1 => return None,
        };
        Some((
            Law::gamma(16.0, 30.0),
            Stage {
                servers,
                service: Law::gamma(4.0, 1.25),
            },
        ))
    }
}
