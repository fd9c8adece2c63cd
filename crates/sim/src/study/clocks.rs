//! Local hours of the facilities, each asked once an hour and time zone.

use std::sync::Arc;

use leadtime_network::calendar::CivilDays;
use leadtime_network::time::Instant;

use crate::plan::{HOUR, Plan};

/// The local hours of all full hours of the scoring window.
pub(super) struct Clocks {
    /// Per stage: which of the clocks is its facility's.
    of_stage: Vec<usize>,
    clocks: Vec<Clock>,
    first: usize,
}

struct Clock {
    /// Hour of the local week, per full hour of the window.
    weekly: Vec<u8>,
    /// Per full hour of the window, and for its end: the full hours from there on, by hour of the local day.
    daily: Vec<[u32; 24]>,
}

impl Clocks {
    /// The clocks of all stages at the full hours [first, last).
    pub(super) fn new(plan: &Plan, (first, last): (usize, usize)) -> Self {
        let mut known: Vec<&Arc<CivilDays>> = Vec::new();
        let mut clock_of = |civil| {
            let found = known.iter().position(|known| Arc::ptr_eq(known, civil));
            found.unwrap_or_else(|| {
                known.push(civil);
                known.len() - 1
            })
        };
        let civil = |stage: u32| &plan.facilities[stage as usize].civil;
        let stations = plan.stations.iter();
        let of_stage = stations
            .map(|station| clock_of(civil(station.facility)))
            .collect();
        Self {
            of_stage,
            clocks: known
                .into_iter()
                .map(|civil| Clock::new(civil, (first, last)))
                .collect(),
            first,
        }
    }

    /// Hour of the local week of a stage at a full hour of the window.
    pub(super) fn hour_of_week(&self, stage: usize, hour: usize) -> usize {
        usize::from(self.clocks[self.of_stage[stage]].weekly[hour - self.first])
    }

    /// By hour of the local day of a stage: how many full hours of the window come at it or after it.
    pub(super) fn hours_of_day_from(&self, stage: usize, hour: usize) -> &[u32; 24] {
        &self.clocks[self.of_stage[stage]].daily[hour - self.first]
    }
}

impl Clock {
    fn new(civil: &CivilDays, (first, last): (usize, usize)) -> Self {
        let local = |hour: usize| civil.hour_of_week(Instant(hour as i64 * HOUR)) as u8;
        let weekly: Vec<u8> = (first..last).map(local).collect();
        let mut hours = [0; 24];
        let mut daily = vec![hours];
        for &local in weekly.iter().rev() {
            hours[usize::from(local) % 24] += 1;
            daily.push(hours);
        }
        daily.reverse();
        Self { weekly, daily }
    }
}
