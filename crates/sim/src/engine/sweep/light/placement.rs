//! Orders whose parcels travel light are placed.

use crate::plan::{NOWHERE, Plan};
use crate::trace::Recorder;

use super::super::super::agenda::{Phase, key};
use super::super::super::almanac::Almanac;
use super::super::super::arrivals::Visit;
use super::super::super::flow::Flow;
use super::super::super::steady::SteadyQuote;
use super::super::AT_ONCE;
use super::super::inboxes::Turn;
use super::super::onward::Passing;
use super::label::{Label, LightOrder};

/// What is the same of all orders that a zone places in a row.
#[derive(Clone, Copy)]
pub(super) struct Alike {
    /// When it changes.
    until: i64,
    /// All that is written on them but the instant of their placement.
    label: Label,
    /// Their first step, and the group that waits there.
    first: u32,
    group: u32,
}

impl Alike {
    /// Nothing is known yet.
    pub(super) const UNKNOWN: Self = Self {
        until: i64::MIN,
        label: Label::of_slot(0),
        first: 0,
        group: NOWHERE,
    };

    /// Of a zone from an instant on.
    #[inline(never)]
    fn from(
        plan: &Plan,
        almanac: &mut Almanac,
        (zone, at): (u32, i64),
        (first, group): (u32, u32),
    ) -> Self {
        let (hour_of_week, day, until) = almanac.placement(plan, zone, at);
        let bounds = [plan.warm_up, plan.horizon].into_iter();
        let order = LightOrder {
            placed: 0,
            hour_of_week,
            day,
            scored: plan.scores(at),
        };
        Self {
            until: bounds.filter(|bound| *bound > at).fold(until, i64::min),
            label: Label::of_order(order),
            first,
            group,
        }
    }
}

/// Where orders are placed.
struct Placing<'a> {
    plan: &'a Plan,
    of_step: &'a [u32],
    steady: &'a [Option<SteadyQuote>],
    almanac: &'a mut Almanac,
    alike: &'a mut [Alike],
    inboxes: &'a mut [Vec<Turn>],
    setting_out: &'a mut Vec<Passing>,
    /// Number of the next order.
    number: u64,
    /// Those of the scoring window.
    scored: u64,
    last: i64,
}

impl Placing<'_> {
    #[inline(always)]
    fn place(&mut self, visit: Visit) {
        let alike = &mut self.alike[visit.zone as usize];
        if visit.at >= alike.until {
            let first = self.steady[visit.zone as usize].map_or(0, |quote| quote.first);
            let place = (first, self.of_step[first as usize]);
            *alike = Alike::from(self.plan, self.almanac, (visit.zone, visit.at), place);
        }
        let turn = Turn {
            key: key(visit.at, Phase::Placement, self.number),
            entity: visit.entity,
            label: alike.label.placed_at(visit.at),
            step: alike.first,
            loops: 0,
        };
        self.number += 1;
        self.scored += u64::from(alike.label.scored());
        self.last = visit.at;
        if alike.group == NOWHERE {
            self.setting_out.push(Passing::of(&turn, visit.at));
        } else {
            self.inboxes[alike.group as usize].push(turn);
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

    /// Places the next of them; false if there are no more.
    #[inline(never)]
    fn place_some_light(&mut self, to: i64) -> bool {
        let Some(sweep) = &mut self.sweep else {
            return false;
        };
        let Some(light) = &mut sweep.light else {
            return false;
        };
        let mut placing = Placing {
            plan: self.plan,
            of_step: &sweep.plan.of_step,
            steady: &self.steady,
            almanac: &mut self.almanac,
            alike: &mut light.alike,
            inboxes: &mut sweep.inboxes,
            setting_out: &mut self.setting_out,
            number: self.placed,
            scored: 0,
            last: self.last_event,
        };
        let before = placing.number;
        for _ in 0..AT_ONCE {
            let Some(visit) = self.arrivals.next_before(to, &self.shocks) else {
                break;
            };
            placing.place(visit);
        }
        let Placing {
            number,
            scored,
            last,
            ..
        } = placing;
        self.placed = number;
        self.last_event = self.last_event.max(last);
        self.outcome.cohort_visits += scored;
        self.open_cohort += scored;
        number > before
    }
}
