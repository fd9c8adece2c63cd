//! Random zones with their last legs.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::lane::{Lane, lane};
use super::{TIME_ZONES, key, optional};

#[derive(Clone, Debug)]
pub struct Zone {
    pub weight: u32,
    pub time_zone: Option<&'static str>,
    pub delivery_calendar: Option<&'static str>,
    pub last_leg: Lane,
    /// When somebody is at the door.
    pub hours: Option<&'static str>,
}

const DRIVERS: [&str; 4] = [
    "drivers = 1\nstops_per_hour = 7\nroute_hours = \"1h\"",
    "drivers = 2\nstops_per_hour = 3\nroute_hours = \"5h\"",
    "drivers = 3\nroute_hours = \"2h\"\nroute_time = { per_stop = \"10min\", area_km2 = 50, speed = \"30km/h\" }",
    "drivers = 2\nroute_hours = \"20h\"\nroute_time = { per_stop = \"0s\", area_km2 = 900, speed = \"20km/h\", b = 0.9 }",
];

pub fn zone() -> impl Strategy<Value = Zone> {
    (
        1..5u32,
        optional(&TIME_ZONES),
        optional(&["days"]),
        lane(),
        (
            optional(&["3h", "8h"]),
            prop::option::weighted(0.2, Just((0.7, 2))),
            prop::option::weighted(0.4, proptest::sample::select(&DRIVERS[..])),
            optional(&["17:00-21:00", "00:00-12:00", "02:15-24:00"]),
        ),
    )
        .prop_map(
            |(weight, time_zone, delivery_calendar, lane, (spread, attempts, drivers, hours))| {
                Zone {
                    weight,
                    time_zone,
                    delivery_calendar,
                    hours,
                    last_leg: Lane {
                        spread,
                        drivers,
                        attempts,
                        ..lane
                    },
                }
            },
        )
}

impl Zone {
    pub fn write(
        &self,
        out: &mut String,
        index: usize,
        (weighted, placed): (bool, bool),
    ) -> std::fmt::Result {
        writeln!(out, "[[zones]]\nname = \"Z{index}\"")?;
        if weighted {
            writeln!(out, "weight = {}", self.weight)?;
        }
        key(out, "time_zone", self.time_zone)?;
        key(out, "delivery_calendar", self.delivery_calendar)?;
        key(out, "delivery_window", self.hours)?;
        if placed {
            writeln!(out, "lat = {}\nlon = -81.5", 35 + index)?;
        }
        writeln!(out)
    }
}
