//! Orders whose parcels travel light are placed.

use crate::plan::{NOWHERE, Plan};
use crate::trace::Recorder;

use super::super::super::agenda::{Phase, key};
use super::super::super::almanac::Almanac;
use super::super::super::arrivals::{Takes, Visit};
use super::super::super::flow::Flow;
use super::super::super::steady::SteadyQuote;
use super::super::AT_ONCE;
use super::super::inboxes::Turn;
use super::super::onward::Passing;
use super::label::{Label, LightOrder};

/// Where the parcels of a zone set out.
#[derive(Clone, Copy)]
struct Start {
    /// Their first step, and the group that waits there.
    step: u32,
    group: u32,
    /// Time zone of the customers.
    time_zone: u32,
}

/// Where customers check out: what is written on their orders, and where the parcels set out.
pub(super) struct Checkout {
    starts: Vec<Start>,
    /// A zone of each time zone.
    zones: Vec<u32>,
    /// Per time zone: all that is written on orders at present but the instant of their placement.
    labels: Vec<Label>,
    /// Whether they are of the scoring window.
    scored: bool,
    /// When that changes.
    until: i64,
}

impl Checkout {
    pub(super) fn new(plan: &Plan, of_step: &[u32], steady: &[Option<SteadyQuote>]) -> Self {
        let mut zones = vec![0; plan.time_zones as usize];
        let starts = (0..).zip(&plan.zones).map(|(zone, of_zone)| {
            zones[of_zone.time_zone as usize] = zone;
            let step = steady[zone as usize].map_or(0, |quote| quote.first);
            Start {
                step,
                group: of_step[step as usize],
                time_zone: of_zone.time_zone,
            }
        });
        Self {
            starts: starts.collect(),
            labels: vec![Label::of_slot(0); zones.len()],
            zones,
            scored: false,
            until: i64::MIN,
        }
    }

    /// Labels for orders from an instant on.
    #[cold]
    fn label_from(&mut self, plan: &Plan, almanac: &mut Almanac, at: i64) {
        let bounds = [plan.warm_up, plan.horizon].into_iter();
        self.until = bounds.filter(|bound| *bound > at).fold(i64::MAX, i64::min);
        self.scored = plan.scores(at);
        for (label, &zone) in self.labels.iter_mut().zip(&self.zones) {
            let (hour_of_week, day, until) = almanac.placement(plan, zone, at);
            self.until = self.until.min(until);
            *label = Label::of_order(LightOrder {
                placed: 0,
                hour_of_week,
                day,
                scored: self.scored,
            });
        }
    }
}

/// Where orders are placed.
struct Placing<'a> {
    checkout: &'a Checkout,
    inboxes: &'a mut [Vec<Turn>],
    setting_out: &'a mut Vec<Passing>,
    /// Number of the next order.
    number: u64,
    last: i64,
}

impl Takes for Placing<'_> {
    #[inline(always)]
    fn take(&mut self, visit: Visit) {
        let start = self.checkout.starts[visit.zone as usize];
        let label = self.checkout.labels[start.time_zone as usize];
        let turn = Turn {
            key: key(visit.at, Phase::Placement, self.number),
            entity: visit.entity,
            label: label.placed_at(visit.at),
            step: start.step,
            loops: 0,
        };
        self.number += 1;
        self.last = visit.at;
        if start.group == NOWHERE {
            self.setting_out.push(Passing::of(&turn, visit.at));
        } else {
            self.inboxes[start.group as usize].push(turn);
        }
    }
}

impl<R: Recorder> Flow<'_, '_, R> {
    /// Places the orders of a window whose parcels travel light.
    pub(in super::super) fn place_light(&mut self, to: i64) {
        while self.place_some_light(to) {
            if self.setting_out.len() >= AT_ONCE {
                self.send_off();
            }
        }
    }

    /// Places the next of them on which the same is written; false if there are no more.
    #[inline(never)]
    fn place_some_light(&mut self, to: i64) -> bool {
        let Some(sweep) = &mut self.sweep else {
            return false;
        };
        let Some(light) = &mut sweep.light else {
            return false;
        };
        let next = self.arrivals.peek(&self.shocks);
        let Some(next) = next.filter(|next| *next < to) else {
            return false;
        };
        let checkout = &mut light.checkout;
        if next >= checkout.until {
            checkout.label_from(self.plan, &mut self.almanac, next);
        }
        let to = to.min(checkout.until);
        let mut placing = Placing {
            checkout,
            inboxes: &mut sweep.inboxes,
            setting_out: &mut self.setting_out,
            number: self.placed,
            last: next,
        };
        self.arrivals.hand_out(AT_ONCE, to, &mut placing);
        let (number, last) = (placing.number, placing.last);
        let scored = if checkout.scored {
            number - self.placed
        } else {
            0
        };
        self.placed = number;
        self.last_event = self.last_event.max(last);
        self.outcome.cohort_visits += scored;
        self.open_cohort += scored;
        true
    }
}
