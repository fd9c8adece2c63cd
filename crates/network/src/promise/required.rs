//! From which padding on an order is on time, and up to which its level is offered.

use super::clock::WHOLE;
use super::{PaddingGrid, PaddingKind, PromiseClock, Rounding};
use crate::time::Instant;

impl PromiseClock {
    /// The required padding of an order: index of the least padding of the grid whose promise is at or after delivery;
    /// [`PaddingGrid::len`] if there is none.
    ///
    /// Costs a few calendar queries, whatever the grid's length. An order that is never delivered is never on time.
    #[must_use]
    #[inline]
    pub fn required(
        &self,
        placement: Instant,
        base: Instant,
        rounding: Rounding,
        delivery: Instant,
        grid: &PaddingGrid,
    ) -> usize {
        if delivery >= Instant::NEVER {
            return grid.len;
        }
        // Asked for every order, and needs no calendar: kept small, so that it is inlined.
        if rounding == Rounding::Instant && grid.kind == PaddingKind::Elapsed {
            return grid.required(placement, base, delivery);
        }
        self.required_by_calendar(placement, base, rounding, delivery, grid)
    }

    /// [`Self::required`] where the promise is rounded or paddings are no lengths of time.
    fn required_by_calendar(
        &self,
        placement: Instant,
        base: Instant,
        rounding: Rounding,
        delivery: Instant,
        grid: &PaddingGrid,
    ) -> usize {
        let unrounded = self.least_before_rounding(rounding, delivery);
        if placement >= unrounded {
            return 0;
        }
        grid.first_at_or_above(self.least_padding(placement, base, unrounded, grid.kind))
    }

    /// How many leading paddings of the grid have a promise at or before `latest`: those at which the level is offered.
    #[must_use]
    #[inline]
    pub fn offered(
        &self,
        placement: Instant,
        base: Instant,
        rounding: Rounding,
        latest: Option<Instant>,
        grid: &PaddingGrid,
    ) -> usize {
        match latest {
            // The first that is not offered is the first whose promise is at or after the next tick.
            Some(latest) if latest < Instant::NEVER => {
                self.required(placement, base, rounding, Instant(latest.0 + 1), grid)
            }
            _ => grid.len,
        }
    }

    /// The least instant whose rounding is at or after `delivery`.
    #[must_use]
    #[inline]
    pub fn least_before_rounding(&self, rounding: Rounding, delivery: Instant) -> Instant {
        if rounding == Rounding::Instant {
            return delivery;
        }
        let days = self.days();
        let day = days.day_of(delivery);
        match rounding {
            Rounding::Instant => delivery,
            Rounding::EndOfDay => days.start_of(day),
            // All days after the last delivery day before round to the same end.
            Rounding::EndOfDeliveryDay => {
                days.start_of(self.delivery().last_open_before(day).plus(1))
            }
            Rounding::Hours(hours) => match self.last_window_before(hours, day, delivery) {
                Some((_, end)) => Instant(end.0 + 1),
                None => delivery,
            },
        }
    }

    /// The least padding, in the unit of `kind`, which moves the base promise to `target` or later.
    #[inline]
    fn least_padding(
        &self,
        placement: Instant,
        base: Instant,
        target: Instant,
        kind: PaddingKind,
    ) -> i64 {
        match kind {
            PaddingKind::Elapsed => (target - base).0,
            PaddingKind::Percent => least_percentage((base - placement).0, (target - base).0),
            PaddingKind::Days => {
                let (from, clock) = self.days().split(base);
                let moved = |days| {
                    if days == 0 {
                        base
                    } else {
                        self.days().at(from.plus(days), clock)
                    }
                };
                least(self.days().day_of(target).0 - from.0, |days| {
                    moved(days) >= target
                })
            }
            PaddingKind::BusinessDays => {
                let (from, clock) = self.days().split(base);
                let to = self.days().day_of(target);
                let moved = |days| {
                    if days == 0 {
                        base
                    } else {
                        self.days().at(self.delivery().add(from, days), clock)
                    }
                };
                least(self.delivery().between(from.plus(1), to.plus(1)), |days| {
                    moved(days) >= target
                })
            }
        }
    }
}

/// The least number of hundredths of a percent of `quote`, each share rounded down to a tick, that makes `ticks`.
fn least_percentage(quote: i64, ticks: i64) -> i64 {
    if quote <= 0 {
        return if ticks <= 0 { i64::MIN } else { i64::MAX };
    }
    // floor(quote v / WHOLE) >= ticks exactly if quote v >= ticks WHOLE.
    let (quote, product) = (i128::from(quote), i128::from(ticks) * i128::from(WHOLE));
    let least = -(-product).div_euclid(quote);
    i64::try_from(least).unwrap_or(if least < 0 { i64::MIN } else { i64::MAX })
}

/// The least number that is `enough`, which all above it are too; `near` is at most a few steps away.
fn least(near: i64, enough: impl Fn(i64) -> bool) -> i64 {
    let mut value = near;
    if !enough(value) {
        loop {
            value += 1;
            if enough(value) {
                return value;
            }
        }
    }
    while enough(value - 1) {
        value -= 1;
    }
    value
}
