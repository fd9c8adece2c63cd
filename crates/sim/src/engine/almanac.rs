//! Local hours and days of placements. Visits come in order of time, so the hour of the last one is nearly always that of the
//! next, and civil time is asked once an hour instead of once an order.

use leadtime_network::calendar::{CivilDays, DayTime};
use leadtime_network::time::{Instant, TICKS_PER_DAY, TICKS_PER_HOUR};

use crate::plan::Plan;

/// The hour or day looked up last, per time zone.
pub(crate) struct Almanac {
    hours: Vec<Span>,
    day: Span,
    /// Per time zone.
    deliveries: Vec<Days>,
}

/// The usual local days around the last delivery: within [from, to) one begins every 24 hours.
#[derive(Clone, Copy, Default)]
struct Days {
    from: i64,
    to: i64,
}

/// The local days of a zone. Where stages are swept one after the other, each delivery of a stage of few parcels is on a day of its own: it
/// is worked out, not looked for.
pub(crate) struct DeliveryDays<'a> {
    civil: &'a CivilDays,
    days: &'a mut Days,
}

impl DeliveryDays<'_> {
    /// The first instant of the day in which a delivery lies.
    #[inline(always)]
    pub(crate) fn day(&mut self, at: i64) -> i64 {
        let &mut Days { from, to } = self.days;
        if !(from..to).contains(&at) {
            return self.look_up(at);
        }
        // As a number without a sign it is divided in fewer instructions.
        at - ((at - from) as u64 % TICKS_PER_DAY as u64) as i64
    }

    #[cold]
    #[inline(never)]
    fn look_up(&mut self, at: i64) -> i64 {
        let at = Instant(at);
        if let Some(usual) = self.civil.usual_days(at) {
            *self.days = Days {
                from: usual.start.0,
                to: usual.end.0,
            };
        }
        self.civil.start_of(self.civil.day_of(at)).0
    }
}

/// A value that holds in [from, to).
#[derive(Clone, Copy, Default)]
struct Span {
    from: i64,
    to: i64,
    value: i64,
}

impl Span {
    #[inline(always)]
    fn holds(&self, at: i64) -> bool {
        (self.from..self.to).contains(&at)
    }

    /// The local day of an instant; its value is its first instant.
    #[cold]
    fn day(civil: &CivilDays, at: i64) -> Self {
        let day = civil.day_of(Instant(at));
        let from = civil.start_of(day).0;
        Self {
            from,
            to: civil.end_of(day).0 + 1,
            value: from,
        }
    }

    /// What is left of the quarter of an hour: no further than the full hour on the clock, nor over a change of the clock, which
    /// comes at a full quarter.
    #[cold]
    fn hour_of_week(civil: &CivilDays, at: i64) -> Self {
        let DayTime(clock) = civil.clock(Instant(at));
        let into = i64::from(clock) % (TICKS_PER_HOUR / 4);
        Self {
            from: at,
            to: at - into + TICKS_PER_HOUR / 4,
            value: civil.hour_of_week(Instant(at)) as i64,
        }
    }
}

impl Almanac {
    pub(crate) fn new(plan: &Plan) -> Self {
        Self {
            hours: vec![Span::default(); plan.time_zones as usize],
            day: Span::default(),
            deliveries: vec![Days::default(); plan.time_zones as usize],
        }
    }

    /// The first instant of the zone's local day in which a delivery lies.
    #[inline(always)]
    pub(crate) fn delivery_day(&mut self, plan: &Plan, zone: u32, at: i64) -> i64 {
        self.delivery_days(plan, zone).day(at)
    }

    /// The local days of deliveries to a zone.
    #[inline(always)]
    pub(crate) fn delivery_days<'a>(&'a mut self, plan: &'a Plan, zone: u32) -> DeliveryDays<'a> {
        let zone = &plan.zones[zone as usize];
        DeliveryDays {
            civil: &zone.civil,
            days: &mut self.deliveries[zone.time_zone as usize],
        }
    }

    /// Hour of the zone's local week, 0 to 167.
    #[inline(always)]
    pub(crate) fn hour_of_week(&mut self, plan: &Plan, zone: u32, at: i64) -> u8 {
        let zone = &plan.zones[zone as usize];
        let span = &mut self.hours[zone.time_zone as usize];
        if !span.holds(at) {
            *span = Span::hour_of_week(&zone.civil, at);
        }
        span.value as u8
    }

    /// Hour of the zone's local week and day of the scoring window of a placement, and until when those of others are the same.
    pub(crate) fn placement(&mut self, plan: &Plan, zone: u32, at: i64) -> (u8, i32, i64) {
        let hour = self.hour_of_week(plan, zone, at);
        let day = self.day(plan, at);
        let hours = &self.hours[plan.zones[zone as usize].time_zone as usize];
        (hour, day, hours.to.min(self.day.to))
    }

    /// Day of the scoring window in the clock's time zone (negative before it).
    #[inline(always)]
    pub(crate) fn day(&mut self, plan: &Plan, at: i64) -> i32 {
        if !self.day.holds(at) {
            self.day = Span {
                value: plan.civil.day_of(Instant(at)).0 - plan.first_day,
                ..Span::day(&plan.civil, at)
            };
        }
        self.day.value as i32
    }
}
