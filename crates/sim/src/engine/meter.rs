//! Counting what stages do, hour by hour.

use crate::plan::{HOUR, Plan};

use super::hourly::Hourly;
use super::tally::ReplicationOutcome;

/// The span of time in which a stage counts now: within one hour since the start, and wholly inside or outside the scoring
/// window. Most work begins and ends in it, and then nothing must be divided or clipped; it is added up here until the span is over.
#[derive(Clone, Copy, Default)]
pub(crate) struct Meter {
    from: i64,
    to: i64,
    scored: bool,
    /// Where the hour's busy time is counted.
    cell: usize,
    /// The hour of the last visit that was not within the span; at first that in which a run begins.
    missed: u64,
    /// Parcels, and the sums of their waits and of the work on them.
    parcels: u64,
    wait: i64,
    work: i64,
}

impl Meter {
    fn at(plan: &Plan, stage: u32, time: i64) -> Self {
        let hour = time / HOUR;
        let bounds = [plan.warm_up, plan.horizon];
        let passed = bounds.iter().filter(|&&bound| bound <= time).max();
        let coming = bounds.iter().filter(|&&bound| bound > time).min();
        Self {
            from: passed.map_or(hour * HOUR, |&bound| bound.max(hour * HOUR)),
            to: coming.map_or((hour + 1) * HOUR, |&bound| bound.min((hour + 1) * HOUR)),
            scored: time >= plan.warm_up && time < plan.horizon,
            cell: hour as usize * plan.stations.len() + stage as usize,
            ..Self::default()
        }
    }

    /// Counts a visit that begins and ends within the span; false if this one does not.
    #[inline(always)]
    fn count(&mut self, (arrive, start, end): (i64, i64, i64)) -> bool {
        let within = arrive >= self.from && end < self.to;
        if within {
            self.parcels += 1;
            self.wait += start - arrive;
            self.work += end - start;
        }
        within
    }
}

impl ReplicationOutcome {
    /// Counts a visit to a stage.
    #[inline(always)]
    pub(crate) fn stage(
        &mut self,
        plan: &Plan,
        meter: &mut Meter,
        stage: u32,
        times: (i64, i64, i64),
    ) {
        if !meter.count(times) {
            let (arrive, start, end) = times;
            self.stage_across(plan, meter, stage, arrive, start, end);
        }
    }

    /// Counts a visit to a stage that is not within the span at hand. What is passed one by one need not be written down for it.
    #[inline(never)]
    fn stage_across(
        &mut self,
        plan: &Plan,
        meter: &mut Meter,
        stage: u32,
        arrive: i64,
        start: i64,
        end: i64,
    ) {
        if arrive < meter.from || arrive >= meter.to {
            // To begin a span takes longer than to count one visit: it waits for the second of an hour.
            let missed = std::mem::replace(&mut meter.missed, hour_of(arrive));
            if missed == meter.missed {
                self.read(meter, stage);
                *meter = Meter {
                    missed,
                    ..Meter::at(plan, stage, arrive)
                };
                if meter.count((arrive, start, end)) {
                    return;
                }
            }
        }
        let tally = &mut self.stages[stage as usize];
        if plan.scores(arrive) {
            tally.parcels += 1;
            tally.wait += start - arrive;
        }
        tally.present += (end.min(plan.horizon) - arrive.max(plan.warm_up)).max(0);
        self.over_hours(stage, (arrive, start, end));
    }

    /// Counts visits to a stage where nobody waits, (arrival, end). As [`Self::stage`], but they come in no order of time, so no span of
    /// it is at hand.
    #[inline(always)]
    pub(crate) fn pass(
        &mut self,
        plan: &Plan,
        stage: u32,
        visits: impl Iterator<Item = (i64, i64)> + Clone,
    ) {
        let (mut first, mut last) = (i64::MAX, i64::MIN);
        let (mut parcels, mut present) = (0, 0_i64);
        for (arrive, end) in visits.clone() {
            first = first.min(arrive);
            last = last.max(end);
            parcels += 1;
            present = present.wrapping_add(end - arrive);
        }
        // Mostly all of them are inside the scoring window, or all outside.
        if [plan.warm_up, plan.horizon]
            .iter()
            .any(|bound| (first..=last).contains(bound))
        {
            (parcels, present) = within_window(plan, visits.clone());
        } else if !plan.scores(first) {
            (parcels, present) = (0, 0);
        }
        let tally = &mut self.stages[stage as usize];
        tally.parcels += parcels;
        tally.present += present;
        for (arrive, end) in visits {
            let hour = hour_of(arrive);
            if hour == hour_of(end) {
                let cell = hour as usize * plan.stations.len() + stage as usize;
                self.busy.add_at(cell, end - arrive);
            } else {
                self.over_hours(stage, (arrive, arrive, end));
            }
        }
    }

    /// Takes over what a meter has counted.
    pub(crate) fn read(&mut self, meter: &mut Meter, stage: u32) {
        let Meter {
            parcels,
            wait,
            work,
            ..
        } = *meter;
        (meter.parcels, meter.wait, meter.work) = (0, 0, 0);
        if meter.scored {
            let tally = &mut self.stages[stage as usize];
            tally.parcels += parcels;
            tally.wait += wait;
            tally.present += wait + work;
        }
        if work != 0 {
            self.busy.add_at(meter.cell, work);
        }
    }

    /// Counts a visit to a stage but for the work of servers, which may be shared or interrupted.
    pub(crate) fn visit_to_centre(
        &mut self,
        plan: &Plan,
        stage: u32,
        (arrive, start, end): (i64, i64, i64),
    ) {
        let tally = &mut self.stages[stage as usize];
        if arrive >= plan.warm_up && arrive < plan.horizon {
            tally.parcels += 1;
            tally.wait += start - arrive;
        }
        tally.present += (end.min(plan.horizon) - arrive.max(plan.warm_up)).max(0);
        let [came, began, left] = [arrive, start, end].map(hour_of);
        move_between(&mut self.waiting, stage, came, began);
        move_between(&mut self.present, stage, came, left);
    }

    /// Counts a parcel that stays at a stage after its work, because there is no room elsewhere.
    pub(crate) fn blocked(&mut self, plan: &Plan, stage: u32, from: i64, to: i64) {
        let tally = &mut self.stages[stage as usize];
        tally.present += (to.min(plan.horizon) - from.max(plan.warm_up)).max(0);
        move_between(&mut self.present, stage, hour_of(from), hour_of(to));
    }

    /// Counts a server that is kept after its work until the last parcel of it has found room elsewhere.
    pub(crate) fn server_blocked(&mut self, plan: &Plan, stage: u32, from: i64, to: i64) {
        self.stages[stage as usize].blocked +=
            (to.min(plan.horizon) - from.max(plan.warm_up)).max(0);
    }

    /// Busy time of each hour, and who waits and is present at the full hours.
    fn over_hours(&mut self, stage: u32, (arrive, start, end): (i64, i64, i64)) {
        let [came, began, left] = [arrive, start, end].map(hour_of);
        move_between(&mut self.waiting, stage, came, began);
        move_between(&mut self.present, stage, came, left);
        if began == left && start < end {
            self.busy.add(began as usize, stage, end - start);
        } else {
            self.work(stage, start, end);
        }
    }

    /// Busy time of one server, hour by hour.
    pub(crate) fn work(&mut self, stage: u32, start: i64, end: i64) {
        let mut from = start;
        while from < end {
            let hour = from / HOUR;
            let to = end.min((hour + 1) * HOUR);
            if !self.busy.add(hour as usize, stage, to - from) {
                return;
            }
            from = to;
        }
    }
}

/// Of visits, (arrival, end): those that arrive within the scoring window, and for how long of it they are all there.
#[cold]
fn within_window(plan: &Plan, visits: impl Iterator<Item = (i64, i64)>) -> (u64, i64) {
    let (mut parcels, mut present) = (0, 0);
    for (arrive, end) in visits {
        parcels += u64::from(plan.scores(arrive));
        present += (end.min(plan.horizon) - arrive.max(plan.warm_up)).max(0);
    }
    (parcels, present)
}

/// The hour since the start in which an instant lies.
#[inline(always)]
fn hour_of(time: i64) -> u64 {
    time as u64 / HOUR as u64
}

/// One parcel more at the full hours after the hour `from` up to the hour `to`.
#[inline(always)]
fn move_between(changes: &mut Hourly<i32>, stage: u32, from: u64, to: u64) {
    if from != to && changes.add(from as usize + 1, stage, 1) {
        changes.add(to as usize + 1, stage, -1);
    }
}
