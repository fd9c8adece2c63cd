//! Local hours and days of placements. Visits come in order of time, so the hour of the last one is nearly always that of the
//! next, and civil time is asked once an hour instead of once an order.

use leadtime_network::calendar::DayTime;
use leadtime_network::time::{Instant, TICKS_PER_HOUR};

use crate::plan::Plan;

/// The hour or day looked up last, per time zone.
pub(crate) struct Almanac {
    hours: Vec<Span>,
    day: Span,
    /// The local day of the last delivery, per time zone.
    deliveries: Vec<Span>,
}

/// A value that holds in [from, to).
#[derive(Clone, Copy, Default)]
struct Span {
    from: i64,
    to: i64,
    value: i64,
}

impl Almanac {
    pub(crate) fn new(plan: &Plan) -> Self {
        Self {
            hours: vec![Span::default(); plan.time_zones as usize],
            day: Span::default(),
            deliveries: vec![Span::default(); plan.time_zones as usize],
        }
    }

    /// The first instant of the zone's local day in which a delivery lies: deliveries come nearly in order of time.
    #[inline]
    pub(crate) fn delivery_day(&mut self, plan: &Plan, zone: u32, at: i64) -> i64 {
        let zone = &plan.zones[zone as usize];
        let span = &mut self.deliveries[zone.time_zone as usize];
        if at < span.from || at >= span.to {
            let day = zone.civil.day_of(Instant(at));
            let from = zone.civil.start_of(day).0;
            *span = Span {
                from,
                to: zone.civil.end_of(day).0 + 1,
                value: from,
            };
        }
        span.value
    }

    /// Hour of the zone's local week, 0 to 167.
    #[inline]
    pub(crate) fn hour_of_week(&mut self, plan: &Plan, zone: u32, at: i64) -> u8 {
        let zone = &plan.zones[zone as usize];
        let span = &mut self.hours[zone.time_zone as usize];
        if at < span.from || at >= span.to {
            let hour = zone.civil.hour_of_week(Instant(at));
            let DayTime(clock) = zone.civil.clock(Instant(at));
            // No further than the full hour on the clock, nor over a change of the clock, which comes at a full quarter.
            let into = i64::from(clock) % (TICKS_PER_HOUR / 4);
            *span = Span {
                from: at,
                to: at - into + TICKS_PER_HOUR / 4,
                value: hour as i64,
            };
        }
        span.value as u8
    }

    /// Day of the scoring window in the clock's time zone (negative before it).
    #[inline]
    pub(crate) fn day(&mut self, plan: &Plan, at: i64) -> i32 {
        if at < self.day.from || at >= self.day.to {
            let day = plan.civil.day_of(Instant(at));
            let (from, to) = (plan.civil.start_of(day).0, plan.civil.end_of(day).0 + 1);
            self.day = Span {
                from,
                to,
                value: day.0 - plan.first_day,
            };
        }
        self.day.value as i32
    }
}
