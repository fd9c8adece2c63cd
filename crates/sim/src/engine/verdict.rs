//! The verdict on an order: slack, on time at every padding, and where that is counted.

use leadtime_network::calendar::CutoffClock;
use leadtime_network::time::Instant;

use crate::plan::{Plan, Terms};

use super::almanac::Almanac;
use super::curves::{count_curves, count_on_ladders, count_plain_curves};
use super::ladder::Ladders;
use super::parcels::Parcel;
use super::road::Trip;
use super::tally::{HOURS_OF_WEEK, LaneTally, OwnCell, ReplicationOutcome};
use super::timely::count_timely;

/// How an order ended.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fate {
    /// Delivered. Whether it is on time goes by `judged`, an instant of the zone's local day that begins at `day`: the delivery, or
    /// where that counts the first attempt.
    Delivered { at: i64, judged: i64, day: i64 },
    /// Not delivered when the run ended at an instant.
    Open(i64),
    /// Ended without a delivery: late whatever was promised.
    Exhausted,
}

impl Fate {
    /// Of an order that is delivered at an instant and was tried first at another.
    #[inline(always)]
    pub(crate) fn delivered(
        plan: &Plan,
        almanac: &mut Almanac,
        sold: &Parcel,
        at: i64,
        first: i64,
    ) -> Self {
        let judged = if plan.levels[usize::from(sold.level)].attempt_counts {
            first
        } else {
            at
        };
        let day = almanac.delivery_day(plan, sold.zone, judged);
        Self::Delivered { at, judged, day }
    }
}

/// Counts a cohort order.
pub(crate) fn judge(
    plan: &Plan,
    outcome: &mut ReplicationOutcome,
    ladders: &mut Ladders,
    sold: &Parcel,
    bases: &[i64],
    fate: Fate,
) {
    if !plan.deadlines.is_empty() {
        count_timely(plan, outcome, sold, fate);
    }
    let level = sold.level as usize;
    outcome.count_quotes(level, (sold.promise - sold.placed, 1));
    // One body for each: which of them it is need not be asked again and again.
    match fate {
        Fate::Delivered { at, judged, day } => {
            let fate = Fate::Delivered { at, judged, day };
            let (lead, slack) = (at - sold.placed, sold.promise - at);
            outcome.sums[level].tardiness += (-slack).max(0);
            outcome.lead[level].record(lead);
            outcome.slack[level].record(slack);
            let of_zone = &mut outcome.zone_lead[sold.zone as usize];
            of_zone.0 += 1;
            of_zone.1 += lead;
            count_own(plan, outcome, sold, fate);
            if level == usize::from(sold.wanted) && plan.levels[level].by_elapsed_time {
                let order = (sold.placed, bases[level], [judged, day]);
                let orders = std::iter::once(order);
                count_plain_curves(plan, outcome, (level, sold.zone), &orders);
            } else {
                let counted =
                    count_on_ladders(plan, (outcome, ladders), sold, bases, [judged, day]);
                if !counted {
                    count_curves(plan, outcome, sold, bases, fate);
                }
            }
        }
        fate => judge_undelivered(plan, outcome, sold, bases, fate),
    }
}

#[inline(never)]
fn judge_undelivered(
    plan: &Plan,
    outcome: &mut ReplicationOutcome,
    sold: &Parcel,
    bases: &[i64],
    fate: Fate,
) {
    count_own(plan, outcome, sold, fate);
    count_curves(plan, outcome, sold, bases, fate);
}

/// What the promise that was told makes of an order: the one place that decides it, for every table.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Kept {
    /// On time by the promised instant, and by the end of the promised day.
    pub(crate) on_time: bool,
    pub(crate) on_time_day: bool,
    /// Delivered at least `beat_by` before the promise.
    pub(crate) beaten: bool,
    /// Before the promised window, and in it.
    pub(crate) early: bool,
    pub(crate) in_window: bool,
}

impl Kept {
    /// Of an order that was sold with a promise.
    #[inline(always)]
    pub(crate) fn of(terms: Terms, promise: i64, fate: Fate) -> Self {
        let Fate::Delivered { at, judged, day } = fate else {
            return Self::default();
        };
        let mut kept = Self {
            on_time: judged <= promise,
            on_time_day: day <= promise,
            beaten: promise - at >= terms.beat_by,
            ..Self::default()
        };
        if let Some(window) = terms.window {
            kept.early = judged < promise - window;
            kept.in_window = kept.on_time && !kept.early;
            kept.on_time &= !kept.early || terms.early_is_ok;
            kept.on_time_day &= !kept.early || terms.early_is_ok;
        }
        kept
    }
}

/// At the scenario's own padding: per zone, hour of week, and day.
#[inline(always)]
fn count_own(plan: &Plan, outcome: &mut ReplicationOutcome, sold: &Parcel, fate: Fate) {
    let level = sold.level as usize;
    let kept = Kept::of(plan.levels[level].terms, sold.promise, fate);
    outcome.own[level * plan.zones.len() + sold.zone as usize].count(kept);
    let hour = &mut outcome.hours[level * HOURS_OF_WEEK + usize::from(sold.hour_of_week)];
    count_promised(hour, kept);
    count_promised(
        &mut outcome.days[level * plan.days + sold.day as usize],
        kept,
    );
    if let Fate::Open(now) = fate {
        outcome.undecided += u64::from(now <= sold.promise);
    }
}

/// Counts an order of an hour or a day: promised, on time.
#[inline(always)]
pub(super) fn count_promised(of_time: &mut (u32, u32), kept: Kept) {
    of_time.0 += 1;
    of_time.1 += u32::from(kept.on_time);
}

impl OwnCell {
    /// Counts an order.
    #[inline(always)]
    pub(super) fn count(&mut self, kept: Kept) {
        self.n += 1;
        self.on_time += u32::from(kept.on_time);
        self.on_time_day += u32::from(kept.on_time_day);
        self.beaten += u32::from(kept.beaten);
        self.early += u32::from(kept.early);
        self.in_window += u32::from(kept.in_window);
    }
}

impl ReplicationOutcome {
    /// Counts quotes of a length, so many. It is often that of the ones before; then only their number is kept.
    #[inline(always)]
    pub(super) fn count_quotes(&mut self, level: usize, (length, times): (i64, u64)) {
        let alike = &mut self.quotes_alike[level];
        if alike.0 == length {
            alike.1 += times;
        } else {
            let (length, times) = std::mem::replace(alike, (length, times));
            self.quote[level].record_many(length, times);
        }
    }

    /// Counts a visit.
    #[inline]
    pub(crate) fn visit(&mut self, cohort: bool, offered: bool) {
        self.cohort_visits += u64::from(cohort);
        self.not_offered += u64::from(cohort && !offered);
    }

    /// Counts a trip of an order of the scoring window that must meet a cutoff.
    #[inline(always)]
    pub(crate) fn deadline(&mut self, plan: &Plan, lane: u32, trip: &Trip, sold: &Parcel) {
        if let (Some(scheduled), true) = (trip.scheduled, sold.cohort) {
            let cutoffs = &plan.levels[sold.level as usize].cutoffs;
            if let Some(cutoff) = cutoffs.get(sold.zone as usize) {
                self.next_scheduled_deadline(plan, lane, scheduled, cutoff, sold);
            }
        }
    }

    /// NSD of a cohort order, whenever it got ready: an order that is late because it was ready late counts as well.
    #[inline(never)]
    fn next_scheduled_deadline(
        &mut self,
        plan: &Plan,
        lane: u32,
        scheduled: i64,
        cutoff: &CutoffClock,
        sold: &Parcel,
    ) {
        let lane_plan = &plan.lanes[lane as usize];
        if !plan.starts_at(sold.zone, sold.level as usize, lane_plan.from) {
            return;
        }
        let cutoff = cutoff.next_cutoff(Instant(sold.placed)).0;
        let departures = &lane_plan.departures;
        let deadline = departures.at(departures.first_from(cutoff + lane_plan.load_lead));
        let tally = &mut self.lanes[lane as usize].deadline;
        tally.0 += 1;
        tally.1 += u64::from(deadline.is_some_and(|deadline| scheduled <= deadline));
    }
}

impl LaneTally {
    /// Counts a trip of a parcel that was ready at an instant.
    #[inline(always)]
    pub(crate) fn count(&mut self, plan: &Plan, ready: i64, trip: &Trip) {
        if ready < plan.warm_up || ready >= plan.horizon {
            return;
        }
        self.parcels += 1;
        self.wait += trip.departed - ready;
        // On demand there is nothing to fill.
        if trip.scheduled.is_none() {
            return;
        }
        self.departures += u64::from(trip.first_aboard);
        self.load += u64::from(trip.load);
        if trip.left_behind > 0 {
            self.left_behind += u64::from(trip.left_behind);
            self.missed[usize::from(trip.left_behind > 1)] += 1;
        }
    }
}
