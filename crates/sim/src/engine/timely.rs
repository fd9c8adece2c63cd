//! Orders that are to be delivered before a date, by the local hour in which they were placed.

use leadtime_network::time::Instant;

use crate::plan::{DeadlinePlan, HOURS_OF_DAY, Plan};

use super::parcels::Parcel;
use super::tally::ReplicationOutcome;
use super::verdict::Fate;

/// Orders of a level and zone placed in one local hour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TimelyCell {
    /// Promised.
    pub n: u32,
    /// Delivered before the date.
    pub in_time: u32,
}

/// Counts an order of the scoring window for every deadline that looks at its hour. What is never delivered is late.
#[inline(never)]
pub(super) fn count_timely(
    plan: &Plan,
    outcome: &mut ReplicationOutcome,
    sold: &Parcel,
    fate: Fate,
) {
    for deadline in &plan.deadlines {
        let (from, to) = deadline.within[sold.zone as usize];
        if sold.placed < from || sold.placed >= to {
            continue;
        }
        let cell = deadline.cell(usize::from(sold.level), sold.zone as usize);
        let cell = &mut outcome.timely[cell + hour(plan, deadline, sold)];
        cell.n += 1;
        cell.in_time += u32::from(matches!(fate, Fate::Delivered { at, .. } if at < to));
    }
}

/// The local hour of placement, of those that are looked at.
fn hour(plan: &Plan, deadline: &DeadlinePlan, sold: &Parcel) -> usize {
    let civil = &plan.zones[sold.zone as usize].civil;
    let (day, clock) = civil.split(Instant(sold.placed));
    let day = (deadline.days as i64 - (deadline.day - day.0)).max(0) as usize;
    let clock = (i64::from(clock.0) / crate::plan::HOUR) as usize;
    (day * HOURS_OF_DAY + clock).min(deadline.hours() - 1)
}
