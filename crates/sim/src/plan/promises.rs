//! Promise clocks, one per (time zone, delivery calendar), shared by zones.

use std::collections::BTreeMap;
use std::sync::Arc;

use leadtime_network::calendar::{CivilDays, OpenDays};
use leadtime_network::promise::PromiseClock;

use crate::random::name_key;

use super::ZonePlan;
use super::compile::{Compiler, zone};

impl Compiler<'_> {
    /// All zones, in file order.
    pub(super) fn zones(&mut self) -> Vec<ZonePlan> {
        let network = self.network;
        let mut clocks: BTreeMap<(String, Option<usize>), Arc<PromiseClock>> = BTreeMap::new();
        let mut time_zones: BTreeMap<String, u32> = BTreeMap::new();
        let total: f64 = (0..network.zones.len())
            .map(|at| zone(network, at).weight)
            .sum();
        let plan = |at: usize| {
            let place = zone(network, at);
            let civil = self.civil.days_of(&place.time_zone);
            let number = time_zones.len() as u32;
            let time_zone = *time_zones.entry(place.time_zone.clone()).or_insert(number);
            let delivery = place
                .delivery_calendar
                .map(|calendar| self.civil.open_days(calendar, &place.time_zone));
            let make = || {
                let open = delivery
                    .as_ref()
                    .map_or_else(OpenDays::every_day, |days| OpenDays::clone(days));
                // A calendar that never opens has been refused; should one slip through, every day counts.
                let clock = PromiseClock::new(CivilDays::clone(&civil), open).or_else(|_| {
                    PromiseClock::new(CivilDays::clone(&civil), OpenDays::every_day())
                });
                Arc::new(clock.expect("a calendar of every day is open"))
            };
            let key = (place.time_zone.clone(), place.delivery_calendar);
            let clock = Arc::clone(clocks.entry(key).or_insert_with(make));
            ZonePlan {
                name: place.name.clone(),
                key: name_key(&format!("zone:{}", place.name)),
                time_zone,
                civil,
                position: place.position.map(|at| (at.latitude, at.longitude)),
                weight: place.weight / total,
                clock,
            }
        };
        (0..network.zones.len()).map(plan).collect()
    }
}
