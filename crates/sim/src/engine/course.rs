//! Trips on lanes without rules of their own.
//!
//! Where there are many lanes, each is in memory that no near cache holds, and a trip costs what it must fetch. So what a trip on a plain
//! lane needs, and what is counted of it, stands side by side in its road, apart from the plan with all that a lane may have.

use crate::plan::{Departures, LanePlan, Plan};
use crate::random::{EntityKey, Purpose};
use crate::sampling::{Draws, Sampler};

use super::road::Road;
use super::shock::ShockValues;
use super::station::NEVER;
use super::tally::LaneTally;

/// What a trip needs of a lane's plan, and what is counted of the plain ones.
pub(crate) struct Course {
    departures: Departures,
    load_lead: i64,
    transit: Sampler,
    purpose: Purpose,
    /// Waits of the parcels that got ready in the scoring window, ticks, and their number.
    wait: i64,
    parcels: u32,
    last_leg: bool,
    /// What every trip takes, ticks, where that is always the same and begins at once.
    always: Option<i64>,
    /// Nothing but its departures and the transits of parcels matters.
    plain: bool,
    /// Departures leave as scheduled, and have nothing of their own.
    punctual: bool,
}

impl Course {
    pub(super) fn new(lane: &LanePlan) -> Self {
        let on_demand = matches!(lane.departures, Departures::OnDemand);
        let punctual = lane.delay.is_none() && lane.cancel == 0.0 && lane.vehicle_transit.is_none();
        Self {
            departures: lane.departures.clone(),
            load_lead: lane.load_lead,
            transit: match lane.constant {
                Some(transit) => lane.transit.always(transit),
                None => lane.transit.clone(),
            },
            purpose: lane.purpose,
            wait: 0,
            parcels: 0,
            last_leg: lane.last_leg,
            always: lane.always_takes(),
            plain: lane.capacity.is_none()
                && !lane.by_weight
                && lane.overflow.is_none()
                && lane.tour.is_none()
                && lane.transit_open.is_none()
                && lane.delivery.is_none()
                && lane.per_parcel
                && lane.spread == 0
                && !lane.shocked
                && !lane.meets_cutoffs
                && (!on_demand || (punctual && lane.dispatch.is_none())),
            punctual,
        }
    }

    /// Counts a trip of a parcel that was ready at an instant.
    #[inline(always)]
    fn count(&mut self, plan: &Plan, ready: i64, departed: i64) {
        if plan.scores(ready) {
            self.parcels += 1;
            self.wait += departed - ready;
        }
    }
}

impl Road {
    /// Whether the lane ends at a door.
    #[inline(always)]
    pub(crate) fn is_last_leg(&self) -> bool {
        self.course.last_leg
    }

    /// What every trip takes, ticks, where that is always the same and begins at once.
    #[inline(always)]
    pub(crate) fn always_takes(&self) -> Option<i64> {
        self.course.always
    }

    /// Counts trips that begin at once, of parcels that got ready in the scoring window.
    pub(crate) fn count_at_once(&mut self, parcels: u32) {
        self.course.parcels += parcels;
    }

    /// Whether [`Self::plain_trip`] is a parcel's trip.
    #[inline(always)]
    pub(crate) fn is_plain(&self) -> bool {
        self.course.plain
    }

    /// The transits of parcels, their own or their own factors, on a plain lane.
    #[inline(always)]
    pub(crate) fn transits<'d>(
        &self,
        draws: &'d mut Draws,
        parcels: impl ExactSizeIterator<Item = EntityKey>,
    ) -> &'d [f64] {
        let Course {
            transit, purpose, ..
        } = &self.course;
        match transit.constant() {
            Some(transit) => draws.always(transit, parcels.len()),
            None => draws.sample(transit, parcels.map(|parcel| parcel.address(*purpose, 0))),
        }
    }

    /// As [`Self::transits`], of one parcel.
    #[inline(always)]
    pub(crate) fn own_transit(&self, parcel: EntityKey) -> f64 {
        let Course {
            transit, purpose, ..
        } = &self.course;
        match transit.constant() {
            Some(transit) => transit,
            None => transit.sample(parcel.draw(*purpose)),
        }
    }

    /// When a parcel that is ready at `ready`, with a transit of its own, arrives on a plain lane, which counts it; `None` if no departure is
    /// left.
    #[inline(always)]
    pub(crate) fn plain_trip(
        &mut self,
        plan: &Plan,
        lane: u32,
        (ready, own): (i64, f64),
        shocks: &ShockValues<'_>,
    ) -> Option<i64> {
        let (departed, shared) = match &self.course.departures {
            Departures::OnDemand => (ready, 1.0),
            _ => {
                let loadable = ready + self.course.load_lead;
                if !self.is_loading_at(loadable) {
                    if self.course.punctual {
                        self.take_punctual(loadable)?;
                    } else {
                        self.take_next(&plan.lanes[lane as usize], loadable, shocks)?;
                    }
                }
                self.vehicle_taken()
            }
        };
        let transit = shared * own;
        let arrive = departed + ((transit + 0.5) as i64).max(1);
        if arrive >= NEVER {
            return None;
        }
        self.course.count(plan, ready, departed);
        Some(arrive)
    }

    /// The first departure from an instant on becomes the vehicle looked at last.
    #[inline(always)]
    fn take_punctual(&mut self, loadable: i64) -> Option<()> {
        let departures = &self.course.departures;
        let index = departures.first_from_near(loadable, self.near);
        if matches!(departures, Departures::Timetable(_)) {
            self.near = index;
        }
        let scheduled = departures.at(index);
        self.looks_at(scheduled?, loadable);
        Some(())
    }

    /// Takes over what has been counted of plain trips.
    pub(crate) fn read(&mut self, tally: &mut LaneTally) {
        let course = &mut self.course;
        tally.parcels += u64::from(course.parcels);
        tally.wait += course.wait;
        // On demand there is nothing to fill.
        if !matches!(course.departures, Departures::OnDemand) {
            tally.load += u64::from(course.parcels);
        }
        (course.parcels, course.wait) = (0, 0);
    }
}
