//! What is written on a turn.

use super::super::agenda::TIME_LIMIT;
use super::super::deliveries::Delivery;
use super::super::steady::SteadyQuote;

/// What is written on a parcel: the slot in which all is kept that is known of it, or, when it travels light, what must be known of its
/// order.
#[derive(Clone, Copy)]
pub(crate) struct Label(u64);

/// Bits of an instant, of the hour of a week, and of a day of the scoring window.
const TIME_BITS: u32 = TIME_LIMIT.ilog2();
const HOUR_BITS: u32 = 8;
const DAY_BITS: u32 = 17;
const HOUR_AT: u32 = TIME_BITS;
const DAY_AT: u32 = HOUR_AT + HOUR_BITS;
const SCORED_AT: u32 = DAY_AT + DAY_BITS;

/// What is known of an order whose parcel travels light.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LightOrder {
    pub(crate) placed: i64,
    /// Hour of the zone's local week in which it was placed.
    pub(crate) hour_of_week: u8,
    /// Day of the scoring window on which it was placed; 0 before it.
    pub(crate) day: i32,
    pub(crate) scored: bool,
}

impl Label {
    /// All is kept in a slot.
    #[inline(always)]
    pub(crate) const fn of_slot(slot: u32) -> Self {
        Self(slot as u64)
    }

    #[inline(always)]
    pub(crate) fn slot(self) -> u32 {
        self.0 as u32
    }

    /// The order itself.
    #[inline(always)]
    pub(super) fn of_order(order: LightOrder) -> Self {
        let day = order.day.max(0) as u64;
        debug_assert!(order.placed >> TIME_BITS == 0 && day >> DAY_BITS == 0);
        Self(
            order.placed as u64
                | u64::from(order.hour_of_week) << HOUR_AT
                | day << DAY_AT
                | u64::from(order.scored) << SCORED_AT,
        )
    }

    /// The same of another order, placed at an instant, where nothing was written yet of when this one was.
    #[inline(always)]
    pub(super) fn placed_at(self, at: i64) -> Self {
        debug_assert!(at >> TIME_BITS == 0 && self.order().placed == 0);
        Self(self.0 | at as u64)
    }

    /// Whether the order is of the scoring window.
    #[inline(always)]
    pub(crate) fn scored(self) -> bool {
        self.0 >> SCORED_AT == 1
    }

    #[inline(always)]
    pub(crate) fn order(self) -> LightOrder {
        let bits = |at: u32, count: u32| (self.0 >> at) & ((1 << count) - 1);
        LightOrder {
            placed: bits(0, TIME_BITS) as i64,
            hour_of_week: bits(HOUR_AT, HOUR_BITS) as u8,
            day: bits(DAY_AT, DAY_BITS) as i32,
            scored: self.scored(),
        }
    }
}

impl LightOrder {
    /// As its delivery at an instant is counted, on a day of the zone that begins at another; it was quoted what all of the zone are.
    #[inline(always)]
    pub(crate) fn delivered(self, (at, day): (i64, i64), quote: SteadyQuote) -> Delivery {
        Delivery {
            lead: at - self.placed,
            day_of_delivery: day - self.placed,
            promise: quote.promise,
            base: quote.base,
            hour_of_week: self.hour_of_week,
            day: self.day,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // catches: fields that run into each other
    #[test]
    fn a_label_holds_whatever_an_order_can_be() {
        let last_day = (TIME_LIMIT / 86_400_000) as i32;
        for placed in [0, 1, TIME_LIMIT - 1] {
            for (hour_of_week, day) in [(0, 0), (167, 0), (0, last_day), (167, last_day)] {
                for scored in [false, true] {
                    let order = LightOrder {
                        placed,
                        hour_of_week,
                        day,
                        scored,
                    };
                    let label = Label::of_order(order);
                    assert_eq!((label.order(), label.scored()), (order, scored));
                    let before = Label::of_order(LightOrder { placed: 0, ..order });
                    assert_eq!(before.placed_at(placed).order(), order);
                }
            }
        }
        assert_eq!(Label::of_slot(u32::MAX).slot(), u32::MAX);
    }
}
