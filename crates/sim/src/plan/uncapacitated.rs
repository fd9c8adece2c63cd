//! Path sampling: the plan in which no parcel ever waits for another.

use leadtime_network::network::{Discipline, Overtime, Tour};

use super::feedback::is_shared;
use super::{CentrePlan, LanePlan, Plan, StationCapacity, StationPlan};

/// As many as there are parcels.
const WITHOUT_NUMBER: u32 = u32::MAX;

impl Plan {
    /// The same scenario without congestion: every stage has as many servers as parcels, every vehicle room for all, every parcel a
    /// driver of its own, and nobody is turned away for want of room.
    ///
    /// Dropped: servers, throughput, head counts of shifts and shocks on them, disciplines, preemption, pools, batches, buffers, order
    /// caps, vehicle capacities, overflow, drivers. Kept: opening hours (a stage without staff is closed), waves, what happens to
    /// work when a stage closes, breakdowns, rework, departures, calendars, every draw, stock, and all that is promised: base promises, quantiles
    /// and routes are those of the scenario itself. Promises and sourcing that look at queues see none.
    ///
    /// Random numbers are the same, so the difference to the scenario, order by order, is congestion alone.
    #[must_use]
    pub fn uncapacitated(mut self) -> Self {
        for (at, station) in self.stations.iter_mut().enumerate() {
            station.without_queue(at as u32);
            self.shocks.servers[at].clear();
        }
        for lane in &mut self.lanes {
            lane.with_room_for_all();
        }
        (self.turns_away, self.capped, self.can_deadlock) = (false, false, false);
        self.feedback = super::Feedback::of(&self);
        // Drivers without number are nobody's rivals.
        self.feedback.compete = !self.stores.is_empty();
        self.uncapacitated = true;
        if let Some(importance) = self.importance.take() {
            self.importance = Some(Box::new(importance.uncapacitated()));
        }
        self.sweep = super::SweepPlan::of(&self);
        self
    }

    /// Whether it is a plan [without congestion](Plan::uncapacitated).
    #[must_use]
    pub fn is_uncapacitated(&self) -> bool {
        self.uncapacitated
    }

    /// Whether anything but stock lets one parcel wait for another, or closes an offer for want of room.
    #[must_use]
    pub fn congests(&self) -> bool {
        // Where there are drivers, they state the capacity.
        let scarce = |lane: &LanePlan| lane.capacity.is_some_and(|most| most < WITHOUT_NUMBER);
        self.capped
            || self.turns_away
            || self.stations.iter().any(is_shared)
            || self.lanes.iter().any(scarce)
    }
}

impl StationPlan {
    fn without_queue(&mut self, at: u32) {
        self.capacity = match &self.capacity {
            StationCapacity::Unlimited | StationCapacity::Servers(_) => StationCapacity::Unlimited,
            StationCapacity::Staffed(steps) | StationCapacity::Throughput(_, steps) => {
                opening_hours(steps)
            }
        };
        (self.home, self.desk, self.pool) = (at, 0, None);
        // No parcel needs a server that another could want: loads are nil.
        self.load_factor = 0.0;
        let closes = !matches!(self.capacity, StationCapacity::Unlimited);
        self.centre = self
            .centre
            .take()
            .and_then(|rules| rules.of_parcels_alone(closes));
    }
}

impl CentrePlan {
    /// The rules that a parcel meets by itself: waves, and what happens to work in progress when the stage `closes`. `None`: there are none.
    fn of_parcels_alone(self, closes: bool) -> Option<Self> {
        let overtime = if closes {
            self.overtime
        } else {
            Overtime::Finish
        };
        if self.release.is_none() && overtime == Overtime::Finish {
            return None;
        }
        Some(Self {
            discipline: Discipline::Fifo,
            preemptive: false,
            overtime,
            batch: None,
            release: self.release,
            order_cap: None,
            buffer: None,
            guarded: false,
            blockable: false,
            turn: 0,
        })
    }
}

impl LanePlan {
    fn with_room_for_all(&mut self) {
        (self.order_cap, self.overflow) = (None, None);
        self.by_weight = false;
        // Tours are made up when a departure closes, so what boards must still come in its turn.
        self.capacity = self.tour.map(|_| WITHOUT_NUMBER);
        self.tour = self.tour.map(|tour| Tour {
            drivers: WITHOUT_NUMBER,
            ..tour
        });
    }
}

/// Without number wherever somebody is there.
fn opening_hours(steps: &[(i64, u32)]) -> StationCapacity {
    let mut hours: Vec<(i64, u32)> = Vec::with_capacity(steps.len());
    for &(from, servers) in steps {
        let open = if servers > 0 { WITHOUT_NUMBER } else { 0 };
        if hours.last().is_none_or(|last| last.1 != open) {
            hours.push((from, open));
        }
    }
    let ends = hours
        .iter()
        .skip(1)
        .map(|step| step.0)
        .chain(std::iter::once(i64::MAX));
    let closes = hours
        .iter()
        .zip(ends)
        .any(|(step, to)| step.1 == 0 && to > step.0.max(0));
    if closes {
        StationCapacity::Staffed(hours)
    } else {
        StationCapacity::Unlimited
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, missing_docs)]
mod tests {
    use super::*;

    // catches: a closed hour that opens, head counts that stay, an always open stage that takes turns
    #[test]
    fn hours_stay_and_heads_go() {
        let hours = |steps: &[(i64, u32)]| match opening_hours(steps) {
            StationCapacity::Unlimited => None,
            StationCapacity::Staffed(steps) => Some(steps),
            other => panic!("{other:?}"),
        };
        let start = i64::MIN;
        assert_eq!(hours(&[(start, 0), (0, 3), (10, 1), (20, 7)]), None);
        assert_eq!(hours(&[(start, 0), (-5, 3)]), None);
        let all = WITHOUT_NUMBER;
        let shifts = [(start, 0), (5, 3), (10, 1), (20, 0), (30, 2)];
        let expected = vec![(start, 0), (5, all), (20, 0), (30, all)];
        assert_eq!(hours(&shifts), Some(expected));
        // Two steps at one instant: the first lasts no time.
        assert_eq!(hours(&[(start, 0), (0, 0), (0, 4)]), None);
    }
}
