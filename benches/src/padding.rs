//! The padding tally: the required padding of an order and its count, as the engine keeps it for every order.

use leadtime_network::calendar::{CivilDays, OpenDays};
use leadtime_network::promise::{PaddingGrid, PaddingKind, PromiseClock, Rounding};
use leadtime_network::time::{Instant, TICKS_PER_HOUR};
use leadtime_sim::engine::CurveCell;

/// Orders that one run counts.
pub const ORDERS: u64 = 10_000;

/// A clock of promises, a grid of paddings, and counts along it.
pub struct PaddingTally {
    clock: PromiseClock,
    grid: PaddingGrid,
    /// Made before, as the engine has them at hand: placement, base promise, delivery and the beginning of its day.
    orders: Vec<[Instant; 4]>,
    /// One count an order: the required padding alone.
    pub required: Vec<u32>,
    /// What the engine keeps: changes of promised, on time by instant and on time by day between neighbouring paddings.
    pub curve: Vec<CurveCell>,
}

impl Default for PaddingTally {
    fn default() -> Self {
        Self::new()
    }
}

impl PaddingTally {
    /// Sixty hours of paddings in steps of a quarter of an hour, promises in New York.
    ///
    /// # Panics
    /// Never: the date, the zones and the calendar are known.
    #[must_use]
    pub fn new() -> Self {
        let start = "2026-11-02".parse().expect("a date");
        let until = Instant(90 * 24 * TICKS_PER_HOUR);
        let days = CivilDays::new(start, "UTC", "America/New_York", until).expect("known zones");
        let grid = PaddingGrid::new(
            PaddingKind::Elapsed,
            -12 * TICKS_PER_HOUR,
            TICKS_PER_HOUR / 4,
            241,
        );
        Self {
            clock: PromiseClock::new(days, OpenDays::every_day()).expect("always open"),
            required: vec![0; grid.len + 1],
            curve: vec![CurveCell::default(); grid.len + 1],
            orders: (0..ORDERS as i64).map(order).collect(),
            grid,
        }
    }

    /// Counts the required paddings of [`ORDERS`] orders as the engine does where no promise is rounded: the calendar need not be asked.
    pub fn count_plain(&mut self) {
        for &[placed, base, delivery, _] in &self.orders {
            self.required[self.grid.required(placed, base, delivery)] += 1;
        }
    }

    /// Counts the required paddings of [`ORDERS`] orders.
    pub fn count(&mut self, rounding: Rounding) {
        for &[placed, base, delivery, _] in &self.orders {
            let place = self
                .clock
                .required(placed, base, rounding, delivery, &self.grid);
            self.required[place] += 1;
        }
    }

    /// Counts [`ORDERS`] orders into a curve as the engine does: offered everywhere, on time from the padding on that reaches the
    /// delivery, and from the one that reaches the day of delivery.
    pub fn count_curve(&mut self, rounding: Rounding) {
        for &[placed, base, delivery, day] in &self.orders {
            let required = |until| {
                self.clock
                    .required(placed, base, rounding, until, &self.grid)
            };
            let (instant, day) = (required(delivery), required(day));
            self.curve[0].n += 1;
            self.curve[instant].on_time += 1;
            self.curve[day].on_time_day += 1;
        }
    }
}

/// An order promised after twelve hours, delivered six hours early to a day late.
fn order(number: i64) -> [Instant; 4] {
    let placed = number * 400_009;
    let base = placed + 12 * TICKS_PER_HOUR;
    let late = (number * 7_919_017) % (30 * TICKS_PER_HOUR) - 6 * TICKS_PER_HOUR;
    let delivery = base + late;
    let day = delivery - delivery.rem_euclid(24 * TICKS_PER_HOUR);
    [placed, base, delivery, day].map(Instant)
}

#[cfg(test)]
#[allow(missing_docs)]
mod tests {
    use super::*;

    // catches: a bench of something else than the tally: counts that are lost or lie on the wrong side of the promise
    #[test]
    fn every_order_is_counted_where_its_padding_reaches_the_delivery() {
        let mut tally = PaddingTally::new();
        tally.count_plain();
        let plain = tally.required.clone();
        tally.required.fill(0);
        tally.count(Rounding::Instant);
        assert_eq!(tally.required, plain);
        tally.count_curve(Rounding::Instant);
        assert_eq!(tally.required.iter().sum::<u32>() as u64, ORDERS);
        // A padding of nothing keeps the orders that come until the base promise: a fifth of them.
        let kept: u32 = tally.required[..=48].iter().sum();
        assert!((1_900..2_100).contains(&kept), "{kept}");
        let on_time: i32 = tally.curve[..=48].iter().map(|cell| cell.on_time).sum();
        assert_eq!(on_time as u32, kept);
        assert_eq!(tally.curve[0].n as u64, ORDERS);
        let by_day: i32 = tally.curve[..=48].iter().map(|cell| cell.on_time_day).sum();
        assert!(by_day > on_time);
    }
}
