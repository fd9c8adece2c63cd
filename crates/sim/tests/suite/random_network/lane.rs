//! Random lanes: on demand, by timetable, at a headway.

use std::fmt::Write as _;

use proptest::prelude::*;
use proptest::sample::select;

use super::{CALENDARS, key, optional};

#[derive(Clone, Debug)]
pub struct Lane {
    pub departures: &'static str,
    pub load_lead: Option<&'static str>,
    pub capacity: Option<u32>,
    pub order_cap: Option<u32>,
    pub transit: &'static str,
    pub draw: Option<&'static str>,
    pub delay: Option<&'static str>,
    pub cancel: Option<f64>,
    pub dispatch_calendar: Option<&'static str>,
    pub transit_calendar: Option<&'static str>,
    pub spread: Option<&'static str>,
    /// Last legs with departures: keys of their drivers, instead of capacity, draw and spread.
    pub drivers: Option<&'static str>,
    /// Last legs: how often a delivery succeeds, and how often it is tried.
    pub attempts: Option<(f64, u32)>,
    /// Who runs it, and who takes what it has no room for.
    pub carrier: Option<&'static str>,
    pub overflow: Option<&'static str>,
    /// Keys of what it costs.
    pub costs: Option<&'static str>,
}

const TRANSITS: [&str; 5] = [
    "constant(0min)",
    "constant(2h)",
    "gamma(mean=3h, cv=0.4)",
    "lognormal(median=90min, p95=4h)",
    "uniform(10min, 6h)",
];

/// Only where places have positions.
pub const BY_DISTANCE: &str = "cost_per_parcel = 0.2\ncost_per_km = 0.013";

fn on_demand() -> impl Strategy<Value = Lane> {
    (
        select(&TRANSITS[..]),
        optional(&CALENDARS),
        optional(&CALENDARS),
        optional(&["exponential(mean=20min)", "constant(7min)"]),
    )
        .prop_map(
            |(transit, transit_calendar, dispatch_calendar, delay)| Lane {
                departures: "on-demand",
                load_lead: None,
                capacity: None,
                order_cap: None,
                transit,
                draw: None,
                delay,
                cancel: None,
                dispatch_calendar,
                transit_calendar,
                spread: None,
                drivers: None,
                attempts: None,
                carrier: None,
                overflow: None,
                costs: None,
            },
        )
}

fn vehicles() -> impl Strategy<Value = Lane> {
    let departures = select(
        &[
            "every 45min",
            "every 2h from 00:30",
            "every 5h",
            "daily 06:00 12:30 18:00",
            "mon-fri 08:00 20:00; sat 14:00",
            "daily 02:30",
        ][..],
    );
    let loading = (
        optional(&["30min", "2h"]),
        prop::option::of(1..8u32),
        prop::option::weighted(0.3, Just(0.3)),
        prop::option::weighted(0.1, select(&[4, 20, 80][..])),
    );
    let travel = (
        select(&TRANSITS[..]),
        optional(&["per-parcel", "per-departure"]),
        optional(&["exponential(mean=20min)"]),
    );
    (
        departures,
        loading,
        travel,
        optional(&CALENDARS),
        optional(&CALENDARS),
    )
        .prop_map(
            |(
                departures,
                (load_lead, capacity, cancel, order_cap),
                (transit, draw, delay),
                dispatch_calendar,
                transit_calendar,
            )| Lane {
                departures,
                load_lead,
                capacity,
                order_cap,
                transit,
                draw,
                delay,
                cancel,
                dispatch_calendar,
                transit_calendar,
                spread: None,
                drivers: None,
                attempts: None,
                carrier: None,
                overflow: None,
                costs: None,
            },
        )
}

pub fn lane() -> impl Strategy<Value = Lane> {
    let costs = optional(&[
        "cost_per_parcel = 1.1",
        "cost_per_parcel = 0.000001\ncost_per_departure = 7",
        BY_DISTANCE,
    ]);
    let lane = prop_oneof![1 => on_demand(), 3 => vehicles()];
    (lane, costs).prop_map(|(lane, costs)| Lane { costs, ..lane })
}

impl Lane {
    pub fn write(&self, out: &mut String, from: &str, to: &str, express: bool) -> std::fmt::Result {
        writeln!(out, "[[lanes]]\nfrom = \"{from}\"\nto = \"{to}\"")?;
        key(out, "departures", Some(self.departures))?;
        key(out, "load_lead", self.load_lead)?;
        key(out, "transit", Some(self.transit))?;
        key(out, "delay", self.delay)?;
        key(out, "dispatch_calendar", self.dispatch_calendar)?;
        key(out, "transit_calendar", self.transit_calendar)?;
        key(out, "service_levels", express.then_some("level0"))?;
        let drivers = self.drivers.filter(|_| self.departures != "on-demand");
        match drivers {
            Some(drivers) => writeln!(out, "{drivers}")?,
            None => {
                key(out, "draw", self.draw)?;
                key(out, "spread", self.spread)?;
            }
        }
        if let Some(capacity) = self.capacity.filter(|_| drivers.is_none()) {
            writeln!(out, "capacity = {capacity}")?;
        }
        key(out, "carrier", self.carrier)?;
        key(out, "overflow", self.overflow)?;
        let on_demand = self.departures == "on-demand";
        let fits = |costs: &&str| !(on_demand && costs.contains("per_departure"));
        if let Some(costs) = self.costs.filter(fits) {
            writeln!(out, "{costs}")?;
        }
        if let Some(cap) = self.order_cap {
            writeln!(out, "order_cap = {cap}")?;
        }
        if let Some(cancel) = self.cancel {
            writeln!(out, "cancel = {cancel}")?;
        }
        if let Some((success, attempts)) = self.attempts {
            writeln!(out, "success = {success}\nattempts = {attempts}")?;
        }
        writeln!(out)
    }
}
