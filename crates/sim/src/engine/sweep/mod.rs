//! The sweep: window by window, and within a window place by place.
//!
//! Parcels have their turns in another order than event by event, but at one place in the same, that of their keys: so each meets what it
//! would have met there. What a stage does is the same for hundreds of parcels in a row, so it is done for all of them step by step: what
//! they draw, then the servers, then the way on. Once none of the orders of the scoring window is certain to be still under way, the
//! rest is left to the events, which know when to stop.

mod doors;
mod driver;
mod gathering;
mod inboxes;
mod light;
mod onward;
mod serve;
mod windows;

pub(crate) use doors::AtDoor;
pub use driver::Driver;
pub(crate) use inboxes::Sweep;
pub(crate) use onward::Passing;

use crate::plan::Group;
use crate::sampling;
use crate::trace::Recorder;

use super::agenda::{TIME_LIMIT, time_of};
use super::flow::Flow;
use super::light::Light;
use super::turn::Turn;

/// Turns that are served step by step together: what is known of them stays in the first cache.
const AT_ONCE: usize = sampling::MOST;

impl<'p, R: Recorder> Flow<'p, '_, R> {
    /// Whoever waits, where the plan can be swept and nobody wants to see things in the order in which they happen.
    pub(super) fn sweep(&self, light: bool) -> Option<Box<Sweep<'p>>> {
        let plan = self.plan.sweep.as_ref()?;
        if self.witness.is_some() || R::IN_ORDER {
            return None;
        }
        let mut sweep = Sweep::new(plan);
        // Whoever serves turn by turn looks at slots.
        if light && !plan.groups.contains(&Group::Returning) {
            sweep.light = Some(Light::new(self.plan, &plan.of_step, &self.steady));
        }
        Some(Box::new(sweep))
    }

    /// Sweeps on to `until`.
    pub(super) fn sweep_until(&mut self, until: i64) {
        let until = until.min(TIME_LIMIT - 1);
        let swept_to = |flow: &Self| flow.sweep.as_ref().map_or(until, |sweep| sweep.swept_to());
        while swept_to(self) < until && !self.outcome.is_void() {
            self.sweep_window(until);
        }
    }

    /// Sweeps on after the scoring window as long as one of its orders is certain to be under way, but not beyond `stop`.
    pub(super) fn sweep_out(&mut self, stop: i64) {
        let Some(sweep) = &self.sweep else { return };
        let parcels = &self.parcels.parcels;
        let scored = |turn: &&Turn| parcels[turn.slot() as usize].cohort;
        let last = sweep.waiting().filter(scored).map(|turn| turn.key).max();
        if let Some(last) = last {
            self.sweep_until(time_of(last).min(stop));
        }
    }

    /// Hands all who wait to the agenda: the rest goes event by event.
    pub(super) fn end_sweep(&mut self) {
        let Some(sweep) = self.sweep.take() else {
            return;
        };
        self.look_ahead();
        let parcels = &mut self.parcels.parcels;
        for turn in sweep.waiting() {
            parcels[turn.slot() as usize].step = turn.step;
            self.agenda.push((turn.key, turn.slot()));
        }
    }

    /// Sweeps the next window of the busy places, and where one of the quiet places ends with it, those as well.
    fn sweep_window(&mut self, until: i64) {
        let Some(sweep) = &mut self.sweep else { return };
        sweep.open(until);
        let (plan, to, quiet_are_due) = (sweep.plan, sweep.swept_to(), sweep.quiet_are_due());
        self.place_until(to);
        for group in 0..plan.busy {
            self.serve_group(group);
        }
        if quiet_are_due {
            self.depart();
            for group in plan.busy..plan.groups.len() {
                self.serve_group(group);
            }
        }
    }

    /// Places the orders of a window.
    #[inline(never)]
    fn place_until(&mut self, to: i64) {
        let light = self.travels_light();
        if light {
            self.place_light(to);
        } else {
            self.place_each(to);
        }
        if !self.setting_out.is_empty() {
            self.send_off();
        }
        let in_flight = match light {
            true => (self.placed - self.delivered) as usize,
            false => self.parcels.in_flight(),
        };
        if in_flight > self.plan.most_in_flight {
            self.outcome.overflowed = Some(self.last_event);
        }
    }

    fn place_each(&mut self, to: i64) {
        while self.arrivals.peek(&self.shocks).is_some_and(|at| at < to) {
            let visit = self.arrivals.next();
            self.last_event = self.last_event.max(visit.at);
            self.place(visit);
        }
    }
}
