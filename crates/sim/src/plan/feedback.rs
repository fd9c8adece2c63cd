//! When another padding would be another run: what one order changes for others, and what a level changes for an order.

use leadtime_network::network::{Discipline, PaddingAt};

use super::{Plan, SourcingPlan, StationCapacity, StationPlan};

/// How far the padding curve of one run reaches.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Feedback {
    /// Some padding withdraws some level, so that another padding may sell a visit another level, or nothing.
    pub(crate) withdraws: bool,
    /// Orders meet in queues, vehicles or stock: one that is sold otherwise changes what happens to others.
    pub(crate) compete: bool,
    /// Some stage serves by the level's priority.
    ranked: bool,
    /// Some attempt at the door may fail.
    can_fail: bool,
}

impl Feedback {
    pub(super) fn of(plan: &Plan) -> Self {
        let meets = plan.stations.iter().any(is_shared)
            || plan.lanes.iter().any(|lane| {
                lane.capacity.is_some() || lane.tour.is_some() || lane.overflow.is_some()
            })
            || !plan.stores.is_empty();
        Self {
            withdraws: plan
                .levels
                .iter()
                .any(|level| level.latest.is_some() || level.padding_at != PaddingAt::Promise),
            compete: meets,
            ranked: plan.uses(Discipline::Priority),
            can_fail: plan.lanes.iter().any(|lane| lane.attempts.is_some()),
        }
    }
}

/// Whether the parcels at a stage may wait for each other, or are worked on together.
pub(super) fn is_shared(station: &StationPlan) -> bool {
    let batched = station
        .centre
        .as_ref()
        .is_some_and(|centre| centre.batch.is_some() || centre.buffer.is_some());
    batched
        || match &station.capacity {
            StationCapacity::Unlimited => false,
            StationCapacity::Staffed(steps) => {
                steps.iter().any(|step| step.1 > 0 && step.1 < u32::MAX)
            }
            StationCapacity::Servers(_) | StationCapacity::Throughput(..) => true,
        }
}

impl Plan {
    /// Whether a promise changes what happens to parcels, so that another padding is another run: some stage serves the earliest
    /// promise first, sourcing looks at it, or who is offered a level decides who still finds room under an order cap.
    pub(crate) fn promises_feed_back(&self) -> bool {
        // Sourcing that looks at the promise may choose another facility.
        let sourced = self
            .baskets
            .as_ref()
            .is_some_and(|baskets| baskets.rule == SourcingPlan::CheapestThatMeets);
        // At another padding others are offered the level, and use the cap up.
        sourced
            || (self.capped && self.feedback.withdraws)
            || self.uses(Discipline::EarliestDueDate)
    }

    /// Whether some stage serves by a discipline.
    fn uses(&self, discipline: Discipline) -> bool {
        let rules = self
            .stations
            .iter()
            .filter_map(|stage| stage.centre.as_ref());
        rules
            .into_iter()
            .any(|rules| rules.discipline == discipline)
    }

    /// Whether an order to a zone fares alike, and lets others fare alike, whichever of two levels it is sold: then the delivery at the one is
    /// that at the other.
    #[inline]
    pub(crate) fn fares_alike(&self, zone: u32, level: usize, other: usize) -> bool {
        level == other || self.fares_alike_elsewhere(zone, level, other)
    }

    #[inline(never)]
    fn fares_alike_elsewhere(&self, zone: u32, level: usize, other: usize) -> bool {
        let cell = |level: usize| zone as usize * self.levels.len() + level;
        let path = |level| self.route(zone, level).map(|route| route.path);
        let choices = |level: usize| self.choices[cell(level)].iter().map(|route| route.path);
        let (one, two) = (&self.levels[level], &self.levels[other]);
        path(level) == path(other)
            && (self.choices.is_empty() || choices(level).eq(choices(other)))
            && self.doors.get(cell(level)) == self.doors.get(cell(other))
            && (!self.feedback.ranked || one.priority == two.priority)
            && (!self.feedback.can_fail || one.attempt_counts == two.attempt_counts)
    }
}
