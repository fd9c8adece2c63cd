//! Delivery hours: when what has arrived can be delivered.

use leadtime_network::network::{DeliveryWindow, Network};
use leadtime_network::time::Instant;

use super::Plan;
use super::compile::zone;

/// Days looked through for a delivery day.
const MOST_DAYS: i64 = 4_000;

/// The delivery hours per (zone, level), the level's before the zone's; empty where there are none.
pub(super) fn doors(network: &Network) -> Vec<Option<DeliveryWindow>> {
    let zones = 0..network.zones.len();
    let of_zone = |at: usize| {
        let own = zone(network, at).delivery_window;
        let levels = network.service_levels.iter();
        levels.map(move |level| level.delivery_window.or(own))
    };
    let doors: Vec<_> = zones.flat_map(of_zone).collect();
    if doors.iter().all(Option::is_none) {
        return Vec::new();
    }
    doors
}

impl Plan {
    /// When a parcel that arrives at `at` is delivered, or first tried.
    #[inline]
    pub(crate) fn at_door(&self, zone: u32, level: usize, at: i64) -> i64 {
        if self.doors.is_empty() || at >= Instant::NEVER.0 {
            return at;
        }
        self.in_delivery_hours(zone, level, at)
    }

    #[inline(never)]
    fn in_delivery_hours(&self, zone: u32, level: usize, at: i64) -> i64 {
        let Some(window) = self.doors[zone as usize * self.levels.len() + level] else {
            return at;
        };
        let clock = &self.zones[zone as usize].clock;
        let (days, delivery) = (clock.days(), clock.delivery());
        let today = days.day_of(Instant(at));
        let mut open = delivery.next_open_day(today);
        if open == today {
            if at <= days.deadline(today, window.to).0 {
                return at.max(days.at(today, window.from).0);
            }
            open = delivery.next_open_day(today.plus(1));
        }
        if open.0 > today.0 + MOST_DAYS {
            return Instant::NEVER.0;
        }
        days.at(open, window.from).0
    }
}
