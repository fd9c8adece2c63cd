//! Random spans of time, over nights on which clocks change too.

use std::fmt::Write as _;

use proptest::prelude::*;
use proptest::sample::select;

use super::TIME_ZONES;

#[derive(Clone, Debug)]
pub struct Clock {
    pub start: &'static str,
    pub time_zone: &'static str,
    pub warm_up_days: u32,
    pub days: u32,
    pub drain_days: Option<u32>,
}

pub fn clock() -> impl Strategy<Value = Clock> {
    // Two ordinary weeks, and the nights on which clocks change in America and in Europe.
    let start = select(
        &[
            "2026-11-02",
            "2026-11-05",
            "2026-10-30",
            "2026-10-23",
            "2026-03-27",
        ][..],
    );
    let drain = prop_oneof![Just(None), (1..6u32).prop_map(Some)];
    (start, select(&TIME_ZONES[..]), 0..2u32, 1..4u32, drain).prop_map(
        |(start, time_zone, warm_up_days, days, drain_days)| Clock {
            start,
            time_zone,
            warm_up_days,
            days,
            drain_days,
        },
    )
}

impl Clock {
    pub fn write(&self, out: &mut String) -> std::fmt::Result {
        let Self {
            start,
            time_zone,
            warm_up_days,
            days,
            drain_days,
        } = self;
        writeln!(
            out,
            "[clock]\nstart = {start}\ntime_zone = \"{time_zone}\"\nwarm_up = \"{warm_up_days}d\""
        )?;
        writeln!(out, "horizon = \"{}d\"", warm_up_days + days)?;
        if let Some(drain) = drain_days {
            writeln!(out, "drain = \"{drain}d\"")?;
        }
        writeln!(out)
    }
}
