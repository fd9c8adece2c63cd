//! A compiled lane.

use std::sync::Arc;

use leadtime_network::calendar::{CivilDays, OpenDays, OpenIntervals};
use leadtime_network::network::{Attempts, Tour};

use crate::random::Purpose;
use crate::sampling::Sampler;

/// A compiled lane.
#[derive(Clone, Debug)]
pub struct LanePlan {
    /// `from->to`.
    pub name: String,
    /// Mode.
    pub mode: String,
    pub(crate) index: u32,
    /// Nodes of the map: facilities first, then zones.
    pub(crate) from: u32,
    pub(crate) to: u32,
    pub(crate) last_leg: bool,
    pub(crate) key: u64,
    pub(crate) purpose: Purpose,
    pub(crate) departures: Departures,
    pub(crate) load_lead: i64,
    /// Parcels, or with `by_weight` grams.
    pub(crate) capacity: Option<u32>,
    pub(crate) by_weight: bool,
    /// Orders that may be promised on a departure.
    pub(crate) order_cap: Option<u32>,
    /// The lane that takes what finds a departure full.
    pub(crate) overflow: Option<u32>,
    /// The parcel's own transit (or its own factor), ticks.
    pub(crate) transit: Sampler,
    /// A parcel draws its own transit.
    pub(crate) per_parcel: bool,
    /// The parcel's own transit where it is always the same: then nothing is drawn.
    pub(crate) constant: Option<f64>,
    /// What a departure draws for all its parcels.
    pub(crate) vehicle_transit: Option<Sampler>,
    pub(crate) spread: i64,
    /// Last leg: its drivers.
    pub(crate) tour: Option<Tour>,
    /// Last leg: attempts that may fail.
    pub(crate) attempts: Option<Attempts>,
    pub(crate) delay: Option<Sampler>,
    /// On demand: when vehicles may be asked to leave; `None`: at any time.
    pub(crate) dispatch: Option<Arc<OpenIntervals>>,
    pub(crate) delay_shocked: bool,
    pub(crate) cancel: f64,
    pub(crate) shocked: bool,
    /// It may be the first of an order that was placed before a cutoff.
    pub(crate) meets_cutoffs: bool,
    pub(crate) planned: i64,
    /// Median transit.
    pub(crate) median: i64,
    /// Transit goes on only while open.
    pub(crate) transit_open: Option<Arc<OpenIntervals>>,
    /// For a last leg to a zone with delivery days: no delivery on closed days.
    pub(crate) delivery: Option<(Arc<OpenDays>, Arc<CivilDays>)>,
    /// Service levels that may use it; `None`: all.
    pub(crate) levels: Option<Vec<usize>>,
}

impl LanePlan {
    /// What every trip takes, ticks, where a vehicle is there at once and nothing makes it late.
    pub(crate) fn always_takes(&self) -> Option<i64> {
        let transit = self.constant.filter(|_| self.per_parcel)?;
        let at_once = matches!(self.departures, Departures::OnDemand)
            && self.dispatch.is_none()
            && self.delay.is_none();
        let steady = !self.shocked && self.spread == 0;
        let at_any_time = self.transit_open.is_none() && self.delivery.is_none();
        (at_once && steady && at_any_time).then(|| ((transit + 0.5) as i64).max(1))
    }

    /// When what departs at `departed` and travels `ticks` arrives.
    #[inline]
    pub(crate) fn after_transit(&self, departed: i64, ticks: i64) -> i64 {
        if self.transit_open.is_none() && self.delivery.is_none() {
            return departed + ticks;
        }
        self.after_transit_by_calendar(departed, ticks)
    }

    #[inline(never)]
    fn after_transit_by_calendar(&self, departed: i64, ticks: i64) -> i64 {
        use leadtime_network::time::{Duration, Instant};
        let mut arrive = match &self.transit_open {
            None => departed + ticks,
            Some(open) => open.advance(Instant(departed), Duration(ticks)).0,
        };
        if let Some((days, civil)) = &self.delivery {
            let day = civil.day_of(Instant(arrive));
            let open = days.next_open_day(day);
            if open != day {
                arrive = if open.0 > day.0 + 4_000 {
                    Instant::NEVER.0
                } else {
                    civil.add_days(Instant(arrive), open.0 - day.0).0
                };
            }
        }
        arrive
    }

    /// On demand: when the vehicle of a parcel that is ready at `ready` is due to leave, delays apart.
    #[inline]
    pub(crate) fn due_on_demand(&self, ready: i64) -> i64 {
        use leadtime_network::time::Instant;
        match &self.dispatch {
            None => ready,
            Some(open) => open.next_open(Instant(ready)).0,
        }
    }

    /// Whether a parcel's trip depends on those before it.
    #[inline]
    pub(crate) fn is_ordered(&self) -> bool {
        self.capacity.is_some()
    }
}

/// When vehicles leave.
#[derive(Clone, Debug)]
pub(crate) enum Departures {
    OnDemand,
    Headway {
        every: i64,
        offset: i64,
    },
    /// Scheduled instants, ascending; lanes with the same timetable share it.
    Timetable(Arc<[i64]>),
}

impl Departures {
    /// Index of the first departure scheduled at or after `t`.
    #[inline]
    pub(crate) fn first_from(&self, t: i64) -> u64 {
        match self {
            Self::OnDemand => 0,
            &Self::Headway { every, offset } => ((t - offset + every - 1).max(0) / every) as u64,
            Self::Timetable(scheduled) => {
                scheduled.partition_point(|&departure| departure < t) as u64
            }
        }
    }

    /// As [`Self::first_from`], where it is likely to be `near` or the one after it.
    #[inline]
    pub(crate) fn first_from_near(&self, t: i64, near: u64) -> u64 {
        let Self::Timetable(scheduled) = self else {
            return self.first_from(t);
        };
        let at = near as usize;
        let passed = at.checked_sub(1).and_then(|before| scheduled.get(before));
        let is_next = |at: usize| scheduled.get(at).is_none_or(|&departure| departure >= t);
        if passed.is_some_and(|&departure| departure < t) {
            for at in at..at + 2 {
                if at <= scheduled.len() && is_next(at) {
                    return at as u64;
                }
            }
        }
        self.first_from(t)
    }

    /// The scheduled instant of a departure; `None` past the last.
    #[inline]
    pub(crate) fn at(&self, index: u64) -> Option<i64> {
        match self {
            Self::OnDemand => None,
            &Self::Headway { every, offset } => Some(offset + index as i64 * every),
            Self::Timetable(scheduled) => scheduled.get(index as usize).copied(),
        }
    }
}
