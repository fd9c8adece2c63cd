//! Deliveries of one zone and of the only level, counted together: each tally for all of them before the next.

use crate::plan::{Plan, Terms};

use super::curves::count_plain_curves;
use super::steady::SteadyQuote;
use super::tally::{HOURS_OF_WEEK, ReplicationOutcome};
use super::verdict::{Fate, Kept, count_promised};

/// What is counted of an order that is delivered, in ticks since its placement.
#[derive(Clone, Copy)]
pub(crate) struct Delivery {
    pub(crate) lead: i64,
    /// The first instant of the zone's local day of delivery.
    pub(crate) day_of_delivery: i64,
    pub(crate) promise: i64,
    pub(crate) base: i64,
    /// When it was placed: hour of the zone's week, day of the scoring window.
    pub(crate) hour_of_week: u8,
    pub(crate) day: i32,
}

/// Counts the orders of a zone that are delivered, all of the only level: how long they took, whether they kept their promise by hour of
/// week and day, and the curves.
#[inline(always)]
pub(crate) fn count_deliveries(
    plan: &Plan,
    outcome: &mut ReplicationOutcome,
    zone: u32,
    deliveries: &(impl ExactSizeIterator<Item = Delivery> + Clone),
) {
    let each = || deliveries.clone();
    outcome.lead[0].record_all(each().map(|order| order.lead));
    outcome.slack[0].record_all(each().map(|order| order.promise - order.lead));
    let (mut lead, mut tardiness) = (0, 0);
    for order in each() {
        lead += order.lead;
        tardiness += (order.lead - order.promise).max(0);
    }
    outcome.sums[0].tardiness += tardiness;
    let of_zone = &mut outcome.zone_lead[zone as usize];
    of_zone.0 += deliveries.len() as u64;
    of_zone.1 += lead;
    let terms = plan.levels[0].terms;
    match terms.window {
        // Known beforehand, it need not be looked for in each order.
        None => count_kept(
            plan,
            outcome,
            zone,
            Terms {
                window: None,
                ..terms
            },
            each(),
        ),
        Some(_) => count_kept(plan, outcome, zone, terms, each()),
    }
    let judged = each().map(|order| (0, order.base, [order.lead, order.day_of_delivery]));
    count_plain_curves(plan, outcome, (0, zone), &judged);
}

/// The same of orders that were all quoted the same, and that quote.
#[inline(always)]
pub(crate) fn count_deliveries_alike(
    plan: &Plan,
    outcome: &mut ReplicationOutcome,
    zone: u32,
    quote: SteadyQuote,
    deliveries: &[Delivery],
) {
    outcome.count_quotes(0, (quote.promise, deliveries.len() as u64));
    count_deliveries(plan, outcome, zone, &deliveries.iter().copied());
}

/// Counts whether orders of a zone kept their promise, on the terms of the only level: by zone, hour of week and day.
#[inline(always)]
fn count_kept(
    plan: &Plan,
    outcome: &mut ReplicationOutcome,
    zone: u32,
    terms: Terms,
    deliveries: impl Iterator<Item = Delivery>,
) {
    let hours = &mut outcome.hours[..HOURS_OF_WEEK];
    let days = &mut outcome.days[..plan.days];
    // Kept at hand over the loop.
    let mut own = outcome.own[zone as usize];
    for order in deliveries {
        let fate = Fate::Delivered {
            at: order.lead,
            judged: order.lead,
            day: order.day_of_delivery,
        };
        let kept = Kept::of(terms, order.promise, fate);
        own.count(kept);
        count_promised(&mut hours[usize::from(order.hour_of_week)], kept);
        count_promised(&mut days[order.day as usize], kept);
    }
    outcome.own[zone as usize] = own;
}
