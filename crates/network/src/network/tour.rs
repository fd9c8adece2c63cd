//! Drivers on routes: how long a tour of so many stops takes, and how many stops fit.

use crate::time::Duration;

/// Drivers of a last leg. A tour of `n` stops takes `per_stop n + per_root sqrt(n)`, its stops spread evenly over it: finite stops
/// per hour have no root; a tour through an area `A` has the length `b sqrt(A n)` (Beardwood, Halton and Hammersley 1959).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tour {
    /// Tours that may leave at a departure, at least 1.
    pub drivers: u32,
    /// Ticks per stop, not negative.
    pub per_stop: f64,
    /// Ticks per square root of the number of stops, not negative; one of the two is above 0.
    pub per_root: f64,
    /// A driver is out so long at most, from the first stop's way to the last stop.
    pub hours: Duration,
}

impl Tour {
    /// How long a tour of `stops` stops takes, ticks.
    #[must_use]
    pub fn length(&self, stops: u32) -> f64 {
        let stops = f64::from(stops);
        self.per_stop * stops + self.per_root * stops.sqrt()
    }

    /// The greatest number of stops whose tour, rounded to the tick, is not longer than `hours`.
    #[must_use]
    pub fn most_stops(&self) -> u32 {
        let fits = |stops: u32| self.length(stops).round() <= self.hours.0 as f64;
        let (mut fit, mut beyond) = (0, u32::MAX);
        while beyond - fit > 1 {
            let middle = fit + (beyond - fit) / 2;
            if fits(middle) {
                fit = middle;
            } else {
                beyond = middle;
            }
        }
        fit
    }

    /// Parcels that a departure takes: drivers times stops that fit.
    #[must_use]
    pub fn capacity(&self) -> u32 {
        self.drivers.saturating_mul(self.most_stops())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::{TICKS_PER_HOUR, TICKS_PER_MINUTE};

    const HOUR: f64 = TICKS_PER_HOUR as f64;

    fn tour(per_stop: f64, per_root: f64, hours: i64) -> Tour {
        Tour {
            drivers: 3,
            per_stop,
            per_root,
            hours: Duration(hours * TICKS_PER_HOUR),
        }
    }

    #[test]
    fn finite_stops_fill_the_hours() {
        // 7 stops an hour: a seventh of an hour is no whole number of ticks, and 8 hours hold 56 all the same.
        for (rate, hours, stops) in [(20.0, 8, 160), (7.0, 8, 56), (0.1, 8, 0), (0.1, 10, 1)] {
            let tour = tour(HOUR / rate, 0.0, hours);
            assert_eq!(tour.most_stops(), stops, "{rate} stops an hour");
            assert_eq!(tour.capacity(), 3 * stops);
        }
    }

    #[test]
    fn a_tour_through_an_area() {
        // 100 stops of 3 min in 144 km2 at 36 km/h with b = .75: 300 min + .75 sqrt(14400) / 36 h = 300 min + 150 min.
        let per_root = 0.75 * 144.0_f64.sqrt() / 36.0 * HOUR;
        let tour = tour(3.0 * TICKS_PER_MINUTE as f64, per_root, 8);
        assert_eq!(tour.length(100), 7.5 * HOUR);
        // 3 n + 15 sqrt(n) <= 480: sqrt(n) <= (-15 + sqrt(225 + 5760)) / 6 = 10.394, n <= 108.03.
        assert_eq!(tour.most_stops(), 108);
    }
}
