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
}

pub fn zone() -> impl Strategy<Value = Zone> {
    (
        1..5u32,
        optional(&TIME_ZONES),
        optional(&["days"]),
        lane(),
        (
            optional(&["3h", "8h"]),
            prop::option::weighted(0.2, Just((0.7, 2))),
        ),
    )
        .prop_map(
            |(weight, time_zone, delivery_calendar, lane, (spread, attempts))| Zone {
                weight,
                time_zone,
                delivery_calendar,
                last_leg: Lane {
                    spread,
                    attempts,
                    ..lane
                },
            },
        )
}

impl Zone {
    pub fn write(&self, out: &mut String, index: usize, weighted: bool) -> std::fmt::Result {
        writeln!(out, "[[zones]]\nname = \"Z{index}\"")?;
        if weighted {
            writeln!(out, "weight = {}", self.weight)?;
        }
        key(out, "time_zone", self.time_zone)?;
        key(out, "delivery_calendar", self.delivery_calendar)?;
        writeln!(out)
    }
}
