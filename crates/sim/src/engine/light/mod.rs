//! Parcels that travel light: all that must be known of their order is written on their turns, and nothing is kept of them elsewhere.
//!
//! An order is fetched twice in its life, when it is placed and when it is judged. With thousands under way it is in no near cache by
//! then. Where every order of a zone is quoted the same, its zone and the instant of its placement tell all of it.

mod checkout;
mod label;

pub(crate) use checkout::{Checkout, Starts};
pub(crate) use label::Label;

use crate::plan::{Plan, Step};
use crate::trace::Recorder;

use super::agenda::number_of;
use super::deliveries::Delivery;
use super::flow::Flow;
use super::parcels::{NOBODY, Parcel};
use super::steady::SteadyQuote;
use super::turn::Turn;

/// What is known while parcels travel light.
pub(crate) struct Light {
    /// The zone to which each step leads.
    zones: Vec<u32>,
    /// Where orders are placed.
    pub(crate) checkout: Checkout,
    /// Those who are delivered at present.
    pub(crate) ended: Vec<Delivery>,
    /// Those who go no further within the run.
    pub(crate) lost: Vec<Turn>,
}

impl Light {
    /// `of_step`: the group that waits at each step, where there are groups.
    pub(crate) fn new(plan: &Plan, of_step: &[u32], steady: &[Option<SteadyQuote>]) -> Self {
        Self {
            zones: zones_of_steps(plan),
            checkout: Checkout::new(plan, of_step, steady),
            ended: Vec::new(),
            lost: Vec::new(),
        }
    }
}

/// The zone to which each step leads; of what no zone's route takes, that does not matter.
fn zones_of_steps(plan: &Plan) -> Vec<u32> {
    let mut zones = vec![0; plan.steps.len()];
    for zone in 0..plan.zones.len() as u32 {
        let Some(route) = plan.route(zone, 0) else {
            continue;
        };
        let first = route.first as usize;
        for (step, of_step) in plan.steps[first..].iter().zip(&mut zones[first..]) {
            *of_step = zone;
            if matches!(step, Step::Lane(lane) if plan.lanes[*lane as usize].last_leg) {
                break;
            }
        }
    }
    zones
}

impl<R: Recorder> Flow<'_, '_, R> {
    /// Whether parcels may travel light: all orders of a zone are quoted the same, and nobody on the way looks at a slot. Those do who
    /// follow parcels or ask what was sold, and those who note that work must be done again.
    pub(super) fn may_travel_light(&self) -> bool {
        let plan = self.plan;
        let looked_at = R::ON
            || self.followed
            || plan.lanes.iter().any(|lane| lane.meets_cutoffs)
            || plan.stations.iter().any(|station| station.rework.is_some());
        let alike = plan.parcels_are_apart() && plan.doors_are_alike();
        alike && !looked_at && self.steady.iter().all(Option::is_some)
    }

    /// From now on a slot keeps what is known of a parcel that travelled light.
    pub(super) fn take_load_off(&mut self, light: &Light, turn: &Turn) -> u32 {
        let (order, zone) = (turn.label.order(), light.zones[turn.step as usize]);
        let quote = self.steady[zone as usize];
        let (base, promise) = quote.map_or((0, 0), |quote| (quote.base, quote.promise));
        let parcel = Parcel {
            entity: turn.entity,
            placed: order.placed,
            promise: order.placed + promise,
            step: turn.step,
            number: number_of(turn.key),
            zone,
            day: order.day,
            hour_of_week: order.hour_of_week,
            cohort: order.scored,
            ..NOBODY
        };
        self.parcels.enter_steady(parcel, order.placed + base)
    }

    /// From now on slots keep those as well who go no further.
    pub(super) fn strand_lost(&mut self, light: &Light) {
        for turn in &light.lost {
            let slot = self.take_load_off(light, turn);
            self.stranded.push(slot);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use leadtime_network::{Files, load};

    use crate::plan::SweepPlan;
    use crate::trace::NoTrace;

    use super::*;

    // catches: parcels that all keep a slot after a change that does not need one, which no result would show
    #[test]
    fn parcels_travel_light_unless_a_slot_is_looked_at() {
        let reference = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/reference");
        let (network, _) =
            load(&Files::on_disk(&reference)).unwrap_or_else(|found| panic!("{found}"));
        let mut plan = Plan::compile(&network);
        for rework in [None, Some((0.1, 0))] {
            plan.stations[0].rework = rework;
            for sweep in [SweepPlan::of(&plan), None] {
                plan.sweep = sweep;
                let mut recorder = NoTrace;
                let flow = Flow::new(&plan, &plan.paddings, (1, 0), &mut recorder).hastened();
                assert_eq!(flow.sweep.is_some(), plan.sweep.is_some());
                assert_eq!(flow.travels_light(), rework.is_none());
            }
        }
    }
}
