//! Orders whose parcels travel light are placed.

use crate::plan::{NOWHERE, Plan};
use crate::trace::Recorder;

use super::super::agenda::{Phase, key};
use super::super::almanac::Almanac;
use super::super::arrivals::{Takes, Visit};
use super::super::flow::Flow;
use super::super::steady::SteadyQuote;
use super::super::turn::Turn;
use super::label::{Label, LightOrder};

/// Where the parcels of a zone set out.
#[derive(Clone, Copy)]
struct Start {
    /// Their first step, and the group that waits there; [`NOWHERE`]: nobody does, or it does not matter.
    step: u32,
    group: u32,
    /// Time zone of the customers.
    time_zone: u32,
}

/// Where customers check out: what is written on their orders, and where the parcels set out.
pub(crate) struct Checkout {
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
                group: of_step.get(step as usize).copied().unwrap_or(NOWHERE),
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

/// Where parcels set out.
pub(crate) trait Starts {
    /// A parcel stands before its first step, where a group waits.
    fn set_out(&mut self, turn: Turn, group: u32);
}

/// Orders that are placed.
struct Placing<'a, S> {
    checkout: &'a Checkout,
    starts: &'a mut S,
    /// Number of the next order.
    number: u64,
    last: i64,
}

impl<S: Starts> Takes for Placing<'_, S> {
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
        self.starts.set_out(turn, start.group);
    }
}

impl<R: Recorder> Flow<'_, '_, R> {
    /// Places the next orders on which the same is written, so many at most, that come before an instant; false if there are none.
    #[inline(always)]
    pub(crate) fn check_out(
        &mut self,
        checkout: &mut Checkout,
        (most, before): (usize, i64),
        starts: &mut impl Starts,
    ) -> bool {
        let next = self.arrivals.peek(&self.shocks);
        let Some(next) = next.filter(|next| *next < before) else {
            return false;
        };
        if next >= checkout.until {
            checkout.label_from(self.plan, &mut self.almanac, next);
        }
        let mut placing = Placing {
            checkout,
            starts,
            number: self.placed,
            last: next,
        };
        let before = before.min(checkout.until);
        self.arrivals.hand_out(most, before, &mut placing);
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
